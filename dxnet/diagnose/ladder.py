"""The ladder: what is known of each rung, from the reading to what is left if this path goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dxnet import kinds
from dxnet.diagnose import history
from dxnet.diagnose.case import Case
from dxnet.diagnose.paths import Paths
from dxnet.diagnose.terms import Cause, Certainty, Evidence, Rung, Standing, Verdict
from dxnet.diagnose.testimony import Testimony
from dxnet.observations import Points

_RUNGS = tuple(Rung)
_ALL_ASKED = (Standing.LOOK, Standing.UNKNOWN, Standing.UP)
_PREFIX = {
    Standing.WAITING: "not yet: ",
    Standing.ON_PURPOSE: "on purpose: ",
    Standing.GONE: "gone: ",
}
_OWN_END = (Rung.VLAN, Rung.ADDRESS, Rung.ASN, Rung.KEY)
_TESTS = "failover tests (ListVirtualInterfaceTestHistory)"


@dataclass(frozen=True, slots=True)
class Judged:
    """One rung, what is said of it, and why."""

    rung: Rung
    verdict: Verdict
    text: str


def of(
    case: Case,
    cause: Cause,
    certainty: Certainty,
    evidence: tuple[Evidence, ...],
    paths: Mapping[str, tuple[Paths, ...]],
    broken: Collection[Rung],
) -> tuple[Judged, ...]:
    """Every rung in order: the cause's own is broken, what is behind it is not asked."""
    place = _RUNGS.index(cause.rung)
    is_all_asked = cause.standing in _ALL_ASKED

    def judged(rung: Rung) -> Judged:
        if rung in broken:
            return Judged(rung, Verdict.UNKNOWN, "dxnet could not judge it")
        if rung is cause.rung and cause.standing is not Standing.UP:
            sound = (one for one in case.heard(rung) if not one.cause)
            text = "; ".join((*(one.fact for one in evidence), *_words(sound)))
            return Judged(rung, _own(cause, certainty), _PREFIX.get(cause.standing, "") + text)
        if _RUNGS.index(rung) > place and not is_all_asked:
            return Judged(rung, Verdict.NOT_ASKED, "")
        if rung is Rung.REDUNDANCY:
            return _redundancy(case, paths)
        return Judged(rung, *_JUDGES[rung](case, rung))

    return tuple(judged(rung) for rung in _RUNGS)


def _own(cause: Cause, certainty: Certainty) -> Verdict:
    if cause.standing is Standing.UNKNOWN:
        return Verdict.UNKNOWN
    if cause.standing is Standing.LOOK or certainty is Certainty.POSSIBLE:
        return Verdict.SUSPECT
    return Verdict.BROKEN


_Said = tuple[Verdict, str]


def _read(case: Case, rung: Rung) -> _Said:
    read = f"read at {case.facts.now:%Y-%m-%d %H:%MZ}"
    return Verdict.OK, "; ".join((read, *_words(case.heard(rung))))


def _words(said: Iterable[Testimony]) -> Iterator[str]:
    """What the router says, each with the place where it says it."""
    yield from (f"{one.evidence.fact} [{one.evidence.source}]" for one in said)


def _heard(case: Case, rung: Rung) -> _Said | None:
    """What the router says of a rung; None where it says nothing."""
    said = case.heard(rung)
    if not said:
        return None
    wrong = [one for one in said if one.cause]
    if not wrong:
        return Verdict.OK, next(_words(said))
    is_proven = any(one.certainty is Certainty.PROVEN for one in wrong)
    return (Verdict.BROKEN if is_proven else Verdict.SUSPECT), "; ".join(_words(wrong))


def _lifecycle(case: Case, _: Rung) -> _Said:
    vif, peer = case.vif, case.peer
    state = f"the VIF is {vif.state or 'in no state'}" if vif else ""
    return Verdict.OK, f"{state}, its peer is {peer.state}" if peer and peer.state else state


def _purpose(case: Case, _: Rung) -> _Said:
    if case.is_up:
        return Verdict.OK, "the session is up"
    facts = case.facts
    lacking = [_TESTS] if facts.estate.failover_tests is None else []
    lacking += ["AWS Health (health:DescribeEvents)"] if facts.events is None else []
    if lacking:
        return Verdict.UNKNOWN, f"not read: {', '.join(lacking)}"
    return Verdict.OK, "neither a failover test nor an event of AWS Health"


def _port(case: Case, _: Rung) -> _Said:
    port = case.port
    if case.is_up:
        return Verdict.OK, "implied: the session is up"
    state = f"{port.id} is {port.state}" if port else ""
    if case.other_peers_up:
        return Verdict.OK, "implied: another session of the VIF is up"
    if case.siblings_up:
        count = kinds.VIF.count(len(case.siblings_up))
        return Verdict.OK, f"{state or 'implied'}: {count} beside it up"
    if said := _heard(case, Rung.PORT):
        verdict, text = said
        return verdict, f"{state}; {text}" if state else text
    if port is None and (states := history.port_state(case)):
        return _by_metric(states)
    if port is None:
        gap = case.facts.unread(kinds.CONNECTION, kinds.LAG, kinds.INTERCONNECT)
        named = case.vif.connection_id if case.vif else ""
        return Verdict.UNKNOWN, f"not read: {gap or named or 'the port'}"
    return (Verdict.OK if port.state == "available" else Verdict.UNKNOWN), state


def _by_metric(states: Points) -> _Said:
    """What CloudWatch's last point says of a port that was not read."""
    at, value = states[-1]
    if value >= 1:
        return Verdict.OK, f"implied: CloudWatch has it up at {at:%H:%MZ}"
    return Verdict.SUSPECT, f"CloudWatch has it down at {at:%H:%MZ}"


def _own_end(case: Case, rung: Rung) -> _Said:
    if case.is_up:
        return Verdict.OK, "implied: the session is up"
    faults = case.facts.faults.get(case.vif.id, ()) if case.vif else ()
    if fault := next((one for one in faults if one.rung is rung), None):
        return Verdict.SUSPECT, f"{fault.rule}: {fault.detail}"
    if said := _heard(case, rung):
        return said
    if rung is Rung.VLAN and case.other_peers_up:
        return Verdict.OK, "implied: another session of the VIF is up"
    return Verdict.UNKNOWN, "AWS's half is drawn right; the router's is not seen"


def _session(case: Case, _: Rung) -> _Said:
    if not case.is_up:
        return _heard(case, Rung.SESSION) or (Verdict.UNKNOWN, "not known")
    changes = history.changes(case)
    if changes >= history.FLAPPING:
        return Verdict.SUSPECT, f"the session is up, and changed {changes} times in 24 hours"
    return Verdict.OK, "the session is up"


def _accepted(case: Case) -> int | None:
    """How many prefixes of the peer's family AWS accepted; None where that was not read."""
    if case.vif is None or case.peer is None or case.vif.routes is None:
        points = history.points(case, "VirtualInterfaceBgpPrefixesAccepted")
        return int(points[-1][1]) if points else None
    family = case.peer.family
    return sum(one.direction == "accepted" and one.family == family for one in case.vif.routes)


def _quota(case: Case, _: Rung) -> _Said:
    count = _accepted(case)
    if count is None or case.vif is None or case.peer is None:
        return Verdict.UNKNOWN, "not read: routes (ListVirtualInterfaceRoutes)"
    quota = history.quota(case.vif, case.peer.family)
    return Verdict.OK, f"{count} of {quota} prefixes accepted"


def _routes(case: Case, _: Rung) -> _Said:
    count = _accepted(case)
    if count is None or not case.is_up:
        return Verdict.UNKNOWN, "not read: routes (ListVirtualInterfaceRoutes)"
    routes = case.vif.routes if case.vif else None
    if routes is None:
        return Verdict.OK, f"{count} accepted"
    advertised = sum(route.direction == "advertised" for route in routes)
    if case.vif and case.vif.is_public and not advertised:  # AWS has some always: not asked
        return Verdict.OK, f"{count} accepted"
    return Verdict.OK, f"{count} accepted, {advertised} advertised"


def _redundancy(case: Case, paths: Mapping[str, tuple[Paths, ...]]) -> Judged:
    left = paths.get(case.vif.gateway_id, ()) if case.vif else ()
    if not left:
        return Judged(Rung.REDUNDANCY, Verdict.UNKNOWN, "the VIF leads to no gateway")
    coming = case.facts.maintained.get(case.vif.gateway_id, ()) if case.vif else ()
    is_sound = not coming and all(
        one.up == one.all and one.up > 1 and len(one.devices) != 1 for one in left
    )
    text = "; ".join((*(one.words for one in left), *(one.words for one in coming)))
    return Judged(Rung.REDUNDANCY, Verdict.OK if is_sound else Verdict.SUSPECT, text)


_JUDGES: Mapping[Rung, Callable[[Case, Rung], _Said]] = {
    Rung.READ: _read,
    Rung.LIFECYCLE: _lifecycle,
    Rung.PURPOSE: _purpose,
    Rung.PORT: _port,
    **dict.fromkeys(_OWN_END, _own_end),
    Rung.SESSION: _session,
    Rung.QUOTA: _quota,
    Rung.ROUTES: _routes,
}
