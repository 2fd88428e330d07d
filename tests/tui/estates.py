"""Small estates in AWS's JSON, and sessions on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dxnet.tui.session import Session

from dxnet import parse, settings
from dxnet.model import Estate

KEYS = tuple(f"FakeKey-dxvif-{number}" for number in range(1, 7))
HOSTILE = "a[red]b[/red]\nc\x1b[31md\u202ee[bold"

PLATFORM = '[defaults]\nplatform = "frr"\nadvertise = ["10.20.0.0/16"]\n'


def peer(number: int, **fields: Any) -> dict[str, Any]:
    """The IPv4 peer of the VIF of that number."""
    return {
        "bgpPeerId": f"dxpeer-fexampl{number}",
        "addressFamily": "ipv4",
        "asn": 65001,
        "asnLong": 65001,
        "authKey": f"FakeKey-dxvif-{number}",
        "amazonAddress": f"169.254.{number}.1/30",
        "customerAddress": f"169.254.{number}.2/30",
        "bgpPeerState": "available",
        "bgpStatus": "up",
    } | fields


def vif(number: int, name: str, **fields: Any) -> dict[str, Any]:
    """A sound private VIF."""
    return {
        "ownerAccount": "111122223333",
        "virtualInterfaceId": f"dxvif-fexampl{number}",
        "virtualInterfaceName": name,
        "virtualInterfaceType": "private",
        "virtualInterfaceState": "available",
        "connectionId": "dxcon-fexample",
        "location": "ExDC1",
        "region": "eu-west-1",
        "vlan": 100 + number,
        "asn": 65001,
        "asnLong": 65001,
        "amazonSideAsn": 64512,
        "mtu": 1500,
        "virtualGatewayId": "",
        "directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0bexample1",
        "routeFilterPrefixes": [],
        "bgpPeers": [peer(number)],
    } | fields


RAW: dict[str, Any] = {
    "virtualInterfaces": [
        vif(1, "core-blue"),
        vif(2, "core-red", region="eu-central-1"),
        vif(3, "bad-vlan", vlan=5000),
        vif(4, "dark", virtualInterfaceState="down", bgpPeers=[peer(4, bgpStatus="down")]),
        vif(5, HOSTILE, tags=[{"key": "[link=x]team", "value": HOSTILE}]),
        vif(6, "one-host", bgpPeers=[peer(6, customerAddress="169.254.6.1/30")]),
    ],
    "connections": [
        {
            "connectionId": "dxcon-fexample",
            "connectionName": HOSTILE,
            "connectionState": "available",
            "region": "eu-west-1",
            "location": "ExDC1",
            "bandwidth": "10Gbps",
        }
    ],
    "directConnectGateways": [
        {
            "directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0bexample1",
            "directConnectGatewayName": "hub",
            "directConnectGatewayState": "available",
            "amazonSideAsn": 64512,
        }
    ],
    "locations": [{"locationCode": "ExDC1", "locationName": "Example DC, London"}],
}


def small() -> Estate:
    """Six VIFs: two sound ones, one down, one of a hostile name, and two that fail a check."""
    return parse.estate(RAW)


def large(count: int = 10_000) -> Estate:
    """That many VIFs on as many connections."""
    numbered = (
        vif(1, f"site-{at:05}", virtualInterfaceId=f"dxvif-f{at:07}", connectionId=f"dxcon-f{at}")
        for at in range(count)
    )
    return parse.estate({"virtualInterfaces": list(numbered)})


def session(load: Callable[[], Estate] = small, toml: str = PLATFORM) -> Session:
    """A session on what `load` gives, with those settings."""
    return Session("test estate", load, settings.parse(toml, "dxnet.toml"))
