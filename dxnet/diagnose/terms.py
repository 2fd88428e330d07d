"""The words of a diagnosis: the rungs of the ladder, the standings, and what supports them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dxnet.diagnose.case import Case


class Rung(StrEnum):
    """What can be wrong, in the order in which an engineer on call asks."""

    READ = "read"
    LIFECYCLE = "lifecycle"
    PURPOSE = "purpose"
    PORT = "port"
    VLAN = "vlan"
    ADDRESS = "address"
    ASN = "asn"
    KEY = "key"
    SESSION = "session"
    QUOTA = "quota"
    ROUTES = "routes"
    REDUNDANCY = "redundancy"


class Verdict(StrEnum):
    """What is said of one rung."""

    OK = "ok"
    BROKEN = "broken"
    SUSPECT = "suspect"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"


class Standing(StrEnum):
    """How a VIF or a peer stands, the gravest first."""

    DOWN = "down"
    PARTLY = "partly"
    UNKNOWN = "unknown"
    WAITING = "waiting"
    LOOK = "look"
    ON_PURPOSE = "on-purpose"
    UP = "up"
    GONE = "gone"

    @property
    def gravity(self) -> int:
        """The place in the order of gravity: 0 is the gravest."""
        return _GRAVITY[self]


_GRAVITY = {standing: place for place, standing in enumerate(Standing)}


class Certainty(StrEnum):
    """How sure a cause is: from a fact, from facts joined, or one of several that look alike."""

    PROVEN = "proven"
    IMPLIED = "implied"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact, the operation or file that told it, and the time that the fact itself names."""

    fact: str
    source: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do: `who` is "router", "aws", "partner", "you" or "account NUMBER".

    `command` is what to type, empty for none; `answers` pairs what one may see with what it means.
    """

    who: str
    text: str
    command: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """Between which two moments it began: None for an end that nobody knows."""

    earliest: datetime | None = None
    latest: datetime | None = None
    source: str = ""

    @property
    def words(self) -> str:
        """The interval in words, never a false minute; empty where nothing is known."""
        if self.earliest is None and self.latest is None:
            return ""
        if self.earliest == self.latest and self.earliest is not None:
            return f"since {_clock(self.earliest)} ({self.source})"
        first = f"{_clock(self.earliest)} to " if self.earliest else "before "
        return f"since {first}{_clock(self.latest)} ({self.source})"


# Nobody knows since when.
NO_TIME = Since()


def _clock(moment: datetime | None) -> str:
    return "now" if moment is None else moment.strftime("%Y-%m-%d %H:%MZ")


@dataclass(frozen=True, slots=True)
class Match:
    """What a cause's function says where the cause is the case.

    `subject` is the object at fault, the VIF where it is empty. `rung` is given where it isn't the
    cause's own; `since` where the facts tell when it began. `who` must act, where a fact tells.
    """

    evidence: tuple[Evidence, ...]
    certainty: Certainty = Certainty.PROVEN
    subject: str = ""
    since: Since = NO_TIME
    who: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """One row of the decision table; ids are never reused.

    The first row of the table that matches names the cause. `title` says it in words. `next` is the
    next step, in which `{vif}`, `{port}`, `{gateway}` and `{account}` stand for the objects' ids.
    `is_of_port` says that a port without a VIF can have it, `is_rest` that it is only named where
    nothing else is.
    """

    id: str
    rung: Rung
    standing: Standing
    title: str
    next: Step
    source: str
    matcher: Callable[[Case], Match | None]
    is_of_port: bool = False
    is_rest: bool = False
