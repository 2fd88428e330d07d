"""The shares that VIFs have in the prefix pools of their connections and gateways.

https://docs.aws.amazon.com/directconnect/latest/UserGuide/prefix-controls.html
"""

from __future__ import annotations

from collections.abc import Iterable

from dxnet import limits
from dxnet.control_plane.errors import refusal
from dxnet.control_plane.kinds import Record
from dxnet.control_plane.operation import GONE, Request
from dxnet.control_plane.vif_record import ID, STATE, VIFS

FIELDS = ("prefixPoolAllocatedCountIpv4", "prefixPoolAllocatedCountIpv6")


def check(request: Request, vif: Record, carrier: Record, siblings: Iterable[Record]) -> None:
    """Refuse a VIF whose shares it can't have, or its connection or gateway can't give.

    `carrier` is the connection or LAG, `siblings` are the other live VIFs on it.
    """
    asked = {name: vif[name] for name in FIELDS if vif.get(name) is not None}
    bandwidth = carrier.get("bandwidth") or carrier.get("connectionsBandwidth")
    pool = limits.PREFIX_POOLS.get(bandwidth or "")
    others = list(siblings)
    for name, count in asked.items():
        if vif.get("virtualInterfaceType") == "public" or count > limits.PREFIX_POOL_PER_VIF:
            raise refusal(f"{name} {count} is not allowed for this virtual interface")
        if pool is not None and count + _total(others, name) > pool:
            raise refusal(f"{name} {count} exceeds the prefix pool of the connection")
    if asked and vif.get("directConnectGatewayId"):
        _check_gateway(request, vif, sum(asked.values()))


def _check_gateway(request: Request, vif: Record, count: int) -> None:
    gateway_id = vif["directConnectGatewayId"]
    attached = [
        other
        for other in request.estate.records_where(VIFS, "directConnectGatewayId", gateway_id)
        if other.get(STATE) not in GONE and other[ID] != vif[ID]
    ]
    if count + sum(_total(attached, name) for name in FIELDS) > limits.PREFIX_POOL_PER_GATEWAY:
        raise refusal(f"Direct Connect Gateway {gateway_id} has no room for {count} prefixes more")


def _total(vifs: Iterable[Record], name: str) -> int:
    return sum(vif.get(name) or 0 for vif in vifs)
