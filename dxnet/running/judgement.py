"""What is said of one fact: what was asked for, what was seen, and whether it matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What was found."""

    SAME = "SAME"
    DIFFERS = "DIFFERS"
    MISSING = "MISSING"
    CANT_TELL = "CAN'T TELL"


class Level(StrEnum):
    """Whether it matters, the worst first: a session that can't work or leaks, one that works
    otherwise than asked for, what a person must look at, what is no fault, and what is right."""

    FAIL = "fail"
    WARN = "warn"
    LOOK = "look"
    NOTE = "note"
    PASS = "pass"  # noqa: S105 (a level, not a password)


_ORDER = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One fact of a VIF on its router. `family` is empty for what both sessions share.

    `asked` and `seen` are texts without keys; `line` is the one in the router's configuration
    that it was read from, 0 where there is none. `remark` says what it means.
    """

    fact: str
    verdict: Verdict
    level: Level
    asked: str
    seen: str
    line: int = 0
    family: str = ""
    remark: str = ""


def worst(levels: Iterable[Level]) -> Level:
    """The level that matters most; PASS for none."""
    return min(levels, key=_ORDER.__getitem__, default=Level.PASS)
