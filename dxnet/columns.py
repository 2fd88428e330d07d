"""The types of values that a row has: how each is filtered, sorted and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from dxnet.addressing import Interface, parse_interface
from dxnet.value_type import ValueTest, ValueType, value_type


class Reference(NamedTuple):
    """Another object that a row names: its id, and its name where the source holds the object."""

    id: str
    name: str = ""


# An address or prefix as AWS wrote it, and what it was parsed to: None where it isn't one.
Address = tuple[str, Interface | None]


def _holds(operand: str) -> ValueTest:
    return lambda value: operand in value.lower()


def _is(operand: str) -> ValueTest:
    return lambda value: value.lower() == operand


def _any(test: Callable[[str], ValueTest]) -> Callable[[str], ValueTest]:
    """The test of a tuple, which any of its items passes; "=" with nothing finds an empty one."""

    def make(operand: str) -> ValueTest:
        of_item = test(operand)
        if not operand:
            return lambda value: not value
        return lambda value: any(map(of_item, value))

    return make


TEXT = value_type("text", "{}:part or {}=whole", {":": _holds, "=": _is}, words=str, key=str.lower)


def _of_words(*words: str) -> Callable[[str], ValueTest]:
    """Refuses an operand with which none of these words begins."""

    def make(operand: str) -> ValueTest:
        if not any(word.startswith(operand) for word in words):
            raise ValueError(operand)
        return lambda value: bool(value) and value.startswith(operand)

    return make


def _state(operand: str) -> ValueTest:
    if re.search(r"[^a-z_ -]", operand):
        raise ValueError(operand)
    return _holds(operand)


STATE = value_type(
    "a state", "{}:down, {}=down or {}:down|pending", {":": _state, "=": _is}, words=str
)

_RANGE = re.compile(r"(\d{1,18})?(-)?(\d{1,18})?", re.ASCII)


def _in_range(operand: str) -> ValueTest:
    """A number, or a range of which either end may be left out."""
    match = _RANGE.fullmatch(operand)
    if match is None or operand == "-":
        raise ValueError(operand)
    first, dash, last = match.groups()
    low = int(first) if first else 0
    high = int(last) if last else low if not dash else None
    return lambda value: value is not None and low <= value and (high is None or value <= high)


def _equal(operand: str) -> ValueTest:
    return _in_range(operand) if operand else lambda value: value is None


def _compared(compare: Callable[[Any, Any], bool], read: Callable[[str], Any]) -> Any:
    def make(operand: str) -> ValueTest:
        bound = read(operand)
        return lambda value: value is not None and compare(value, bound)

    return make


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}

NUMBER = value_type(
    "a number",
    "{}:101, {}:100-199, {}<200, {}<=200, {}>99 or {}>=100",
    {
        ":": _in_range,
        "=": _equal,
        **{sign: _compared(compare, int) for sign, compare in _COMPARISONS.items()},
    },
    words=str,
    key=lambda value: value,
)


def _flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _is_flag(operand: str) -> ValueTest:
    test = _of_words("yes", "no")(operand)
    return lambda value: test(_flag(value)) if operand else value is None


FLAG = value_type(
    "yes or no",
    "{}:yes or {}:no",
    {":": _is_flag, "=": _is_flag},
    cell=_flag,
    plain=lambda value: value,
    words=lambda _: "",
)


def _time(operand: str) -> datetime:
    moment = datetime.fromisoformat(operand.upper())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


TIME = value_type(
    "a time in UTC",
    "{}>2026-11-24, {}<2026-11-24T12:00 or {}:2026-11",
    {
        ":": lambda operand: lambda value: value is not None and _iso(value).startswith(operand),
        **{sign: _compared(compare, _time) for sign, compare in _COMPARISONS.items()},
    },
    cell=lambda value: None if value is None else f"{value.astimezone(UTC):%Y-%m-%d %H:%MZ}",
    plain=lambda value: None if value is None else value.isoformat(),
    key=lambda value: value,
)


def _iso(moment: datetime) -> str:
    return moment.isoformat().lower()


_SESSION_WORDS = ("up", "down", "part", "unknown", "none")


def summary(statuses: tuple[str, ...]) -> str:
    """The sessions of a VIF in a word: "up", "down", or "1/2 up" where they differ."""
    if len(set(statuses)) <= 1:
        return statuses[0] if statuses else ""
    return f"{statuses.count('up')}/{len(statuses)} up"


@cache
def _session_words(statuses: tuple[str, ...]) -> frozenset[str]:
    """What `bgp:` finds: "down" and "unknown" of any session, "up" of all."""
    if not statuses:
        return frozenset({"none"})
    is_part = "up" in statuses and len(set(statuses)) > 1
    return frozenset(statuses) - {"up"} | {"part"} if is_part else frozenset(statuses)


def _any_session(operand: str) -> ValueTest:
    _of_words(*_SESSION_WORDS)(operand)
    return lambda value: any(word.startswith(operand) for word in _session_words(value))


def _every_session(operand: str) -> ValueTest:
    if operand not in ("", *_SESSION_WORDS):
        raise ValueError(operand)
    if operand == "part":
        return _any_session(operand)
    statuses = set() if operand in ("", "none") else {operand}
    return lambda value: set(value) == statuses


SESSIONS = value_type(
    "the sessions' status",
    "{}:up (all are), {}:down (any is), {}:part, {}:unknown, {}:none or {}=down (all are)",
    {":": _any_session, "=": _every_session},
    cell=summary,
    plain=list,
    words=lambda value: " ".join({summary(value): None, **dict.fromkeys(value)}),
)


def _inside(operand: str) -> ValueTest:
    """Addresses in a prefix; those that are an address, whatever its length; else their text."""
    if prefix := parse_interface(operand):
        network = prefix.network
        first, last = network.first, network.last
        return lambda value: any(
            interface is not None
            and interface.family == network.family
            and first <= interface.value <= last
            for _, interface in value
        )
    if re.search(r"[^0-9a-f:./]", operand):
        raise ValueError(operand)
    if whole := parse_interface(f"{operand}/{128 if ':' in operand else 32}"):
        return lambda value: any(
            interface is not None
            and (interface.family, interface.value) == (whole.family, whole.value)
            for _, interface in value
        )
    return lambda value: any(operand in text.lower() for text, _ in value)


ADDRESSES = value_type(
    "addresses",
    "{}:169.254.96.0/24 (inside), {}:169.254.96.5 or {}=169.254.96.5/30",
    {":": _inside, "=": _any(lambda operand: lambda address: address[0].lower() == operand)},
    cell=lambda value: " ".join(text for text, _ in value),
    plain=lambda value: [text for text, _ in value],
    lines=lambda value: tuple(text for text, _ in value),
)

TEXTS = value_type(
    "a list of texts",
    "{}:part or {}=whole",
    {":": _any(_holds), "=": _any(_is)},
    cell=" ".join,
    plain=list,
    lines=tuple,
)


def _names(operand: str) -> ValueTest:
    if not operand:
        return lambda value: not value.id
    return lambda value: operand in (value.id.lower(), value.name.lower())


REFERENCE = value_type(
    "another object",
    "{}:part or {}=whole, of its id or name",
    {":": _any(_holds), "=": _names},
    cell=lambda value: value.id,
    words=" ".join,
    lines=lambda value: (
        (f"{value.id} ({value.name})" if value.name else value.id,) if value.id else ()
    ),
)

TAGS = value_type(
    "tags",
    "{}.KEY:part, {}.KEY=whole or {}:part of any key or value",
    {
        ":": lambda operand: (
            lambda value: any(
                operand in key.lower() or operand in text.lower() for key, text in value
            )
        )
    },
    cell=lambda value: " ".join(f"{key}={text}" for key, text in value),
    plain=dict,
    lines=lambda value: tuple(f"{key} = {text}" for key, text in value),
)

STATUS = value_type(
    "the gravest status of the checks",
    "{}:fail, {}:warn, {}:manual, {}:pass, {}:accepted, {}:error or {}:n/a",
    {
        sign: _of_words("fail", "warn", "manual", "pass", "accepted", "error", "n/a")
        for sign in ":="
    },
)

TYPES: tuple[ValueType, ...] = (
    TEXT,
    STATE,
    NUMBER,
    FLAG,
    TIME,
    SESSIONS,
    ADDRESSES,
    TEXTS,
    REFERENCE,
    TAGS,
    STATUS,
)
