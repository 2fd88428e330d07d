"""What a keystroke in the filter costs on many rows, against a plain search of their text.

    python benchmarks/filtering.py [--rows 10000] [--write]

Each filter is read and applied to all rows, as the TUI does at every keystroke. "Ratio" is its time
by that of looking for one word in the text of every row, which is the least that a filter can do;
best of many runs in one process. `--write` puts the table into `benchmarks/filtering.md`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assessment import estate

from dxnet import filtering, parse
from dxnet.inventory import LISTS

FILTERS = (
    "site-77",
    "site-7 !site-77",
    "site-7|site-8",
    "state:available",
    "vlan:101",
    "vlan:100-119 asn>64512",
    "bgp:down",
    "addr:10.0.0.0/24",
    "connection:dxcon-f0000001",
)
RUNS = 15


def best(action: Callable[[], object]) -> float:
    """The shortest of many runs, in seconds."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def report(number: int) -> str:
    """The table as Markdown."""
    listing = LISTS["vifs"]
    rows = listing.rows(parse.estate(estate(number)))
    plain = best(lambda: [row for row in rows if "site-77" in row.words])
    lines = [
        "# Filtering many rows",
        "",
        f"Made by `python benchmarks/filtering.py --write` on {number:,} rows.",
        "",
        "| filter | rows | ratio to a plain search |",
        "| --- | --- | --- |",
    ]
    for text in FILTERS:
        count = len(filtering.select(rows, text, listing.columns))
        ratio = best(partial(filtering.select, rows, text, listing.columns)) / plain
        shown = text.replace("|", "\\|")
        lines.append(f"| `{shown}` | {count:,} | {ratio:.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and print or write the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=10_000)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    text = report(chosen.rows)
    if chosen.write:
        Path(__file__).with_suffix(".md").write_text(text, "utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
