"""The demo's VIFs as both ends of the lab need them, and the routes that either end has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dxnet import parse
from dxnet.model import Vif
from dxnet.sources import demo

INTERFACE = "eth0"
ROUTER_ID = "203.0.113.254"

# What Amazon announces: a default route and one network.
DEFAULTS = frozenset({"0.0.0.0/0", "::/0"})
NETWORKS = frozenset({"198.18.0.0/15", "2001:db8:a000::/48"})
ANNOUNCED = {
    "ipv4": ("0.0.0.0/0", "198.18.0.0/15"),
    "ipv6": ("::/0", "2001:db8:a000::/48"),
}
# What the customer's table holds beside the prefixes that are to be advertised.
UNLISTED = {"ipv4": "192.168.99.0/24", "ipv6": "2001:db8:99::/48"}


@dataclass(frozen=True, slots=True)
class Session:
    """One BGP session: addresses with their prefix length, and the key."""

    family: str
    customer: str
    amazon: str
    key: str = field(repr=False)

    @property
    def customer_address(self) -> str:
        """The customer's address alone."""
        return self.customer.partition("/")[0]

    @property
    def amazon_address(self) -> str:
        """Amazon's address alone."""
        return self.amazon.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Peering:
    """A VIF as Amazon's end sees it."""

    customer_asn: int
    amazon_asn: int
    vlan: int
    mtu: int
    sessions: tuple[Session, ...]

    @property
    def interface(self) -> str:
        """The name of the link's two ends, which the rendered configuration uses."""
        return f"{INTERFACE}.{self.vlan}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each session."""
        return tuple(session.key for session in self.sessions)


def vif_named(name: str, key: str = "") -> Vif:
    """The demo's VIF of that name; `key` replaces the keys of its BGP peers."""
    record = _record(name)
    if key:
        record["bgpPeers"] = [peer | {"authKey": key} for peer in record["bgpPeers"]]
    return parse.estate({"virtualInterfaces": [record]}).vifs[0]


def peering_of(name: str) -> Peering:
    """The same VIF read from the raw JSON, by nothing of dxnet."""
    record = _record(name)
    return Peering(
        customer_asn=record["asn"] or record["asnLong"],
        amazon_asn=record["amazonSideAsn"],
        vlan=record["vlan"],
        mtu=record["mtu"],
        sessions=tuple(
            Session(
                peer["addressFamily"],
                peer["customerAddress"],
                peer["amazonAddress"],
                peer["authKey"],
            )
            for peer in record["bgpPeers"]
        ),
    )


def _record(name: str) -> dict[str, Any]:
    records: list[dict[str, Any]] = demo.read()["virtualInterfaces"]
    return next(each for each in records if each["virtualInterfaceName"] == name)
