"""Random requests and events to the simulated service, many more than the tests send.

    python benchmarks/random_service.py [--steps 100000] [--seed 1] [--write]

It runs the state machine of `tests/control_plane/vifs/test_machine.py`, which checks what always
holds after every step: a batch of sequences with each seed, until the steps are done. A broken
promise ends it with hypothesis's account of the steps that led there, and exit code 1. `--write`
puts the figures into `benchmarks/random_service.md`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from dxnet.control_plane import OPERATIONS
from tests.control_plane.vifs.test_machine import DirectConnect

HERE = Path(__file__).parent
STEPS_OF_A_SEQUENCE, SEQUENCES_OF_A_SEED = 100, 50
SETTINGS = settings(
    max_examples=SEQUENCES_OF_A_SEED,
    stateful_step_count=STEPS_OF_A_SEQUENCE,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
figures: Counter[str] = Counter()
answered: Counter[str] = Counter()
refused: Counter[str] = Counter()


class Counted(DirectConnect):
    """The machine, and how many steps it takes and which requests it sends."""

    def __init__(self) -> None:
        super().__init__()
        figures["sequences"] += 1
        # The invariants run once before the first step.
        figures["steps"] -= 1

    def ask(self, operation: str, parameters: Any, account: str) -> dict[str, Any] | None:
        answer = super().ask(operation, parameters, account)
        (refused if answer is None else answered)[operation] += 1
        return answer

    @invariant()
    def a_step_is_counted(self) -> None:
        figures["steps"] += 1


def record(first: int, last: int, seconds: float) -> str:
    requests = answered.total() + refused.total()
    never = sorted(set(OPERATIONS) - set(answered))
    rows = [
        ("seeds", f"{first} to {last}"),
        ("sequences, each on an estate of its own", f"{figures['sequences']:,}"),
        ("steps, all invariants checked after each", f"{figures['steps']:,}"),
        ("requests", f"{requests:,}"),
        ("requests answered", f"{answered.total():,}"),
        ("requests refused, without a trace in the estate", f"{refused.total():,}"),
        ("operations answered, of all", f"{len(answered)} of {len(OPERATIONS)}"),
        ("broken invariants", "0"),
        ("seconds, at low priority on a shared machine", f"{seconds:,.0f}"),
    ]
    rarest = sorted(answered, key=lambda name: answered[name])[:5]
    return "\n".join(
        [
            "# The simulated service, asked at random",
            "",
            f"`python benchmarks/random_service.py` on {datetime.now(UTC):%Y-%m-%d}: three",
            "accounts, every operation, links and sessions that go down and come up, gateways that",
            "EC2 makes and deletes, verification refused, and time that passes.",
            "",
            "| what | figure |",
            "| --- | --- |",
            *(f"| {name} | {figure} |" for name, figure in rows),
            "",
            f"Never answered: {', '.join(never) or 'no operation'}. Least often: "
            + ", ".join(f"{name} {answered[name]:,} times" for name in rarest)
            + ".",
            "",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    start, number = time.monotonic(), options.seed
    while figures["steps"] < options.steps:
        machine = seed(number)(type("Counted", (Counted,), {}))
        run_state_machine_as_test(machine, settings=SETTINGS)
        print(f"seed {number}: {dict(figures)}", flush=True)
        number += 1
    text = record(options.seed, number - 1, time.monotonic() - start)
    print(text)
    if options.write:
        (HERE / "random_service.md").write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
