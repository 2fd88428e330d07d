"""Every form in which a text may show a key: plain, and escaped for where it was written."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote, quote_plus

from dxnet.escape import for_markdown, for_router, for_terminal

# Characters that no form but base64 writes otherwise.
_PLAIN = re.compile(r"[A-Za-z0-9.-]+", re.ASCII)
# How many letters and digits a key must have for what `for_router` leaves of it to be its own.
_TELLING = 6
_APOSTROPHES = ("'", "&apos;", "&#39;", "&#x27;")
_AMPERSANDS = {"&": "\\u0026", "<": "\\u003c", ">": "\\u003e", "'": "\\u0027"}


def forms(key: str) -> frozenset[str]:
    """The key as JSON, XML, Python, a URL, a shell, YAML, CSV, Markdown and base64 write it."""
    found = set(_in_base64(key))
    if _PLAIN.fullmatch(key):
        return frozenset({key, *found})
    quoted = {*_in_xml(key), *_in_python(key)}
    if sum(character.isalnum() for character in key) >= _TELLING:
        quoted.add(for_router(key))
    found |= quoted
    for text in quoted:  # as a finding quotes it, and a report then writes the finding
        once = json.dumps(text)[1:-1]
        found |= {once, json.dumps(once)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
        found.add(for_markdown(text))
    found |= {write(key) for write in _WRITERS}
    return frozenset(found)


def _in_xml(key: str) -> Iterator[str]:
    """Plain, and with as many characters escaped as writers of XML and HTML do."""
    yield key
    escaped = key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    yield key.replace("&", "&amp;").replace("<", "&lt;")
    for quotes in ('"', "&quot;", "&#34;", "&#x22;"):
        for apostrophe in _APOSTROPHES:
            yield escaped.replace('"', quotes).replace("'", apostrophe)


def _in_python(key: str) -> Iterator[str]:
    """As `repr` writes it, alone and in a text that has quotes of its own."""
    yield repr(key)[1:-1]
    yield key.replace("\\", "\\\\").replace("'", "\\'")


def _in_base64(key: str) -> Iterator[str]:
    """What base64 makes of the key wherever it begins: the letters that its neighbours leave."""
    data = key.encode("utf-8", "surrogatepass")
    for before in range(3):
        letters = base64.b64encode(b"\0" * before + data).decode()
        begin, end = -(-before * 8 // 6), (before + len(data)) * 8 // 6
        yield letters[begin:end]
        yield letters[begin:end].translate(_URL_SAFE)


_URL_SAFE = str.maketrans("+/", "-_")


def _lower_hex(write: Callable[[str], str], key: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), write(key))


def _replaced(key: str, table: dict[str, str]) -> str:
    return "".join(table.get(character, character) for character in key)


def _url(key: str, safe: str) -> str:
    return quote(key, safe=safe, errors="replace")


_URLS: tuple[Callable[[str], str], ...] = (
    partial(_url, safe=""),
    partial(_url, safe="/"),
    partial(_url, safe="!*'()"),  # JavaScript's encodeURIComponent
    partial(_url, safe="!*'();/?:@&=+$,#"),  # and its encodeURI
    partial(quote_plus, errors="replace"),
)
_WRITERS: tuple[Callable[[str], str], ...] = (
    *_URLS,
    *(partial(_lower_hex, write) for write in _URLS),
    lambda key: key.replace('"', '\\"'),
    lambda key: key.replace("'", "\\'"),
    lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),  # PHP's JSON
    lambda key: _replaced(json.dumps(key)[1:-1], _AMPERSANDS),  # Go's and .NET's JSON
    lambda key: key.replace("'", "'\\''"),  # a POSIX shell's
    lambda key: key.replace("'", "'\"'\"'"),
    lambda key: re.sub(r"([^A-Za-z0-9_.,:/@%+=-])", r"\\\1", key),
    lambda key: re.sub(r'([$`"\\])', r"\\\1", key),
    lambda key: key.replace("'", "''"),  # YAML's
    lambda key: key.replace('"', '""'),  # CSV's
    for_terminal,
)
