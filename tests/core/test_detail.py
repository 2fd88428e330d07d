"""One object and all that is joined to it."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet import detail, kinds, parse
from dxnet.model import Estate
from dxnet.sources import demo

VIF: dict[str, Any] = {
    "virtualInterfaceId": "dxvif-fexample",
    "connectionId": "dxcon-fexample",
    "directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0bexample1",
    "bgpPeers": [{"addressFamily": "ipv4", "authKey": "FakeKey-1"}],
}


def sections(raw: dict[str, Any], object_id: str = "dxvif-fexample") -> dict[str, detail.Section]:
    """The sections of one object, by title."""
    estate = parse.estate(raw)
    return {each.title: each for each in detail.sections(estate, estate.get(object_id))}


def lines(section: detail.Section) -> list[tuple[str, str]]:
    """The section's labels and values."""
    return [(line.label, line.value) for line in section.lines]


def test_what_the_source_does_not_hold_is_said() -> None:
    shown = sections({"virtualInterfaces": [VIF]})
    assert lines(shown["Connection"]) == [
        ("Id", "dxcon-fexample"),
        ("Details", "the source doesn't hold it"),
    ]
    assert ("Details", "the source doesn't hold it") in lines(shown["Direct Connect gateway"])


def test_a_key_is_said_to_be_held_or_not() -> None:
    scrubbed = {**VIF, "bgpPeers": [{"customerAddress": "10.0.0.1/30", "authKey": ""}]}
    held = sections({"virtualInterfaces": [VIF]})["BGP peer, IPv4"]
    absent = sections({"virtualInterfaces": [scrubbed]})["BGP peer, IPv4"]
    assert ("Key", "held, not shown") in lines(held)
    assert ("Key", "the source doesn't hold it") in lines(absent)


def test_a_lag_shows_the_members_that_its_own_record_holds_and_its_macsec_keys() -> None:
    lag = {
        "lagId": "dxlag-fexample",
        "minimumLinks": 0,
        "connections": [{"connectionId": "dxcon-fmember", "connectionState": "available"}],
        "macSecKeys": [{"ckn": "abcd", "state": "associated", "startOn": "2026-01-01"}],
    }
    shown = sections({"lags": [lag]}, "dxlag-fexample")
    assert ("Minimum links", "0") in lines(shown["LAG"])
    assert shown["Connections"].table == (("Id", "State"), ("dxcon-fmember", "available"))
    assert shown["MACsec keys"].table[1][:3] == ("abcd", "associated", "2026-01-01")


def test_a_vif_shows_its_routes() -> None:
    route = {
        "cidr": "10.20.0.0/16",
        "routeDirection": "accepted",
        "asPath": [{"path": [65010, 65020], "pathType": "sequence"}],
    }
    shown = sections({"virtualInterfaces": [{**VIF, "routes": [route]}]})
    header, row = shown["Routes"].table
    assert dict(zip(header, row, strict=True))["Prefix"] == "10.20.0.0/16"
    assert "65010 65020" in row


GATEWAY = {"directConnectGateways": [{"directConnectGatewayId": "gw-1"}]}


def test_a_gateway_shows_each_association_with_a_line_for_each_allowed_prefix() -> None:
    association = {
        "associationId": "association-1",
        "directConnectGatewayId": "gw-1",
        "associatedGateway": {"id": "tgw-1", "type": "transitGateway"},
        "allowedPrefixesToDirectConnectGateway": [{"cidr": "10.1.0.0/16"}, {"cidr": "10.2.0.0/16"}],
    }
    raw = {**GATEWAY, "directConnectGatewayAssociations": [association]}
    shown = lines(sections(raw, "gw-1")["Gateway association"])
    assert ("Leads to", "tgw-1") in shown
    place = shown.index(("Allowed prefixes", "10.1.0.0/16"))
    assert shown[place + 1] == ("", "10.2.0.0/16")


def test_associations_that_were_not_read_are_not_none() -> None:
    assert "Gateway associations" in sections(GATEWAY, "gw-1")
    nothing = {**GATEWAY, "directConnectGatewayAssociations": []}
    assert "Gateway associations" not in sections(nothing, "gw-1")


DEMO: Estate = parse.estate(demo.read())


@pytest.mark.parametrize("kind", kinds.LISTED["vifs"] + kinds.LISTED["gateways"])
def test_only_an_object_of_the_estate_is_shown(kind: kinds.Kind) -> None:
    with pytest.raises(LookupError):
        list(detail.sections(Estate(), DEMO.of_kind(kind)[0]))


@pytest.mark.parametrize("object_id", sorted(DEMO.ids))
def test_no_detail_of_the_demo_holds_a_key_or_a_control_character(object_id: str) -> None:
    shown = list(detail.sections(DEMO, DEMO.get(object_id)))
    texts = [text for each in shown for line in each.lines for text in (line.label, line.value)]
    texts += [text for each in shown for row in each.table for text in row]
    assert object_id in texts
    assert all(text.isprintable() for text in texts)
    assert not any("FakeKey" in text for text in texts)
