"""Rules, findings, and the run that makes one of the other.

A rule is a generator function. It says what it looks at by the types of its parameters: its own
VIF, and whatever stands around it.

    @rule(
        "DX101", "The VLAN is 1 to 4094", why="...", fix="...", source=limits.VIF_PREREQUISITES
    )
    def vlan_is_in_range(vif: Vif) -> Iterator[str]: ...

It yields details only, or, if its first parameter is the `Estate`, pairs of a VIF's id and a
detail. Nothing yielded is PASS. A rule whose parameters the source or the settings don't provide
is N/A, as is one that raises `NotApplicable`; one that raises anything else is ERROR, for that
VIF alone.
"""

from __future__ import annotations

import inspect
import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dxnet.checks.end import End as End
from dxnet.errors import UsageError, did_you_mean
from dxnet.limits import Source
from dxnet.model import Estate, Vif


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


@dataclass(frozen=True, slots=True)
class Scope:
    """Which VIFs a rule is about; `otherwise` is what N/A says of the others."""

    includes: Callable[[Vif], bool]
    otherwise: str


PUBLIC = Scope(lambda vif: vif.is_public, "the VIF is not public")
NOT_PUBLIC = Scope(lambda vif: not vif.is_public, "the VIF is public")


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, as `dxnet rules` and docs/rules.md explain it.

    `title` says what must be true. `why` says, in one or two sentences, what happens on the
    network if it is not, and `fix` what to do. `source` is the page that states the fact; only
    rules about the run (DX0xx) and about the platform or router (DX9xx) may have None, since
    dxnet itself sets what they check. `only` limits the VIFs, None for every VIF. `needs` are the
    types of the function's parameters. DX001, which is about the run, has no function.
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

    @property
    def is_across(self) -> bool:
        """Whether the rule looks across the whole estate at once."""
        return self.needs[:1] == (Estate,)

    def __call__(self, *arguments: object) -> Iterator[Any]:
        """What the rule yields of these arguments, in the order of `needs`."""
        return iter(()) if self.function is None else self.function(*arguments)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one VIF: a status and, unless it passed, the detail and the fix."""

    rule: Rule
    vif_id: str
    status: Status
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding accepted by rule id, for one VIF or (empty) for all, with the reason."""

    rule_id: str
    reason: str
    vif_id: str = ""


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
) -> Callable[[Callable[..., Iterator[Any]]], Callable[..., Iterator[Any]]]:
    """Register the function as a rule, in the terms of `Rule`."""

    def register(function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        if rule_id in RULES:
            raise ValueError(f"rule {rule_id} is registered twice")
        hints = typing.get_type_hints(function)
        needs = tuple(hints[name] for name in inspect.signature(function).parameters)
        RULES[rule_id] = Rule(rule_id, title, severity, why, fix, source, only, function, needs)
        return function

    return register


def run(
    estate: Estate,
    vif_ids: Iterable[str] | None = None,
    ends: Mapping[str, End] | None = None,
    accept: Sequence[Acceptance] = (),
) -> tuple[Finding, ...]:
    """Every rule on the named VIFs (all of them for None), in order of VIF id and rule id.

    `ends` gives the customer's end by VIF id. An acceptance that matches nothing is a finding of
    its own, on no VIF.
    """
    wanted = None if vif_ids is None else set(vif_ids)
    vifs = [vif for vif in estate.vifs if wanted is None or vif.id in wanted]
    rules = [RULES[rule_id] for rule_id in sorted(RULES) if RULES[rule_id].function]
    across = {each.id: _run_across(each, estate) for each in rules if each.is_across}
    findings: list[Finding] = []
    for vif in vifs:
        around = (ends or {}).get(vif.id, End()).around(vif, estate)
        for each in rules:
            found = across.get(each.id)
            findings += _run_on(each, vif, around) if found is None else _pick(each, vif, found)
    return tuple(_accepted(findings, accept) if accept else findings)


_Across = Mapping[str, list[str]] | Finding


def _run_across(each: Rule, estate: Estate) -> _Across:
    """The details of an estate-wide rule by VIF id; a finding instead if it could not run."""
    if estate.is_partial:
        why = "only this VIF was read; `dxnet validate` reads the others"
        return Finding(each, "", Status.NOT_APPLICABLE, why)
    details: defaultdict[str, list[str]] = defaultdict(list)
    try:
        for vif_id, detail in each(estate):
            details[vif_id].append(detail)
    except Exception as error:  # a broken rule must not hide the others
        return _broken(each, "", error)
    return details


def _pick(each: Rule, vif: Vif, found: _Across) -> list[Finding]:
    """What an estate-wide rule says of one VIF."""
    if (outside := _outside(each, vif)) is not None:
        return [outside]
    if isinstance(found, Finding):
        return [replace(found, vif_id=vif.id)]
    return _findings(each, vif, found.get(vif.id, ()))


def _run_on(each: Rule, vif: Vif, around: Mapping[object, object]) -> list[Finding]:
    """What a rule says of one VIF, given what stands around it."""
    if (outside := _outside(each, vif)) is not None:
        return [outside]
    arguments = [around[need] for need in each.needs]
    for argument in arguments:
        if isinstance(argument, str):
            return [Finding(each, vif.id, Status.NOT_APPLICABLE, argument)]
    try:
        return _findings(each, vif, tuple(each(*arguments)))
    except NotApplicable as reason:
        return [Finding(each, vif.id, Status.NOT_APPLICABLE, str(reason))]
    except Exception as error:  # a broken rule must not hide the others
        return [_broken(each, vif.id, error)]


def _outside(each: Rule, vif: Vif) -> Finding | None:
    """The N/A of a VIF that the rule is not about."""
    if not vif.is_live:
        return Finding(each, vif.id, Status.NOT_APPLICABLE, f"the VIF is {vif.state}")
    if each.only is not None and not each.only.includes(vif):
        return Finding(each, vif.id, Status.NOT_APPLICABLE, each.only.otherwise)
    return None


def _findings(each: Rule, vif: Vif, details: Sequence[str]) -> list[Finding]:
    if not details:
        return [Finding(each, vif.id, Status.PASS)]
    return [Finding(each, vif.id, each.severity, detail) for detail in details]


def _broken(each: Rule, vif_id: str, error: Exception) -> Finding:
    """ERROR with the kind of the exception; its text stays out, since it might quote a key."""
    return Finding(each, vif_id, Status.ERROR, f"the rule broke: {type(error).__name__}")


def _accepted(findings: Iterable[Finding], accept: Sequence[Acceptance]) -> Iterator[Finding]:
    unmatched = dict.fromkeys(accept)
    for finding in findings:
        match = next((each for each in accept if _matches(each, finding)), None)
        if match is None:
            yield finding
            continue
        unmatched.pop(match, None)
        detail = f"{finding.detail} (accepted: {match.reason})"
        yield replace(finding, status=Status.ACCEPTED, detail=detail)
    for each in unmatched:
        about = f" on {each.vif_id}" if each.vif_id else ""
        yield Finding(
            _UNMATCHED, each.vif_id, Status.WARN, f"{each.rule_id}{about} found nothing to accept"
        )


def _matches(accept: Acceptance, finding: Finding) -> bool:
    return (
        accept.rule_id == finding.rule.id
        and accept.vif_id in ("", finding.vif_id)
        and finding.status in (Status.FAIL, Status.WARN, Status.MANUAL)
    )


def parse_acceptance(text: str) -> Acceptance:
    """The acceptance written `DX305=reason` or `DX305@dxvif-fgh0abcd=reason`."""
    target, _, reason = text.partition("=")
    name, _, vif_id = target.strip().partition("@")
    rule_id = name.upper()
    if rule_id not in RULES:
        raise UsageError(
            f"there is no rule {name!r} to accept",
            hint=did_you_mean(rule_id, RULES) or "`dxnet rules` lists them",
        )
    if not reason.strip():
        raise UsageError(
            f"accepting {rule_id} needs a reason",
            hint=f'write it as {rule_id}="CHG0012345 why this is acceptable"',
        )
    return Acceptance(rule_id, " ".join(reason.split()), vif_id)


_UNMATCHED = Rule(
    id="DX001",
    title="Every acceptance matches a finding",
    severity=Status.WARN,
    why=(
        "An acceptance that matches nothing hides a fault of the future: on the day when the "
        "fault appears, the report accepts it and nobody looks."
    ),
    fix="Remove the acceptance: what it accepted is gone, or it names another rule or VIF.",
    source=None,
    only=None,
    function=None,
    needs=(),
)
RULES[_UNMATCHED.id] = _UNMATCHED
