"""What to ask a router whose session is down, and what each answer means: `lookalikes.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Stage:
    """One question: the facts of a router's answer that belong to it, and what answers mean.

    `answers` pairs what one may see with the id of the cause that it then is.
    """

    name: str
    facts: frozenset[str]
    answers: tuple[tuple[str, str], ...]


@cache
def _data() -> Mapping[str, object]:
    return tomllib.loads((resources.files("dxnet.diagnose") / "lookalikes.toml").read_text("utf-8"))


@cache
def stages() -> tuple[Stage, ...]:
    """Return the questions, in the order of asking."""
    tables = _data()["stage"]
    assert isinstance(tables, list)  # noqa: S101 (the file is ours)
    return tuple(
        Stage(
            table["name"],
            frozenset(table["facts"]),
            tuple((seen, cause) for seen, cause in table["answers"]),
        )
        for table in tables
    )


@cache
def _reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    tables = _data()["reason"]
    assert isinstance(tables, list)  # noqa: S101 (the file is ours)
    return tuple((re.compile(table["seen"]), table["cause"]) for table in tables)


def proven_by(state: str) -> str:
    """The id of the cause that a session's state and its reason prove; empty for none."""
    return next((cause for seen, cause in _reasons() if seen.search(state)), "")


@cache
def meanings() -> Mapping[str, str]:
    """Return what each cause of a router means, by its id."""
    causes = _data()["causes"]
    assert isinstance(causes, dict)  # noqa: S101 (the file is ours)
    return causes
