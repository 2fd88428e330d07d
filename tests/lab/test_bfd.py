"""Amazon's router stops while the link stays up."""

from __future__ import annotations

import time

import pytest

from dxnet.errors import DxnetError

from .lab import Lab
from .namespace import until


def test_bfd_tears_the_sessions_down_within_two_seconds(lab: Lab) -> None:
    if not lab.platform.can("bfd"):
        with pytest.raises(DxnetError, match="asks for bfd"):
            lab.rendered(bfd=True)
        return
    neighbors = [session.amazon_address for session in lab.peering.sessions]
    lab.configure(lab.rendered())
    lab.await_up()
    until(lambda: all(map(lab.customer.is_watched, neighbors)), "BFD is up", lab.explain)

    started = time.monotonic()
    lab.there.freeze()
    until(lab.is_down, "BFD takes the sessions down", lab.explain, seconds=10)
    assert time.monotonic() - started < 2
