"""What commands do with a change file: read it, plan it, and check the estate after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli.reading import Reading

if TYPE_CHECKING:
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
    from dxnet.change import file, read_live

    change = file.read(path)
    label = reading_for(reading, change).label
    return plan_on(read_live.read(reading.options, change), change), label


def report(plan: Plan, settings: Settings, accept: Sequence[str], source: str) -> Report:
    """Run the checks on the estate as it will be after the change."""
    from dxnet.change import checking
    from dxnet.checks import engine
    from dxnet.cli.checking import provenance
    from dxnet.report import Report

    accepted = [engine.parse_acceptance(text) for text in accept]
    findings = checking.findings(plan, settings, accepted)
    vifs = plan.after.get("virtualInterfaces") or ()
    names = {vif["virtualInterfaceId"]: vif.get("virtualInterfaceName") or "" for vif in vifs}
    return Report(f"after {plan.change.id}", findings, provenance(source), names)
