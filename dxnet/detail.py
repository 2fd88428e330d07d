"""One object of an estate and all that is joined to it: as sections to read, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, NamedTuple

from dxnet import inventory, kinds
from dxnet.addressing import Interface, Prefix
from dxnet.columns import NUMBER, STATE, TEXT, TEXTS, TIME
from dxnet.escape import for_terminal
from dxnet.kinds import Kind
from dxnet.listing import Column
from dxnet.model import BgpPeer, Estate, Lag, Secret, Vif
from dxnet.reach import Route, RouteFilterPrefix
from dxnet.value_type import ValueType

NOT_HELD = "the source doesn't hold it"
NOT_READ = "the source was not asked for them, or did not give them"


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value, each on one line and harmless; a label may be empty.

    `is_state` says that the value is AWS's word for a state.
    """

    label: str
    value: str
    is_state: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A title with the lines of one object, or with a table of several, the header first."""

    title: str
    lines: tuple[Line, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


class Joined(NamedTuple):
    """The objects that stand in one role to another, each with its kind."""

    role: str
    objects: tuple[tuple[Kind, Any], ...]
    is_list: bool


def sections(estate: Estate, item: Any) -> Iterator[Section]:
    """The object, its parts, and each object that is joined to it. No key is in them.

    Raises `LookupError` for an object of another estate.
    """
    kind = _kind(estate, item)
    yield Section(_title(kind.singular), _lines(estate, item, inventory.listing_of(kind).columns))
    yield from _parts(estate, item)
    for joined in _joined(estate, kind, item):
        if not joined.is_list or joined.role in _IN_FULL:
            for its_kind, other in joined.objects:
                columns = inventory.listing_of(its_kind).columns
                lines = (*_lines(estate, other, columns), *_others(estate, item, its_kind, other))
                yield Section(_title(its_kind.singular), lines)
        elif joined.objects:
            yield Section(_title(joined.role), table=_table(estate, joined.objects))
    yield from _missing(estate, kind, item)


def as_json(estate: Estate, item: Any) -> dict[str, Any]:
    """The object and all that is joined to it, by role, as JSON values. No key is in them.

    Raises like `sections`.
    """
    kind = _kind(estate, item)
    written: dict[str, Any] = {_role(kind): plain(item)}
    for role, objects, is_list in _joined(estate, kind, item):
        if objects:
            values = [plain(other) for _, other in objects]
            written[role] = values if is_list else values[0]
    return written


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
        values = {name: plain(getattr(value, name)) for name in names}
        return {**values, "tags": dict(value.tags)} if hasattr(value, "tags") else values
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
# The roles whose objects are written out, not as rows of a table.
_IN_FULL = ("associations",)


def _kind(estate: Estate, item: Any) -> Kind:
    kind = estate.kind_of(item.id)
    if kind is None:
        raise LookupError(f"{item.id} is not of this estate")
    return kind


def _role(kind: Kind) -> str:
    is_gateway = kind in (kinds.GATEWAY, kinds.VIRTUAL_GATEWAY)
    return "gateway" if is_gateway else kind.singular.lower().replace(" ", "_")


def _title(words: str) -> str:
    return words[:1].upper() + words[1:].replace("_", " ")


def _joined(estate: Estate, kind: Kind, item: Any) -> Iterator[Joined]:
    return _JOINS[kind](estate, item) if kind in _JOINS else iter(())


def _held(estate: Estate, *object_ids: str) -> tuple[tuple[Kind, Any], ...]:
    """The objects of these ids that the source holds."""
    return tuple(
        (kind, estate.get(object_id))
        for object_id in object_ids
        if object_id and (kind := estate.kind_of(object_id))
    )


def _one(estate: Estate, object_id: str) -> Iterator[Joined]:
    """The object of that id, in the role of its kind."""
    for kind, item in _held(estate, object_id):
        yield Joined(_role(kind), ((kind, item),), False)


def _of(estate: Estate, kind: Kind, is_meant: Callable[[Any], bool]) -> list[tuple[Kind, Any]]:
    return [(kind, item) for item in estate.of_kind(kind) if is_meant(item)]


def _many(role: str, *objects: list[tuple[Kind, Any]]) -> Joined:
    return Joined(role, tuple(pair for pairs in objects for pair in pairs), True)


def _around_vif(estate: Estate, vif: Vif) -> Iterator[Joined]:
    for object_id in (vif.gateway_id, vif.connection_id, vif.location):
        yield from _one(estate, object_id)
    yield _associations(estate, vif.gateway_id)
    tests = _of(estate, kinds.FAILOVER_TEST, lambda test: test.virtual_interface_id == vif.id)
    yield _many("failover_tests", tests)


def _around_port(estate: Estate, port: Any) -> Iterator[Joined]:
    above = _held(estate, getattr(port, "lag_id", ""), getattr(port, "interconnect_id", ""))
    yield Joined("part_of", above, True)
    yield from _one(estate, port.location)

    def is_member(item: Any) -> bool:
        return port.id in (item.lag_id, getattr(item, "interconnect_id", ""))

    members = [
        *_of(estate, kinds.CONNECTION, is_member),
        *_of(estate, kinds.INTERCONNECT, is_member),
    ]
    held = [(kinds.CONNECTION, member) for member in getattr(port, "members", ())]
    yield _many("connections", members or held)
    yield _many("virtual_interfaces", [(kinds.VIF, vif) for vif in estate.vifs_on(port.id)])


def _around_gateway(estate: Estate, gateway: Any) -> Iterator[Joined]:
    yield _associations(estate, gateway.id)
    vifs = _of(estate, kinds.VIF, lambda vif: vif.gateway_id == gateway.id)
    yield _many("virtual_interfaces", vifs)


def _associations(estate: Estate, gateway_id: str) -> Joined:
    return _many(
        "associations",
        _of(
            estate,
            kinds.ASSOCIATION,
            lambda item: (
                bool(gateway_id) and gateway_id in (item.direct_connect_gateway_id, item.gateway_id)
            ),
        ),
    )


def _around_location(estate: Estate, location: Any) -> Iterator[Joined]:
    ports = (kinds.CONNECTION, kinds.INTERCONNECT, kinds.LAG)
    yield _many(
        "ports",
        *(_of(estate, kind, lambda port: port.location == location.code) for kind in ports),
    )


def _around_association(estate: Estate, association: Any) -> Iterator[Joined]:
    yield from _one(estate, association.direct_connect_gateway_id)


def _around_test(estate: Estate, test: Any) -> Iterator[Joined]:
    yield from _one(estate, test.virtual_interface_id)


_JOINS: Mapping[Kind, Callable[[Estate, Any], Iterator[Joined]]] = {
    kinds.VIF: _around_vif,
    kinds.CONNECTION: _around_port,
    kinds.INTERCONNECT: _around_port,
    kinds.LAG: _around_port,
    kinds.GATEWAY: _around_gateway,
    kinds.VIRTUAL_GATEWAY: _around_gateway,
    kinds.LOCATION: _around_location,
    kinds.ASSOCIATION: _around_association,
    kinds.FAILOVER_TEST: _around_test,
}


def _lines(estate: Estate, item: Any, columns: Sequence[Column]) -> tuple[Line, ...]:
    """The values that the object has; each part of one that has several is a line."""
    return tuple(
        Line("" if number else column.label, for_terminal(text), column.type is STATE)
        for column in columns
        if not column.repeats
        for number, text in enumerate(column.type.lines(column.value(estate, item)))
    )


def _table(estate: Estate, objects: Sequence[tuple[Kind, Any]]) -> tuple[tuple[str, ...], ...]:
    """Rows of the short columns of the objects' lists, without those that are empty for all."""
    rows: list[dict[str, str]] = []
    for kind, item in objects:
        columns = inventory.listing_of(kind).shown(wide=False)
        rows.append({column.label: _cell(column, estate, item) for column in columns})
    labels = dict.fromkeys(label for row in rows for label, text in row.items() if text)
    return (tuple(labels), *(tuple(row.get(label, "") for label in labels) for row in rows))


def _cell(column: Column, estate: Estate, item: Any) -> str:
    cell = column.type.cell(column.value(estate, item))
    return "" if cell is None else for_terminal(cell)


def _parts(estate: Estate, item: Any) -> Iterator[Section]:
    """What the object consists of that is not an object of its own."""
    for peer in getattr(item, "peers", ()):
        family = {"ipv4": "IPv4", "ipv6": "IPv6"}[peer.family]
        yield Section(f"BGP peer, {family}", _lines(estate, peer, _PEER))
    for name, columns in _TABLES.items():
        if parts := getattr(item, name, None):
            yield Section(_TITLES[name], table=_part_table(estate, parts, columns))


def _part_table(
    estate: Estate, parts: Iterable[Any], columns: Sequence[Column]
) -> tuple[tuple[str, ...], ...]:
    rows = [tuple(_cell(column, estate, part) for column in columns) for part in parts]
    return (tuple(column.label for column in columns), *rows)


def _others(estate: Estate, item: Any, kind: Kind, other: Any) -> Iterator[Line]:
    """How many further VIFs are on the VIF's connection or LAG."""
    if isinstance(item, Vif) and item.connection_id == other.id and kind is not kinds.LOCATION:
        yield Line("Other VIFs", str(len(estate.vifs_on(other.id)) - 1))


def _missing(estate: Estate, kind: Kind, item: Any) -> Iterator[Section]:
    """What the object names and the source doesn't hold, and lists that were not read."""
    named: list[tuple[Kind, str]] = []
    if isinstance(item, Vif):
        gateway = kinds.GATEWAY if item.direct_connect_gateway_id else kinds.VIRTUAL_GATEWAY
        parent = kinds.of_id(item.connection_id) or kinds.CONNECTION
        named = [(gateway, item.gateway_id), (parent, item.connection_id)]
    for its_kind, object_id in named:
        if object_id and estate.get(object_id) is None:
            lines = (Line("Id", for_terminal(object_id)), Line("Details", NOT_HELD))
            yield Section(_title(its_kind.singular), lines)
    if kind is kinds.GATEWAY and not estate.is_read(kinds.ASSOCIATION):
        yield Section(_title(kinds.ASSOCIATION.plural), (Line("Details", NOT_READ),))


def _part(name: str, type_: ValueType = TEXT, field: str = "") -> Column:
    return Column(name, type_, lambda _, part: getattr(part, field or name))


_PEER = (
    _part("id"),
    _part("state", STATE),
    _part("status", STATE),
    _part("customer", TEXT, "customer_address"),
    _part("amazon", TEXT, "amazon_address"),
    _part("customer_asn", NUMBER),
    Column("key", TEXT, lambda _, peer: NOT_HELD if peer.auth_key is None else "held, not shown"),
    _part("device", TEXT, "aws_device"),
)
_TABLES: Mapping[str, tuple[Column, ...]] = {
    "routes": (
        _part("direction"),
        _part("prefix", TEXT, "cidr"),
        _part("as_path", TEXTS),
        _part("communities", TEXTS),
        _part("installed", TIME, "installed_at"),
    ),
    "mac_sec_keys": (
        _part("key_name", TEXT, "ckn"),
        _part("state", STATE),
        _part("start", TEXT, "start_on"),
        _part("secret", TEXT, "secret_arn"),
    ),
}
ROUTES = "Routes"
_TITLES = {"routes": ROUTES, "mac_sec_keys": "MACsec keys"}
