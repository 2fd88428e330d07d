"""Readers of configurations whose lines stand in others: by indentation, or by edit blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxnet.running.line import Block, Line, line

_ENDS = frozenset(
    ("exit", "exit-address-family", "exit-vrf", "quit", "end", "end-set", "end-policy")
)
_BANNER = re.compile(r"banner \S+(?: \S+)*? ?(\^C|[^\sA-Za-z0-9])|banner \S+$")
_EOS_END_OF_BANNER = "EOF"
_OPEN_QUOTE = re.compile(r'(?:[^"\\]|\\.)*"(?:(?:[^"\\]|\\.)*"(?:[^"\\]|\\.)*")*(?:[^"\\]|\\.)*')


def lines(text: str, comment: str) -> Iterator[Line]:
    """Cisco's form and its relatives': Arista, FRR, Huawei. Banners are skipped."""
    above: list[Block] = []
    end_of_banner = ""
    for number, raw in enumerate(text.split("\n"), 1):
        words = " ".join(raw.split())
        if end_of_banner:
            if end_of_banner in words:
                end_of_banner = ""
            continue
        if not words or words[0] == "!" or words.startswith(comment):
            continue
        if words.startswith("banner "):
            end_of_banner = _end_of_banner(words)
        expanded = raw.expandtabs(8)
        indent = len(expanded) - len(expanded.lstrip())
        # `quit` is indented like what it ends, every other end like the block's first line.
        while above and above[-1].indent >= indent + (words != "quit"):
            above.pop()
        if words in _ENDS:
            yield line(above, number, words)._replace(closes=True)
            continue
        if above and above[-1].indent == indent:
            above.pop()
        statement = line(above, number, words)
        above.append(Block(indent, statement.path, number))
        yield statement


def _end_of_banner(words: str) -> str:
    """What ends the banner that this line begins; empty for one that ends on it."""
    match = _BANNER.match(words)
    if match is None:
        return ""
    mark = match[1] or _EOS_END_OF_BANNER
    return "" if words.count(mark) > 1 else mark


def edited_blocks(text: str, comment: str) -> Iterator[Line]:
    """FortiOS's form: `config ... end` and `edit ... next`, whatever the indentation.

    `append` adds to a list, as `set` does. Texts over several lines, such as certificates, are
    read by their first line.
    """
    above: list[Block] = []
    in_text = False
    for number, raw in enumerate(text.split("\n"), 1):
        words = " ".join(raw.split())
        opens_text = words.count('"') % 2 == 1 and _OPEN_QUOTE.fullmatch(words) is not None
        if in_text:
            in_text = not opens_text
            continue
        in_text = opens_text
        if not words or words.startswith(comment):
            continue
        if words in ("next", "end"):
            yield line(above, number, words)._replace(closes=True)
            if words == "end" and above and above[-1].indent:  # it ends the entry as well
                above.pop()
            if above:
                above.pop()
            continue
        statement = line(above, number, re.sub(r"^append ", "set ", words))
        yield statement
        if words.startswith(("config ", "edit ")):
            above.append(Block(words.startswith("edit "), statement.path, number))
