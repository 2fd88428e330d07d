"""The operations of LAGs."""

from __future__ import annotations

from typing import Any

from dxnet.control_plane.rules import lag_members, ports, tag_rules, view
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import (
    GONE,
    KINDS,
    RawRecord,
    as_connection,
    as_interconnect,
    is_hosted,
)
from dxnet.limits import LAGS_PER_REGION, LINKS_PER_LAG


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
    # New ports are requested, pending and available; a LAG is not available before they are.
    lag = request.become("lags", fresh, "pending", *(() if first else ("pending",)), "available")
    new = count - bool(first)
    if kind == "connections":
        ports.check_quota(request, location, new)
    port = {**order, "lagId": lag["lagId"], "tags": request.get("childConnectionTags", ())}
    for number in range(1, new + 1):
        name = f"Requested Connection {number} for Lag {lag['lagId']}"
        ports.new_port(request, kind, name, port)
    if first:
        lag_members.move_in(request, *first, lag["lagId"])
    return view.with_derived(request, "lags", lag)


@operation("UpdateLag")
def update_lag(request: Request) -> Answer:
    """Change a LAG's name, its minimum number of links, or its encryption mode."""
    lag = request.live("lags", request["lagId"])
    changes: dict[str, Any] = ports.encryption(lag, request.get("encryptionMode"))
    if request.get("lagName") is not None:
        changes["lagName"] = request["lagName"]
    least = request.get("minimumLinks")
    if least is not None:
        if not 0 <= least <= lag_members.link_count(lag):
            raise refusal(f"MinimumLinks must be between 0 and {lag_members.link_count(lag)}")
        changes["minimumLinks"] = least
    if "encryptionMode" in changes:
        for kind, member in lag_members.ports_of(request, lag["lagId"]):
            mode = changes["encryptionMode"]
            request.estate.change(kind, member[KINDS[kind].id], encryptionMode=mode)
    return view.with_derived(
        request, "lags", request.estate.change("lags", lag["lagId"], **changes)
    )


@operation("DeleteLag")
def delete_lag(request: Request) -> Answer:
    """Delete a LAG that carries nothing; its ports go on as single ports."""
    lag = request.live("lags", request["lagId"])
    ports.check_empty(request, "Lag", lag["lagId"])
    for kind, member in lag_members.ports_of(request, lag["lagId"]):
        lag_members.stand_alone(request, kind, member)
    return view.with_derived(
        request, "lags", request.retire("lags", {**lag, "numberOfConnections": 0})
    )


@operation("AssociateConnectionWithLag")
def associate_connection_with_lag(request: Request) -> Answer:
    """Move a connection or interconnect into a LAG, with the VIFs and hosted connections on it."""
    kind, member = request.live_in(request["connectionId"], "connections", "interconnects")
    if member.get("lagId") == request["lagId"]:
        raise refusal(f"Connection {request['connectionId']} is already in {request['lagId']}")
    lag_members.check_dedicated(member)
    lag_members.make_room(request, request["lagId"], member)
    if member.get("lagId"):
        lag_members.check_minimum(request, member["lagId"])
        lag_members.take_out(request, member["lagId"])
    return _answer(request, kind, lag_members.move_in(request, kind, member, request["lagId"]))


@operation("DisassociateConnectionFromLag")
def disassociate_connection_from_lag(request: Request) -> Answer:
    """Take a port out of a LAG; the VIFs and hosted connections of the LAG stay there.

    A partner's connection becomes an interconnect thereby:
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DisassociateConnectionFromLag.html
    """
    kind, member = request.live_in(request["connectionId"], "connections", "interconnects")
    lag = request.live("lags", request["lagId"])
    if member.get("lagId") != request["lagId"] or is_hosted(member):
        raise refusal(f"Connection {request['connectionId']} is not in {request['lagId']}")
    lag_members.check_minimum(request, request["lagId"])
    lag_members.take_out(request, request["lagId"])
    if kind == "connections" and lag.get("allowsHostedConnections"):
        request.estate.remove(kind, member["connectionId"])
        kind, member = "interconnects", as_interconnect(member)
    return _answer(request, kind, lag_members.stand_alone(request, kind, member))


def _answer(request: Request, kind: str, port: RawRecord) -> Answer:
    """The port as a connection, whichever it is."""
    return as_connection(view.with_derived(request, kind, port))


def _new_lag(request: Request, order: dict[str, Any], kind: str, beside: RawRecord) -> RawRecord:
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
        "tags": tag_rules.checked(order.get("tags")),
        **ports.device(request, order["location"], beside),
        **ports.macsec(order),
        **provider,
    }


def _check_quota(request: Request) -> None:
    listed = request.estate.visible("lags", request.caller.account, request.caller.region)
    found = (request.estate.get("lags", lag_id) or {} for lag_id in listed)
    if sum(lag.get("lagState") not in GONE for lag in found) >= LAGS_PER_REGION:
        raise refusal(f"An account can have {LAGS_PER_REGION} LAGs in one region")


def _first_member(request: Request, location: str, bandwidth: str) -> tuple[str, RawRecord] | None:
    """The existing port that the new LAG takes in, and its kind."""
    if request.get("connectionId") is None:
        return None
    kind, member = request.live_in(request["connectionId"], "connections", "interconnects")
    lag_members.check_dedicated(member)
    if (member.get("location"), member.get("bandwidth")) != (location, bandwidth):
        raise refusal("The LAG must have the location and the bandwidth of its connection")
    lag_members.check_mac_sec(member, request.get("requestMACSec", False))
    if member.get("lagId"):
        lag_members.check_minimum(request, member["lagId"])
        lag_members.take_out(request, member["lagId"])
    return kind, member
