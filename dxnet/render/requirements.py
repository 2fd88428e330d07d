"""What a VIF must hold before it can be configured; the refusal names all that is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dxnet import limits
from dxnet.addressing import Interface, Prefix
from dxnet.errors import RefusedError
from dxnet.model import BgpPeer, Vif
from dxnet.render.text import line

_MTUS = range(1280, 9217)


@dataclass(frozen=True, slots=True)
class Session:
    """A BGP peer and its two ends, which are there."""

    peer: BgpPeer
    customer: Interface
    amazon: Interface


@dataclass(frozen=True, slots=True)
class Facts:
    """The numbers of a complete VIF, MTU in bytes, and its sessions, IPv4 first."""

    vlan: int
    mtu: int
    customer_asn: int
    amazon_asn: int
    sessions: tuple[Session, ...]


def facts(vif: Vif) -> Facts:
    """The facts of a complete VIF; raises `DxnetError` with everything that is missing."""
    asns = {peer.customer_asn for peer in vif.active_peers if peer.customer_asn is not None}
    customer_asn = next(iter(asns), vif.customer_asn)
    mtu = limits.MTU_DEFAULT if vif.mtu is None else vif.mtu
    missing = [
        *(["one customer ASN: its BGP peers have different ones"] if len(asns) > 1 else []),
        *_missing_numbers(vif, customer_asn, mtu),
        *_missing_peers(vif),
    ]
    if missing or vif.vlan is None or customer_asn is None or vif.amazon_asn is None:
        raise RefusedError(
            f"{line(vif.id)} can't be configured: it lacks {'; '.join(missing)}",
            hint="`dxnet validate` says more; the VIF's owner sees every field",
        )
    sessions = tuple(
        Session(peer, peer.customer, peer.amazon)
        for peer in sorted(vif.active_peers, key=lambda peer: peer.family)
        if peer.customer is not None and peer.amazon is not None
    )
    return Facts(vif.vlan, mtu, customer_asn, vif.amazon_asn, sessions)


def _missing_numbers(vif: Vif, customer_asn: int | None, mtu: int) -> Iterator[str]:
    numbers = (
        ("VLAN", vif.vlan, limits.VLAN),
        ("customer ASN", customer_asn, limits.ASN),
        ("Amazon ASN", vif.amazon_asn, limits.ASN),
        ("MTU", mtu, _MTUS),
    )
    for name, value, allowed in numbers:
        if value is None:
            yield f"the {name}"
        elif value not in allowed:
            yield f"a valid {name} ({value} is not {allowed.start} to {allowed.stop - 1})"


def _missing_peers(vif: Vif) -> Iterator[str]:
    if not vif.active_peers:
        yield "a BGP peer that is not being deleted"
    for family, count in Counter(peer.family for peer in vif.active_peers).items():
        if count > 1:
            yield f"a single {family} BGP peer: it has {count}, and one session a family is written"
    for peer in vif.active_peers:
        ends = (
            ("customer", peer.customer, peer.customer_address),
            ("Amazon", peer.amazon, peer.amazon_address),
        )
        for whose, interface, text in ends:
            if interface is None or interface.family != peer.family:
                found = f" ({line(text)!r} is none)" if text else ""
                yield f"the {peer.family} {whose} address with its prefix length{found}"


def route_filter_prefixes(vif: Vif) -> Iterator[Prefix]:
    """The prefixes of a public VIF; raises `DxnetError` for one that isn't any."""
    for each in vif.route_filter_prefixes:
        if each.prefix is None:
            raise RefusedError(
                f"{line(vif.id)} can't be configured: its route-filter prefix "
                f"{line(each.cidr)!r} is no prefix",
                hint="`dxnet validate` lists every prefix that AWS holds for it",
            )
        yield each.prefix
