"""BGP keys in a configuration: exact or refused, and never where they are masked."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dxnet import platforms, render
from dxnet.errors import DxnetError, ExitCode
from dxnet.model import MASK

from .vifs import PEER, router, vif_of

SLUGS = platforms.slugs()
PRINTABLE = string.ascii_letters + string.digits + string.punctuation
KEYS = st.text(PRINTABLE, min_size=6, max_size=80)


def escaped(characters: str) -> Callable[[str], str]:
    """Double quotation marks around the key, with a backslash before each of the characters."""
    return lambda key: '"' + "".join("\\" * (each in characters) + each for each in key) + '"'


# What stands before the key, and how the platform's manual says to write it.
LINES = {
    "arista_eos": ("   neighbor 169.254.100.1 password 0 ", str),
    "bird": ("  password ", lambda key: f'"{key}";'),
    "checkpoint_gaia": (
        "set bgp external remote-as 64512 peer 169.254.100.1 authtype md5 secret ",
        str,
    ),
    "cisco_nxos": ("    password 0 ", str),
    "cisco_xe": (" neighbor 169.254.100.1 password ", str),
    "cisco_xr": ("  password clear ", str),
    "fortinet": ("            set password ", escaped('"\\')),
    "frr": (" neighbor 169.254.100.1 password ", str),
    "huawei_vrp": (" peer 169.254.100.1 password cipher ", str),
    "juniper_junos": (
        "set protocols bgp group DX101-fgh0abcd neighbor 169.254.100.1 authentication-key ",
        escaped('"\\'),
    ),
    "mikrotik_routeros": ("tcp-md5-key=", escaped('"\\$')),
    "nokia_sros": ("                authentication-key ", escaped('"\\')),
    "openbgpd": ("    tcp md5sig password ", escaped('"')),
    "paloalto_panos": (
        "set network virtual-router default protocol bgp auth-profile DX101-fgh0abcd-KEY secret ",
        lambda key: f'"{key}"',
    ),
    "sonic": (" neighbor 169.254.100.1 password ", str),
    "vyos": ("set protocols bgp neighbor 169.254.100.1 password ", lambda key: f"'{key}'"),
}


def rendered(slug: str, key: str, *, mask: bool = False) -> str:
    vif = vif_of(bgpPeers=[PEER | {"authKey": key}])
    return render.config(vif, router("10.20.0.0/16"), platforms.get(slug), mask=mask)


def attempted(slug: str, key: str, *, mask: bool = False) -> str | DxnetError:
    try:
        return rendered(slug, key, mask=mask)
    except DxnetError as error:
        return error


def test_the_table_of_key_lines_covers_every_platform() -> None:
    assert set(LINES) == set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
@given(key=KEYS)
@settings(deadline=None, max_examples=60)
def test_a_key_is_carried_exactly_or_refused_without_being_quoted(slug: str, key: str) -> None:
    prefix, quote = LINES[slug]
    outcome = attempted(slug, key)
    if isinstance(outcome, DxnetError):
        assert outcome.code == ExitCode.CHECKS_FAILED
        assert platforms.get(slug).key_refusal(key)
        assert key not in outcome.message + outcome.hint
    else:
        assert any(line.endswith(prefix + quote(key)) for line in outcome.splitlines())
        assert outcome.isascii()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printable_character_is_carried_exactly_or_refused_by_name(slug: str) -> None:
    prefix, quote = LINES[slug]
    for character in PRINTABLE:
        key = f"Fake{character}Key"
        outcome = attempted(slug, key)
        if isinstance(outcome, DxnetError):
            assert f"{slug} can't carry {character} in a key" in outcome.message
        else:
            assert any(line.endswith(prefix + quote(key)) for line in outcome.splitlines())


@pytest.mark.parametrize("slug", SLUGS)
@given(key=KEYS)
@settings(deadline=None, max_examples=40)
def test_a_masked_configuration_never_holds_the_key(slug: str, key: str) -> None:
    assume(key not in rendered(slug, "Z" * 12, mask=True))
    outcome = attempted(slug, key, mask=True)
    shown = outcome.message + outcome.hint if isinstance(outcome, DxnetError) else outcome
    assert key not in shown


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "key",
    [
        "short",
        "x" * 81,
        "FakeKey with space",
        "FakeKey-1 ",
        " FakeKey-1",
        "FakeKey\nreload",
        "FakeKey\rreload",
        "FakeKey\ttab",
        "FakeKey\x00nul",
        "FakeKey\x7fdel",
        "FakeKey\u0085next",
        "FakeKey\u2028line",
        "FakeKéy-1",
    ],
    ids=repr,
)
def test_a_key_that_no_platform_can_carry_is_refused(slug: str, key: str) -> None:
    with pytest.raises(DxnetError) as caught:
        rendered(slug, key)
    assert caught.value.code == ExitCode.CHECKS_FAILED
    assert key not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("slug", "key", "reason"),
    [
        ("juniper_junos", "$9$FakeKey", "encrypted key"),
        ("juniper_junos", "$8$FakeKey", "encrypted key"),
        ("paloalto_panos", 'Fake"Key', "paloalto_panos can't carry \" in a key"),
        ("paloalto_panos", "Fake?Key", r"paloalto_panos can't carry \? in a key"),
        ("paloalto_panos", "FakeKey-" * 8, "paloalto_panos takes keys of at most 63"),
        ("cisco_nxos", "Fake$(Key)", "variable"),
        ("bird", 'Fake"Key', "bird can't carry \" in a key"),
        ("checkpoint_gaia", "Fake'Key", "can't carry ' in a key"),
        ("huawei_vrp", "%^%#FakeFakeFakeFake%^%#", "ciphertext"),
        ("openbgpd", "FakeKey\\", "closing quotation mark"),
        ("openbgpd", "x" * 80, "at most 79"),
        ("vyos", "Fake'Key", "can't carry ' in a key"),
    ],
)
def test_a_key_that_one_platform_would_misread_is_refused_there(
    slug: str, key: str, reason: str
) -> None:
    with pytest.raises(DxnetError, match=reason):
        rendered(slug, key)
    assert key in rendered("cisco_xe", key)


def test_a_key_that_looks_like_a_template_stays_data() -> None:
    assert "password {{vif.id}}{%x%}" in rendered("cisco_xe", "{{vif.id}}{%x%}")


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if platforms.get(slug).key.typed])
def test_the_header_says_when_a_character_of_the_key_needs_ctrl_v(slug: str) -> None:
    note = "each question mark needs Ctrl-V"
    assert note in rendered(slug, "Fake?Key")
    assert note not in rendered(slug, "FakeKey-1")
    assert note not in rendered(slug, "Fake?Key", mask=True)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_masked_key_is_a_comment_and_the_first_line_says_so(slug: str) -> None:
    comment = platforms.get(slug).comment
    lines = rendered(slug, "FakeKey-1", mask=True).splitlines()
    masked = [line for line in lines if MASK in line]
    assert lines[0].startswith(f"{comment} Masked copy: it can't be applied as it is")
    assert len(masked) == 1
    assert masked[0].startswith(f"{comment} ")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_key_that_the_source_does_not_hold_is_a_comment_and_the_first_line_says_so(
    slug: str,
) -> None:
    comment = platforms.get(slug).comment
    lines = rendered(slug, "").splitlines()
    assert lines[0].startswith(f"{comment} No key: it can't be applied as it is")
    assert [line[:2] for line in lines if MASK in line] == [f"{comment} "]


def test_a_masked_configuration_is_refused_when_the_key_is_a_word_of_it() -> None:
    with pytest.raises(DxnetError, match="would still show a key") as caught:
        rendered("cisco_xe", "encapsulation", mask=True)
    assert "encapsulation" not in caught.value.message + caught.value.hint
