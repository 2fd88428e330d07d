"""What `dxnet status` and `dxnet diagnose` have in common: options, the reading, the exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dxnet.cli.output import emit, note, wants_colour
from dxnet.cli.reading import Reading
from dxnet.errors import ExitCode

if TYPE_CHECKING:
    from dxnet.diagnose.document import Document
    from dxnet.diagnose.status import Status
    from dxnet.model import Estate

F = TypeVar("F", bound=Callable[..., Any])

# A reading that is older is marked.
_OLD = timedelta(minutes=5)
_THRESHOLDS = ("down", "partly", "unknown", "waiting", "look", "never")


def fail_on_option(command: F) -> F:
    """Add --fail-on to a command."""
    return click.option(
        "--fail-on",
        type=click.Choice(_THRESHOLDS),
        default="partly",
        show_default=True,
        help="Exit with 1 if a VIF stands so, or more gravely.",
    )(command)


def since_option(command: F) -> F:
    """Add --since to a command."""
    return click.option(
        "--since",
        metavar="SNAPSHOT",
        type=click.Path(exists=True, dir_okay=False),
        help="An older snapshot: what was up then and is down now was lost in between.",
    )(command)


def now(reading: Reading, estate: Estate) -> datetime:
    """When the estate was read; the demo has a time of its own, at which a test is running."""
    from dxnet.assess.operation import read_at

    if reading.options.source == "demo":
        from dxnet.demo.rows import NOW

        return datetime.fromisoformat(NOW)
    return read_at(estate)


def older(path: str | None) -> Estate | None:
    """The estate of an older snapshot, None where none is named."""
    if path is None:
        return None
    from dxnet import parse, sources

    return parse.estate(sources.read(sources.Options(path)))


def code(status: Status, fail_on: str) -> ExitCode:
    """The exit code: 1 for what has reached the threshold, 4 where something was not read."""
    from dxnet.diagnose.terms import Standing

    threshold = None if fail_on == "never" else Standing(fail_on)
    if status.has_reached(threshold):
        return ExitCode.CHECKS_FAILED
    return ExitCode.DONE if status.is_whole else ExitCode.PARTIAL


def write(document: Document, form: str, output: str, *, whole: bool) -> None:
    """Write the document; in text the groups of a status or, unless `whole`, the ladders."""
    if form == "json":
        from dxnet.diagnose.data import dumps

        text = dumps(document)
    elif form == "markdown":
        from dxnet.diagnose.markdown import markdown

        text = markdown(document)
    else:
        from dxnet.diagnose import text as texts

        writer = texts.status if whole else texts.diagnosis
        text = writer(document, colour=wants_colour(output))
    emit(text, output)
    _tell_age(document)


def _tell_age(document: Document) -> None:
    """Say how old a snapshot's reading is, unless it is of now; the demo's time is invented."""
    age = datetime.now(UTC) - document.read_at
    if document.provenance.taken and age > _OLD:
        minutes = int(age.total_seconds()) // 60
        days, hours = minutes // 1440, minutes // 60 % 24
        note(f"this was read {days} d {hours} h {minutes % 60} min ago, at {document.clock}")
