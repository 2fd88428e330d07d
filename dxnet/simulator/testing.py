"""pytest fixtures, which pytest finds by itself where dxnet is installed with its simulator.

@mock_aws
def test_vifs(directconnect_in_moto):          # moto's mocks, with our Direct Connect, empty
    directconnect_in_moto.set_link("dxcon-fg5678gh", is_up=False)

def test_vifs(directconnect):
    service = directconnect(raw_estate)        # boto3 in this process now talks to it
    boto3.client("directconnect", region_name="us-east-1").describe_virtual_interfaces()

def test_vifs_over_a_socket(directconnect_endpoint):
    url = directconnect_endpoint(raw_estate)

The service has what goes wrong in a network: `set_link`, `set_session`, `set_router`, `set_light`,
`set_errors`, `set_verification`, `announce`, `set_support`, `set_ports`, `throttle`,
`delay_answers`, `deny`, `advance_clock`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dxnet.simulator import Service


@pytest.fixture
def directconnect_in_moto() -> Iterator[Service]:
    """Let `mock_aws` have our Direct Connect, of an empty estate, until the test ends."""
    from dxnet.simulator.mocking import installed
    from dxnet.simulator.service import Service

    service = Service({})
    with installed(service):
        yield service


@pytest.fixture
def directconnect() -> Iterator[Callable[[Mapping[str, Any] | Service], Service]]:
    """Call it with an estate or a `Service`: boto3 talks to it, without a socket."""
    from dxnet.simulator import mocked

    with ExitStack() as stack:
        yield lambda estate: stack.enter_context(mocked(estate))


@pytest.fixture
def directconnect_endpoint() -> Iterator[Callable[[Mapping[str, Any] | Service], str]]:
    """Call it with an estate or a `Service`: it is served at the returned URL."""
    from dxnet.simulator import serve

    with ExitStack() as stack:
        yield lambda estate: stack.enter_context(serve(estate))
