"""AWS's JSON to the model: the one place that knows camelCase and what AWS leaves out.

It accepts what boto3 returns, what `aws directconnect describe-*` prints, today's records and
those of the 2015 API: "" or a missing field for an absent value, no `bgpPeers`, no `asnLong`,
no `amazonSideAsn`. Unknown fields are ignored, unknown states and types kept. A record with a field
of another type than the API's is a gap that names the place; an address that doesn't parse is
kept as text for the checks to report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

from dxnet import kinds, metadata, parse_observations, parse_reach
from dxnet.addressing import parse_interface
from dxnet.errors import DxnetError, SourceError
from dxnet.fields import JsonObject, wrong
from dxnet.gaps import Gap
from dxnet.kinds import Kind
from dxnet.metadata import METADATA
from dxnet.model import (
    BgpPeer,
    Connection,
    Estate,
    FailoverTest,
    Gateway,
    Interconnect,
    Lag,
    Location,
    MacSecKey,
    RouterConfig,
    Secret,
    Vif,
)

T = TypeVar("T")

# The lists that an estate is read from, and the field that identifies their records.
KINDS: Mapping[str, str] = {kind.list: kind.id for kind in kinds.INVENTORY}

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}", re.ASCII)


def estate(raw: Mapping[str, Any]) -> Estate:
    """The estate in a merged answer: an object with the lists named in `KINDS`, each optional.

    A record that can't be read is a gap. Raises `SourceError` for a list of which no record can be
    read, and for one that is not a list.
    """
    lists = {kind: _all(raw, kind, build) for kind, build in _BUILDERS.items()}

    def objects(kind: Kind) -> tuple[Any, ...]:
        return lists[kind].objects

    def if_read(kind: Kind) -> tuple[Any, ...] | None:
        return None if raw.get(kind.list) is None else objects(kind)

    metrics, events = parse_observations.metrics(raw), parse_observations.events(raw)
    unreadable = tuple(found for found in (metrics, events) if isinstance(found, Gap))
    return Estate(
        vifs=objects(kinds.VIF),
        connections=objects(kinds.CONNECTION),
        interconnects=objects(kinds.INTERCONNECT),
        lags=objects(kinds.LAG),
        gateways=(*objects(kinds.GATEWAY), *objects(kinds.VIRTUAL_GATEWAY)),
        locations=objects(kinds.LOCATION),
        associations=if_read(kinds.ASSOCIATION),
        failover_tests=if_read(kinds.FAILOVER_TEST),
        metrics=None if isinstance(metrics, Gap) else metrics,
        events=None if isinstance(events, Gap) else events,
        is_partial=metadata.of(raw).get("partial") is True,
        whole=_texts(metadata.of(raw).get("whole")),
        gaps=(*metadata.gaps_of(raw), *_unreadable(lists.values()), *unreadable),
        provenance=metadata.provenance_of(raw),
    )


def readable(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The merged answer without the records that can't be parsed, which are among its gaps.

    Raises like `estate`.
    """
    lists = {
        kind: _all(raw, kind, build) for kind, build in _BUILDERS.items() if raw.get(kind.list)
    }
    found = _unreadable(lists.values())
    if not found:
        return dict(raw)
    return {
        **raw,
        **{kind.list: list(parsed.records) for kind, parsed in lists.items()},
        METADATA: {
            **metadata.of(raw),
            "gaps": [gap.as_json() for gap in (*metadata.gaps_of(raw), *found)],
        },
    }


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class _Parsed:
    """One list: its objects in order of id, their records, and what is wrong with the others."""

    objects: tuple[Any, ...]
    records: tuple[Mapping[str, Any], ...]
    gaps: tuple[Gap, ...]
    errors: tuple[DxnetError, ...]


def _unreadable(lists: Iterable[_Parsed]) -> tuple[Gap, ...]:
    """The gaps of all lists; raises the first error of a list of which no record can be read."""
    parsed = list(lists)
    for each in parsed:
        if each.errors and not each.objects:
            raise each.errors[0]
    return tuple(gap for each in parsed for gap in each.gaps)


def _all(raw: Mapping[str, Any], kind: Kind, build: Callable[[JsonObject], Any]) -> _Parsed:
    records = raw.get(kind.list) or ()
    if not isinstance(records, list | tuple):
        raise wrong(kind.list, records, "a list")
    objects, sound, errors, missing = {}, [], [], []
    for index, item in enumerate(records):
        try:
            record = JsonObject(item, f"{kind.list}[{index}]")
            objects[_id(record, kind)] = build(record)
            sound.append(record.values)
        except DxnetError as error:
            errors.append(error)
            region = item.get("region") if isinstance(item, Mapping) else ""
            missing.append(Gap(kind.list, region if isinstance(region, str) else "", error.message))
    ordered = tuple(objects[object_id] for object_id in sorted(objects))
    return _Parsed(ordered, tuple(sound), tuple(missing), tuple(errors))


def _id(record: JsonObject, kind: Kind) -> str:
    """The id of the record; its place where the kind had no id at first, as associations."""
    object_id = record.text(kind.id)
    if not object_id and not kind.is_inventory:
        return record.place
    if not _ID.fullmatch(object_id):
        raise SourceError(
            f"{record.place} has no valid {kind.id}",
            hint=f"every record in {kind.list} needs its {kind.id}: letters, digits and hyphens",
        )
    return object_id


def _build(cls: Callable[..., T], record: JsonObject, prefix: str, **given: Any) -> T:
    """The object whose plain fields stand in the record under AWS's names; `given` are the others.

    `prefix` is what AWS puts before the name of a field that any object has: `lagState`.
    """
    plain = {
        name: read(record, aws_name)
        for name, aws_name, read in _plain_fields(cls, prefix)
        if name not in given
    }
    return cls(**plain, **given)


@cache
def _plain_fields(cls: Any, prefix: str) -> tuple[tuple[str, str, Callable[..., Any]], ...]:
    """The fields that are texts, numbers, flags or tags: name, AWS's name, how it is read."""
    return tuple(
        (field.name, _aws_name(field.name, prefix), _READERS[str(field.type)])
        for field in fields(cls)
        if field.type in _READERS
    )


_READERS: Mapping[str, Callable[..., Any]] = {
    "str": JsonObject.text,
    "int | None": JsonObject.number,
    "bool | None": JsonObject.flag,
    "datetime | None": JsonObject.time,
    "tuple[tuple[str, str], ...]": JsonObject.tags,
}
_PREFIXED = ("code", "id", "name", "state", "type")
# AWS's names that are not the field's own in camelCase.
_NAMES = {
    "amazon_asn": "amazonSideAsn",
    "aws_device": "awsDeviceV2",
    "prefix_pool_ipv4": "prefixPoolAllocatedCountIpv4",
    "prefix_pool_ipv6": "prefixPoolAllocatedCountIpv6",
    "sitelink_enabled": "siteLinkEnabled",
    "status": "bgpStatus",
}


def _aws_name(name: str, prefix: str) -> str:
    if name in _PREFIXED:
        return prefix + name.capitalize()
    first, *rest = name.split("_")
    return _NAMES.get(name) or first + "".join(word.capitalize() for word in rest)


def _vif(record: JsonObject) -> Vif:
    config_text = record.text("customerRouterConfig")
    router_config = _router_config(config_text) if config_text else None
    amazon_asn = record.number("amazonSideAsn")
    if amazon_asn is None and router_config is not None:
        amazon_asn = _digits(router_config.amazon_bgp_asn)
    routes = record.values.get("routes")
    return _build(
        Vif,
        record,
        "virtualInterface",
        amazon_asn=amazon_asn,
        peers=tuple(_peer(peer) for peer in record.objects("bgpPeers")) or _top_level_peer(record),
        route_filter_prefixes=parse_reach.prefixes(record, "routeFilterPrefixes"),
        router_config=router_config,
        routes=None if routes is None else tuple(map(parse_reach.route, record.objects("routes"))),
    )


def _peer(record: JsonObject) -> BgpPeer:
    """A BGP peer from its own record, or from the fields of the same names at a VIF's top level."""
    amazon_address, customer_address = record.text("amazonAddress"), record.text("customerAddress")
    return _build(
        BgpPeer,
        record,
        "bgpPeer",
        family=parse_reach.family(record.text("addressFamily"), amazon_address or customer_address),
        auth_key=record.secret("authKey"),
        amazon=parse_interface(amazon_address),
        customer=parse_interface(customer_address),
    )


def _top_level_peer(record: JsonObject) -> tuple[BgpPeer, ...]:
    """The one peer that a record without `bgpPeers` describes; none if it has no addresses."""
    peer = _peer(record)
    return (peer,) if peer.amazon_address or peer.customer_address or peer.auth_key else ()


def _digits(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 10 else None


def _router_config(text: str) -> RouterConfig:
    """The elements of a `customerRouterConfig` XML text, which holds keys."""
    from dxnet import router_config

    try:
        found = router_config.elements(text)
    except ValueError as error:
        return RouterConfig(malformed=str(error))
    keys = {name: Secret(found.pop(name)) for name in router_config.KEYS if found.get(name)}
    known = {name: value for name, value in found.items() if name in _XML_TEXTS and value}
    return RouterConfig(**known, **keys)  # type: ignore[arg-type]


_XML_TEXTS = frozenset(RouterConfig.__dataclass_fields__) - {"malformed"}


def _connection(record: JsonObject) -> Connection:
    return _build(Connection, record, "connection", mac_sec_keys=_mac_sec_keys(record))


def _interconnect(record: JsonObject) -> Interconnect:
    return _build(Interconnect, record, "interconnect", mac_sec_keys=_mac_sec_keys(record))


def _lag(record: JsonObject) -> Lag:
    members = tuple(_connection(member) for member in record.objects("connections"))
    return _build(
        Lag,
        record,
        "lag",
        connection_ids=tuple(member.id for member in members),
        mac_sec_keys=_mac_sec_keys(record),
        members=members,
    )


def _mac_sec_keys(record: JsonObject) -> tuple[MacSecKey, ...]:
    names = ("ckn", "secretARN", "state", "startOn")
    return tuple(
        MacSecKey(*(key.text(name) for name in names)) for key in record.objects("macSecKeys")
    )


def _direct_connect_gateway(record: JsonObject) -> Gateway:
    return _build(Gateway, record, "directConnectGateway", kind="direct-connect")


def _virtual_gateway(record: JsonObject) -> Gateway:
    return _build(Gateway, record, "virtualGateway", kind="virtual")


def _location(record: JsonObject) -> Location:
    return _build(Location, record, "location", port_speeds=record.texts("availablePortSpeeds"))


def _failover_test(record: JsonObject) -> FailoverTest:
    status, peers = record.text("status"), record.texts("bgpPeers")
    return _build(FailoverTest, record, "test", status=status, bgp_peers=peers)


_BUILDERS: Mapping[Kind, Callable[[JsonObject], Any]] = {
    kinds.VIF: _vif,
    kinds.CONNECTION: _connection,
    kinds.INTERCONNECT: _interconnect,
    kinds.LAG: _lag,
    kinds.GATEWAY: _direct_connect_gateway,
    kinds.VIRTUAL_GATEWAY: _virtual_gateway,
    kinds.LOCATION: _location,
    kinds.ASSOCIATION: parse_reach.association,
    kinds.FAILOVER_TEST: _failover_test,
}

# The fields that hold whole numbers, by AWS's names.
NUMBERS: frozenset[str] = frozenset(
    aws_name
    for cls in (Vif, BgpPeer, Connection, Interconnect, Lag, Gateway, Location)
    for _, aws_name, read in _plain_fields(cls, "")
    if read is JsonObject.number
) | {_NAMES["amazon_asn"]}
