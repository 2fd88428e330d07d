"""`dxnet diagnose` asks AWS for more of a single VIF: here it is the simulator, over a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

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
def test_routes_that_are_denied_are_a_gap_and_not_an_end(
    dxnet: Run, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> Iterator[dict[str, Any]]:
        answer = {"Error": {"Code": "AccessDenied", "Message": "no"}}
        error = ClientError(answer, "ListVirtualInterfaceRoutes")
        from dxnet.sources import aws_errors

        raise aws_errors.explain(
            error, "eu-south-1", "default", "list_virtual_interface_routes", ""
        )
        yield {}

    monkeypatch.setattr("dxnet.sources.aws.pages", denied)
    monkeypatch.setattr("dxnet.sources.aws.read", _read)
    document = _diagnosed(dxnet, endpoint, "dxvif-fmi0fapi", "eu-south-1")
    assert [gap["kind"] for gap in document["unread"]] == ["routes"]
    ladder = {one["rung"]: one["verdict"] for one in document["vifs"][0]["ladder"]}
    assert ladder["routes"] == ladder["quota"] == "unknown"


def _read(*_: object) -> dict[str, Any]:
    raw = demo.read()
    for vif in raw["virtualInterfaces"]:
        vif.pop("routes", None)
    return raw
