"""AWS's JSON to `dxnet.reach`: prefixes, routes and associations."""

from __future__ import annotations

from dxnet.addressing import Family, parse_interface, parse_prefix
from dxnet.fields import JsonObject
from dxnet.reach import Association, Route, RouteFilterPrefix


def family(stated: str, address: str) -> Family:
    """The address family that a record states, else that of the address."""
    if stated in ("ipv4", "ipv6"):
        return "ipv6" if stated == "ipv6" else "ipv4"
    return "ipv6" if ":" in address else "ipv4"


def prefixes(record: JsonObject, name: str) -> tuple[RouteFilterPrefix, ...]:
    """The prefixes of a list of objects with one `cidr` each."""
    cidrs = (prefix.text("cidr") for prefix in record.objects(name))
    return tuple(RouteFilterPrefix(cidr, parse_interface(cidr)) for cidr in cidrs)


def route(record: JsonObject) -> Route:
    """A route of ListVirtualInterfaceRoutes' answer."""
    cidr = record.text("cidr")
    return Route(
        cidr=cidr,
        prefix=parse_prefix(cidr),
        direction=record.text("routeDirection"),
        family=family(record.text("addressFamily"), cidr),
        as_path=tuple(_segment(segment) for segment in record.objects("asPath")),
        communities=record.texts("communities"),
        installed_at=record.time("routeInstalledAt"),
        aws_logical_device_id=record.text("awsLogicalDeviceId"),
    )


def _segment(record: JsonObject) -> str:
    asns = " ".join(str(asn) for asn in record.numbers("path"))
    return f"{{{asns}}}" if record.text("pathType") == "set" else asns


def association(record: JsonObject) -> Association:
    """An association.

    A record of 2017 has no id, and names its virtual private gateway at the top level.
    """
    gateway = record.object("associatedGateway")
    is_old = not gateway.text("id")
    return Association(
        id=record.text("associationId"),
        state=record.text("associationState"),
        state_change_error=record.text("stateChangeError"),
        direct_connect_gateway_id=record.text("directConnectGatewayId"),
        direct_connect_gateway_owner_account=record.text("directConnectGatewayOwnerAccount"),
        gateway_id=record.text("virtualGatewayId") if is_old else gateway.text("id"),
        gateway_type="virtualPrivateGateway" if is_old else gateway.text("type"),
        gateway_owner_account=record.text("virtualGatewayOwnerAccount")
        if is_old
        else gateway.text("ownerAccount"),
        gateway_region=record.text("virtualGatewayRegion") if is_old else gateway.text("region"),
        allowed_prefixes=prefixes(record, "allowedPrefixesToDirectConnectGateway"),
    )
