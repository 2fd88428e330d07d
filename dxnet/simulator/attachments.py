"""Associations of Direct Connect gateways, as EC2 shows them: attachments of transit gateways.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from dxnet import kinds
from dxnet.control_plane import Request

# EC2's states, by those of an association.
_STATES = {
    "associating": "pending",
    "associated": "available",
    "updating": "modifying",
    "disassociating": "deleting",
}


@dataclass(frozen=True, slots=True)
class Attached:
    """An association of a Direct Connect gateway with a transit gateway, in EC2's words."""

    id: str
    transit_gateway_id: str
    gateway_id: str
    gateway_owner: str
    state: str
    seen: float


def attached(request: Request) -> Iterator[Attached]:
    """The attachments of the transit gateways that the request's account has in its region."""
    caller, listed = request.caller, kinds.ASSOCIATION.list
    for association_id in request.estate.visible(listed, caller.account, ""):
        record = request.estate.get(listed, association_id) or {}
        gateway = record.get("associatedGateway") or {}
        state = _STATES.get(record.get("associationState") or "")
        where = gateway.get("ownerAccount"), gateway.get("region")
        is_own = where == (caller.account, caller.region)
        if is_own and gateway.get("type") == "transitGateway" and state is not None:
            name = uuid5(NAMESPACE_URL, association_id).hex[:17]
            yield Attached(
                f"tgw-attach-{name}",
                gateway.get("id") or "",
                record.get("directConnectGatewayId") or "",
                record.get("directConnectGatewayOwnerAccount") or caller.account,
                state,
                request.now,
            )
