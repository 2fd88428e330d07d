"""The estate as rows of values: the columns of each list, by its word in `dxnet.kinds.LISTED`.

What a column is called here is its field in a filter, in JSON, YAML and CSV, and its label in
`dxnet show` and the TUI.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import Any

from dxnet import kinds
from dxnet.columns import (
    ADDRESSES,
    FLAG,
    NUMBER,
    REFERENCE,
    SESSIONS,
    STATE,
    STATUS,
    TAGS,
    TEXT,
    TEXTS,
    TIME,
    Address,
    Reference,
)
from dxnet.kinds import Kind
from dxnet.listing import Column, Listing
from dxnet.model import Estate, Vif
from dxnet.value_type import ValueType


def _column(
    name: str,
    type_: ValueType = TEXT,
    value: str | Callable[[Any], Any] = "",
    *,
    further: bool = False,
) -> Column:
    """A column of the object alone: its field of that name or of another, or what is made of it."""
    if callable(value):
        return Column(name, type_, lambda _, item: value(item), further)
    field = value or name
    return Column(name, type_, lambda _, item: getattr(item, field), further)


_further = partial(_column, further=True)


def _reference(name: str, field: str, *needs: Kind, further: bool = False) -> Column:
    """A column that names another object by the id in a field of this one."""

    def value(estate: Estate, item: Any) -> Reference:
        object_id: str = getattr(item, field)
        return Reference(object_id, getattr(estate.get(object_id), "name", ""))

    return Column(name, REFERENCE, value, further, needs)


def _addresses(*ends: str) -> Callable[[Vif], tuple[Address, ...]]:
    readers: list[Callable[[Any], Address]] = [attrgetter(f"{end}_address", end) for end in ends]
    return lambda vif: tuple(
        address
        for peer in vif.peers
        if peer.is_active
        for read in readers
        if (address := read(peer))[0]
    )


def _prefixes(field: str) -> Callable[[Any], tuple[Address, ...]]:
    read: Callable[[Any], Address] = attrgetter("cidr", "interface")
    return lambda item: tuple(map(read, getattr(item, field)))


def _statuses(vif: Vif) -> tuple[str, ...]:
    return tuple(peer.status or "unknown" for peer in vif.active_peers)


CHECKS = Column("checks", STATUS, lambda _estate, _item: "")
"""The gravest status of an object's checks, which only what runs the checks can fill in."""

_ID, _NAME, _STATE, _REGION = (
    _column("id"),
    _column("name"),
    _column("state", STATE),
    _column("region"),
)
_OWNER = _further("owner", TEXT, "owner_account")
_TAGS = _further("tags", TAGS)
_LOCATION = _reference("location", "location", kinds.LOCATION)
_FURTHER_LOCATION = _reference("location", "location", kinds.LOCATION, further=True)
_LAG = _reference("lag", "lag_id", kinds.LAG)
_PORT = (
    _further("device", TEXT, "aws_device"),
    _further("jumbo_frames", FLAG, "jumbo_frame_capable"),
    _further("macsec", FLAG, "mac_sec_capable"),
    _further("encryption", TEXT, "encryption_mode"),
    _further("redundancy", TEXT, "has_logical_redundancy"),
    _TAGS,
)
_LINK = _further("link_encryption", TEXT, "port_encryption_status")
_POOL = tuple(
    _further(f"{name}_{family}", NUMBER, f"{field}_{family}")
    for family in ("ipv4", "ipv6")
    for name, field in (
        ("prefix_pool", "prefix_pool_size"),
        ("prefix_pool_free", "prefix_pool_unallocated_count"),
    )
)

_CONNECTION = (
    _ID,
    _NAME,
    _STATE,
    _REGION,
    _FURTHER_LOCATION,
    _column("bandwidth"),
    _column("vlan", NUMBER, lambda item: item.vlan or None),
    _column("partner", TEXT, "partner_name"),
)
_FURTHER_OF_CONNECTION = (
    _OWNER,
    _further("hosted", FLAG, "is_hosted"),
    _further("provider", TEXT, "provider_name"),
    _further("loa_issued", TIME, "loa_issue_time"),
    _LINK,
    *_PORT,
    *_POOL,
)

LISTS: Mapping[str, Listing] = {
    "vifs": Listing(
        kinds.LISTED["vifs"],
        (
            _ID,
            _NAME,
            _column("type"),
            _STATE,
            _column("bgp", SESSIONS, _statuses),
            _column("vlan", NUMBER),
            _column("asn", NUMBER, "customer_asn"),
            _reference(
                "connection", "connection_id", kinds.CONNECTION, kinds.INTERCONNECT, kinds.LAG
            ),
            _REGION,
            _FURTHER_LOCATION,
            _further("customer", ADDRESSES, _addresses("customer")),
            _further("amazon", ADDRESSES, _addresses("amazon")),
            _reference("gateway", "gateway_id", kinds.GATEWAY, kinds.VIRTUAL_GATEWAY, further=True),
            replace(_further("addr", ADDRESSES, _addresses("customer", "amazon")), repeats=True),
            _further("amazon_asn", NUMBER),
            _further("mtu", NUMBER),
            _further("jumbo_frames", FLAG, "jumbo_frame_capable"),
            _OWNER,
            _further("device", TEXT, "aws_device"),
            _further("sitelink", FLAG, "sitelink_enabled"),
            _further("rate_limit"),
            _further("prefixes_ipv4", NUMBER, "prefix_pool_ipv4"),
            _further("prefixes_ipv6", NUMBER, "prefix_pool_ipv6"),
            _further("route_filter", ADDRESSES, _prefixes("route_filter_prefixes")),
            _TAGS,
        ),
    ),
    "connections": Listing(
        kinds.LISTED["connections"], (*_CONNECTION, _LAG, *_FURTHER_OF_CONNECTION)
    ),
    "hosted-connections": Listing(
        kinds.LISTED["hosted-connections"],
        (
            *_CONNECTION,
            _reference("interconnect", "interconnect_id", kinds.INTERCONNECT),
            *_FURTHER_OF_CONNECTION,
        ),
        lambda item: item.is_hosted,
        "hosted connections",
    ),
    "interconnects": Listing(
        kinds.LISTED["interconnects"],
        (
            *(_ID, _NAME, _STATE, _REGION, _LOCATION),
            _column("bandwidth"),
            _column("provider", TEXT, "provider_name"),
            _LAG,
            _further("loa_issued", TIME, "loa_issue_time"),
            _LINK,
            *_PORT,
        ),
    ),
    "lags": Listing(
        kinds.LISTED["lags"],
        (
            *(_ID, _NAME, _STATE, _REGION, _LOCATION),
            _column("bandwidth", TEXT, "connections_bandwidth"),
            _column("connections", NUMBER, "number_of_connections"),
            _column("minimum_links", NUMBER),
            _OWNER,
            _further("provider", TEXT, "provider_name"),
            *_PORT,
            *_POOL,
        ),
    ),
    "gateways": Listing(
        (kinds.GATEWAY, kinds.VIRTUAL_GATEWAY),
        (
            _ID,
            _NAME,
            _column("kind"),
            _STATE,
            _column("asn", NUMBER, "amazon_asn"),
            _column("owner", TEXT, "owner_account"),
            _further("error", TEXT, "state_change_error"),
            _TAGS,
        ),
        noun="gateways",
    ),
    "locations": Listing(
        kinds.LISTED["locations"],
        (_column("code"), _NAME, _REGION, _column("speeds", TEXTS, "port_speeds")),
    ),
    "associations": Listing(
        kinds.LISTED["associations"],
        (
            _column("id"),
            _STATE,
            _reference("gateway", "direct_connect_gateway_id", kinds.GATEWAY, further=True),
            _column("leads_to", TEXT, "gateway_id"),
            _further("kind", TEXT, "gateway_type"),
            _column("region", TEXT, "gateway_region"),
            _column("allowed_prefixes", ADDRESSES, _prefixes("allowed_prefixes")),
            _further("owner", TEXT, "gateway_owner_account"),
            _further("error", TEXT, "state_change_error"),
        ),
    ),
    "failover-tests": Listing(
        kinds.LISTED["failover-tests"],
        (
            _column("id"),
            _column("status", STATE),
            _reference("vif", "virtual_interface_id", kinds.VIF),
            _column("minutes", NUMBER, "test_duration_in_minutes"),
            _column("start", TIME, "start_time"),
            _column("end", TIME, "end_time"),
            _further("peers", TEXTS, "bgp_peers"),
            _OWNER,
        ),
    ),
}


def listing_of(kind: Kind) -> Listing:
    """The first list that has the objects of the kind."""
    return next(listing for listing in LISTS.values() if kind in listing.kinds)
