"""Keys on their way through a platform's syntax into the kernel that signs with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dxnet import limits
from dxnet.model import Secret
from dxnet.platforms import Platform

from .lab import AMAZON, Lab, held_keys, open_lab
from .waiting import until

VIF = "fra-prod-wms-b"
PRINTABLE = "".join(map(chr, range(33, 127)))
# Keys that break a platform's syntax or limit.
UNTAKEN = {"frr": ["k" * 81], "bird": ['Fake"Key'], "openbgpd": ["k" * 80, "FakeKey\\"]}
FEW = settings(max_examples=25, deadline=None, database=None)


@pytest.fixture(scope="module", params=sorted(AMAZON))
def router(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lab]:
    """A router on one IPv4 session, whose Amazon doesn't answer."""
    with open_lab(request.param, VIF, tmp_path_factory.mktemp("dxnet")) as lab:
        lab.there.freeze()
        yield lab


def expressible(platform: Platform) -> str:
    """The printable characters that the platform's keys may hold."""
    return "".join(each for each in PRINTABLE if each not in platform.key.refused)


def halves(platform: Platform) -> tuple[str, str]:
    """Two keys that hold every expressible character between them."""
    characters = expressible(platform)
    middle = len(characters) // 2
    return characters[:middle], characters[middle:]


def signs_with(router: Lab, key: str) -> bool:
    """Whether the router's kernel has this key and no other."""
    [session] = router.peering.sessions
    return held_keys(router.here).get(session.amazon_address) == {Secret(key)}


def carry(router: Lab, key: str) -> None:
    """Configure the router with the key, see it in the kernel, and roll back."""
    router.configure(router.rendered(key=key))
    until(lambda: signs_with(router, key), "the kernel has the key", router.explain)
    router.customer.undo(router.rollback())


@FEW
@given(data=st.data())
def test_a_key_of_any_printable_characters_reaches_the_kernel_unchanged(
    router: Lab, data: st.DataObject
) -> None:
    characters, longest = expressible(router.platform), router.platform.key.max_length
    key = data.draw(st.text(characters, min_size=min(limits.KEY_LENGTH), max_size=longest))
    assume(not router.platform.key_refusal(key))
    carry(router, key)


def test_every_character_that_is_not_refused_reaches_the_kernel(router: Lab) -> None:
    for key in halves(router.platform):
        carry(router, key)


@pytest.mark.parametrize("router", ["frr"], indirect=True)
def test_frr_writes_every_character_of_a_key_back(router: Lab) -> None:
    for key in halves(router.platform):
        router.configure(router.rendered(key=key))
        lines = [line.split() for line in router.customer.running().splitlines()]
        [written] = [Secret(words[3]) for words in lines if words[2:3] == ["password"]]
        assert written == Secret(key)
        router.customer.undo(router.rollback())


def test_the_longest_key_reaches_the_kernel_and_a_longer_one_is_refused(router: Lab) -> None:
    longest = router.platform.key.max_length
    carry(router, "k" * longest)
    assert router.platform.key_refusal("k" * (longest + 1))


def test_what_is_refused_the_daemon_can_not_take(router: Lab) -> None:
    platform = router.platform
    for key in UNTAKEN[platform.slug]:
        assert platform.key_refusal(key)
        text = router.rendered(key="FakeKey-dxnet")
        text = text.replace(platform.quote("FakeKey-dxnet"), platform.quote(key))
        with pytest.raises(AssertionError):
            router.configure(text)
        router.customer.undo(router.rollback())
