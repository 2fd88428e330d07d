"""The estate as rows: the columns of each kind of object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dxnet.model import Estate, Vif

Value = str | int | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object: its title, where an estate has it, and its columns in order.

    A column makes a text, a whole number or None of an object. `further` are the columns that a
    table leaves out unless it may be wide.
    """

    title: str
    objects: Callable[[Estate], tuple[Any, ...]]
    columns: Mapping[str, Callable[[Any], Value]]
    further: tuple[str, ...] = ()

    def shown(self, *, wide: bool) -> tuple[str, ...]:
        """The columns of a table, in order."""
        return tuple(name for name in self.columns if wide or name not in self.further)

    def rows(self, estate: Estate) -> list[Row]:
        """The objects of the estate as rows, in order of id."""
        return [
            {name: column(item) for name, column in self.columns.items()}
            for item in self.objects(estate)
        ]


def _bgp(vif: Vif) -> str:
    """The status of the sessions: "up", "down", or "1/2 up" where they differ."""
    statuses = [peer.status or "unknown" for peer in vif.active_peers]
    if not statuses or len(set(statuses)) == 1:
        return statuses[0] if statuses else ""
    return f"{statuses.count('up')}/{len(statuses)} up"


def _addresses(end: str) -> Callable[[Vif], str]:
    return lambda vif: " ".join(
        address for peer in vif.active_peers if (address := getattr(peer, end))
    )


_STANDING: Mapping[str, Callable[[Any], Value]] = {
    "id": lambda item: item.id,
    "name": lambda item: item.name,
    "state": lambda item: item.state,
    "region": lambda item: item.region,
    "location": lambda item: item.location,
}

KINDS: Mapping[str, Kind] = {
    "vifs": Kind(
        "virtual interfaces",
        lambda estate: estate.vifs,
        {
            "id": lambda vif: vif.id,
            "name": lambda vif: vif.name,
            "type": lambda vif: vif.type,
            "state": lambda vif: vif.state,
            "bgp": _bgp,
            "vlan": lambda vif: vif.vlan,
            "asn": lambda vif: vif.customer_asn,
            "connection": lambda vif: vif.connection_id,
            "region": lambda vif: vif.region,
            "location": lambda vif: vif.location,
            "customer": _addresses("customer_address"),
            "amazon": _addresses("amazon_address"),
            "gateway": lambda vif: vif.gateway_id,
        },
        further=("location", "customer", "amazon", "gateway"),
    ),
    "connections": Kind(
        "connections",
        lambda estate: estate.connections,
        {
            **_STANDING,
            "bandwidth": lambda item: item.bandwidth,
            "vlan": lambda item: item.vlan or None,
            "partner": lambda item: item.partner_name,
            "lag": lambda item: item.lag_id,
            "owner": lambda item: item.owner_account,
        },
        further=("location", "owner"),
    ),
    "interconnects": Kind(
        "interconnects",
        lambda estate: estate.interconnects,
        {
            **_STANDING,
            "bandwidth": lambda item: item.bandwidth,
            "provider": lambda item: item.provider_name,
            "lag": lambda item: item.lag_id,
        },
    ),
    "hosted-connections": Kind(
        "hosted connections",
        lambda estate: tuple(item for item in estate.connections if item.is_hosted),
        {
            **_STANDING,
            "bandwidth": lambda item: item.bandwidth,
            "vlan": lambda item: item.vlan,
            "partner": lambda item: item.partner_name,
            "interconnect": lambda item: item.interconnect_id,
            "owner": lambda item: item.owner_account,
        },
        further=("location", "owner"),
    ),
    "lags": Kind(
        "link aggregation groups",
        lambda estate: estate.lags,
        {
            **_STANDING,
            "bandwidth": lambda item: item.connections_bandwidth,
            "connections": lambda item: item.number_of_connections,
            "minimum_links": lambda item: item.minimum_links,
        },
    ),
    "gateways": Kind(
        "gateways",
        lambda estate: estate.gateways,
        {
            "id": lambda item: item.id,
            "name": lambda item: item.name,
            "kind": lambda item: item.kind,
            "state": lambda item: item.state,
            "asn": lambda item: item.amazon_asn,
            "owner": lambda item: item.owner_account,
        },
    ),
    "locations": Kind(
        "locations",
        lambda estate: estate.locations,
        {
            "code": lambda item: item.code,
            "name": lambda item: item.name,
            "region": lambda item: item.region,
            "speeds": lambda item: " ".join(item.port_speeds),
        },
    ),
}
