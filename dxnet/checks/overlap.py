"""DX32x: peer subnets compared across the estate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dxnet import limits
from dxnet.addressing import Prefix, overlaps
from dxnet.checks.engine import Status, rule
from dxnet.model import Estate, Vif


def _subnets(estate: Estate) -> dict[str, dict[Prefix, list[Vif]]]:
    """The live VIFs by connection or LAG and by peer subnet."""
    found: defaultdict[str, defaultdict[Prefix, list[Vif]]]
    found = defaultdict(lambda: defaultdict(list))
    for vif in estate.vifs:
        ends = [end for peer in vif.active_peers for end in (peer.amazon, peer.customer)]
        for prefix in sorted({end.network for end in ends if end is not None and vif.is_live}):
            found[vif.connection_id][prefix].append(vif)
    return {connection: dict(subnets) for connection, subnets in found.items()}


def _detail(mine: Prefix, theirs: Prefix, other: Vif) -> str:
    how = "is also" if mine == theirs else f"overlaps {theirs},"
    return f"{mine} {how} a peer subnet of {other.id} on {other.connection_id}"


@rule(
    "DX320",
    "No other VIF on the connection or LAG has an overlapping peer subnet",
    fix="Give one of the two VIFs another subnet: one router can't tell them apart.",
    source=limits.VIF_PREREQUISITES,
)
def subnets_are_unique_on_a_connection(estate: Estate) -> Iterator[tuple[str, str]]:
    """Both VIFs end on the same router."""
    for subnets in _subnets(estate).values():
        items = ((prefix, (vif, prefix)) for prefix, vifs in subnets.items() for vif in vifs)
        for outer, inner in overlaps(items, lambda one, two: one[0] is not two[0]):
            for (vif, mine), (other, theirs) in ((outer, inner), (inner, outer)):
                yield vif.id, _detail(mine, theirs, other)


@rule(
    "DX321",
    "No VIF on another connection has an overlapping peer subnet",
    fix="Nothing to do if the two end on different routers or in different VRFs.",
    source=limits.VIF_PREREQUISITES,
    severity=Status.WARN,
)
def subnets_are_unique_across_connections(estate: Estate) -> Iterator[tuple[str, str]]:
    """AWS refuses to move a VIF to a connection on which its addresses are taken."""
    items = (
        (prefix, (connection, prefix, vifs))
        for connection, subnets in _subnets(estate).items()
        for prefix, vifs in subnets.items()
    )
    for outer, inner in overlaps(items, lambda one, two: one[0] != two[0]):
        for (_, mine, vifs), (_, theirs, others) in ((outer, inner), (inner, outer)):
            for vif in vifs:
                yield vif.id, _detail(mine, theirs, others[0])
