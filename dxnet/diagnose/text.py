"""A status or a diagnosis for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dxnet.diagnose import document as words
from dxnet.diagnose import lookalikes
from dxnet.diagnose.diagnosis import Diagnosis
from dxnet.diagnose.document import Document
from dxnet.diagnose.status import Group
from dxnet.diagnose.terms import Standing, Step, Verdict
from dxnet.escape import for_terminal

_COLOURS = {
    Standing.DOWN: "31;1",
    Standing.PARTLY: "31",
    Standing.UNKNOWN: "35",
    Standing.LOOK: "33",
    Standing.WAITING: "36",
    Standing.ON_PURPOSE: "36",
}
_MARKS = {
    Verdict.OK: "ok",
    Verdict.BROKEN: "BROKEN",
    Verdict.SUSPECT: "SUSPECT",
    Verdict.UNKNOWN: "unknown",
    Verdict.NOT_ASKED: "-",
}
_INDENT = "  "


def status(document: Document, *, colour: bool = False) -> str:
    """Write the counts, then each group with its VIFs and the next step, then what was not read."""
    first, *further = words.compared(document) if document.changes is not None else ("",)
    told = [line for line in (first, *(_INDENT + line for line in further)) if line]
    blocks: list[Iterable[str]] = [[document.summary, *told]]
    blocks += [_group(document, group, colour) for group in document.status.groups]
    return _joined([*blocks, _unread(document), _source(document)])


def diagnosis(document: Document, *, colour: bool = False) -> str:
    """Write the ladder of each VIF with its evidence, the steps, and the lines for a ticket."""
    blocks: list[Iterable[str]] = []
    for one in document.status.diagnoses:
        blocks += [_vif(document, one, colour), _ladder(one), _evidence(one)]
        blocks += [_steps(one.finding.step, document.steps.get(one.vif.id, ()))]
        blocks += [["ticket", *(_INDENT + line for line in words.ticket(document, one))]]
    ports = [group for group in document.status.groups if not group.vifs]
    blocks += [_group(document, group, colour) for group in ports]
    return _joined([*blocks, _unread(document), _source(document)])


def _joined(blocks: Iterable[Iterable[str]]) -> str:
    texts = ("\n".join(_safe(line) for line in block) for block in blocks)
    return "\n\n".join(text for text in texts if text) + "\n"


def _safe(line: str) -> str:
    """The line without control characters, but for the colour that a heading begins with."""
    if line.startswith("\x1b["):
        start, _, rest = line.partition("m")
        text, _, _ = rest.rpartition("\x1b[0m")
        return f"{start}m{for_terminal(text)}\x1b[0m"
    return for_terminal(line)


def _coloured(text: str, standing: Standing, colour: bool) -> str:
    code = _COLOURS.get(standing) if colour else None
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _group(document: Document, group: Group, colour: bool) -> Iterator[str]:
    """Write a group: its heading, the cause, its VIFs, and the next step."""
    yield _coloured(words.heading(document, group), group.standing, colour)
    since = f", {group.since.words}" if group.since.words else ""
    yield f"{_INDENT}{group.cause.title} ({group.certainty}{since})"
    for one in group.vifs:
        yield f"{_INDENT}{words.line(document, one)}"
        yield f"{_INDENT}{_INDENT}{words.facts(one.finding)}"
    step = group.vifs[0].finding.step if group.vifs else _step_of_port(document, group)
    yield f"{_INDENT}next ({step.who}): {step.text}"


def _step_of_port(document: Document, group: Group) -> Step:
    ports = document.status.ports
    return next(one.finding.step for one in ports if one.port.id == group.subject)


def _vif(document: Document, one: Diagnosis, colour: bool) -> Iterator[str]:
    heading = f"{words.word(one.standing)} {one.finding.cause.id}: {one.finding.cause.title}"
    yield _coloured(heading, one.standing, colour)
    since = f", {one.finding.since.words}" if one.finding.since.words else ""
    yield f"{_INDENT}{words.line(document, one)}"
    yield f"{_INDENT}certainty: {one.finding.certainty}{since}"
    if one.also:
        yield f"{_INDENT}also: {', '.join(cause.id for cause in one.also)}"


def _ladder(one: Diagnosis) -> Iterator[str]:
    yield "ladder"
    for judged in one.ladder:
        yield f"{_INDENT}{judged.rung:<10} {_MARKS[judged.verdict]:<8} {judged.text}".rstrip()


def _evidence(one: Diagnosis) -> Iterator[str]:
    yield "evidence"
    for evidence in one.finding.evidence:
        yield f"{_INDENT}{evidence.fact} [{evidence.source}]"


def _steps(first: Step, further: Iterable[Step]) -> Iterator[str]:
    yield f"next ({first.who}): {first.text}"
    if first.command:
        yield f"{_INDENT}{first.command}"
    meanings = lookalikes.meanings()
    for step in further:
        yield f"{_INDENT}{step.command}"
        yield f"{_INDENT * 2}sound: {step.text}"
        for seen, cause in step.answers:
            yield f"{_INDENT * 2}{seen}: {cause} ({meanings[cause]})"


def _unread(document: Document) -> Iterator[str]:
    for gap in document.status.unread:
        yield f"not read: {gap}"


def _source(document: Document) -> Iterator[str]:
    origin = document.provenance
    yield f"dxnet {origin.version}, {origin.words}, read at {document.clock}"
