"""The operations of Direct Connect gateways and their attachments, which are VIFs."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet.control_plane.rules import tag_rules, view
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.service.paging import page
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord
from dxnet.limits import GATEWAY_ASN_DEFAULT, GATEWAYS_PER_ACCOUNT, PRIVATE_ASNS

GATEWAYS, VIFS = "directConnectGateways", "virtualInterfaces"

# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DirectConnectGatewayAttachment.html
_ATTACHMENT_STATES = {"pending": "attaching", "verifying": "attaching", "deleting": "detaching"}
_ATTACHMENT_TYPES = {
    "private": "PrivateVirtualInterface",
    "transit": "TransitVirtualInterface",
}


@operation("CreateDirectConnectGateway")
def create_direct_connect_gateway(request: Request) -> Answer:
    """Create a Direct Connect gateway, seen from every region."""
    asn = request.get("amazonSideAsn", GATEWAY_ASN_DEFAULT)
    if not any(asn in asns for asns in PRIVATE_ASNS):
        raise refusal("AmazonSideAsn must be 64512 to 65534 or 4200000000 to 4294967294")
    listed = request.estate.visible(GATEWAYS, request.caller.account, "")
    if sum(1 for _ in listed) >= GATEWAYS_PER_ACCOUNT:
        raise refusal(f"An account can have {GATEWAYS_PER_ACCOUNT} Direct Connect gateways")
    gateway = {
        "directConnectGatewayId": request.estate.new_id(GATEWAYS),
        "directConnectGatewayName": request["directConnectGatewayName"],
        "amazonSideAsn": asn,
        "ownerAccount": request.caller.account,
        "tags": tag_rules.checked(request.get("tags")),
    }
    return _answer(request, request.become(GATEWAYS, gateway, "available"))


@operation("UpdateDirectConnectGateway")
def update_direct_connect_gateway(request: Request) -> Answer:
    """Change the name of a Direct Connect gateway."""
    gateway = request.live(GATEWAYS, request["directConnectGatewayId"])
    return _answer(
        request,
        request.estate.change(
            GATEWAYS,
            gateway["directConnectGatewayId"],
            directConnectGatewayName=request["newDirectConnectGatewayName"],
        ),
    )


@operation("DeleteDirectConnectGateway")
def delete_direct_connect_gateway(request: Request) -> Answer:
    """Delete a Direct Connect gateway that has no VIFs and associations; it is not listed again."""
    gateway = request.live(GATEWAYS, request["directConnectGatewayId"])
    gateway_id = gateway["directConnectGatewayId"]
    if any(request.estate.where("directConnectGatewayAssociations", *_of(gateway_id))):
        raise refusal(f"Direct Connect Gateway {gateway_id} has associations; delete them first")
    if any(_is_live(vif) for vif in request.estate.records_where(VIFS, *_of(gateway_id))):
        raise refusal(f"Direct Connect Gateway {gateway_id} has virtual interfaces attached")
    return _answer(request, request.vanish(GATEWAYS, gateway, "deleting"))


@operation("DescribeDirectConnectGatewayAttachments")
def describe_direct_connect_gateway_attachments(request: Request) -> Answer:
    """The VIFs attached to a gateway, whatever their region, or the gateway of one VIF."""
    gateway_id, vif_id = request.get("directConnectGatewayId"), request.get("virtualInterfaceId")
    if gateway_id is None and vif_id is None:
        raise refusal("DirectConnectGatewayId or VirtualInterfaceId must be given")

    def ids_after(after: str) -> Iterator[str]:
        if vif_id is None:
            ids: Iterator[str] = request.estate.where(VIFS, *_of(gateway_id), after)
        else:
            ids = iter([] if after else [vif_id])
        return (found for found in ids if _is_attached(request, found, gateway_id))

    return page(
        request,
        "directConnectGatewayAttachments",
        ids_after,
        lambda found: _attachment(request.estate.get(VIFS, found) or {}),
    )


def _of(gateway_id: str) -> tuple[str, str]:
    return "directConnectGatewayId", gateway_id


def _is_live(vif: RawRecord) -> bool:
    return vif.get("virtualInterfaceState") not in ("deleted", "rejected")


def _is_attached(request: Request, vif_id: str, gateway_id: str | None) -> bool:
    """Whether the VIF is attached to the gateway, or to any, and the caller owns either."""
    vif = request.estate.get(VIFS, vif_id) or {}
    attached_to = vif.get("directConnectGatewayId")
    if not attached_to or gateway_id not in (None, attached_to) or not _is_live(vif):
        return False
    gateway = request.estate.get(GATEWAYS, attached_to)
    owns_gateway = gateway is not None and request.owns(gateway)
    return owns_gateway or vif.get("ownerAccount") in (request.caller.account, "", None)


def _attachment(vif: RawRecord) -> Answer:
    """A VIF as the attachment of its gateway."""
    state, vif_type = vif.get("virtualInterfaceState", ""), vif.get("virtualInterfaceType", "")
    return {
        "directConnectGatewayId": vif.get("directConnectGatewayId"),
        "virtualInterfaceId": vif.get("virtualInterfaceId"),
        "virtualInterfaceRegion": vif.get("region"),
        "virtualInterfaceOwnerAccount": vif.get("ownerAccount"),
        "attachmentState": _ATTACHMENT_STATES.get(state, "attached"),
        "attachmentType": _ATTACHMENT_TYPES.get(vif_type),
    }


def _answer(request: Request, gateway: RawRecord) -> Answer:
    return {"directConnectGateway": view.with_derived(request, GATEWAYS, gateway)}
