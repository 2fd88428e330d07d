"""A router's configuration as statements: each line after all lines that it stands in.

`router bgp 65001` with ` neighbor 192.0.2.1 remote-as 64512` below it makes the statement
`router bgp 65001 neighbor 192.0.2.1 remote-as 64512`. A few readers make them of all forms that
configurations have; which of them reads a platform's is said in its platform.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dxnet.running import curly, flat, indented, two_parts
from dxnet.running.line import Line, is_set

Reader = Callable[[str, str], Iterator[Line]]

# The readers by the name that platform.toml uses. Each gets the text and the comment sign.
READERS: Mapping[str, Reader] = {
    "indented": indented.lines,
    "blocks": indented.edited_blocks,
    "curly": curly.until_semicolon,
    "curly-lines": curly.until_newline,
    "set": flat.commands,
    "routeros": flat.routeros,
    "sonic": two_parts.lines,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `line` is its number in the text, from 1, `within` those that it stands in.

    `path` may hold a key, so no repr shows it. `closes` marks a line such as `exit` that only
    ends a block.
    """

    line: int
    path: str = field(repr=False)
    within: tuple[int, ...] = ()
    closes: bool = False


def statements(text: str, readers: tuple[str, ...], comment: str) -> tuple[Statement, ...]:
    """The statements of the text, in order, by the first reader that fits it."""
    return tuple(s for s in with_ends(text, readers, comment) if not s.closes)


def with_ends(text: str, readers: tuple[str, ...], comment: str) -> tuple[Statement, ...]:
    """The statements of the text and the lines that end their blocks."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    name = readers[0] if len(readers) == 1 or (readers[0] == "set") == is_set(plain) else readers[1]
    return tuple(
        Statement(line.number, line.path, line.within, line.closes)
        for line in READERS[name](plain, comment)
    )
