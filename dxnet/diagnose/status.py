"""Every VIF's diagnosis, grouped by what is at fault, and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dxnet import kinds
from dxnet.diagnose.causes import PLACES
from dxnet.diagnose.diagnosis import (
    Diagnosis,
    PortDiagnosis,
    diagnose,
    diagnose_port,
    vanished,
)
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.paths import Paths, by_gateway
from dxnet.diagnose.terms import NO_TIME, Cause, Certainty, Since, Standing
from dxnet.gaps import Gap

# The order of the groups: first what needs somebody, then what is apart.
_ORDER = {
    standing: place
    for place, standing in enumerate(
        (
            *(Standing.DOWN, Standing.PARTLY, Standing.UNKNOWN, Standing.LOOK),
            *(Standing.WAITING, Standing.ON_PURPOSE, Standing.GONE, Standing.UP),
        )
    )
}
_CERTAINTIES = tuple(Certainty)


@dataclass(frozen=True, slots=True)
class Group:
    """The VIFs that one cause about one object names; none for a port without a VIF."""

    cause: Cause
    subject: str
    standing: Standing
    certainty: Certainty
    vifs: tuple[Diagnosis, ...]
    since: Since = NO_TIME


@dataclass(frozen=True, slots=True)
class Status:
    """What an estate's VIFs come to. `lost` are the gateways that keep no path.

    `missing` are the gaps that could hide a VIF or its port.
    """

    diagnoses: tuple[Diagnosis, ...]
    ports: tuple[PortDiagnosis, ...]
    groups: tuple[Group, ...]
    paths: Mapping[str, tuple[Paths, ...]]
    lost: tuple[str, ...]
    unread: tuple[Gap, ...]
    is_partial: bool

    @property
    def counts(self) -> Mapping[Standing, int]:
        """How many VIFs have each standing, 0 included."""
        counted = [diagnosis.standing for diagnosis in self.diagnoses]
        return {standing: counted.count(standing) for standing in Standing}

    @property
    def is_whole(self) -> bool:
        """Whether no list of VIFs, connections or LAGs lacks a part."""
        listed = {kinds.VIF.list, kinds.CONNECTION.list, kinds.LAG.list}
        return not self.is_partial and not any(gap.kind in listed for gap in self.unread)

    def has_reached(self, threshold: Standing | None) -> bool:
        """Whether a VIF stands as gravely as the threshold; None never is.

        On purpose and waiting are not outages, but a gateway without a path is one.
        """
        if threshold is None:
            return False
        return bool(self.lost) or any(
            one.standing.gravity <= threshold.gravity for one in self.diagnoses
        )


def status(facts: Facts, vif_ids: Collection[str] | None = None, *, ports: bool = True) -> Status:
    """The diagnoses of these VIFs, of all for None; with the ports that have no VIF, unless not."""
    paths = by_gateway(facts)
    chosen = [vif for vif in facts.estate.vifs if vif_ids is None or vif.id in vif_ids]
    if vif_ids is None:
        chosen += vanished(facts)
    diagnoses = tuple(diagnose(facts, vif, paths) for vif in chosen)
    alone = (diagnose_port(facts, port) for port in facts.ports_alone) if ports else ()
    found = tuple(one for one in alone if one is not None)
    return Status(
        diagnoses,
        found,
        _groups(diagnoses, found),
        paths,
        _lost(diagnoses, paths),
        facts.estate.gaps,
        facts.estate.is_partial,
    )


def _groups(
    diagnoses: Collection[Diagnosis], ports: Collection[PortDiagnosis]
) -> tuple[Group, ...]:
    grouped: defaultdict[tuple[str, str], list[Diagnosis]] = defaultdict(list)
    for diagnosis in diagnoses:
        if diagnosis.standing is not Standing.UP:
            finding = diagnosis.finding
            grouped[finding.cause.id, finding.subject].append(diagnosis)
    groups = [_group(found) for found in grouped.values()]
    groups += [
        Group(one.finding.cause, one.port.id, one.finding.standing, one.finding.certainty, ())
        for one in ports
    ]
    return tuple(sorted(groups, key=_place))


def _group(found: list[Diagnosis]) -> Group:
    findings = [diagnosis.finding for diagnosis in found]
    certainty = max((one.certainty for one in findings), key=_CERTAINTIES.index)
    standing = min((one.standing for one in found), key=lambda one: one.gravity)
    known = [one.since for one in findings if one.since.latest is not None]
    since = NO_TIME
    if known:
        starts = [one.earliest for one in known if one.earliest]
        ends = [one.latest for one in known if one.latest]
        since = Since(min(starts, default=None), max(ends), known[0].source)
    return Group(findings[0].cause, findings[0].subject, standing, certainty, tuple(found), since)


def _place(group: Group) -> tuple[object, ...]:
    """A sort key: by standing, then the fewest paths left, the newest, the cause, the name."""
    left = [path.up for one in group.vifs for path in one.paths]
    latest = group.since.latest
    return (
        _ORDER[group.standing],
        min(left, default=1_000_000),
        -latest.timestamp() if latest else 0.0,
        PLACES[group.cause.id],
        group.subject,
    )


def _lost(
    diagnoses: Collection[Diagnosis], paths: Mapping[str, tuple[Paths, ...]]
) -> tuple[str, ...]:
    """The gateways of which no path is up or unknown, and one should be."""
    counting = (Standing.DOWN, Standing.ON_PURPOSE)
    missing = {
        one.vif.gateway_id
        for one in diagnoses
        if one.vif.gateway_id and (one.standing in counting or _is_remade(one))
    }
    return tuple(
        gateway
        for gateway in sorted(missing)
        if (left := paths.get(gateway))
        and all(one.is_whole for one in left)
        and not any(one.up or one.unknown for one in left)
    )


def _is_remade(diagnosis: Diagnosis) -> bool:
    """Whether a peer is being made beside one of its family that is being deleted."""
    peers = diagnosis.vif.peers
    old = {peer.family for peer in peers if peer.state == "deleting"}
    return any(peer.state == "pending" and peer.family in old for peer in peers)
