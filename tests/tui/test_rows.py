"""The table's rows as data."""

from __future__ import annotations

from dxnet.tui import rows

from dxnet import parse
from dxnet.assess import assess
from dxnet.sources import demo


def test_the_gravest_come_first_when_sorted_by_checks() -> None:
    estate = parse.estate(demo.read())
    entries = rows.entries(estate, assess(estate, demo.router_settings()))
    ordered = rows.in_order(entries, rows.COLUMNS[0], descending=False)
    words = [str(entry.verdict.worst) for entry in ordered if entry.verdict]
    order = list(dict.fromkeys(words))
    assert words == sorted(words, key=order.index)
    assert order == ["FAIL", "WARN", "MANUAL", "PASS", "N/A"]
