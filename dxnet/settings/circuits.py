"""What one router carries: the VIFs at its ports, each with its customer's end.

Whatever is of the whole router, such as its AS or a prefix that it announces, is judged and
written from all of them, never from one VIF as if it had the router to itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from dxnet import kinds
from dxnet.addressing import Prefix
from dxnet.errors import DxnetError
from dxnet.model import Estate, Vif
from dxnet.settings.model import Router, Settings


@dataclass(frozen=True, slots=True)
class Circuit:
    """A live VIF and the customer's end of it."""

    vif: Vif
    router: Router

    @property
    def advertised(self) -> tuple[Prefix, ...]:
        """A public VIF's route-filter prefixes, any other's prefixes from the settings."""
        if not self.vif.is_public:
            return self.router.advertise
        return self.vif.filter_prefixes


@dataclass(frozen=True, slots=True)
class Circuits:
    """The circuits of one router, by its name, or of one connection or LAG, by that one's id.

    `unread` says why others may be missing, as a part of a sentence; empty if none is.
    """

    name: str
    members: tuple[Circuit, ...] = ()
    unread: str = ""

    def beside(self, vif: Vif) -> tuple[Circuit, ...]:
        """The circuits of the other VIFs."""
        return tuple(circuit for circuit in self.members if circuit.vif.id != vif.id)


def at_routers(estate: Estate, settings: Settings) -> Callable[[Vif], Circuits]:
    """A function that gives the circuits of a VIF's router, worked out once for each router.

    The VIFs at the ports of one `[routers.NAME]` are on one router; without such a table, those on
    one connection or LAG are.
    """
    carried: defaultdict[str, list[Vif]] = defaultdict(list)
    for vif in estate.vifs:
        if vif.is_live:
            carried[_router_of(vif, settings)].append(vif)

    @cache
    def circuits(name: str) -> Circuits:
        members, faulty = [], ""
        for vif in carried[name]:
            try:
                members.append(Circuit(vif, settings.router_for(vif)))
            except DxnetError:
                faulty = f"the settings of {vif.id} are wrong"
        return Circuits(name, tuple(members), _unread(estate, settings, name) or faulty)

    return lambda vif: circuits(_router_of(vif, settings))


def _router_of(vif: Vif, settings: Settings) -> str:
    return settings.router_name(vif) or vif.connection_id or vif.id


def _unread(estate: Estate, settings: Settings, name: str) -> str:
    """Why VIFs of that router may be missing; empty if none is."""
    ports = {port for port, (router, _) in settings.ports.items() if router == name} or {name}
    if estate.is_partial and not ports <= {*estate.whole}:
        return "the router's other VIFs were not read"
    gap = next(iter(estate.gaps_about(kinds.VIF)), None)
    return f"not read: {gap}" if gap else ""
