"""Planned changes for commands: reading and planning one, and the report of its checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli.reading import Reading

if TYPE_CHECKING:
    from dxnet.assess import Assessment
    from dxnet.change.file import Change
    from dxnet.change.plan import Plan
    from dxnet.report import Report
    from dxnet.settings import Settings


def change_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --change FILE."""
    return click.option("--change", "change_file", metavar="FILE", help=help_text)


def reading_for(reading: Reading, change: Change) -> Reading:
    """The reading with the regions of the change."""
    from dxnet.change import read_live

    return replace(reading, options=read_live.options_for(reading.options, change))


def plan_on(raw: Mapping[str, Any], change: Change, **done: Any) -> Plan:
    """The plan of the change on an estate now; `done` as `dxnet.change.plan.make` has it."""
    from dxnet.change import plan

    return plan.make(change, raw, now=datetime.now(UTC).timestamp(), **done)


def planned(reading: Reading, path: str) -> tuple[Plan, str]:
    """The plan of the change in a file on the estate that is read, and the source in words."""
    from dxnet.change import file, read_live

    change = file.read(path)
    label = reading_for(reading, change).label
    return plan_on(read_live.read(reading.options, change), change), label


def report(plan: Plan, settings: Settings, accept: Sequence[str], source: str) -> Report:
    """What the checks say of the estate after the change."""
    return report_of(plan, assessment(plan, settings, accept), source)


def report_of(plan: Plan, assessed: Assessment, source: str) -> Report:
    """The assessment after the change, as a report; `source` is the source in words."""
    from dxnet.report import Provenance, Report

    names = {vif.id: vif.name for vif in assessed.estate.vifs}
    title = f"after {plan.change.id}"
    return Report(title, assessed.findings, Provenance.now(source), names)


def assessment(plan: Plan, settings: Settings, accept: Sequence[str]) -> Assessment:
    """The estate after the change, assessed, with acceptances as the command line writes them."""
    from dxnet.change import checking
    from dxnet.checks import acceptance

    return checking.assessment(plan, settings, [acceptance.parse(text) for text in accept])
