from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet import filtering
from dxnet.errors import DxnetError
from dxnet.inventory import Row

COLUMNS = ("id", "name", "vlan", "state")
ROWS: list[Row] = [
    {"id": "a", "name": "Core Blue", "vlan": 101, "state": "down"},
    {"id": "b", "name": "core", "vlan": 10, "state": "available"},
    {"id": "c", "name": "2001:db8::1", "vlan": None, "state": "available"},
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", "abc"),
        ("core", "ab"),
        ("CORE 101", "a"),
        ("!core", "c"),
        ('"core blue"', "a"),
        ('name:"core blue"', "a"),
        ('name:"core bl', "a"),
        ("name=core", "b"),
        ("NAME=Core", "b"),
        ("vlan:10", "b"),
        ("vlan=10", "b"),
        ("vlan=", "c"),
        ("vlan:", "abc"),
        ("!vlan:10", "ac"),
        ("state:avail !name:core", "c"),
        ("2001:db8", "c"),
        ("!", "abc"),
        ("nowhere", ""),
    ],
)
def test_the_filter_keeps_the_rows_that_it_describes(text: str, ids: str) -> None:
    assert "".join(str(row["id"]) for row in filtering.select(ROWS, text, COLUMNS)) == ids


@pytest.mark.parametrize("text", ["vlna:1", "core !stat:x"])
def test_an_unknown_field_is_named_with_the_nearest(text: str) -> None:
    with pytest.raises(DxnetError, match="there is no field") as caught:
        filtering.matcher(text, COLUMNS)
    assert caught.value.hint.startswith("did you mean ")


@given(st.text())
def test_whatever_is_typed_filters_or_names_a_field(text: str) -> None:
    try:
        found = filtering.select(ROWS, text, COLUMNS)
    except DxnetError:
        return
    assert [row for row in ROWS if row in found] == found


@pytest.mark.parametrize(("by", "ids"), [("vlan", "bac"), ("-vlan", "abc"), ("name", "cba")])
def test_rows_are_sorted_by_a_column_and_absent_values_come_last(by: str, ids: str) -> None:
    assert "".join(str(row["id"]) for row in filtering.order(ROWS, by, COLUMNS)) == ids
