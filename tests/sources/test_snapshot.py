from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet import parse, sources
from dxnet.errors import DxnetError, ExitCode
from dxnet.metadata import METADATA
from dxnet.sources import Options, document, scrub, snapshot

VIF = {"virtualInterfaceId": "dxvif-fgh0abcd", "connectionId": "dxcon-fgh0abcd", "vlan": 101}
CONNECTION = {"connectionId": "dxcon-fgh0abcd", "lagId": "dxlag-fgh0abcd"}
NAMES = [*parse.KINDS, *parse.KINDS.values(), "virtualInterface", "nextToken", "authKey", "dxnet"]
LAG = {"lagId": "dxlag-fgh0abcd", "connections": [CONNECTION]}
INTERCONNECT = {"interconnectId": "dxcon-fgint001", "lagId": "dxlag-fgh0abcd"}
GATEWAY = {"directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0b7ca1b3f1"}


@pytest.mark.parametrize(
    "value",
    [
        {"virtualInterfaces": [VIF]},
        [{"virtualInterfaces": [VIF]}],
        [VIF],
        VIF,
        {"virtualInterface": VIF},
        [[{"virtualInterfaces": [VIF], "ResponseMetadata": {"RequestId": "x"}}]],
    ],
    ids=["answer", "list of answers", "bare list", "record", "wrapped record", "nested"],
)
def test_a_vif_is_found_in_every_form_that_aws_answers(value: Any, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(value))
    found = sources.read(Options(source=str(path)))
    assert found["virtualInterfaces"] == [VIF]
    assert set(found) == {"virtualInterfaces", METADATA}


def test_single_records_are_told_apart_by_their_id_fields() -> None:
    merged = snapshot.merge([VIF, CONNECTION, LAG, INTERCONNECT, GATEWAY], "a file")
    assert merged == {
        "virtualInterfaces": [VIF],
        "connections": [CONNECTION],
        "lags": [LAG],
        "interconnects": [INTERCONNECT],
        "directConnectGateways": [GATEWAY],
    }


def test_a_gateway_is_found_in_the_answer_that_made_it() -> None:
    merged = snapshot.merge([{"directConnectGateway": GATEWAY}], "a file")
    assert merged == {"directConnectGateways": [GATEWAY]}


def test_records_of_one_id_are_merged_field_by_field_and_later_fields_win() -> None:
    answers = [
        {"connections": [{"connectionId": "dxcon-1", "vlan": 1, "region": "eu-west-1"}]},
        {"connections": [{"connectionId": "dxcon-1", "vlan": 2, "partnerName": "P"}]},
    ]
    assert snapshot.merge(answers, "a file") == {
        "connections": [
            {"connectionId": "dxcon-1", "vlan": 2, "region": "eu-west-1", "partnerName": "P"}
        ]
    }


def test_fields_and_lists_that_nobody_knows_survive() -> None:
    raw = {"virtualInterfaces": [{**VIF, "newField": {"deep": [1]}}], "newList": [{"a": 1}]}
    assert snapshot.merge([raw], "a file") == raw


def test_records_without_an_id_are_kept_for_the_parser_to_name() -> None:
    merged = snapshot.merge([{"virtualInterfaces": [{"vlan": 1}, "text"]}], "a file")
    with pytest.raises(DxnetError, match=r"virtualInterfaces\[0\] has no valid virtualInterfaceId"):
        parse.estate(merged)


def test_a_first_page_makes_the_estate_partial_until_the_last_page_follows() -> None:
    first = {"virtualInterfaces": [VIF], "nextToken": "abc"}
    last = {"virtualInterfaces": [{**VIF, "virtualInterfaceId": "dxvif-fgh0abce"}]}
    assert parse.estate(snapshot.merge([first], "a file")).is_partial
    both = parse.estate(snapshot.merge([first, last], "a file"))
    assert not both.is_partial
    assert len(both.vifs) == 2


@pytest.mark.parametrize(
    "value", [{}, [], {"Vpcs": []}, "text", 7, [1], {"virtualInterfaces": "x"}, {"lags": None}]
)
def test_a_foreign_file_is_refused(value: Any) -> None:
    with pytest.raises(DxnetError) as caught:
        snapshot.merge([value], "a file")
    assert caught.value.code is ExitCode.SOURCE_UNREADABLE


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_named_with_the_reason(name: str, tmp_path: Path) -> None:
    with pytest.raises(DxnetError) as caught:
        sources.read(Options(source=str(tmp_path / name)))
    assert "can't be read" in caught.value.message
    assert caught.value.code is ExitCode.SOURCE_UNREADABLE


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps({"virtualInterfaces": [VIF]})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    assert sources.read(Options(source="-"))["virtualInterfaces"] == [VIF]


def test_the_demo_is_read_without_a_network_and_brings_its_settings() -> None:
    from dxnet.sources import demo

    estate = parse.estate(sources.read(Options(source="demo")))
    assert len(estate.vifs) >= 40
    vif = estate.get("dxvif-ffabc123")
    assert vif in estate.vifs
    assert demo.router_settings().tables
    assert demo.router_settings({"interface": "eth9"}).overrides == {"interface": "eth9"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "x"]) | st.text(), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_document_is_an_estate_or_refused(value: Any) -> None:
    code = ExitCode.SOURCE_UNREADABLE
    try:
        raw = snapshot.merge(document.load(json.dumps(value).encode(), "a file"), "a file")
        text = scrub.snapshot(raw, taken=datetime.now(UTC), source="a file")
        parse.estate(raw)
        parse.estate(snapshot.merge(document.load(text.encode(), "a file"), "a file"))
    except DxnetError as error:
        code = error.code
    assert code is ExitCode.SOURCE_UNREADABLE


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), JSON | st.just("dxvif-fgh0abcd"))))
def test_any_record_is_parsed_or_refused(records: list[Any]) -> None:
    code = ExitCode.SOURCE_UNREADABLE
    try:
        raw = snapshot.merge([dict.fromkeys(parse.KINDS, records)], "a file")
        scrub.scrub(raw)
        parse.estate(raw)
    except DxnetError as error:
        code = error.code
    assert code is ExitCode.SOURCE_UNREADABLE


@given(st.binary())
def test_any_bytes_are_documents_or_refused(data: bytes) -> None:
    try:
        found = document.load(data, "a file")
    except DxnetError as error:
        found = [error.code]
    assert found
