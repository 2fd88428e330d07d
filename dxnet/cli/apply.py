"""`dxnet apply`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import click

from dxnet import kinds, provenance
from dxnet.cli import changing
from dxnet.cli.output import emit, format_option, note, output_option, tell
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import accept_option
from dxnet.errors import InterruptError, RefusedError, SourceError, UsageError
from dxnet.escape import for_terminal
from dxnet.parse import METADATA

if TYPE_CHECKING:
    from dxnet.change.file import Change, ChangeRequest
    from dxnet.change.journal import Journal
    from dxnet.change.plan import Plan


@click.command(name="apply")
@click.argument("change_file", metavar="FILE", type=click.Path())
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.option(
    "--outcome",
    type=click.Choice(("done", "not-done")),
    help="Whether the last request of an interrupted run was done, if AWS's answers can't tell.",
)
@accept_option
@format_option("text", "json")
@output_option
@estate_options
def command(
    reading: Reading,
    change_file: str,
    yes: bool,
    outcome: Literal["done", "not-done"] | None,
    accept: tuple[str, ...],
    form: str,
    output: str,
) -> None:
    """Send the requests of a change to AWS, in order, after the plan, the checks and your consent.

    Nothing is sent if a check fails (unless you --accept it), or if AWS would refuse a request.
    FILE.journal records each request before it is sent and after its answer. After an
    interruption, run the same command again: finished requests are skipped, and dxnet looks up
    whether the unfinished one was done. The first request that AWS refuses ends the run, which
    says what was done and what was not.

    \b
      dxnet apply CHG0012345.yaml
    """
    from dxnet.change import file, journal

    if reading.options.source != "aws":
        raise UsageError(
            "apply sends to AWS, not to a file or the demo",
            hint="`dxnet simulate` serves either as an endpoint, for --endpoint-url",
        )
    change = file.read(change_file)
    with journal.opened(change) as notes:
        try:
            on = changing.reading_for(reading, change)
            plan = _remaining(on, change, notes, outcome, accept)
            if plan is not None:
                _confirm(change, plan, yes)
                _send(reading, plan, notes)
        finally:
            emit(_told(change, notes.answers, form), output)
    if following := _following(change, notes.answers):
        tell(f"  next: {following}")


def _remaining(
    reading: Reading,
    change: Change,
    journal: Journal,
    outcome: Literal["done", "not-done"] | None,
    accept: Sequence[str],
) -> Plan | None:
    """Plan, show and check the requests that are not done yet; None if all are done."""
    from dxnet.change import apply, document

    if len(journal.answers) == len(change.requests):
        note(f"every request of {change.id} is done already")
        return None
    looked = apply.look(
        change,
        journal,
        _whole(reading, change),
        now=datetime.now(UTC),
        again=partial(_whole, reading, change),
        said=outcome,
    )
    if looked.sentence:
        note(looked.sentence)
    plan = changing.plan_on(looked.live, change, done=journal.answers)
    if not plan.steps:
        return None
    content = document.document(plan, reading.label)
    is_coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    tell(document.text(content, colour=is_coloured))
    _check(reading, plan, accept)
    return plan


def _whole(reading: Reading, change: Change, seconds: float = 0.0) -> dict[str, Any]:
    """The estate after some seconds, with all that an account can have: a gap may hide anything."""
    if seconds:
        note(f"AWS may show only later what was done; looking again in {seconds:.0f} seconds")
        wait(seconds)
    raw = changing.live(reading, change)
    lacking = [gap for gap in changing.gaps_of(raw) if not gap.is_optional]
    if lacking:
        raise SourceError(
            f"nothing was sent, because not all of the estate was read: {lacking[0]}",
            hint="docs/iam.md has the IAM actions that `dxnet apply` needs",
        )
    return raw


def wait(seconds: float) -> None:
    """Wait; Ctrl-C ends it."""
    time.sleep(seconds)


def _check(reading: Reading, plan: Plan, accept: Sequence[str]) -> None:
    from dxnet.report.text import text

    report = changing.report(plan, reading.settings(), accept, reading.label)
    tell(text(report))
    if report.has_failed:
        raise RefusedError(
            f"nothing was sent, because checks fail {report.title}",
            hint='correct what they say, or accept each by name: --accept DX305="reason"',
        )


def _confirm(change: Change, plan: Plan, yes: bool) -> None:
    """Say where the requests go, and let the user type the change's id, unless --yes is given."""
    count = len(plan.steps)
    told = provenance.from_json(plan.before[METADATA].get("provenance"))
    regions = ", ".join(dict.fromkeys(step.request.region for step in plan.steps))
    where = f"{told.destination if told else 'AWS'} in {regions}"
    words = f"{count} request{'' if count == 1 else 's'} to {where}"
    if yes:
        note(f"sending {words}")
        return
    if not sys.stdin.isatty():
        raise UsageError(
            "nothing was sent, because nobody can be asked: standard input is not a terminal",
            hint="give --yes, after `dxnet plan` and `dxnet validate --change`",
        )
    typed = click.prompt(
        f"Type {change.id} to send {for_terminal(words)}",
        err=True,
        default="",
        show_default=False,
    )
    if typed.strip() != change.id:
        raise InterruptError(
            f"nothing was sent, because {change.id} was not typed", hint="run it again"
        )


def _send(reading: Reading, plan: Plan, journal: Journal) -> None:
    from dxnet.change import apply
    from dxnet.sources.aws_requests import Sender

    for request, made in apply.run(plan, journal, Sender(reading.options)):
        note(f"{request.place} is done{f': {made}' if made else ''}")


def _told(change: Change, answers: Mapping[int, Mapping[str, Any]], form: str) -> str:
    """Write which requests of the change are done and which are not, with AWS's ids."""
    rows = [
        {
            "number": request.number,
            "name": request.name,
            "operation": request.operation,
            "region": request.region,
            "done": request.number in answers,
            "id": _id(request, answers),
        }
        for request in change.requests
    ]
    if form == "json":
        document = {"change": change.id, "requests": rows, "next": _following(change, answers)}
        return json.dumps(document, indent=2, sort_keys=True) + "\n"
    return "".join(
        f"{'done    ' if row['done'] else 'not done'}  {row['number']}. {row['operation']} "
        f"({row['name']}; {row['region']}){': ' if row['id'] else ''}{row['id']}\n"
        for row in rows
    )


def _id(request: ChangeRequest, answers: Mapping[int, Mapping[str, Any]]) -> str:
    """The id of what a request made, or of that which got a part from it; "" for none."""
    from dxnet.change import apply

    makes = request.operation.startswith(("Create", "Allocate"))
    answer = answers.get(request.number) if makes else None
    return for_terminal(apply.made_id(answer)) if answer else ""


def _following(change: Change, answers: Mapping[int, Mapping[str, Any]]) -> str:
    """The command that looks at what was made; "" where it is not a virtual interface."""
    ids = dict.fromkeys(_id(request, answers) for request in change.requests)
    vifs = [each for each in ids if kinds.of_id(each) is kinds.VIF]
    regions = "".join(f" --region {region}" for region in change.regions)
    return f"dxnet validate {' '.join(vifs)}{regions}" if vifs else ""
