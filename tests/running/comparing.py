"""VIFs compared with configurations that a test makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dxnet import platforms, render
from dxnet.model import Vif
from dxnet.running import comparison, expected
from dxnet.running.comparison import Comparison, Running
from dxnet.running.difference import Difference, difference
from dxnet.running.judgement import Judgement
from dxnet.settings import Router

from ..render.vifs import PEER, router, vif_of

QUIET = ("pass", "note")


@dataclass(frozen=True, slots=True)
class Circuit:
    """A VIF and its router, on one platform."""

    vif: Vif
    router: Router
    slug: str

    @property
    def text(self) -> str:
        """dxnet's own configuration."""
        return render.config(self.vif, self.router, platforms.get(self.slug))

    def compared(self, text: str | None = None) -> Comparison:
        """The VIF against a configuration, else against dxnet's own."""
        own = self.text if text is None else text
        return self.against(comparison.read(own, "edge", platforms.get(self.slug)))

    def against(self, running: Running) -> Comparison:
        """The VIF against a configuration that was read."""
        variables = render.variables(self.vif, self.router, running.platform)
        return comparison.compare(running, expected.of(self.vif, variables))

    def difference(self, text: str) -> Difference:
        """What differs from dxnet's own lines."""

        def rendered(interface: str, vrf: str) -> str:
            moved = replace(
                self.router,
                interface=interface or self.router.interface,
                vrf=vrf or self.router.vrf,
            )
            return render.config(self.vif, moved, platforms.get(self.slug), mask=True)

        return difference(self.compared(text), rendered)


def circuit(slug: str, fields: Mapping[str, Any] | None = None, **settings: Any) -> Circuit:
    """A private VIF that advertises 10.20.0.0/16; `fields` in place of AWS's own."""
    return Circuit(vif_of(**(fields or {})), router("10.20.0.0/16", **settings), slug)


def peer(**fields: Any) -> dict[str, Any]:
    """The IPv4 peer of such a VIF with other fields."""
    return PEER | fields


def loud(found: Comparison, but: Callable[[Judgement], bool] = lambda _: False) -> list[str]:
    """What is said beyond notes, as `fact: verdict level`, in order."""
    return [
        f"{each.fact}: {each.verdict} {each.level}"
        for each in found.judgements
        if each.level not in QUIET and not but(each)
    ]


def levels(found: Comparison) -> dict[str, str]:
    """The level of each fact that isn't right; the worst where there are two of a name."""
    order = ("fail", "warn", "look", "note", "pass")
    said: dict[str, str] = {}
    for each in found.judgements:
        level = str(each.level)
        if level != "pass" and order.index(level) <= order.index(said.get(each.fact, "pass")):
            said[each.fact] = level
    return said
