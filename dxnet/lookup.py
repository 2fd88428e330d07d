"""One object of an estate, by id or name, and all that is joined to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from dxnet.addressing import Interface, Prefix
from dxnet.errors import UsageError, did_you_mean
from dxnet.model import (
    BgpPeer,
    Connection,
    Estate,
    Gateway,
    Interconnect,
    Lag,
    Location,
    Secret,
    Vif,
)
from dxnet.reach import Route, RouteFilterPrefix


def find(estate: Estate, name: str) -> Any:
    """The object of that id, or the VIF or other object of that unique name.

    Raises `DxnetError` with the nearest ids and names for an unknown one and with the ids for a
    name that several objects have.
    """
    found = estate.get(name)
    if found is not None:
        return found
    named = [item for item in _named(estate) if item.name == name]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(item.id for item in named)
        raise UsageError(f"{len(named)} objects are named {name}", hint=f"name one by id: {ids}")
    known = [*estate.ids, *(item.name for item in _named(estate))]
    raise UsageError(
        f"the source has nothing with the id or name {name!r}",
        hint=did_you_mean(name, known) or "`dxnet list` shows what there is",
    )


def find_vif(estate: Estate, name: str) -> Vif:
    """The VIF of that id or unique name; raises `DxnetError` like `find`."""
    named = [vif for vif in estate.vifs if vif.name == name]
    found = named[0] if len(named) == 1 else find(estate, name)
    if not isinstance(found, Vif):
        raise UsageError(
            f"{name} is not a virtual interface",
            hint=f"`dxnet show {name}` lists the virtual interfaces on it",
        )
    return found


def find_vifs(estate: Estate, names: Iterable[str]) -> list[Vif]:
    """The VIFs of these ids or unique names, each once, in order of id; raises like `find`."""
    vifs = {vif.id: vif for vif in (find_vif(estate, name) for name in names)}
    return [vifs[vif_id] for vif_id in sorted(vifs)]


def find_port(estate: Estate, name: str) -> Connection | Interconnect | Lag:
    """The connection, interconnect or LAG of that id or unique name; raises like `find`."""
    found = find(estate, name)
    if not isinstance(found, Connection | Interconnect | Lag):
        raise UsageError(
            f"{name} is no connection or LAG", hint="`dxnet list connections` and `lags` show them"
        )
    return found


def find_vifs_on(estate: Estate, name: str) -> tuple[Vif, ...]:
    """The VIFs on the connection or LAG of that id or unique name; raises like `find`.

    An answer that holds only VIFs names their connections, too.
    """
    return estate.vifs_on(name) or estate.vifs_on(find_port(estate, name).id)


def _named(estate: Estate) -> list[Any]:
    return [
        *estate.vifs,
        *estate.connections,
        *estate.interconnects,
        *estate.lags,
        *(item for item in estate.gateways if item.name),
    ]


def joined(estate: Estate, item: Any) -> dict[str, Any]:
    """The object and all that is joined to it, by role, as plain JSON values without keys."""
    related = next(join for kind, join in _JOINS.items() if isinstance(item, kind))
    kept = {role: other for role, other in related(estate, item).items() if other}
    return {_ROLES[type(item)]: plain(item), **{role: plain(other) for role, other in kept.items()}}


def _around_vif(estate: Estate, vif: Vif) -> dict[str, Any]:
    parent = estate.parent(vif)
    return {
        _ROLES.get(type(parent), "parent"): parent,
        "gateway": estate.gateway(vif),
        "location": estate.get(vif.location),
    }


def _around_port(estate: Estate, port: Connection | Interconnect | Lag) -> dict[str, Any]:
    ports: tuple[Any, ...] = (*estate.connections, *estate.interconnects)
    members = [
        item for item in ports if port.id in (item.lag_id, getattr(item, "interconnect_id", ""))
    ]
    above = [getattr(port, name, "") for name in ("lag_id", "interconnect_id")]
    return {
        "part_of": [item for name in above if name and (item := estate.get(name))],
        "location": estate.get(port.location),
        "connections": members,
        "virtual_interfaces": estate.vifs_on(port.id),
    }


def _around_gateway(estate: Estate, gateway: Gateway) -> dict[str, Any]:
    return {"virtual_interfaces": [vif for vif in estate.vifs if vif.gateway_id == gateway.id]}


def _around_location(estate: Estate, location: Location) -> dict[str, Any]:
    ports: tuple[Any, ...] = (*estate.connections, *estate.interconnects, *estate.lags)
    return {"ports": [item for item in ports if item.location == location.code]}


_JOINS: Mapping[Any, Callable[[Estate, Any], dict[str, Any]]] = {
    Vif: _around_vif,
    Connection | Interconnect | Lag: _around_port,
    Gateway: _around_gateway,
    Location: _around_location,
}
_ROLES: Mapping[type, str] = {
    Vif: "virtual_interface",
    Connection: "connection",
    Interconnect: "interconnect",
    Lag: "lag",
    Gateway: "gateway",
    Location: "location",
}


def plain(value: Any) -> Any:
    """The model's objects as plain JSON values; of a key only whether there is one."""
    if isinstance(value, Secret):
        return "held, not shown"
    if isinstance(value, Interface | Prefix):
        return str(value)
    if isinstance(value, RouteFilterPrefix):
        return value.cidr
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        unshown = (*_UNSHOWN.get(type(value), ()), "tags")
        names = (item.name for item in fields(value) if item.name not in unshown)
        found = {name: plain(getattr(value, name)) for name in names}
        return {**found, "tags": dict(value.tags)} if hasattr(value, "tags") else found
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


# What a record says twice: addresses kept as text too, the XML of the other fields, members.
_UNSHOWN: Mapping[Any, tuple[str, ...]] = {
    BgpPeer: ("amazon", "customer"),
    Vif: ("router_config",),
    Route: ("prefix",),
    Lag: ("members",),
}
