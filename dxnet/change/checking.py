"""What the checks say of the estate after a change.

Every rule on the virtual interfaces that it makes or changes; and on those that share a connection
or gateway with something it touches, what was not found before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dxnet import kinds, parse
from dxnet.assess import Assessment, assess
from dxnet.change import outcome
from dxnet.change.plan import Plan
from dxnet.checks.acceptance import Acceptance
from dxnet.checks.engine import TELLING
from dxnet.checks.findings import Finding, Outcome, Subject
from dxnet.model import Vif
from dxnet.settings import Settings

_BEFORE = " (so before the change)"

_Details = Mapping[tuple[Subject, str], Sequence[str]]


def assessment(plan: Plan, settings: Settings, accept: Sequence[Acceptance] = ()) -> Assessment:
    """The estate after the change: its VIFs, with old findings marked so, and what is new around.

    Raises `UsageError` for settings that are wrong.
    """
    after = outcome.estate(plan)
    touched = {vif.id for vif in outcome.touched_vifs(plan, after)}
    places = outcome.places(plan)
    vif_ids = [vif.id for vif in after.vifs if vif.id in touched or _is_at(vif, places)]
    assessed = assess(after, settings, vif_ids, accept)
    assessed.refuse_faulty_settings()
    old = _before(plan, {finding.subject_id for finding in assessed.findings.to_read}, settings)
    findings = assessed.findings
    kept = {
        subject: tuple(_marked(subject, each, old) for each in outcomes)
        for subject, outcomes in findings.outcomes.items()
        if subject.kind is kinds.VIF and subject.id in touched
    }
    new_around = tuple(
        finding
        for finding in findings.to_read
        if finding.subject not in kept and not _is_old(finding.subject, finding, old)
    )
    return replace(assessed, findings=replace(findings, outcomes=kept, of_run=new_around))


def _is_old(subject: Subject | None, found: Outcome | Finding, old: _Details) -> bool:
    """Whether the same was found before the change; an acceptance may have been added to it."""
    if subject is None or found.status not in TELLING:
        return False
    return any(found.detail.startswith(detail) for detail in old.get((subject, found.rule.id), ()))


def _marked(subject: Subject, found: Outcome, old: _Details) -> Outcome:
    return replace(found, detail=found.detail + _BEFORE) if _is_old(subject, found, old) else found


def _before(plan: Plan, object_ids: set[str], settings: Settings) -> _Details:
    """What was found before, by object and rule, on the VIFs of these ids and what they are on."""
    estate = parse.estate(plan.before)
    vif_ids = [vif.id for vif in estate.vifs if vif.id in object_ids]
    if not vif_ids:
        return {}
    details: dict[tuple[Subject, str], list[str]] = {}
    for finding in assess(estate, settings, vif_ids).findings.to_read:
        if finding.subject is not None:
            details.setdefault((finding.subject, finding.rule.id), []).append(finding.detail)
    return details


def _is_at(vif: Vif, places: frozenset[str]) -> bool:
    return vif.connection_id in places or bool(vif.gateway_id and vif.gateway_id in places)
