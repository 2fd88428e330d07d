"""What may come in by `accept` of dxnet.toml, compared with the filter that the router has."""

from __future__ import annotations

import pytest

from dxnet import parse, platforms, settings
from dxnet.assess import Configuration, assess, configuration, variables
from dxnet.running import comparison, expected
from dxnet.running.judgement import Judgement, Level
from dxnet.settings import Settings
from dxnet.sources import demo

VIF = "dxvif-ffabc123"
TABLE = '[defaults]\nasn = 65010\nadvertise = ["10.20.0.0/16"]\n'
SLUGS = [slug for slug in platforms.slugs() if platforms.get(slug).can("accept_up_to")]


def of(slug: str, accept: str = "") -> Settings:
    line = f"accept = {accept}\n" if accept else ""
    return settings.parse(TABLE + line, "dxnet.toml", {"platform": slug})


def filters_in(slug: str, on_router: Settings, asked: Settings) -> list[Judgement]:
    """What is said of the filters in on a router that has the text of other settings."""
    estate = parse.estate(demo.read())
    (vif,) = (vif for vif in estate.vifs if vif.id == VIF)
    assessed = assess(estate, on_router, [VIF], rendered=False)
    text = configuration(assessed, VIF, checked=False)
    assert isinstance(text, Configuration)
    running = comparison.read(text.text, "edge.cfg", platforms.get(slug))
    compared = comparison.compare(running, expected.of(vif, variables(estate, vif, asked)))
    return [each for each in compared.judgements if each.fact == "filter_in"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_filter_that_lets_in_what_is_accepted_is_the_same(slug: str) -> None:
    accept = of(slug, '["10.0.0.0/8 le 24"]')
    assert {each.level for each in filters_in(slug, accept, accept)} == {Level.PASS}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_filter_that_lets_in_everything_is_wider_than_asked(slug: str) -> None:
    judged = filters_in(slug, of(slug), of(slug, '["10.0.0.0/8 le 24"]'))
    assert Level.WARN in {each.level for each in judged}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_filter_that_refuses_what_is_accepted_fails(slug: str) -> None:
    judged = filters_in(slug, of(slug, '["172.16.0.0/12"]'), of(slug, '["10.0.0.0/8 le 24"]'))
    assert Level.FAIL in {each.level for each in judged}
