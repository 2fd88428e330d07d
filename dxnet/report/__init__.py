"""What a run of the checks found, as text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from dxnet import __version__, kinds
from dxnet.checks.engine import STOPPING, Status
from dxnet.checks.findings import Finding, Findings

_ORDER = {status: number for number, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a report was made; `time` is ISO 8601 in UTC and the only "now" in it."""

    version: str
    source: str
    time: str

    @classmethod
    def now(cls, source: str) -> Provenance:
        """The provenance of a report that is made now, from a source in words."""
        return cls(__version__, source, datetime.now(UTC).isoformat(timespec="seconds"))


@dataclass(frozen=True, slots=True)
class Report:
    """The findings on what was checked; `title` says what that was, `names` has names by id."""

    title: str
    findings: Findings
    provenance: Provenance
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def vif_ids(self) -> tuple[str, ...]:
        """The VIFs that were checked, in order."""
        return tuple(subject.id for subject in self.findings.subjects if subject.kind is kinds.VIF)

    def named(self, object_id: str) -> str:
        """The object by id and name."""
        return f"{object_id} {self.names.get(object_id, '')}".rstrip()

    def detail(self, finding: Finding) -> str:
        """The detail, after the object that it is about unless the title names it."""
        is_named = not finding.subject_id or finding.subject_id in self.title
        about = "" if is_named else self.named(finding.subject_id)
        return ": ".join(part for part in (about, finding.detail) if part)

    def told(self) -> Iterator[tuple[Finding, ...]]:
        """The findings to read, those of one rule and status together: first what failed."""

        def place(finding: Finding) -> tuple[bool, str, int]:
            return (finding.status not in STOPPING, finding.rule.id, _ORDER[finding.status])

        for _, findings in groupby(sorted(self.findings.told, key=place), key=place):
            yield tuple(findings)

    @property
    def has_failed(self) -> bool:
        """Whether any finding is FAIL or ERROR."""
        return self.findings.has_failed

    @property
    def summary(self) -> str:
        """The verdict, and how many findings have each status that occurs."""
        verdict = "FAILED" if self.has_failed else "PASSED"
        counts = self.findings.counts
        counted = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
        return f"{verdict} ({counted or 'no findings'})"
