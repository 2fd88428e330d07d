"""What a template may print: finished, frozen values under stable names.

A template sees the fields of `Context` as its variables. Every text in them is one line of
printable ASCII that can't end a quotation or start a line, and `Peer.key` is written in the
platform's own quoting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from dxnet.addressing import Family, Interface, Prefix
from dxnet.platforms import Platform
from dxnet.settings import Accepted


@dataclass(frozen=True, slots=True)
class VifFacts:
    """`vif`: the virtual interface.

    `label` names what the configuration creates: DX, the VLAN and the last part of the VIF's id,
    such as `DX101-fgh0abcd`. It differs between any two VIFs and has at most 25 characters, 30
    with the longest suffix. `amazon_asn` and `customer_asn` are plain numbers, `has_4_byte_asn`
    says that one of them needs more than 16 bits.
    """

    id: str
    label: str
    name: str
    type: str
    region: str
    vlan: int
    customer_asn: int
    amazon_asn: int
    has_4_byte_asn: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class InterfaceFacts:
    """`interface`: the VLAN's own interface `name` and the `parent` that carries it.

    `vlan` is the tag at the router's port, 0 for none (`is_untagged`: then name and parent are
    one), and `outer_vlan` the tag around it, 0 for none. `is_svi` says that the parent is a trunk
    and the interface that of the VLAN. MTUs are in bytes: `mtu` is that of the VIF's IP packets,
    `port_mtu` the largest one of all VIFs on the parent, and `parent_mtu` has room for Ethernet
    and 802.1Q headers, too. `is_jumbo` says that the parent's default isn't enough, `with_parent`
    that the parent's own lines are asked for.
    """

    name: str
    parent: str
    vlan: int
    outer_vlan: int
    is_untagged: bool
    is_svi: bool
    parent_description: str
    description: str
    mtu: int
    port_mtu: int
    parent_mtu: int
    is_jumbo: bool
    with_parent: bool


@dataclass(frozen=True, slots=True)
class RouterFacts:
    """`router`: the policy at the customer's end; empty text and None mean "leave it out".

    `asn` is the AS of the BGP process; `local_asn` is the VIF's, where that is another one, and
    None where it is the same. `anchor` asks for a null route of each prefix.
    `bfd` and `graceful_restart` are never both true. `community` and `med` are set on what is
    advertised, whose AS path gets the VIF's ASN `prepend` times more (`prepend_path` is that many
    ASNs with blanks between them). `local_preference` is set on what is received. Times are in
    seconds, `bfd_interval` in milliseconds.
    """

    asn: int
    local_asn: int | None
    vrf: str
    zone: str
    router_id: str
    anchor: bool
    bfd: bool
    bfd_interval: int
    bfd_multiplier: int
    graceful_restart: bool
    graceful_restart_time: int
    keepalive: int
    hold_time: int
    community: str
    prepend: int
    prepend_path: str
    med: int | None
    local_preference: int | None


@dataclass(frozen=True, slots=True)
class MaximumPrefix:
    """How many prefixes a peer may send before the session is closed, or only logged about.

    `warning` is in percent of `limit`, `restart` in minutes.
    """

    limit: int
    warning: int
    restart: int
    is_warning_only: bool


@dataclass(frozen=True, slots=True)
class Spared:
    """A prefix that a rollback leaves announced, and `why`, as the end of a sentence."""

    prefix: Prefix
    why: str


@dataclass(frozen=True, slots=True)
class Peer:
    """One BGP session: `customer` and `amazon` have .address, .prefixlen, .netmask and .network.

    `suffix` is empty for IPv4 and "6" for IPv6. Received are refused the prefixes `refuse`, each
    exactly, and accepted the rest of `accept`, which has a .prefix, the .longest length of its
    subnets and .is_exact; `accepts_everything` says that `accept` is `everything` up to the length
    `longest`. Advertised are the prefixes `advertise`, each exactly, and nothing where there are
    none. `numbers` has a number for each prefix of the three, which doesn't depend on what stands
    beside it, `shared_numbers` one for each advertised prefix in a table that all VIFs share. Of
    what is advertised the rollback takes away `release`, the null routes of `unanchor`, and leaves
    `spared`, which other VIFs of the router need.
    """

    family: Family
    suffix: str
    customer: Interface
    amazon: Interface
    key: str
    description: str
    filter_in: str
    filter_out: str
    refuse: tuple[Prefix, ...]
    everything: Prefix
    longest: int
    accept: tuple[Accepted, ...]
    accepts_everything: bool
    advertise: tuple[Prefix, ...]
    numbers: Mapping[Prefix | Accepted, int]
    shared_numbers: Mapping[Prefix, int]
    release: tuple[Prefix, ...]
    unanchor: tuple[Prefix, ...]
    spared: tuple[Spared, ...]
    maximum_prefix: MaximumPrefix


@dataclass(frozen=True, slots=True)
class Context:
    """The variables of a template; `ipv4` and `ipv6` are the peers of that family or None.

    `header` are the sentences that every platform's configuration starts with.
    """

    vif: VifFacts
    interface: InterfaceFacts
    router: RouterFacts
    platform: Platform
    peers: tuple[Peer, ...]
    ipv4: Peer | None
    ipv6: Peer | None
    header: tuple[str, ...]

    def variables(self) -> dict[str, Any]:
        """The fields by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
