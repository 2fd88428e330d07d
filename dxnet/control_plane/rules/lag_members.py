"""The ports of a LAG: which may be in it, and what moves when one joins or leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane.rules import ports, vif_record
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store import transitions
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import KINDS, PARENT, RawRecord, is_hosted
from dxnet.limits import LINKS_PER_LAG


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
    check_mac_sec(port, lag.get("macSecCapable"))
    count, most = link_count(lag) + 1, LINKS_PER_LAG.get(bandwidth or "", 0)
    if count > most:
        raise refusal(f"Lag {lag_id} can have {most} connections")
    request.estate.change("lags", lag_id, numberOfConnections=count)


def take_out(request: Request, lag_id: str) -> None:
    """Count one port less in a LAG."""
    lag = request.estate.get("lags", lag_id)
    if lag is not None:
        request.estate.change("lags", lag_id, numberOfConnections=max(0, link_count(lag) - 1))


def link_count(lag: RawRecord) -> int:
    """The number of ports of a LAG; 0 if its record doesn't say."""
    count: int = lag.get("numberOfConnections") or 0
    return count


def check_dedicated(member: RawRecord) -> None:
    """Refuse a hosted connection."""
    if is_hosted(member):
        raise refusal("A hosted connection cannot be in a LAG by itself")


def check_mac_sec(port: Mapping[str, Any], lag_has_it: bool | None) -> None:
    """Refuse a port, a record or an order, if only it or only the LAG has MACsec.

    AWS's text: https://github.com/hashicorp/terraform-provider-aws/issues/47663. `lag_has_it` is
    None where the LAG's record doesn't say.
    """
    port_has_it = bool(port.get("macSecCapable") or port.get("requestMACSec"))
    if lag_has_it is not None and port_has_it != lag_has_it:
        name = f"Connection {port['connectionId']}" if "connectionId" in port else "The connection"
        raise refusal(f"{name} and lag should be requested MacSec at the same time")


def check_minimum(request: Request, lag_id: str) -> None:
    """Refuse to take a port out of a LAG that needs it, unless it is the last."""
    lag = request.estate.get("lags", lag_id) or {}
    if 1 < link_count(lag) <= lag.get("minimumLinks", 0):
        raise refusal(f"Lag {lag_id} would fall below its minimum of {lag['minimumLinks']} links")


def move_in(request: Request, kind: str, member: RawRecord, lag_id: str) -> RawRecord:
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
    return _on_its_way(request, kind, {**member, "lagId": lag_id})


def stand_alone(request: Request, kind: str, member: RawRecord) -> RawRecord:
    """The port after it left its LAG."""
    alone = {name: value for name, value in member.items() if name != "lagId"}
    return _on_its_way(request, kind, alone)


def _on_its_way(request: Request, kind: str, port: RawRecord) -> RawRecord:
    """The port after it joined or left a LAG: its link is interrupted, and it is in transition."""
    moved = transitions.scheduled(port, request.step(1, "settle"))
    return ports.reestablish(request, kind, moved)


def ports_of(request: Request, lag_id: str) -> list[tuple[str, RawRecord]]:
    """The kind and record of each port in the LAG; not of the hosted connections on it."""
    return [
        (kind, member)
        for kind in ("connections", "interconnects")
        for member in request.estate.records_where(kind, "lagId", lag_id)
        if not is_hosted(member)
    ]
