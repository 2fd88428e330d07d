"""What one row of the demo says; `dxnet.demo.build` makes AWS's records of it.

A row gives only what is its own. Everything else follows: a VIF's region from its port, its ASN at
Amazon's end from its gateway, the customer's address from Amazon's, the XML from the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NETWORK, RETAIL, DATA = "111122223333", "444455556666", "777788889999"
# When the demo was read: a failover test is running then.
NOW = "2026-11-25T03:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Location:
    """A building: `site` is the tag of what is there, `macsec` the port speeds with MACsec."""

    code: str
    name: str
    region: str
    site: str
    providers: tuple[str, ...] = ("Example Carrier",)
    speeds: tuple[str, ...] = ("1G", "10G")
    macsec: tuple[str, ...] = ("10G",)


@dataclass(frozen=True, slots=True)
class Association:
    """What a Direct Connect gateway leads to; its ids begin with vgw or tgw."""

    id: str
    gateway: str
    region: str
    prefixes: tuple[str, ...]
    account: str = RETAIL
    state: str = "associated"
    error: str = ""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway, and the type of the VIFs that lead to it. `is_virtual`: of one VPC.

    `faults` are as in `Vif`.
    """

    id: str
    name: str = ""
    asn: int = 64512
    type: str = "private"
    account: str = NETWORK
    state: str = "available"
    is_virtual: bool = False
    associations: tuple[Association, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Peer:
    """A BGP peer. Without `customer` the customer has the last host of Amazon's subnet.

    None means what follows from the VIF: its ASN, a state, a status and a family, a key of its id.
    An empty `key` is none. `also` are fields of the record that say something wrong.
    """

    id: str
    amazon: str
    customer: str | None = None
    asn: int | None = None
    key: str | None = None
    state: str | None = None
    status: str | None = None
    family: str | None = None
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailoverTest:
    """A failover test of all peers of a VIF."""

    id: str
    start: str
    end: str
    minutes: int
    status: str


@dataclass(frozen=True, slots=True)
class Vif:
    """A VIF of a port; public without a gateway. `faults`: by rule, why it finds something.

    `shows` is the cause for which it isn't simply up. `accepted` and `advertised` are the routes
    of its sessions, None where nobody read them.

    `pools` are the prefixes allocated to it, IPv4 and IPv6. `xml` are elements of the XML that say
    something else than the fields, None for one that is missing; `xml_length` is where it was cut
    off. `is_of_2015` leaves out what the API did not have then.
    """

    id: str
    name: str
    vlan: int
    gateway: Gateway | None
    peers: tuple[Peer, ...]
    asn: int | None = None
    mtu: int = 1500
    state: str = "available"
    account: str | None = None
    prefixes: tuple[str, ...] = ()
    pools: tuple[int, ...] = ()
    rate_limit: str = ""
    sitelink: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    xml: Mapping[str, str | None] = field(default_factory=dict)
    xml_length: int | None = None
    is_of_2015: bool = False
    accepted: tuple[str, ...] | None = None
    advertised: tuple[str, ...] = ()
    tests: tuple[FailoverTest, ...] = ()
    shows: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Port:
    """A connection or, with `members`, a LAG; hosted where it has a partner's `vlan`.

    `asn` is that of the customer's router behind it. `device` is empty for a port that AWS has
    not assigned yet, `loa` the time of its letter of authorization. `shows` is what is up with a
    port that has no VIF; `also` are further fields, `faults` are as in `Vif`.
    """

    id: str
    name: str
    location: Location
    bandwidth: str
    device: str = ""
    asn: int = 0
    vifs: tuple[Vif, ...] = ()
    account: str = NETWORK
    state: str = "available"
    provider: str = "Example Carrier"
    vlan: int | None = None
    interconnect: str = ""
    loa: str = "2024-03-12T09:30:00+00:00"
    macsec: bool = False
    jumbo: bool = True
    redundancy: str = "no"
    members: tuple[Port, ...] = ()
    minimum_links: int = 1
    shows: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
