"""What AWS accepted of a VIF's router against what the router is to announce."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dxnet.addressing import Family, Prefix
from dxnet.diagnose import history, session
from dxnet.diagnose.session import Session
from dxnet.model import Vif
from dxnet.reach import Route
from dxnet.settings import Settings

_FAMILIES: tuple[Family, ...] = ("ipv4", "ipv6")


@dataclass(frozen=True, slots=True)
class Missing:
    """A prefix to announce that AWS did not accept; `parts` are accepted routes inside it."""

    prefix: Prefix
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unexpected:
    """An accepted route that nobody meant to announce; `inside` is the prefix that covers it."""

    route: Route
    inside: Prefix | None = None


@dataclass(frozen=True, slots=True)
class FamilyRoutes:
    """One address family's routes.

    `accepted` is None where they were not read or no session is up, `intended` where nothing says
    what to announce, and `advertised` where it was not asked. AWS takes `quota` prefixes of a
    session.
    """

    family: Family
    session: Session
    quota: int
    accepted: tuple[Route, ...] | None
    advertised: tuple[Route, ...] | None
    intended: tuple[Prefix, ...] | None
    missing: tuple[Missing, ...] = ()
    unexpected: tuple[Unexpected, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a prefix is missing or unexpected."""
        return bool(self.missing or self.unexpected)

    @property
    def words(self) -> str:
        """The short form: "IPv4: 3 of 100 accepted, 1 missing (10.0.0.0/16), 1 advertised"."""
        return f"{name(self.family)}: {', '.join(self._parts())}"

    def _parts(self) -> Iterator[str]:
        if self.accepted is None:
            is_up = self.session is Session.UP
            yield "not read" if is_up else f"the session is {self.session}"
            return
        yield f"{len(self.accepted)} of {self.quota} accepted"
        if self.intended is None:
            yield "nothing says what to announce"
        if self.missing:
            yield f"{len(self.missing)} missing ({first(one.prefix for one in self.missing)})"
        if self.unexpected:
            cidrs = first(one.route.cidr for one in self.unexpected)
            yield f"{len(self.unexpected)} unexpected ({cidrs})"
        if self.advertised is not None:
            yield f"{len(self.advertised)} advertised"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The routes of one VIF, by the address families of its sessions."""

    vif: Vif
    families: tuple[FamilyRoutes, ...]

    @property
    def is_read(self) -> bool:
        """Whether the routes of each session that is up were read."""
        return not any(one.session is Session.UP and one.accepted is None for one in self.families)

    @property
    def differs(self) -> bool:
        """Whether a prefix is missing or unexpected."""
        return any(one.differs for one in self.families)


def of(vif: Vif, settings: Settings) -> Comparison:
    """Compare the VIF's routes with its route-filter prefixes, or those of `advertise`.

    Raises `UsageError` for settings that contradict each other.
    """
    intended = _intended(vif, settings)
    families = [
        _family(vif, family, intended)
        for family in _FAMILIES
        if any(peer.family == family for peer in vif.active_peers)
    ]
    return Comparison(vif, tuple(families))


def name(family: Family) -> str:
    """The address family as people write it."""
    return "IPv6" if family == "ipv6" else "IPv4"


def first(items: Iterable[object], most: int = 3) -> str:
    """The first items in words: 10.0.0.0/16, 10.1.0.0/16, ..."""
    texts = [str(item) for item in items]
    return ", ".join(texts[:most]) + (", ..." if len(texts) > most else "")


def _intended(vif: Vif, settings: Settings) -> frozenset[Prefix]:
    """A public VIF's route-filter prefixes, any other's prefixes from the settings."""
    if not vif.is_public:
        return frozenset(settings.router_for(vif).advertise)
    return frozenset(vif.filter_prefixes)


def _family(vif: Vif, family: Family, of_vif: frozenset[Prefix]) -> FamilyRoutes:
    peers = [peer for peer in vif.active_peers if peer.family == family]
    states = {session.of(vif, peer) for peer in peers}
    state = next((one for one in (Session.UP, Session.DOWN) if one in states), Session.UNKNOWN)
    own_prefixes = frozenset(prefix for prefix in of_vif if prefix.family == family)
    intended = tuple(sorted(own_prefixes)) or None
    quota = history.quota(vif, family)
    if vif.routes is None or state is not Session.UP:
        return FamilyRoutes(family, state, quota, None, None, intended)
    own = [route for route in vif.routes if route.family == family]
    accepted = _in_order(route for route in own if route.direction == "accepted")
    advertised = _in_order(route for route in own if route.direction == "advertised")
    return FamilyRoutes(
        family,
        state,
        quota,
        accepted,
        # AWS always advertises its own prefixes to a public VIF: none means that none were asked.
        None if vif.is_public and not advertised else advertised,
        intended,
        tuple(_missing(own_prefixes, accepted)),
        tuple(_unexpected(own_prefixes, accepted)) if intended else (),
    )


def _in_order(routes: Iterable[Route]) -> tuple[Route, ...]:
    """The routes by prefix; those whose `cidr` is none come last."""
    own = list(routes)
    known = [(route.prefix, route.cidr, route) for route in own if route.prefix is not None]
    unknown = sorted((route for route in own if route.prefix is None), key=lambda one: one.cidr)
    return (*(route for _, _, route in sorted(known, key=lambda one: one[:2])), *unknown)


def _missing(intended: frozenset[Prefix], accepted: Iterable[Route]) -> Iterator[Missing]:
    """The prefixes that were not accepted as they are, in order."""
    there = {route.prefix for route in accepted}
    parts: defaultdict[Prefix, list[str]] = defaultdict(list)
    for route in accepted:
        for prefix in _covering(route.prefix, intended):
            parts[prefix].append(route.cidr)
    for prefix in sorted(intended - there):
        yield Missing(prefix, tuple(parts[prefix]))


def _unexpected(intended: frozenset[Prefix], accepted: Iterable[Route]) -> Iterator[Unexpected]:
    for route in accepted:
        if route.prefix not in intended:
            yield Unexpected(route, next(_covering(route.prefix, intended), None))


def _covering(prefix: Prefix | None, intended: frozenset[Prefix]) -> Iterator[Prefix]:
    """The intended prefixes that cover this one, the longest first."""
    if prefix is None:
        return
    width = 128 if prefix.family == "ipv6" else 32
    for length in range(prefix.prefixlen - 1, -1, -1):
        network = prefix.first >> (width - length) << (width - length)
        covering = Prefix(prefix.family, network, length)
        if covering in intended:
            yield covering
