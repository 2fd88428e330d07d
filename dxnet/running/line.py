"""What every reader gives, and what the readers have in common."""

from __future__ import annotations

import re
from typing import NamedTuple

_SET = re.compile(r"^[ \t]*(?:set|delete|deactivate|/configure) ", re.MULTILINE)


class Line(NamedTuple):
    """A statement as a reader found it, see `dxnet.running.statements.Statement`."""

    number: int
    path: str
    within: tuple[int, ...] = ()
    closes: bool = False


class Block(NamedTuple):
    """A block that is open: the indent of its first line, its path and number."""

    indent: int
    path: str
    number: int


def is_set(text: str) -> bool:
    """Whether the text has lines such as `set system host-name a`."""
    return _SET.search(text) is not None


def line(above: list[Block], number: int, words: str) -> Line:
    """The statement of these words in the blocks that are open."""
    within = tuple(block.number for block in above)
    return Line(number, f"{above[-1].path} {words}" if above else words, within)
