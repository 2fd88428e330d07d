"""What can't be configured is refused, and the message names what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dxnet import platforms, render
from dxnet.errors import DxnetError, ExitCode
from dxnet.settings import Router

from .vifs import PEER, PEER6, PUBLIC_PEER, router, vif_of

IOS = platforms.get("cisco_xe")


def without(peer: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in peer.items() if name not in names}


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"vlan": None}, "the VLAN"),
        ({"vlan": 0}, "a valid VLAN"),
        ({"vlan": 4095}, "a valid VLAN"),
        ({"mtu": 99999}, "a valid MTU"),
        ({"amazonSideAsn": None}, "the Amazon ASN"),
        ({"amazonSideAsn": 4294967295}, "a valid Amazon ASN"),
        (
            {"asn": None, "asnLong": None, "bgpPeers": [without(PEER, "asn", "asnLong")]},
            "the customer ASN",
        ),
        ({"asnLong": 0, "bgpPeers": [PEER | {"asnLong": 0}]}, "a valid customer ASN"),
        ({"bgpPeers": [PEER, PEER6 | {"asnLong": 65002}]}, "one customer ASN"),
        ({"bgpPeers": [PEER | {"bgpPeerState": "deleted"}]}, "a BGP peer that is not being"),
        ({"bgpPeers": [PEER, PEER | {"bgpPeerId": "dxpeer-2"}]}, "a single ipv4 BGP peer"),
        ({"bgpPeers": [without(PEER, "customerAddress")]}, "the ipv4 customer address"),
        ({"bgpPeers": [PEER | {"amazonAddress": "169.254.100.1"}]}, "the ipv4 Amazon address"),
        ({"bgpPeers": [PEER6 | {"addressFamily": "ipv4"}]}, "the ipv4 customer address"),
    ],
)
def test_an_incomplete_vif_is_refused_by_name(fields: dict[str, Any], missing: str) -> None:
    with pytest.raises(DxnetError, match=missing) as caught:
        render.config(vif_of(**fields), router(), IOS)
    assert caught.value.code == ExitCode.CHECKS_FAILED
    assert "dxvif-fgh0abcd" in caught.value.message


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(DxnetError) as caught:
        render.config(vif_of(vlan=None, amazonSideAsn=None, bgpPeers=[]), router(), IOS)
    for missing in ("the VLAN", "the Amazon ASN", "a BGP peer"):
        assert missing in caught.value.message


def test_an_asn_at_the_vif_alone_is_enough() -> None:
    text = render.config(vif_of(bgpPeers=[without(PEER, "asn", "asnLong")]), router(), IOS)
    assert "router bgp 65001" in text


def test_a_vif_without_mtu_gets_the_default() -> None:
    assert " ip mtu 1500" in render.config(vif_of(mtu=None), router(), IOS)


@pytest.mark.parametrize("mtu", [1500, 8500, 9001])
def test_the_mtu_of_the_vif_is_rendered(mtu: int) -> None:
    assert f" ip mtu {mtu}" in render.config(vif_of(mtu=mtu), router(), IOS)


def test_an_id_that_names_can_not_be_made_of_is_refused() -> None:
    with pytest.raises(DxnetError, match="is no VIF id"):
        render.config(replace(vif_of(), id="dxvif-a/b"), router(), IOS)


def test_a_route_filter_prefix_that_is_none_is_refused() -> None:
    fields = {
        "virtualInterfaceType": "public",
        "bgpPeers": [PUBLIC_PEER],
        "routeFilterPrefixes": [{"cidr": "198.51.100.0/24, 203.0.113.0/24"}],
    }
    with pytest.raises(DxnetError, match="is no prefix"):
        render.config(vif_of(**fields), router(), IOS)


def test_bfd_and_graceful_restart_together_are_refused() -> None:
    with pytest.raises(DxnetError, match="both BFD and graceful restart"):
        render.config(vif_of(), Router(bfd=True, graceful_restart=True), IOS)


@pytest.mark.parametrize(
    ("capability", "asked"),
    [
        ("bfd", Router(bfd=True)),
        ("graceful_restart", Router(bfd=False, graceful_restart=True)),
        ("ipv6", Router()),
        ("parent", Router(parent=True)),
        ("vrf", Router(vrf="BLUE")),
        ("zone", Router(zone="AWS-DX")),
    ],
)
def test_a_setting_that_the_platform_can_not_express_is_refused(
    capability: str, asked: Router
) -> None:
    platform = replace(IOS, capabilities=dict.fromkeys(platforms.CAPABILITIES, True))
    platform = replace(platform, capabilities={**platform.capabilities, capability: False})
    with pytest.raises(DxnetError, match=f"asks for {capability}, which"):
        render.config(vif_of(bgpPeers=[PEER, PEER6]), asked, platform)
