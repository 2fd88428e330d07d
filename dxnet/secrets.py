"""BGP and MACsec keys: where they stand in a document, and the guard that lets none out."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Any, NoReturn

MASK = "********"
# The fewest characters of a key that is looked for in text. AWS takes 6 to 80, so what is shorter
# is a key of nobody, and may be a word or a number that every output has: "bgp", "up", "101".
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_NewBGPPeer.html
SHORTEST = 6

_SECRET = re.compile(
    r"auth[a-z]*[_-]?key|bgp[_-]?key|shared[_-]?key|md5|pass(?:word|phrase|wd)|secret|^(?:cak|psk)$",
    re.IGNORECASE,
)
# Each reads a text once, however often it begins to match: they are run on texts of any size.
_TAG = re.compile(r"<([^<>\s/!?]+)((?:[\s/][^<>]*)?)>")
_ATTRIBUTE = re.compile(r"([^\s=\"']{1,64})\s{0,8}=\s{0,8}(?:\"([^\"]*)\"|'([^']*)')")
_NAMING = re.compile(r"(?:key|password|secret|md5)[\s:=\"']{1,8}", re.IGNORECASE)
_MOST_NAMED = 8
_CDATA = "<![CDATA["


class Secret:
    """A BGP key that no printing, formatting, JSON or pickling shows; `reveal()` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself. For the render context, the key rules and the guard only."""
        return self._value

    def mask_in(self, text: str) -> str:
        """The text with every occurrence of the key masked."""
        return text.replace(self._value, MASK) if self._value else text

    def __repr__(self) -> str:
        return "Secret()"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret can't be pickled")


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """Whether a field, an XML element or a tag of that name holds a key."""
    return bool(_SECRET.search(name))


def keys_in(document: object, name: str = "") -> Iterator[str]:
    """Every key in a document of JSON values, `name` being the field that holds it.

    A key is what stands under the name of one, at any depth and of any type, the names of fields
    there too; a tag's value; and in a text that is XML, what an element, an attribute or a comment
    names so.
    """
    if isinstance(document, Mapping):
        yield from _keys_in_fields(document, name)
    elif isinstance(document, list | tuple):
        for item in document:
            yield from keys_in(item, name)
    elif is_secret(name) and isinstance(document, str | int | float):
        if not isinstance(document, bool):
            yield from {str(document), str(document).strip()}
    elif isinstance(document, str) and "<" in document:
        yield from _keys_in_xml(document)


def _keys_in_fields(fields: Mapping[Any, Any], name: str) -> Iterator[str]:
    if is_secret(name):
        yield from (str(child) for child in fields if not is_secret(str(child)))
    tag = fields.get("key")
    if isinstance(tag, str) and is_secret(tag):
        yield from keys_in(fields.get("value"), tag)
    for child, item in fields.items():
        inner = name if is_secret(name) else str(child)
        is_holder = isinstance(item, Mapping | list | tuple) or is_secret(inner)
        if is_holder or (isinstance(item, str) and "<" in item):  # most fields are neither
            yield from keys_in(item, inner)


def _keys_in_xml(text: str) -> Iterator[str]:
    """The keys in XML, well-formed or not."""
    import html

    for tag in _TAG.finditer(text):
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            if is_secret(attribute[1]):
                yield html.unescape(attribute[2] or attribute[3] or "")
        if not is_secret(tag[1]):
            continue
        if text.startswith(_CDATA, tag.end()):
            begin = tag.end() + len(_CDATA)
            yield text[begin : _end(text, "]]>", begin)]
        else:
            content = html.unescape(text[tag.end() : _end(text, "<", tag.end())])
            yield from {content, content.strip()}
    for part in text.split("<!--")[1:]:
        yield from _keys_in_comment(html.unescape(part.partition("-->")[0]))


def _keys_in_comment(comment: str) -> Iterator[str]:
    """All of the comment, which AWS doesn't write, and what stands behind the names of keys."""
    yield comment.strip()
    for named in islice(_NAMING.finditer(comment), _MOST_NAMED):
        rest = comment[named.end() :]
        yield rest.strip(" \t\r\n\"'")
        yield from (word.strip("\"'") for word in rest.split())


def _end(text: str, mark: str, begin: int) -> int:
    """Where the mark is, from `begin` on; the end of the text where it is not."""
    place = text.find(mark, begin)
    return len(text) if place < 0 else place


class Guard:
    """Masks the keys that it was given, in text and in JSON values, in each of `key_forms.forms`.

    A key is found by its first characters: one look at a text costs the same for one key and for
    those of 100,000 virtual interfaces, where an alternation would try each at every character.
    """

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._keys: frozenset[str] = frozenset()
        self._forms: Mapping[str, tuple[str, ...]] | None = {}
        self.add(keys)

    @classmethod
    def of(cls, *documents: object) -> Guard:
        """A guard with every key in the documents."""
        return cls(key for document in documents for key in keys_in(document))

    def add(self, keys: Iterable[str]) -> None:
        """Look for these keys, too."""
        new = frozenset(key for key in keys if len(key) >= SHORTEST and key.strip())
        with self._lock:
            if not new <= self._keys:
                self._keys |= new
                self._forms = None

    def add_secrets(self, secrets: Iterable[Secret]) -> None:
        """Look for these keys, too."""
        self.add(secret.reveal() for secret in secrets)

    def learn(self, *documents: object) -> None:
        """Look for every key in the documents, too."""
        self.add(key for document in documents for key in keys_in(document))

    def mask(self, text: str) -> str:
        """The text with every key in it masked, the longest form first."""
        by_beginning = self._by_beginning()
        if not by_beginning or len(text) < SHORTEST:
            return text
        starts = range(len(text) - SHORTEST + 1)
        beginnings = by_beginning.keys() & {text[start : start + SHORTEST] for start in starts}
        present = (form for beginning in beginnings for form in by_beginning[beginning])
        for form in sorted(present, key=lambda form: (-len(form), form)):
            text = text.replace(form, MASK)
        return text

    def mask_values(self, value: Any, *, numbers: bool = True) -> Any:
        """The JSON value with every key masked in its texts and names, and in its `numbers`."""
        if not self._keys:
            return value
        if isinstance(value, Mapping):
            pairs = ((self.mask(str(name)), each) for name, each in value.items())
            return {name: self.mask_values(each, numbers=numbers) for name, each in pairs}
        if isinstance(value, list | tuple):
            return [self.mask_values(item, numbers=numbers) for item in value]
        if isinstance(value, str):
            return self.mask(value)
        is_number = numbers and type(value) in (int, float)
        return MASK if is_number and self.mask(str(value)) != str(value) else value

    def _by_beginning(self) -> Mapping[str, tuple[str, ...]]:
        by_beginning = self._forms
        if by_beginning is None:
            from dxnet.key_forms import forms  # not imported by what meets no key

            with self._lock:
                grouped: dict[str, list[str]] = {}
                for form in {form for key in self._keys for form in forms(key)}:
                    grouped.setdefault(form[:SHORTEST], []).append(form)
                by_beginning = {beginning: tuple(found) for beginning, found in grouped.items()}
                self._forms = by_beginning
        return by_beginning


_GUARD: ContextVar[Guard] = ContextVar("dxnet.guard")


@contextmanager
def guarded() -> Iterator[Guard]:
    """A new guard for one run of a front end, which `guard` gives as long as the run lasts.

    It is bound to the run's context and not to the process, so two runs in one process, as tests
    and notebooks have them, know nothing of each other's keys; a thread of the run that reads or
    writes is started in a copy of its context. It is not handed from function to function, because
    whatever reads a document must be able to tell of its keys without the front end's help: a
    reader that could be called without a guard would be one that forgets.
    """
    token = _GUARD.set(Guard())
    try:
        yield _GUARD.get()
    finally:
        _GUARD.reset(token)


def guard() -> Guard:
    """The guard of this run; outside of `guarded` one that knows of no key and is forgotten."""
    return _GUARD.get(None) or Guard()
