"""What AWS plans to maintain on the paths of a gateway, this VIF's own and the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dxnet import kinds
from dxnet.observations import Event


@dataclass(frozen=True, slots=True)
class Maintenance:
    """An event of AWS Health that takes VIFs of a gateway: of `all`, `left` stay up meanwhile."""

    event: Event
    left: int
    all: int

    @property
    def words(self) -> str:
        """What is maintained, when, and how much stays: "AWS maintains dxcon-ff000001 from ..."."""
        verb = "stays" if self.left == 1 else "stay"
        left = f"{self.left} of {kinds.VIF.count(self.all)} {verb} up meanwhile"
        return f"AWS maintains {''.join(_parts(self.event))}: {left}"


def _parts(event: Event) -> Iterator[str]:
    yield ", ".join(event.entities[:3])
    if more := event.entities[3:]:
        yield f" and {len(more)} more"
    if event.start:
        yield f" from {event.start:%Y-%m-%d %H:%MZ}"
    if event.end:
        yield f" until {event.end:%Y-%m-%d %H:%MZ}"
