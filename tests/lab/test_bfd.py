"""Amazon's router stops while the link stays up."""

from __future__ import annotations

import pytest

from dxnet.errors import DxnetError

from .lab import Lab
from .waiting import until


@pytest.mark.parametrize("platform", ["bird", "frr"])
def test_bfd_tears_the_sessions_down_long_before_the_hold_timer(lab: Lab) -> None:
    neighbors = [session.amazon_address for session in lab.peering.sessions]
    lab.configure(lab.rendered())
    lab.await_up()
    until(lambda: all(map(lab.customer.is_watched, neighbors)), "BFD is up", lab.explain)
    assert lab.is_connected()

    lab.there.freeze()
    until(lambda: not lab.is_connected(), "the sessions are closed", lab.explain, seconds=25)
    assert lab.is_down()


@pytest.mark.parametrize("platform", ["openbgpd"])
def test_a_platform_without_bfd_is_refused_it(lab: Lab) -> None:
    with pytest.raises(DxnetError, match="asks for bfd"):
        lab.rendered(bfd=True)
