"""The table of VIFs as data: its columns, and one entry for each VIF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dxnet.assess import Assessment, Verdict
from dxnet.checks.engine import Status
from dxnet.columns import summary
from dxnet.inventory import CHECKS, LISTS
from dxnet.listing import Row
from dxnet.model import Estate, Vif

from . import tones
from .shown import for_terminal
from .tones import Tone

_LISTING = LISTS["vifs"]
FIELDS = (*_LISTING.columns, CHECKS)
"""What a filter can name: the columns of `dxnet list`, and the gravest status of the checks."""
_BGP = [column.name for column in FIELDS].index("bgp")


@dataclass(frozen=True, slots=True)
class Entry:
    """One VIF of the table and its verdict, None while the checks run.

    `row` is what filters look at: its values of `FIELDS`.
    """

    vif: Vif
    verdict: Verdict | None
    row: Row


def entries(estate: Estate, assessment: Assessment | None) -> tuple[Entry, ...]:
    """An entry for every VIF, in order of id; without verdicts while the checks run."""
    return tuple(
        _entry(vif, assessment.verdict(vif.id) if assessment else None, listed)
        for vif, listed in zip(estate.vifs, _LISTING.rows(estate), strict=True)
    )


def with_verdict(entry: Entry, verdict: Verdict) -> Entry:
    """The entry with another verdict."""
    listed = Row(entry.row.values[:-1], entry.row.words.rpartition("\n")[0])
    return _entry(entry.vif, verdict, listed)


def _entry(vif: Vif, verdict: Verdict | None, listed: Row) -> Entry:
    status = str(verdict.worst).lower() if verdict else ""
    return Entry(vif, verdict, Row((*listed.values, status), f"{listed.words}\n{status}"))


class Cell(NamedTuple):
    """One text of the table, on one line and harmless, and its tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` in cells, `cell` what it shows of an entry, `key` what it sorts by.

    The column that `grows` takes the room that is left over.
    """

    title: str
    width: int
    cell: Callable[[Entry], Cell]
    key: Callable[[Entry], Any]
    grows: bool = False
    right: bool = False


def _text(title: str, width: int, name: str, *, grows: bool = False) -> Column:
    """A column that shows and sorts by one text of the VIF."""
    return Column(
        title,
        width,
        lambda entry: Cell(for_terminal(getattr(entry.vif, name))),
        lambda entry: getattr(entry.vif, name).lower(),
        grows=grows,
    )


def _checks(entry: Entry) -> Cell:
    if entry.verdict is None:
        return Cell("…", Tone.FAINT)
    worst = entry.verdict.worst
    symbol, tone = tones.STATUSES[worst]
    if worst is Status.PASS and not entry.verdict.is_complete:
        return Cell("… so far", Tone.FAINT)  # the rules about the configuration have yet to run
    count = entry.verdict.counts.get(worst, 0) if tone in (Tone.BAD, Tone.CAUTION, Tone.NOTE) else 0
    return Cell(f"{symbol} {worst}{f' {count}' if count > 1 else ''}", tone)


def _gravity(entry: Entry) -> tuple[int, int]:
    return entry.verdict.gravity if entry.verdict else (len(tones.STATUSES), 0)


def _state(entry: Entry) -> Cell:
    symbol, tone = tones.state(entry.vif.state)
    return Cell(f"{symbol} {for_terminal(entry.vif.state)}", tone)


def _vlan(entry: Entry) -> Cell:
    return Cell("" if entry.vif.vlan is None else str(entry.vif.vlan))


def _statuses(entry: Entry) -> tuple[str, ...]:
    statuses: tuple[str, ...] = entry.row.values[_BGP]
    return statuses


def _sessions(entry: Entry) -> Cell:
    statuses = _statuses(entry)
    if not statuses:
        return Cell("none", Tone.CAUTION if entry.vif.is_live else Tone.FAINT)
    if set(statuses) == {"unknown"}:
        return Cell("unknown", Tone.FAINT)
    up = statuses.count("up")
    tone = Tone.GOOD if up == len(statuses) else Tone.CAUTION if up else Tone.BAD
    return Cell(for_terminal(summary(statuses)), tone)


def _sessions_up(entry: Entry) -> tuple[int, int]:
    statuses = _statuses(entry)
    return statuses.count("up"), len(statuses)


COLUMNS: tuple[Column, ...] = (
    Column("Checks", 10, _checks, _gravity),
    _text("VIF", 14, "id"),
    _text("Name", 18, "name", grows=True),
    _text("Type", 7, "type"),
    Column("State", 12, _state, lambda entry: entry.vif.state),
    Column("VLAN", 4, _vlan, lambda entry: entry.vif.vlan or 0, right=True),
    Column("BGP", 7, _sessions, _sessions_up),
    _text("Region", 14, "region"),
    _text("Connection", 14, "connection_id"),
)


def in_order(found: Sequence[Entry], column: Column, *, descending: bool) -> tuple[Entry, ...]:
    """The entries sorted by the column; equal ones stay as they are."""
    return tuple(sorted(found, key=column.key, reverse=descending))
