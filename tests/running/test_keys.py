"""Keys in the forms that routers write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet.running import keys

from ..render.vifs import KEY
from .comparing import circuit, levels
from .obfuscating import junos_9, type_7

KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6, max_size=80)


# Made with a router's own tools for the key DxKeyTest-2026.
@pytest.mark.parametrize(
    "written",
    [
        "00200B2D01423F031C35011C594B53",
        "096856221C1C2317181849787B767E",
        "1536132701331F213B277870435540",
    ],
)
def test_type_7_is_read(written: str) -> None:
    assert keys.type_7(written) == "DxKeyTest-2026"


def test_junos_is_read() -> None:
    assert keys.junos_9("$9$77NdwZUHmfQdbz6/COBcylMxdYgJik.g45Q3nCALx7") == "DxKeyTest-2026"


@given(KEYS, st.integers(0, 52))
def test_every_key_comes_back_from_type_7(key: str, salt: int) -> None:
    assert keys.type_7(type_7(key, salt)) == key


@given(KEYS)
def test_every_key_comes_back_from_junos(key: str) -> None:
    assert keys.junos_9(junos_9(key)) == key


@given(st.text())
def test_any_other_text_is_none(text: str) -> None:
    for decode in (keys.type_7, keys.junos_9):
        decoded = decode(text)
        assert decoded is None or decoded.isascii()


@pytest.mark.parametrize("written", ["", "$9$", "$8$abc", "$9$!", "0020", "99200B", "0X20"])
def test_what_only_looks_like_it_is_none(written: str) -> None:
    assert keys.junos_9(written) is None
    assert keys.type_7(written) is None or written == "0020"


@pytest.mark.parametrize("salt", [0, 9, 15, 52])
def test_the_same_key_in_type_7_is_the_same(salt: int) -> None:
    own = circuit("cisco_xe")
    assert levels(own.compared(own.text.replace(KEY, f"7 {type_7(KEY, salt)}"))) == {}


@pytest.mark.parametrize("written", [f"7 {type_7(KEY, 9)[:-1]}", "6 dGhpcyBpcyBub3QgY29kZWQ", "7 "])
def test_what_cant_be_decoded_is_for_a_person(written: str) -> None:
    own = circuit("cisco_xe")
    found = own.compared(own.text.replace(KEY, written))
    assert levels(found)["key"] in ("look", "fail")


def test_a_key_of_quotes_and_backslashes_is_read_back_as_each_platform_wrote_it() -> None:
    from dxnet import platforms
    from dxnet.errors import DxnetError

    for slug in platforms.slugs():
        for key in (r'Fake"Key\1', r"Fake\\Key$1", "Fake?Key-1", "{Fake};Key[1]#", "7-FakeKey"):
            own = circuit(slug, {"bgpPeers": [peer_with(key)]})
            try:
                text = own.text
            except DxnetError:
                continue  # the platform can't carry it
            assert "key" not in levels(own.compared(text)), (slug, key)


def peer_with(key: str) -> dict[str, str]:
    from .comparing import peer

    return peer(authKey=key)
