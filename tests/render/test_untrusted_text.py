"""Names from other people's accounts and files can't add a line or end a quotation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxnet import platforms, render
from dxnet.errors import DxnetError
from dxnet.parse import estate
from dxnet.render.text import line

from .vifs import raw_vif, router

SLUGS = platforms.slugs()
TEXTS: dict[str, Callable[..., str]] = {
    "config": render.config,
    "rollback": render.rollback,
    "verify": render.verify,
}
HOSTILE = st.text(max_size=120) | st.sampled_from(
    [
        'x"\nset system root-authentication',
        "x\r\nno router bgp 65001",
        "!\n!",
        "{{ 7 * 7 }}{% raw %}",
        "\x1b]52;c;Zm9v\x07",
        "x\u2028end",
        "\x00KEY\x00",
        '"; delete interfaces; "',
        "$(reload)`reload`",
        "?",
    ]
)


def rendered(kind: str, slug: str, text: str) -> str:
    raw = estate(
        {
            "virtualInterfaces": [
                raw_vif(
                    virtualInterfaceName=text,
                    region=text,
                    location=text,
                    ownerAccount=text,
                    tags=[{"key": text, "value": text}],
                )
            ],
            "connections": [{"connectionId": "dxcon-fg5678gh", "connectionName": text}],
        }
    )
    vif, platform = raw.vifs[0], platforms.get(slug)
    return TEXTS[kind](vif, router("10.20.0.0/16"), platform, parent=raw.connections[0])


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("slug", SLUGS)
@given(text=HOSTILE)
@settings(deadline=None, max_examples=30)
def test_free_text_changes_comments_and_descriptions_only(slug: str, kind: str, text: str) -> None:
    plain, hostile = (rendered(kind, slug, name).splitlines() for name in ("x", text))
    assert len(plain) == len(hostile)
    # FRR is verified from a shell, where its own comment sign is none.
    comments = {platforms.get(slug).comment, "#"}
    name = f"VLAN 101 {line(text, 40)}".rstrip()
    for old, new in zip(plain, hostile, strict=True):
        assert new[:1] in comments or new == old.replace("VLAN 101 x", name)


@given(text=st.text())
def test_a_line_is_one_line_of_harmless_characters(text: str) -> None:
    safe = line(text, 40)
    assert len(safe) <= 40
    assert not safe or safe.isprintable()
    assert safe.isascii()
    assert not set(safe) & set("\"'\\`$?{}|!;<>^~#&*[]%")
    assert line(safe, 40) == safe


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "name",
    [
        "Gi0/0/1\nreload",
        'eth"0',
        "eth0;reboot",
        "eth 0",
        "$(x)",
        "Gi0/0/1.101",
        "x" * 80,
        "?",
        "é1",
    ],
    ids=repr,
)
def test_an_interface_that_is_no_interface_name_is_refused(slug: str, name: str) -> None:
    assert_refused(slug, "interface", interface=name)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if platforms.get(slug).can("vrf")])
@pytest.mark.parametrize(
    "name", ["RED\nBLUE", 'RED"', "RED BLUE", "-x", "x" * 80, "?", "{x}"], ids=repr
)
def test_a_vrf_that_is_no_vrf_name_is_refused(slug: str, name: str) -> None:
    assert_refused(slug, "vrf", vrf=name)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if platforms.get(slug).can("zone")])
@pytest.mark.parametrize("name", ["in\nside", 'in"side', "in side", "-x", "x" * 80], ids=repr)
def test_a_zone_that_is_no_zone_name_is_refused(slug: str, name: str) -> None:
    assert_refused(slug, "zone", zone=name)


def assert_refused(slug: str, setting: str, **fields: Any) -> None:
    vif = estate({"virtualInterfaces": [raw_vif()]}).vifs[0]
    with pytest.raises(DxnetError, match=f"is no {setting} name"):
        render.config(vif, router(**fields), platforms.get(slug))
