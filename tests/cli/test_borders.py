"""Whatever stands at a border of dxnet, the answer is one sentence and the right exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dxnet.errors import ExitCode
from dxnet.sources import demo
from tests.cli.conftest import Run

VIF = {
    "virtualInterfaceId": "dxvif-ffaaaa01",
    "virtualInterfaceType": "private",
    "virtualInterfaceState": "available",
    "ownerAccount": "111122223333",
    "region": "eu-west-1",
    "connectionId": "dxcon-ffaaaa01",
    "vlan": 101,
}
CONNECTION = {
    "connectionId": "dxcon-ffaaaa01",
    "connectionState": "available",
    "ownerAccount": "111122223333",
    "region": "eu-west-1",
    "location": "EqDC2",
    "bandwidth": "10Gbps",
}
CHANGE = {
    "change": "CHG1",
    "requests": [
        {
            "operation": "UpdateVirtualInterfaceAttributes",
            "region": "eu-west-1",
            "parameters": {"virtualInterfaceId": "dxvif-ffaaaa01", "mtu": 8500},
        }
    ],
}
RENDER = ("render-config", "dxvif-ffabc123", "--demo", "--config", "{file}")
LIST = ("list", "--source", "{file}")
PLAN = ("plan", "{file}", "--demo")

SETTINGS = {
    "lists nested deeply": "[defaults]\nadvertise = " + "[" * 100_000,
    "tables nested deeply": f"[{'.'.join('a' * 50_000)}]",
    "a number of 5,000 digits": "[defaults]\nkeepalive = " + "9" * 5000,
    "the home of a user that is not there": '[defaults]\ntemplates = "~nosuchuser/x"',
    "a zero byte": "[defaults]\n\0",
    "a date": "[defaults]\nkeepalive = 2026-11-21",
    "a date that is not": "[defaults]\nkeepalive = 2026-99-99",
    "infinity": "[defaults]\nkeepalive = inf",
}
SOURCES = {
    "lists nested deeply": "[" * 100_000,
    "YAML nested deeply": "a: " + "{a: " * 100_000,
    "a number of 5,000 digits": '{"virtualInterfaces": [' + "9" * 5000 + "]}",
    "a YAML number of 5,000 digits": "virtualInterfaces: [" + "9" * 5000 + "]",
    "a zero byte": "{\0}",
}


def assert_said(run: Any, code: ExitCode) -> None:
    """One sentence and one hint at most on stderr, nothing on stdout, and the code."""
    assert (run.code, run.out) == (code, ""), run.err
    assert run.err.startswith("dxnet: ")
    assert run.err.count("\ndxnet: ") == 0
    assert "an error in dxnet itself" not in run.err


def run_on(dxnet: Run, arguments: tuple[str, ...], file: Path | str) -> Any:
    return dxnet(*(word.format(file=file) for word in arguments))


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS)
def test_odd_settings_are_a_usage_error(text: str, dxnet: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text(text, encoding="utf-8")
    assert_said(run_on(dxnet, RENDER, "odd.toml"), ExitCode.USAGE)


@pytest.mark.parametrize("text", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize(
    ("arguments", "code"), [(LIST, ExitCode.SOURCE_UNREADABLE), (PLAN, ExitCode.USAGE)]
)
def test_odd_documents_are_unreadable(
    arguments: tuple[str, ...], code: ExitCode, text: str, dxnet: Run, tmp_path: Path
) -> None:
    (tmp_path / "odd").write_text(text, encoding="utf-8")
    assert_said(run_on(dxnet, arguments, "odd"), code)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(RENDER, ExitCode.USAGE), (LIST, ExitCode.SOURCE_UNREADABLE), (PLAN, ExitCode.USAGE)],
)
def test_a_file_too_large_is_refused_before_it_is_read(
    arguments: tuple[str, ...], code: ExitCode, dxnet: Run, tmp_path: Path
) -> None:
    (tmp_path / "sparse").touch()
    os.truncate(tmp_path / "sparse", 2**31)
    run = run_on(dxnet, arguments, "sparse")
    assert_said(run, code)
    assert "is larger than" in run.err


@pytest.mark.parametrize("arguments", [RENDER, PLAN])
def test_a_device_without_end_is_refused_at_the_limit(
    arguments: tuple[str, ...], dxnet: Run
) -> None:
    run = run_on(dxnet, arguments, "/dev/zero")
    assert_said(run, ExitCode.USAGE)
    assert "is larger than" in run.err


def test_a_pipe_is_read_as_a_file_is(dxnet: Run, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, json.dumps(VIF).encode())
    os.close(writer)
    try:
        assert "dxvif-ffaaaa01" in run_on(dxnet, LIST, f"/dev/fd/{reader}").out
    finally:
        os.close(reader)


@pytest.mark.parametrize(
    "field",
    [
        {"bgpPeers": "text"},
        {"bgpPeers": ["text"]},
        {"bgpPeers": [{"asn": 1, "amazonAddress": 4}]},
        {"region": ["eu-west-1"]},
        {"ownerAccount": {}},
        {"tags": "text"},
        {"vlan": "text"},
        {"connectionId": 7},
        {"routeFilterPrefixes": 3},
        {"customerRouterConfig": 5},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "arguments",
    [
        LIST,
        ("validate", "--source", "{file}"),
        ("plan", "change.json", "--source", "{file}"),
        ("validate", "--change", "change.json", "--source", "{file}"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_records_of_other_types_are_unreadable(
    arguments: tuple[str, ...], field: dict[str, Any], dxnet: Run, tmp_path: Path
) -> None:
    estate = {"virtualInterfaces": [{**VIF, **field}], "connections": [CONNECTION]}
    (tmp_path / "estate.json").write_text(json.dumps(estate), encoding="utf-8")
    (tmp_path / "change.json").write_text(json.dumps(CHANGE), encoding="utf-8")
    run = run_on(dxnet, arguments, "estate.json")
    assert_said(run, ExitCode.SOURCE_UNREADABLE)
    assert "estate.json: virtualInterfaces[0]" in run.err


@pytest.mark.parametrize("region", [7, ["eu-west-1"], {}])
def test_a_snapshot_leaves_out_a_record_of_odd_types_and_says_so(
    region: object, dxnet: Run, tmp_path: Path
) -> None:
    odd = {**VIF, "virtualInterfaceId": "dxvif-ffaaaaa9", "region": region}
    estate = {"virtualInterfaces": [VIF, odd]}
    (tmp_path / "estate.json").write_text(json.dumps(estate), encoding="utf-8")
    run = dxnet("snapshot", "--source", "estate.json")
    assert run.code == ExitCode.PARTIAL
    assert "not read: virtual interfaces (virtualInterfaces[1].region is " in run.err
    saved = json.loads(run.out)
    assert [vif["virtualInterfaceId"] for vif in saved["virtualInterfaces"]] == [
        VIF["virtualInterfaceId"]
    ]
    assert len(saved["dxnet"]["gaps"]) == 1


def test_too_little_memory_is_said(dxnet: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def raising() -> None:
        raise MemoryError

    monkeypatch.setattr(demo, "read", raising)
    assert_said(dxnet("list", "--demo"), ExitCode.SOURCE_UNREADABLE)
