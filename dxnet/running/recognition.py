"""Which platform a configuration is likely of, for the error that nothing was found in it."""

from __future__ import annotations

from collections.abc import Iterable

from dxnet import platforms
from dxnet.running import comparison

_MOST = 2
_HEAD = 200_000  # characters


def fitting(texts: Iterable[str]) -> list[str]:
    """The slugs of the platforms that find interfaces and sessions in the texts, best first."""
    heads = [text[:_HEAD] for text in texts]
    counts = {}
    for platform in platforms.all_platforms():
        read = [comparison.read(text, "", platform).facts for text in heads]
        found = sum(len(f.of_kind("interface")) and len(f.of_kind("peer")) for f in read)
        if found:
            counts[platform.slug] = sum(len(facts.quotable) for facts in read)
    return sorted(counts, key=lambda slug: -counts[slug])[:_MOST]
