"""What holds of any text: it is read, and no key is shown."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dxnet import platforms
from dxnet.running import comparison

from ..render.vifs import KEY
from .comparing import circuit

SLUGS = st.sampled_from(platforms.slugs())
TEXTS = {slug: circuit(slug).text for slug in platforms.slugs()}


@settings(max_examples=60)
@given(SLUGS, st.randoms(use_true_random=False), st.lists(st.text(max_size=60), max_size=4))
def test_a_torn_configuration_is_compared_and_shows_no_key(
    slug: str, random: Random, odd: list[str]
) -> None:
    lines = [line for line in TEXTS[slug].split("\n") if random.random() > 0.2]
    for text in odd:
        lines.insert(random.randrange(len(lines) + 1), text)
    text = "\n".join(lines)
    if random.random() < 0.3:
        text = text[: random.randrange(len(text) + 1)]
    own = circuit(slug)
    made = own.difference(text)
    said = repr(own.compared(text)) + "\n".join((*made.lines, *made.commands))
    assert KEY not in said


@settings(max_examples=60)
@given(SLUGS, st.text(max_size=300))
def test_any_text_is_read(slug: str, text: str) -> None:
    assert comparison.read(text, "any", platforms.get(slug)).name == "any"
