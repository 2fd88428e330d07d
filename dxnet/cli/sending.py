"""Sending a change until its end or its first halt: read, plan, check, ask once, send, go on."""

from __future__ import annotations

import os
import shlex
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import click

from dxnet import metadata
from dxnet.cli import changing
from dxnet.cli.output import note, tell
from dxnet.cli.progress import progress
from dxnet.cli.reading import Reading
from dxnet.errors import (
    DxnetError,
    InterruptError,
    PartialError,
    RefusedError,
    SourceError,
    UsageError,
)
from dxnet.escape import for_terminal

if TYPE_CHECKING:
    from dxnet.change.file import Change
    from dxnet.change.halts import Halt
    from dxnet.change.journal import Journal
    from dxnet.change.plan import Plan
    from dxnet.diagnose import Diagnosis

# How long lies between two looks at what is waited for: a tenth of the wait so far, within these.
_SHORTEST, _LONGEST = 30.0, 300.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What the command line allows: whether to ask, what to accept, how long to wait.

    `outcome` is the user's word on an interrupted request, `with_unknown` whether to send what
    can't be told, and `minutes` how long the whole run may wait, 0 for not at all.
    """

    yes: bool = False
    outcome: Literal["done", "not-done"] | None = None
    accept: tuple[str, ...] = ()
    with_unknown: bool = False
    minutes: int = 0


class Sending:
    """One run of a change.

    `answers` has what the plan said of each request that this run planned, by number;
    `command` is what goes on after a halt, empty without one.
    """

    def __init__(self, reading: Reading, change: Change, journal: Journal, terms: Terms) -> None:
        self.answers: dict[int, str] = {}
        self.command = ""
        self._reading, self._change = reading, change
        self._journal, self._terms = journal, terms
        self._is_confirmed = False
        self._waited = 0.0
        self._sent = 0

    def run(self) -> None:
        """Send all that can be sent; raises `DxnetError` for the request that ends it early."""
        from dxnet.change import halts

        if not self._remaining():
            note(f"every request of {self._change.id} is done already")
        while self._remaining():
            reading = self._reading_now()
            plan = self._plan(reading)
            if not plan.steps:
                return
            halt = halts.first(
                plan,
                with_unknown=self._terms.with_unknown,
                by_profile=self._reading.options.profile is None,
            )
            can_send = halt is None or halt.position > 0
            if can_send or not self._is_confirmed:
                self._show(reading, plan)
            if halt is not None and not can_send and not self._may_wait(halt):
                raise self._stopped(halt)
            self._confirm(plan, halt)
            if can_send:
                self._send(reading, plan, halt)
            elif halt is not None:
                self._wait(halt)

    def verdicts(self) -> tuple[Diagnosis, ...]:
        """How the VIFs stand now that are made or named by what this run sent; AWS is read anew.

        Nothing where nothing was sent; a reading that fails is told, for the change is done.
        """
        from dxnet import parse
        from dxnet.change import verdict

        vif_ids = verdict.vif_ids(self._change, self._journal.answers)
        if not self._sent or not vif_ids:
            return ()
        try:
            estate = parse.estate(changing.live(self._reading, self._change))
        except DxnetError as error:
            note(f"how the virtual interfaces stand now is not known: {error.message}")
            return ()
        return verdict.of_vifs(estate, vif_ids, datetime.now(UTC))

    def _remaining(self) -> list[int]:
        done = self._journal.answers
        return [each.number for each in self._change.requests if each.number not in done]

    def _reading_now(self) -> Reading:
        """The reading, with the credentials of the next request."""
        following = self._change.requests[self._remaining()[0] - 1]
        return changing.reading_for(self._reading, self._change, following)

    def _plan(self, reading: Reading) -> Plan:
        """Plan what is not done yet, once it is settled what became of an interrupted request.

        A refusal right after a request was sent may come of lists that don't show it yet: it
        counts when it is the same after a while.
        """
        from dxnet.change import apply

        whole = partial(self._whole, reading)
        looked = apply.look(
            self._change,
            self._journal,
            whole(),
            now=datetime.now(UTC),
            again=whole,
            said=self._terms.outcome,
        )
        if looked.sentence:
            note(looked.sentence)
        done = self._journal.answers
        try:
            plan = changing.plan_on(looked.live, self._change, done=done)
        except RefusedError:
            if not self._sent:
                raise
            plan = changing.plan_on(whole(apply.SETTLING_SECONDS), self._change, done=done)
        self.answers |= {step.request.number: str(step.plan_answer) for step in plan.steps}
        return plan

    def _whole(self, reading: Reading, seconds: float = 0.0) -> dict[str, Any]:
        """The whole estate after some seconds; raises `SourceError` for a gap, which may hide
        anything."""
        if seconds:
            note(f"AWS may show only later what was done; looking again in {seconds:.0f} seconds")
            wait(seconds)
        raw = changing.live(reading, self._change)
        lacking = [gap for gap in metadata.gaps_of(raw) if not gap.is_optional]
        if lacking:
            raise SourceError(
                f"{self._nothing} was sent, because not all of the estate was read: {lacking[0]}",
                hint="docs/iam.md has the IAM actions that `dxnet apply` needs",
            )
        return raw

    @property
    def _nothing(self) -> str:
        return "nothing more" if self._sent else "nothing"

    def _show(self, reading: Reading, plan: Plan) -> None:
        """Show the plan, and the checks; raises `RefusedError` where one fails."""
        from dxnet.change import document
        from dxnet.report.text import text

        content = document.document(plan, reading.label)
        is_coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        tell(document.text(content, colour=is_coloured))
        report = changing.report(plan, reading.settings(), self._terms.accept, reading.label)
        tell(text(report))
        if report.has_failed:
            raise RefusedError(
                f"{self._nothing} was sent, because checks fail {report.title}",
                hint='correct what they say, or accept each by name: --accept DX305="reason"',
            )

    def _confirm(self, plan: Plan, halt: Halt | None) -> None:
        """Say where the requests go, and let the user type the change's id once, without --yes."""
        words = _words(plan, halt)
        if self._is_confirmed or not words:
            return
        self._is_confirmed = True
        if self._terms.yes:
            note(f"sending {words}")
            return
        if not sys.stdin.isatty():
            raise UsageError(
                "nothing was sent, because nobody can be asked: standard input is not a terminal",
                hint="give --yes, after `dxnet plan` and `dxnet validate --change`",
            )
        typed = click.prompt(
            f"Type {self._change.id} to send {for_terminal(words)}",
            err=True,
            default="",
            show_default=False,
        )
        if typed.strip() != self._change.id:
            raise InterruptError(
                f"nothing was sent, because {self._change.id} was not typed", hint="run it again"
            )

    def _send(self, reading: Reading, plan: Plan, halt: Halt | None) -> None:
        from dxnet.change import apply
        from dxnet.change.obstacles import PlanAnswer
        from dxnet.sources.aws_requests import Sender

        count = halt.position if halt else None
        sender = Sender(reading.options)
        for request, made in apply.run(plan, self._journal, sender, count=count):
            if self.answers[request.number] == PlanAnswer.NOTHING:
                note(f"{request.place} is skipped: it changes nothing")
                continue
            self._sent += 1
            note(f"{request.place} is done{f': {made}' if made else ''}")

    def _may_wait(self, halt: Halt) -> bool:
        from dxnet.change.halts import Cause

        return halt.cause is Cause.WAIT and self._waited < self._terms.minutes * 60

    def _wait(self, halt: Halt) -> None:
        """Wait until it is time to look again; Ctrl-C ends it, and leaves the journal as it is."""
        left = self._terms.minutes * 60 - self._waited
        if not self._waited:
            note(f"{halt.sentence}; looking for {self._terms.minutes} minutes at most")
        seconds = min(max(_SHORTEST, min(self._waited / 10, _LONGEST)), max(left, _SHORTEST))
        with progress(f"because {halt.sentence}", doing="waiting"):
            wait(seconds)
        self._waited += seconds

    def _stopped(self, halt: Halt) -> PartialError:
        """The error at a request that isn't sent now, with the command that goes on."""
        from dxnet.change.halts import Cause

        if halt.cause is Cause.ACCOUNT:
            profile = f"PROFILE-OF-{halt.step.request.account or halt.step.account}"
            self.command = self._again(profile)
            hint = f"run the rest with that account's profile: `{self.command}`"
            if not self._journal.answers:
                hint += ",\n  or give `profile:` in the change file"
        elif halt.cause is Cause.UNKNOWN:
            self.command = self._again()
            hint = f"look at it in AWS, then `{self.command} --send-unknown` sends it as it is"
        else:
            self.command = self._again()
            hint = f"`{self.command}` goes on then; with --wait it looks until then"
        waited = f" still, after {self._waited / 60:.0f} minutes" if self._waited else ""
        return PartialError(f"{halt.sentence}{waited}", hint=hint)

    def _again(self, profile: str = "") -> str:
        """The command that goes on with the change."""
        options = self._reading.options
        words = ["dxnet", "apply", str(self._change.path)]
        if profile or options.profile:
            words += ["--profile", profile or str(options.profile)]
        for region in options.regions:
            words += ["--region", region]
        if options.endpoint_url:
            words += ["--endpoint-url", options.endpoint_url]
        if self._reading.config:
            words += ["--config", self._reading.config]
        for accepted in self._terms.accept:
            words += ["--accept", accepted]
        return shlex.join(words)


def wait(seconds: float) -> None:
    """Wait; Ctrl-C ends it."""
    time.sleep(seconds)


def _words(plan: Plan, halt: Halt | None) -> str:
    """How many requests go where, in words; empty where none has to be sent."""
    from dxnet.change.obstacles import PlanAnswer

    count = sum(step.plan_answer is not PlanAnswer.NOTHING for step in plan.steps)
    if not count:
        return ""
    read_from = metadata.provenance_of(plan.before)
    regions = ", ".join(dict.fromkeys(step.request.region for step in plan.steps))
    profiles = dict.fromkeys(step.request.profile for step in plan.steps if step.request.profile)
    now = f" (the first {halt.position} now)" if halt and halt.position else ""
    later = f", with profile {', '.join(profiles)}" if profiles else ""
    where = f"{read_from.destination if read_from else 'AWS'} in {regions}{later}"
    return f"{count} request{'' if count == 1 else 's'}{now} to {where}"
