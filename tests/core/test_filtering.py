"""The grammar of filters, on rows of every type of value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet import columns, filtering
from dxnet.addressing import parse_interface
from dxnet.columns import Reference
from dxnet.errors import UsageError
from dxnet.inventory import CHECKS, LISTS
from dxnet.listing import Column, Row, row
from dxnet.model import Estate
from dxnet.value_type import ValueType

NONE = Reference("")


@dataclass(frozen=True)
class Thing:
    """An object with a value of every type."""

    id: str
    name: str
    vlan: int | None
    state: str
    bgp: tuple[str, ...] = ()
    addr: tuple[str, ...] = ()
    gateway: Reference = NONE
    jumbo: bool | None = None
    speeds: tuple[str, ...] = ()
    start: datetime | None = None
    tags: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> Any:
        """The value of one column."""
        if name == "addr":
            return tuple((text, parse_interface(text)) for text in self.addr)
        return getattr(self, name)


TYPES = {
    "id": columns.TEXT,
    "name": columns.TEXT,
    "vlan": columns.NUMBER,
    "state": columns.STATE,
    "bgp": columns.SESSIONS,
    "addr": columns.ADDRESSES,
    "gateway": columns.REFERENCE,
    "jumbo": columns.FLAG,
    "speeds": columns.TEXTS,
    "start": columns.TIME,
    "tags": columns.TAGS,
}


def column(name: str, type_: ValueType) -> Column:
    return Column(name, type_, lambda _, thing: thing.value(name))


COLUMNS = tuple(column(name, type_) for name, type_ in TYPES.items())
THINGS = (
    Thing(
        id="a",
        name="Core Blue",
        vlan=101,
        state="down",
        bgp=("up", "down"),
        addr=("169.254.96.2/30", "2001:db8::1/126"),
        gateway=Reference("gw-1", "fra-private"),
        jumbo=True,
        speeds=("1G", "10G"),
        start=datetime(2026, 11, 25, 2, tzinfo=UTC),
        tags=(("site", "FRA"), ("aws:stack", "x|y")),
    ),
    Thing("b", "core", 10, "available", ("up",), ("10.0.0.1/30",), jumbo=False),
    Thing("c", "2001:db8::1", None, "available", ("down",), tags=(("env", "fra"),)),
    Thing("d", "x>y", 4094, "pending", ("unknown",), ("nonsense",)),
)


def rows() -> list[Row]:
    """A row for each thing."""
    return [row(Estate(), thing, COLUMNS) for thing in THINGS]


def ids(text: str) -> str:
    """The ids of the rows that the filter lets through."""
    return "".join(str(found.values[0]) for found in filtering.select(rows(), text, COLUMNS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "abcd"),
        ("core", "ab"),
        ("CORE 101", "a"),
        ("!core", "cd"),
        ('"core blue"', "a"),
        ("core|pending", "abd"),
        ("!core|pending", "c"),
        ('"x>y"', "d"),
        ('"x|y"', "a"),
        ("!", "abcd"),
        ("nowhere", ""),
        ("fra-private", "a"),
        ("2001:db8", "ac"),
        ('name:"core blue"', "a"),
        ('name:"core bl', "a"),
        ("name=core", "b"),
        ("NAME=Core", "b"),
        ("name!=core", "acd"),
        ("name:blue|db8", "ac"),
        ("name:blue|vlan:10", "ab"),
        ("vlan:10", "b"),
        ("vlan=10", "b"),
        ("vlan=", "c"),
        ("vlan:", "abcd"),
        ("vlan>", "abcd"),
        ("!vlan:10", "acd"),
        ("vlan!=10", "acd"),
        ("vlan:10|101", "ab"),
        ("vlan:10-101", "ab"),
        ("vlan:102-", "d"),
        ("vlan:-101", "ab"),
        ("vlan>10", "ad"),
        ("vlan>=10", "abd"),
        ("vlan<101", "b"),
        ("vlan<=101", "ab"),
        ("state:avail !name:core", "c"),
        ("state:down|pending", "ad"),
        ("bgp:down", "ac"),
        ("bgp=down", "c"),
        ("bgp:up", "b"),
        ("bgp:part", "a"),
        ("bgp:un", "d"),
        ("!bgp:up", "acd"),
        ("bgp:none", ""),
        ("down", "ac"),
        ("addr:169.254.96.0/24", "a"),
        ("addr:2001:db8::/32", "a"),
        ("addr:10.0.0.1", "b"),
        ("addr:10.0.0.1|169.254.96.2", "ab"),
        ("addr:10.0.", "b"),
        ("addr=10.0.0.1/30", "b"),
        ("addr=", "c"),
        ("gateway:private", "a"),
        ("gateway=gw-1", "a"),
        ("gateway=FRA-private", "a"),
        ("gateway=", "bcd"),
        ("jumbo:yes", "a"),
        ("jumbo:no", "b"),
        ("jumbo=", "cd"),
        ("speeds=1g", "a"),
        ("speeds=", "bcd"),
        ("start>2026-11-24", "a"),
        ("start<2026-11-24T12:00", ""),
        ("start:2026-11", "a"),
        ("tag.site:fr", "a"),
        ("tags.SITE=fra", "a"),
        ("tag.site=", "bcd"),
        ('tag."aws:stack":"x|"', "a"),
        ("tag:fra", "ac"),
    ],
)
def test_the_filter_keeps_the_rows_that_it_describes(text: str, expected: str) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize("text", ["vlna:1", "core !stat:x", "nmae>3"])
def test_an_unknown_field_is_named_with_the_nearest(text: str) -> None:
    with pytest.raises(UsageError, match="there is no field") as caught:
        filtering.matcher(text, COLUMNS)
    assert caught.value.hint.startswith("did you mean ")


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("name>3", "name:part"),
        ("state>=up", "state:down"),
        ("vlan:abc", "vlan:100-199"),
        ("vlan>abc", "vlan>99"),
        ("vlan:1,2", "vlan:100-199"),
        ("state:down,pending", "state:down|pending"),
        ("bgp:dwn", "bgp:down"),
        ("bgp=u", "bgp:up"),
        ("bgp>up", "bgp:up"),
        ("addr<10.0.0.0", "addr:169.254.96.0/24"),
        ("addr:10.0.0.0/24x!", "addr:"),
        ("jumbo:perhaps", "jumbo:yes"),
        ("start:>x|start>soon", "start>2026"),
        ("gateway>1", "gateway:part"),
        ("tags>1", "tags.KEY:part"),
        ("tag.site>1", "tag.site:part"),
        ("name.site:x", "name:x"),
        ("vlan >100", "vlan>100"),
        ("checks:fail", "dxnet tui"),
    ],
)
def test_what_does_not_fit_a_field_is_refused_with_what_fits(text: str, fits: str) -> None:
    with pytest.raises(UsageError) as caught:
        filtering.matcher(text, COLUMNS)
    assert fits in caught.value.hint


@given(st.text(alphabet='abvlnst:=<>!|"-./19 \n\u0661'))
def test_whatever_is_typed_filters_or_is_refused(text: str) -> None:
    try:
        selected = filtering.select(rows(), text, COLUMNS)
    except UsageError:
        return
    assert [each for each in rows() if each in selected] == selected


@pytest.mark.parametrize(
    ("by", "expected"),
    [("vlan", "badc"), ("-vlan", "dabc"), ("name", "cbad"), ("start", "abcd"), ("bgp", "acdb")],
)
def test_rows_are_sorted_by_a_column_and_absent_values_come_last(by: str, expected: str) -> None:
    ordered = filtering.order(rows(), by, COLUMNS)
    assert "".join(str(each.values[0]) for each in ordered) == expected


def test_a_filter_says_which_columns_it_looks_at() -> None:
    def names(text: str) -> list[str]:
        return [column.name for column in filtering.used(text, COLUMNS)]

    assert names("!vlan:1 gateway:x|name:y") == ["name", "vlan", "gateway"]
    assert names("vlan:1 core") == list(TYPES)
    assert names("") == []


@pytest.mark.parametrize(
    ("type_", "field"),
    {column.type.noun: (column.type, column.name) for listing in LISTS.values()
     for column in (*listing.columns, CHECKS)}.values(),
)  # fmt: skip
def test_every_use_of_a_field_that_a_refusal_names_is_taken(type_: ValueType, field: str) -> None:
    column = Column(field, type_, lambda _, item: item)
    usage = type_.usage.replace("{}", field).replace("KEY", "site")
    examples = [word.strip(",") for word in usage.split() if word.startswith(field)]
    assert examples
    for example in examples:
        filtering.matcher(example, (column,))
