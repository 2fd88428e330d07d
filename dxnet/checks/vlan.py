"""DX1xx: the VLAN."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.checks.engine import rule
from dxnet.checks.fixes import NEW_VIF
from dxnet.model import Connection, Estate, Vif


@rule(
    "DX101",
    "The VLAN is 1 to 4094",
    why=(
        "IEEE 802.1Q reserves 0 and 4095, and a larger number doesn't fit in a VLAN tag. "
        "Routers and switches refuse such a VLAN, so the session can't come up."
    ),
    fix=NEW_VIF + "a VLAN from 1 to 4094: the VLAN of an existing VIF can't be changed.",
    source=limits.VIF_PREREQUISITES,
)
def vlan_is_in_range(vif: Vif) -> Iterator[str]:
    """Report a VLAN that is missing or out of range."""
    if vif.vlan is None:
        yield "the VIF has no VLAN"
    elif vif.vlan not in limits.VLAN:
        yield f"VLAN {vif.vlan} is outside 1 to 4094"


@rule(
    "DX102",
    "No other VIF on the connection or LAG has the VLAN",
    why=(
        "AWS gives a VLAN to one VIF of a connection or LAG, and the router's interface for "
        "the VLAN can serve only one of the two VIFs: the other one carries no traffic."
    ),
    fix=(
        "Find out which VIF carries traffic. Delete the other one, or create it again with "
        "another VLAN."
    ),
    source=limits.VIF_PREREQUISITES,
)
def vlan_is_unique(estate: Estate) -> Iterator[tuple[str, str]]:
    """Report VIFs of one connection or LAG that use the same VLAN."""
    users: dict[tuple[str, int], list[Vif]] = {}
    for vif in estate.vifs:
        if vif.is_live and vif.vlan is not None and vif.connection_id:
            users.setdefault((vif.connection_id, vif.vlan), []).append(vif)
    for (parent, vlan), vifs in users.items():
        for vif in vifs if len(vifs) > 1 else ():
            yield vif.id, f"VLAN {vlan} on {parent} is also used by {_others(vif, vifs)}"


@rule(
    "DX103",
    "On a hosted connection the VIF uses the partner's VLAN",
    why=(
        "The partner's network delivers only the VLAN of the hosted connection. Frames with "
        "another tag never reach AWS, so the session stays down."
    ),
    fix=NEW_VIF + ("the VLAN of the hosted connection, or ask the partner to change that VLAN."),
    source=limits.HOSTED_VIF,
)
def vlan_is_the_hosted_connections(vif: Vif, connection: Connection) -> Iterator[str]:
    """Report a VIF whose VLAN is not that of its hosted connection."""
    if connection.is_hosted and connection.vlan and vif.vlan != connection.vlan:
        yield f"the VIF has VLAN {vif.vlan}, {connection.id} has VLAN {connection.vlan}"


def _others(vif: Vif, vifs: list[Vif], shown: int = 3) -> str:
    """Name the first `shown` of the other VIFs, and count the rest."""
    ids = [other.id for other in vifs[: shown + 1] if other is not vif][:shown]
    rest = len(vifs) - 1 - len(ids)
    return ", ".join(ids) + (f" and {rest} more" if rest else "")
