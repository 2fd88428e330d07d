"""The lists of an estate, as `dxnet list` and the TUI have them."""

from __future__ import annotations

import json

import pytest

from dxnet import inventory, kinds, parse
from dxnet import listing as lists
from dxnet.sources import demo


def test_every_word_of_the_kinds_has_a_list() -> None:
    listed = {word: {*listing.kinds} for word, listing in inventory.LISTS.items()}
    assert listed == {word: {*of_word} for word, of_word in kinds.LISTED.items()}


@pytest.mark.parametrize("word", inventory.LISTS)
def test_every_value_of_the_demo_is_written_sorted_and_found_again(word: str) -> None:
    listing = inventory.LISTS[word]
    rows = listing.rows(parse.estate(demo.read()))
    assert rows
    json.dumps(lists.plain(rows, listing.columns))
    cells = lists.cells(rows, listing.columns)
    assert all(isinstance(cell, str | int | None) for row in cells for cell in row.values())
    for index, column in enumerate(listing.columns):
        present = [row for row in rows if column.type.cell(row.values[index]) not in (None, "")]
        present.sort(key=lambda row: column.type.key(row.values[index]))


def test_a_list_stays_a_list_in_json_and_what_repeats_is_left_out() -> None:
    listing = inventory.LISTS["vifs"]
    rows = listing.rows(parse.estate(demo.read()))
    dual = next(row for row in lists.plain(rows, listing.columns) if len(row["bgp"]) > 1)
    assert isinstance(dual["customer"], list)
    assert isinstance(dual["tags"], dict)
    assert isinstance(dual["vlan"], int)
    assert "addr" not in dual
