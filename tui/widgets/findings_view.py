"""The pane with what every rule says of one VIF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dxnet.checks.engine import Status
from dxnet.checks.findings import Finding
from dxnet.errors import DxnetError

from ..shown import for_terminal
from ..tones import STATUSES
from .problem import explanation
from .text_view import TextView

_QUIET = (Status.PASS, Status.NOT_APPLICABLE)


class FindingsView(TextView):
    """The findings that need a person, with detail and fix; then the rules that passed."""

    def show(self, findings: Sequence[Finding] | None, error: DxnetError | None = None) -> None:
        """Show the findings, None while the checks run; or what is wrong with the settings."""
        self.put(partial(_content, findings, error))


def _content(findings: Sequence[Finding] | None, error: DxnetError | None) -> RenderableType:
    if findings is None:
        return Text("The checks are running …", "dim")
    if error is not None:
        return explanation(error)
    loud = [finding for finding in findings if finding.status not in _QUIET]
    quiet = [finding for finding in findings if finding.status in _QUIET]
    return Group(_counts(findings), Text(), *attention(loud), _quiet(quiet))


def _counts(findings: Sequence[Finding]) -> Text:
    counts = Counter(finding.status for finding in findings)
    marks = ((status, *mark) for status, mark in STATUSES.items() if counts[status])
    words = [
        Text(f"{symbol} {counts[status]} {status}", tone.value) for status, symbol, tone in marks
    ]
    return Text("   ").join(words)


def attention(findings: Iterable[Finding]) -> Iterable[RenderableType]:
    """Each finding with its detail, why it matters, its fix and its source; the gravest first."""
    ranks = list(STATUSES)
    for finding in sorted(findings, key=lambda each: ranks.index(each.status)):
        symbol, tone = STATUSES[finding.status]
        yield Text.assemble(
            (f"{symbol} {finding.status} {finding.rule.id}  ", tone.value),
            (finding.rule.title, "bold"),
        )
        grid = _grid(9)
        grid.add_row("", Text(for_terminal(finding.detail)))
        grid.add_row(Text("  Why", "dim"), Text(finding.rule.why))
        grid.add_row(Text("  To do", "dim"), Text(finding.rule.fix))
        if finding.rule.source is not None:
            grid.add_row(Text("  Source", "dim"), Text(finding.rule.source.url, "dim"))
        yield grid
        yield Text()


def _quiet(findings: Iterable[Finding]) -> Table:
    grid = _grid(12)
    for finding in findings:
        symbol, tone = STATUSES[finding.status]
        detail = f" ({for_terminal(finding.detail)})" if finding.detail else ""
        grid.add_row(
            Text(f"{symbol} {finding.status:<5}{finding.rule.id}", tone.value),
            Text(f"{finding.rule.title}{detail}", tone.value if tone == "dim" else ""),
        )
    return grid


def _grid(width: int) -> Table:
    """A narrow column for marks and a wide one for text, which wraps inside itself."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=width)
    grid.add_column(overflow="fold")
    return grid
