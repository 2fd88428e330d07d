"""The reader of SONiC: a JSON document for its interfaces, and FRR's lines for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dxnet.running import indented
from dxnet.running.line import Line


def lines(text: str, comment: str) -> Iterator[Line]:
    """The statements of both parts, in this order; `TABLE name field value` for the JSON's."""
    rows = text.split("\n")
    start = next((place for place, row in enumerate(rows) if row.startswith("{")), None)
    if start is not None:
        end = next((p for p in range(start, len(rows)) if rows[p].startswith("}")), len(rows) - 1)
        yield from _tables("\n".join(rows[start : end + 1]), rows)
        rows[start : end + 1] = [""] * (end + 1 - start)
    yield from indented.lines("\n".join(rows), comment)


def _tables(document: str, rows: list[str]) -> Iterator[Line]:
    try:
        tables = json.loads(document)
    except ValueError:
        return
    for table, entries in tables.items() if isinstance(tables, dict) else ():
        for name, fields in entries.items() if isinstance(entries, dict) else ():
            number = next((n for n, row in enumerate(rows, 1) if f'"{name}"' in row), 1)
            path = f"{table} {' '.join(str(name).split('|'))}"
            yield Line(number, path)
            for key, value in fields.items() if isinstance(fields, dict) else ():
                yield from (Line(number, f"{path} {key} {item}") for item in _items(value))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
