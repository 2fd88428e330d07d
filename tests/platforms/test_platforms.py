"""The data of every platform says what it must, and the names find it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from dxnet import platforms
from dxnet.errors import DxnetError, ExitCode
from dxnet.platforms import Platform
from dxnet.render.environment import template

ALL = platforms.all_platforms()
each_platform = pytest.mark.parametrize("platform", ALL, ids=lambda platform: platform.slug)

# https://github.com/hashicorp/terraform-provider-aws website/docs/d/dx_router_configuration
AWS_ROUTER_TYPES = {
    "CiscoSystemsInc-2900SeriesRouters-IOS124": "cisco_xe",
    "CiscoSystemsInc-3700SeriesRouters-IOS124": "cisco_xe",
    "CiscoSystemsInc-7200SeriesRouters-IOS124": "cisco_xe",
    "CiscoSystemsInc-Nexus7000SeriesSwitches-NXOS51": "cisco_nxos",
    "CiscoSystemsInc-Nexus9KSeriesSwitches-NXOS93": "cisco_nxos",
    "JuniperNetworksInc-MMXSeriesRouters-JunOS95": "juniper_junos",
    "JuniperNetworksInc-SRXSeriesRouters-JunOS95": "juniper_junos",
    "JuniperNetworksInc-TSeriesRouters-JunOS95": "juniper_junos",
    "PaloAltoNetworks-PA3000and5000series-PANOS803": "paloalto_panos",
}


@each_platform
def test_a_platform_answers_every_capability(platform: Platform) -> None:
    assert set(platform.capabilities) == set(platforms.CAPABILITIES)


@each_platform
def test_no_open_end_of_the_scaffold_is_left(platform: Platform) -> None:
    assert "TODO" not in platform.name + platform.versions, f"templates/{platform.slug}"


@each_platform
def test_a_platform_accepts_its_own_example_interfaces(platform: Platform) -> None:
    for example in (platform.interface, platform.lag_interface):
        assert re.fullmatch(platform.patterns["interface"], example)
        assert platform.subinterface.format(interface=example, vlan=4094)


@each_platform
def test_no_pattern_takes_what_could_end_a_line_a_word_or_a_quotation(platform: Platform) -> None:
    for pattern in platform.patterns.values():
        for bad in ("", "a b", 'a"', "a'", "a\n", "a;", "a\\", "a$", "a?", "{a}", "#a", "é"):
            assert not re.fullmatch(pattern, bad, re.ASCII)


@each_platform
def test_every_platform_fills_the_blocks_of_the_shared_frame_and_no_other(
    platform: Platform,
) -> None:
    blocks = template(platform.slug).blocks
    assert list(blocks) == ["header", "interface", "filters", "bgp", "advertise"]


@each_platform
def test_aliases_lead_to_their_platform_and_to_no_other(platform: Platform) -> None:
    for name in (platform.slug, *platform.aliases):
        assert platforms.get(name) is platform


def test_no_name_stands_for_two_platforms() -> None:
    names = Counter(name for platform in ALL for name in (platform.slug, *platform.aliases))
    assert names.most_common(1)[0][1] == 1


def test_the_router_types_of_aws_are_names_of_platforms() -> None:
    assert {name: platforms.get(name).slug for name in AWS_ROUTER_TYPES} == AWS_ROUTER_TYPES


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ios", "cisco_xe"),
        ("cisco_ios", "cisco_xe"),
        ("iosxr", "cisco_xr"),
        ("nxos", "cisco_nxos"),
        ("junos", "juniper_junos"),
        ("eos", "arista_eos"),
        ("panos", "paloalto_panos"),
    ],
)
def test_names_of_other_tools_are_understood(name: str, slug: str) -> None:
    assert platforms.get(name).slug == slug


def test_an_unknown_platform_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(DxnetError, match="there is no platform 'cisco_xee'") as caught:
        platforms.get("cisco_xee")
    assert "cisco_xe" in caught.value.hint
    assert caught.value.code == ExitCode.USAGE
