"""The cases that every platform is rendered for; each has a golden file of its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dxnet import platforms
from dxnet.model import Connection, Vif
from dxnet.parse import estate
from dxnet.platforms import Platform, Proof
from dxnet.settings import UNTAGGED, Circuit, Circuits, Router

from .vifs import PEER, PEER6, PUBLIC_PEER, accepted, router, vif_of

CONNECTION = estate(
    {"connections": [{"connectionId": "dxcon-fg5678gh", "connectionName": "Equinix DC2 port 4"}]}
).connections[0]


@dataclass(frozen=True, slots=True)
class Case:
    """One VIF and the customer's end of it; `beside` is another VIF on the same router."""

    vif: Mapping[str, Any]
    router: Router
    parent: Connection | None = None
    mask: bool = False
    beside: Mapping[str, Any] | None = None

    @property
    def circuits(self) -> Circuits:
        """What the router carries: the VIF, and the one `beside` with the same settings."""
        if self.beside is None:
            return Circuits("")
        vifs = (self.parsed, vif_of(**self.beside))
        return Circuits("fra-edge-1", tuple(Circuit(vif, self.router) for vif in vifs))

    @property
    def parsed(self) -> Vif:
        return vif_of(**self.vif)

    def is_for(self, platform: Platform) -> bool:
        """Whether the platform has what the case asks for."""
        return not platform.lacking(self.router.needs(self.parsed))


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
# A VIF of another ASN and a larger MTU, which announces the same prefixes.
_OTHER = {
    "virtualInterfaceId": "dxvif-fgh0abce",
    "virtualInterfaceName": "core-red",
    "vlan": 102,
    "mtu": 8500,
    "asn": 65002,
    "asnLong": 65002,
    "bgpPeers": [
        PEER
        | {
            "asn": 65002,
            "asnLong": 65002,
            "amazonAddress": "169.254.102.1/30",
            "customerAddress": "169.254.102.2/30",
        }
    ],
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
    "anchor": Case(_DUAL, router("10.20.0.0/16", "2001:db8:20::/48", anchor=True)),
    "anchor-vrf": Case({}, router("10.20.0.0/16", anchor=True, vrf="VrfBlue")),
    "local-as": Case(_DUAL, router("10.20.0.0/16", asn=65010, name="fra-edge-1")),
    "local-as-vrf": Case({}, router("10.20.0.0/16", asn=65010, vrf="VrfBlue")),
    "first-of-two": Case({}, router("10.20.0.0/16", "10.64.0.0/12", asn=65001), beside=_OTHER),
    "second-of-two": Case(_OTHER, router("10.20.0.0/16", asn=65001), beside={}),
    "parent-of-two": Case({}, router("10.20.0.0/16", parent=True, asn=65001), beside=_OTHER),
    "anchor-of-two": Case({}, router("10.20.0.0/16", anchor=True, asn=65001), beside=_OTHER),
    "accept": Case({}, router("10.20.0.0/16", accept=accepted("10.64.0.0/10"))),
    "accept-up-to": Case(
        _DUAL,
        router("10.20.0.0/16", accept=accepted("10.64.0.0/10 le 24", "2001:db8::/32 le 48")),
    ),
    "policy": Case(
        _DUAL,
        router("10.20.0.0/16", "2001:db8:20::/48", prepend=2, med=50),
    ),
    "maximum-prefix": Case(_DUAL, router("10.20.0.0/16", maximum_prefix=1000)),
    "default-route": Case(_DUAL, router("0.0.0.0/0", "::/0")),
    "vlan": Case({}, router("10.20.0.0/16", vlan=1101)),
    "outer-vlan": Case(_DUAL, router("10.20.0.0/16", vlan=1101, outer_vlan=200)),
    "untagged": Case(_DUAL, router("10.20.0.0/16", vlan=UNTAGGED, vrf="VrfBlue")),
    "untagged-global": Case({}, router("10.20.0.0/16", vlan=UNTAGGED)),
    "svi": Case(_DUAL, router("10.20.0.0/16", svi=True)),
    "provisional": Case(
        {"virtualInterfaceState": "confirming", "directConnectGatewayId": ""},
        router("10.20.0.0/16"),
    ),
}
