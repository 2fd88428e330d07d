"""Every rule on every object of an estate, with the routers that the settings describe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dxnet import kinds, render
from dxnet.assess.arguments import arguments
from dxnet.assess.router import CustomerRouter, NoRouter, customer_routers
from dxnet.checks import run as rules_run
from dxnet.checks.acceptance import Acceptance, accepted
from dxnet.checks.engine import STOPPING, Rule, Status
from dxnet.checks.findings import Finding, Findings, Outcome, Subject
from dxnet.checks.rendered import Attempt, Rendered
from dxnet.checks.rules import RULES
from dxnet.checks.run import Arguments
from dxnet.errors import DxnetError
from dxnet.model import Estate, Vif
from dxnet.platforms import Platform
from dxnet.settings import Settings

Routers = Mapping[str, CustomerRouter | NoRouter]

_BY_GRAVITY = (
    Status.ERROR,
    Status.FAIL,
    Status.WARN,
    Status.MANUAL,
    Status.ACCEPTED,
    Status.PASS,
    Status.NOT_APPLICABLE,
)
_GRAVITY = {status: rank for rank, status in enumerate(_BY_GRAVITY)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the rules say of one object: the gravest status, and how many have each.

    `is_complete` tells whether the configuration was rendered and its rules have run.
    """

    worst: Status
    counts: Mapping[Status, int]
    is_complete: bool

    @property
    def stops(self) -> bool:
        """Whether a finding stops the configuration."""
        return self.worst in STOPPING

    @property
    def gravity(self) -> tuple[int, int]:
        """A sort key: the gravest first, then the most findings of that status."""
        return _GRAVITY[self.worst], -self.counts.get(self.worst, 0)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The findings on an estate, and the routers at the customer's end by VIF id.

    `rendered` are the VIFs whose configuration the rules have read.
    """

    estate: Estate
    routers: Routers
    findings: Findings
    rendered: frozenset[str]

    def of(self, vif_id: str) -> tuple[Finding, ...]:
        """Every finding on one VIF, what passed too, in order of rule."""
        return tuple(self.findings.of(Subject(kinds.VIF, vif_id)))

    def verdict(self, vif_id: str) -> Verdict:
        """What the findings on one VIF amount to; ERROR where its router's settings are wrong."""
        counts = self.findings.count(Subject(kinds.VIF, vif_id))
        worst = Status.ERROR if self.fault(vif_id) else min(counts, key=_GRAVITY.__getitem__)
        return Verdict(worst, counts, vif_id in self.rendered)

    def fault(self, vif_id: str) -> DxnetError | None:
        """What is wrong with the settings of the VIF's router, if anything is."""
        router = self.routers[vif_id]
        return router.fault if isinstance(router, NoRouter) else None

    def refuse_faulty_settings(self) -> None:
        """Raise the first error of settings that contradict each other."""
        for vif_id in self.routers:
            if error := self.fault(vif_id):
                raise error


def assess(
    estate: Estate,
    settings: Settings,
    vif_ids: Iterable[str] | None = None,
    accept: Sequence[Acceptance] = (),
    *,
    rendered: bool = True,
    run_parser: bool = False,
    platform: Platform | None = None,
) -> Assessment:
    """Every rule on the named VIFs with what they are on and lead to; on all objects for None.

    Without `rendered` the rules about a configuration are N/A, which is fast; `deepen` runs them
    for one VIF. With `run_parser` the platform's own parser reads each configuration: a process
    for each VIF. `platform` stands for the one that the settings name. Settings that are wrong are
    findings; see `Assessment.refuse_faulty_settings`.
    """
    if vif_ids is None:
        vifs: Sequence[Vif] = estate.vifs
        objects = rules_run.every_object(estate)
    else:
        chosen = set(vif_ids)
        vifs = [vif for vif in estate.vifs if vif.id in chosen]
        objects = rules_run.objects_of(estate, vifs)
    router_of = customer_routers(estate, settings, platform)
    routers = {vif.id: router_of(vif) for vif in vifs}
    arguments_for = _arguments_for(estate, routers, rendered=rendered, run_parser=run_parser)
    findings = rules_run.run(estate, objects, arguments_for)
    if accept:
        findings = accepted(findings, accept)
    done = frozenset(vif.id for vif in vifs) if rendered else frozenset()
    return Assessment(estate, routers, findings, done)


def deepen(assessment: Assessment, vif_id: str) -> Assessment:
    """The assessment with the rules about the configuration of that VIF run as well."""
    vif = assessment.estate.get(vif_id)
    if vif_id in assessment.rendered or not isinstance(vif, Vif):
        return assessment
    subject = Subject(kinds.VIF, vif_id)
    rules = [rule for rule in RULES.values() if _reads_configuration(rule)]
    arguments_for = _arguments_for(assessment.estate, assessment.routers, rendered=True)
    further = rules_run.run(assessment.estate, {kinds.VIF: (vif,)}, arguments_for, rules)
    outcomes = {
        **assessment.findings.outcomes,
        subject: _merged(assessment.findings.outcomes[subject], further.outcomes[subject]),
    }
    findings = replace(assessment.findings, outcomes=outcomes)
    return replace(assessment, findings=findings, rendered=assessment.rendered | {vif_id})


def _merged(quick: Iterable[Outcome], further: Iterable[Outcome]) -> tuple[Outcome, ...]:
    kept = (outcome for outcome in quick if not _reads_configuration(outcome.rule))
    return tuple(sorted((*kept, *further), key=lambda outcome: outcome.rule.id))


def _reads_configuration(rule: Rule) -> bool:
    return not {Attempt, Rendered}.isdisjoint(rule.needs)


def _arguments_for(
    estate: Estate, routers: Routers, *, rendered: bool, run_parser: bool = False
) -> Callable[[Vif], Arguments]:
    def for_vif(vif: Vif) -> Arguments:
        chosen = routers[vif.id]
        renderer = render.config if rendered and vif.is_live else None
        return arguments(vif, chosen, estate.parent(vif), renderer, run_parser=run_parser)

    return for_vif
