"""Text from other people's accounts, made safe for a terminal, for Markdown and for a router."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"[\\`*_\[\]|~@#]|(?<=:)/(?=/)")
_UNSAFE = re.compile(r"[^A-Za-z0-9 .,:_/()+=@-]")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def for_terminal(text: object) -> str:
    """The text with everything that doesn't print written as an escape: no control sequence,
    line break, direction mark or invisible character reaches a terminal."""
    said = str(text)
    if said.isprintable():
        return said
    return "".join(
        character if character.isprintable() else _escape(character) for character in said
    )


def for_markdown(text: object) -> str:
    """The text as Markdown that shows it literally, in a table's cell too."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", for_terminal(text))
    return "".join(_HTML.get(character, character) for character in escaped)


def for_router(text: str) -> str:
    """The text as one line of letters, digits, blanks and `.,:_/()+=@-`, which mean nothing to any
    platform's parser; everything else becomes an underscore."""
    return _UNSAFE.sub("_", " ".join(text.split()))


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
