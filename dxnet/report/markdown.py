"""A report to paste into a change ticket."""

from __future__ import annotations

from dxnet.checks.engine import Finding
from dxnet.report import TELLING, Report
from dxnet.untrusted import markdown as quoted


def markdown(report: Report) -> str:
    """The summary, what there is to do, and every check as a table's row."""
    made = report.provenance
    todo = [_todo(finding) for finding in report.findings if finding.status in TELLING]
    lines = [f"# Checks: {quoted(report.subject)}", "", f"**{report.summary}**", ""]
    if todo:
        lines += ["## To read", "", *todo, ""]
    lines += ["## Every check", "", "| VIF | Rule | Status | Check | Detail |"]
    lines += ["| --- | --- | --- | --- | --- |", *(_row(finding) for finding in report.findings)]
    lines += ["", f"Made by dxnet {made.version} from {quoted(made.source)} at {made.time}."]
    return "\n".join(lines) + "\n"


def _todo(finding: Finding) -> str:
    rule = finding.rule
    source = f" ([source]({rule.source.url}), read {rule.source.read})" if rule.source else ""
    about = f" {quoted(finding.vif_id)}" if finding.vif_id else ""
    detail = quoted(finding.detail)
    return f"- **{finding.status}** {rule.id}{about}: {detail} {quoted(rule.fix)}{source}"


def _row(finding: Finding) -> str:
    rule = finding.rule
    cells = (finding.vif_id, rule.id, finding.status, rule.title, finding.detail)
    return f"| {' | '.join(quoted(cell) for cell in cells)} |"
