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

from dxnet import gaps, kinds, provenance
from dxnet.addressing import Family, parse_interface
from dxnet.errors import DxnetError, SourceError
from dxnet.gaps import Gap
from dxnet.model import (
    BgpPeer,
    Connection,
    Estate,
    Gateway,
    Interconnect,
    Lag,
    Location,
    RouteFilterPrefix,
    RouterConfig,
    Secret,
    Vif,
)
from dxnet.record import Record, wrong

T = TypeVar("T")

# The lists that an estate is read from, and the field that identifies their records.
KINDS: Mapping[str, str] = {kind.list: kind.id for kind in kinds.INVENTORY}

# The key under which a snapshot says how it was made.
METADATA = "dxnet"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}", re.ASCII)


def estate(raw: Mapping[str, Any]) -> Estate:
    """The estate in a merged answer: an object with the lists named in `KINDS`, each optional.

    A record that can't be read is a gap. Raises `SourceError` where none of several can, and for
    a list that is not one.
    """
    lists = {kind: _all(raw, kind, build) for kind, build in _BUILDERS.items()}
    return Estate(
        vifs=lists["virtualInterfaces"].objects,
        connections=lists["connections"].objects,
        interconnects=lists["interconnects"].objects,
        lags=lists["lags"].objects,
        gateways=(*lists["directConnectGateways"].objects, *lists["virtualGateways"].objects),
        locations=lists["locations"].objects,
        is_partial=_metadata(raw).get("partial") is True,
        gaps=(*gaps.from_json(_metadata(raw).get("gaps")), *_unreadable(lists.values())),
        provenance=provenance.from_json(_metadata(raw).get("provenance")),
    )


def readable(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The merged answer without the records that can't be parsed, which are among its gaps.

    Raises like `estate`.
    """
    lists = {kind: _all(raw, kind, build) for kind, build in _BUILDERS.items() if raw.get(kind)}
    metadata, found = _metadata(raw), _unreadable(lists.values())
    if not found:
        return dict(raw)
    return {
        **raw,
        **{kind: list(parsed.records) for kind, parsed in lists.items()},
        METADATA: {
            **metadata,
            "gaps": [gap.as_json() for gap in (*gaps.from_json(metadata.get("gaps")), *found)],
        },
    }


def _metadata(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = raw.get(METADATA)
    return metadata if isinstance(metadata, Mapping) else {}


@dataclass(frozen=True, slots=True)
class _Parsed:
    """One list: its objects in order of id, their records, and what is wrong with the others."""

    objects: tuple[Any, ...]
    records: tuple[Mapping[str, Any], ...]
    gaps: tuple[Gap, ...]
    errors: tuple[DxnetError, ...]


def _unreadable(lists: Iterable[_Parsed]) -> tuple[Gap, ...]:
    """The gaps of all lists; raises the first error where no record of any could be read."""
    parsed = list(lists)
    errors = [error for each in parsed for error in each.errors]
    if errors and not any(each.objects for each in parsed):
        raise errors[0]
    return tuple(gap for each in parsed for gap in each.gaps)


def _all(raw: Mapping[str, Any], kind: str, build: Callable[[Record], Any]) -> _Parsed:
    records = raw.get(kind) or ()
    if not isinstance(records, list | tuple):
        raise wrong(kind, records, "a list")
    objects, sound, errors, missing = {}, [], [], []
    for index, item in enumerate(records):
        try:
            record = Record(item, f"{kind}[{index}]")
            objects[_id(record, kind)] = build(record)
            sound.append(record.fields)
        except DxnetError as error:
            errors.append(error)
            region = item.get("region") if isinstance(item, Mapping) else ""
            missing.append(Gap(kind, region if isinstance(region, str) else "", error.message))
    ordered = tuple(objects[object_id] for object_id in sorted(objects))
    return _Parsed(ordered, tuple(sound), tuple(missing), tuple(errors))


def _id(record: Record, kind: str) -> str:
    key = KINDS[kind]
    object_id = record.text(key)
    if not _ID.fullmatch(object_id):
        raise SourceError(
            f"{record.place} has no valid {key}",
            hint=f"every record in {kind} needs its {key}: letters, digits and hyphens",
        )
    return object_id


def _build(cls: Callable[..., T], record: Record, prefix: str, **given: Any) -> T:
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
    "str": Record.text,
    "int | None": Record.number,
    "bool | None": Record.flag,
    "tuple[tuple[str, str], ...]": Record.tags,
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


def _vif(record: Record) -> Vif:
    config_text = record.text("customerRouterConfig")
    router_config = _router_config(config_text) if config_text else None
    amazon_asn = record.number("amazonSideAsn")
    if amazon_asn is None and router_config is not None:
        amazon_asn = _digits(router_config.amazon_bgp_asn)
    cidrs = (prefix.text("cidr") for prefix in record.records("routeFilterPrefixes"))
    return _build(
        Vif,
        record,
        "virtualInterface",
        amazon_asn=amazon_asn,
        peers=tuple(_peer(peer) for peer in record.records("bgpPeers")) or _top_level_peer(record),
        route_filter_prefixes=tuple(
            RouteFilterPrefix(cidr, parse_interface(cidr)) for cidr in cidrs
        ),
        router_config=router_config,
    )


def _peer(record: Record) -> BgpPeer:
    """A BGP peer from its own record, or from the fields of the same names at a VIF's top level."""
    amazon_address, customer_address = record.text("amazonAddress"), record.text("customerAddress")
    return _build(
        BgpPeer,
        record,
        "bgpPeer",
        family=_family(record.text("addressFamily"), amazon_address or customer_address),
        auth_key=record.secret("authKey"),
        amazon=parse_interface(amazon_address),
        customer=parse_interface(customer_address),
    )


def _top_level_peer(record: Record) -> tuple[BgpPeer, ...]:
    """The one peer that a record without `bgpPeers` describes; none if it has no addresses."""
    peer = _peer(record)
    return (peer,) if peer.amazon_address or peer.customer_address or peer.auth_key else ()


def _family(stated: str, address: str) -> Family:
    if stated in ("ipv4", "ipv6"):
        return "ipv6" if stated == "ipv6" else "ipv4"
    return "ipv6" if ":" in address else "ipv4"


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


def _connection(record: Record) -> Connection:
    return _build(Connection, record, "connection")


def _interconnect(record: Record) -> Interconnect:
    return _build(Interconnect, record, "interconnect")


def _lag(record: Record) -> Lag:
    members = tuple(member.text("connectionId") for member in record.records("connections"))
    return _build(Lag, record, "lag", connection_ids=members)


def _direct_connect_gateway(record: Record) -> Gateway:
    return _build(Gateway, record, "directConnectGateway", kind="direct-connect")


def _virtual_gateway(record: Record) -> Gateway:
    return _build(Gateway, record, "virtualGateway", kind="virtual")


def _location(record: Record) -> Location:
    return _build(Location, record, "location", port_speeds=record.texts("availablePortSpeeds"))


_BUILDERS: Mapping[str, Callable[[Record], Any]] = {
    "virtualInterfaces": _vif,
    "connections": _connection,
    "interconnects": _interconnect,
    "lags": _lag,
    "directConnectGateways": _direct_connect_gateway,
    "virtualGateways": _virtual_gateway,
    "locations": _location,
}

# The fields that hold whole numbers, by AWS's names.
NUMBERS: frozenset[str] = frozenset(
    aws_name
    for cls in (Vif, BgpPeer, Connection, Interconnect, Lag, Gateway, Location)
    for _, aws_name, read in _plain_fields(cls, "")
    if read is Record.number
) | {_NAMES["amazon_asn"]}
