"""A status or a diagnosis as JSON, for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dxnet.diagnose.diagnosis import Diagnosis, Finding, PortDiagnosis
from dxnet.diagnose.document import Document
from dxnet.diagnose.paths import Paths
from dxnet.diagnose.status import Group
from dxnet.diagnose.terms import Evidence, Since, Step

SCHEMA = 1
"""The number of the document's form; it changes when a field goes or means something else.

Cause ids, the names of rungs, standings, verdicts and certainties are part of the form.
"""


def dumps(document: Document) -> str:
    """Write the document as one JSON object with sorted keys, one VIF a line."""
    status, origin = document.status, document.provenance
    fields: dict[str, Any] = {
        "counts": {str(standing): count for standing, count in status.counts.items()},
        "groups": [_group(group) for group in status.groups],
        "ports": [_port(port) for port in status.ports],
        "provenance": {
            "account": origin.account,
            "endpoint": origin.endpoint,
            "regions": list(origin.regions),
            "source": origin.source,
            "readAt": document.read_at.isoformat(),
        },
        "schema": SCHEMA,
        "unread": [gap.as_json() for gap in status.unread],
        "withoutPath": list(status.lost),
    }
    if document.changes is not None:
        fields["changes"] = [change.as_json() for change in document.changes]
        fields["since"] = document.since
    vifs = (_vif(one, document.steps.get(one.vif.id, ())) for one in status.diagnoses)
    lines = [f"{json.dumps(name)}: {_ENCODER.encode(value)}" for name, value in fields.items()]
    rows = ",\n  ".join(_ENCODER.encode(vif) for vif in vifs)
    lines.append(f'"vifs": [\n  {rows}\n ]' if rows else '"vifs": []')
    return "{\n " + ",\n ".join(sorted(lines)) + "\n}\n"


_ENCODER = json.JSONEncoder(sort_keys=True)


def _group(group: Group) -> Mapping[str, Any]:
    return {
        "cause": group.cause.id,
        "subject": group.subject,
        "standing": group.standing,
        "certainty": group.certainty,
        "vifs": [one.vif.id for one in group.vifs],
        "since": _since(group.since),
    }


def _vif(one: Diagnosis, further: Iterable[Step]) -> Mapping[str, Any]:
    finding = one.finding
    return {
        "id": one.vif.id,
        "name": one.vif.name,
        "standing": one.standing,
        "cause": finding.cause.id,
        "certainty": finding.certainty,
        "also": [cause.id for cause in one.also],
        "peersUp": one.peers_up,
        "peers": [_peer(peer) for peer in one.peers if peer.peer is not None],
        "paths": [_paths(paths) for paths in one.paths],
        "ladder": [
            {"rung": judged.rung, "verdict": judged.verdict, "text": judged.text}
            for judged in one.ladder
        ],
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "since": _since(finding.since),
        "steps": [_step(step) for step in (finding.step, *further)],
    }


def _peer(finding: Finding) -> Mapping[str, Any]:
    return {
        "id": finding.peer.id if finding.peer else "",
        "family": finding.peer.family if finding.peer else "",
        "session": finding.session,
        "standing": finding.standing,
        "cause": finding.cause.id,
        "certainty": finding.certainty,
    }


def _port(one: PortDiagnosis) -> Mapping[str, Any]:
    return {
        "id": one.port.id,
        "name": one.port.name,
        "standing": one.finding.standing,
        "cause": one.finding.cause.id,
        "certainty": one.finding.certainty,
        "evidence": [_evidence(evidence) for evidence in one.finding.evidence],
        "steps": [_step(one.finding.step)],
    }


def _paths(paths: Paths) -> Mapping[str, Any]:
    return {
        "gateway": paths.gateway,
        "family": paths.family,
        "up": paths.up,
        "all": paths.all,
        "locations": list(paths.locations),
        "devices": list(paths.devices),
        "isWhole": paths.is_whole,
    }


def _evidence(evidence: Evidence) -> Mapping[str, Any]:
    return {"fact": evidence.fact, "source": evidence.source, "at": _time(evidence.at)}


def _since(since: Since) -> Mapping[str, Any]:
    return {
        "earliest": _time(since.earliest),
        "latest": _time(since.latest),
        "source": since.source,
    }


def _step(step: Step) -> Mapping[str, Any]:
    return {
        "who": step.who,
        "text": step.text,
        "command": step.command,
        "answers": [{"seen": seen, "cause": cause} for seen, cause in step.answers],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
