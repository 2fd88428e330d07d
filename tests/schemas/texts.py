"""The texts that a schema must accept, and what a slip of the hand makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dxnet import parse, platforms, render
from dxnet.errors import DxnetError
from dxnet.sources import demo

from ..render.cases import CASES

# A keyword: small letters outside quotation marks, no part of a name, an address or a path.
_KEYWORD = re.compile(r"(?<![\w\"'/.:-])[a-z][a-z-]{3,}(?![\w\"'/.:-])")


def texts(slug: str) -> Iterator[tuple[str, str]]:
    """The configuration and the rollback of every case and of every VIF of the demo, by name."""
    platform = platforms.get(slug)
    for name, case in CASES.items():
        if case.is_for(platform):
            yield f"{name}.cfg", render.config(case.parsed, case.router, platform)
            yield f"{name}.rollback", render.rollback(case.parsed, case.router, platform)
    settings = demo.router_settings()
    for vif in parse.estate(demo.read()).vifs:
        said = settings.router_for(vif)
        router = replace(said, platform=slug, interface="", vrf="", zone="", parent=False)
        try:
            yield f"{vif.id}.cfg", render.config(vif, router, platform)
            yield f"{vif.id}.rollback", render.rollback(vif, router, platform)
        except DxnetError:
            continue


def commands(slug: str, text: str) -> list[str]:
    """The lines that are not comments."""
    comment = platforms.get(slug).comment
    return [line for line in text.splitlines() if not line.startswith(comment)]


def slips(line: str) -> Iterator[str]:
    """The line with one letter dropped from each of its keywords in turn."""
    bare = re.sub(r'"[^"]*"', lambda quoted: "_" * len(quoted[0]), line)
    for word in _KEYWORD.finditer(bare):
        middle = (word.start() + word.end()) // 2
        yield line[:middle] + line[middle + 1 :]
