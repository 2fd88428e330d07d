"""Acceptances: findings that a person accepts, with a reason. They stay in the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dxnet import kinds
from dxnet.checks.engine import RULES, UNMATCHED, Status
from dxnet.checks.findings import Finding, Findings, Outcome, Subject
from dxnet.errors import UsageError, did_you_mean

_ACCEPTABLE = (Status.FAIL, Status.WARN, Status.MANUAL)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The consent to a rule's findings on one object, or on all if `subject_id` is empty."""

    rule_id: str
    reason: str
    subject_id: str = ""

    def matches(self, subject: Subject, outcome: Outcome) -> bool:
        """Whether this accepts the outcome on that object."""
        return (
            self.rule_id == outcome.rule.id
            and self.subject_id in ("", subject.id)
            and outcome.status in _ACCEPTABLE
        )


def parse(text: str) -> Acceptance:
    """Parse `DX305=reason` or `DX305@dxvif-fgh0abcd=reason`; raise `UsageError` for other text."""
    target, _, reason = text.partition("=")
    name, _, subject_id = target.strip().partition("@")
    rule_id = name.upper()
    if rule_id not in RULES:
        raise UsageError(
            f"there is no rule {name!r} to accept",
            hint=did_you_mean(rule_id, RULES) or "`dxnet rules` lists them",
        )
    if not reason.strip():
        raise UsageError(
            f"accepting {rule_id} needs a reason",
            hint=f'write it as {rule_id}="CHG0012345 why this is acceptable"',
        )
    return Acceptance(rule_id, " ".join(reason.split()), subject_id)


def accepted(findings: Findings, accept: Sequence[Acceptance]) -> Findings:
    """Mark matching findings as ACCEPTED; add a WARN for each acceptance that matches none."""
    unmatched = dict.fromkeys(accept)

    def judged(subject: Subject, outcome: Outcome) -> Outcome:
        match = next((each for each in accept if each.matches(subject, outcome)), None)
        if match is None:
            return outcome
        unmatched.pop(match, None)
        detail = f"{outcome.detail} (accepted: {match.reason})"
        return Outcome(outcome.rule, Status.ACCEPTED, detail)

    outcomes: Mapping[Subject, tuple[Outcome, ...]] = {
        subject: tuple(judged(subject, outcome) for outcome in outcomes)
        for subject, outcomes in findings.outcomes.items()
    }
    of_run = (*findings.of_run, *_unmatched(unmatched, findings))
    return replace(findings, outcomes=outcomes, of_run=of_run)


def _unmatched(accept: Mapping[Acceptance, None], findings: Findings) -> Iterator[Finding]:
    subjects = {subject.id: subject for subject in findings.outcomes}
    for each in accept:
        subject = subjects.get(each.subject_id)
        if subject is None and each.subject_id:
            subject = Subject(kinds.of_id(each.subject_id) or kinds.VIF, each.subject_id)
        about = f" on {each.subject_id}" if each.subject_id else ""
        detail = f"{each.rule_id}{about} found nothing to accept"
        yield Finding(UNMATCHED, subject, Status.WARN, detail)
