"""A key that is not Amazon's."""

from __future__ import annotations

from .lab import Lab
from .waiting import until


def test_a_wrong_key_keeps_the_session_down_until_the_right_one_is_there(lab: Lab) -> None:
    lab.configure(lab.rendered(key="FakeKey-of-another"))
    until(lambda: lab.refusals() >= 4, "the kernels refuse signatures", lab.explain)
    assert lab.is_down()

    lab.configure(lab.rendered())
    for session in lab.peering.sessions:
        lab.customer.reset(session.amazon_address)
    lab.await_up()
