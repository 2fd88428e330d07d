"""Rows as a text table, JSON, YAML and CSV."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence

from dxnet.cli.output import is_terminal
from dxnet.escape import for_terminal
from dxnet.secrets import guard

Value = str | int | None
Row = Mapping[str, Value]

FORMS = ("table", "json", "yaml", "csv")
_GAP = "  "
_CUT = ".."
_WIDEST = 24


def write(
    rows: Sequence[Row], columns: Sequence[str], form: str, *, width: int | None = None
) -> str:
    """Write the rows in one of `FORMS`; a text table is cut to `width` characters, if given."""
    if form in ("json", "yaml"):
        return document([dict(row) for row in rows], form)
    rows = guard().mask_values(rows)  # a cell is masked before it is cut
    if form == "csv":
        return _csv(rows, columns)
    return _table(rows, columns, width)


def document(value: object, form: str) -> str:
    """Write a JSON value as "json" or "yaml"."""
    if form == "yaml":
        return yaml(value)
    return json.dumps(guard().mask_values(value), indent=2) + "\n"


def fields(pairs: Sequence[tuple[str, str]]) -> str:
    """Write labels and values in two columns, without the empty ones."""
    kept = [(label, value) for label, value in pairs if value]
    width = max((len(label) for label, _ in kept), default=0)
    return "".join(f"{label:<{width}}{_GAP}{for_terminal(value)}\n" for label, value in kept)


def yaml(value: object) -> str:
    """Write a JSON value as ASCII YAML, in its own order."""
    from yaml import safe_dump

    text: str = safe_dump(guard().mask_values(value), sort_keys=False, allow_unicode=False)
    return text


def terminal_width(destination: str) -> int | None:
    """Return the terminal's width in characters; None if the table goes elsewhere."""
    return shutil.get_terminal_size().columns if is_terminal(destination) else None


def hidden(rows: Sequence[Row], columns: Sequence[str], width: int | None) -> tuple[str, ...]:
    """Return the last columns, for which a table of this width has no room."""
    widths = _widths(rows, columns)
    room = 0
    for count, needed in enumerate(widths):
        room += needed + (len(_GAP) if count else 0)
        if width is not None and room > width and count:
            return tuple(columns[count:])
    return ()


def _table(rows: Sequence[Row], columns: Sequence[str], width: int | None) -> str:
    columns = columns[: len(columns) - len(hidden(rows, columns, width))]
    widths = _widths(rows, columns, None if width is None else _WIDEST)
    numeric = [any(isinstance(row[name], int) for row in rows) for name in columns]
    header = [name.upper().replace("_", " ") for name in columns]
    lines = [header, *([_cell(row[name]) for name in columns] for row in rows)]
    return "".join(f"{_line(line, widths, numeric)}\n" for line in lines)


def _widths(rows: Sequence[Row], columns: Sequence[str], widest: int | None = _WIDEST) -> list[int]:
    """Return the width of each column; all but the first (the id) are at most `widest`."""
    longest = [max(len(name), *(len(_cell(row[name])) for row in rows), 0) for name in columns]
    return longest[:1] + [min(length, widest or length) for length in longest[1:]]


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    fitted = (
        cell if len(cell) <= width else cell[: width - len(_CUT)] + _CUT
        for cell, width in zip(cells, widths, strict=True)
    )
    aligned = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(fitted, widths, numeric, strict=True)
    )
    return _GAP.join(aligned).rstrip()


def _csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Write CSV. A text that a spreadsheet would run as a formula gets a ' before it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_no_formula(row[name]) for name in columns] for row in rows)
    return file.getvalue()


def _no_formula(value: Value) -> str:
    text = _cell(value)
    return f"'{text}" if text[:1] in tuple("=+-@") and isinstance(value, str) else text


def _cell(value: Value) -> str:
    return "" if value is None else for_terminal(value)
