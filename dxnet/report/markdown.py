"""A report to paste into a change ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from dxnet.checks.engine import Finding, Status
from dxnet.report import TELLING, Report
from dxnet.untrusted import markdown as quoted


def markdown(report: Report) -> str:
    """The summary, what there is to read, and every check as a table's row."""
    made = report.provenance
    lines = [f"# Checks: {quoted(report.subject)}", "", f"**{report.summary}**", ""]
    told = [group for group in report.groups() if group[0].status in TELLING]
    if told:
        lines += ["## To read", ""]
        lines += [line for findings in told for line in _told(report, findings)]
    lines += ["## Every check", "", "| Rule | Check | Result |", "| --- | --- | --- |"]
    lines += _rows(report)
    if len(report.vif_ids) > 1:
        checked = ", ".join(quoted(report.vif(vif_id)) for vif_id in report.vif_ids)
        lines += ["", f"Checked: {checked}."]
    lines += ["", f"Made by dxnet {made.version} from {quoted(made.source)} at {made.time}."]
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


def _rows(report: Report) -> Iterator[str]:
    """A row for every rule: what it found on the one VIF, or how many VIFs have each status."""
    ordered = sorted(report.findings, key=lambda finding: finding.rule.id)
    for _, group in groupby(ordered, key=lambda finding: finding.rule.id):
        findings = tuple(group)
        rule = findings[0].rule
        result = _counts(findings) if len(report.vif_ids) > 1 else _details(findings)
        yield f"| {rule.id} | {quoted(rule.title)} | {quoted(result)} |"


def _counts(findings: Sequence[Finding]) -> str:
    counted = Counter(finding.status for finding in findings)
    return ", ".join(f"{counted[status]} {status}" for status in Status if counted[status])


def _details(findings: Sequence[Finding]) -> str:
    return "; ".join(
        f"{finding.status}: {finding.detail}" if finding.detail else str(finding.status)
        for finding in findings
    )
