"""Records as the API answers them, with the fields that are derived from other records."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dxnet.control_plane.rules import prefix_pools, rate_limits, vif_record
from dxnet.control_plane.service.operation import Answer, Request
from dxnet.control_plane.store.kinds import KINDS, RawRecord, is_hosted


def with_derived(request: Request, kind: str, record: RawRecord) -> Answer:
    """A connection, LAG or gateway with what its VIFs leave of its pools; a LAG with its ports."""
    derive = _DERIVED.get(kind)
    found = derive(request, record[KINDS[kind].id], record) if derive else {}
    return {**record, **found}


def _connection(request: Request, connection_id: str, record: RawRecord) -> Answer:
    """Nothing for a hosted connection, nor for a member of a LAG: the VIFs are on the LAG."""
    if is_hosted(record) or record.get("lagId"):
        return {}
    return _port(request, connection_id, record)


def _lag(request: Request, lag_id: str, record: RawRecord) -> Answer:
    members = {"connections": request.estate.lag_members(lag_id)}
    if record.get("allowsHostedConnections"):
        return members
    return {**members, **_port(request, lag_id, record)}


def _port(request: Request, port_id: str, record: RawRecord) -> Answer:
    vifs = vif_record.on(request, port_id)
    return {**rate_limits.status(record, vifs), **prefix_pools.of_port(record, vifs)}


def _gateway(request: Request, gateway_id: str, _: RawRecord) -> Answer:
    return prefix_pools.of_gateway(vif_record.attached_to(request, gateway_id))


_DERIVED: Mapping[str, Callable[[Request, str, RawRecord], Answer]] = {
    "connections": _connection,
    "lags": _lag,
    "directConnectGateways": _gateway,
}
