"""What metrics and an older reading tell of a session's past."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from dxnet import limits
from dxnet.addressing import Family
from dxnet.diagnose import session
from dxnet.diagnose.case import Case
from dxnet.diagnose.session import Session
from dxnet.diagnose.terms import Evidence, Since
from dxnet.model import Vif
from dxnet.observations import Points

_STATUS = "VirtualInterfaceBgpStatus"
_ACCEPTED = "VirtualInterfaceBgpPrefixesAccepted"
# A session that changed so often in a day comes and goes.
FLAPPING = 3
_PERIOD = timedelta(minutes=5)
_DAY = timedelta(hours=24)


def quota(vif: Vif, family: Family) -> int:
    """How many prefixes AWS takes of a session: those allocated, else the default."""
    if vif.is_public:
        return limits.PREFIX_COUNT[-1]
    allocated = vif.prefix_pool_ipv6 if family == "ipv6" else vif.prefix_pool_ipv4
    return allocated or limits.PREFIXES_TO_AWS_DEFAULT


def points(case: Case, metric: str) -> Points:
    """The points of a metric of the VIF and the peer's family; empty where it was not read."""
    if case.facts.metrics is None or case.vif is None or case.peer is None:
        return ()
    return case.facts.metrics.of(metric, case.vif.id, case.peer.family)


def accepted_before_the_fall(case: Case) -> float | None:
    """How many prefixes AWS accepted in the last points at which the session was up."""
    up = [at for at, value in points(case, _STATUS) if value >= 1]
    counts = [value for at, value in points(case, _ACCEPTED) if up and at <= up[-1]]
    return max(counts[-3:]) if counts else None


def changes(case: Case) -> int:
    """How often the session changed between neighbouring points of the last 24 hours."""
    recent = [value for at, value in points(case, _STATUS) if at >= case.facts.now - _DAY]
    return sum(first != second for first, second in pairwise(recent))


def seen_up(case: Case) -> Evidence | None:
    """What has seen the session up: a metric's point, or the older reading."""
    up = [at for at, value in points(case, _STATUS) if value >= 1]
    if up:
        return Evidence(f"the session was up at {up[-1]:%Y-%m-%d %H:%MZ}", "CloudWatch", up[-1])
    older = _older(case)
    if older is not None and case.peer is not None:
        for peer in older.active_peers:
            if peer.id == case.peer.id and session.of(older, peer) is Session.UP:
                return Evidence("the session was up in the older reading", "the older reading")
    return None


def seen_all_its_life(case: Case) -> Evidence | None:
    """What covers the whole life of the VIF, so that a session that it never saw never was."""
    metrics, vif = case.facts.metrics, case.vif
    status = points(case, _STATUS)
    if metrics is not None and status and status[0][0] > metrics.begin + _PERIOD:
        begin = status[0][0]
        return Evidence(f"never up since its first point at {begin:%Y-%m-%d %H:%MZ}", "CloudWatch")
    before = case.facts.before
    if before is not None and vif is not None and before.get(vif.id) is None:
        return Evidence("the older reading does not have the VIF", "the older reading")
    return None


def down_since(case: Case) -> Since:
    """When the session fell: to five minutes by metrics, else between two readings."""
    if measured := _fell(points(case, _STATUS)):
        return measured
    before, older = case.facts.before, _older(case)
    if before is None or older is None or case.peer is None:
        return Since()
    was_up = any(
        peer.id == case.peer.id and session.of(older, peer) is Session.UP
        for peer in older.active_peers
    )
    taken = taken_at(before.provenance.taken if before.provenance else "")
    return Since(taken, case.facts.now, "two readings") if was_up and taken else Since()


def port_down_since(case: Case) -> Since:
    """When the port fell, to five minutes by metrics; the series of a LAG's link are no LAG's."""
    return _fell(port_state(case)) or Since()


def port_state(case: Case) -> Points:
    """The states of the port that CloudWatch has, 1 for up; of an unread one by its id alone."""
    metrics, vif = case.facts.metrics, case.vif
    port_id = case.port.id if case.port is not None else vif.connection_id if vif else ""
    series = metrics.of_port("ConnectionState", frozenset((port_id,))) if metrics else ()
    return series[0].points if series else ()


def _fell(states: Points) -> Since | None:
    """When a state, 1 for up, went to 0 for the last time; None where it is up or never was."""
    up = [at for at, value in states if value >= 1]
    if not up or states[-1][1] >= 1:
        return None
    return Since(up[-1] + _PERIOD, up[-1] + 2 * _PERIOD, "CloudWatch")


def taken_at(text: str) -> datetime | None:
    """The time that a snapshot says, None where it says none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _older(case: Case) -> Vif | None:
    if case.facts.before is None or case.vif is None:
        return None
    older = case.facts.before.get(case.vif.id)
    return older if isinstance(older, Vif) else None
