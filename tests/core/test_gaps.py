from __future__ import annotations

import json
from typing import Any

import pytest

from dxnet import gaps, kinds, parse, provenance
from dxnet.errors import DxnetError
from dxnet.gaps import Gap
from dxnet.model import Estate
from dxnet.provenance import Provenance

DENIED = Gap("lags", "eu-west-1", "not allowed", "directconnect:DescribeLags", "arn:aws:x")
FOR_PARTNERS = Gap("interconnects", "eu-west-1", "not allowed")
VIF = {"virtualInterfaceId": "dxvif-1", "region": "eu-west-1"}
AWS = "https://directconnect.eu-west-1.amazonaws.com"
TIME = "2026-11-21T21:00:00+00:00"
READ = Provenance("1", "AWS", TIME, "111122223333", "network", ("eu-west-1",), AWS, is_aws=True)


def test_a_gap_is_said_with_its_noun_its_region_and_its_reason() -> None:
    assert str(DENIED) == "LAGs in eu-west-1 (not allowed)"
    assert str(Gap("directConnectGateways", "", "lost")) == "Direct Connect gateways (lost)"
    assert str(Gap("somethingNew", "", "lost")) == "somethingNew (lost)"


def test_gaps_and_provenance_survive_json() -> None:
    written = json.loads(json.dumps([DENIED.as_json(), FOR_PARTNERS.as_json()]))
    assert gaps.from_json(written) == (DENIED, FOR_PARTNERS)
    assert provenance.from_json(json.loads(json.dumps(READ.as_json()))) == READ


@pytest.mark.parametrize("value", [None, 7, "x", {}, [7], [None], [{}], [{"kind": 7}], [[]]])
def test_what_is_no_gap_is_left_out(value: Any) -> None:
    assert gaps.from_json(value) == ()


def test_an_estate_is_whole_in_the_lists_without_a_gap() -> None:
    estate = Estate(gaps=(DENIED, FOR_PARTNERS))
    assert estate.gaps_about(kinds.LAG) == (DENIED,)
    assert not estate.is_whole([kinds.CONNECTION, kinds.LAG])
    assert estate.is_whole([kinds.CONNECTION])
    assert not Estate(is_partial=True).is_whole([kinds.CONNECTION])
    assert (DENIED.is_optional, FOR_PARTNERS.is_optional) == (False, True)


def test_a_bad_record_is_a_gap_that_names_its_place_and_the_others_are_parsed() -> None:
    raw = {"virtualInterfaces": [{**VIF, "vlan": [7]}, {**VIF, "virtualInterfaceId": "dxvif-2"}]}
    estate = parse.estate(raw)
    assert [vif.id for vif in estate.vifs] == ["dxvif-2"]
    [gap] = estate.gaps
    assert (gap.kind, gap.region) == ("virtualInterfaces", "eu-west-1")
    assert gap.reason.startswith("virtualInterfaces[0].vlan is a list")
    readable = parse.readable(raw)
    assert readable["virtualInterfaces"] == raw["virtualInterfaces"][1:]
    assert parse.estate(readable).gaps == estate.gaps


def test_where_no_record_can_be_parsed_nothing_was_read() -> None:
    for read in (parse.estate, parse.readable):
        with pytest.raises(DxnetError) as caught:
            read({"virtualInterfaces": [{**VIF, "vlan": [7]}]})
        assert caught.value.code == 3


@pytest.mark.parametrize(
    ("endpoint", "is_aws", "destination"),
    [
        (READ.endpoint, True, "account 111122223333"),
        ("http://127.0.0.1:4570", False, "the SIMULATOR at 127.0.0.1:4570"),
        ("http://localhost:4570", False, "the SIMULATOR at localhost:4570"),
        ("http://[::1]:4570", False, "the SIMULATOR at [::1]:4570"),
        ("https://127.0.0.1:8443", False, "127.0.0.1:8443, which is not an endpoint of AWS's own"),
        ("https://dx.example.com", False, "dx.example.com, which is not an endpoint of AWS's own"),
    ],
)
def test_the_question_before_sending_names_where_it_goes(
    endpoint: str, is_aws: bool, destination: str
) -> None:
    told = Provenance("1", "AWS", "", "111122223333", endpoint=endpoint, is_aws=is_aws)
    assert told.destination == destination
