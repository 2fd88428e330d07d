"""What a type of values consists of; `dxnet.columns` has the types themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dxnet.errors import UsageError

ValueTest = Callable[[Any], bool]
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class ValueType:
    """One type of values.

    `noun` says what a value is, `usage` how a filter names it, with "{}" for the field. `tests`
    has what each operator makes of its operand, in small letters: a test of a value. It raises
    `ValueError` for an operand that doesn't fit. `cell` is the value in a table, `plain` the JSON
    value, `key` what sorts it, `lines` the value in a list of details, one line each, and `words`
    the text in which a bare word is searched, of a value that isn't empty.
    """

    noun: str
    usage: str
    tests: Mapping[str, Callable[[str], ValueTest]]
    cell: Callable[[Any], Cell]
    plain: Callable[[Any], Any]
    words: Callable[[Any], str]
    key: Callable[[Any], Any]
    lines: Callable[[Any], tuple[str, ...]]

    def test(self, field: str, operator: str, operand: str) -> ValueTest:
        """The test of a value; raises `UsageError` where operator or operand don't fit."""
        make = self.tests.get(operator)
        hint = f"it is {self.noun}: {self.usage.replace('{}', field)}"
        if make is None:
            raise UsageError(f"the field {field} does not take {operator}", hint=hint)
        try:
            return make(operand)
        except ValueError:
            message = f"the field {field} does not take the value {operand!r}"
            raise UsageError(message, hint=hint) from None


def value_type(
    noun: str,
    usage: str,
    tests: Mapping[str, Callable[[str], ValueTest]],
    *,
    cell: Callable[[Any], Cell] = lambda value: value,
    plain: Callable[[Any], Any] | None = None,
    words: Callable[[Any], str] | None = None,
    key: Callable[[Any], Any] | None = None,
    lines: Callable[[Any], tuple[str, ...]] | None = None,
) -> ValueType:
    """A type whose other forms are those of its cell, where they aren't given."""

    def text(value: Any) -> str:
        shown = cell(value)
        return "" if shown is None else str(shown)

    return ValueType(
        noun,
        usage,
        tests,
        cell,
        plain or cell,
        words or text,
        key or (lambda value: text(value).lower()),
        lines or (lambda value: tuple(filter(None, (text(value),)))),
    )
