"""Which rows to show, and in what order: the one grammar of `dxnet list --filter` and the TUI.

words              rows that hold every word anywhere, in any case
field:text         rows whose field holds the text; a number must be equal
field=text         rows whose field is the text
!word !field:text  rows for which that is not so
"two words"        quotes keep blanks together: name:"core blue"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from dxnet.errors import UsageError, did_you_mean
from dxnet.inventory import Row, Value

Test = Callable[[Row, str], bool]

_TERM = re.compile(r'(!?)(?:([A-Za-z_-]+)([:=]))?((?:"[^"]*"?|[^\s"])*)')


def haystack(row: Row) -> str:
    """Everything that a row shows, in small letters, for `matcher` to search."""
    return "\n".join(_text(value) for value in row.values())


def matcher(text: str, columns: Collection[str]) -> Test:
    """The filter as a test of a row and its haystack; raises `DxnetError` for unknown fields."""
    tests = [_test(match, columns) for match in _TERM.finditer(text) if match.group()]
    return lambda row, hay: all(test(row, hay) for test in tests)


def select(rows: Sequence[Row], text: str, columns: Collection[str]) -> list[Row]:
    """The rows that the filter lets through, in their order."""
    test = matcher(text, columns)
    return [row for row in rows if test(row, haystack(row))]


def order(rows: Sequence[Row], by: str, columns: Collection[str]) -> list[Row]:
    """The rows sorted by a column, `-column` for descending; absent values are last either way."""
    name = _known(by.removeprefix("-"), columns)
    present = [row for row in rows if row[name] not in (None, "")]
    absent = [row for row in rows if row[name] in (None, "")]
    return [*sorted(present, key=lambda row: _key(row[name]), reverse=by[:1] == "-"), *absent]


def _test(match: re.Match[str], columns: Collection[str]) -> Test:
    negated, field, sign, word = match.groups()
    wanted = word.replace('"', "").lower()
    name = "" if field is None else _known(field.lower(), columns)
    if not wanted and sign != "=":
        return lambda _row, _hay: True
    if not name:
        return lambda _row, hay: (wanted in hay) is not bool(negated)
    exact = sign == "="
    return lambda row, _hay: _holds(row[name], wanted, exact) is not bool(negated)


def _holds(value: Value, wanted: str, exact: bool) -> bool:
    text = _text(value)
    if exact or isinstance(value, int):
        return text == wanted
    return wanted in text


def _known(name: str, columns: Collection[str]) -> str:
    if name not in columns:
        raise UsageError(
            f"there is no field {name!r}",
            hint=did_you_mean(name, columns) or f"the fields are {', '.join(columns)}",
        )
    return name


def _key(value: Value) -> tuple[int, int, str]:
    return (0, value, "") if isinstance(value, int) else (1, 0, _text(value))


def _text(value: Value) -> str:
    return "" if value is None else str(value).lower()
