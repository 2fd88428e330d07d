"""What no configuration may ever hold, looked for in every golden file and at the seams."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxnet import platforms, render

from .cases import CASES
from .test_goldens import GOLDEN
from .vifs import PEER, PEER6, PUBLIC_PEER, router, vif_of

GOLDENS = sorted(GOLDEN.glob("*/*.cfg"))
ROLLBACKS = sorted(GOLDEN.glob("*/*.rollback"))
OTHERS = [*ROLLBACKS, *sorted(GOLDEN.glob("*/*.verify"))]
IOS = platforms.get("cisco_xe")
FORBIDDEN = (
    r"multihop",
    r"ttl-security|generalized-ttl|gtsm",
    r"no bgp default",
    r"no router bgp",
    r"no feature",
    r"ebgp-requires-policy",
    r"^ *bgp graceful-restart",
    r"(?-i:\bNone\b|Undefined)",
)


def ids(file: Path) -> str:
    return f"{file.parent.name}/{file.name.removesuffix('.cfg')}"


def lines_of(file: Path) -> list[str]:
    """What the router reads: everything but comments."""
    comment = platforms.get(file.parent.name).comment
    return [each for each in file.read_text("ascii").splitlines() if not each.startswith(comment)]


@pytest.mark.parametrize("file", GOLDENS, ids=ids)
def test_a_configuration_holds_nothing_that_breaks_a_session_or_a_router(file: Path) -> None:
    text = "\n".join(lines_of(file))
    for pattern in FORBIDDEN:
        assert not re.search(pattern, text, re.MULTILINE | re.IGNORECASE), pattern


@pytest.mark.parametrize("file", GOLDENS, ids=ids)
def test_bfd_and_graceful_restart_never_stand_together(file: Path) -> None:
    text = "\n".join(lines_of(file))
    enabled = re.search(r"graceful-restart(?! ?-?disable)", text)
    assert not (enabled and re.search(r"\bbfd\b", text))
    assert bool(enabled) <= (file.stem == "graceful-restart")


@pytest.mark.parametrize(
    "file",
    [each for each in GOLDENS if not each.stem.startswith(("parent", "lag", "untagged"))],
    ids=ids,
)
def test_the_parent_interface_is_left_alone_unless_asked_for(file: Path) -> None:
    parent = re.escape(platforms.get(file.parent.name).interface)
    own = rf"^(interface {parent}$|set .*{parent} (description|vlan-tagging|mtu|comment)\b)"
    assert not re.search(own, "\n".join(lines_of(file)), re.MULTILINE)


@pytest.mark.parametrize("file", ROLLBACKS, ids=ids)
def test_a_rollback_leaves_bgp_and_the_features_of_the_router_alone(file: Path) -> None:
    text = "\n".join(lines_of(file))
    for pattern in (
        r"^(no|undo) (router )?bgp\b",
        r"^(no|undo) feature\b",
        r"^no bfd$|^undo bfd$",
        r"^delete protocols bgp$",
        r"bgp enable no",
        r"^no (ip|ipv6) routing",
    ):
        assert not re.search(pattern, text, re.MULTILINE), pattern


@pytest.mark.parametrize("file", [*GOLDENS, *OTHERS], ids=ids)
def test_a_file_is_printable_ascii_that_ends_in_one_newline(file: Path) -> None:
    text = file.read_bytes().decode("ascii")
    assert text.endswith("\n")
    assert text.replace("\n", "").isprintable()


def test_two_vifs_of_one_vlan_share_no_name() -> None:
    names = [
        set(re.findall(r"DX101-\S+", render.config(vif_of(virtualInterfaceId=vif), router(), IOS)))
        for vif in ("dxvif-fgh0abcd", "dxvif-fgh0abce")
    ]
    assert all(names)
    assert not names[0] & names[1]


@pytest.mark.parametrize("slug", platforms.slugs())
def test_no_name_has_more_than_31_characters(slug: str) -> None:
    vif = vif_of(virtualInterfaceId="dxvif-" + "f" * 17, vlan=3967, bgpPeers=[PEER, PEER6])
    text = render.config(vif, router("10.20.0.0/16", "2001:db8::/32"), platforms.get(slug))
    names = re.findall(r"DX3967-[\w-]+", text)
    assert all(len(name) <= 31 for name in names)


def test_a_public_vif_advertises_its_route_filter_prefixes_alone() -> None:
    vif = vif_of(
        virtualInterfaceType="public",
        bgpPeers=[PUBLIC_PEER],
        routeFilterPrefixes=[{"cidr": "198.51.100.0/24"}],
    )
    text = render.config(vif, router("10.20.0.0/16", community="7224:7300"), IOS)
    assert re.findall(r"-OUT seq \d+ (.*)", text) == ["permit 198.51.100.0/24"]
    assert re.findall(r"network (.*)", text) == ["198.51.100.0 mask 255.255.255.0"]
    assert "7224:7300" not in text
    assert "10.20.0.0" not in text


@pytest.mark.parametrize(("allocated", "limit"), [(None, 200), (100, 200), (1000, 1000)])
def test_a_private_session_is_never_closed_for_what_aws_may_send(
    allocated: int | None, limit: int
) -> None:
    text = render.config(vif_of(prefixPoolAllocatedCountIpv4=allocated), router(), IOS)
    assert f"maximum-prefix {limit} 80 warning-only" in text


@pytest.mark.parametrize(
    "slug", [slug for slug in platforms.slugs() if platforms.get(slug).can("maximum_prefix")]
)
def test_a_session_is_closed_at_a_number_only_if_dxnet_toml_says_one(slug: str) -> None:
    asked, usual = (
        render.config(vif_of(), router(maximum_prefix=number), platforms.get(slug))
        for number in (1234, None)
    )
    assert "1234" in asked
    assert "1234" not in usual


def test_the_same_input_gives_the_same_bytes() -> None:
    case = CASES["dual-stack"]
    first, second = (render.config(case.parsed, case.router, IOS) for _ in range(2))
    assert first == second
