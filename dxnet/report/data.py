"""A report as JSON, for scripts."""

from __future__ import annotations

import json
from typing import Any

from dxnet.checks.engine import Finding
from dxnet.report import Report


def dumps(report: Report) -> str:
    """The report as one JSON object with sorted keys."""
    document = {
        "subject": report.subject,
        "failed": report.has_failed,
        "counts": {str(status): count for status, count in report.counts.items()},
        "findings": [_finding(finding) for finding in report.findings],
        "gaps": [gap.as_json() for gap in report.gaps],
        "provenance": report.provenance.as_json(),
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "vif": finding.vif_id,
        "rule": rule.id,
        "status": str(finding.status),
        "severity": str(rule.severity),
        "title": rule.title,
        "detail": finding.detail,
        "fix": rule.fix,
        "source": {"url": rule.source.url, "read": rule.source.read} if rule.source else None,
    }
