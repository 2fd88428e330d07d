"""What a reading came to, as every writer takes it; and the lines for a ticket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dxnet import kinds
from dxnet.diagnose.changes import Change
from dxnet.diagnose.diagnosis import Diagnosis, Finding
from dxnet.diagnose.status import Group, Status
from dxnet.diagnose.terms import Standing, Step
from dxnet.model import Estate
from dxnet.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Document:
    """The status of an estate, or of one object in it, with where it comes from.

    `read_at` is when it was read. `steps` are what to type on a VIF's router, by the VIF's id.
    `changes` are what stands otherwise than in an older reading, which is of the time `since`;
    None where it was not compared.
    """

    status: Status
    estate: Estate
    provenance: Provenance
    read_at: datetime
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    since: str = ""
    changes: tuple[Change, ...] | None = None

    def named(self, object_id: str) -> str:
        """The id, followed by the object's name if it has one."""
        name = getattr(self.estate.get(object_id), "name", "")
        return f"{object_id} {name}".rstrip()

    def gateway(self, gateway_id: str) -> str:
        """The gateway's name, or its id where it has none: ids of gateways are long."""
        return getattr(self.estate.get(gateway_id), "name", "") or gateway_id

    @property
    def clock(self) -> str:
        """When it was read, in words."""
        return f"{self.read_at:%Y-%m-%d %H:%MZ}"

    @property
    def summary(self) -> str:
        """How many VIFs have each standing that occurs: "2 DOWN, 1 WAITING, 5 UP of 8"."""
        counts = self.status.counts
        words = [f"{count} {word(standing)}" for standing, count in counts.items() if count]
        total = kinds.VIF.count(len(self.status.diagnoses))
        return f"{', '.join(words) or 'nothing'} of {total}"


def compared(document: Document) -> Iterator[str]:
    """What changed since the older reading, the count first; nothing where none was compared."""
    if document.changes is None:
        return
    words = [change.word for change in document.changes]
    counts = ", ".join(f"{words.count(name)} {name}" for name in ("new", "back", "changed"))
    yield f"since {document.since}: {counts}"
    yield from (str(change) for change in document.changes)


def word(standing: Standing) -> str:
    """The standing as a heading says it: "ON PURPOSE"."""
    return standing.value.replace("-", " ").upper()


def heading(document: Document, group: Group) -> str:
    """The group in one line: its standing, cause, subject, and how many VIFs it has."""
    finding_of_vif = len(group.vifs) == 1 and group.subject == group.vifs[0].vif.id
    subject = "" if finding_of_vif else f" {document.named(group.subject)}"
    count = f": {kinds.VIF.count(len(group.vifs))}" if group.vifs else ": no VIF is on it"
    return f"{word(group.standing)} {group.cause.id}{subject}{count}"


def line(document: Document, diagnosis: Diagnosis) -> str:
    """The VIF in one line: id, name, type, VLAN, sessions, and the paths left to its gateway."""
    vif = diagnosis.vif
    left = "; ".join(paths.words for paths in diagnosis.paths)
    parts = [
        document.named(vif.id) if document.estate.get(vif.id) else f"{vif.id} {vif.name}".rstrip(),
        f"{vif.type} VLAN {vif.vlan}",
        f"{diagnosis.peers_up} of {diagnosis.count} up",
        *([f"{document.gateway(vif.gateway_id)}: {left}"] if left else []),
    ]
    return ", ".join(parts)


def facts(finding: Finding) -> str:
    """The evidence in one sentence."""
    return "; ".join(one.fact for one in finding.evidence)


def ticket(document: Document, diagnosis: Diagnosis) -> Iterator[str]:
    """Three lines for a ticket: what, why, and what next."""
    vif, finding = diagnosis.vif, diagnosis.finding
    since = f" {finding.since.words}" if finding.since.words else ""
    name = f"{vif.id} {vif.name}".rstrip()
    yield (
        f"{document.clock} {name}, VLAN {vif.vlan}, {document.named(vif.connection_id)}, "
        f"{vif.location}: {word(diagnosis.standing)} {finding.cause.id}{since}."
    )
    yield f"{finding.cause.title} ({finding.certainty}): {facts(finding)}."
    left = "; ".join(paths.words for paths in diagnosis.paths)
    after = f" {document.gateway(vif.gateway_id)}: {left}." if left else ""
    yield f"Next ({finding.step.who}): {finding.step.text}{after}"
