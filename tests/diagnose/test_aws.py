"""`dxnet diagnose` asks AWS for more of a single VIF: here it is the simulator, over a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dxnet import simulator
from dxnet.sources import demo

from ..cli.conftest import Run
from ..cli.conftest import dxnet as dxnet
from ..sources.conftest import aws_environment as aws_environment


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with simulator.serve(demo.read()) as url:
        yield url


def _diagnosed(dxnet: Run, endpoint: str, name: str, region: str) -> dict[str, Any]:
    options = ("--endpoint-url", endpoint, "--region", region, "--format", "json")
    document: dict[str, Any] = json.loads(dxnet("diagnose", name, *options).out)
    return document


@pytest.mark.usefixtures("aws_environment")
def test_the_routes_of_a_session_that_is_up_are_read(dxnet: Run, endpoint: str) -> None:
    document = _diagnosed(dxnet, endpoint, "dxvif-fmi0fapi", "eu-south-1")
    assert document["vifs"][0]["cause"] == "near-quota"
    ladder = {one["rung"]: one["text"] for one in document["vifs"][0]["ladder"]}
    assert ladder["routes"] == "4 accepted, 1 advertised"


@pytest.mark.usefixtures("aws_environment")
def test_the_associations_of_the_gateway_are_read(dxnet: Run, endpoint: str) -> None:
    document = _diagnosed(dxnet, endpoint, "dxvif-fmi0mbuy", "eu-south-1")
    assert document["vifs"][0]["cause"] == "association-pending"


@pytest.mark.usefixtures("aws_environment")
def test_a_port_without_light_is_told_from_a_session(dxnet: Run, endpoint: str) -> None:
    document = _diagnosed(dxnet, endpoint, "dxvif-f3gyun78", "ap-southeast-2")
    assert document["vifs"][0]["cause"] == "port-down"


@pytest.mark.usefixtures("aws_environment")
@pytest.mark.parametrize(
    ("denied", "verdict"),
    [
        (("ListVirtualInterfaceRoutes",), "ok"),
        (("ListVirtualInterfaceRoutes", "cloudwatch:GetMetricData"), "unknown"),
    ],
)
def test_denied_routes_are_a_gap_and_the_metrics_count_in_their_place(
    dxnet: Run, denied: tuple[str, ...], verdict: str
) -> None:
    service = simulator.Service(demo.read())
    service.deny(*denied)
    with simulator.serve(service) as url:
        document = _diagnosed(dxnet, url, "dxvif-fmi0fapi", "eu-south-1")
    actions = {gap["kind"]: gap.get("action") for gap in document["unread"]}
    assert actions["routes"] == "directconnect:ListVirtualInterfaceRoutes"
    ladder = {one["rung"]: one["verdict"] for one in document["vifs"][0]["ladder"]}
    assert ladder["routes"] == verdict
