"""Rules: how a check is declared. `dxnet.checks.run` runs them.

A rule is a generator function about the objects of one kind, VIFs unless `about` says otherwise.
It says what it looks at by the types of its parameters: the object itself, and what is joined to
it.

    @rule(
        "DX101", "The VLAN is 1 to 4094", why="...", fix="...", source=limits.VIF_PREREQUISITES
    )
    def vlan_is_in_range(vif: Vif) -> Iterator[str]: ...

It yields details only, or, if its first parameter is the `Estate`, pairs of an object's id and a
detail. Nothing yielded is PASS. A rule whose parameters the source or the settings don't provide
is N/A, as is one that raises `NotApplicable`; one that raises anything else is ERROR, for that
object alone.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dxnet import kinds
from dxnet.kinds import Kind
from dxnet.limits import Source
from dxnet.model import Estate


class Status(StrEnum):
    """What became of one rule on one VIF."""

    PASS = "PASS"  # noqa: S105 (a status word)
    WARN = "WARN"
    FAIL = "FAIL"
    MANUAL = "MANUAL"
    NOT_APPLICABLE = "N/A"
    ACCEPTED = "ACCEPTED"
    ERROR = "ERROR"


Severity = typing.Literal[Status.FAIL, Status.WARN, Status.MANUAL]


# Statuses that stop a configuration and fail a pipeline, the gravest first.
STOPPING = (Status.ERROR, Status.FAIL)

# Statuses that a person should read, the gravest first; the others say that all is well.
TELLING = (*STOPPING, Status.WARN, Status.MANUAL, Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is nothing of the type that a rule's parameter asks for: the detail of its N/A."""

    reason: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which objects of its kind a rule is about; `otherwise` is what N/A says of the others."""

    includes: Callable[[Any], bool]
    otherwise: str


PUBLIC = Scope(lambda vif: vif.is_public, "the VIF is not public")
NOT_PUBLIC = Scope(lambda vif: not vif.is_public, "the VIF is public")


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, as `dxnet rules` and docs/rules.md explain it.

    `title` says what must be true. `why` says, in one or two sentences, what happens on the
    network if it is not, and `fix` what to do. `source` is the page that states the fact; only
    rules about the run (DX0xx) and about the platform or router (DX9xx) may have None, since
    dxnet itself sets what they check. `about` is the kind of its objects, which `only` limits;
    None for every one. `rests_on` are the kinds whose lists must be whole for a judgement: where
    one is not, the rule is N/A and names the gap. `needs` are the types of the function's
    parameters. DX001, which is about the run, has no function.
    """

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    source: Source | None
    only: Scope | None
    function: Callable[..., Iterator[Any]] | None
    needs: tuple[object, ...]
    about: Kind = kinds.VIF
    rests_on: tuple[Kind, ...] = ()

    @property
    def is_across(self) -> bool:
        """Whether the rule looks across the whole estate at once."""
        return self.needs[:1] == (Estate,)

    def __call__(self, *arguments: object) -> Iterator[Any]:
        """What the rule yields of these arguments, in the order of `needs`."""
        return iter(()) if self.function is None else self.function(*arguments)


class NotApplicable(Exception):  # noqa: N818 (it is no error)
    """Raised by a rule that has nothing to look at, with the reason."""


RULES: dict[str, Rule] = {}


def rule(
    rule_id: str,
    title: str,
    *,
    why: str,
    fix: str,
    source: Source | None,
    severity: Severity = Status.FAIL,
    only: Scope | None = None,
    about: Kind = kinds.VIF,
    rests_on: tuple[Kind, ...] = (),
) -> Callable[[Callable[..., Iterator[Any]]], Callable[..., Iterator[Any]]]:
    """Register the function as a rule, in the terms of `Rule`.

    A rule that looks across the estate rests on the whole list of its own kind, if on no other.
    """

    def register(function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        if rule_id in RULES:
            raise ValueError(f"rule {rule_id} is registered twice")
        hints = typing.get_type_hints(function)
        needs = tuple(hints[name] for name in inspect.signature(function).parameters)
        is_across = needs[:1] == (Estate,)
        RULES[rule_id] = Rule(
            id=rule_id,
            title=title,
            severity=severity,
            why=why,
            fix=fix,
            source=source,
            only=only,
            function=function,
            needs=needs,
            about=about,
            rests_on=rests_on or ((about,) if is_across else ()),
        )
        return function

    return register


UNMATCHED = Rule(
    id="DX001",
    title="Every acceptance matches a finding",
    severity=Status.WARN,
    why=(
        "An acceptance that matches nothing hides a fault of the future: on the day when the "
        "fault appears, the report accepts it and nobody looks."
    ),
    fix="Remove the acceptance: what it accepted is gone, or it names another rule or object.",
    source=None,
    only=None,
    function=None,
    needs=(),
)
RULES[UNMATCHED.id] = UNMATCHED
