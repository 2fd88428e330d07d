"""`dxnet apply`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

from dxnet import kinds
from dxnet.cli.output import emit, format_option, output_option, tell
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import accept_option
from dxnet.cli.sending import Sending, Terms
from dxnet.errors import PartialError, UsageError
from dxnet.escape import for_terminal

if TYPE_CHECKING:
    from dxnet.change.file import Change, ChangeRequest
    from dxnet.change.journal import Journal
    from dxnet.diagnose import Diagnosis

# How long `--wait` waits without a number, and at most: a port may take days.
_MINUTES, _MOST_MINUTES = 60, 7 * 24 * 60


@click.command(name="apply")
@click.argument("change_file", metavar="FILE", type=click.Path())
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.option(
    "--wait",
    "minutes",
    type=click.IntRange(0, _MOST_MINUTES),
    is_flag=False,
    flag_value=_MINUTES,
    default=0,
    metavar="[MINUTES]",
    help="Wait for objects that are not ready yet, for 60 minutes or as many as you say.",
)
@click.option(
    "--send-unknown", is_flag=True, help="Send, too, what the plan says can't be told from here."
)
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
    minutes: int,
    send_unknown: bool,
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

    The run stops before a request that has to wait, that can't be told, or that needs another
    account's credentials, with exit code 4 and the command that goes on.

    \b
      dxnet apply CHG0012345.yaml
      dxnet apply CHG0012345.yaml --wait 90
    """
    from dxnet.change import file, journal

    if reading.options.source != "aws":
        raise UsageError(
            "apply sends to AWS, not to a file or the demo",
            hint="`dxnet simulate` serves either as an endpoint, for --endpoint-url",
        )
    change = file.read(change_file)
    terms = Terms(yes, outcome, accept, send_unknown, minutes)
    with journal.opened(change) as notes:
        sending = Sending(reading, change, notes, terms)
        verdicts: tuple[Diagnosis, ...] = ()
        try:
            sending.run()
            verdicts = sending.verdicts()
        except PartialError:
            verdicts = sending.verdicts()
            raise
        finally:
            following = sending.command or _check(change, notes.answers, verdicts)
            rows = [_row(request, notes, sending.answers) for request in change.requests]
            emit(_told(change, rows, verdicts, following, form), output)
    if following:
        tell(f"  next: {following}")


def _row(request: ChangeRequest, journal: Journal, planned: Mapping[int, str]) -> dict[str, Any]:
    """What became of one request: the plan's word, and AWS's answer without keys."""
    number = request.number
    return {
        "number": number,
        "name": request.name,
        "operation": request.operation,
        "region": request.region,
        "profile": request.profile,
        "answer": planned.get(number),
        "done": number in journal.answers,
        "sent": number in journal.sent,
        "id": _id(request, journal.answers),
        "made": journal.answers.get(number, {}),
    }


def _told(
    change: Change,
    rows: Sequence[Mapping[str, Any]],
    verdicts: Sequence[Diagnosis],
    following: str,
    form: str,
) -> str:
    """Write which requests are done and which are not, with AWS's ids, and how the VIFs stand."""
    from dxnet.change import verdict

    if form == "json":
        document = {
            "change": change.id,
            "requests": rows,
            "verdicts": verdict.document(verdicts),
            "next": following,
        }
        return json.dumps(document, indent=2, sort_keys=True, default=str) + "\n"
    done = "".join(
        f"{_WORDS[row['done'], row['sent']]}  {row['number']}. {row['operation']} "
        f"({row['name']}; {row['region']}){': ' if row['id'] else ''}{row['id']}\n"
        for row in rows
    )
    return done + "".join(f"{for_terminal(line)}\n" for line in verdict.lines(verdicts))


_WORDS = {
    (True, True): "done    ",
    (True, False): "no need ",
    (False, False): "not done",
    (False, True): "not done",
}


def _id(request: ChangeRequest, answers: Mapping[int, Mapping[str, Any]]) -> str:
    """The id of what a request made, or of that which got a part from it; "" for none."""
    from dxnet.change import apply

    makes = request.operation.startswith(("Create", "Allocate"))
    answer = answers.get(request.number) if makes else None
    return for_terminal(apply.made_id(answer)) if answer else ""


def _check(
    change: Change, answers: Mapping[int, Mapping[str, Any]], verdicts: Sequence[Diagnosis]
) -> str:
    """The command that looks at what was made, or at the first VIF that does not work."""
    from dxnet.change import verdict

    faulty = [one.vif.id for one in verdicts if not verdict.is_sound(one)]
    ids = dict.fromkeys(_id(request, answers) for request in change.requests)
    vifs = [each for each in ids if kinds.of_id(each) is kinds.VIF]
    regions = "".join(f" --region {region}" for region in change.regions)
    if faulty:
        return f"dxnet diagnose {faulty[0]}{regions}"
    return f"dxnet validate {' '.join(vifs)}{regions}" if vifs else ""
