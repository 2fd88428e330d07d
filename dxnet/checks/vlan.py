"""DX1xx: the VLAN."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.checks.engine import rule
from dxnet.model import Connection, Estate, Vif


@rule(
    "DX101",
    "The VLAN is 1 to 4094",
    fix="Create the VIF again with a VLAN from 1 to 4094; a VLAN can't be changed.",
    source=limits.VIF_PREREQUISITES,
)
def vlan_is_in_range(vif: Vif) -> Iterator[str]:
    """IEEE 802.1Q reserves 0 and 4095."""
    if vif.vlan is None:
        yield "the VIF has no VLAN"
    elif vif.vlan not in limits.VLAN:
        yield f"VLAN {vif.vlan} is outside 1 to 4094"


@rule(
    "DX102",
    "No other VIF on the connection or LAG has the VLAN",
    fix="Find out which VIF carries traffic and delete the other, or move it to another VLAN.",
    source=limits.VIF_PREREQUISITES,
)
def vlan_is_unique(estate: Estate) -> Iterator[tuple[str, str]]:
    """A VLAN belongs to one VIF of a connection or LAG."""
    users: dict[tuple[str, int], list[Vif]] = {}
    for vif in estate.vifs:
        if vif.is_live and vif.vlan is not None and vif.connection_id:
            users.setdefault((vif.connection_id, vif.vlan), []).append(vif)
    for (parent, vlan), vifs in users.items():
        for vif in vifs if len(vifs) > 1 else ():
            yield vif.id, f"VLAN {vlan} on {parent} is also that of {_others(vif, vifs)}"


@rule(
    "DX103",
    "On a hosted connection the VLAN is the partner's",
    fix="Create the VIF with the hosted connection's VLAN, or have the partner change theirs.",
    source=limits.HOSTED_VIF,
)
def vlan_is_the_hosted_connections(vif: Vif, connection: Connection) -> Iterator[str]:
    """The partner that provides a hosted connection chooses its VLAN."""
    if connection.is_hosted and connection.vlan and vif.vlan != connection.vlan:
        yield f"the VIF has VLAN {vif.vlan}, {connection.id} has VLAN {connection.vlan}"


def _others(vif: Vif, vifs: list[Vif], shown: int = 3) -> str:
    """The ids of the first of the others, and how many more there are."""
    ids = [other.id for other in vifs[: shown + 1] if other is not vif][:shown]
    rest = len(vifs) - 1 - len(ids)
    return ", ".join(ids) + (f" and {rest} more" if rest else "")
