"""One JSON object and where it stands: typed reading, with the place in every error."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from dxnet.errors import DxnetError, SourceError
from dxnet.model import Secret


class Record:
    """One JSON object; "", null and a missing field all read as absent.

    Every reader raises `DxnetError` for a value of another type, with the place and the type.
    """

    __slots__ = ("fields", "place")

    def __init__(self, fields: object, place: str) -> None:
        if not isinstance(fields, Mapping):
            raise wrong(place, fields, "an object")
        self.fields: Mapping[str, Any] = fields
        self.place = place

    def _field(self, name: str, kind: type | tuple[type, ...], expected: str) -> Any:
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise wrong(f"{self.place}.{name}", value, expected)
        return value

    def text(self, name: str) -> str:
        """A text, empty where it is absent."""
        found: str | None = self._field(name, str, "text")
        return found or ""

    def number(self, name: str) -> int | None:
        """A whole number."""
        found: int | None = self._field(name, int, "a whole number")
        return found

    def flag(self, name: str) -> bool | None:
        """True or false."""
        found: bool | None = self._field(name, bool, "true or false")
        return found

    def time(self, name: str) -> datetime | None:
        """A time: text of ISO 8601, as the AWS CLI prints it, or seconds since 1970."""
        value = self._field(name, (str, int, float), "a time")
        if value is None:
            return None
        try:
            if isinstance(value, str):
                moment = datetime.fromisoformat(value)
                return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            raise wrong(f"{self.place}.{name}", value, "a time") from None

    def secret(self, name: str) -> Secret | None:
        """A key, of which no error shows anything."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise SourceError(
                f"{self.place}.{name} is not text",
                hint="the value is not shown, because the field holds a key",
            )
        return Secret(value)

    def record(self, name: str) -> Record:
        """The object there, empty where it is absent."""
        value = self._field(name, Mapping, "an object")
        return Record(value or {}, f"{self.place}.{name}")

    def records(self, name: str) -> Iterator[Record]:
        """The objects of a list."""
        for index, item in enumerate(self._field(name, list, "a list") or ()):
            yield Record(item, f"{self.place}.{name}[{index}]")

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list."""
        values = self._field(name, list, "a list") or ()
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise wrong(f"{self.place}.{name}[{index}]", value, "text")
        return tuple(values)

    def numbers(self, name: str) -> tuple[int, ...]:
        """The whole numbers of a list."""
        values = self._field(name, list, "a list") or ()
        for index, value in enumerate(values):
            if not isinstance(value, int) or isinstance(value, bool):
                raise wrong(f"{self.place}.{name}[{index}]", value, "a whole number")
        return tuple(values)

    def tags(self, name: str = "tags") -> tuple[tuple[str, str], ...]:
        """Keys and values, in the order of the list."""
        return tuple((tag.text("key"), tag.text("value")) for tag in self.records(name))


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
