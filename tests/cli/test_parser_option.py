"""When `dxnet validate` lets the platform's own parser read a configuration."""

from __future__ import annotations

import json

import pytest

from .conftest import Run

FRR = ("--demo", "--platform", "frr", "--interface", "eth0", "--format", "json")
NOT_ASKED = "parsers run for VIFs that are named, or with --parser"
VIF = "dxvif-ffabc123"


def detail(dxnet: Run, *arguments: str) -> str:
    """What DX990 says of one VIF."""
    found = json.loads(dxnet("validate", *arguments).out)["findings"]
    (said,) = (each for each in found if (each["rule"], each["id"]) == ("DX990", VIF))
    return str(said["detail"])


@pytest.mark.parametrize("arguments", [(VIF,), (VIF, "--parser")])
def test_it_reads_the_vifs_that_are_named(dxnet: Run, arguments: tuple[str, ...]) -> None:
    assert detail(dxnet, *arguments, *FRR) != NOT_ASKED


@pytest.mark.parametrize("arguments", [(), (VIF, "--no-parser")])
def test_it_reads_none_of_a_whole_estate_and_none_on_request(
    dxnet: Run, arguments: tuple[str, ...]
) -> None:
    assert detail(dxnet, *arguments, *FRR) == NOT_ASKED
