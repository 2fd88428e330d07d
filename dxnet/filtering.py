"""Which rows to show, and in what order: the one grammar of `dxnet list --filter` and the TUI.

A filter is a list of terms, all of which a row must match. A term is one or more alternatives with
| between them, and ! before it negates it. An alternative is a word, or a field, an operator
and a word; one without a field takes that of the alternative before it. `dxnet.grammar` has
examples, `dxnet.columns` what each type of field takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dxnet.columns import TAGS, TEXT
from dxnet.errors import UsageError, did_you_mean
from dxnet.inventory import CHECKS
from dxnet.listing import Column, Row

Test = Callable[[Row], bool]

_TERM = re.compile(r'(?:"[^"]*"?|[^\s"])+')
_ALTERNATIVE = re.compile(r'(?:"[^"]*"?|[^|"])+')
_FIELD = re.compile(r'([A-Za-z_-]+)(?:\.("[^"]*"|[^":=<>!]+))?(<=|>=|!=|[:=<>])', re.ASCII)


@dataclass(frozen=True, slots=True)
class _Condition:
    """One alternative: the word, and its field, the tag's key and the operator, empty for none."""

    field: str
    tag: str
    operator: str
    word: str


def matcher(text: str, columns: Sequence[Column]) -> Test:
    """The filter as a test of rows with these columns.

    Raises `UsageError` for an unknown field, and for an operator or a value that its field does
    not take.
    """
    tests = [_term_test(term, columns) for term in _TERM.findall(text)]
    if len(tests) == 1:
        return tests[0]
    return lambda row: all(test(row) for test in tests)


def select(rows: Sequence[Row], text: str, columns: Sequence[Column]) -> list[Row]:
    """The rows that the filter lets through, in their order; raises like `matcher`."""
    return list(filter(matcher(text, columns), rows))


def order(rows: Sequence[Row], by: str, columns: Sequence[Column]) -> list[Row]:
    """The rows sorted by a column, `-column` for descending; absent values are last either way."""
    index = _index(by.removeprefix("-"), columns)
    key = columns[index].type.key

    present: list[Row] = []
    absent: list[Row] = []
    for row in rows:
        is_absent = columns[index].type.cell(row.values[index]) in (None, "")
        (absent if is_absent else present).append(row)
    present.sort(key=lambda row: key(row.values[index]), reverse=by[:1] == "-")
    return [*present, *absent]


def fields(text: str) -> frozenset[str]:
    """The names of the fields that the filter names, whether there are such fields or not."""
    terms = (term.lstrip("!") for term in _TERM.findall(text))
    return frozenset(each.field for term in terms for each in _conditions(term) if each.field)


def used(text: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that the filter looks at: all of them for a word without a field."""
    conditions = [
        condition for term in _TERM.findall(text) for condition in _conditions(term.lstrip("!"))
    ]
    if any(condition.word and not condition.field for condition in conditions):
        return tuple(columns)
    named = {_index(condition.field, columns) for condition in conditions if condition.field}
    return tuple(columns[index] for index in sorted(named))


def _term_test(term: str, columns: Sequence[Column]) -> Test:
    is_negated = term.startswith("!")
    tests = [
        test
        for condition in _conditions(term[1:] if is_negated else term)
        if (test := _test(condition, columns)) is not None
    ]
    if not tests:
        return lambda _row: True
    if len(tests) == 1 and not is_negated:
        return tests[0]
    return lambda row: any(test(row) for test in tests) is not is_negated


def _conditions(term: str) -> list[_Condition]:
    conditions: list[_Condition] = []
    field = tag = operator = ""
    for alternative in _ALTERNATIVE.findall(term):
        match = _FIELD.match(alternative)
        if match:
            field, tag, operator = match[1].lower(), (match[2] or "").strip('"'), match[3]
        word = (alternative[match.end() :] if match else alternative).replace('"', "").lower()
        if not field and word[:1] in "<>=" and word == alternative.lower() and word:
            raise UsageError(
                f"no field stands before {word!r}", hint="write vlan>100, without blanks"
            )
        conditions.append(_Condition(field, tag.lower(), operator, word))
    return conditions


def _test(condition: _Condition, columns: Sequence[Column]) -> Test | None:
    """The test of one alternative; None where nothing is asked, as while a filter is typed."""
    word = condition.word
    if not condition.field:
        return (lambda row: word in row.words) if word else None
    index = _index(condition.field, columns)
    operator = {"!=": "="}.get(condition.operator, condition.operator)
    if not word and operator != "=":
        return None
    test = _value_test(columns[index], condition.tag, operator, word)
    if condition.operator == "!=":
        return lambda row: not test(row.values[index])
    return lambda row: test(row.values[index])


def _value_test(column: Column, tag: str, operator: str, word: str) -> Callable[[Any], bool]:
    if not tag:
        return column.type.test(column.name, operator, word)
    if column.type is not TAGS:
        raise UsageError(
            f"the field {column.name} has no parts", hint=f"write {column.name}:{word}"
        )
    of_text = TEXT.test(f"tag.{tag}", operator, word)
    if not word:
        return lambda tags: not any(key.lower() == tag and text for key, text in tags)
    return lambda tags: any(key.lower() == tag and of_text(text) for key, text in tags)


def _index(name: str, columns: Sequence[Column]) -> int:
    """The place of the column of that name, in which - is as good as _."""
    names = [column.name for column in columns]
    field = "tags" if name == "tag" else name.replace("-", "_").lower()
    if field in names:
        return names.index(field)
    if field == CHECKS.name:
        raise UsageError(
            "the checks have not run, so the field 'checks' has no values",
            hint="`dxnet tui` runs them, then its filter takes it; so does `dxnet validate`",
        )
    raise UsageError(
        f"there is no field {name!r}",
        hint=did_you_mean(field, names) or f"the fields are {', '.join(names)}",
    )
