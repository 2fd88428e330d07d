"""`dxnet platforms`: what it says of each platform, and the example."""

from __future__ import annotations

import json

import pytest

from dxnet import cli, parse, platforms
from dxnet.sources import demo

VIF = "dxvif-ffabc123"


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.run(["platforms", *arguments]) == 0
    return capsys.readouterr().out


def test_the_list_says_what_each_can_and_how_and_when_it_was_proved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = shown(capsys).splitlines()
    assert " ".join(table[0].split()) == "SLUG NAME VERSIONS PROOF PROVED ON CAN'T"
    assert len(table) == len(platforms.slugs()) + 1
    for line, platform in zip(table[1:], platforms.all_platforms(), strict=True):
        assert line.startswith(platform.slug)
        for text in (platform.versions, platform.proof.status, platform.proof.date):
            assert text in line


@pytest.mark.parametrize("slug", platforms.slugs())
def test_one_platform_shows_its_limits_and_a_masked_example(
    slug: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text, platform = shown(capsys, slug), platforms.get(slug)
    keys = next(vif for vif in parse.estate(demo.read()).vifs if vif.id == VIF).keys
    assert keys
    assert all(key.mask_in(text) == text for key in keys)
    assert all(limit in text for limit in platform.limits)
    assert f"AWS Direct Connect {VIF} for {platform.name}, rendered by dxnet" in text
    assert "192.0.2.1" in text
    assert ("own parser" in text) == (platform.parser is not None)


def test_an_alias_shows_its_platform(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(shown(capsys, "ios", "--format", "json"))
    assert document["slug"] == "cisco_xe"
    assert document["cannot"] == ["zone"]
    assert document["example"].startswith("! Masked copy")
