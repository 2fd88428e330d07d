"""VIFs for rendering, built from raw AWS JSON so that the seam is used."""

from __future__ import annotations

from typing import Any

from dxnet import parse, settings
from dxnet.addressing import parse_prefix
from dxnet.model import Vif
from dxnet.settings import Accepted, Router

KEY = "FakeKey-dxvif-1"
KEY6 = "FakeKey-dxvif-6"

PEER = {
    "bgpPeerId": "dxpeer-fghexam1",
    "addressFamily": "ipv4",
    "asn": 65001,
    "asnLong": 65001,
    "authKey": KEY,
    "amazonAddress": "169.254.100.1/30",
    "customerAddress": "169.254.100.2/30",
    "bgpPeerState": "available",
    "bgpStatus": "up",
}
PEER6 = PEER | {
    "bgpPeerId": "dxpeer-fghexam6",
    "addressFamily": "ipv6",
    "authKey": KEY6,
    "amazonAddress": "2001:db8:1::1/125",
    "customerAddress": "2001:db8:1::6/125",
}
PUBLIC_PEER = PEER | {
    "amazonAddress": "203.0.113.1/30",
    "customerAddress": "203.0.113.2/30",
}


def raw_vif(**fields: Any) -> dict[str, Any]:
    """A private VIF in AWS's JSON, with `fields` in place of its own."""
    return {
        "ownerAccount": "123456789012",
        "virtualInterfaceId": "dxvif-fgh0abcd",
        "virtualInterfaceName": "core-blue",
        "virtualInterfaceType": "private",
        "virtualInterfaceState": "available",
        "connectionId": "dxcon-fg5678gh",
        "location": "EqDC2",
        "region": "eu-west-1",
        "vlan": 101,
        "asn": 65001,
        "asnLong": 65001,
        "amazonSideAsn": 64512,
        "mtu": 1500,
        "virtualGatewayId": "",
        "directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0bexample1",
        "routeFilterPrefixes": [],
        "bgpPeers": [PEER],
    } | fields


def vif_of(**fields: Any) -> Vif:
    """The parsed form of `raw_vif`."""
    return parse.estate({"virtualInterfaces": [raw_vif(**fields)]}).vifs[0]


def accepted(*texts: str) -> tuple[Accepted, ...]:
    """What dxnet.toml's `accept` makes of the texts."""
    document = f"[defaults]\naccept = {list(texts)!r}\n"
    return settings.parse(document, "dxnet.toml").router_for(vif_of()).accept


def router(*advertise: str, **fields: Any) -> Router:
    """The customer's end of the VIF, advertising those prefixes."""
    prefixes = [parse_prefix(text) for text in advertise]
    return Router(advertise=tuple(prefix for prefix in prefixes if prefix), **fields)
