"""What commands do with a change file: read it, plan it, and check the estate after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dxnet import metadata
from dxnet.cli.progress import progress
from dxnet.cli.reading import Reading, tell_gaps
from dxnet.errors import RefusedError, SourceError

if TYPE_CHECKING:
    from dxnet.assess import Assessment
    from dxnet.change.file import Change, ChangeRequest
    from dxnet.change.plan import Plan
    from dxnet.gaps import Gap
    from dxnet.report import Report
    from dxnet.settings import Settings


def change_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --change FILE to a command."""
    return click.option("--change", "change_file", metavar="FILE", help=help_text)


def reading_for(reading: Reading, change: Change, request: ChangeRequest | None = None) -> Reading:
    """Return the reading with the regions of the change, and the profile of the request added."""
    from dxnet.change import read_live

    return replace(reading, options=read_live.options_for(reading.options, change, request))


def plan_on(raw: Mapping[str, Any], change: Change, **done: Any) -> Plan:
    """Plan the change on the raw estate; `done` as in `dxnet.change.plan.make`."""
    from dxnet.change import plan

    return plan.make(change, raw, now=datetime.now(UTC).timestamp(), **done)


def planned(reading: Reading, path: str) -> tuple[Plan, str]:
    """Plan a change file on the estate that is read; return the plan and the source in words."""
    from dxnet.change import file

    change = file.read(path)
    raw, label = live(reading, change), reading_for(reading, change).label
    lacking = [gap for gap in metadata.gaps_of(raw) if not gap.is_optional]
    try:
        plan = plan_on(raw, change)
    except RefusedError as error:
        if not lacking:
            raise
        raise _not_told(lacking[0], f"from what was read, {error.message}") from error
    reasons = [step.obstacles[-1].reason for step in plan.steps if step.is_untried]
    if lacking and reasons and len(reasons) == len(plan.steps):
        raise _not_told(lacking[0], reasons[0])
    return plan, label


def _not_told(gap: Gap, hint: str) -> SourceError:
    """The error for a plan of which nothing can be told."""
    message = f"it can't be told what AWS would do, because not all was read: {gap}"
    return SourceError(message, hint=hint)


def live(reading: Reading, change: Change) -> dict[str, Any]:
    """Read the raw estate that the change is planned on; say on stderr what was not read."""
    from dxnet.change import read_live

    with progress(reading_for(reading, change).label):
        raw = read_live.read(reading.options, change)
    tell_gaps(metadata.gaps_of(raw))
    return raw


def report(plan: Plan, settings: Settings, accept: Sequence[str], source: str) -> Report:
    """Run the checks on the estate as it will be after the change."""
    return report_of(plan, assessment(plan, settings, accept), source)


def report_of(plan: Plan, assessed: Assessment, source: str) -> Report:
    """Return the assessment after the change as a report; `source` is the source in words."""
    from dxnet.report import Provenance, Report

    names = {vif.id: vif.name for vif in assessed.estate.vifs}
    title = f"after {plan.change.id}"
    origin = metadata.provenance_of(plan.before) or Provenance.now(source)
    return Report(title, assessed.findings, origin, names, metadata.gaps_of(plan.before))


def assessment(plan: Plan, settings: Settings, accept: Sequence[str]) -> Assessment:
    """Assess the estate after the change; `accept` as the command line writes it."""
    from dxnet.change import checking
    from dxnet.checks import acceptance

    return checking.assessment(plan, settings, [acceptance.parse(text) for text in accept])
