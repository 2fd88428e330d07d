"""AWS's JSON to the model: the one place that knows camelCase and what AWS leaves out.

It accepts what boto3 returns, what `aws directconnect describe-*` prints, today's records and
those of the 2015 API: "" or a missing field for an absent value, no `bgpPeers`, no `asnLong`,
no `amazonSideAsn`. Unknown fields are ignored, unknown states and types kept. A field of another
type than the API's is a `DxnetError` that names its place; an address that doesn't parse is kept
as text for the checks to report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from dxnet import kinds
from dxnet.addressing import Family, parse_interface
from dxnet.errors import SourceError
from dxnet.fields import JsonObject, wrong
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

T = TypeVar("T")

# The lists that an estate is read from, and the field that identifies their records.
KINDS: Mapping[str, str] = {kind.list: kind.id for kind in kinds.INVENTORY}

# The key under which a snapshot says how it was made.
METADATA = "dxnet"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}", re.ASCII)


def estate(raw: Mapping[str, Any]) -> Estate:
    """The estate in a merged answer: an object with the lists named in `KINDS`, each optional."""
    metadata = raw.get(METADATA)
    return Estate(
        vifs=_all(raw, "virtualInterfaces", _vif),
        connections=_all(raw, "connections", _connection),
        interconnects=_all(raw, "interconnects", _interconnect),
        lags=_all(raw, "lags", _lag),
        gateways=(
            *_all(raw, "directConnectGateways", _direct_connect_gateway),
            *_all(raw, "virtualGateways", _virtual_gateway),
        ),
        locations=_all(raw, "locations", _location),
        is_partial=isinstance(metadata, Mapping) and metadata.get("partial") is True,
    )


def _all(raw: Mapping[str, Any], kind: str, build: Callable[[JsonObject], T]) -> tuple[T, ...]:
    records = raw.get(kind) or ()
    if not isinstance(records, list | tuple):
        raise wrong(kind, records, "a list")
    key = KINDS[kind]
    found: dict[str, T] = {}
    for index, item in enumerate(records):
        record = JsonObject(item, f"{kind}[{index}]")
        object_id = record.text(key)
        if not _ID.fullmatch(object_id):
            raise SourceError(
                f"{record.place} has no valid {key}",
                hint=f"every record in {kind} needs its {key}: letters, digits and hyphens",
            )
        found[object_id] = build(record)
    return tuple(found[object_id] for object_id in sorted(found))


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
    cidrs = (prefix.text("cidr") for prefix in record.objects("routeFilterPrefixes"))
    return _build(
        Vif,
        record,
        "virtualInterface",
        amazon_asn=amazon_asn,
        peers=tuple(_peer(peer) for peer in record.objects("bgpPeers")) or _top_level_peer(record),
        route_filter_prefixes=tuple(
            RouteFilterPrefix(cidr, parse_interface(cidr)) for cidr in cidrs
        ),
        router_config=router_config,
    )


def _peer(record: JsonObject) -> BgpPeer:
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


def _top_level_peer(record: JsonObject) -> tuple[BgpPeer, ...]:
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


def _connection(record: JsonObject) -> Connection:
    return _build(Connection, record, "connection")


def _interconnect(record: JsonObject) -> Interconnect:
    return _build(Interconnect, record, "interconnect")


def _lag(record: JsonObject) -> Lag:
    members = tuple(member.text("connectionId") for member in record.objects("connections"))
    return _build(Lag, record, "lag", connection_ids=members)


def _direct_connect_gateway(record: JsonObject) -> Gateway:
    return _build(Gateway, record, "directConnectGateway", kind="direct-connect")


def _virtual_gateway(record: JsonObject) -> Gateway:
    return _build(Gateway, record, "virtualGateway", kind="virtual")


def _location(record: JsonObject) -> Location:
    return _build(Location, record, "location", port_speeds=record.texts("availablePortSpeeds"))
