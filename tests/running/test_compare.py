"""`dxnet compare`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ..cli.conftest import Run
from ..render.vifs import PEER, raw_vif
from .comparing import circuit

VIF = "dxvif-fgh0abcd"
OPTIONS = ("--source", "vifs.json", "--platform", "cisco_xe")
OTHER = PEER | {
    "amazonAddress": "10.255.7.1/30",
    "customerAddress": "10.255.7.2/30",
    "authKey": "FakeKey-7",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    second = raw_vif(virtualInterfaceId="dxvif-fgh00007", vlan=107, bgpPeers=[OTHER])
    document = {"virtualInterfaces": [raw_vif(), second]}
    (tmp_path / "vifs.json").write_text(json.dumps(document))
    (tmp_path / "edge.cfg").write_text(circuit("cisco_xe").text)
    return tmp_path


def test_what_is_right_passes(dxnet: Run, source: Path) -> None:
    result = dxnet("compare", VIF, "--running", "edge.cfg", "--advertise", "10.20.0.0/16", *OPTIONS)
    assert result.code == 0
    assert "PASSED" in result.out
    assert "commands" not in result.out


def test_a_fault_fails_and_says_its_line_and_the_commands(dxnet: Run, source: Path) -> None:
    text = circuit("cisco_xe").text.replace("remote-as 64512", "remote-as 7224")
    (source / "edge.cfg").write_text(text)
    result = dxnet("compare", VIF, "--running", "edge.cfg", "--advertise", "10.20.0.0/16", *OPTIONS)
    assert result.code == 1
    number = text.splitlines().index(" neighbor 169.254.100.1 remote-as 7224") + 1
    assert f"line {number}: 7224; asked for: 64512" in result.out
    commands = result.out.split("The commands to get there:")[1]
    assert " neighbor 169.254.100.1 remote-as 64512" in commands


def test_standard_input_is_read(dxnet: Run, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(circuit("cisco_xe").text.encode("utf-16"))

    monkeypatch.setattr(sys, "stdin", Stdin())
    result = dxnet("compare", VIF, "--running", "-", "--advertise", "10.20.0.0/16", *OPTIONS)
    assert result.code == 0


def test_two_readers_of_standard_input_are_refused(dxnet: Run, source: Path) -> None:
    assert dxnet("compare", VIF, "--running", "-", "--source", "-").code == 2


def test_json_has_a_schema_number_and_every_fact(dxnet: Run, source: Path) -> None:
    result = dxnet("compare", VIF, "--running", "edge.cfg", "--format", "json", *OPTIONS)
    document: dict[str, Any] = json.loads(result.out)
    assert document["schema"] == 1
    facts = [fact["fact"] for fact in document["comparisons"][0]["facts"]]
    assert facts[:4] == ["vlan", "address", "mtu", "up"]
    assert {"peer", "peer_as", "our_as", "key", "timers", "bfd", "one_hop"} <= set(facts)


def test_another_routers_configuration_is_no_comparison(dxnet: Run, source: Path) -> None:
    (source / "edge.cfg").write_text("hostname other\ninterface Loopback0\n")
    result = dxnet("compare", VIF, "--running", "edge.cfg", *OPTIONS)
    assert result.code == 2
    assert "nothing of the virtual interface" in result.err


def test_a_configuration_of_another_platform_names_that_platform(dxnet: Run, source: Path) -> None:
    (source / "edge.cfg").write_text(circuit("fortinet").text)
    result = dxnet("compare", VIF, "--running", "edge.cfg", *OPTIONS)
    assert result.code == 2
    assert "fortinet" in result.err


def test_without_a_platform_the_next_step_is_said(dxnet: Run, source: Path) -> None:
    result = dxnet("compare", VIF, "--running", "edge.cfg", "--source", "vifs.json")
    assert result.code == 2
    assert "--platform" in result.err


def test_a_file_is_searched_for_all_vifs_and_those_elsewhere_are_left_out(
    dxnet: Run, source: Path
) -> None:
    result = dxnet("compare", "--running", "edge.cfg", "--format", "json", *OPTIONS)
    document = json.loads(result.out)
    assert [each["vif"] for each in document["comparisons"]] == [VIF]


def test_a_folder_is_searched_for_each_vif_and_one_in_no_file_fails(
    dxnet: Run, source: Path
) -> None:
    (source / "backups").mkdir()
    (source / "edge.cfg").rename(source / "backups" / "edge.cfg")
    (source / "backups" / "core.cfg").write_text("hostname core\n")
    (source / "backups" / ".hidden").write_text("x")
    result = dxnet("compare", "--running", "backups", "--format", "json", *OPTIONS)
    document = json.loads(result.out)
    said = {each["vif"]: (each["router"], each["failed"]) for each in document["comparisons"]}
    assert said[VIF] == ("edge.cfg", False)
    assert said["dxvif-fgh00007"][1] is True
    assert result.code == 1


def test_another_circuit_with_the_same_tag_is_not_taken_for_the_vif(
    dxnet: Run, source: Path
) -> None:
    vifs = [raw_vif(), raw_vif(virtualInterfaceId="dxvif-fgh00007", bgpPeers=[OTHER])]
    (source / "vifs.json").write_text(json.dumps({"virtualInterfaces": vifs}))
    alone = dxnet("compare", "--running", "edge.cfg", "--format", "json", *OPTIONS)
    assert [each["vif"] for each in json.loads(alone.out)["comparisons"]] == [VIF]
    (source / "backups").mkdir()
    (source / "backups" / "core.cfg").write_text("hostname core\n")
    (source / "edge.cfg").rename(source / "backups" / "edge.cfg")
    result = dxnet("compare", "--running", "backups", "--format", "json", *OPTIONS)
    said = {each["vif"]: each["router"] for each in json.loads(result.out)["comparisons"]}
    assert said == {VIF: "edge.cfg", "dxvif-fgh00007": "none of 2 files"}


def test_too_much_is_refused(dxnet: Run, source: Path) -> None:
    with (source / "edge.cfg").open("wb") as file:
        file.truncate(20_000_001)
    assert dxnet("compare", VIF, "--running", "edge.cfg", *OPTIONS).code == 2


def test_markdown_can_be_pasted(dxnet: Run, source: Path) -> None:
    result = dxnet("compare", VIF, "--running", "edge.cfg", "--format", "markdown", *OPTIONS)
    assert result.out.startswith("# dxvif-fgh0abcd core-blue on edge.cfg")
    assert "| pass | vlan | SAME |" in result.out
