"""The operations of partners: interconnects, and the hosted connections on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dxnet.control_plane.rules import (
    lag_members,
    peer_addresses,
    ports,
    provision,
    tag_rules,
    vif_record,
)
from dxnet.control_plane.rules.vif_record import PEERS, VIFS
from dxnet.control_plane.service.operation import Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import ACCOUNT, GONE, PARENT, RawRecord
from dxnet.limits import VLAN


@operation("CreateInterconnect")
def create_interconnect(request: Request) -> RawRecord:
    """Order an interconnect, in a LAG if one is named."""
    ports.check_bandwidth(request["bandwidth"], "interconnects")
    ports.check_location(request, request["location"], request["bandwidth"])
    if request.get("lagId") is not None:
        lag_members.make_room(request, request["lagId"], request.parameters)
        request.estate.change("lags", request["lagId"], allowsHostedConnections=True)
    return ports.new_port(request, "interconnects", request["interconnectName"], request.parameters)


@operation("DeleteInterconnect")
def delete_interconnect(request: Request) -> RawRecord:
    """Delete an interconnect that carries nothing."""
    interconnect = request.live("interconnects", request["interconnectId"])
    ports.check_empty(request, "Interconnect", interconnect["interconnectId"])
    if interconnect.get("lagId"):
        lag_members.take_out(request, interconnect["lagId"])
    return request.retire("interconnects", interconnect)


@operation("AllocateConnectionOnInterconnect")
def allocate_connection_on_interconnect(request: Request) -> RawRecord:
    """Allocate a hosted connection on an interconnect."""
    interconnect = request.live("interconnects", request["interconnectId"])
    ports.check_bandwidth(request["bandwidth"], "hosted on an interconnect")
    return _allocate(request, interconnect["interconnectId"], interconnect, ())


@operation("AllocateHostedConnection")
def allocate_hosted_connection(request: Request) -> RawRecord:
    """Allocate a hosted connection on an interconnect, or on a LAG of interconnects."""
    host_id, host = _host(request, request["connectionId"])
    return _allocate(request, host_id, host, request.get("tags", ()))


@operation("AssociateHostedConnection")
def associate_hosted_connection(request: Request) -> RawRecord:
    """Move a hosted connection to another interconnect or LAG of the partner's."""
    hosted = request.estate.get("connections", request["connectionId"])
    if hosted is None or hosted.get("connectionState") in GONE or not hosted.get(PARENT):
        raise request.not_found("connections", request["connectionId"])
    _host(request, hosted[PARENT])
    host_id, host = _host(request, request["parentConnectionId"])
    ports.check_vlans(request, host_id, [hosted.get("vlan", 0)])
    _check_addresses(request, hosted["connectionId"], host_id)
    unbound = {name: value for name, value in hosted.items() if name != "lagId"}
    moved = {**unbound, **_standing_on(host_id, host)}
    _take_along(request, moved)
    return ports.reestablish(request, "connections", moved)


def _allocate(
    request: Request, host_id: str, host: RawRecord, tag_list: Sequence[Mapping[str, str]]
) -> RawRecord:
    ports.check_bandwidth(request["bandwidth"], "hosted")
    if not ACCOUNT.fullmatch(request["ownerAccount"]):
        raise refusal("OwnerAccount must be a 12-digit account ID")
    if request["vlan"] not in VLAN:
        raise refusal(f"Vlan must be between {VLAN.start} and {VLAN.stop - 1}")
    ports.check_vlans(request, host_id, [request["vlan"]])
    connection = {
        "connectionId": request.estate.new_id("connections"),
        "connectionName": request["connectionName"],
        "ownerAccount": request["ownerAccount"],
        "region": request.caller.region,
        "bandwidth": request["bandwidth"],
        "vlan": request["vlan"],
        "tags": tag_rules.checked(tag_list),
        **_standing_on(host_id, host),
    }
    return request.become("connections", connection, "ordering")


def _check_addresses(request: Request, hosted_id: str, host_id: str) -> None:
    """Refuse to move a hosted connection if the new port already uses one of its peer addresses."""
    standing = ports.hosted_on(request, host_id)
    there = [vif for each in standing for vif in vif_record.on(request, each["connectionId"])]
    here = vif_record.on(request, hosted_id)
    clash = peer_addresses.in_use(here) & peer_addresses.in_use(there)
    if clash:
        raise refusal(f"Address {min(clash)} is already in use")


def _take_along(request: Request, hosted: RawRecord) -> None:
    """Move the VIFs of a hosted connection, and their peers, to the device that it is on now."""
    place = provision.Carrier("connections", hosted, ()).place()
    device = {name: place[name] for name in ("awsDeviceV2", "awsLogicalDeviceId") if name in place}
    for vif in vif_record.on(request, hosted["connectionId"]):
        peers = [{**peer, **device} for peer in vif.get(PEERS) or ()]
        request.estate.put(VIFS, {**vif, **place, PEERS: peers})


def _standing_on(host_id: str, host: RawRecord) -> dict[str, Any]:
    """The fields that a hosted connection takes from its interconnect or LAG."""
    taken = ("location", "awsDevice", "awsDeviceV2", "awsLogicalDeviceId", "providerName")
    shared = {name: host[name] for name in taken if name in host}
    name = host.get("providerName") or host.get("interconnectName") or host.get("lagName")
    on_lag = {"lagId": host_id} if "lagId" in host and host["lagId"] == host_id else {}
    return {
        PARENT: host_id,
        **on_lag,
        **shared,
        "partnerName": name or host_id,
        "hasLogicalRedundancy": "unknown",
        "jumboFrameCapable": host.get("jumboFrameCapable", True),
        "partnerInterconnectMacSecCapable": host.get("macSecCapable", False),
    }


def _host(request: Request, host_id: str) -> tuple[str, RawRecord]:
    """A live interconnect or LAG of the caller's that hosts connections, and its id."""
    kind, host = request.live_in(host_id, "interconnects", "lags")
    if kind == "lags" and not host.get("allowsHostedConnections"):
        raise refusal(f"Lag {host_id} does not allow hosted connections")
    return host_id, host
