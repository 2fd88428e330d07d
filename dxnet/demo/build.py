"""The demo's rows as AWS's JSON, field by field as the API answers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.demo.rows import Association, FailoverTest, Gateway, Location, Peer, Port, Vif

PUBLIC_ASN = 112
_AMAZON_PUBLIC_ASN = 7224
# How far the customer's address, the last host of the subnet, is behind Amazon's, the first.
_STEPS = {"31": 1, "30": 1, "29": 5, "125": 5}
_INSTALLED = "2026-11-18T21:40:00+00:00"
_PEER_STATES = {
    "pending": "pending",
    "verifying": "verifying",
    "deleting": "deleting",
    "deleted": "deleted",
    "rejected": "deleted",
}
_SINCE_2015 = (
    "addressFamily",
    "amazonSideAsn",
    "asnLong",
    "awsDeviceV2",
    "awsLogicalDeviceId",
    "bgpPeers",
    "directConnectGatewayId",
    "jumboFrameCapable",
    "mtu",
    "region",
    "siteLinkEnabled",
)

RawRecord = dict[str, Any]


def connection(port: Port, lag_id: str = "") -> RawRecord:
    """The record of a connection, dedicated or hosted, or of a member of a LAG."""
    record = {**_port(port), "connectionId": f"dxcon-{port.id}", "connectionName": port.name}
    record |= {"bandwidth": port.bandwidth, "connectionState": port.state}
    if lag_id:
        record["lagId"] = lag_id
    if port.vlan is not None:
        return {
            **record,
            "interconnectId": f"dxcon-{port.interconnect}",
            "partnerName": port.provider,
            "vlan": port.vlan,
            **port.also,
        }
    if port.device:
        record["loaIssueTime"] = port.loa
    return {**record, **_encryption(port), "portEncryptionStatus": "Encryption Down", **port.also}


def interconnect(port: Port) -> RawRecord:
    """The record of a partner's port."""
    record = {**_port(port), **_encryption(port), "bandwidth": port.bandwidth}
    del record["ownerAccount"]
    names = {"interconnectId": f"dxcon-{port.id}", "interconnectName": port.name}
    return {**record, **names, "interconnectState": port.state, "loaIssueTime": port.loa}


def lag(port: Port) -> RawRecord:
    """The record of a LAG, with those of its members."""
    lag_id = parent_id(port)
    return {
        **_port(port),
        **_encryption(port),
        "allowsHostedConnections": False,
        "connections": [connection(member, lag_id) for member in port.members],
        "connectionsBandwidth": port.bandwidth,
        "lagId": lag_id,
        "lagName": port.name,
        "lagState": port.state,
        "minimumLinks": port.minimum_links,
        "numberOfConnections": len(port.members),
        **port.also,
    }


def parent_id(port: Port) -> str:
    """The id by which a VIF names its port."""
    return f"dxlag-{port.id}" if port.members else f"dxcon-{port.id}"


def _port(port: Port) -> RawRecord:
    """The fields that connections, interconnects and LAGs share."""
    return {
        **_device(port),
        "hasLogicalRedundancy": port.redundancy,
        "jumboFrameCapable": port.jumbo,
        "location": port.location.code,
        "ownerAccount": port.account,
        "providerName": port.provider,
        "region": port.location.region,
        "tags": _tags({"site": port.location.site}),
        **({"awsDevice": port.device} if port.device else {}),
    }


def _device(port: Port) -> RawRecord:
    if not port.device:
        return {}
    return {"awsDeviceV2": port.device, "awsLogicalDeviceId": f"{port.device}-1"}


def _encryption(port: Port) -> RawRecord:
    return {"encryptionMode": "no_encrypt", "macSecCapable": port.macsec}


def _tags(tags: Mapping[str, str]) -> list[RawRecord]:
    return [{"key": key, "value": value} for key, value in tags.items()]


def vif(row: Vif, port: Port) -> RawRecord:
    """The record of a VIF on that port."""
    peers = [_peer(row, peer, port, index) for index, peer in enumerate(row.peers)]
    # A VIF's own record repeats its first peer.
    first = {name: value for name, value in peers[0].items() if not name.startswith("bgp")}
    gateway = row.gateway
    virtual_interface = {
        **first,
        "amazonSideAsn": gateway.asn if gateway else _AMAZON_PUBLIC_ASN,
        "bgpPeers": peers,
        "connectionId": parent_id(port),
        "directConnectGatewayId": gateway.id if gateway and not gateway.is_virtual else "",
        "jumboFrameCapable": gateway is not None,
        "location": port.location.code,
        "mtu": row.mtu,
        "ownerAccount": row.account or port.account,
        "region": port.location.region,
        "routeFilterPrefixes": [{"cidr": prefix} for prefix in row.prefixes],
        "siteLinkEnabled": row.sitelink,
        "virtualGatewayId": gateway.id if gateway and gateway.is_virtual else "",
        "virtualInterfaceId": f"dxvif-{row.id}",
        "virtualInterfaceName": row.name,
        "virtualInterfaceState": row.state,
        "virtualInterfaceType": gateway.type if gateway else "public",
        "vlan": row.vlan,
        **_options(row, port),
    }
    virtual_interface["customerRouterConfig"] = _xml(row, virtual_interface)
    if row.is_of_2015:
        for name in _SINCE_2015:
            del virtual_interface[name]
    return virtual_interface


def _options(row: Vif, port: Port) -> RawRecord:
    """The fields that only some VIFs have."""
    options: RawRecord = {}
    if row.tags:
        options["tags"] = _tags(row.tags)
    if row.rate_limit:
        options["rateLimit"] = row.rate_limit
    for family, count in zip(("Ipv4", "Ipv6"), row.pools, strict=False):
        options[f"prefixPoolAllocatedCount{family}"] = count
    if row.accepted is not None:
        options["routes"] = _routes(row, port)
    return options


def _routes(row: Vif, port: Port) -> list[RawRecord]:
    amazon_asn = row.gateway.asn if row.gateway else _AMAZON_PUBLIC_ASN
    sides = (
        ("accepted", row.asn or port.asn, row.accepted or ()),
        ("advertised", amazon_asn, row.advertised),
    )
    return [
        {
            "cidr": cidr,
            "routeDirection": direction,
            "addressFamily": "ipv6" if ":" in cidr else "ipv4",
            "asPath": [{"pathType": "seq", "path": [asn]}],
            "communities": [],
            "awsLogicalDeviceId": f"{port.device}-1",
            "routeInstalledAt": _INSTALLED,
        }
        for direction, asn, cidrs in sides
        for cidr in cidrs
    ]


def _peer(row: Vif, peer: Peer, port: Port, index: int) -> RawRecord:
    own_asn = port.asn if row.gateway else PUBLIC_ASN
    asn = peer.asn or row.asn or own_asn
    is_ipv6 = ":" in peer.amazon
    state = peer.state or _PEER_STATES.get(row.state, "available")
    is_up = row.state == state == "available"
    record = {
        "addressFamily": peer.family or ("ipv6" if is_ipv6 else "ipv4"),
        "amazonAddress": peer.amazon,
        "asn": asn if asn < 2**31 else 0,
        "asnLong": asn,
        **_device(port),
        "bgpPeerId": f"dxpeer-{peer.id}",
        "bgpPeerState": state,
        "bgpStatus": peer.status or ("up" if is_up else "down"),
        "customerAddress": _last_host(peer.amazon) if peer.customer is None else peer.customer,
        **peer.also,
    }
    number = "6" if is_ipv6 else index or ""
    key = f"FakeKey{number}-{row.id}" if peer.key is None else peer.key
    return {**record, "authKey": key} if key else record


def _last_host(amazon: str) -> str:
    """The customer's address in the subnet of which Amazon has the first host."""
    address, _, length = amazon.partition("/")
    colon = address.rfind(":") + 1
    if colon:
        return f"{address[:colon]}{int(address[colon:], 16) + _STEPS[length]:x}/{length}"
    dot = address.rfind(".") + 1
    return f"{address[:dot]}{int(address[dot:]) + _STEPS[length]}/{length}"


def _xml(row: Vif, virtual_interface: Mapping[str, Any]) -> str:
    """The `customerRouterConfig`, from the fields, but for what the row says of it."""
    elements: dict[str, Any] = {"vlan": row.vlan}
    for prefix, is_ipv6 in (("", False), ("ipv6_", True)):
        peers = virtual_interface["bgpPeers"]
        of_family = (peer for peer in peers if (":" in peer["amazonAddress"]) == is_ipv6)
        if peer := next(of_family, None):
            elements[f"{prefix}customer_address"] = peer["customerAddress"] or None
            elements[f"{prefix}amazon_address"] = peer["amazonAddress"]
            elements[f"{prefix}bgp_asn"] = peer["asnLong"]
            elements[f"{prefix}bgp_auth_key"] = peer.get("authKey")
    elements["amazon_bgp_asn"] = virtual_interface["amazonSideAsn"]
    elements["connection_type"] = virtual_interface["virtualInterfaceType"]
    elements |= row.xml
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<logical_connection id="dxvif-{row.id}">',
        *(f"  <{name}>{text}</{name}>" for name, text in elements.items() if text is not None),
        "</logical_connection>\n",
    ]
    return "\n".join(lines)[: row.xml_length]


def gateway(row: Gateway) -> RawRecord:
    """The record of a Direct Connect gateway, or of a virtual private gateway."""
    if row.is_virtual:
        return {"virtualGatewayId": row.id, "virtualGatewayState": row.state}
    return {
        "amazonSideAsn": row.asn,
        "directConnectGatewayId": row.id,
        "directConnectGatewayName": row.name,
        "directConnectGatewayState": row.state,
        "ownerAccount": row.account,
    }


def association(row: Association, gateway: Gateway) -> RawRecord:
    """The record of an association of that Direct Connect gateway."""
    is_transit = row.gateway.startswith("tgw-")
    record = {
        "allowedPrefixesToDirectConnectGateway": [{"cidr": prefix} for prefix in row.prefixes],
        "associatedGateway": {
            "id": row.gateway,
            "ownerAccount": row.account,
            "region": row.region,
            "type": "transitGateway" if is_transit else "virtualPrivateGateway",
        },
        "associationId": row.id,
        "associationState": row.state,
        "directConnectGatewayId": gateway.id,
        "directConnectGatewayOwnerAccount": gateway.account,
    }
    return {**record, "stateChangeError": row.error} if row.error else record


def failover_test(row: FailoverTest, tested: Vif, port: Port) -> RawRecord:
    """The record of a failover test of that VIF."""
    return {
        "bgpPeers": [f"dxpeer-{peer.id}" for peer in tested.peers],
        "endTime": row.end,
        "ownerAccount": tested.account or port.account,
        "startTime": row.start,
        "status": row.status,
        "testDurationInMinutes": row.minutes,
        "testId": row.id,
        "virtualInterfaceId": f"dxvif-{tested.id}",
    }


def location(row: Location) -> RawRecord:
    """The record of a location."""
    return {
        "availableMacSecPortSpeeds": list(row.macsec),
        "availablePortSpeeds": list(row.speeds),
        "availableProviders": list(row.providers),
        "locationCode": row.code,
        "locationName": row.name,
        "region": row.region,
    }
