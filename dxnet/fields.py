"""Named values and their place: an object of JSON that a service answers, or a table of TOML
that a person writes.

Both are read field by field, each as the type that it must have. A `JsonObject` is read leniently:
unknown fields are ignored, and "", null and a missing field are all absent. A `TomlTable` is read
strictly: an unknown key, a missing key and a value of another type are errors with file and line.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVar

from dxnet.errors import DxnetError, SourceError, UsageError, did_you_mean
from dxnet.secrets import Secret

T = TypeVar("T")

# A text that is a regular expression, as the type of a dataclass's field.
Regex: TypeAlias = str
# Whole numbers that a text lists, such as "1-3967, 4094", as the type of a dataclass's field.
Range: TypeAlias = frozenset[int]


def field_names(cls: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields."""
    return tuple(field.name for field in fields(cls))


class Fields(ABC):
    """Named values; every reader raises `DxnetError` for a value of another type."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    @abstractmethod
    def wrong(
        self, name: str, value: object, expected: str, index: int | None = None
    ) -> DxnetError:
        """The error for a value that is not what is expected there; `index` is its place in a
        list."""

    def _typed(self, name: str, kind: type | tuple[type, ...], expected: str) -> Any:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(name, value, expected)
        return value

    def text(self, name: str) -> str:
        """A text, empty where it is absent."""
        value: str | None = self._typed(name, str, "text")
        return value or ""

    def number(self, name: str) -> int | None:
        """A whole number."""
        value: int | None = self._typed(name, int, "a whole number")
        return value

    def flag(self, name: str) -> bool | None:
        """True or false."""
        value: bool | None = self._typed(name, bool, "true or false")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list."""
        values = self._typed(name, list, "a list") or ()
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise self.wrong(name, value, "text", index)
        return tuple(values)


class JsonObject(Fields):
    """One object of an answer or a snapshot; `place` is such as `virtualInterfaces[3]`."""

    __slots__ = ("place",)

    def __init__(self, values: object, place: str) -> None:
        if not isinstance(values, Mapping):
            raise wrong(place, values, "an object")
        super().__init__(values)
        self.place = place

    def wrong(
        self, name: str, value: object, expected: str, index: int | None = None
    ) -> DxnetError:
        """The error, which shows no value but a number: a text might be a key."""
        item = "" if index is None else f"[{index}]"
        return wrong(f"{self.place}.{name}{item}", value, expected)

    def secret(self, name: str) -> Secret | None:
        """A key, of which no error shows anything."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise SourceError(
                f"{self.place}.{name} is not text",
                hint="the value is not shown, because the field holds a key",
            )
        return Secret(value)

    def time(self, name: str) -> datetime | None:
        """A time: text of ISO 8601, as the AWS CLI prints it, or seconds since 1970."""
        value = self._typed(name, (str, int, float), "a time")
        if value is None:
            return None
        try:
            if isinstance(value, str):
                moment = datetime.fromisoformat(value)
                return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            raise self.wrong(name, value, "a time") from None

    def numbers(self, name: str) -> tuple[int, ...]:
        """The whole numbers of a list."""
        values = self._typed(name, list, "a list") or ()
        for index, value in enumerate(values):
            if not isinstance(value, int) or isinstance(value, bool):
                raise self.wrong(name, value, "a whole number", index)
        return tuple(values)

    def object(self, name: str) -> JsonObject:
        """The object there, empty where it is absent."""
        value = self._typed(name, Mapping, "an object")
        return JsonObject(value or {}, f"{self.place}.{name}")

    def objects(self, name: str) -> Iterator[JsonObject]:
        """The objects of a list."""
        for index, item in enumerate(self._typed(name, list, "a list") or ()):
            yield JsonObject(item, f"{self.place}.{name}[{index}]")

    def tags(self, name: str = "tags") -> tuple[tuple[str, str], ...]:
        """Keys and values, in the order of the list."""
        return tuple((tag.text("key"), tag.text("value")) for tag in self.objects(name))


# What JSON calls a value that is not shown, as it might be a key.
_WORDS: Mapping[type, str] = {str: "text", dict: "an object", list: "a list", type(None): "null"}


def wrong(place: str, value: object, expected: str) -> DxnetError:
    """The error for a value that is not what the API answers at that place."""
    number = isinstance(value, int | float)
    shown = json.dumps(value) if number else _WORDS.get(type(value), "no JSON value")
    return SourceError(
        f"{place} is {shown}, not {expected}",
        hint="save the AWS CLI's answer again with --output json, unedited",
    )


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file of TOML: what errors call it, and its text, in which they find the line."""

    path: str
    text: str

    def top(self) -> TomlTable:
        """The file's top-level table; raises `UsageError` for a file that is not TOML."""
        import tomllib

        try:
            return TomlTable(tomllib.loads(self.text), self)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            raise UsageError(
                f"{self.path}:{line[1] if line else 1}: not valid TOML: {error}",
                hint="correct that line",
            ) from error

    def line(self, header: str, ordinal: int, key: str) -> int:
        """The line, from 1, of a key or subtable in the table with that header, the `ordinal`-th
        of its name; of the header where the table lacks the key."""
        own_key = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        table, count, line_of_table = "", 0 if header else 1, 1
        for line, text in enumerate(self.text.splitlines(), 1):
            opened = re.fullmatch(r"\s*\[\[?([^\[\]=]+)\]\]?\s*(#.*)?", text)
            if opened:
                table = opened[1].strip()
                count += table == header
                if count == ordinal and table == f"{header}.{key}".removeprefix("."):
                    return line
                if (table, count) == (header, ordinal):
                    line_of_table = line
            elif (table, count) == (header, ordinal) and own_key.match(text):
                return line
        above, _, name = header.rpartition(".")
        is_inline = bool(header) and line_of_table == 1
        return self.line(above, 1, name) if is_inline else line_of_table


class TomlTable(Fields):
    """One table of a file that a person writes.

    `header` is what stands in its brackets, "" for the top of the file; `ordinal` counts from 1
    the tables of one header (`[[lint.names]]`).
    """

    __slots__ = ("file", "header", "ordinal")

    def __init__(
        self, values: Mapping[str, Any], file: TomlFile, header: str = "", ordinal: int = 1
    ) -> None:
        super().__init__(values)
        self.file, self.header, self.ordinal = file, header, ordinal

    def wrong(
        self, name: str, value: object, expected: str, index: int | None = None
    ) -> DxnetError:
        """The error, which shows the value."""
        item = "" if index is None else f", item {index + 1},"
        shown = repr(value) if len(repr(value)) <= 60 else f"{repr(value)[:57]}..."
        return self.fault(name, f"{name} = {shown}{item} is not allowed", f"it must be {expected}")

    def fault(self, name: str, sentence: str, hint: str) -> DxnetError:
        """The error with that sentence and hint, at the line of the key `name`."""
        line = self.file.line(self.header, self.ordinal, name)
        return UsageError(f"{self.file.path}:{line}: {sentence}", hint=hint)

    def only(self, known: tuple[str, ...]) -> None:
        """Raise `UsageError` for a key that is not one of `known`."""
        for name, value in self.values.items():
            if name not in known:
                kind = "table" if isinstance(value, dict) else "key"
                where = f"[{self.header}] has" if self.header else "there is"
                hint = did_you_mean(name, known) or f"the keys are {', '.join(known)}"
                raise self.fault(name, f"{where} an unknown {kind} {name!r}", hint)

    def require(self, name: str, expected: str) -> None:
        """Raise `UsageError` where the key is missing or empty."""
        if self.values.get(name) in (None, ""):
            where = f"[{self.header}] lacks" if self.header else "the file lacks"
            raise self.fault(name, f"{where} {name}", f"write {name} = {expected}")

    def regex(self, name: str) -> Regex:
        """A regular expression, as text."""
        pattern = self.text(name)
        self.compiled(name, pattern)
        return pattern

    def compiled(self, name: str, pattern: str) -> re.Pattern[str]:
        """The regular expression compiled; raises `UsageError` for one that is malformed."""
        try:
            return re.compile(pattern)
        except re.error as error:
            raise self.fault(
                name, f"{name} is not a regular expression: {error}", "correct the pattern"
            ) from error

    def range(self, name: str) -> Range:
        """The whole numbers of a text such as "1-3967, 4094"."""
        numbers: set[int] = set()
        for part in self.text(name).split(","):
            ends = re.fullmatch(r"\s*(\d{1,5})(?:-(\d{1,5}))?\s*", part)
            if ends is None:
                raise self.wrong(name, self.values.get(name), 'a text such as "1-3967, 4094"')
            numbers.update(range(int(ends[1]), int(ends[2] or ends[1]) + 1))
        return frozenset(numbers)

    def mapping(self, name: str, kind: type, expected: str) -> Mapping[str, Any]:
        """A table of plain values of one type."""
        table = self.table(name)
        return {key: table._typed(key, kind, expected) for key in table.values}

    def table(self, name: str) -> TomlTable:
        """The table of that name, empty where it is absent."""
        values = self._typed(name, dict, f"a table: write it as [{self._header(name)}]") or {}
        return TomlTable(values, self.file, self._header(name))

    def tables(self, name: str) -> Iterator[TomlTable]:
        """The tables of that name, in order."""
        expected = f"a list of tables: write each as [[{self._header(name)}]]"
        for index, item in enumerate(self._typed(name, list, expected) or ()):
            if not isinstance(item, dict):
                raise self.wrong(name, item, expected, index)
            yield TomlTable(item, self.file, self._header(name), index + 1)

    def build(self, cls: Callable[..., T], **given: Any) -> T:
        """The dataclass whose fields are the table's keys; `given` are fields already read.

        A field without a default is a key that must be there.
        """
        self.only(field_names(cls))
        return cls(**given, **dict(self._plain(fields(cls), given)))  # type: ignore[arg-type]

    def _plain(
        self, fields_of_class: tuple[Field[Any], ...], given: Mapping[str, Any]
    ) -> Iterator[tuple[str, Any]]:
        for field in fields_of_class:
            if field.name in given:
                continue
            read, expected = _TOML_TYPES[str(field.type)]
            if field.default is MISSING and field.default_factory is MISSING:
                self.require(field.name, expected)
            if field.name in self.values:
                yield field.name, read(self, field.name)

    def _header(self, name: str) -> str:
        return f"{self.header}.{name}" if self.header else name


# By the type of a dataclass's field: how its value is read, and an example of what is written.
_TOML_TYPES: Mapping[str, tuple[Callable[[TomlTable, str], Any], str]] = {
    "str": (TomlTable.text, '"..."'),
    "Regex": (TomlTable.regex, "'a regular expression'"),
    "int": (TomlTable.number, "a whole number"),
    "Range": (TomlTable.range, '"1-4094"'),
    "tuple[str, ...]": (TomlTable.texts, '["...", "..."]'),
}
