"""The diagnosis of one VIF or port: its peers by the decision table, folded into one standing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dxnet.diagnose import ladder
from dxnet.diagnose.case import Case
from dxnet.diagnose.causes import CAUSES, PLACES, TABLE
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.ladder import Judged
from dxnet.diagnose.paths import Paths, by_gateway
from dxnet.diagnose.session import Session
from dxnet.diagnose.terms import (
    NO_TIME,
    Cause,
    Certainty,
    Evidence,
    Match,
    Rung,
    Since,
    Standing,
    Step,
)
from dxnet.model import BgpPeer, Parent, Vif

_OFF = (Standing.DOWN, Standing.PARTLY)
_ON = (Standing.UP, Standing.LOOK)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the table says of one peer: the cause that names it, and the others that match.

    `peer` is None for a VIF without an active peer, and for a port.
    """

    peer: BgpPeer | None
    session: Session
    cause: Cause
    certainty: Certainty
    subject: str
    evidence: tuple[Evidence, ...]
    step: Step
    since: Since = NO_TIME
    also: tuple[Cause, ...] = ()

    @property
    def standing(self) -> Standing:
        """How the peer stands: its cause's standing."""
        return self.cause.standing


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How a VIF stands and why; `finding` is that of the peer that names it."""

    vif: Vif
    standing: Standing
    finding: Finding
    peers: tuple[Finding, ...]
    also: tuple[Cause, ...]
    paths: tuple[Paths, ...]
    ladder: tuple[Judged, ...]

    @property
    def peers_up(self) -> int:
        """How many sessions are up."""
        return sum(peer.session is Session.UP for peer in self.peers)

    @property
    def count(self) -> int:
        """How many active peers the VIF has."""
        return sum(peer.peer is not None for peer in self.peers)


@dataclass(frozen=True, slots=True)
class PortDiagnosis:
    """Why a port without a VIF does not work, or why it waits."""

    port: Parent
    finding: Finding


def diagnose(
    facts: Facts, vif: Vif, paths: Mapping[str, tuple[Paths, ...]] | None = None
) -> Diagnosis:
    """How the VIF stands, why, and what to do; the same facts give the same answer.

    `paths` are those of `dxnet.diagnose.paths.by_gateway`, where they are worked out already.
    """
    left = by_gateway(facts, (vif.gateway_id,)) if paths is None else paths
    port = facts.estate.parent(vif)
    peers: tuple[BgpPeer | None, ...] = vif.active_peers or (None,)
    cases = [Case(facts, vif, peer, port) for peer in peers]
    found = [_finding(case) for case in cases]
    standing, naming = _fold([finding for finding, _ in found])
    named = next(finding for finding, _ in found if finding is naming)
    case = cases[[finding for finding, _ in found].index(named)]
    broken = frozenset(rung for _, rungs in found for rung in rungs)
    others = {cause.id for finding, _ in found for cause in (finding.cause, *finding.also)}
    others -= {named.cause.id, *(cause.id for cause in TABLE if cause.is_rest)}
    return Diagnosis(
        vif,
        standing,
        named,
        tuple(finding for finding, _ in found),
        tuple(CAUSES[cause_id] for cause_id in sorted(others, key=PLACES.__getitem__)),
        left.get(vif.gateway_id, ()),
        ladder.of(case, named.cause, named.certainty, named.evidence, left, broken),
    )


def diagnose_port(facts: Facts, port: Parent) -> PortDiagnosis | None:
    """Why a port without a VIF does not work or waits; None where nothing is to be said."""
    case = Case(facts, None, None, port)
    for cause in TABLE:
        if cause.is_of_port and (match := cause.matcher(case)):
            return PortDiagnosis(port, _named(case, cause, match, ()))
    return None


def _finding(case: Case) -> tuple[Finding, frozenset[Rung]]:
    """The finding on a peer, and the rungs whose causes could not be tried."""
    matches: list[tuple[Cause, Match]] = []
    broken: set[Rung] = set()
    for cause in TABLE:
        try:
            match = cause.matcher(case)
        except Exception:  # a broken row must not hide the others
            broken.add(cause.rung)
            continue
        if match is not None:
            matches.append((cause, match))
    if not matches or (broken and matches[0][0].standing is Standing.UP):
        rungs = ", ".join(sorted(broken)) or "the session"
        evidence = Evidence(f"dxnet could not judge {rungs}", "dxnet")
        matches.insert(0, (CAUSES["state-unknown"], Match((evidence,))))
    cause, match = matches[0]
    is_gone = cause.standing is Standing.GONE
    also = tuple(other for other, _ in matches[1:] if not other.is_rest and not is_gone)
    return _named(case, cause, match, also), frozenset(broken)


def _named(case: Case, cause: Cause, match: Match, also: tuple[Cause, ...]) -> Finding:
    return Finding(
        case.peer,
        case.session,
        cause,
        match.certainty,
        match.subject or (case.vif.id if case.vif else case.port.id if case.port else ""),
        match.evidence,
        _step(case, cause),
        match.since,
        also,
    )


def _step(case: Case, cause: Cause) -> Step:
    """The cause's next step, with the objects' ids in it."""
    vif, port = case.vif, case.port
    ids = {
        "{vif}": vif.id if vif else "",
        "{port}": port.id if port else vif.connection_id if vif else "",
        "{gateway}": (vif.gateway_id if vif else "") or "the gateway",
        "{account}": (vif.owner_account if vif else "") or "that owns it",
    }

    def filled(text: str) -> str:
        for name, value in ids.items():
            text = text.replace(name, value)
        return text

    return Step(filled(cause.next.who), filled(cause.next.text), filled(cause.next.command))


def _fold(findings: Iterable[Finding]) -> tuple[Standing, Finding]:
    """The VIF's standing, and the finding that names it.

    The gravest names it; but what is down beside what is up is PARTLY.
    """
    ordered = sorted(findings, key=_order)
    naming = ordered[0]
    is_partly = naming.standing in _OFF and any(one.standing in _ON for one in ordered)
    return Standing.PARTLY if is_partly else naming.standing, naming


def _order(finding: Finding) -> tuple[int, int, str, str]:
    peer = finding.peer
    return (
        finding.standing.gravity,
        PLACES[finding.cause.id],
        peer.family if peer else "",
        peer.id if peer else "",
    )


def vanished(facts: Facts) -> Iterator[Vif]:
    """The VIFs of the older reading that are gone from a whole newer one."""
    for vif in facts.before.vifs if facts.before else ():
        case = Case(facts, vif, None, None)
        if CAUSES["vif-gone"].matcher(case) is not None:
            yield vif
