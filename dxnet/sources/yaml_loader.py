"""YAML restricted to what JSON can say: no dates, no octal numbers, no `yes`, no aliases."""

from __future__ import annotations

import re
from typing import Any

import yaml

_MAX_DEPTH = 50
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """PyYAML's safe loader with the scalars of YAML 1.2's JSON schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_NUMBER = r"-?(?:0|[1-9][0-9]*)"
for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", _NUMBER, list("-0123456789")),
    ("float", _NUMBER + r"\.[0-9]+(?:[eE][-+]?[0-9]+)?", list("-0123456789")),
):
    _scalar = re.compile(rf"(?:{_pattern})\Z", re.ASCII)
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _scalar, _first)


_TAGS = (
    None,
    "!",  # what is not resolved: a text
    *(
        f"tag:yaml.org,2002:{name}"
        for name in ("str", "int", "float", "bool", "null", "seq", "map")
    ),
)


def load_all(text: str) -> list[Any]:
    """Every document that isn't empty; raises `ValueError` with a reason that quotes no value.

    The reason is always dxnet's own sentence: PyYAML's differ from release to release and quote.
    """
    _refuse_traps(text)
    try:
        return [value for value in yaml.load_all(text, _Loader) if value is not None]
    except yaml.MarkedYAMLError as error:
        raise _invalid(error) from None
    except yaml.YAMLError:
        raise ValueError("it holds a character that no text has") from None
    except (ValueError, KeyError, TypeError, RecursionError):  # constructors of explicit tags
        raise ValueError("a value doesn't fit its tag") from None


def _refuse_traps(text: str) -> None:
    """Refuse what JSON lacks and a small file can hurt with: aliases, depth, tags of other types.

    An alias multiplies a file, depth exhausts the parser's stack, and a tag such as `!!binary`
    makes a value that no reader of JSON expects.
    """
    depth = 0
    try:
        for event in yaml.parse(text, _Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if getattr(event, "tag", None) not in _TAGS:
                raise ValueError(f"a tag of this type is not read{_line(event.start_mark)}")
            if depth > _MAX_DEPTH or isinstance(event, yaml.AliasEvent):
                what = "nesting this deep" if depth > _MAX_DEPTH else "an alias"
                raise ValueError(f"{what} is not read{_line(event.start_mark)}")
    except yaml.MarkedYAMLError as error:
        raise _invalid(error) from None
    except yaml.YAMLError:
        raise ValueError("it holds a character that no text has") from None


def _invalid(error: yaml.MarkedYAMLError) -> ValueError:
    return ValueError(f"not valid YAML{_line(error.problem_mark)}")


def _line(mark: Any) -> str:
    return f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
