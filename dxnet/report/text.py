"""A report for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dxnet.checks.engine import Finding, Status
from dxnet.escape import for_terminal
from dxnet.report import TELLING, Report

_COLOURS = {
    Status.PASS: "32",
    Status.WARN: "33",
    Status.FAIL: "31;1",
    Status.ERROR: "31;1",
    Status.MANUAL: "36",
}
_INDENT = " " * 9


def text(report: Report, *, every: bool = False, colour: bool = False) -> str:
    """The summary and, by rule, the findings to read; `every` adds the sources and the others."""
    made = report.provenance
    blocks: list[Iterable[str]] = [[f"{for_terminal(report.subject)}: {report.summary}"]]
    rest: list[str] = []
    vifs = len(report.vif_ids)
    for findings in report.groups():
        if findings[0].status in TELLING:
            blocks.append(_telling(report, findings, every, colour))
        elif every:
            rest += _quiet(findings, vifs, colour)
    blocks += [rest] if rest else []
    blocks += (
        [[f"not read: {for_terminal(str(gap))}" for gap in report.gaps]] if report.gaps else []
    )
    blocks.append([f"dxnet {made.version}, {for_terminal(made.words)}, {made.time}"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def short(finding: Finding) -> str:
    """One finding as one line."""
    about = f"{finding.vif_id} " if finding.vif_id else ""
    return for_terminal(f"{finding.status} {about}{finding.rule.id}: {finding.detail}")


def _heading(finding: Finding, colour: bool) -> str:
    status = f"{finding.status:<8}"
    if colour and finding.status in _COLOURS:
        status = f"\x1b[{_COLOURS[finding.status]}m{status}\x1b[0m"
    return f"{status} {finding.rule.id}  {finding.rule.title}"


def _telling(
    report: Report, findings: Sequence[Finding], every: bool, colour: bool
) -> Iterator[str]:
    """One line a finding, then what to do."""
    yield _heading(findings[0], colour)
    rule = findings[0].rule
    yield from (f"{_INDENT}{for_terminal(report.told(finding))}" for finding in findings)
    if findings[0].status is not Status.ACCEPTED:
        yield f"{_INDENT}what to do: {rule.fix}"
    if every and rule.source is not None:
        yield f"{_INDENT}source: {rule.source.url} (read {rule.source.read})"


def _quiet(findings: Sequence[Finding], vifs: int, colour: bool) -> Iterator[str]:
    """How many of the VIFs passed or are not concerned, and why not."""
    yield _heading(findings[0], colour)
    for detail, count in Counter(finding.detail for finding in findings).items():
        counted = f"{count} of {vifs} virtual interfaces" if vifs > 1 else ""
        if said := ": ".join(part for part in (counted, detail) if part):
            yield f"{_INDENT}{for_terminal(said)}"
