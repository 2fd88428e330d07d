"""The operations that read the estate.

An id that the caller can't see is refused with the service's text, except for Direct Connect
gateways, where the answer is an empty list: both are what Terraform's AWS provider expects
(https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/directconnect/find.go).
"""

from __future__ import annotations

from collections.abc import Iterator

from dxnet.control_plane.rules import locations, view
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.service.paging import page
from dxnet.control_plane.store.kinds import KINDS, PARENT, RawRecord


@operation("DescribeConnections")
def describe_connections(request: Request) -> Answer:
    """The caller's connections, hosted ones included."""
    return _describe(request, "connections")


@operation("DescribeInterconnects")
def describe_interconnects(request: Request) -> Answer:
    """The caller's interconnects."""
    return _describe(request, "interconnects")


@operation("DescribeLags")
def describe_lags(request: Request) -> Answer:
    """The caller's LAGs with their connections."""
    return _describe(request, "lags")


@operation("DescribeDirectConnectGateways")
def describe_direct_connect_gateways(request: Request) -> Answer:
    """The caller's Direct Connect gateways, from every region; none for an unknown id."""
    gateway_id = request.get("directConnectGatewayId")
    if gateway_id is not None:
        gateway = request.estate.get("directConnectGateways", gateway_id)
        seen = gateway is not None and request.sees("directConnectGateways", gateway)
        found = (
            [view.with_derived(request, "directConnectGateways", gateway)]
            if gateway and seen
            else []
        )
        return {"directConnectGateways": found}
    return _describe(request, "directConnectGateways")


@operation("DescribeVirtualInterfaces")
def describe_virtual_interfaces(request: Request) -> Answer:
    """The VIFs that the caller owns or carries, all or those of one connection or LAG."""
    parent_id = request.get("connectionId")
    if parent_id is None or request.get("virtualInterfaceId") is not None:
        answer = _describe(request, "virtualInterfaces")
        found = answer["virtualInterfaces"]
        if parent_id is not None and found[0].get("connectionId") != parent_id:
            return {"virtualInterfaces": []}
        return answer
    return _describe_where(request, "virtualInterfaces", "connectionId", parent_id)


@operation("DescribeHostedConnections")
def describe_hosted_connections(request: Request) -> Answer:
    """The hosted connections on an interconnect or LAG of the caller's."""
    parent_id = request["connectionId"]
    _require_host(request, parent_id)
    return page(
        request,
        "connections",
        lambda after: request.estate.where("connections", PARENT, parent_id, after),
        lambda object_id: _record(request, "connections", object_id),
    )


@operation("DescribeConnectionsOnInterconnect")
def describe_connections_on_interconnect(request: Request) -> Answer:
    """The hosted connections on an interconnect of the caller's, in one answer."""
    request.visible("interconnects", request["interconnectId"])
    return {
        "connections": request.estate.records_where(
            "connections", PARENT, request["interconnectId"]
        )
    }


@operation("DescribeVirtualGateways")
def describe_virtual_gateways(request: Request) -> Answer:
    """The caller's virtual private gateways."""
    return _all(request, "virtualGateways")


@operation("DescribeLocations")
def describe_locations(request: Request) -> Answer:
    """The locations of the caller's region; examples where the estate lists none."""
    answer = _all(request, "locations")
    return answer if answer["locations"] else {"locations": locations.stand_ins(request)}


def _describe(request: Request, kind: str) -> Answer:
    """One record by the id that the kind is named by, or a page of all that the caller sees."""
    object_id = request.get(KINDS[kind].id)
    if object_id is not None:
        return {kind: [view.with_derived(request, kind, request.visible(kind, object_id))]}
    return page(
        request,
        kind,
        lambda after: _visible(request, kind, after),
        lambda found: view.with_derived(request, kind, _record(request, kind, found)),
    )


def _describe_where(request: Request, kind: str, index: str, value: str) -> Answer:
    """A page of what the caller sees among the records whose indexed field has that value."""

    def ids_after(after: str) -> Iterator[str]:
        for object_id in request.estate.where(kind, index, value, after):
            if request.sees(kind, _record(request, kind, object_id)):
                yield object_id

    return page(request, kind, ids_after, lambda found: _record(request, kind, found))


def _all(request: Request, kind: str) -> Answer:
    return {kind: [_record(request, kind, found) for found in _visible(request, kind)]}


def _visible(request: Request, kind: str, after: str = "") -> Iterator[str]:
    return request.estate.visible(kind, request.caller.account, request.caller.region, after)


def _record(request: Request, kind: str, object_id: str) -> RawRecord:
    record = request.estate.get(kind, object_id)
    assert record is not None  # noqa: S101 (the id comes from an index of the same table)
    return record


def _require_host(request: Request, parent_id: str) -> None:
    found = request.estate.find(parent_id, "interconnects", "lags")
    if found is None or not request.sees(*found):
        raise request.not_found("connections", parent_id)
