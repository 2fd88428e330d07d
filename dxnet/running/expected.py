"""What a router's configuration must say for a VIF: made of the variables that templates print.

So a fault of a template can't hide itself: what is compared is never the rendered text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxnet.addressing import Family, Interface, Prefix, parse_interface
from dxnet.model import Secret, Vif


@dataclass(frozen=True, slots=True)
class ExpectedPeer:
    """One session: both ends' addresses, its key, and what its filters let through.

    `accept` are the prefixes that may come in, None for all but `refuse`. `most_received` is how
    many prefixes Amazon may send. `key` is None where the source holds none.
    """

    family: Family
    customer: Interface
    amazon: Interface
    key: Secret | None
    advertise: tuple[Prefix, ...]
    refuse: tuple[Prefix, ...]
    accept: tuple[Prefix, ...] | None
    most_received: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What is asked of the router; an empty `vrf` means "not said".

    `label` is what dxnet's own names on the router begin with.

    Times are in seconds, BFD's interval is in milliseconds.
    """

    vif_id: str
    vif_name: str
    label: str
    is_public: bool
    vlan: int
    interface: str
    mtu: int
    vrf: str
    customer_asn: int
    amazon_asn: int
    keepalive: int
    hold_time: int
    bfd: bool
    bfd_interval: int
    bfd_multiplier: int
    peers: tuple[ExpectedPeer, ...]


def of(vif: Vif, variables: Mapping[str, Any]) -> Expected:
    """What is asked for the VIF; `variables` as `dxnet.assess.variables` gives them."""
    interface, router, text = variables["interface"], variables["router"], variables["vif"]
    keys = {peer.family: peer.auth_key for peer in vif.active_peers}
    return Expected(
        vif_id=vif.id,
        vif_name=vif.name,
        label=text["label"],
        is_public=text["is_public"],
        vlan=interface["vlan"],
        interface=interface["name"],
        mtu=interface["mtu"],
        vrf=router["vrf"],
        customer_asn=text["customer_asn"],
        amazon_asn=text["amazon_asn"],
        keepalive=router["keepalive"],
        hold_time=router["hold_time"],
        bfd=router["bfd"],
        bfd_interval=router["bfd_interval"],
        bfd_multiplier=router["bfd_multiplier"],
        peers=tuple(_peer(peer, keys[peer["family"]]) for peer in variables["peers"]),
    )


def _peer(peer: Mapping[str, Any], key: Secret | None) -> ExpectedPeer:
    return ExpectedPeer(
        family=peer["family"],
        customer=_interface(peer["customer"]),
        amazon=_interface(peer["amazon"]),
        key=key,
        advertise=_prefixes(peer["advertise"]),
        refuse=_prefixes(peer["refuse"]),
        accept=None
        if peer["accepts_everything"]
        else _prefixes([each["prefix"] for each in peer["accept"]]),
        most_received=peer["maximum_prefix"]["limit"],
    )


def _interface(shown: Mapping[str, Any]) -> Interface:
    interface = parse_interface(shown["(itself)"])
    if interface is None:
        raise ValueError(f"{shown['(itself)']} is not an address with a length")
    return interface


def _prefixes(shown: list[Mapping[str, Any]]) -> tuple[Prefix, ...]:
    return tuple(_interface(prefix).network for prefix in shown)
