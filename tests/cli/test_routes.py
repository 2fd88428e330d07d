"""`dxnet routes` reads the demo, a snapshot, and AWS, which is the simulator over a socket."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxnet import simulator
from dxnet.sources import demo

from ..sources.conftest import aws_environment as aws_environment
from .conftest import Run

WEB = "dxvif-fmi0aweb"


def test_the_routes_of_the_demo_are_compared_with_its_settings(dxnet: Run) -> None:
    found = dxnet("routes", "mil-prod-api", "--demo")
    assert (found.code, found.err) == (0, "")
    assert "203.0.113.232/29  MISSING" in found.out
    assert dxnet("routes", "mil-prod-api", "--demo", "--exit-code").code == 1
    assert dxnet("routes", WEB, "--demo", "--exit-code").code == 0


def test_each_format_has_the_route(dxnet: Run) -> None:
    for form in ("text", "markdown", "json"):
        assert "10.76.0.0/16" in dxnet("routes", WEB, "--demo", "--format", form).out


def test_a_source_without_routes_is_refused_and_says_what_to_do(dxnet: Run) -> None:
    found = dxnet("routes", "dxvif-ffabc123", "--demo")
    assert (found.code, found.out) == (3, "")
    assert "snapshot --routes" in found.err


def test_of_two_vifs_of_which_one_was_not_read_the_other_is_shown(dxnet: Run) -> None:
    found = dxnet("routes", "dxvif-ffabc123", WEB, "--demo")
    assert found.code == 4
    assert "IPv4: not read" in found.out
    assert "10.76.0.0/16" in found.out


@pytest.mark.usefixtures("aws_environment")
def test_routes_of_aws_are_read_shown_and_kept(dxnet: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "kept.json")
    with simulator.serve(demo.read()) as url:
        aws = ("--endpoint-url", url, "--region", "eu-south-1")
        found = dxnet("routes", WEB, "--format", "json", *aws)
        assert found.code == 0, found.err
        assert "1 advertised" in dxnet("show", WEB, *aws).out
        assert dxnet("snapshot", "--routes", "-o", path, *aws).code == 0
    kept = dxnet("routes", WEB, "--format", "json", "--source", path)
    assert json.loads(kept.out)["vifs"] == json.loads(found.out)["vifs"]
    routes = json.loads(found.out)["vifs"][0]["families"][0]
    assert [one["cidr"] for one in routes["advertised"]] == ["10.76.0.0/16"]


@pytest.mark.usefixtures("aws_environment")
def test_a_denied_action_is_named_and_show_goes_on_without(dxnet: Run) -> None:
    service = simulator.Service(demo.read())
    service.deny("ListVirtualInterfaceRoutes")
    with simulator.serve(service) as url:
        aws = ("--endpoint-url", url, "--region", "eu-south-1")
        found = dxnet("routes", WEB, *aws)
        assert (found.code, found.out) == (3, "")
        assert "may not call directconnect:ListVirtualInterfaceRoutes" in found.err
        kept = dxnet("snapshot", "--routes", *aws)
        assert kept.code == 4
        assert "not read: routes in eu-south-1" in kept.err
        shown = dxnet("show", WEB, *aws)
    assert (shown.code, WEB in shown.out) == (0, True)
