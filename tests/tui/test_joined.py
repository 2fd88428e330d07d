"""The details of a VIF, as data."""

from __future__ import annotations

from typing import Any

from dxnet.tui.joined import sections

from dxnet import parse
from dxnet.sources import demo

from . import estates


def shown(raw: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The sections of the first VIF: title, label, value."""
    estate = parse.estate(raw)
    found = sections(estate, estate.vifs[0])
    return {each.title: {line.label: line.value for line in each.lines} for each in found}


def test_what_the_source_does_not_hold_is_said() -> None:
    found = shown({"virtualInterfaces": [estates.vif(1, "alone")]})
    assert found["Connection"] == {
        "Id": "dxcon-fexample",
        "Details": "the source doesn't hold it",
    }
    assert found["Direct Connect gateway"]["Details"] == "the source doesn't hold it"


def test_a_key_is_said_to_be_held_or_not() -> None:
    held = shown({"virtualInterfaces": [estates.vif(1, "x")]})
    scrubbed = estates.vif(1, "x", bgpPeers=[estates.peer(1, authKey="")])
    assert held["BGP peer, IPv4"]["Key"] == "held, not shown"
    assert shown({"virtualInterfaces": [scrubbed]})["BGP peer, IPv4"]["Key"] == (
        "the source doesn't hold it"
    )


def test_a_lag_is_named_as_one() -> None:
    found = shown(
        {
            "virtualInterfaces": [estates.vif(1, "x", connectionId="dxlag-fexample")],
            "lags": [
                {
                    "lagId": "dxlag-fexample",
                    "lagState": "available",
                    "connectionsBandwidth": "10Gbps",
                    "numberOfConnections": 2,
                    "minimumLinks": 0,
                }
            ],
        }
    )
    assert found["Link aggregation group"]["Connections"] == "2"
    assert found["Link aggregation group"]["Minimum links"] == "0"


def test_no_detail_of_the_demo_holds_a_key_or_a_control_character() -> None:
    estate = parse.estate(demo.read())
    texts = [
        text
        for vif in estate.vifs
        for section in sections(estate, vif)
        for line in section.lines
        for text in (line.label, line.value)
    ]
    assert len(texts) > 1_000
    assert all(text.isprintable() for text in texts)
    assert not any("FakeKey" in text for text in texts)
