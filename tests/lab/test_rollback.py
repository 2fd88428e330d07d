"""The way back."""

from __future__ import annotations

from .lab import Lab
from .waiting import until


def test_the_rollback_leaves_the_router_as_it_was(lab: Lab) -> None:
    before = lab.customer.running()
    lab.configure(lab.rendered())
    lab.await_up()
    assert lab.here.masked(lab.customer.running()) != before

    lab.customer.undo(lab.rollback())
    assert lab.here.masked(lab.customer.running()) == before
    until(lambda: not lab.amazon.learned(), "Amazon has lost the routes", lab.explain)
