"""AWS's JSON to the model: the one place that knows camelCase and what AWS leaves out.

It accepts what boto3 returns, what `aws directconnect describe-*` prints, today's records and
those of the 2015 API: "" or a missing field for an absent value, no `bgpPeers`, no `asnLong`,
no `amazonSideAsn`. Unknown fields are ignored, unknown states and types kept. A field of another
type than the API's is a `DxnetError` that names its place; an address that doesn't parse is kept
as text for the checks to report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from dxnet.addressing import Family, parse_interface
from dxnet.errors import DxnetError, ExitCode
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

# The list that each describe operation answers, and the field that identifies its records.
KINDS: Mapping[str, str] = {
    "virtualInterfaces": "virtualInterfaceId",
    "connections": "connectionId",
    "interconnects": "interconnectId",
    "lags": "lagId",
    "virtualGateways": "virtualGatewayId",
    "directConnectGateways": "directConnectGatewayId",
    "locations": "locationCode",
}

# The key under which a snapshot says how it was made.
METADATA = "dxnet"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}", re.ASCII)


class _Record:
    """One JSON object and where it stands, for reading typed fields from it."""

    __slots__ = ("fields", "place")

    def __init__(self, fields: object, place: str) -> None:
        if not isinstance(fields, Mapping):
            raise _wrong(place, fields, "an object")
        self.fields: Mapping[str, Any] = fields
        self.place = place

    def _field(self, name: str, kind: type | tuple[type, ...], expected: str) -> Any:
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise _wrong(f"{self.place}.{name}", value, expected)
        return value

    def text(self, name: str) -> str:
        found: str | None = self._field(name, str, "text")
        return found or ""

    def number(self, name: str) -> int | None:
        found: int | None = self._field(name, int, "a whole number")
        return found

    def flag(self, name: str) -> bool | None:
        found: bool | None = self._field(name, bool, "true or false")
        return found

    def secret(self, name: str) -> Secret | None:
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise DxnetError(
                f"{self.place}.{name} is not text",
                hint="the value is not shown, because the field holds a key",
                code=ExitCode.SOURCE_UNREADABLE,
            )
        return Secret(value)

    def records(self, name: str) -> Iterator[_Record]:
        for index, item in enumerate(self._field(name, list, "a list") or ()):
            yield _Record(item, f"{self.place}.{name}[{index}]")

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._field(name, list, "a list") or ()
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise _wrong(f"{self.place}.{name}[{index}]", value, "text")
        return tuple(values)

    def tags(self) -> tuple[tuple[str, str], ...]:
        return tuple((tag.text("key"), tag.text("value")) for tag in self.records("tags"))


# What JSON calls a value that is not shown, as it might be a key.
_WORDS: Mapping[type, str] = {str: "text", dict: "an object", list: "a list", type(None): "null"}


def _wrong(place: str, value: object, expected: str) -> DxnetError:
    number = isinstance(value, int | float)
    shown = json.dumps(value) if number else _WORDS.get(type(value), "no JSON value")
    return DxnetError(
        f"{place} is {shown}, not {expected}",
        hint="save the AWS CLI's answer again with --output json, unedited",
        code=ExitCode.SOURCE_UNREADABLE,
    )


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


def _all(raw: Mapping[str, Any], kind: str, build: Callable[[_Record], T]) -> tuple[T, ...]:
    records = raw.get(kind) or ()
    if not isinstance(records, list | tuple):
        raise _wrong(kind, records, "a list")
    key = KINDS[kind]
    found: dict[str, T] = {}
    for index, item in enumerate(records):
        record = _Record(item, f"{kind}[{index}]")
        object_id = record.text(key)
        if not _ID.fullmatch(object_id):
            raise DxnetError(
                f"{record.place} has no valid {key}",
                hint=f"every record in {kind} needs its {key}: letters, digits and hyphens",
                code=ExitCode.SOURCE_UNREADABLE,
            )
        found[object_id] = build(record)
    return tuple(found[object_id] for object_id in sorted(found))


def _vif(record: _Record) -> Vif:
    config_text = record.text("customerRouterConfig")
    router_config = _router_config(config_text) if config_text else None
    amazon_asn = record.number("amazonSideAsn")
    if amazon_asn is None and router_config is not None:
        amazon_asn = _digits(router_config.amazon_bgp_asn)
    peers = tuple(_peer(peer) for peer in record.records("bgpPeers"))
    return Vif(
        id=record.text("virtualInterfaceId"),
        name=record.text("virtualInterfaceName"),
        type=record.text("virtualInterfaceType"),
        state=record.text("virtualInterfaceState"),
        owner_account=record.text("ownerAccount"),
        region=record.text("region"),
        location=record.text("location"),
        connection_id=record.text("connectionId"),
        vlan=record.number("vlan"),
        asn=record.number("asn"),
        asn_long=record.number("asnLong"),
        amazon_asn=amazon_asn,
        mtu=record.number("mtu"),
        jumbo_frame_capable=record.flag("jumboFrameCapable"),
        virtual_gateway_id=record.text("virtualGatewayId"),
        direct_connect_gateway_id=record.text("directConnectGatewayId"),
        peers=peers or _top_level_peer(record),
        route_filter_prefixes=tuple(
            RouteFilterPrefix(cidr, parse_interface(cidr))
            for cidr in (prefix.text("cidr") for prefix in record.records("routeFilterPrefixes"))
        ),
        router_config=router_config,
        prefix_pool_ipv4=record.number("prefixPoolAllocatedCountIpv4"),
        prefix_pool_ipv6=record.number("prefixPoolAllocatedCountIpv6"),
        sitelink_enabled=record.flag("siteLinkEnabled"),
        rate_limit=record.text("rateLimit"),
        aws_device=record.text("awsDeviceV2"),
        aws_logical_device_id=record.text("awsLogicalDeviceId"),
        tags=record.tags(),
    )


def _peer(record: _Record) -> BgpPeer:
    """A BGP peer from its own record, or from the fields of the same names at a VIF's top level."""
    amazon_address, customer_address = record.text("amazonAddress"), record.text("customerAddress")
    return BgpPeer(
        id=record.text("bgpPeerId"),
        family=_family(record.text("addressFamily"), amazon_address or customer_address),
        asn=record.number("asn"),
        asn_long=record.number("asnLong"),
        auth_key=record.secret("authKey"),
        amazon_address=amazon_address,
        customer_address=customer_address,
        amazon=parse_interface(amazon_address),
        customer=parse_interface(customer_address),
        state=record.text("bgpPeerState"),
        status=record.text("bgpStatus"),
        aws_device=record.text("awsDeviceV2"),
        aws_logical_device_id=record.text("awsLogicalDeviceId"),
    )


def _top_level_peer(record: _Record) -> tuple[BgpPeer, ...]:
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


def _connection(record: _Record) -> Connection:
    return Connection(
        id=record.text("connectionId"),
        name=record.text("connectionName"),
        state=record.text("connectionState"),
        owner_account=record.text("ownerAccount"),
        region=record.text("region"),
        location=record.text("location"),
        bandwidth=record.text("bandwidth"),
        vlan=record.number("vlan"),
        partner_name=record.text("partnerName"),
        lag_id=record.text("lagId"),
        interconnect_id=record.text("interconnectId"),
        jumbo_frame_capable=record.flag("jumboFrameCapable"),
        has_logical_redundancy=record.text("hasLogicalRedundancy"),
        aws_device=record.text("awsDeviceV2"),
        aws_logical_device_id=record.text("awsLogicalDeviceId"),
        tags=record.tags(),
    )


def _interconnect(record: _Record) -> Interconnect:
    return Interconnect(
        id=record.text("interconnectId"),
        name=record.text("interconnectName"),
        state=record.text("interconnectState"),
        region=record.text("region"),
        location=record.text("location"),
        bandwidth=record.text("bandwidth"),
        lag_id=record.text("lagId"),
        provider_name=record.text("providerName"),
        jumbo_frame_capable=record.flag("jumboFrameCapable"),
        has_logical_redundancy=record.text("hasLogicalRedundancy"),
        aws_device=record.text("awsDeviceV2"),
        aws_logical_device_id=record.text("awsLogicalDeviceId"),
        tags=record.tags(),
    )


def _lag(record: _Record) -> Lag:
    return Lag(
        id=record.text("lagId"),
        name=record.text("lagName"),
        state=record.text("lagState"),
        owner_account=record.text("ownerAccount"),
        region=record.text("region"),
        location=record.text("location"),
        connections_bandwidth=record.text("connectionsBandwidth"),
        number_of_connections=record.number("numberOfConnections"),
        minimum_links=record.number("minimumLinks"),
        connection_ids=tuple(
            connection.text("connectionId") for connection in record.records("connections")
        ),
        jumbo_frame_capable=record.flag("jumboFrameCapable"),
        has_logical_redundancy=record.text("hasLogicalRedundancy"),
        aws_device=record.text("awsDeviceV2"),
        aws_logical_device_id=record.text("awsLogicalDeviceId"),
        tags=record.tags(),
    )


def _direct_connect_gateway(record: _Record) -> Gateway:
    return Gateway(
        id=record.text("directConnectGatewayId"),
        kind="direct-connect",
        name=record.text("directConnectGatewayName"),
        state=record.text("directConnectGatewayState"),
        owner_account=record.text("ownerAccount"),
        amazon_asn=record.number("amazonSideAsn"),
        tags=record.tags(),
    )


def _virtual_gateway(record: _Record) -> Gateway:
    return Gateway(
        id=record.text("virtualGatewayId"),
        kind="virtual",
        name="",
        state=record.text("virtualGatewayState"),
        owner_account="",
        amazon_asn=None,
    )


def _location(record: _Record) -> Location:
    return Location(
        code=record.text("locationCode"),
        name=record.text("locationName"),
        region=record.text("region"),
        port_speeds=record.texts("availablePortSpeeds"),
    )
