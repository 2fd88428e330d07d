from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dxnet.cli import watching
from dxnet.diagnose import status
from dxnet.diagnose.document import Document
from dxnet.errors import SourceError
from dxnet.provenance import Provenance
from dxnet.sources import demo

from ..cli.conftest import Run
from ..cli.conftest import dxnet as dxnet
from .conftest import NOW, facts, raw, scenarios

SCENARIOS = scenarios()
STANDINGS = {"down", "partly", "unknown", "waiting", "look", "on-purpose", "up", "gone"}


def _file(folder: Path, estate: dict[str, Any]) -> str:
    path = folder / "estate.json"
    path.write_text(json.dumps(estate), "utf-8")
    return str(path)


def test_status_says_what_is_down_by_cause_and_exits_with_1(dxnet: Run) -> None:
    result = dxnet("status", "--demo")
    assert result.code == 1
    assert "DOWN port-down dxcon-fzpsa81f syd-core-b: 2 virtual interfaces" in result.out
    assert result.out.index("DOWN port-down") < result.out.index("WAITING awaits-acceptance")
    assert result.out.index("WAITING awaits-acceptance") < result.out.index("GONE vif-deleted")


def test_status_as_json_holds_every_vif_and_no_key(dxnet: Run) -> None:
    result = dxnet("status", "--demo", "--format", "json")
    document = json.loads(result.out)
    assert document["schema"] == 1
    assert set(document["counts"]) == STANDINGS
    assert sum(document["counts"].values()) == len(document["vifs"]) == 122
    assert "FakeKey" not in result.out
    grouped = [vif for group in document["groups"] for vif in group["vifs"]]
    assert len(grouped) == len(set(grouped)) == 122 - document["counts"]["up"]


def test_status_of_some_vifs_counts_those_alone(dxnet: Run) -> None:
    result = dxnet("status", "name:syd-prod", "--demo", "--format", "json")
    document = json.loads(result.out)
    assert {vif["name"].startswith("syd-prod") for vif in document["vifs"]} == {True}
    assert document["ports"] == []


@pytest.mark.parametrize(
    ("threshold", "code"), [("down", 1), ("partly", 1), ("look", 1), ("never", 0)]
)
def test_fail_on_says_what_fails(dxnet: Run, threshold: str, code: int) -> None:
    assert dxnet("status", "--demo", "--fail-on", threshold).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("01-port-down", 1),
        ("04-lag-member-down", 0),
        ("13-wrong-address-and-up", 0),
        ("19-awaits-acceptance", 0),
        ("32-being-made", 1),
        ("28-connections-denied", 1),
        ("28b-connections-denied-and-up", 4),
    ],
)
def test_the_exit_code_of_a_scenario(dxnet: Run, tmp_path: Path, name: str, code: int) -> None:
    assert dxnet("status", "--source", _file(tmp_path, raw(SCENARIOS[name]))).code == code


def test_what_was_not_read_is_always_shown(dxnet: Run, tmp_path: Path) -> None:
    source = _file(tmp_path, raw(SCENARIOS["28b-connections-denied-and-up"]))
    assert (
        "not read: connections in eu-central-1 (denied)" in dxnet("status", "--source", source).out
    )
    document = json.loads(dxnet("status", "--source", source, "--format", "json").out)
    assert document["unread"][0]["action"] == "directconnect:DescribeConnections"


def test_nothing_that_could_be_read_is_an_error_of_the_source(dxnet: Run, tmp_path: Path) -> None:
    gap = {"kind": "virtualInterfaces", "region": "eu-west-1", "reason": "denied"}
    result = dxnet(
        "status", "--source", _file(tmp_path, {"connections": [], "dxnet": {"gaps": [gap]}})
    )
    assert result.code == 3


def test_an_older_snapshot_tells_what_was_lost(dxnet: Run, tmp_path: Path) -> None:
    older = tmp_path / "older.json"
    before = demo.read()
    lost = next(
        v for v in before["virtualInterfaces"] if v["virtualInterfaceName"] == "fra-prod-hr"
    )
    lost["bgpPeers"][0]["bgpStatus"] = "up"
    extra = {**lost, "virtualInterfaceId": "dxvif-fzzzzzzz", "virtualInterfaceName": "was-here"}
    before["virtualInterfaces"].append(extra)
    before["dxnet"] = {"taken": "2026-11-25T01:00:00+00:00"}
    older.write_text(json.dumps(before), "utf-8")
    result = dxnet("status", "--demo", "--since", str(older))
    assert "DOWN session-lost" in result.out
    assert "since 2026-11-25 01:00Z to 2026-11-25 03:00Z (two readings)" in result.out
    assert "GONE vif-gone" in result.out


def test_diagnose_prints_the_ladder_the_routers_commands_and_a_ticket(dxnet: Run) -> None:
    result = dxnet("diagnose", "fra-prod-hr", "--demo")
    assert result.code == 1
    for words in (
        "DOWN session-down",
        "session    SUSPECT",
        "show arp TenGigE0/0/0/4.104",
        "no MAC address, or incomplete: no-arp",
        "ticket",
    ):
        assert words in result.out
    assert "FakeKey" not in result.out


def test_the_commands_are_those_of_the_router_that_is_named(dxnet: Run) -> None:
    named = ("--platform", "juniper_junos", "--interface", "xe-0/0/1")
    assert "show interfaces xe-0/0/1" in dxnet("diagnose", "fra-prod-hr", "--demo", *named).out


@pytest.mark.parametrize(
    ("subject", "vifs", "ports"),
    [
        ("dxcon-fzpsa81f", {"dxvif-f3gyun78", "dxvif-fh514a4j"}, set()),
        ("lon-hosted-backup", set(), {"dxcon-fjlr66md"}),
        ("mil-alone", {"dxvif-fmi0lnew"}, set()),
    ],
)
def test_a_port_or_a_gateway_means_itself_and_its_vifs(
    dxnet: Run, subject: str, vifs: set[str], ports: set[str]
) -> None:
    document = json.loads(dxnet("diagnose", subject, "--demo", "--format", "json").out)
    assert {vif["id"] for vif in document["vifs"]} == vifs
    assert {port["id"] for port in document["ports"]} == ports


def test_a_prefix_that_should_be_accepted_is_missed(dxnet: Run) -> None:
    result = dxnet("diagnose", "mil-prod-web", "--demo", "--prefix", "198.18.0.0/24")
    assert "LOOK prefix-missing" in result.out
    assert dxnet("diagnose", "mil-prod-web", "--demo", "--prefix", "x").code == 2


def test_a_location_and_an_unknown_id_are_refused(dxnet: Run) -> None:
    assert dxnet("diagnose", "ExFR1", "--demo").code == 2
    assert dxnet("diagnose", "dxvif-nothere", "--demo").code == 2


def test_markdown_has_a_heading_a_ticket_and_the_steps(dxnet: Run) -> None:
    out = dxnet("diagnose", "fra-prod-hr", "--demo", "--format", "markdown").out
    assert "## DOWN session-down" in out
    assert "| session | suspect |" in out
    assert "```text\n# sound:" in out


def test_a_name_from_another_account_does_no_harm(dxnet: Run, tmp_path: Path) -> None:
    estate = raw(SCENARIOS["07-session-down"])
    estate["virtualInterfaces"][0]["virtualInterfaceName"] = "x\x1b[2J\n| y"
    out = dxnet("status", "--source", _file(tmp_path, estate)).out
    assert "\x1b" not in out
    markdown = dxnet("status", "--source", _file(tmp_path, estate), "--format", "markdown").out
    assert "\x1b" not in markdown
    assert "\\| y" in markdown


def test_show_and_validate_say_that_a_vif_is_down(dxnet: Run) -> None:
    assert "cause     session-down" in dxnet("show", "dxvif-f7mrrkpa", "--demo").out
    result = dxnet("validate", "fra-prod-hr", "--demo", "--no-parser")
    assert "operational: DOWN session-down" in result.out
    assert result.code == 0


@pytest.mark.parametrize(("threshold", "code"), [("fail", 0), ("warn", 1), ("down", 1)])
def test_validate_fails_on_what_is_asked_for(dxnet: Run, threshold: str, code: int) -> None:
    named = ("validate", "fra-prod-hr", "--demo", "--no-parser", "--fail-on", threshold)
    assert dxnet(*named).code == code


def test_what_was_remembered_is_compared_and_written_anew(dxnet: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    source = _file(tmp_path, raw({"vifs": [{}, {"virtualInterfaceState": "down"}]}))
    named = ("status", "--source", source, "--remember", str(kept))
    assert "since" not in dxnet(*named).out
    _file(tmp_path, raw({"vifs": [{"virtualInterfaceState": "down"}, {}]}))
    out = dxnet(*named).out
    assert ": 1 new, 1 back, 0 changed" in out
    assert "new: dxvif-ff000001 one is DOWN session-down, was UP" in out
    assert "back: dxvif-ff000002 one is UP, was DOWN session-down" in out
    assert ": 0 new, 0 back, 0 changed" in dxnet(*named).out
    assert json.loads(dxnet(*named, "--format", "json").out)["changes"] == []


def test_a_file_that_status_did_not_write_is_left_as_it_is(dxnet: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text("[]", "utf-8")
    assert dxnet("status", "--demo", "--remember", str(kept)).code == 2
    assert kept.read_text("utf-8") == "[]"
    assert dxnet("status", "name:x", "--demo", "--remember", str(kept)).code == 2


def test_watch_tells_what_changes_and_leaves_out_what_was_not_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    gap = {"gaps": [{"kind": "virtualInterfaces", "region": "", "reason": "denied"}]}
    down = {"virtualInterfaceState": "down"}
    cases: list[dict[str, Any] | None] = [
        {"vifs": [{}]},
        None,
        {"vifs": [], "dxnet": gap},
        {"vifs": [down]},
        {"vifs": [{}]},
    ]
    waits: list[None] = []

    def read() -> Document:
        case = cases.pop(0)
        if case is None:
            raise SourceError("AWS does not answer")
        return _document(case)

    told = [
        list(watching.lines(document, found, "json"))
        for _, (document, found) in zip(
            range(3), watching.rounds(read, lambda: waits.append(None)), strict=False
        )
    ]
    changes = [[json.loads(line)["change"] for line in lines] for lines in told]
    assert changes == [[], ["new"], ["back"]]
    assert len(waits) == 4
    err = capsys.readouterr().err
    assert "not read this time: AWS does not answer" in err
    assert "not compared this time" in err


def _document(case: dict[str, Any]) -> Document:
    found = facts(case)
    return Document(status(found), found.estate, Provenance.now("a test"), NOW)


@pytest.mark.parametrize("options", [("-o", "x"), ("--format", "markdown"), ("--interval", "5")])
def test_watch_refuses_what_it_can_not_do(dxnet: Run, options: tuple[str, ...]) -> None:
    assert dxnet("status", "--demo", "--watch", *options).code == 2


def test_watch_prints_how_all_stands_then_changes_until_it_is_interrupted(
    dxnet: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = _file(tmp_path, raw({"vifs": [{}]}))
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise KeyboardInterrupt
        _file(tmp_path, raw({"vifs": [{"virtualInterfaceState": "down"}]}))

    monkeypatch.setattr("time.sleep", wait)
    result = dxnet("status", "--source", source, "--watch", "--interval", "45")
    assert result.code == 130
    assert waits == [45, 45]
    assert "1 UP of 1 virtual interface" in result.out
    assert "new: dxvif-ff000001 one is DOWN session-down, was UP" in result.out


def test_an_old_reading_is_marked(dxnet: Run, tmp_path: Path) -> None:
    estate = raw({"vifs": [{}]})
    assert "ago" not in dxnet("status", "--source", _file(tmp_path, estate)).err
    estate["dxnet"] = {"taken": "2020-01-01T00:00:00+00:00"}
    result = dxnet("status", "--source", _file(tmp_path, estate))
    assert "ago, at 2020-01-01 00:00Z" in result.err


def test_a_list_by_cause_has_the_vifs_that_a_status_has(dxnet: Run) -> None:
    document = json.loads(dxnet("status", "--demo", "--format", "json").out)
    for cause in {group["cause"] for group in document["groups"]} | {"up"}:
        listed = json.loads(
            dxnet("list", "--demo", "--filter", f"cause={cause}", "--format", "json").out
        )
        assert {vif["cause"] for vif in listed} <= {cause}
        expected = {vif["id"] for vif in document["vifs"] if vif["cause"] == cause}
        assert {vif["id"] for vif in listed} == expected


def test_a_list_knows_no_cause_unless_it_is_asked_for_it(dxnet: Run) -> None:
    (first, *_) = json.loads(dxnet("list", "--demo", "--format", "json").out)
    assert "cause" not in first
    (first, *_) = json.loads(dxnet("list", "--demo", "--sort", "cause", "--format", "json").out)
    assert first["cause"] == "association-pending"


@pytest.mark.parametrize("wanted", ["cause:prt-down", "cause=port", "cause>up"])
def test_a_cause_that_is_none_is_refused_before_anything_is_read(dxnet: Run, wanted: str) -> None:
    result = dxnet("list", "--source", "nowhere.json", "--filter", wanted)
    assert result.code == 2
    assert "cause" in result.err


def test_only_vifs_have_causes(dxnet: Run) -> None:
    assert dxnet("list", "connections", "--demo", "--filter", "cause:port-down").code == 2
