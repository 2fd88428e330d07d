"""A VIF and all that is joined to it, as titled lists of labels and values; never a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dxnet.model import BgpPeer, Connection, Estate, Interconnect, Lag, Location, Parent, Vif

from . import tones
from .shown import for_terminal
from .tones import Tone


@dataclass(frozen=True, slots=True)
class Line:
    """One label and its value, on one line and harmless."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Section:
    """One object: its title and its lines."""

    title: str
    lines: tuple[Line, ...]


def sections(estate: Estate, vif: Vif) -> Iterator[Section]:
    """The VIF, its peers, its gateway, what it stands on, its location, prefixes and tags."""
    yield Section("Virtual interface", _lines(*_vif(vif)))
    for peer in vif.peers:
        yield Section(f"BGP peer, {_FAMILIES[peer.family]}", _lines(*_peer(peer)))
    if vif.gateway_id:
        yield Section(*_gateway(estate, vif))
    if vif.connection_id:
        yield Section(*_parent(estate, vif))
    location = estate.get(vif.location) if vif.location else None
    if isinstance(location, Location):
        yield Section("Location", _lines(("Code", location.code), ("Name", location.name)))
    if vif.route_filter_prefixes:
        cidrs = [("", prefix.cidr) for prefix in vif.route_filter_prefixes]
        yield Section("Route-filter prefixes", _lines(*cidrs))
    if vif.tags:
        yield Section("Tags", _lines(*vif.tags))


Pair = tuple[str, str | int | bool | None]

_FAMILIES = {"ipv4": "IPv4", "ipv6": "IPv6"}
_NOT_HELD = "the source doesn't hold it"


def _lines(*pairs: Pair) -> tuple[Line, ...]:
    """The pairs that have a value."""
    return tuple(_line(label, value) for label, value in pairs if value is not None and value != "")


def _line(label: str, value: str | int | bool | None) -> Line:
    if isinstance(value, bool):
        return Line(label, "yes" if value else "no")
    text = for_terminal(str(value))
    if label not in ("State", "Status"):
        return Line(for_terminal(label), text)
    symbol, tone = tones.state(text)
    return Line(label, f"{symbol} {text}", tone)


def _vif(vif: Vif) -> Iterator[Pair]:
    yield "Id", vif.id
    yield "Name", vif.name
    yield "Type", vif.type
    yield "State", vif.state
    yield "VLAN", vif.vlan
    yield "MTU", vif.mtu
    yield "Jumbo frames", vif.jumbo_frame_capable
    yield "Customer ASN", vif.customer_asn
    yield "Amazon ASN", vif.amazon_asn
    yield "Region", vif.region
    yield "Owner", vif.owner_account
    yield "SiteLink", vif.sitelink_enabled
    yield "Rate limit", vif.rate_limit
    yield "IPv4 prefixes", vif.prefix_pool_ipv4
    yield "IPv6 prefixes", vif.prefix_pool_ipv6
    yield "AWS device", vif.aws_device


def _peer(peer: BgpPeer) -> Iterator[Pair]:
    yield "Id", peer.id
    yield "State", peer.state
    yield "Status", peer.status
    yield "Customer", peer.customer_address
    yield "Amazon", peer.amazon_address
    yield "Customer ASN", peer.customer_asn
    yield "Key", _NOT_HELD if peer.auth_key is None else "held, not shown"
    yield "AWS device", peer.aws_device


def _gateway(estate: Estate, vif: Vif) -> tuple[str, tuple[Line, ...]]:
    is_direct_connect = bool(vif.direct_connect_gateway_id)
    title = "Direct Connect gateway" if is_direct_connect else "Virtual private gateway"
    gateway = estate.gateway(vif)
    if gateway is None:
        return title, _lines(("Id", vif.gateway_id), ("Details", _NOT_HELD))
    return title, _lines(
        ("Id", gateway.id),
        ("Name", gateway.name),
        ("State", gateway.state),
        ("Amazon ASN", gateway.amazon_asn),
        ("Owner", gateway.owner_account),
    )


def _parent(estate: Estate, vif: Vif) -> tuple[str, tuple[Line, ...]]:
    parent = estate.parent(vif)
    if parent is None:
        return "Connection", _lines(("Id", vif.connection_id), ("Details", _NOT_HELD))
    others = len(estate.vifs_on(parent.id)) - 1
    return _parent_title(parent), _lines(
        ("Id", parent.id),
        ("Name", parent.name),
        ("State", parent.state),
        *_parent_own(parent),
        ("Location", parent.location),
        ("Other VIFs", others),
    )


def _parent_title(parent: Parent) -> str:
    if isinstance(parent, Connection):
        return "Hosted connection" if parent.is_hosted else "Connection"
    return "Link aggregation group" if isinstance(parent, Lag) else "Interconnect"


def _parent_own(parent: Parent) -> tuple[Pair, ...]:
    """The fields that only its own kind of parent has."""
    if isinstance(parent, Lag):
        return (
            ("Bandwidth", parent.connections_bandwidth),
            ("Connections", parent.number_of_connections),
            ("Minimum links", parent.minimum_links),
        )
    if isinstance(parent, Interconnect):
        return (("Bandwidth", parent.bandwidth), ("Provider", parent.provider_name))
    return (
        ("Bandwidth", parent.bandwidth),
        ("VLAN", parent.vlan),
        ("Partner", parent.partner_name),
        ("LAG", parent.lag_id),
        ("Interconnect", parent.interconnect_id),
    )
