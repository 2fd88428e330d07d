"""A report as Markdown, to paste into a change ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from dxnet.checks.engine import Status
from dxnet.checks.findings import Finding
from dxnet.escape import for_markdown as quoted
from dxnet.report import Report


def markdown(report: Report) -> str:
    """Write the summary, the findings that a person should read, and a table of every check."""
    provenance = report.provenance
    lines = [f"# Checks: {quoted(report.title)}", "", f"**{report.summary}**", ""]
    lines += [f"Operational: **{report.operational}**", ""] if report.operational else []
    to_read = list(report.to_read())
    if to_read:
        lines += ["## To read", ""]
        lines += [line for findings in to_read for line in _section(report, findings)]
    if report.gaps:
        lines += ["## Not read", "", *(f"- {quoted(str(gap))}" for gap in report.gaps), ""]
    lines += ["## Every check", "", "| Rule | Check | Result |", "| --- | --- | --- |"]
    vif_ids = report.vif_ids
    lines += _rows(report, _counts if len(vif_ids) > 1 else _details)
    if len(vif_ids) > 1:
        checked = ", ".join(quoted(report.named(vif_id)) for vif_id in vif_ids)
        lines += ["", f"Checked: {checked}."]
    source = quoted(provenance.words)
    lines += ["", f"Made by dxnet {provenance.version} from {source} at {provenance.time}."]
    return "\n".join(lines) + "\n"


def _section(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """Write a rule that found something: its findings, why they matter, what to do, the source."""
    status, rule = findings[0].status, findings[0].rule
    yield f"**{status}** {rule.id}: {quoted(rule.title)}"
    yield ""
    yield from (f"- {quoted(report.sentence(finding))}" for finding in findings)
    yield from ("", f"Why it matters: {quoted(rule.why)}", "")
    source = f" ([source]({rule.source.url}), read {rule.source.read})" if rule.source else ""
    yield f"What to do: {quoted(rule.fix)}{source}"
    yield ""


def _rows(report: Report, result: Callable[[Sequence[Finding]], str]) -> Iterator[str]:
    """Write a row for each rule, in order of rule."""
    ordered = sorted(report.findings, key=lambda finding: finding.rule.id)
    for _, group in groupby(ordered, key=lambda finding: finding.rule.id):
        findings = tuple(group)
        rule = findings[0].rule
        yield f"| {rule.id} | {quoted(rule.title)} | {quoted(result(findings))} |"


def _counts(findings: Sequence[Finding]) -> str:
    """Count the findings of each status, in words."""
    counted = Counter(finding.status for finding in findings)
    return ", ".join(f"{counted[status]} {status}" for status in Status if counted[status])


def _details(findings: Sequence[Finding]) -> str:
    """Write the findings on the only VIF."""
    return "; ".join(
        f"{finding.status}: {finding.detail}" if finding.detail else str(finding.status)
        for finding in findings
    )
