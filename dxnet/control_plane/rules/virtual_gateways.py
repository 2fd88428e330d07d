"""Virtual private gateways, which EC2 makes and deletes.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_VirtualGateway.html
"""

from __future__ import annotations

from dxnet import limits
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.kinds import GONE, RawRecord

VIRTUAL_GATEWAYS = "virtualGateways"


def created(request: Request, gateway_id: str, amazon_side_asn: int | None) -> RawRecord:
    """The caller's gateway after EC2's CreateVpnGateway: pending, and then available."""
    gateway = {
        "virtualGatewayId": gateway_id,
        "amazonSideAsn": amazon_side_asn or limits.GATEWAY_ASN_DEFAULT,
        "ownerAccount": request.caller.account,
        "region": request.caller.region,
    }
    return request.become(VIRTUAL_GATEWAYS, gateway, "pending", "available")


def deleted(request: Request, gateway_id: str) -> None:
    """Delete a gateway as EC2's DeleteVpnGateway does: deleting, and then deleted."""
    gateway = request.estate.get(VIRTUAL_GATEWAYS, gateway_id)
    if gateway is not None and gateway.get("virtualGatewayState") not in GONE:
        request.retire(VIRTUAL_GATEWAYS, gateway)
