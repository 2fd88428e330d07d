"""What the checks say of the estate after a change.

Every rule on the virtual interfaces that it makes or changes; and on those that share a connection
or gateway with something it touches, what was not found before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dxnet import parse, render
from dxnet.change import outcome
from dxnet.change.plan import Plan
from dxnet.checks import engine
from dxnet.checks.engine import Acceptance, End, Finding, Status
from dxnet.model import Vif
from dxnet.settings import Settings

_TELLING = (Status.FAIL, Status.ERROR, Status.WARN, Status.MANUAL, Status.ACCEPTED)
_BEFORE = " (so before the change)"


def findings(
    plan: Plan, settings: Settings, accept: Sequence[Acceptance] = ()
) -> tuple[Finding, ...]:
    """The findings on touched VIFs, old ones marked so, and the new ones on their neighbours."""
    after = outcome.estate(plan)
    touched = {vif.id for vif in outcome.touched_vifs(plan, after)}
    places = outcome.places(plan)
    vifs = [vif for vif in after.vifs if vif.id in touched or _is_at(vif, places)]
    ends = _ends(vifs, settings)
    found = engine.run(after, ends, ends, accept)
    telling = {finding.vif_id for finding in found if finding.status in _TELLING}
    return tuple(_told(found, touched, _before(plan, telling, settings)))


_Details = Mapping[tuple[str, str], Sequence[str]]


def _told(found: Sequence[Finding], touched: set[str], old: _Details) -> Iterator[Finding]:
    for finding in found:
        known = old.get((finding.vif_id, finding.rule.id), ())
        is_telling = finding.status in _TELLING
        is_old = is_telling and any(finding.detail.startswith(detail) for detail in known)
        is_neighbours = bool(finding.vif_id) and finding.vif_id not in touched
        if not is_neighbours or (is_telling and not is_old):
            yield replace(finding, detail=finding.detail + _BEFORE) if is_old else finding


def _before(plan: Plan, vif_ids: set[str], settings: Settings) -> _Details:
    """What was found before, by VIF and rule, on those VIFs."""
    if not vif_ids:
        return {}
    estate = parse.estate(plan.before)
    ends = _ends((vif for vif in estate.vifs if vif.id in vif_ids), settings)
    details: dict[tuple[str, str], list[str]] = {}
    for finding in engine.run(estate, ends, ends):
        if finding.status in _TELLING:
            details.setdefault((finding.vif_id, finding.rule.id), []).append(finding.detail)
    return details


def _is_at(vif: Vif, places: frozenset[str]) -> bool:
    return vif.connection_id in places or bool(vif.gateway_id and vif.gateway_id in places)


def _ends(vifs: Iterable[Vif], settings: Settings) -> dict[str, End]:
    return {vif.id: End.of(vif, settings, render.config) for vif in vifs}
