"""The gateway that a private or transit VIF is attached to.

A Direct Connect gateway has VIFs of one type only:
https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-transit-gateways.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet import limits
from dxnet.control_plane.rules import vif_record
from dxnet.control_plane.rules.vif_record import ID
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord

_DIRECT_CONNECT = "directConnectGateways"
_GATEWAYS = {_DIRECT_CONNECT: "directConnectGatewayId", "virtualGateways": "virtualGatewayId"}
# What a Direct Connect gateway with VIFs of a type can't be associated with.
_FOREIGN = {"private": "transitGateway", "transit": "virtualPrivateGateway"}


def named(request: Request, vif_type: str, wanted: Mapping[str, Any]) -> RawRecord:
    """The caller's gateway that a private or transit VIF names, ready to take one VIF more.

    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_VirtualGateway.html
    """
    asked = [
        (kind, wanted[field])
        for kind, field in _GATEWAYS.items()
        if wanted.get(field) and (vif_type == "private" or kind == _DIRECT_CONNECT)
    ]
    if len(asked) != 1:
        allowed = "virtualGatewayId or directConnectGatewayId"
        name = allowed if vif_type == "private" else "directConnectGatewayId"
        raise refusal(f"Exactly one {name} must be specified")
    kind, gateway_id = asked[0]
    found = request.live(kind, gateway_id)
    if kind == _DIRECT_CONNECT:
        _check_direct_connect_gateway(request, gateway_id, vif_type)
    return found


def _check_direct_connect_gateway(request: Request, gateway_id: str, vif_type: str) -> None:
    """Refuse a gateway that is full, or that serves the other type of VIF."""
    attached = vif_record.attached_to(request, gateway_id)
    associated = [
        association.get("associatedGateway", {}).get("type")
        for association in request.estate.records_where(
            "directConnectGatewayAssociations", "directConnectGatewayId", gateway_id
        )
        if association.get("associationState") != "disassociated"
    ]
    types = {vif.get("virtualInterfaceType") for vif in attached}
    if types - {vif_type} or _FOREIGN[vif_type] in associated:
        raise refusal(
            f"Direct Connect Gateway {gateway_id} cannot be used with a {vif_type} "
            "virtual interface"
        )
    if len(attached) >= limits.VIFS_PER_GATEWAY:
        raise refusal(f"Direct Connect Gateway {gateway_id} has reached its limit of attachments")


def attached(vif: RawRecord, gateway: RawRecord) -> dict[str, Any]:
    """The VIF on that gateway, whose ASN it takes over."""
    ids = {field: gateway.get(field, "") for field in _GATEWAYS.values()}
    return {**vif, **ids, "amazonSideAsn": gateway.get("amazonSideAsn", limits.GATEWAY_ASN_DEFAULT)}


def check_sitelink(vif: RawRecord) -> None:
    """Refuse SiteLink if the VIF has no Direct Connect gateway."""
    if not vif.get("directConnectGatewayId"):
        raise refusal(f"SiteLink needs a Direct Connect gateway, and {vif[ID]} is on none")
