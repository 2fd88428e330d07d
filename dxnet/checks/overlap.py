"""DX32x: peer subnets compared across the estate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dxnet import limits
from dxnet.addressing import Prefix, overlaps
from dxnet.checks.engine import Status, rule
from dxnet.model import Estate, Vif

_Item = tuple[Vif, Prefix]


def _subnets(estate: Estate) -> Iterator[tuple[Prefix, _Item]]:
    """The peer subnets of every live VIF, each once."""
    for vif in estate.vifs:
        if vif.is_live:
            ends = (end for peer in vif.active_peers for end in (peer.amazon, peer.customer))
            for prefix in {end.network for end in ends if end is not None}:
                yield prefix, (vif, prefix)


def _both_ways(estate: Estate, counts: Callable[[_Item, _Item], bool]) -> Iterator[tuple[str, str]]:
    for outer, inner in overlaps(_subnets(estate), counts):
        for (vif, prefix), (other, others) in ((outer, inner), (inner, outer)):
            how = "is also" if prefix == others else f"overlaps {others},"
            yield vif.id, f"{prefix} {how} a peer subnet of {other.id} on {other.connection_id}"


def _on_one_connection(first: _Item, second: _Item) -> bool:
    return first[0] is not second[0] and first[0].connection_id == second[0].connection_id


def _on_two_connections(first: _Item, second: _Item) -> bool:
    return first[0].connection_id != second[0].connection_id


@rule(
    "DX320",
    "No other VIF on the connection or LAG has an overlapping peer subnet",
    fix="Give one of the two VIFs another subnet: one router can't tell them apart.",
    source=limits.VIF_PREREQUISITES,
)
def subnets_are_unique_on_a_connection(estate: Estate) -> Iterator[tuple[str, str]]:
    """Both VIFs end on the same router."""
    yield from _both_ways(estate, _on_one_connection)


@rule(
    "DX321",
    "No VIF on another connection has an overlapping peer subnet",
    fix="Nothing to do if the two end on different routers or in different VRFs.",
    source=limits.VIF_PREREQUISITES,
    severity=Status.WARN,
)
def subnets_are_unique_across_connections(estate: Estate) -> Iterator[tuple[str, str]]:
    """AWS refuses to move a VIF to a connection on which its addresses are taken."""
    yield from _both_ways(estate, _on_two_connections)
