"""How a status or a state looks: a symbol, which is enough without colour, and a colour."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from dxnet.checks.engine import Status


class Tone(StrEnum):
    """The style of a mark, in the form that both Rich and Textual read."""

    PLAIN = ""
    GOOD = "green"
    NOTE = "cyan"
    CAUTION = "yellow"
    BAD = "bold red"
    FAINT = "dim"


class Mark(NamedTuple):
    """A symbol of one cell and its tone."""

    symbol: str
    tone: Tone


STATUSES: Mapping[Status, Mark] = {
    Status.ERROR: Mark("‼", Tone.BAD),
    Status.FAIL: Mark("✗", Tone.BAD),
    Status.WARN: Mark("!", Tone.CAUTION),
    Status.MANUAL: Mark("?", Tone.NOTE),
    Status.ACCEPTED: Mark("~", Tone.NOTE),
    Status.PASS: Mark("✓", Tone.GOOD),
    Status.NOT_APPLICABLE: Mark("-", Tone.FAINT),
}
"""Every status, the gravest first."""

_STATES: Mapping[str, Mark] = {
    "available": Mark("●", Tone.GOOD),
    "up": Mark("●", Tone.GOOD),
    "attached": Mark("●", Tone.GOOD),
    "down": Mark("▼", Tone.BAD),
    "rejected": Mark("✕", Tone.FAINT),
    "deleting": Mark("✕", Tone.FAINT),
    "deleted": Mark("✕", Tone.FAINT),
    "unknown": Mark("○", Tone.CAUTION),
}
_IN_PROGRESS = Mark("◌", Tone.CAUTION)


def state(name: str) -> Mark:
    """The mark of a state of any AWS object; a state that isn't final is in progress."""
    return _STATES.get(name, _IN_PROGRESS)
