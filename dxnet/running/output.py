"""Comparisons as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dxnet.escape import for_markdown, for_terminal
from dxnet.running.comparison import Comparison
from dxnet.running.difference import Difference
from dxnet.running.judgement import Judgement, Level

SCHEMA = 1
_COLOURS = {Level.FAIL: "31;1", Level.WARN: "33", Level.LOOK: "36", Level.PASS: "32"}
_FAMILIES = {"ipv4": " (IPv4)", "ipv6": " (IPv6)", "": ""}


@dataclass(frozen=True, slots=True)
class Compared:
    """One VIF's comparison, with what differs from dxnet's own lines where that was made."""

    comparison: Comparison
    difference: Difference


def text(compared: Sequence[Compared], made: Mapping[str, str], *, colour: bool = False) -> str:
    """For a terminal: each VIF's facts, the difference and the commands."""
    blocks = ["\n".join(_block(each, colour)) for each in compared]
    blocks.append(f"dxnet {made['dxnet']}, {for_terminal(made['source'])}, {made['time']}")
    return "\n\n".join(blocks) + "\n"


def _block(compared: Compared, colour: bool) -> Iterator[str]:
    comparison = compared.comparison
    yield for_terminal(f"{_title(comparison)}: {_summary(comparison)}")
    yield ""
    for judgement in comparison.judgements:
        level = f"{judgement.level.upper():<5}"
        if colour and judgement.level in _COLOURS:
            level = f"\x1b[{_COLOURS[judgement.level]}m{level}\x1b[0m"
        name = f"{judgement.fact}{_FAMILIES[judgement.family]}"
        yield f"{level} {name:<18} {judgement.verdict:<10} {for_terminal(_sentence(judgement))}"
        if judgement.remark:
            yield f"{'':36}{for_terminal(judgement.remark)}"
    for title, lines in _parts(compared):
        yield from ("", f"{title}:", *map(for_terminal, lines))


def _title(comparison: Comparison) -> str:
    expected, running = comparison.expected, comparison.running
    name = f"{expected.vif_id} {expected.vif_name}".rstrip()
    return f"{name} on {running.name} ({running.platform.slug})"


def _summary(comparison: Comparison) -> str:
    verdict = "FAILED" if comparison.has_failed else "PASSED"
    counted = ", ".join(f"{count} {level}" for level, count in comparison.counts.items() if count)
    return f"{verdict} ({counted})"


def _sentence(judgement: Judgement) -> str:
    line = f"line {judgement.line}: " if judgement.line else ""
    if judgement.asked == judgement.seen:
        return f"{line}{judgement.seen}"
    return f"{line}{judgement.seen}; asked for: {judgement.asked}"


def _parts(compared: Compared) -> Iterator[tuple[str, tuple[str, ...]]]:
    if compared.difference.lines:
        yield "The difference to dxnet's lines", compared.difference.lines
    if compared.difference.commands:
        yield "The commands to get there", compared.difference.commands


def markdown(compared: Sequence[Compared], made: Mapping[str, str]) -> str:
    """To paste into a ticket."""
    lines: list[str] = []
    for each in compared:
        comparison = each.comparison
        lines += [f"# {for_markdown(_title(comparison))}", "", f"**{_summary(comparison)}**", ""]
        lines += ["| Level | Fact | Verdict | Line | Seen | Asked for |"]
        lines += ["| --- | --- | --- | --- | --- | --- |"]
        lines += [_row(judgement) for judgement in comparison.judgements]
        for title, shown in _parts(each):
            indented = [f"    {for_terminal(line)}" for line in shown]
            lines += ["", f"{title}:", "", *indented]
        lines.append("")
    source = for_markdown(made["source"])
    lines.append(f"Made by dxnet {made['dxnet']} from {source} at {made['time']}.")
    return "\n".join(lines) + "\n"


def _row(judgement: Judgement) -> str:
    seen = f"{judgement.seen}: {judgement.remark}" if judgement.remark else judgement.seen
    cells = (
        judgement.level,
        f"{judgement.fact}{_FAMILIES[judgement.family]}",
        judgement.verdict,
        judgement.line or "",
        seen,
        judgement.asked,
    )
    return f"| {' | '.join(for_markdown(cell) for cell in cells)} |"


def dumps(compared: Sequence[Compared], made: Mapping[str, str]) -> str:
    """For scripts: one JSON object with sorted keys and a schema number."""
    document = {
        "schema": SCHEMA,
        "failed": any(each.comparison.has_failed for each in compared),
        "comparisons": [_object(each) for each in compared],
        "provenance": dict(made),
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _object(compared: Compared) -> dict[str, Any]:
    comparison = compared.comparison
    place = comparison.place
    records = (session.record for session in place.sessions)
    return {
        "vif": comparison.expected.vif_id,
        "name": comparison.expected.vif_name,
        "router": comparison.running.name,
        "platform": comparison.running.platform.slug,
        "failed": comparison.has_failed,
        "counts": {str(level): count for level, count in comparison.counts.items()},
        "interface": place.interface.name if place.interface else None,
        "sessions": [record.name for record in records if record],
        "facts": [fact(judgement) for judgement in comparison.judgements],
        "difference": list(compared.difference.lines),
        "commands": list(compared.difference.commands),
    }


def fact(judgement: Judgement) -> dict[str, Any]:
    """One judgement as JSON values."""
    return {
        "fact": judgement.fact,
        "family": judgement.family or None,
        "verdict": str(judgement.verdict),
        "level": str(judgement.level),
        "asked": judgement.asked,
        "seen": judgement.seen,
        "line": judgement.line or None,
        "remark": judgement.remark or None,
    }
