from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet import parse, sources
from dxnet.sources import Options, demo, scrub, snapshot
from tests.calls import calls

KEY = "FakeKey-<1>&\"'x"
XML = (
    '<?xml version="1.0"?><logical_connection id="dxvif-fgh0abcd"><vlan>101</vlan>'
    "<bgp_auth_key>FakeKey-&lt;1&gt;&amp;&quot;&apos;x</bgp_auth_key></logical_connection>"
)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def vif(**more: Any) -> dict[str, Any]:
    return {"virtualInterfaces": [{"virtualInterfaceId": "dxvif-fgh0abcd", **more}]}


def test_the_key_goes_from_the_vif_its_peers_and_the_xml_and_nothing_else_does() -> None:
    raw = vif(
        authKey=KEY, vlan=101, customerRouterConfig=XML, bgpPeers=[{"authKey": KEY, "asn": 65001}]
    )
    [found] = scrub.scrub(raw)["virtualInterfaces"]
    assert KEY not in found["customerRouterConfig"]
    assert "bgp_auth_key" not in found.pop("customerRouterConfig")
    assert found == {
        "virtualInterfaceId": "dxvif-fgh0abcd",
        "vlan": 101,
        "bgpPeers": [{"asn": 65001}],
    }


@pytest.mark.parametrize(
    "written",
    [
        KEY,
        f"password {KEY} end",
        json.dumps({"deep": KEY}),
        "FakeKey-&lt;1&gt;&amp;\"'x",
        "FakeKey-&lt;1&gt;&amp;&quot;&apos;x",
        "FakeKey-&lt;1&gt;&amp;&quot;&#39;x",
        "FakeKey-&lt;1&gt;&amp;&quot;&#x27;x",
    ],
    ids=["plain", "inside", "as json", "as xml", "as xml with quotes", "by number", "by hex"],
)
def test_other_text_that_repeats_a_known_key_is_masked(written: str) -> None:
    raw = vif(
        authKey=KEY, newField={"deep": [{"text": written}]}, tags=[{"key": "k", "value": written}]
    )
    assert "FakeKey" not in json.dumps(scrub.scrub(raw))


@pytest.mark.parametrize(
    "name", ["authKey", "BGPAuthKey", "bgp_auth_key", "Password", "secretARN", "cak"]
)
def test_a_field_that_is_named_for_a_secret_is_dropped_at_any_depth(name: str) -> None:
    raw = vif(future={"deep": [{name: "FakeKey-1", "kept": 1}]}, said="FakeKey-1")
    [found] = scrub.scrub(raw)["virtualInterfaces"]
    assert found == {
        "virtualInterfaceId": "dxvif-fgh0abcd",
        "future": {"deep": [{"kept": 1}]},
        "said": "********",
    }


@pytest.mark.parametrize(
    "text", ["no xml: FakeKey-1", "<logical_connection><bgp_auth_key>FakeKey-1"]
)
def test_a_router_config_in_which_a_key_cannot_be_found_is_dropped(text: str) -> None:
    [found] = scrub.scrub(vif(customerRouterConfig=text))["virtualInterfaces"]
    assert "customerRouterConfig" not in found


@given(st.text(min_size=6, max_size=80).filter(str.strip), st.text(), st.text())
def test_no_key_survives_whatever_it_is_made_of(key: str, before: str, after: str) -> None:
    raw = {"newList": [before + key + after], "virtualInterfaces": [{"authKey": key}]}
    [text] = scrub.scrub(raw)["newList"]
    assert key not in text or key in before + "********" + after


def test_a_snapshot_says_how_it_was_made_and_reads_back_as_the_same_estate_without_keys() -> None:
    raw = demo.read()
    text = scrub.snapshot(
        raw, taken=NOW.astimezone(timezone(timedelta(hours=2))), source="the demo"
    )
    again = json.loads(text)
    assert again["dxnet"] == {
        "snapshot": 1,
        "taken": "2026-11-21T12:00:00+00:00",
        "source": "the demo",
        "regions": sorted(
            {vif["region"] for vif in raw["virtualInterfaces"] if vif.get("region")}
            | {item["region"] for item in raw["connections"] if item.get("region")}
            | {item["region"] for item in raw["locations"] if item.get("region")}
        ),
        "keys": "removed",
    }
    before, after = parse.estate(raw), parse.estate(snapshot.merge([again], "a file"))
    assert [vif.id for vif in after.vifs] == [vif.id for vif in before.vifs]
    assert after.connections == before.connections
    assert any(vif.keys for vif in before.vifs)
    assert not any(vif.keys for vif in after.vifs)
    keys = {key.reveal() for vif in before.vifs for key in vif.keys}
    assert not [1 for key in keys if key in text]


def test_a_snapshot_of_the_same_estate_is_the_same_text() -> None:
    raw = demo.read()
    backwards = {name: raw[name] for name in reversed(list(raw))}
    one, other = (scrub.snapshot(each, taken=NOW, source="x") for each in (raw, backwards))
    assert one == other


def test_names_and_tags_that_repeat_a_key_are_masked_wherever_they_are_read_from(
    tmp_path: Path,
) -> None:
    raw = {
        **vif(
            authKey="FakeKey-1",
            virtualInterfaceName="core FakeKey-2",
            tags=[{"key": "md5", "value": "FakeKey-1"}],
            bgpPeers=[{"authKey": "FakeKey-2"}],
        ),
        "connections": [{"connectionId": "dxcon-fgh0abcd", "connectionName": "FakeKey-1 x"}],
    }
    path = tmp_path / "estate.json"
    path.write_text(json.dumps(raw))
    found = sources.read(Options(source=str(path)))
    [masked] = found["virtualInterfaces"]
    assert masked["authKey"] == "FakeKey-1"
    assert masked["bgpPeers"] == [{"authKey": "FakeKey-2"}]
    assert masked["virtualInterfaceName"] == "core ********"
    assert masked["tags"] == [{"key": "md5", "value": "********"}]
    assert found["connections"][0]["connectionName"] == "******** x"


@pytest.mark.parametrize("value", [None, 7, "text", [7], [{"bgpPeers": 7}], [{"authKey": 7}]])
def test_masking_leaves_what_it_does_not_understand_to_the_parser(value: Any) -> None:
    raw = {"virtualInterfaces": value}
    assert scrub.mask_free_text(raw) == raw


def test_thousands_of_keys_cost_no_more_than_one_look_at_the_text() -> None:
    vifs = [
        {"virtualInterfaceId": f"dxvif-f{number:07}", "authKey": f"FakeKey-{number:012}"}
        for number in range(20_000)
    ]
    raw = {"virtualInterfaces": vifs, "said": "x FakeKey-000000019999 x"}
    assert scrub.scrub(raw)["said"] == "x ******** x"
    assert calls(lambda: scrub.scrub(raw)) < 200 * len(vifs)
