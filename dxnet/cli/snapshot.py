"""`dxnet snapshot`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click

from dxnet.cli import asking
from dxnet.cli.output import emit, output_option
from dxnet.cli.progress import progress
from dxnet.cli.reading import Reading, estate_options, tell_gaps
from dxnet.errors import ExitCode


@click.command(name="snapshot")
@click.option("--routes", is_flag=True, help="Read the routes of each session that is up.")
@asking.metrics_option
@click.option("--health", is_flag=True, help="Read the events of AWS Health.")
@output_option
@estate_options
def command(
    reading: Reading, routes: bool, metrics: bool, health: bool, output: str
) -> ExitCode | None:
    """Save the estate as JSON, without any BGP key; --source FILE reads it again.

    --routes, --metrics and --health keep what AWS tells beside its records, and with it gateway
    associations and failover tests, so that dxnet diagnose, status and routes tell as much of the
    file as of AWS. Routes take a call or more for each VIF. What was asked for and not given makes
    the exit code 4.

    In a configuration that is rendered from a snapshot, the key's line is a comment.
    """
    from dxnet import kinds, metadata, sources
    from dxnet.sources import scrub

    is_more = routes or metrics or health
    further = {*sources.ALL, kinds.ASSOCIATION.list, kinds.FAILOVER_TEST.list}
    raw = reading.raw(further if is_more else None)
    code = None
    if is_more and reading.options.source == "aws":
        before = metadata.gaps_of(raw)
        raw = _with_evidence(reading, raw, routes=routes, metrics=metrics, health=health)
        lacking = metadata.gaps_of(raw)[len(before) :]
        tell_gaps(lacking)
        code = ExitCode.PARTIAL if lacking else None
    text = scrub.snapshot(raw, taken=datetime.now(UTC), source=reading.label)
    emit(text, output, private=True)
    return code


def _with_evidence(
    reading: Reading, raw: Mapping[str, Any], *, routes: bool, metrics: bool, health: bool
) -> dict[str, Any]:
    """The raw estate with what AWS answers of it."""
    from dxnet import parse
    from dxnet.sources import evidence

    estate = parse.estate(raw)
    live = [vif for vif in estate.vifs if vif.is_live]
    asked = evidence.Asked(
        routes=asking.with_session(live) if routes else (),
        metrics=asking.subjects(estate, live, asking.ports(estate)) if metrics else {},
        health=health,
    )
    with progress(reading.label):
        answered = evidence.read(reading.options, asked)
    asking.tell_series(answered.series)
    return answered.added(raw)
