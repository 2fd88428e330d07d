"""What a router's configuration says of its interfaces, sessions, filters and itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dxnet.model import MASK, Secret
from dxnet.platforms import Platform
from dxnet.running.patterns import NAMES, PARTS, KeyPattern, Patterns, RecordPattern
from dxnet.running.statements import Statement

_NOT_FACTS = frozenset((*NAMES, *PARTS.values())) - {"group"}
_QUOTES = "\"'"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it was read: `written` in the text, `clear` where its form can be decoded."""

    form: str
    written: Secret
    clear: Secret | None


@dataclass(frozen=True, slots=True)
class Value:
    """What a statement says of one fact; `key` is set for a key, and `text` is then its mask."""

    text: str
    line: int
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One interface, peer, group, router, term of a map or entry of a list.

    `name` begins with the instance or VRF for peers, groups and routers. `part` is the term or
    entry. `values` has what was said of each fact, in order; `lines` are those it was read from.
    """

    kind: str
    instance: str
    name: str
    part: str
    line: int
    values: Mapping[str, tuple[Value, ...]]
    lines: frozenset[int]

    @property
    def id(self) -> tuple[str, str, str, str]:
        """What tells the record from every other."""
        return (self.kind, self.instance, self.name, self.part)

    def last(self, fact: str) -> Value | None:
        """The last that was said of the fact, which is what holds; None for nothing."""
        values = self.values.get(fact)
        return values[-1] if values else None

    def texts(self, fact: str) -> tuple[str, ...]:
        """All that was said of the fact."""
        return tuple(value.text for value in self.values.get(fact, ()))


@dataclass(frozen=True, slots=True)
class Quotable:
    """A statement that says facts, as it may be shown: its key masked.

    `number` counts statements from 0, `record` is the kind, instance, name and part of its record,
    and `head` what names that.
    """

    number: int
    line: int
    masked: str
    record: tuple[str, str, str, str]
    head: str
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """All records of a configuration by kind and name, and the statements that they come from."""

    records: Mapping[str, tuple[Record, ...]] = field(repr=False)
    by_name: Mapping[tuple[str, str], tuple[Record, ...]] = field(repr=False)
    quotable: tuple[Quotable, ...] = field(repr=False)

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind, in the order of the text."""
        return self.records.get(kind, ())

    def named(self, kind: str, name: str) -> tuple[Record, ...]:
        """The records of that name: the terms of a map, the entries of a list."""
        return self.by_name.get((kind, name), ())

    @property
    def keys(self) -> Iterator[Secret]:
        """Every key, as it is written and in clear."""
        for record in (record for records in self.records.values() for record in records):
            for key in (value.key for values in record.values.values() for value in values):
                if key is not None:
                    yield from (key.written, *((key.clear,) if key.clear else ()))


_Name = tuple[str, str, str, str]  # kind, instance, name, part


class _Draft:
    """A record while statements are still added to it."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, list[Value]] = {}
        self.lines: set[int] = set()


def read(statements: Iterable[Statement], platform: Platform, patterns: Patterns) -> Facts:
    """The facts that the patterns find in the statements."""
    drafts: dict[_Name, _Draft] = {}
    quotable: list[Quotable] = []
    for number, statement in enumerate(statements):
        said: set[_Name] = set()  # the records that this statement has said a fact of
        for pattern in patterns.records:
            reading = _read(pattern, statement.path)
            if reading is None:
                continue
            head, match, rest = reading
            named, facts = _said(head), _said(match) if match else {}
            kind = next((name for name in NAMES if name in named), "router")
            name = _name(kind, named, facts, number)
            if name in said and pattern.facts:
                continue
            draft = drafts.setdefault(name, _Draft(statement.line))
            draft.lines.add(statement.line)
            for fact, text in {**named, **facts}.items():
                if fact not in _NOT_FACTS and fact != kind:
                    value = _value(fact, text, statement, platform, patterns.keys)
                    draft.values.setdefault(fact, []).append(value)
            if match or not rest:
                said.add(name)
                shown = _masked(statement.path, rest, match)
                own = frozenset(facts or named)
                quotable.append(Quotable(number, statement.line, shown, name, head[0], own))
    records = _records(drafts, patterns.defaults.get("order", "number"))
    by_name: dict[tuple[str, str], list[Record]] = {}
    for kind, found in records.items():
        for record in found:
            by_name.setdefault((kind, record.name), []).append(record)
    index = {name: tuple(found) for name, found in by_name.items()}
    return Facts(records, index, tuple(quotable))


def _read(
    pattern: RecordPattern, path: str
) -> tuple[re.Match[str], re.Match[str] | None, str] | None:
    """What the head of the statement and its rest say, and the rest; None for another's."""
    if pattern.begins and path.partition(" ")[0] not in pattern.begins:
        return None
    head = pattern.of.match(path)
    if head is None:
        return None
    rest = path[head.end() :].lstrip(" ")
    match = None
    for fact in pattern.facts:
        if match := fact.fullmatch(rest):
            break
    if match is None and rest and pattern.facts:
        return None
    return head, match, rest


def _said(match: re.Match[str]) -> dict[str, str]:
    return {name: text for name, text in match.groupdict().items() if text is not None}


def _name(kind: str, named: Mapping[str, str], groups: Mapping[str, str], number: int) -> _Name:
    """The record's name; its term may stand in the rest of the statement, all else in the head."""
    groups = {**groups, **named}
    name = _unquoted(named.get(kind, ""))
    instance = _unquoted(named.get("instance", named.get("vrf", "")))
    part = _unquoted(groups.get(PARTS.get(kind, ""), ""))
    if kind == "interface":
        return (kind, "", f"{name}.{part}" if part else name, "")
    if kind in ("list", "map"):
        is_entry = kind == "list" and not part
        return (kind, "", name, f"#{number}" if is_entry else part)
    return (kind, instance, name, "")


def _value(
    fact: str, text: str, statement: Statement, platform: Platform, keys: Iterable[KeyPattern]
) -> Value:
    if fact != "key":
        return Value(_unquoted(text), statement.line)
    return Value(MASK, statement.line, _key(text, platform, keys))


def _key(text: str, platform: Platform, keys: Iterable[KeyPattern]) -> Key:
    from dxnet.running.keys import FORMS

    for pattern in keys:
        match = pattern.pattern.fullmatch(text)
        if match is None:
            continue
        decode = FORMS[pattern.form]
        written = match["key"]
        clear = None
        if decode is not None:
            decoded = decode(_without_quotes(written, platform))
            clear = None if decoded is None else Secret(decoded)
        return Key(pattern.form, Secret(written), clear)
    return Key("unknown", Secret(text), None)


def _without_quotes(text: str, platform: Platform) -> str:
    """The key as the platform reads it: without its quotes and escapes."""
    quote = platform.key.quote
    if not quote:
        return text
    if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0]:
        text = text[1:-1]
    plain = {written: character for character, written in platform.key.escape.items()}
    if not plain:
        return text
    return re.sub("|".join(map(re.escape, plain)), lambda match: plain[match[0]], text)


def _masked(path: str, rest: str, match: re.Match[str] | None) -> str:
    if match is None or "key" not in match.re.groupindex or match["key"] is None:
        return path
    start = len(path) - len(rest)
    begin, end = match.span("key")
    return f"{path[: start + begin]}{MASK}{path[start + end :]}"


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0]:
        return text[1:-1]
    return text


def _records(drafts: Mapping[_Name, _Draft], order: str) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for (kind, instance, name, part), draft in drafts.items():
        values = {fact: tuple(said) for fact, said in draft.values.items()}
        lines = frozenset(draft.lines)
        record = Record(kind, instance, name, part, draft.line, values, lines)
        found.setdefault(kind, []).append(record)
    return {kind: tuple(_in_order(records, order)) for kind, records in found.items()}


def _in_order(records: list[Record], order: str) -> list[Record]:
    """Terms and entries by number, or as they stand in the text and one without a name last."""
    if order == "number":
        return sorted(
            records, key=lambda record: int(record.part) if record.part.isdecimal() else 0
        )
    return sorted(records, key=lambda record: record.kind == "map" and not record.part)


def inherited(record: Record, facts: Facts, depth: int = 3) -> Iterator[Record]:
    """The record, then the groups that it takes what it lacks from, the nearest first."""
    yield record
    if not depth:
        return
    for name in reversed((*record.texts("group"), *record.texts("inherits"))):
        groups = [group for group in facts.of_kind("group") if group.name == name]
        near = [group for group in groups if group.instance == record.instance] or groups[:1]
        for group in near:
            yield from inherited(group, facts, depth - 1)
