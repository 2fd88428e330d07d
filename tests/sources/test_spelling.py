from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from dxnet import parse
from dxnet.errors import DxnetError
from dxnet.sources import snapshot

VIF: dict[str, Any] = {
    "virtualInterfaceId": "dxvif-fgh0abcd",
    "vlan": 101,
    "asn": 65010,
    "amazonSideAsn": 64512,
    "awsDeviceV2": "EqDC2-abc",
    "bgpPeers": [{"bgpPeerId": "dxpeer-1", "asn": 65010, "addressFamily": "ipv4"}],
    "tags": [{"key": "Site_Code", "value": "A_b"}],
}
ANSWER = {"virtualInterfaces": [VIF]}


def respelled(value: Any, spell: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {spell(name): respelled(item, spell) for name, item in value.items()}
    return [respelled(item, spell) for item in value] if isinstance(value, list) else value


def pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


@pytest.mark.parametrize(
    "document",
    [
        respelled(ANSWER, pascal),
        respelled([VIF], pascal),
        respelled(VIF, pascal),
        respelled(ANSWER, snake),
        respelled([VIF], snake),
        {"status_code": 200, "data": ANSWER},
        {"data": [VIF]},
        {"VirtualInterfaces": [{**respelled(VIF, pascal), "VLAN": 101}]},
        {"virtualInterfaces": [{**VIF, "vlan": "101", "asn": "65010", "amazonSideAsn": "64512"}]},
        {"virtualInterfaces": [{**VIF, "bgpPeers": [{**VIF["bgpPeers"][0], "asn": "65010"}]}]},
        {**VIF, "vlan": "101"},
    ],
    ids=[
        "PascalCase",
        "a list of records in PascalCase",
        "one record in PascalCase",
        "snake_case",
        "a list of records in snake_case",
        "a recording",
        "records in data",
        "capitals",
        "numbers in quotes",
        "a peer's number in quotes",
        "a record with a number in quotes",
    ],
)
def test_what_other_tools_write_is_read_as_the_api_would_have_answered(document: Any) -> None:
    assert snapshot.merge([document], "a file") == ANSWER


def test_a_constant_of_powershell_is_its_value() -> None:
    record = {"VirtualInterfaceId": "dxvif-1", "VirtualInterfaceState": {"Value": "available"}}
    found = snapshot.merge([record], "a file")
    assert found["virtualInterfaces"][0]["virtualInterfaceState"] == "available"


def test_a_map_by_region_gives_each_record_its_region() -> None:
    other = {**VIF, "virtualInterfaceId": "dxvif-fgh0abce", "region": "eu-west-2"}
    document = {"eu-west-1": ANSWER, "us-gov-east-1": {"virtualInterfaces": [other]}}
    found = snapshot.merge([document], "a file")["virtualInterfaces"]
    assert [vif["region"] for vif in found] == ["eu-west-1", "eu-west-2"]


def test_tags_keep_the_spelling_of_their_owner() -> None:
    [vif] = parse.estate(snapshot.merge([respelled(ANSWER, pascal)], "a file")).vifs
    assert vif.tags == (("Site_Code", "A_b"),)


@pytest.mark.parametrize("value", ["1e3", "0x65", "", " 7", "-7", "7.0", "\u0667", "9" * 11])
def test_a_text_that_is_no_whole_number_stays_one(value: str) -> None:
    found = snapshot.merge([{"virtualInterfaces": [{**VIF, "vlan": value}]}], "a file")
    assert found["virtualInterfaces"][0]["vlan"] == value


@pytest.mark.parametrize("document", [{"data": {"Vpcs": []}}, {"eu-west-1": 7}, {"Vlan": 7}])
def test_what_has_no_records_is_refused(document: Any) -> None:
    with pytest.raises(DxnetError):
        snapshot.merge([document], "a file")
