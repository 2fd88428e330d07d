"""pytest fixtures. Put `pytest_plugins = ["dxnet.simulator.testing"]` into your conftest.py.

def test_vifs(directconnect):
    service = directconnect(raw_estate)        # boto3 in this process now talks to it
    boto3.client("directconnect", region_name="us-east-1").describe_virtual_interfaces()

def test_vifs_over_a_socket(directconnect_endpoint):
    url = directconnect_endpoint(raw_estate)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest

from dxnet.simulator import Service, mocked, serve


@pytest.fixture
def directconnect() -> Iterator[Callable[[Mapping[str, Any] | Service], Service]]:
    """Call it with an estate or a `Service`: boto3 talks to it, without a socket."""
    with ExitStack() as stack:
        yield lambda estate: stack.enter_context(mocked(estate))


@pytest.fixture
def directconnect_endpoint() -> Iterator[Callable[[Mapping[str, Any] | Service], str]]:
    """Call it with an estate or a `Service`: it is served at the returned URL."""
    with ExitStack() as stack:
        yield lambda estate: stack.enter_context(serve(estate))
