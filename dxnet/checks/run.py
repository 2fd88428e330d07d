"""Running the rules over the objects of an estate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dxnet import kinds
from dxnet.checks.engine import Missing, NotApplicable, Rule, Status
from dxnet.checks.findings import Findings, Outcome, Subject
from dxnet.checks.rules import RULES
from dxnet.kinds import Kind
from dxnet.model import Connection, Estate, Parent, Vif

Arguments = Mapping[object, object]
"""What a rule's parameter stands for, by its type; `Missing` where there is nothing."""

_UNSAID = Missing("nothing provides what the rule looks at")


def run(
    estate: Estate,
    objects: Mapping[Kind, Sequence[Any]],
    arguments_for: Callable[[Vif], Arguments] | None = None,
    rules: Collection[Rule] | None = None,
) -> Findings:
    """Every rule, or those of `rules`, on the objects, by kind and in the order given.

    `arguments_for` adds to a VIF and its joined objects what only the caller knows: its router,
    its platform, its configuration.
    """
    chosen = sorted(RULES.values() if rules is None else rules, key=lambda rule: rule.id)
    engine = _Engine(estate, tuple(rule for rule in chosen if rule.function))
    outcomes = {
        Subject(kind, item.id): engine.outcomes(kind, item, arguments_for)
        for kind, items in objects.items()
        for item in items
    }
    return Findings(engine.rules, outcomes)


def around(estate: Estate, vif: Vif) -> Arguments:
    """A VIF, what it is on, and the estate."""
    parent = estate.parent(vif)
    absent = Missing(f"the source doesn't hold {vif.connection_id or 'its connection'}")
    connection = (
        parent
        if isinstance(parent, Connection)
        else Missing(f"{vif.connection_id} is not a connection")
    )
    return {
        Vif: vif,
        Estate: estate,
        Parent: parent or absent,
        Connection: connection if parent else absent,
    }


_Details = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Engine:
    """One run: the estate-wide rules' details, worked out once, and the outcomes that repeat."""

    estate: Estate
    rules: tuple[Rule, ...]
    _across: dict[str, _Details | Outcome] = field(default_factory=dict)
    _shared: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    _same: dict[tuple[int, ...], tuple[Outcome, ...]] = field(default_factory=dict)

    def outcomes(
        self, kind: Kind, item: Any, arguments_for: Callable[[Vif], Arguments] | None
    ) -> tuple[Outcome, ...]:
        """What the rules about the kind say of one object, but for what passes."""
        if isinstance(item, Vif):
            further = arguments_for(item) if arguments_for else {}
            arguments: Arguments = {**around(self.estate, item), **further}
        else:
            arguments = {type(item): item, Estate: self.estate}
        outcomes = tuple(
            outcome
            for rule in self.rules
            if rule.about is kind
            for outcome in self._apply(rule, item, arguments)
        )
        # Most objects share all their outcomes with many others: then they share the tuple, too.
        return self._same.setdefault(tuple(map(id, outcomes)), outcomes)

    def _apply(self, rule: Rule, item: Any, arguments: Arguments) -> Sequence[Outcome]:
        if isinstance(item, Vif) and not item.is_live:
            return (self._not_applicable(rule, f"the VIF is {item.state}"),)
        if rule.only is not None and not rule.only.includes(item):
            return (self._not_applicable(rule, rule.only.otherwise),)
        if incomplete := self._incomplete(rule):
            return (self._not_applicable(rule, incomplete),)
        if rule.is_across:
            details = self._details(rule)
            if isinstance(details, Outcome):
                return (details,)
            return [Outcome(rule, rule.severity, text) for text in details.get(item.id, ())]
        given = [arguments.get(need, _UNSAID) for need in rule.needs]
        for argument in given:
            if isinstance(argument, Missing):
                return (self._not_applicable(rule, argument.reason),)
        try:
            return [Outcome(rule, rule.severity, text) for text in rule(*given)]
        except NotApplicable as reason:
            return (self._not_applicable(rule, str(reason)),)
        except Exception as error:  # a broken rule must not hide the others
            return (_broken(rule, error),)

    def _incomplete(self, rule: Rule) -> str:
        """Why the lists that the rule rests on don't allow a judgement; empty if they do."""
        if not rule.rests_on:
            return ""
        if self.estate.is_partial and rule.is_across:
            return "only this VIF was read; `dxnet validate` reads the others"
        gap = next((gap for kind in rule.rests_on for gap in self.estate.gaps_about(kind)), None)
        return f"not read: {gap}" if gap else ""

    def _details(self, rule: Rule) -> _Details | Outcome:
        """What an estate-wide rule says, by object id; one outcome for all if it could not run."""
        if rule.id not in self._across:
            self._across[rule.id] = self._look_across(rule)
        return self._across[rule.id]

    def _look_across(self, rule: Rule) -> _Details | Outcome:
        details: defaultdict[str, list[str]] = defaultdict(list)
        try:
            for object_id, detail in rule(self.estate):
                details[object_id].append(detail)
        except Exception as error:  # a broken rule must not hide the others
            return _broken(rule, error)
        return details

    def _not_applicable(self, rule: Rule, reason: str) -> Outcome:
        """The N/A of that reason, one for all objects."""
        return self._shared.setdefault(
            (rule.id, reason), Outcome(rule, Status.NOT_APPLICABLE, reason)
        )


def _broken(rule: Rule, error: Exception) -> Outcome:
    """ERROR with the kind of the exception; its text stays out, since it might quote a key."""
    return Outcome(rule, Status.ERROR, f"the rule broke: {type(error).__name__}")


def objects_of(estate: Estate, vifs: Sequence[Vif]) -> dict[Kind, tuple[Any, ...]]:
    """The VIFs and the objects that they are on or lead to, by kind, in order of id."""
    wanted = {vif.connection_id for vif in vifs} | {vif.gateway_id for vif in vifs}
    joined = {
        kind: tuple(item for item in estate.of_kind(kind) if item.id in wanted)
        for kind in kinds.INVENTORY
        if kind is not kinds.VIF
    }
    return {kinds.VIF: tuple(vifs), **joined}


def every_object(estate: Estate) -> dict[Kind, tuple[Any, ...]]:
    """All objects of the estate, by kind, in order of id."""
    return {kind: estate.of_kind(kind) for kind in kinds.INVENTORY}
