"""A report for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dxnet.checks.engine import Finding, Status
from dxnet.report import TELLING, Report
from dxnet.untrusted import shown

_COLOURS = {
    Status.PASS: "32",
    Status.WARN: "33",
    Status.FAIL: "31;1",
    Status.ERROR: "31;1",
    Status.MANUAL: "36",
}


def text(report: Report, *, every: bool = False, colour: bool = False) -> str:
    """The summary and, by VIF, the findings to read, or with `every` all of them."""
    wanted = [item for item in report.findings if every or item.status in TELLING]
    lines = [f"{shown(report.subject)}: {report.summary}"]
    for vif_id, findings in groupby(wanted, key=lambda finding: finding.vif_id):
        lines += ["", shown(vif_id or "the run")]
        for finding in findings:
            lines += _lines(finding, colour)
    made = report.provenance
    lines += ["", f"dxnet {made.version}, {shown(made.source)}, {made.time}"]
    return "\n".join(lines) + "\n"


def short(finding: Finding) -> str:
    """One finding as one line."""
    about = f"{finding.vif_id} " if finding.vif_id else ""
    return shown(f"{finding.status} {about}{finding.rule.id}: {finding.detail}")


def _lines(finding: Finding, colour: bool) -> Iterator[str]:
    status = f"{finding.status:<8}"
    if colour and finding.status in _COLOURS:
        status = f"\x1b[{_COLOURS[finding.status]}m{status}\x1b[0m"
    rule = finding.rule
    yield f"  {status} {rule.id}  {rule.title}"
    if finding.detail:
        yield f"           {shown(finding.detail)}"
    if finding.status in TELLING and finding.status is not Status.ACCEPTED:
        yield f"           what to do: {rule.fix}"
        if rule.source is not None:
            yield f"           source: {rule.source.url} (read {rule.source.read})"
