"""Whether VIFs work: the facts for `dxnet.diagnose`, and the commands of their routers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from dxnet import kinds
from dxnet.addressing import Interface
from dxnet.assess.assessment import assess
from dxnet.assess.configuration import Configuration, configuration
from dxnet.checks import run as rules_run
from dxnet.checks.engine import Rule, Status
from dxnet.checks.rules import RULES
from dxnet.diagnose import Diagnosis, Facts, Fault, history, lookalikes, session
from dxnet.diagnose.lookalikes import Stage
from dxnet.diagnose.session import Session
from dxnet.diagnose.terms import Rung, Standing, Step
from dxnet.model import Estate, Vif
from dxnet.platforms import Platform
from dxnet.running import answers, log
from dxnet.settings import Settings

# The rungs of AWS's half, by the digit of a rule's subject.
_RUNGS = {"1": Rung.VLAN, "2": Rung.ASN, "3": Rung.ADDRESS, "4": Rung.KEY}
# What to ask the router for a cause on a rung: all up to the session, the port alone, or routes.
_TO_THE_SESSION = ("interface", "address", "arp", "ping", "session", "bfd")
_STAGES: Mapping[Rung, tuple[str, ...]] = {
    Rung.PORT: ("interface",),
    **dict.fromkeys((Rung.VLAN, Rung.ADDRESS, Rung.ASN, Rung.KEY, Rung.SESSION), _TO_THE_SESSION),
    Rung.QUOTA: ("session", "routes"),
    Rung.ROUTES: ("routes",),
}


def operation(
    estate: Estate,
    *,
    now: datetime | None = None,
    before: Estate | None = None,
    expected: tuple[str, ...] = (),
) -> Facts:
    """The facts of an estate: the rules that fail on what is down are among them.

    `now` is the time of the reading where nobody says another.
    """
    return Facts(
        estate,
        now or read_at(estate),
        faults=_faults(estate),
        metrics=estate.metrics,
        events=estate.events,
        before=before,
        expected=expected,
    )


def read_at(estate: Estate) -> datetime:
    """When the estate was read: when its snapshot was taken, else the time of the reading."""
    origin = estate.provenance
    for text in (origin.taken, origin.time) if origin else ():
        if moment := history.taken_at(text):
            return moment
    return datetime.now(UTC)


def _faults(estate: Estate) -> dict[str, tuple[Fault, ...]]:
    """What is wrong in AWS's half of the VIFs that are down, by id."""
    down = [vif for vif in estate.vifs if vif.is_live and _is_down(vif)]
    rules = [rule for rule in RULES.values() if _is_of_aws_half(rule)]
    findings = rules_run.run(estate, {kinds.VIF: down}, rules=rules)
    faults: dict[str, list[Fault]] = {}
    for finding in findings.to_read:
        if finding.status is Status.FAIL:
            rung, rule = _RUNGS[finding.rule.id[2]], finding.rule
            fault = Fault(rule.id, rung, finding.detail, rule.fix)
            faults.setdefault(finding.subject_id, []).append(fault)
    return {vif_id: tuple(found) for vif_id, found in faults.items()}


def _is_down(vif: Vif) -> bool:
    return any(session.of(vif, peer) is Session.DOWN for peer in vif.active_peers)


def _is_of_aws_half(rule: Rule) -> bool:
    return rule.about is kinds.VIF and rule.severity is Status.FAIL and rule.id[2] in _RUNGS


def steps_for(
    diagnosis: Diagnosis, estate: Estate, settings: Settings, platform: Platform | None = None
) -> tuple[Step, ...]:
    """What to type on the VIF's router, in the order of asking, and what each answer means.

    They are the commands that `render-config --verify` prints, up to the rung of the cause. None
    where nothing names the router's platform, or where the router has nothing to tell.
    """
    cause = diagnosis.finding.cause
    names = _STAGES.get(cause.rung, ())
    if cause.standing in (Standing.UP, Standing.GONE, Standing.WAITING) or not names:
        return ()
    assessed = assess(estate, settings, [diagnosis.vif.id], rendered=False, platform=platform)
    outcome = configuration(assessed, diagnosis.vif.id, kind="verify")
    if not isinstance(outcome, Configuration):
        return ()
    rows = answers.of(outcome.platform)
    steps: list[Step] = []
    for command, expected in _commands(outcome.text):
        facts = {
            fact
            for row in rows
            if row.command.fullmatch(log.unquoted(command))
            for fact in row.seen
        }
        stage = _stage(facts)
        if stage and stage.name in names and _is_about(diagnosis, command):
            steps.append(Step("router", expected, command, stage.answers))
    return tuple(steps)


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a verify text, and the comment above it that says what to expect."""
    expected = ""
    for line in text.splitlines():
        if line[:1] in ("!", "#"):
            _, _, words = line.partition("expect: ")
            expected = words or expected
        elif line.strip():
            yield line.strip(), expected


def _stage(facts: set[str]) -> Stage | None:
    """The first stage to which one of the facts belongs."""
    return next((one for one in lookalikes.stages() if one.facts & facts), None)


def _is_about(diagnosis: Diagnosis, command: str) -> bool:
    """Whether the command does not name another peer of the VIF alone."""
    words = set(command.replace("'", " ").replace('"', " ").replace("=", " ").split())
    own = diagnosis.finding.peer
    others: Sequence[Interface] = [
        address
        for peer in diagnosis.vif.active_peers
        if peer is not own
        for address in (peer.amazon, peer.customer)
        if address is not None
    ]
    mine = [address for address in (own.amazon, own.customer) if address] if own else []
    if any(str(address.address) in words for address in mine):
        return True
    return not any(str(address.address) in words for address in others)
