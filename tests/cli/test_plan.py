from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

CONNECTION = "dxcon-fpr02mt9"
GATEWAY = "e55970a1-b8bb-5d02-ae2f-00a264f1c60b"
KEY = "FakeKey-cli-plan"


def change(**fields: Any) -> dict[str, Any]:
    wanted = {
        "virtualInterfaceName": "core-blue",
        "vlan": 222,
        "asn": 65010,
        "authKey": KEY,
        "amazonAddress": "192.0.2.241/30",
        "customerAddress": "192.0.2.242/30",
        "directConnectGatewayId": GATEWAY,
        **fields,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    request = {
        "operation": "CreatePrivateVirtualInterface",
        "region": "eu-central-1",
        "name": "blue",
        "parameters": {"connectionId": CONNECTION, "newPrivateVirtualInterface": given},
    }
    return {"change": "CHG0012345", "requests": [request]}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def written(**fields: Any) -> str:
        (tmp_path / "change.json").write_text(json.dumps(change(**fields)))
        return "change.json"

    return written


def test_a_plan_is_text_on_stdout_and_nothing_on_stderr(dxnet: Run, write: Any) -> None:
    found = dxnet("plan", write(), "--demo")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("CHG0012345: 1 request, 1 to add, 0 to change, 0 to remove; ")
    assert "+ virtual interface blue (id assigned by AWS), core-blue" in found.out
    assert KEY not in found.out


def test_a_plan_is_json_for_scripts_in_a_file(dxnet: Run, write: Any, tmp_path: Path) -> None:
    found = dxnet("plan", write(), "--demo", "--format", "json", "-o", "plan.json")
    document = json.loads((tmp_path / "plan.json").read_text())
    assert (found.code, found.out) == (0, "")
    assert document["objects"][0]["id"] == "blue (id assigned by AWS)"
    assert KEY not in json.dumps(document)


def test_a_refusal_is_exit_1_with_the_services_words(dxnet: Run, write: Any) -> None:
    found = dxnet("plan", write(vlan=101), "--demo")
    assert (found.code, found.out) == (1, "")
    assert "request 1 (CreatePrivateVirtualInterface) would be refused: Vlan 101" in found.err
    assert "  next: " in found.err


def test_a_file_that_is_not_there_is_exit_2(dxnet: Run) -> None:
    found = dxnet("plan", "none.yaml", "--demo")
    assert found.code == 2
    assert "can't read none.yaml" in found.err


def test_the_checks_are_those_of_the_vifs_that_the_change_makes(dxnet: Run, write: Any) -> None:
    found = dxnet("validate", "--change", write(), "--demo", "--format", "json")
    document = json.loads(found.out)
    assert found.code == 0, found.out
    assert document["subject"] == "after CHG0012345"
    assert KEY not in found.out


def test_a_failed_check_on_what_the_change_makes_is_exit_1(dxnet: Run, write: Any) -> None:
    found = dxnet("validate", "--change", write(asn=23456), "--demo")
    assert found.code == 1
    assert "DX202" in found.out
    assert "so before the change" not in found.out


def test_what_was_found_before_the_change_says_so(dxnet: Run, tmp_path: Path) -> None:
    renamed = {"virtualInterfaceId": "dxvif-f1ksr1sl", "virtualInterfaceName": "renamed"}
    request = {
        "operation": "UpdateVirtualInterfaceAttributes",
        "region": "eu-west-1",
        "parameters": renamed,
    }
    content = {"change": "CHG1", "requests": [request]}
    (tmp_path / "change.json").write_text(json.dumps(content))
    found = dxnet("validate", "--change", "change.json", "--demo")
    assert found.code == 1
    assert "DX201" in found.out
    assert "(so before the change)" in found.out


def test_a_change_chooses_its_own_vifs(dxnet: Run, write: Any) -> None:
    assert dxnet("validate", "dxvif-ffabc123", "--change", write(), "--demo").code == 2
    assert dxnet("render-config", "--all", "--change", write(), "--demo").code == 2


def test_a_configuration_is_rendered_before_its_vif_is_made(
    dxnet: Run, write: Any, tmp_path: Path
) -> None:
    options = ("--demo", "--platform", "cisco_xe", "-o", "configs/")
    found = dxnet("render-config", "--change", write(), *options)
    text = (tmp_path / "configs" / "dxvif-blue.cfg").read_text()
    assert found.code == 0, found.err
    assert "dxvif-blue stands for an id that AWS will assign" in found.err
    assert "192.0.2.242" in text
    assert KEY in text


def test_the_line_of_a_key_that_aws_makes_is_a_comment(dxnet: Run, write: Any) -> None:
    path = write(authKey=None)
    found = dxnet("render-config", "--change", path, "--demo", "--platform", "cisco_xe")
    assert found.code == 0, found.err
    assert found.out.startswith("! No key")
    assert "0x" not in found.out


def test_addresses_that_aws_assigns_can_not_be_rendered(dxnet: Run, write: Any) -> None:
    path = write(amazonAddress=None, customerAddress=None)
    found = dxnet("render-config", "--change", path, "--demo", "--platform", "cisco_xe")
    assert (found.code, found.out) == (1, "")
    assert "AWS assigns bgpPeers[new 1].amazonAddress" in found.err
