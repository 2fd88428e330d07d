"""Associations of Direct Connect gateways with virtual private gateways and transit gateways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dxnet.addressing import parse_interface
from dxnet.control_plane.operations.gateways import GATEWAYS
from dxnet.control_plane.rules import vif_record
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.service.paging import page
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord, field
from dxnet.limits import (
    PREFIX_LENGTH,
    PREFIXES_FROM_AWS,
    TRANSIT_GATEWAYS_PER_GATEWAY,
    VIRTUAL_GATEWAYS_PER_GATEWAY,
)

Prefixes = list[dict[str, str]]

ASSOCIATIONS = "directConnectGatewayAssociations"

MOST_ASSOCIATED = {
    "virtualPrivateGateway": VIRTUAL_GATEWAYS_PER_GATEWAY,
    "transitGateway": TRANSIT_GATEWAYS_PER_GATEWAY,
}

# https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-transit-gateways.html
_VIF_TYPES = {"virtualPrivateGateway": "private", "transitGateway": "transit"}
_GATEWAY_TYPES = {"vgw": "virtualPrivateGateway", "tgw": "transitGateway"}
_GATEWAY_ID = re.compile(r"(vgw|tgw)-[0-9A-Za-z]{1,32}")


@operation("CreateDirectConnectGatewayAssociation")
def create_direct_connect_gateway_association(request: Request) -> Answer:
    """Associate a gateway of the caller's with a Direct Connect gateway of the caller's."""
    gateway = request.live(GATEWAYS, request["directConnectGatewayId"])
    associated = own_gateway(request, request.get("gatewayId") or request.get("virtualGatewayId"))
    added = prefixes(request.get("addAllowedPrefixesToDirectConnectGateway"))
    return answer(associate(request, gateway, associated, added))


@operation("UpdateDirectConnectGatewayAssociation")
def update_direct_connect_gateway_association(request: Request) -> Answer:
    """Add and remove allowed prefixes."""
    association = _owned(request, request.get("associationId", ""))
    changed = with_changes(request, association["allowedPrefixesToDirectConnectGateway"])
    return answer(update_prefixes(request, association, changed))


@operation("DeleteDirectConnectGatewayAssociation")
def delete_direct_connect_gateway_association(request: Request) -> Answer:
    """Delete an association, named by its id or by its two gateways."""
    association_id = request.get("associationId")
    if association_id is None:
        gateway_id, associated_id = (
            request.get("directConnectGatewayId", ""),
            request.get("virtualGatewayId", ""),
        )
        found = between(request, gateway_id, associated_id)
        association_id = found["associationId"] if found else f"{gateway_id}/{associated_id}"
        request.check_states(associationId=association_id)
    association = _owned(request, association_id)
    return answer(request.vanish(ASSOCIATIONS, association, "disassociating"))


@operation("DescribeDirectConnectGatewayAssociations")
def describe_direct_connect_gateway_associations(request: Request) -> Answer:
    """The associations of a gateway on either side, or one by its id."""
    associated_id = request.get("associatedGatewayId") or request.get("virtualGatewayId")
    filters = {
        "associationId": request.get("associationId"),
        "directConnectGatewayId": request.get("directConnectGatewayId"),
        "associatedGateway.id": associated_id,
    }
    if not any(filters.values()):
        raise refusal("A Direct Connect gateway, an associated gateway or an id must be given")
    return page_of(request, ASSOCIATIONS, filters)


def page_of(request: Request, kind: str, filters: Mapping[str, str | None]) -> Answer:
    """A page of the records that the caller sees and whose fields have the filters' values."""
    asked = {path: value for path, value in filters.items() if value is not None}

    def matches(object_id: str) -> bool:
        record = request.estate.get(kind, object_id) or {}
        fits = all(field(record, path) == value for path, value in asked.items())
        return fits and request.sees(kind, record)

    return page(
        request,
        kind,
        lambda after: filter(
            matches, request.estate.visible(kind, request.caller.account, "", after)
        ),
        lambda found: request.estate.get(kind, found) or {},
    )


def own_gateway(request: Request, gateway_id: str | None) -> dict[str, Any]:
    """The `associatedGateway` object of a virtual private or transit gateway of the caller's.

    An estate holds no transit gateways, so any id is taken for one of the caller's.
    """
    match = _GATEWAY_ID.fullmatch(gateway_id or "")
    if gateway_id is None or match is None:
        raise refusal("GatewayId must be the ID of a virtual private gateway or transit gateway")
    gateway_type = _GATEWAY_TYPES[match.group(1)]
    if gateway_type == "virtualPrivateGateway":
        request.live("virtualGateways", gateway_id)
    return {
        "id": gateway_id,
        "type": gateway_type,
        "ownerAccount": request.caller.account,
        "region": request.caller.region,
    }


def associate(
    request: Request, gateway: RawRecord, associated: Mapping[str, str], allowed: Prefixes
) -> RawRecord:
    """A new association; refuses one that a Direct Connect gateway can't take."""
    gateway_id, associated_id = gateway["directConnectGatewayId"], associated["id"]
    if any(request.estate.where(ASSOCIATIONS, "associatedGateway.id", associated_id)) and (
        associated["type"] == "virtualPrivateGateway" or between(request, gateway_id, associated_id)
    ):
        raise refusal(
            f"Gateway {associated_id} is associated with a Direct Connect gateway already"
        )
    _check_vifs(request, gateway_id, associated["type"])
    others = request.estate.records_where(ASSOCIATIONS, "directConnectGatewayId", gateway_id)
    if any(field(other, "associatedGateway.type") != associated["type"] for other in others):
        raise refusal("A Direct Connect gateway takes gateways of one type only")
    if len(others) >= MOST_ASSOCIATED[associated["type"]]:
        raise refusal(f"Direct Connect Gateway {gateway_id} has all the gateways it can have")
    if associated["type"] == "transitGateway" and not allowed:
        raise refusal("Allowed prefixes must be given for a transit gateway")
    check_count(associated["type"], allowed)
    association = {
        "associationId": request.estate.new_id(ASSOCIATIONS),
        "directConnectGatewayId": gateway_id,
        "directConnectGatewayOwnerAccount": gateway.get("ownerAccount") or request.caller.account,
        "associatedGateway": dict(associated),
        "allowedPrefixesToDirectConnectGateway": allowed,
        **_virtual_gateway_fields(associated),
    }
    return request.become(ASSOCIATIONS, association, "associating", "associated")


def _check_vifs(request: Request, gateway_id: str, gateway_type: str) -> None:
    """Refuse a type of gateway that the VIFs on the Direct Connect gateway can't lead to."""
    for vif in vif_record.attached_to(request, gateway_id):
        if vif.get("virtualInterfaceType") != _VIF_TYPES[gateway_type]:
            raise refusal(f"Direct Connect Gateway {gateway_id} has VIFs of another type")


def update_prefixes(request: Request, association: RawRecord, allowed: Prefixes) -> RawRecord:
    """The association with other allowed prefixes."""
    check_count(str(field(association, "associatedGateway.type")), allowed)
    changed = {**association, "allowedPrefixesToDirectConnectGateway": allowed}
    return request.become(ASSOCIATIONS, changed, "updating", "associated")


def check_count(gateway_type: str, allowed: Prefixes) -> None:
    """Refuse more allowed prefixes than AWS sends for one transit gateway.

    https://docs.aws.amazon.com/directconnect/latest/UserGuide/limits.html
    """
    if gateway_type == "transitGateway" and len(allowed) > PREFIXES_FROM_AWS:
        raise refusal(
            f"A transit gateway association can have {PREFIXES_FROM_AWS} allowed prefixes, "
            f"not {len(allowed)}"
        )


def between(request: Request, gateway_id: str, associated_id: str) -> RawRecord | None:
    """The association of the two gateways, if there is one."""
    found = request.estate.records_where(ASSOCIATIONS, "directConnectGatewayId", gateway_id)
    return next((a for a in found if field(a, "associatedGateway.id") == associated_id), None)


def prefixes(given: Iterable[Mapping[str, str]] | None) -> Prefixes:
    """The prefixes, each once; one element may list several with commas. Refuses other text.

    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_RouteFilterPrefix.html
    """
    cidrs = dict.fromkeys(
        text.strip() for prefix in given or () for text in prefix.get("cidr", "").split(",")
    )
    for cidr in cidrs:
        parsed = parse_interface(cidr)
        if parsed is None or parsed.prefixlen > PREFIX_LENGTH[parsed.family][-1]:
            raise refusal(f"{cidr[:60]!r} is not a CIDR")
    return [{"cidr": cidr} for cidr in cidrs]


def with_changes(request: Request, before: Iterable[Mapping[str, str]]) -> Prefixes:
    """The prefixes after those that the request adds and removes."""
    added = prefixes(request.get("addAllowedPrefixesToDirectConnectGateway"))
    removed = prefixes(request.get("removeAllowedPrefixesToDirectConnectGateway"))
    kept = [dict(prefix) for prefix in before if prefix not in removed]
    return kept + [prefix for prefix in added if prefix not in kept]


def answer(association: RawRecord) -> Answer:
    """The association as the API wraps it."""
    return {"directConnectGatewayAssociation": association}


def _owned(request: Request, association_id: str) -> RawRecord:
    """An association that the caller sees, which is one of the caller's gateways on either side."""
    association = request.visible(ASSOCIATIONS, association_id)
    if association.get("associationState") == "disassociating":
        raise request.not_found(ASSOCIATIONS, association_id)
    return association


def _virtual_gateway_fields(associated: Mapping[str, str]) -> dict[str, str]:
    if associated["type"] != "virtualPrivateGateway":
        return {}
    return {
        "virtualGatewayId": associated["id"],
        "virtualGatewayRegion": associated["region"],
        "virtualGatewayOwnerAccount": associated["ownerAccount"],
    }
