"""A report as JSON, for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dxnet.checks.engine import Rule
from dxnet.checks.findings import Finding
from dxnet.report import Report

SCHEMA = 2
"""The number of the document's form; it changes when a field goes or means something else."""


def dumps(report: Report) -> str:
    """Write the report as one JSON object with sorted keys."""
    return "".join(chunks(report))


def chunks(report: Report) -> Iterator[str]:
    """Write the report as one JSON object, in pieces: a line for each finding.

    Python writes JSON with indentation in pure Python, so each finding is one line; a rule's own
    texts are the same for every object and stand in `rules`, once.
    """
    rules: dict[str, Rule] = {}
    yield '{\n "counts": '
    yield _compact({str(status): count for status, count in report.findings.counts.items()})
    yield f',\n "failed": {_compact(report.has_failed)},\n "findings": ['
    separator = "\n  "
    for finding in report.findings:
        rules.setdefault(finding.rule.id, finding.rule)
        yield separator + _compact(_finding(finding))
        separator = ",\n  "
    gaps = [gap.as_json() for gap in report.gaps]
    origin = report.provenance.as_json()
    works = {vif_id: one._asdict() for vif_id, one in report.operation.items()}
    yield f'\n ],\n "gaps": {_compact(gaps)},\n "operation": {_compact(works)},'
    yield f'\n "provenance": {_compact(origin)},\n "rules": {{'
    yield ",".join(f"\n  {_compact(key)}: {_compact(_rule(rules[key]))}" for key in sorted(rules))
    yield f'\n }},\n "schema": {SCHEMA},\n "subject": {_compact(report.title)}\n}}\n'


def _compact(value: object) -> str:
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(sort_keys=True)


def _finding(finding: Finding) -> Mapping[str, Any]:
    return {
        "kind": finding.subject.kind.singular if finding.subject else "",
        "id": finding.subject_id,
        "rule": finding.rule.id,
        "status": finding.status,
        "detail": finding.detail,
    }


def _rule(rule: Rule) -> Mapping[str, Any]:
    return {
        "severity": rule.severity,
        "title": rule.title,
        "why": rule.why,
        "fix": rule.fix,
        "source": {"url": rule.source.url, "read": rule.source.read} if rule.source else None,
    }
