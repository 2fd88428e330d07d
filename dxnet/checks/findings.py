"""Findings: the result of each rule on each object. Those that pass are not stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dxnet.checks.engine import STOPPING, TELLING, Rule, Status
from dxnet.kinds import Kind


class Subject(NamedTuple):
    """The object that a finding is about, by its kind and id."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status that is not PASS, and its detail; many objects may share one."""

    rule: Rule
    status: Status
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one object: a status and, unless it passed, the detail.

    `subject` is None for what is about the whole run.
    """

    rule: Rule
    subject: Subject | None
    status: Status
    detail: str = ""

    @property
    def subject_id(self) -> str:
        """The id of the object; empty for what is about the whole run."""
        return self.subject.id if self.subject else ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a run of the rules says.

    `outcomes` has, by subject and in order of rule, what is not PASS; a subject without any has an
    empty tuple. What passed is the rule's, not the object's: it is derived from `rules` when
    something asks for it. `of_run` are findings about the run itself.
    """

    rules: tuple[Rule, ...]
    outcomes: Mapping[Subject, tuple[Outcome, ...]]
    of_run: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        """Yield every finding, PASS included, by subject and rule, then those about the run."""
        for subject in self.outcomes:
            yield from self.of(subject)
        yield from self.of_run

    @property
    def subjects(self) -> Sequence[Subject]:
        """Return every object that was checked, in order of kind and id."""
        return tuple(self.outcomes)

    @property
    def to_read(self) -> Iterator[Finding]:
        """Return the findings that a person should read: neither PASS nor N/A."""
        for subject, outcomes in self.outcomes.items():
            for outcome in outcomes:
                if outcome.status in TELLING:
                    yield Finding(outcome.rule, subject, outcome.status, outcome.detail)
        yield from self.of_run

    def of(self, subject: Subject) -> Iterator[Finding]:
        """Yield every finding on one object, PASS included, in order of rule."""
        outcomes = iter(self.outcomes[subject])
        outcome = next(outcomes, None)
        for rule in self.rules:
            if rule.about is not subject.kind:
                continue
            if outcome is None or outcome.rule is not rule:
                yield Finding(rule, subject, Status.PASS)
            while outcome is not None and outcome.rule is rule:
                yield Finding(rule, subject, outcome.status, outcome.detail)
                outcome = next(outcomes, None)

    @property
    def counts(self) -> Mapping[Status, int]:
        """Count the findings of each status, 0 included, in the order of `Status`."""
        return dict(_add_up((self.count(subject) for subject in self.outcomes), self.of_run))

    def count(self, subject: Subject) -> Mapping[Status, int]:
        """Count the findings on one object, by each status that occurs."""
        outcomes = self.outcomes[subject]
        counted = Counter(outcome.status for outcome in outcomes)
        rules = sum(rule.about is subject.kind for rule in self.rules)
        if passed := rules - len({outcome.rule.id for outcome in outcomes}):
            counted[Status.PASS] = passed
        return counted

    @property
    def has_failed(self) -> bool:
        """Whether any finding is FAIL or ERROR."""
        return any(finding.status in STOPPING for finding in self.to_read)


def _add_up(
    counts: Iterable[Mapping[Status, int]], others: Iterable[Finding]
) -> Iterator[tuple[Status, int]]:
    total: Counter[Status] = Counter(finding.status for finding in others)
    for counted in counts:
        total.update(counted)
    return ((status, total[status]) for status in Status)
