"""Lists of objects as rows of values: what a column, a row and a list are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dxnet.kinds import Kind
from dxnet.model import Estate
from dxnet.value_type import Cell, ValueType

_LABELS = {
    "id": "Id",
    "asn": "ASN",
    "aws": "AWS",
    "bgp": "BGP",
    "ipv4": "IPv4",
    "ipv6": "IPv6",
    "lag": "LAG",
    "loa": "LOA",
    "macsec": "MACsec",
    "mtu": "MTU",
    "sitelink": "SiteLink",
    "vlan": "VLAN",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the type of its values, and the value of an object of an estate.

    A table leaves out a column that is `further` unless it may be wide. `needs` are the kinds
    whose lists the value is read from, beside that of the object. One that `repeats` others is
    for filters alone.
    """

    name: str
    type: ValueType
    value: Callable[[Estate, Any], Any]
    further: bool = False
    needs: tuple[Kind, ...] = ()
    repeats: bool = False

    @property
    def label(self) -> str:
        """The name for people: "amazon_asn" is "Amazon ASN"."""
        first, *rest = self.name.split("_")
        return " ".join(
            (_LABELS.get(first, first.capitalize()), *(_LABELS.get(word, word) for word in rest))
        )


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one object, in the order of the columns; bare words are searched in `words`."""

    values: tuple[Any, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: the kinds of its objects, its columns in order, and which objects it takes."""

    kinds: tuple[Kind, ...]
    columns: tuple[Column, ...]
    takes: Callable[[Any], bool] = lambda _: True
    noun: str = ""

    @property
    def title(self) -> str:
        """What the list holds, in words: "virtual interfaces"."""
        return self.noun or " and ".join(kind.plural for kind in self.kinds)

    def shown(self, *, wide: bool) -> tuple[Column, ...]:
        """The columns of a table, in order."""
        return tuple(
            column for column in self.columns if (wide or not column.further) and not column.repeats
        )

    def rows(self, estate: Estate) -> list[Row]:
        """The objects of the estate as rows, in order of kind and id."""
        objects = (item for kind in self.kinds for item in estate.of_kind(kind))
        return [row(estate, item, self.columns) for item in objects if self.takes(item)]


def row(estate: Estate, item: Any, columns: Sequence[Column]) -> Row:
    """The object's values in these columns."""
    return row_of(columns, tuple(column.value(estate, item) for column in columns))


def row_of(columns: Sequence[Column], values: tuple[Any, ...]) -> Row:
    """The row of these values of these columns."""
    words = [
        column.type.words(value)
        for column, value in zip(columns, values, strict=True)
        if value and not column.repeats
    ]
    return Row(values, "\n".join(words).lower())


def cells(rows: Iterable[Row], columns: Sequence[Column]) -> list[dict[str, Cell]]:
    """The rows as a table shows them: by name a text, a number, or None for nothing."""
    return _written(rows, columns, lambda column: column.type.cell)


def plain(rows: Iterable[Row], columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The rows as JSON objects: numbers, texts, lists of texts, and null for an absent number."""
    return _written(rows, columns, lambda column: column.type.plain)


def _written(
    rows: Iterable[Row],
    columns: Sequence[Column],
    form: Callable[[Column], Callable[[Any], Any]],
) -> list[dict[str, Any]]:
    writers = [
        (index, column.name, form(column))
        for index, column in enumerate(columns)
        if not column.repeats
    ]
    return [{name: write(row.values[index]) for index, name, write in writers} for row in rows]
