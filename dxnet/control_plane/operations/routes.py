"""The routes that a VIF's sessions carry.

A VIF's record may hold them in a side field `routes`, in the form that the API answers. Without
it they follow from the estate: a public VIF's route filter prefixes are accepted, and what a
Direct Connect gateway's associations allow is advertised.
https://docs.aws.amazon.com/directconnect/latest/APIReference/API_ListVirtualInterfaceRoutes.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dxnet.control_plane.rules import vif_record
from dxnet.control_plane.rules.router_config_xml import customer_asn
from dxnet.control_plane.rules.vif_record import ID, VIFS
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.service.paging import page
from dxnet.control_plane.store.kinds import RawRecord

Route = Mapping[str, Any]

SIDE_FIELD = "routes"


@operation("ListVirtualInterfaceRoutes")
def list_virtual_interface_routes(request: Request) -> Answer:
    """A page of the accepted and advertised routes of a VIF, as the filters select them."""
    vif = request.visible(VIFS, vif_record.required(request, ID))
    filters = request.get("filters", {})
    chosen = {_key(route): route for route in carried(request, vif) if _passes(route, filters)}
    ordered = sorted(chosen)
    found = page(
        request, "routes", lambda after: (key for key in ordered if key > after), chosen.__getitem__
    )
    return {ID: vif[ID], **found}


def carried(request: Request, vif: RawRecord) -> Iterable[Route]:
    """The routes of the VIF's sessions that are up, in the form that the API answers."""
    routes = vif.get(SIDE_FIELD)
    return _derived(request, vif) if routes is None else routes


def _key(route: Route) -> str:
    """The value by which routes are sorted, and which a page's token names."""
    names = ("routeDirection", "addressFamily", "cidr", "awsLogicalDeviceId")
    return " ".join(str(route.get(name, "")) for name in names)


def _passes(route: Route, filters: Mapping[str, Any]) -> bool:
    """Whether the route fits every filter: it has one of each list's values."""
    path = [asn for segment in route.get("asPath") or () for asn in segment.get("path") or ()]
    has = {
        "routeDirection": [route.get("routeDirection")],
        "addressFamily": [route.get("addressFamily")],
        "cidrs": [route.get("cidr")],
        "asPath": path,
        "communities": route.get("communities") or (),
    }
    return all(_meet(wanted, has[name]) for name, wanted in filters.items())


def _meet(wanted: Any, values: Iterable[Any]) -> bool:
    among = wanted if isinstance(wanted, list) else [wanted]
    return any(value in among for value in values)


def _derived(request: Request, vif: RawRecord) -> Iterator[Route]:
    """The routes of the sessions that are up, as far as the estate tells."""
    device = vif.get("awsLogicalDeviceId") or vif.get("awsDeviceV2") or ""
    for peer in vif_record.active(vif_record.peers(vif)):
        if peer.get("bgpStatus") != "up":
            continue
        family = peer.get("addressFamily")
        sides = (
            ("accepted", customer_asn(peer), _accepted(vif)),
            ("advertised", vif.get("amazonSideAsn"), _advertised(request, vif)),
        )
        for direction, asn, cidrs in sides:
            path = {"asPath": [{"pathType": "seq", "path": [asn]}]} if asn else {}
            common = {"routeDirection": direction, "addressFamily": family, **path}
            for cidr in cidrs:
                if (":" in cidr) == (family == "ipv6"):
                    yield {"cidr": cidr, **common, "communities": [], "awsLogicalDeviceId": device}


def _accepted(vif: RawRecord) -> list[str]:
    return [prefix.get("cidr", "") for prefix in vif.get("routeFilterPrefixes") or ()]


def _advertised(request: Request, vif: RawRecord) -> list[str]:
    associations = request.estate.records_where(
        "directConnectGatewayAssociations",
        "directConnectGatewayId",
        vif.get("directConnectGatewayId") or "",
    )
    return [
        prefix.get("cidr", "")
        for association in associations
        if association.get("associationState") == "associated"
        for prefix in association.get("allowedPrefixesToDirectConnectGateway") or ()
    ]
