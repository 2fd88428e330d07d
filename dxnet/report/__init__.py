"""What a run of the checks found, as text, Markdown and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from dxnet.checks.engine import Finding, Status
from dxnet.gaps import Gap
from dxnet.provenance import Provenance

# Statuses that stop a pipeline, and those that a person should read.
STOPPING = (Status.FAIL, Status.ERROR)
TELLING = (*STOPPING, Status.WARN, Status.MANUAL, Status.ACCEPTED)
_ORDER = {status: number for number, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Report:
    """The findings on one subject, in order of VIF and rule; `names` are those of VIFs, by id.

    `gaps` are what the source didn't give, so that nobody can tell whether it is right.
    """

    subject: str
    findings: tuple[Finding, ...]
    provenance: Provenance
    names: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()

    @property
    def vif_ids(self) -> tuple[str, ...]:
        """The VIFs that were checked, in order."""
        return tuple(dict.fromkeys(item.vif_id for item in self.findings if item.vif_id))

    def vif(self, vif_id: str) -> str:
        """The VIF by id and name."""
        return f"{vif_id} {self.names.get(vif_id, '')}".rstrip()

    def told(self, finding: Finding) -> str:
        """The detail, after the VIF if the subject doesn't name it."""
        about = "" if finding.vif_id in self.subject else self.vif(finding.vif_id)
        return ": ".join(part for part in (about, finding.detail) if part)

    def groups(self) -> Iterator[tuple[Finding, ...]]:
        """The findings of one rule and status together: what failed, then in order of rule."""

        def place(finding: Finding) -> tuple[bool, str, int]:
            return (finding.status not in STOPPING, finding.rule.id, _ORDER[finding.status])

        for _, found in groupby(sorted(self.findings, key=place), key=place):
            yield tuple(found)

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
