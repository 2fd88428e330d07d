"""What the route filter keeps at home, shown by letting it go."""

from __future__ import annotations

from .lab import Lab
from .namespace import until
from .peering import UNLISTED


def test_a_prefix_of_the_customers_table_arrives_only_once_it_is_listed(lab: Lab) -> None:
    unlisted = set(UNLISTED.values())
    lab.configure(lab.rendered())
    lab.await_up()
    until(lambda: len(lab.amazon.learned()) >= 2, "Amazon has the routes", lab.explain)
    assert unlisted <= lab.customer.table()
    assert not unlisted & set(lab.amazon.learned())

    lab.configure(lab.rendered(also=tuple(unlisted)))
    until(lambda: unlisted <= set(lab.amazon.learned()), "Amazon has them too", lab.explain)
