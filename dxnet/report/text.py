"""A report for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dxnet.checks.engine import TELLING, Status
from dxnet.checks.findings import Finding
from dxnet.escape import for_terminal
from dxnet.report import Report

_COLOURS = {
    Status.PASS: "32",
    Status.WARN: "33",
    Status.FAIL: "31;1",
    Status.ERROR: "31;1",
    Status.MANUAL: "36",
}
_INDENT = " " * 9


def text(report: Report, *, every: bool = False, colour: bool = False) -> str:
    """Write the summary and, by rule, the findings that a person should read.

    `every` adds the other findings, and why each rule matters and its source.
    """
    provenance = report.provenance
    summary = [f"{for_terminal(report.title)}: {report.summary}"]
    summary += [f"operational: {report.operational}"] if report.operational else []
    blocks: list[Iterable[str]] = [summary]
    blocks += [_telling(report, findings, every, colour) for findings in report.to_read()]
    if every:
        blocks.append(_quiet(report, colour))
    if report.gaps:
        blocks.append([f"not read: {for_terminal(str(gap))}" for gap in report.gaps])
    blocks.append(
        [f"dxnet {provenance.version}, {for_terminal(provenance.words)}, {provenance.time}"]
    )
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def short(finding: Finding) -> str:
    """Write one finding as one line."""
    about = f"{finding.subject_id} " if finding.subject_id else ""
    return for_terminal(f"{finding.status} {about}{finding.rule.id}: {finding.detail}")


def _heading(finding: Finding, colour: bool) -> str:
    status = f"{finding.status:<8}"
    if colour and finding.status in _COLOURS:
        status = f"\x1b[{_COLOURS[finding.status]}m{status}\x1b[0m"
    return f"{status} {finding.rule.id}  {finding.rule.title}"


def _telling(
    report: Report, findings: Sequence[Finding], every: bool, colour: bool
) -> Iterator[str]:
    """Write one line per finding, then what to do."""
    yield _heading(findings[0], colour)
    rule = findings[0].rule
    yield from (f"{_INDENT}{for_terminal(report.sentence(finding))}" for finding in findings)
    if every:
        yield f"{_INDENT}why it matters: {rule.why}"
    if findings[0].status is not Status.ACCEPTED:
        yield f"{_INDENT}what to do: {rule.fix}"
    if every and rule.source is not None:
        yield f"{_INDENT}source: {rule.source.url} (read {rule.source.read})"


def _quiet(report: Report, colour: bool) -> Iterator[str]:
    """Count, by rule, the objects that passed or to which it does not apply, and why not."""
    quiet: dict[tuple[str, Status], list[Finding]] = {}
    for finding in report.findings:
        if finding.status not in TELLING:
            quiet.setdefault((finding.rule.id, finding.status), []).append(finding)
    subjects = Counter(subject.kind for subject in report.findings.subjects)
    for _, findings in sorted(quiet.items(), key=lambda item: item[0]):
        yield _heading(findings[0], colour)
        kind = findings[0].rule.about
        for detail, count in Counter(finding.detail for finding in findings).items():
            counted = f"{count} of {kind.count(subjects[kind])}" if subjects[kind] > 1 else ""
            if line := ": ".join(part for part in (counted, detail) if part):
                yield f"{_INDENT}{for_terminal(line)}"
