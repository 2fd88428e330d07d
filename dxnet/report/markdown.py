"""A report to paste into a change ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from dxnet.checks.engine import Finding, Status
from dxnet.escape import for_markdown as quoted
from dxnet.report import TELLING, Report


def markdown(report: Report) -> str:
    """The summary, what there is to read, and every check as a table's row."""
    made = report.provenance
    lines = [f"# Checks: {quoted(report.subject)}", "", f"**{report.summary}**", ""]
    told = [group for group in report.groups() if group[0].status in TELLING]
    if told:
        lines += ["## To read", ""]
        lines += [line for findings in told for line in _told(report, findings)]
    if report.gaps:
        lines += ["## Not read", "", *(f"- {quoted(str(gap))}" for gap in report.gaps), ""]
    lines += ["## Every check", "", "| Rule | Check | Result |", "| --- | --- | --- |"]
    vif_ids = report.vif_ids
    lines += _rows(report, _counts if len(vif_ids) > 1 else _details)
    if len(vif_ids) > 1:
        checked = ", ".join(quoted(report.vif(vif_id)) for vif_id in vif_ids)
        lines += ["", f"Checked: {checked}."]
    lines += ["", f"Made by dxnet {made.version} from {quoted(made.words)} at {made.time}."]
    return "\n".join(lines) + "\n"


def _told(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """A rule that found something: the findings, then what to do and where that was read."""
    status, rule = findings[0].status, findings[0].rule
    yield f"**{status}** {rule.id}: {quoted(rule.title)}"
    yield ""
    yield from (f"- {quoted(report.told(finding))}" for finding in findings)
    yield ""
    source = f" ([source]({rule.source.url}), read {rule.source.read})" if rule.source else ""
    yield f"What to do: {quoted(rule.fix)}{source}"
    yield ""


def _rows(report: Report, result: Callable[[Sequence[Finding]], str]) -> Iterator[str]:
    """A row for every rule, in order of rule."""
    ordered = sorted(report.findings, key=lambda finding: finding.rule.id)
    for _, group in groupby(ordered, key=lambda finding: finding.rule.id):
        findings = tuple(group)
        rule = findings[0].rule
        yield f"| {rule.id} | {quoted(rule.title)} | {quoted(result(findings))} |"


def _counts(findings: Sequence[Finding]) -> str:
    """How many findings have each status."""
    counted = Counter(finding.status for finding in findings)
    return ", ".join(f"{counted[status]} {status}" for status in Status if counted[status])


def _details(findings: Sequence[Finding]) -> str:
    """What was found on the one VIF."""
    return "; ".join(
        f"{finding.status}: {finding.detail}" if finding.detail else str(finding.status)
        for finding in findings
    )
