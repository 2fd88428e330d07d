"""A status or a diagnosis as Markdown, to paste into a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet.diagnose import document as words
from dxnet.diagnose import lookalikes
from dxnet.diagnose.document import Document
from dxnet.diagnose.terms import Step
from dxnet.escape import for_markdown as quoted
from dxnet.escape import for_terminal


def markdown(document: Document) -> str:
    """Write a heading for each group, the three lines for the ticket, and the steps as text."""
    lines = ["# Status", "", f"**{quoted(document.summary)}**", ""]
    if told := list(words.compared(document)):
        lines += [quoted(told[0]), "", *(f"- {quoted(line)}" for line in told[1:]), ""]
    for group in document.status.groups:
        lines += [f"## {quoted(words.heading(document, group))}", ""]
        lines += [f"{quoted(group.cause.title)} ({group.certainty}).", ""]
        for one in group.vifs:
            lines += [f"- {quoted(text)}" for text in words.ticket(document, one)]
            lines += ["", *_steps(one.finding.step, document.steps.get(one.vif.id, ()))]
    for one in document.status.diagnoses:
        if document.steps.get(one.vif.id) is not None:
            lines += [f"## Ladder of {quoted(document.named(one.vif.id))}", ""]
            lines += ["| Rung | Verdict | Why |", "| --- | --- | --- |"]
            lines += [
                f"| {each.rung} | {each.verdict} | {quoted(each.text)} |" for each in one.ladder
            ]
            lines.append("")
    if document.status.unread:
        unread = (f"- {quoted(str(gap))}" for gap in document.status.unread)
        lines += ["## Not read", "", *unread, ""]
    origin = document.provenance
    lines.append(f"Made by dxnet {origin.version} from {quoted(origin.words)}, {document.clock}.")
    return "\n".join(lines) + "\n"


def _steps(first: Step, further: tuple[Step, ...]) -> Iterator[str]:
    """Write what to type, as text, each command after what to expect of it."""
    commands = [first.command] if first.command else []
    meanings = lookalikes.meanings()
    for step in further:
        commands += [f"# sound: {step.text}", step.command]
        commands += [f"#   {seen}: {cause} ({meanings[cause]})" for seen, cause in step.answers]
    if commands:
        yield from ("```text", *map(for_terminal, commands), "```", "")
