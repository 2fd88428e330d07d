"""DX8xx: whether objects work as they are meant to, and what is lost if one of them fails."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import kinds, limits
from dxnet.checks.engine import NotApplicable, Status, rule
from dxnet.model import Estate, Lag


@rule(
    "DX801",
    "A LAG has at least its minimum number of connections up",
    why=(
        "With fewer links than its minimum AWS takes the whole LAG down, and every virtual "
        "interface on it with it."
    ),
    fix="Bring the connections up that are down, or lower the LAG's minimum number of links.",
    source=limits.LAG,
    severity=Status.WARN,
    about=kinds.LAG,
    rests_on=(kinds.CONNECTION,),
)
def lag_has_its_minimum_of_links(lag: Lag, estate: Estate) -> Iterator[str]:
    """Report a LAG whose available connections are fewer than its `minimumLinks`."""
    members = [item for item in estate.connections if item.lag_id == lag.id]
    if lag.minimum_links is None or lag.number_of_connections is None:
        raise NotApplicable("the source doesn't say how many links the LAG has or needs")
    if len(members) < lag.number_of_connections:
        raise NotApplicable(
            f"the source holds {len(members)} of the LAG's {lag.number_of_connections} connections"
        )
    up = sum(member.state == "available" for member in members)
    if up < lag.minimum_links:
        yield f"{up} of {len(members)} connections are up, {lag.minimum_links} are needed"
