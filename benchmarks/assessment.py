"""How CPU time and memory of an assessment grow with the estate; ratios of one run.

    python benchmarks/assessment.py [--sizes 1000,10000,100000] [--write]

Each size runs in a process of its own, on an estate of sound private VIFs, forty on a connection.
"assess" is `dxnet.assess.assess` without a platform; memory is what the assessment adds to the
process beyond the parsed estate. "validate" is the whole command `dxnet validate --format json` on
a file, beside `dxnet list --format json` on the same file. `--write` puts the table into
`benchmarks/assessment.md`.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DXNET = [sys.executable, "-m", "dxnet"]


def vif(number: int) -> dict[str, Any]:
    """A sound private VIF of that number, in AWS's JSON."""
    host = number * 4
    first, last = f"10.{host >> 16}.{host >> 8 & 255}.{host & 255 | 1}/30", host & 255 | 2
    return {
        "virtualInterfaceId": f"dxvif-f{number:07x}",
        "virtualInterfaceName": f"site-{number}",
        "virtualInterfaceType": "private",
        "virtualInterfaceState": "available",
        "ownerAccount": "111122223333",
        "region": "eu-west-1",
        "connectionId": f"dxcon-f{number // 40:07x}",
        "vlan": number % 40 + 100,
        "asn": 65010,
        "asnLong": 65010,
        "amazonSideAsn": 64512,
        "mtu": 1500,
        "directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0bexample1",
        "bgpPeers": [
            {
                "bgpPeerId": f"dxpeer-f{number:07x}",
                "addressFamily": "ipv4",
                "asn": 65010,
                "asnLong": 65010,
                "authKey": f"FakeKey-{number}",
                "amazonAddress": first,
                "customerAddress": f"10.{host >> 16}.{host >> 8 & 255}.{last}/30",
                "bgpPeerState": "available",
                "bgpStatus": "up",
            }
        ],
    }


def estate(size: int) -> dict[str, Any]:
    """An estate of so many VIFs."""
    return {"virtualInterfaces": [vif(number) for number in range(size)]}


def measure(size: int) -> dict[str, float]:
    """CPU seconds to parse and to assess, and bytes of the assessment a VIF; in this process."""
    from dxnet import parse
    from dxnet.assess import assess
    from dxnet.settings import Settings

    raw = estate(size)
    began = time.process_time()
    parsed = parse.estate(raw)
    parsed_at = time.process_time()
    gc.collect()
    before = _resident()
    assessed = assess(parsed, Settings(), rendered=False)
    assessed_at = time.process_time()
    gc.collect()
    added = _resident() - before
    assert len(assessed.findings.subjects) == size
    return {
        "parse": parsed_at - began,
        "assess": assessed_at - parsed_at,
        "bytes": added / size,
    }


def _resident() -> int:
    """The process's resident bytes; Linux only."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def command(size: int, *arguments: str) -> tuple[float, float]:
    """CPU seconds and peak MiB of a whole command on an estate of that size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "estate.json"
        path.write_text(json.dumps(estate(size)), encoding="utf-8")
        with subprocess.Popen(
            [*DXNET, *arguments, "--source", str(path)], stdout=subprocess.DEVNULL
        ) as process:
            _, _, usage = _wait(process)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    import os

    pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return pid, status, usage


def rows(sizes: list[int]) -> Iterator[list[str]]:
    """A row for each size: what was measured, and the ratio to the first size."""
    first: dict[str, float] | None = None
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--measure", str(size)],
            stdout=subprocess.PIPE,
            check=True,
        )
        figures: dict[str, float] = json.loads(done.stdout)
        first = first or figures
        ratios = [f"{figures[name] / first[name]:.1f}" for name in ("parse", "assess")]
        yield [f"{size:,}", f"{size / sizes[0]:,.0f}", *ratios, f"{figures['bytes'] / 1024:.2f}"]


def table(sizes: list[int], command_size: int) -> str:
    """The two tables, as Markdown."""
    lines = ["| VIFs | ratio of sizes | parse, ratio | assess, ratio | KiB a VIF |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows(sizes)]
    listed, list_peak = command(command_size, "list", "--format", "json")
    checked, check_peak = command(command_size, "validate", "--format", "json")
    lines += [
        "",
        f"`validate --format json` of {command_size:,} VIFs takes {checked / listed:.1f} times as "
        f"much CPU time as `list --format json`; at its peak it has {check_peak:.0f} MiB, "
        f"`list` {list_peak:.0f} MiB.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    text = table(sizes, min(10_000, max(sizes)))
    print(text)
    if options.write:
        heading = "# Assessments of large estates\n\n"
        heading += "Made by `python benchmarks/assessment.py --write`.\n\n"
        (HERE / "assessment.md").write_text(heading + text, encoding="utf-8")


if __name__ == "__main__":
    main()
