"""What the workers tell the screen."""

from __future__ import annotations

from textual.message import Message

from dxnet.assess import Assessment, Configuration, Refusal, Verdict
from dxnet.checks.findings import Finding
from dxnet.errors import DxnetError
from dxnet.model import Estate

from .rows import Entry


class Loaded(Message):
    """The source was read."""

    def __init__(self, estate: Estate, entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self.estate = estate
        self.entries = entries


class LoadFailed(Message):
    """The source could not be read."""

    def __init__(self, error: DxnetError) -> None:
        super().__init__()
        self.error = error


class Checked(Message):
    """The checks of the whole estate have ended: the entries, with their verdicts."""

    def __init__(self, assessment: Assessment, entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self.assessment = assessment
        self.entries = entries


class Rested(Message):
    """The cursor has rested on an entry."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry


class Examined(Message):
    """Every rule has run on one VIF, and its configuration was made or refused.

    `fault` is what is wrong with the settings of its router, if anything is.
    """

    def __init__(
        self,
        verdict: Verdict,
        findings: tuple[Finding, ...],
        outcome: Configuration | Refusal,
        fault: DxnetError | None,
    ) -> None:
        super().__init__()
        self.verdict = verdict
        self.findings = findings
        self.outcome = outcome
        self.fault = fault
