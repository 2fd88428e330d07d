"""What a run of the checks found, as text, Markdown and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dxnet.checks.engine import Finding, Status

# Statuses that stop a pipeline, and those that a person should read.
STOPPING = (Status.FAIL, Status.ERROR)
TELLING = (*STOPPING, Status.WARN, Status.MANUAL, Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a report was made; `time` is ISO 8601 in UTC and the only "now" in it."""

    version: str
    source: str
    time: str


@dataclass(frozen=True, slots=True)
class Report:
    """The findings on one subject, in order of VIF and rule."""

    subject: str
    findings: tuple[Finding, ...]
    provenance: Provenance

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many findings have each status, 0 included, in the order of `Status`."""
        counted = Counter(finding.status for finding in self.findings)
        return {status: counted[status] for status in Status}

    @property
    def has_failed(self) -> bool:
        """Whether any finding is FAIL or ERROR."""
        return any(finding.status in STOPPING for finding in self.findings)

    @property
    def summary(self) -> str:
        """The verdict, and how many findings have each status that occurs."""
        verdict = "FAILED" if self.has_failed else "PASSED"
        counted = ", ".join(f"{count} {status}" for status, count in self.counts.items() if count)
        return f"{verdict} ({counted or 'no findings'})"
