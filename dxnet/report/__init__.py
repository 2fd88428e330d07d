"""A report of the checks, written as text, Markdown or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from dxnet import kinds
from dxnet.checks.engine import STOPPING, Status
from dxnet.checks.findings import Finding, Findings
from dxnet.gaps import Gap
from dxnet.provenance import Provenance as Provenance

_ORDER = {status: number for number, status in enumerate(Status)}


class Operation(NamedTuple):
    """Whether a VIF works: its standing and its cause, in the words of `dxnet status`."""

    standing: str
    cause: str


@dataclass(frozen=True, slots=True)
class Report:
    """The findings on what was checked; `title` says what that was, `names` has names by id.

    `gaps` are what the source didn't give, so that nobody can tell whether it is right.
    `operation` says of each VIF, by id, whether it works; it is empty where nobody asked.
    """

    title: str
    findings: Findings
    provenance: Provenance
    names: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    operation: Mapping[str, Operation] = field(default_factory=dict)

    @property
    def vif_ids(self) -> tuple[str, ...]:
        """Return the ids of the VIFs that were checked, in order."""
        return tuple(subject.id for subject in self.findings.subjects if subject.kind is kinds.VIF)

    def named(self, object_id: str) -> str:
        """Return the id of the object, followed by its name if it has one."""
        return f"{object_id} {self.names.get(object_id, '')}".rstrip()

    def sentence(self, finding: Finding) -> str:
        """Return the detail, after the object's id and name unless the title names it."""
        is_named = not finding.subject_id or finding.subject_id in self.title
        about = "" if is_named else self.named(finding.subject_id)
        return ": ".join(part for part in (about, finding.detail) if part)

    def to_read(self) -> Iterator[tuple[Finding, ...]]:
        """Yield the findings that a person should read, by rule and status: failed ones first."""

        def place(finding: Finding) -> tuple[bool, str, int]:
            return (finding.status not in STOPPING, finding.rule.id, _ORDER[finding.status])

        for _, findings in groupby(sorted(self.findings.to_read, key=place), key=place):
            yield tuple(findings)

    @property
    def operational(self) -> str:
        """Return whether the VIFs work, in words: "DOWN port-down", or the count of each standing.

        It is empty where nobody asked.
        """
        found = list(self.operation.values())
        if len(found) == 1:
            cause = "" if found[0].standing == "up" else f" {found[0].cause}"
            return found[0].standing.replace("-", " ").upper() + cause
        counted = Counter(one.standing for one in found)
        words = (f"{count} {name.replace('-', ' ').upper()}" for name, count in counted.items())
        return ", ".join(words)

    @property
    def has_failed(self) -> bool:
        """Whether any finding is FAIL or ERROR."""
        return self.findings.has_failed

    @property
    def summary(self) -> str:
        """Return PASSED or FAILED, and the count of each status that occurs."""
        verdict = "FAILED" if self.has_failed else "PASSED"
        counts = self.findings.counts
        counted = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
        return f"{verdict} ({counted or 'no findings'})"
