"""The cases that every platform is rendered for; each has a golden file of its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dxnet import platforms
from dxnet.model import Connection, Vif
from dxnet.parse import estate
from dxnet.platforms import Platform, Proof
from dxnet.settings import Router

from .vifs import PEER, PEER6, PUBLIC_PEER, router, vif_of

CONNECTION = estate(
    {"connections": [{"connectionId": "dxcon-fg5678gh", "connectionName": "Equinix DC2 port 4"}]}
).connections[0]


@dataclass(frozen=True, slots=True)
class Case:
    """One VIF and the customer's end of it."""

    vif: Mapping[str, Any]
    router: Router
    parent: Connection | None = None
    mask: bool = False

    @property
    def parsed(self) -> Vif:
        return vif_of(**self.vif)

    def is_for(self, platform: Platform) -> bool:
        """Whether the platform has what the case asks for."""
        asked = {
            "vrf": bool(self.router.vrf),
            "zone": bool(self.router.zone),
            "parent": self.router.parent,
            "graceful_restart": self.router.graceful_restart,
        }
        return all(platform.can(name) for name, is_asked in asked.items() if is_asked)


def proved(slug: str) -> Platform:
    """The platform as if its templates were proved, so that goldens hold only what they print."""
    return replace(platforms.get(slug), proof=Proof("device"))


def _without_key(peer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in peer.items() if name != "authKey"}


_PUBLIC = {
    "virtualInterfaceType": "public",
    "amazonSideAsn": 7224,
    "directConnectGatewayId": "",
    "bgpPeers": [PUBLIC_PEER],
    "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}, {"cidr": "192.0.2.0/25"}],
}
_DUAL = {"bgpPeers": [PEER, PEER6], "mtu": 8500}

CASES: Mapping[str, Case] = {
    "private": Case({}, router("10.20.0.0/16"), parent=CONNECTION),
    "public": Case(_PUBLIC, router("10.20.0.0/16", scope="7224:9200")),
    "public-dual-stack": Case(
        {
            **_PUBLIC,
            "bgpPeers": [PUBLIC_PEER, PEER6],
            "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}, {"cidr": "2001:db8:20::/48"}],
        },
        router(),
    ),
    "public-ipv6": Case(
        {
            **_PUBLIC,
            "bgpPeers": [PEER6],
            "routeFilterPrefixes": [{"cidr": "2001:db8:20::/48"}, {"cidr": "2001:db8:64::/47"}],
        },
        router(),
    ),
    "transit": Case(
        {"virtualInterfaceType": "transit", "mtu": 8500, "prefixPoolAllocatedCountIpv4": 500},
        router("10.20.0.0/16", "10.64.0.0/12", interface=""),
    ),
    "transit-dual-stack": Case(
        {**_DUAL, "virtualInterfaceType": "transit"}, router("10.20.0.0/16", "2001:db8:20::/48")
    ),
    "transit-ipv6": Case(
        {
            "virtualInterfaceType": "transit",
            "bgpPeers": [PEER6],
            "prefixPoolAllocatedCountIpv6": 300,
        },
        router("2001:db8:20::/48", "2001:db8:64::/47"),
    ),
    "dual-stack": Case(_DUAL, router("10.20.0.0/16", "2001:db8:20::/48")),
    "ipv6-only": Case({"bgpPeers": [PEER6]}, router("2001:db8:20::/48", router_id="192.0.2.1")),
    "4-byte-asn": Case(
        {
            "asn": 0,
            "asnLong": 4200000001,
            "amazonSideAsn": 4200000002,
            "bgpPeers": [PEER | {"asn": 0, "asnLong": 4200000001}],
        },
        router("10.20.0.0/16"),
    ),
    "slash-31": Case(
        {
            "bgpPeers": [
                PEER | {"amazonAddress": "169.254.100.1/31", "customerAddress": "169.254.100.0/31"}
            ]
        },
        router("10.20.0.0/16"),
    ),
    "masked": Case(_DUAL, router("10.20.0.0/16"), mask=True),
    "no-key": Case({"bgpPeers": [_without_key(PEER)]}, router("10.20.0.0/16")),
    "vrf": Case(
        _DUAL, router("10.20.0.0/16", "2001:db8:20::/48", vrf="VrfBlue", router_id="192.0.2.1")
    ),
    "graceful-restart": Case(_DUAL, router("10.20.0.0/16", graceful_restart=True)),
    "neither-bfd-nor-restart": Case({}, router("10.20.0.0/16", bfd=False)),
    "community-and-local-preference": Case(
        _DUAL,
        router("10.20.0.0/16", "2001:db8:20::/48", community="7224:7300", local_preference=200),
    ),
    "nothing-advertised": Case(_DUAL, router()),
    "lag": Case({"connectionId": "dxlag-fg9abcde"}, router("10.20.0.0/16")),
    "parent": Case(_DUAL, router("10.20.0.0/16", parent=True)),
    "zone": Case({}, router("10.20.0.0/16", zone="AWS-DX")),
}
