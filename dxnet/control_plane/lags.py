"""The operations of LAGs, and the rules of their membership."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane import ports, tags, view, vif_record
from dxnet.control_plane.errors import refusal
from dxnet.control_plane.kinds import (
    KINDS,
    PARENT,
    Record,
    as_connection,
    as_interconnect,
    is_hosted,
)
from dxnet.control_plane.operation import GONE, Request, operation
from dxnet.limits import LAGS_PER_REGION, LINKS_PER_LAG

Answer = dict[str, Any]


@operation("CreateLag")
def create_lag(request: Request) -> Answer:
    """Create a LAG of new ports, one of which may be a connection or interconnect that exists.

    Its states are those of https://docs.aws.amazon.com/cli/latest/reference/directconnect/create-lag.html
    """
    location, bandwidth = request["location"], request["connectionsBandwidth"]
    count = request["numberOfConnections"]
    ports.check_bandwidth(bandwidth, "connections")
    ports.check_location(request, location, bandwidth)
    if not 1 <= count <= LINKS_PER_LAG[bandwidth]:
        raise refusal(f"A LAG of {bandwidth} has 1 to {LINKS_PER_LAG[bandwidth]} connections")
    _check_quota(request)
    first = _first_member(request, location, bandwidth)
    kind, member = first or ("interconnects" if ports.is_partner(request) else "connections", {})
    order = {**request.parameters, "bandwidth": bandwidth}
    fresh = _new_lag(request, order, kind, beside=member)
    lag = request.become("lags", fresh, "pending", "available")
    new = count - bool(first)
    if kind == "connections":
        ports.check_quota(request, location, new)
    port = {**order, "lagId": lag["lagId"], "tags": request.get("childConnectionTags", ())}
    for number in range(1, new + 1):
        name = f"Requested Connection {number} for Lag {lag['lagId']}"
        ports.new_port(request, kind, name, port)
    if first:
        _move_in(request, *first, lag["lagId"])
    return view.of(request, "lags", lag)


@operation("UpdateLag")
def update_lag(request: Request) -> Answer:
    """Change a LAG's name, its minimum number of links, or its encryption mode."""
    lag = request.live("lags", request["lagId"])
    changes: dict[str, Any] = ports.encryption(lag, request.get("encryptionMode"))
    if request.get("lagName") is not None:
        changes["lagName"] = request["lagName"]
    least = request.get("minimumLinks")
    if least is not None:
        if not 0 <= least <= _count(lag):
            raise refusal(f"MinimumLinks must be between 0 and {_count(lag)}")
        changes["minimumLinks"] = least
    if "encryptionMode" in changes:
        for kind, member in _members(request, lag["lagId"]):
            mode = changes["encryptionMode"]
            request.estate.change(kind, member[KINDS[kind].id], encryptionMode=mode)
    return view.of(request, "lags", request.estate.change("lags", lag["lagId"], **changes))


@operation("DeleteLag")
def delete_lag(request: Request) -> Answer:
    """Delete a LAG on which nothing stands; its ports go on by themselves."""
    lag = request.live("lags", request["lagId"])
    ports.check_empty(request, "Lag", lag["lagId"])
    for kind, member in _members(request, lag["lagId"]):
        _stand_alone(request, kind, member)
    return view.of(request, "lags", request.retire("lags", {**lag, "numberOfConnections": 0}))


@operation("AssociateConnectionWithLag")
def associate_connection_with_lag(request: Request) -> Answer:
    """Move a connection or interconnect into a LAG, with what stands directly on it."""
    kind, member = request.live_in(request["connectionId"], "connections", "interconnects")
    if member.get("lagId") == request["lagId"]:
        raise refusal(f"Connection {request['connectionId']} is already in {request['lagId']}")
    _check_dedicated(member)
    make_room(request, request["lagId"], member)
    if member.get("lagId"):
        _check_minimum(request, member["lagId"])
        take_out(request, member["lagId"])
    return _answer(request, kind, _move_in(request, kind, member, request["lagId"]))


@operation("DisassociateConnectionFromLag")
def disassociate_connection_from_lag(request: Request) -> Answer:
    """Take a port out of a LAG; what stands on the LAG stays there.

    A partner's connection becomes an interconnect thereby:
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DisassociateConnectionFromLag.html
    """
    kind, member = request.live_in(request["connectionId"], "connections", "interconnects")
    lag = request.live("lags", request["lagId"])
    if member.get("lagId") != request["lagId"] or is_hosted(member):
        raise refusal(f"Connection {request['connectionId']} is not in {request['lagId']}")
    _check_minimum(request, request["lagId"])
    take_out(request, request["lagId"])
    if kind == "connections" and lag.get("allowsHostedConnections"):
        request.estate.remove(kind, member["connectionId"])
        kind, member = "interconnects", as_interconnect(member)
    return _answer(request, kind, _stand_alone(request, kind, member))


def _answer(request: Request, kind: str, port: Record) -> Answer:
    """The port as a connection, whichever it is."""
    return as_connection(view.of(request, kind, port))


def make_room(request: Request, lag_id: str, port: Mapping[str, Any]) -> None:
    """Count one port more in a LAG of the caller's, or refuse it; `port` is a record or an order.

    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_AssociateConnectionWithLag.html
    """
    lag, bandwidth = request.live("lags", lag_id), port.get("bandwidth")
    place = (port.get("location"), bandwidth)
    if (lag.get("location"), lag.get("connectionsBandwidth")) != place:
        raise refusal(f"Lag {lag_id} has another location or bandwidth")
    devices = {record["awsDeviceV2"] for record in (lag, port) if record.get("awsDeviceV2")}
    if len(devices) > 1:
        raise refusal(f"Lag {lag_id} is on another Direct Connect endpoint")
    _check_mac_sec(port, lag.get("macSecCapable", False))
    count, most = _count(lag) + 1, LINKS_PER_LAG.get(bandwidth or "", 0)
    if count > most:
        raise refusal(f"Lag {lag_id} can have {most} connections")
    request.estate.change("lags", lag_id, numberOfConnections=count)


def take_out(request: Request, lag_id: str) -> None:
    """Count one port less in a LAG."""
    lag = request.estate.get("lags", lag_id)
    if lag is not None:
        request.estate.change("lags", lag_id, numberOfConnections=max(0, _count(lag) - 1))


def _count(lag: Record) -> int:
    count: int = lag.get("numberOfConnections") or 0
    return count


def _new_lag(request: Request, order: dict[str, Any], kind: str, beside: Record) -> Record:
    provider = {"providerName": order["providerName"]} if "providerName" in order else {}
    return {
        "lagId": request.estate.new_id("lags"),
        "lagName": order["lagName"],
        "ownerAccount": request.caller.account,
        "region": request.caller.region,
        "connectionsBandwidth": order["bandwidth"],
        "numberOfConnections": order["numberOfConnections"],
        "minimumLinks": 0,
        "allowsHostedConnections": kind == "interconnects",
        "billingMode": order.get("billingMode", "PayAsYouGo"),
        "tags": tags.checked(order.get("tags")),
        **ports.device(request, order["location"], beside),
        **ports.macsec(order),
        **provider,
    }


def _check_quota(request: Request) -> None:
    listed = request.estate.visible("lags", request.caller.account, request.caller.region)
    found = (request.estate.get("lags", lag_id) or {} for lag_id in listed)
    if sum(lag.get("lagState") not in GONE for lag in found) >= LAGS_PER_REGION:
        raise refusal(f"An account can have {LAGS_PER_REGION} LAGs in one region")


def _first_member(request: Request, location: str, bandwidth: str) -> tuple[str, Record] | None:
    """The port that exists already and is to be in a new LAG, and its kind."""
    if request.get("connectionId") is None:
        return None
    kind, member = request.live_in(request["connectionId"], "connections", "interconnects")
    _check_dedicated(member)
    if (member.get("location"), member.get("bandwidth")) != (location, bandwidth):
        raise refusal("The LAG must have the location and the bandwidth of its connection")
    _check_mac_sec(member, request.get("requestMACSec", False))
    if member.get("lagId"):
        _check_minimum(request, member["lagId"])
        take_out(request, member["lagId"])
    return kind, member


def _check_dedicated(member: Record) -> None:
    if is_hosted(member):
        raise refusal("A hosted connection cannot be in a LAG by itself")


def _check_mac_sec(port: Mapping[str, Any], is_needed: bool) -> None:
    """Refuse a port, as a record or an order, that MACsec is asked of and that hasn't it."""
    if is_needed and not (port.get("macSecCapable") or port.get("requestMACSec")):
        raise refusal("All connections in the LAG must be MACsec capable")


def _check_minimum(request: Request, lag_id: str) -> None:
    """Refuse to take a port out of a LAG that needs it, unless it is the last."""
    lag = request.estate.get("lags", lag_id) or {}
    if 1 < _count(lag) <= lag.get("minimumLinks", 0):
        raise refusal(f"Lag {lag_id} would fall below its minimum of {lag['minimumLinks']} links")


def _move_in(request: Request, kind: str, member: Record, lag_id: str) -> Record:
    """The port as a member of the LAG, after its VIFs and hosted connections moved there."""
    member_id = member[KINDS[kind].id]
    vifs, hosted = vif_record.on(request, member_id), ports.hosted_on(request, member_id)
    ports.check_vlans(request, lag_id, [record.get("vlan", 0) for record in (*vifs, *hosted)])
    for vif in vifs:
        request.estate.put("virtualInterfaces", {**vif, "connectionId": lag_id})
    for connection in hosted:
        request.estate.put("connections", {**connection, PARENT: lag_id, "lagId": lag_id})
    if kind == "interconnects":
        request.estate.change("lags", lag_id, allowsHostedConnections=True)
    return ports.reestablish(request, kind, {**member, "lagId": lag_id})


def _stand_alone(request: Request, kind: str, member: Record) -> Record:
    alone = {name: value for name, value in member.items() if name != "lagId"}
    return ports.reestablish(request, kind, alone)


def _members(request: Request, lag_id: str) -> list[tuple[str, Record]]:
    return [
        (kind, member)
        for kind in ("connections", "interconnects")
        for member in request.estate.records_where(kind, "lagId", lag_id)
        if not is_hosted(member)
    ]
