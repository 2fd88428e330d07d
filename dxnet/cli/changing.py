"""Planned changes for commands: reading and planning one, and the report of its checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dxnet import gaps, provenance
from dxnet.cli.progress import progress
from dxnet.cli.reading import Reading, tell_gaps
from dxnet.errors import RefusedError, SourceError

if TYPE_CHECKING:
    from dxnet.change.file import Change
    from dxnet.change.plan import Plan
    from dxnet.gaps import Gap
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
    from dxnet.change import file

    change = file.read(path)
    raw, label = live(reading, change), reading_for(reading, change).label
    lacking = [gap for gap in gaps_of(raw) if not gap.is_optional]
    try:
        return plan_on(raw, change), label
    except RefusedError as error:
        if not lacking:
            raise
        raise SourceError(
            f"it can't be told what AWS would do, because not all was read: {lacking[0]}",
            hint=f"from what was read, {error.message}",
        ) from error


def gaps_of(raw: Mapping[str, Any]) -> tuple[Gap, ...]:
    """What a raw estate lacks."""
    from dxnet.parse import METADATA

    return gaps.from_json(raw[METADATA].get("gaps"))


def live(reading: Reading, change: Change) -> dict[str, Any]:
    """The raw estate that the change is planned on; what was not read is said on stderr."""
    from dxnet.change import read_live

    with progress(reading_for(reading, change).label):
        raw = read_live.read(reading.options, change)
    tell_gaps(gaps_of(raw))
    return raw


def report(plan: Plan, settings: Settings, accept: Sequence[str], source: str) -> Report:
    """What the checks say of the estate after the change."""
    from dxnet.change import checking as changed
    from dxnet.checks import engine
    from dxnet.cli import checking
    from dxnet.parse import METADATA
    from dxnet.report import Report

    accepted = [engine.parse_acceptance(text) for text in accept]
    findings = changed.findings(plan, settings, accepted)
    vifs = plan.after.get("virtualInterfaces") or ()
    names = {vif["virtualInterfaceId"]: vif.get("virtualInterfaceName") or "" for vif in vifs}
    told = provenance.from_json(plan.before[METADATA].get("provenance"))
    return Report(
        f"after {plan.change.id}",
        findings,
        told or checking.provenance(source),
        names,
        gaps_of(plan.before),
    )
