"""DX32x: peer subnets compared across the estate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dxnet import limits
from dxnet.addressing import Prefix, overlaps
from dxnet.checks.engine import Status, rule
from dxnet.model import Estate, Vif


def _subnets(estate: Estate) -> dict[str, dict[Prefix, list[Vif]]]:
    """Return the live VIFs by the id of their connection or LAG, then by peer subnet."""
    by_port: defaultdict[str, defaultdict[Prefix, list[Vif]]]
    by_port = defaultdict(lambda: defaultdict(list))
    for vif in estate.vifs:
        ends = [end for peer in vif.active_peers for end in (peer.amazon, peer.customer)]
        for prefix in sorted({end.network for end in ends if end is not None and vif.is_live}):
            by_port[vif.connection_id][prefix].append(vif)
    return {port: dict(subnets) for port, subnets in by_port.items()}


def _detail(mine: Prefix, theirs: Prefix, other: Vif) -> str:
    how = "is also" if mine == theirs else f"overlaps {theirs},"
    return f"{mine} {how} a peer subnet of {other.id} on {other.connection_id}"


@rule(
    "DX320",
    "No other VIF on the connection or LAG has an overlapping peer subnet",
    why=(
        "Both VIFs end on the same router. In one routing table it can't have the same subnet "
        "on two interfaces: it refuses the second one, or sends packets to the wrong VIF."
    ),
    fix=(
        "Give one of the two VIFs another subnet: create its BGP peer again, or the VIF if "
        "this is its only peer."
    ),
    source=limits.VIF_PREREQUISITES,
)
def subnets_are_unique_on_a_connection(estate: Estate) -> Iterator[tuple[str, str]]:
    """Report overlapping peer subnets of VIFs on one connection or LAG."""
    for subnets in _subnets(estate).values():
        items = ((prefix, (vif, prefix)) for prefix, vifs in subnets.items() for vif in vifs)
        for outer, inner in overlaps(items, lambda one, two: one[0] is not two[0]):
            for (vif, mine), (other, theirs) in ((outer, inner), (inner, outer)):
                yield vif.id, _detail(mine, theirs, other)


@rule(
    "DX321",
    "No VIF on another connection has an overlapping peer subnet",
    why=(
        "AWS refuses to move a VIF to a connection where its addresses are in use. If both "
        "VIFs end in one routing table, the router sends packets to the wrong one."
    ),
    fix=(
        "Nothing to do if the two VIFs end on different routers or in different VRFs. If not, "
        "give one of them another subnet."
    ),
    source=limits.VIF_PREREQUISITES,
    severity=Status.WARN,
)
def subnets_are_unique_across_connections(estate: Estate) -> Iterator[tuple[str, str]]:
    """Report overlapping peer subnets of VIFs on different connections."""
    items = (
        (prefix, (connection, prefix, vifs))
        for connection, subnets in _subnets(estate).items()
        for prefix, vifs in subnets.items()
    )
    for outer, inner in overlaps(items, lambda one, two: one[0] != two[0]):
        for (_, mine, vifs), (_, theirs, others) in ((outer, inner), (inner, outer)):
            for vif in vifs:
                yield vif.id, _detail(mine, theirs, others[0])
