"""The shares that VIFs have in the prefix pools of their connections and gateways.

https://docs.aws.amazon.com/directconnect/latest/UserGuide/prefix-controls.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dxnet import limits
from dxnet.control_plane.rules import vif_record
from dxnet.control_plane.rules.vif_record import ID
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord, number

# A VIF's share, and its connection's pool and what is left of it, by address family.
_FAMILIES = ("Ipv4", "Ipv6")
_SHARE, _SIZE, _LEFT = (
    "prefixPoolAllocatedCount",
    "prefixPoolSize",
    "prefixPoolUnallocatedCount",
)
FIELDS = tuple(_SHARE + family for family in _FAMILIES)


def check(
    request: Request, vif: RawRecord, carrier: RawRecord, siblings: Sequence[RawRecord]
) -> None:
    """Refuse a VIF with shares that are too large for it, its connection or its gateway.

    `carrier` is the connection or LAG, `siblings` are the other live VIFs on it.
    """
    asked = {name: vif[name] for name in FIELDS if vif.get(name) is not None}
    left = of_port(carrier, siblings)
    for name, count in asked.items():
        if vif.get("virtualInterfaceType") == "public" or count > limits.PREFIX_POOL_PER_VIF:
            raise refusal(f"{name} {count} is not allowed for this virtual interface")
        if count > left.get(name.replace(_SHARE, _LEFT), count):
            raise refusal(f"{name} {count} exceeds the prefix pool of the connection")
    if asked and vif.get("directConnectGatewayId"):
        _check_gateway(request, vif, sum(asked.values()))


def with_default_shares(
    request: Request, vif: RawRecord, carrier: RawRecord, siblings: Sequence[RawRecord]
) -> dict[str, Any]:
    """The new VIF with the share of each family that its request leaves out.

    That is AWS's default, or what its connection and gateway have left of it.
    """
    left, room = of_port(carrier, siblings), _room(request, vif)
    shares: dict[str, int] = {}
    for name in FIELDS:
        if vif.get(name) is None:
            in_pool = left.get(name.replace(_SHARE, _LEFT), limits.PREFIXES_TO_AWS_DEFAULT)
            free = room - sum(shares.values())
            shares[name] = max(0, min(limits.PREFIXES_TO_AWS_DEFAULT, in_pool, free))
    return {**vif, **shares}


def of_port(port: RawRecord, vifs: Sequence[RawRecord]) -> dict[str, int]:
    """The pools of a connection or LAG with those live VIFs, and what is left of them.

    Nothing where neither its record nor its speed says how large they are.
    """
    speed = str(port.get("bandwidth") or port.get("connectionsBandwidth"))
    pools: dict[str, int] = {}
    for family in _FAMILIES:
        known = number(port, _SIZE + family)
        size = limits.PREFIX_POOLS.get(speed) if known is None else known
        if size is not None:
            left = max(0, size - _total(vifs, _SHARE + family))
            pools |= {_SIZE + family: size, _LEFT + family: left}
    return pools


def of_gateway(vifs: Sequence[RawRecord]) -> dict[str, int]:
    """The sum of these live VIFs' shares in a Direct Connect gateway's pool."""
    return {"totalPrefixPoolAllocations": sum(_total(vifs, name) for name in FIELDS)}


def _check_gateway(request: Request, vif: RawRecord, count: int) -> None:
    if count > _room(request, vif):
        gateway_id = vif["directConnectGatewayId"]
        raise refusal(f"Direct Connect Gateway {gateway_id} has no room for {count} prefixes more")


def _room(request: Request, vif: RawRecord) -> int:
    """What the other VIFs of the gateway leave of its pool, both families together."""
    attached = vif_record.attached_to(request, vif.get("directConnectGatewayId") or "")
    others = [other for other in attached if other[ID] != vif[ID]]
    return limits.PREFIX_POOL_PER_GATEWAY - sum(of_gateway(others).values())


def _total(vifs: Iterable[RawRecord], name: str) -> int:
    return sum(number(vif, name) or 0 for vif in vifs)
