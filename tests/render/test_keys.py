"""BGP keys in a configuration: exact or refused, and never where they are masked."""

from __future__ import annotations

import string

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


def ending(slug: str, key: str) -> str:
    """How a line with the key ends: as the platform's example, which has another key."""
    platform = platforms.get(slug)
    example = platform.key.example
    before, quoted, after = example.line.partition(platform.quote(example.key))
    assert quoted
    return before + platform.quote(key) + after


def rendered(slug: str, key: str, *, mask: bool = False) -> str:
    vif = vif_of(bgpPeers=[PEER | {"authKey": key}])
    return render.config(vif, router("10.20.0.0/16"), platforms.get(slug), mask=mask)


def attempted(slug: str, key: str, *, mask: bool = False) -> str | DxnetError:
    try:
        return rendered(slug, key, mask=mask)
    except DxnetError as error:
        return error


@pytest.mark.parametrize("slug", SLUGS)
def test_the_example_of_a_key_is_written_as_the_manual_says(slug: str) -> None:
    rules = platforms.get(slug).key
    lines = rendered(slug, rules.example.key).splitlines()
    assert len([line for line in lines if line.endswith(rules.example.line)]) == 1
    assert set(rules.escape) <= set(rules.example.key)


@pytest.mark.parametrize("slug", SLUGS)
@given(key=KEYS)
@settings(deadline=None, max_examples=60)
def test_a_key_is_carried_exactly_or_refused_without_being_quoted(slug: str, key: str) -> None:
    outcome = attempted(slug, key)
    if isinstance(outcome, DxnetError):
        assert outcome.code == ExitCode.CHECKS_FAILED
        assert platforms.get(slug).key_refusal(key)
        assert key not in outcome.message + outcome.hint
    else:
        assert any(line.endswith(ending(slug, key)) for line in outcome.splitlines())
        assert outcome.isascii()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printable_character_is_carried_exactly_or_refused_by_name(slug: str) -> None:
    for character in PRINTABLE:
        key = f"Fake{character}Key"
        outcome = attempted(slug, key)
        if isinstance(outcome, DxnetError):
            assert f"{slug} can't carry {character} in a key" in outcome.message
        else:
            assert any(line.endswith(ending(slug, key)) for line in outcome.splitlines())


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
