"""Readers of configurations in braces: Junos and BIRD end statements with `;`, others lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxnet.running.line import Block, Line, line

_TOKEN = re.compile(
    r"""/\*.*?\*/ | (?:(?<=\s)|^)\#[^\n]* | "(?:[^"\\]|\\.)*" | '[^'\n]*'
    | [{};\[\]\n] | [^\s{};\[\]"']+ | ["']""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_OFF = ("inactive:",)


def until_semicolon(text: str, comment: str) -> Iterator[Line]:  # noqa: ARG001
    """Statements that end in `;`, over as many lines as they like."""
    yield from _lines(text, newline_ends=False)


def until_newline(text: str, comment: str) -> Iterator[Line]:  # noqa: ARG001
    """Statements of one line each."""
    yield from _lines(text, newline_ends=True)


def _lines(text: str, *, newline_ends: bool) -> Iterator[Line]:
    """A statement for each block, and for each member of a list `[ a b ]`; none of what is off."""
    above: list[Block] = []
    off: int | None = None  # how many blocks were open when one that is off began
    for number, words, end in _phrases(text, newline_ends=newline_ends):
        if off is None and words and words[0] not in _OFF:
            found = [line(above, number, phrase) for phrase in _members(words)]
            yield from found
        if end == "{":
            if off is None and words and words[0] in _OFF:
                off = len(above)
            opener = _set(words) if "~" in words and "]" in words else " ".join(words)
            above.append(Block(0, line(above, number, opener).path.strip(), number))
        elif end == "}":
            if off is None and above:
                yield line(above, number, "}")._replace(closes=True)
            if above:
                above.pop()
            if off == len(above):
                off = None


def _phrases(text: str, *, newline_ends: bool) -> Iterator[tuple[int, list[str], str]]:
    """The words up to each end mark, with the line of the first and the mark itself."""
    words: list[str] = []
    number, first, depth = 1, 1, 0
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if piece == "\n":
            number += 1
            if not newline_ends or depth or not words:
                continue
        if piece.startswith(("/*", "#")):
            number += piece.count("\n")
            continue
        depth += (piece == "[") - (piece == "]")
        if piece in ("\n", ";", "{", "}") and depth <= 0:
            if words or piece in "{}":
                yield first if words else number, words, piece
            words = []
            continue
        if not words:
            first = number
        words.append(piece)
        number += piece.count("\n") if piece != "\n" else 0
    if words:
        yield first, words, ""


def _members(words: list[str]) -> Iterator[str]:
    """The words with each member of their list in its place; themselves without a list."""
    if "[" not in words or "]" not in words:
        yield from _between_commas(words)
        return
    if "~" in words:  # BIRD compares with the whole set
        yield _set(words)
        return
    start, end = words.index("["), len(words) - 1 - words[::-1].index("]")
    for member in _joined_braces(words[start + 1 : end]):
        yield " ".join([*words[:start], member, *words[end + 1 :]])


def _between_commas(words: list[str]) -> Iterator[str]:
    """OpenBGPD's `{ 192.0.2.0/24, 198.51.100.0/24 }` as its members; other words as they are."""
    if not all(word.endswith(",") for word in words[:-1]) or len(words) < 2:
        yield " ".join(words)
        return
    yield from (word.rstrip(",") for word in words)


def _set(words: list[str]) -> str:
    """The words with their set as one word: `[10.0.0.0/8{8,24},192.0.2.0/24]`."""
    start, end = words.index("["), len(words) - 1 - words[::-1].index("]")
    members = ",".join(_joined_braces(words[start + 1 : end]))
    return " ".join([*words[:start], f"[{members}]", *words[end + 1 :]])


def _joined_braces(words: list[str]) -> list[str]:
    """The members, BIRD's `10.0.0.0/8{8,24}` in one piece and without commas at the end."""
    text = " ".join(words).replace(" {", "{").replace("{ ", "{").replace(" }", "}")
    return [member.rstrip(",") for member in text.split() if member != ","]
