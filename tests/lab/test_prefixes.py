"""What the route filter keeps at home, shown by letting it go, and what two VIFs share."""

from __future__ import annotations

from .lab import Lab
from .peering import UNLISTED
from .waiting import until


def await_routes(lab: Lab, prefixes: set[str]) -> None:
    until(lambda: prefixes <= set(lab.amazon.learned()), "Amazon has the routes", lab.explain)


def test_a_prefix_of_the_customers_table_arrives_only_once_it_is_listed(lab: Lab) -> None:
    unlisted = set(UNLISTED.values())
    lab.configure(lab.rendered())
    await_routes(lab, {"203.0.113.0/26", "3fff:0:100::/40"})
    assert unlisted <= lab.customer.table()
    assert not unlisted & set(lab.amazon.learned())

    lab.configure(lab.rendered(also=tuple(unlisted)))
    await_routes(lab, unlisted)


def test_a_second_vif_with_the_same_prefixes_leaves_the_first_as_it_is(lab: Lab) -> None:
    lab.configure(lab.rendered())
    await_routes(lab, {"203.0.113.0/26", "3fff:0:100::/40"})
    before = lab.amazon.learned()

    lab.configure(lab.rendered("fra-prod-wms"))
    assert "DX102" in lab.customer.running()
    assert lab.is_up()
    assert lab.amazon.learned() == before
