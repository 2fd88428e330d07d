"""How long a command takes as a whole process, as a ratio to `python -c pass` in the same run.

    python benchmarks/startup.py [--runs 15] [--write]

It times the installed package, which pip has compiled; an editable install is compiled only if
Python may write bytecode. Every command runs once to warm up, then all of them in turn, `--runs`
times; the figure is the median of the ratios turn by turn, so that a slow moment of the machine
falls on all alike. With the AWS CLI installed, `aws directconnect describe-virtual-interfaces` and
`dxnet list` read the same simulator. `--write` puts the table into `benchmarks/startup.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
VIF = "dxvif-fbench01"
RECORD = {
    "virtualInterfaceId": VIF,
    "virtualInterfaceName": "benchmark",
    "virtualInterfaceType": "private",
    "virtualInterfaceState": "available",
    "ownerAccount": "123456789012",
    "connectionId": "dxcon-fbench01",
    "region": "us-east-1",
    "vlan": 101,
    "asn": 65000,
    "amazonSideAsn": 64512,
    "authKey": "FakeKey-benchmark",
    "amazonAddress": "192.0.2.1/30",
    "customerAddress": "192.0.2.2/30",
    "addressFamily": "ipv4",
    "mtu": 1500,
}
PYTHON = [sys.executable]
DXNET = [sys.executable, "-m", "dxnet"]
BASELINE = "python -c pass"


def commands(snapshot: Path, endpoint: str) -> dict[str, list[str]]:
    """The commands by the name under which the table shows them."""
    render = [*DXNET, "render-config", VIF, "--source", str(snapshot), "--platform", "cisco_xe"]
    found = {
        BASELINE: [*PYTHON, "-c", "pass"],
        "python -c 'import click'": [*PYTHON, "-c", "import click"],
        "dxnet --help": [*DXNET, "--help"],
        "python -c 'import click, netaddr, jinja2'": [
            *PYTHON,
            "-c",
            "import click, netaddr, jinja2",
        ],
        "dxnet render-config from a file": render,
        "dxnet list from the simulator": [*DXNET, "list", "--endpoint-url", endpoint],
    }
    if aws := shutil.which(
        "aws", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ):
        describe = [aws, "directconnect", "describe-virtual-interfaces", "--endpoint-url", endpoint]
        found["aws directconnect describe-virtual-interfaces"] = describe
    return found


def measure(runs: int, argvs: dict[str, list[str]], folder: Path) -> dict[str, list[float]]:
    """Seconds of every run of every command, in turn, in a folder outside any checkout."""
    environment = os.environ | {
        "AWS_ACCESS_KEY_ID": "fake",
        "AWS_SECRET_ACCESS_KEY": "fake",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    seconds: dict[str, list[float]] = {name: [] for name in argvs}
    for turn in range(runs + 1):
        for name, argv in argvs.items():
            start = time.perf_counter()
            subprocess.run(argv, check=True, capture_output=True, env=environment, cwd=folder)
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def table(seconds: dict[str, list[float]], runs: int) -> Iterator[str]:
    """The Markdown table: median ratio, and the smallest and largest."""
    version = sys.version.split()[0]
    yield f"Medians of {runs} turns, {datetime.now(UTC):%Y-%m-%d}, CPython {version}."
    yield ""
    yield "| command | ratio to `python -c pass` | smallest | largest |"
    yield "| --- | --- | --- | --- |"
    for name, times in seconds.items():
        ratios = [one / base for one, base in zip(times, seconds[BASELINE], strict=True)]
        median = statistics.median(ratios)
        yield f"| `{name}` | {median:.1f} | {min(ratios):.1f} | {max(ratios):.1f} |"


@contextmanager
def snapshot_file() -> Iterator[Path]:
    """A file with one VIF, as the AWS CLI prints it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vifs.json"
        path.write_text(json.dumps({"virtualInterfaces": [RECORD]}), encoding="utf-8")
        yield path


def main() -> None:
    """Measure, print, and with `--write` keep the table."""
    from dxnet import simulator

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with snapshot_file() as path, simulator.serve({"virtualInterfaces": [RECORD]}) as endpoint:
        seconds = measure(options.runs, commands(path, endpoint), path.parent)
    text = "\n".join(table(seconds, options.runs)) + "\n"
    print(text)
    if options.write:
        (HERE / "startup.md").write_text("# Start-up\n\n" + text, encoding="utf-8")


if __name__ == "__main__":
    main()
