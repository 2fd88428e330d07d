"""How a row of the decision table is declared."""

from __future__ import annotations

from collections.abc import Callable

from dxnet.diagnose.case import Case
from dxnet.diagnose.terms import Cause, Match, Rung, Standing, Step

Matcher = Callable[[Case], Match | None]

# By module, its rows in the order of their declaration; `dxnet.diagnose.causes` is the table.
REGISTERED: dict[str, list[Cause]] = {}

USER_GUIDE = "https://docs.aws.amazon.com/directconnect/latest/UserGuide/"
API = "https://docs.aws.amazon.com/directconnect/latest/APIReference/"


def cause(
    cause_id: str,
    rung: Rung,
    standing: Standing,
    title: str,
    *,
    who: str,
    step: str,
    source: str,
    command: str = "",
    is_of_port: bool = False,
    is_rest: bool = False,
) -> Callable[[Matcher], Matcher]:
    """Register the function as the next row of its module, in the terms of `Cause`.

    The function gives a `Match` where the cause is the case, else None.
    """

    def register(matcher: Matcher) -> Matcher:
        row = Cause(
            id=cause_id,
            rung=rung,
            standing=standing,
            title=title,
            next=Step(who, step, command),
            source=source,
            matcher=matcher,
            is_of_port=is_of_port,
            is_rest=is_rest,
        )
        REGISTERED.setdefault(matcher.__module__, []).append(row)
        return matcher

    return register
