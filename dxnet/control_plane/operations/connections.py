"""The operations of dedicated connections, and of hosted ones at their owner's side."""

from __future__ import annotations

from dxnet.control_plane.rules import lag_members, ports, view
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import GONE, PARENT, RawRecord, is_hosted


@operation("CreateConnection")
def create_connection(request: Request) -> Answer:
    """Order a connection, in a LAG if one is named."""
    ports.check_bandwidth(request["bandwidth"], "connections")
    ports.check_location(request, request["location"], request["bandwidth"])
    ports.check_quota(request, request["location"])
    if request.get("lagId") is not None:
        lag_members.make_room(request, request["lagId"], request.parameters)
    connection = ports.new_port(
        request, "connections", request["connectionName"], request.parameters
    )
    billing = {"billingMode": request.get("billingMode", "PayAsYouGo")}
    return _answer(request, request.estate.put("connections", {**connection, **billing}))


@operation("ConfirmConnection")
def confirm_connection(request: Request) -> Answer:
    """Accept a hosted connection."""
    connection = request.live("connections", request["connectionId"])
    return dict(request.become("connections", connection, "pending", "available"))


@operation("DeleteConnection")
def delete_connection(request: Request) -> Answer:
    """Delete a connection; a hosted one that its owner has not accepted becomes rejected."""
    connection = _deletable(request, request["connectionId"])
    ports.check_empty(request, "Connection", connection["connectionId"])
    if connection.get("lagId") and not is_hosted(connection):
        lag_members.take_out(request, connection["lagId"])
    is_refused = connection.get("connectionState") == "ordering" and request.owns(connection)
    last = "rejected" if is_refused else "deleted"
    return _answer(request, request.retire("connections", connection, last))


@operation("UpdateConnection")
def update_connection(request: Request) -> Answer:
    """Change a connection's name or MACsec encryption mode."""
    connection = request.live("connections", request["connectionId"])
    changes = ports.encryption(connection, request.get("encryptionMode"))
    if request.get("connectionName") is not None:
        changes["connectionName"] = request["connectionName"]
    if not changes:
        raise refusal("ConnectionName or EncryptionMode must be given")
    changed = request.estate.change("connections", connection["connectionId"], **changes)
    return _answer(request, changed)


@operation("UpdateConnectionsBillingMode")
def update_connections_billing_mode(request: Request) -> Answer:
    """Change the billing mode of several dedicated connections: of all, or of none."""
    mode = request["billingMode"]
    found = [request.live("connections", connection) for connection in request["connectionIds"]]
    for connection in found:
        if is_hosted(connection):
            raise refusal(f"Connection {connection['connectionId']} is a hosted connection")
    changed = [
        request.estate.change("connections", connection["connectionId"], billingMode=mode)
        for connection in found
    ]
    return {"billingMode": mode, "connections": [_answer(request, each) for each in changed]}


def _answer(request: Request, connection: RawRecord) -> Answer:
    return view.with_derived(request, "connections", connection)


def _deletable(request: Request, connection_id: str) -> RawRecord:
    """The live connection, if the caller owns it or the port that hosts it."""
    connection = request.estate.get("connections", connection_id)
    host_id = (connection or {}).get(PARENT)
    host = request.estate.find(host_id, "interconnects", "lags") if host_id else None
    if connection and host and request.owns(host[1]):
        if connection.get("connectionState") not in GONE:
            return connection
        raise request.not_found("connections", connection_id)
    return request.live("connections", connection_id)
