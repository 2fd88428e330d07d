"""What commands do with a change file: read it, plan it, and check the estate after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dxnet import gaps
from dxnet.cli.reading import Reading, tell_gaps

if TYPE_CHECKING:
    from dxnet.assess import Assessment
    from dxnet.change.file import Change
    from dxnet.change.plan import Plan
    from dxnet.report import Report
    from dxnet.settings import Settings


def change_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --change FILE to a command."""
    return click.option("--change", "change_file", metavar="FILE", help=help_text)


def reading_for(reading: Reading, change: Change) -> Reading:
    """Return the reading, with the regions of the change added."""
    from dxnet.change import read_live

    return replace(reading, options=read_live.options_for(reading.options, change))


def plan_on(raw: Mapping[str, Any], change: Change, **done: Any) -> Plan:
    """Plan the change on the raw estate; `done` as in `dxnet.change.plan.make`."""
    from dxnet.change import plan

    return plan.make(change, raw, now=datetime.now(UTC).timestamp(), **done)


def planned(reading: Reading, path: str) -> tuple[Plan, str]:
    """Plan a change file on the estate that is read; return the plan and the source in words."""
    from dxnet.change import file

    change = file.read(path)
    return plan_on(live(reading, change), change), reading_for(reading, change).label


def live(reading: Reading, change: Change) -> dict[str, Any]:
    """The raw estate that the change is planned on; what was not read is said on stderr."""
    from dxnet.change import read_live
    from dxnet.parse import METADATA

    raw = read_live.read(reading.options, change)
    tell_gaps(gaps.from_json(raw[METADATA].get("gaps")))
    return raw


def report(plan: Plan, settings: Settings, accept: Sequence[str], source: str) -> Report:
    """Run the checks on the estate as it will be after the change."""
    return report_of(plan, assessment(plan, settings, accept), source)


def report_of(plan: Plan, assessed: Assessment, source: str) -> Report:
    """Return the assessment after the change as a report; `source` is the source in words."""
    from dxnet.report import Provenance, Report

    names = {vif.id: vif.name for vif in assessed.estate.vifs}
    title = f"after {plan.change.id}"
    return Report(title, assessed.findings, Provenance.now(source), names)


def assessment(plan: Plan, settings: Settings, accept: Sequence[str]) -> Assessment:
    """Assess the estate after the change; `accept` as the command line writes it."""
    from dxnet.change import checking
    from dxnet.checks import acceptance

    return checking.assessment(plan, settings, [acceptance.parse(text) for text in accept])
