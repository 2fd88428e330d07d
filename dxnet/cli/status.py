"""`dxnet status`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dxnet.cli import asking, diagnosing, watching
from dxnet.cli.output import STDOUT, emit, format_option, output_option
from dxnet.cli.reading import Reading, estate_options
from dxnet.errors import ExitCode, SourceError, UsageError

if TYPE_CHECKING:
    from dxnet.diagnose.document import Document
    from dxnet.model import Estate


@click.command(name="status")
@click.argument("wanted", default="", metavar="[FILTER]")
@diagnosing.fail_on_option
@diagnosing.since_option
@click.option(
    "--remember",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Say what changed since the last run with this file, then keep how all stands in it.",
)
@asking.metrics_option
@click.option("--health", is_flag=True, help="Read the events of AWS Health, which are free.")
@click.option("--watch", is_flag=True, help="Read again and again, and print what changes.")
@click.option(
    "--interval",
    type=click.IntRange(min=watching.SHORTEST),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="The time between two readings of --watch, 30 at least.",
)
@format_option("text", "markdown", "json")
@output_option
@estate_options
def command(
    reading: Reading,
    wanted: str,
    fail_on: str,
    since: str | None,
    remember: str | None,
    metrics: bool,
    health: bool,
    watch: bool,
    interval: int,
    form: str,
    output: str,
) -> ExitCode:
    """Show what is not fully up, by cause, the fewest paths left first, and what to do next.

    What waits for somebody, is down on purpose or is gone stands apart, and is not an outage. But a
    gateway that keeps no path is one, whatever the reason. FILTER chooses VIFs as in dxnet list.

    The exit code is 1 if a VIF is down or half down (--fail-on), 3 if nothing could be read, and 4
    if a list of virtual interfaces, connections or LAGs was not read. --watch goes on until it is
    interrupted; with --format json each change is a line of JSON.

    \b
      dxnet status
      dxnet status region:eu-central-1 --format json
      dxnet status --watch --interval 60
    """
    if remember and wanted:
        raise UsageError("--remember keeps how all VIFs stand", hint="leave out the filter")
    if watch and (output != STDOUT or form == "markdown" or reading.options.source == STDOUT):
        raise UsageError(
            "--watch reads again and again, and prints text or JSON",
            hint="leave out -o, --format markdown and --source -",
        )
    older = diagnosing.older(since)
    further = _Further(metrics=metrics, health=health)
    if watch:
        return _watch(reading, wanted, older, interval, form, further)
    document = _document(reading, wanted, older, further)
    if remember:
        document = _remembered(document, Path(remember))
    diagnosing.write(document, form, output, whole=True)
    return diagnosing.code(document.status, fail_on)


@dataclass(frozen=True, slots=True)
class _Further:
    """What to ask AWS beside the records."""

    metrics: bool
    health: bool


def _document(reading: Reading, wanted: str, older: Estate | None, further: _Further) -> Document:
    """Read the estate and judge it; raise `SourceError` if its VIFs can't be read."""
    from dxnet import diagnose, kinds
    from dxnet.assess.operation import operation, read_at
    from dxnet.diagnose.changes import changes, seen
    from dxnet.diagnose.document import Document
    from dxnet.report import Provenance

    estate = reading.estate()
    if not estate.vifs and (lacking := estate.gaps_about(kinds.VIF)):
        raise SourceError(
            f"nothing tells what is down, because a list was not read: {lacking[0]}",
            hint="choose another --profile, --region or --source",
        )
    estate = _with_evidence(reading, estate, further)
    now = diagnosing.now(reading, estate)
    facts = operation(estate, now=now, before=older)
    chosen = _chosen(estate, wanted) if wanted else None
    status = diagnose.status(facts, chosen, ports=chosen is None)
    origin = estate.provenance or Provenance.now(reading.label)
    document = Document(status, estate, origin, now)
    if older is None:
        return document
    before = seen(diagnose.status(operation(older), chosen, ports=False))
    return replace(
        document, since=f"{read_at(older):%Y-%m-%d %H:%MZ}", changes=changes(before, status)
    )


def _with_evidence(reading: Reading, estate: Estate, further: _Further) -> Estate:
    """The estate with Health's events and the metrics of what is not up, where they are asked."""
    if reading.options.source != "aws" or not (further.metrics or further.health):
        return estate
    from dxnet.sources.evidence import Asked

    metrics = asking.subjects(estate, *asking.not_up(estate)) if further.metrics else {}
    return asking.with_evidence(reading, estate, Asked(metrics=metrics, health=further.health))


def _chosen(estate: Estate, wanted: str) -> frozenset[str]:
    """Return the ids of the VIFs that the filter lets through."""
    from dxnet import filtering, inventory

    listing = inventory.LISTS["vifs"]
    rows = filtering.select(listing.rows(estate), wanted, listing.columns)
    position = [column.name for column in listing.columns].index("id")
    return frozenset(str(row.values[position]) for row in rows)


def _remembered(document: Document, path: Path) -> Document:
    """Compare with what the file remembers, if it is there, and write how all stands to it."""
    from dxnet import files
    from dxnet.diagnose import changes

    if path.exists():
        text = files.read(path, files.ESTATE_LIMIT).decode("utf-8", "replace")
        since, before = changes.loads(text, str(path))
        found = changes.changes(before, document.status)
        document = replace(document, since=since, changes=found)
    files.write(path, changes.dumps(document.status, document.read_at), private=True)
    return document


def _watch(
    reading: Reading,
    wanted: str,
    older: Estate | None,
    interval: int,
    form: str,
    further: _Further,
) -> ExitCode:
    """Print how all stands, then what changes, until somebody interrupts it."""
    import time

    read = partial(_document, reading, wanted, older, further)
    first = True
    for document, found in watching.rounds(read, partial(time.sleep, interval)):
        if first and form == "text":
            diagnosing.write(document, form, STDOUT, whole=True)
        first = False
        for line in watching.lines(document, found, form):
            emit(line + "\n", STDOUT)
    return ExitCode.INTERRUPTED
