"""The routes of VIFs for the terminal and for a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dxnet.escape import for_markdown, for_terminal
from dxnet.gaps import Gap
from dxnet.provenance import Provenance
from dxnet.reach import Route
from dxnet.routing.comparison import Comparison, FamilyRoutes, first

Row = tuple[str, str, str, str]
_HEAD: Row = ("Prefix", "What", "AS path", "Since")


def text(comparisons: Sequence[Comparison], origin: Provenance, unread: Iterable[Gap]) -> str:
    """Write each VIF's families as a line and a table: what differs first, then the rest."""
    blocks = [list(_block(one)) for one in comparisons]
    blocks += [[f"not read: {gap}" for gap in unread]]
    blocks += [[f"dxnet {origin.version}, {origin.words}"]]
    return "\n\n".join("\n".join(map(for_terminal, block)) for block in blocks if block) + "\n"


def markdown(comparisons: Sequence[Comparison], origin: Provenance, unread: Iterable[Gap]) -> str:
    """Write a heading for each VIF, and a table for each of its families."""
    lines = ["# Routes", ""]
    for one in comparisons:
        lines += [f"## {for_markdown(_named(one))}", ""]
        for family in one.families:
            lines += [for_markdown(family.words), ""]
            if rows := list(_rows(family)):
                lines += [f"| {' | '.join(_HEAD)} |", "| --- | --- | --- | --- |"]
                lines += [f"| {' | '.join(map(for_markdown, row))} |" for row in rows]
                lines.append("")
    if told := [f"- {for_markdown(gap)}" for gap in unread]:
        lines += ["## Not read", "", *told, ""]
    lines.append(f"Made by dxnet {origin.version} from {for_markdown(origin.words)}.")
    return "\n".join(lines) + "\n"


def _named(one: Comparison) -> str:
    return f"{one.vif.id} {one.vif.name}, {one.vif.type}"


def _block(one: Comparison) -> Iterator[str]:
    yield _named(one)
    for family in one.families:
        yield f"  {family.words}"
        rows = list(_rows(family))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (f"{cell:<{size}}" for cell, size in zip(row, widths, strict=True))
            yield f"    {'  '.join(cells)}".rstrip()


def _rows(family: FamilyRoutes) -> Iterator[Row]:
    """What is missing and unexpected, what was accepted as meant, and what AWS advertises."""
    for missing in family.missing:
        parts = f"MISSING, but {first(missing.parts)} accepted" if missing.parts else "MISSING"
        yield str(missing.prefix), parts, "", ""
    unexpected = {one.route.cidr: one.inside for one in family.unexpected}
    for route in family.accepted or ():
        word = "accepted"
        if route.cidr in unexpected:
            inside = unexpected[route.cidr]
            word = f"UNEXPECTED, inside {inside}" if inside else "UNEXPECTED"
        yield _row(route, word)
    for route in family.advertised or ():
        yield _row(route, "advertised")


def _row(route: Route, word: str) -> Row:
    since = f"{route.installed_at:%Y-%m-%d %H:%MZ}" if route.installed_at else ""
    return route.cidr, word, " ".join(route.as_path), since
