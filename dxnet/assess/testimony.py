"""What a router's own words prove of its VIF: comparison and verification as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dxnet.assess.assessment import assess
from dxnet.assess.configuration import Refusal, configuration, variables
from dxnet.assess.router import NoRouter, customer_router
from dxnet.diagnose import CAUSES, lookalikes
from dxnet.diagnose.terms import Certainty, Evidence, Rung
from dxnet.diagnose.testimony import Testimony
from dxnet.errors import DxnetError
from dxnet.model import Estate, Vif
from dxnet.running import answers, comparison, expected, verification
from dxnet.running.comparison import Comparison
from dxnet.running.judgement import Judgement, Level, Verdict
from dxnet.running.proofs import Proof
from dxnet.running.verification import Proved, Verification
from dxnet.settings import Settings

# By fact of a comparison or of a log, the cause that it names where it is wrong.
_CAUSES: Mapping[str, str] = {
    "vlan": "router-vlan",
    "neighbor": "no-arp",
    "address": "router-address",
    "ping": "router-address",
    "peer_as": "router-asn",
    "our_as": "router-asn",
    "key": "router-key",
    "prefix_limit": "router-max-prefix",
    **dict.fromkeys(("peer", "vrf", "one_hop", "activate"), "router-config"),
    **dict.fromkeys(("filter_in", "filter_out", "sent", "received", "advertised"), "router-routes"),
}
_NOT_THERE = "does not exist"
# The facts of a configuration that clear a rung where they are right. The others don't: a port
# that is not shut may still be down.
_CLEARING = frozenset(("vlan", "address", "peer_as", "our_as", "key"))


def verified(vif: Vif, estate: Estate, settings: Settings, log: str) -> Verification | None:
    """What a terminal's log of the commands of `render-config --verify` proves.

    None where none of the commands is in it; raises `DxnetError` for a VIF that has no commands.
    """
    assessed = assess(estate, settings, [vif.id], rendered=False)
    outcome = configuration(assessed, vif.id, kind="verify")
    if isinstance(outcome, Refusal):
        raise outcome.as_error()
    asked = verification.commands(outcome.text)
    want = expected.of(vif, variables(estate, vif, settings))
    return verification.verify(want, asked, answers.of(outcome.platform), log)


def of_running(
    vif: Vif, estate: Estate, settings: Settings, text: str, name: str
) -> tuple[Testimony, ...]:
    """What the router's own configuration says; why it says nothing, where it does not."""
    try:
        chosen = customer_router(vif, estate, settings)
        if isinstance(chosen, NoRouter):
            raise chosen.error
        want = expected.of(vif, variables(estate, vif, settings))
    except DxnetError as error:
        return _unjudged(name, error.message)
    found = comparison.compare(comparison.read(text, name, chosen.platform), want)
    if found.running.is_cut:
        return _unjudged(name, "it is cut short: it has no end, so nothing in it is judged")
    if not found.is_there:
        return _unjudged(name, f"no address of {vif.id} is in it: is it another router's?")
    return tuple(_of_comparison(found, name))


def of_log(
    vif: Vif, estate: Estate, settings: Settings, text: str, name: str
) -> tuple[Testimony, ...]:
    """What a terminal's log says; why it says nothing, where it does not."""
    try:
        found = verified(vif, estate, settings, text)
    except DxnetError as error:
        return _unjudged(name, error.message)
    if found is None:
        return _unjudged(name, f"none of the commands for {vif.id} is in it")
    return tuple(said for proved in found.proved for said in _of_proved(proved, name))


def is_judged(said: Iterable[Testimony]) -> bool:
    """Whether anything was said of the VIF, and not only why nothing is."""
    return any(one.rung is not Rung.READ for one in said)


def _unjudged(name: str, reason: str) -> tuple[Testimony, ...]:
    return (Testimony(Rung.READ, Evidence(reason, f"not judged: {name}")),)


def _of_comparison(found: Comparison, name: str) -> Iterator[Testimony]:
    quoted = {item.line: item.masked for item in found.running.facts.quotable}
    for judged in found.judgements:
        cause = _cause_of(judged)
        if not cause:
            continue
        rung, family = CAUSES[cause].rung, judged.family
        if judged.verdict is Verdict.SAME:
            if judged.fact in _CLEARING:
                words = Evidence(f"{judged.fact}: {judged.seen}", _place(name, judged.line))
                yield Testimony(rung, words, Certainty.IMPLIED, family=family)
            continue
        is_certain = judged.level is Level.FAIL
        if not is_certain and judged.fact not in ("vlan", "prefix_limit"):
            continue
        if judged.verdict not in (Verdict.DIFFERS, Verdict.MISSING):
            continue
        said = f"{judged.fact}: {judged.seen}; asked for: {judged.asked}"
        if judged.remark:
            said += f" ({judged.remark})"
        if judged.line in quoted:
            said += f'; the line is "{quoted[judged.line]}"'
        certainty = Certainty.PROVEN if is_certain else Certainty.POSSIBLE
        yield Testimony(rung, Evidence(said, _place(name, judged.line)), certainty, cause, family)


def _cause_of(judged: Judgement) -> str:
    """The cause that a fact names where it is wrong; empty for one that keeps nothing down."""
    if judged.fact == "up":
        return "router-config" if judged.family else "router-port"
    if judged.fact == "peer" and judged.verdict is Verdict.DIFFERS:
        return "router-address"
    return _CAUSES.get(judged.fact, "")


def _of_proved(proved: Proved, name: str) -> Iterator[Testimony]:
    if proved.proof is Proof.CANT_TELL:
        return
    place, family = _place(name, proved.line), proved.family
    if proved.proof is Proof.PASS:
        words = Evidence(f"{proved.fact}: {proved.seen}", place)
        yield from (Testimony(rung, words, family=family) for rung in _cleared(proved.fact))
        return
    cause = _CAUSES.get(proved.fact, "")
    if proved.fact == "state":
        cause = lookalikes.proven_by(proved.seen)
    elif proved.fact == "up":
        cause = "router-vlan" if proved.seen == _NOT_THERE else "router-port"
    if cause:
        said = Evidence(f"{proved.fact}: {proved.seen}; expected: {proved.asked}", place)
        certainty = Certainty.POSSIBLE if proved.fact == "ping" else Certainty.PROVEN
        yield Testimony(CAUSES[cause].rung, said, certainty, cause, family)


def _cleared(fact: str) -> tuple[Rung, ...]:
    """The rungs that are sound where the fact is right: ARP is answered on the right tag only."""
    by_fact = {
        "up": (Rung.PORT,),
        "vlan": (Rung.VLAN,),
        "address": (Rung.ADDRESS,),
        "neighbor": (Rung.PORT, Rung.VLAN),
        "ping": (Rung.PORT, Rung.VLAN, Rung.ADDRESS),
        "peer_as": (Rung.ASN,),
        "state": (Rung.SESSION,),
    }
    return by_fact.get(fact, ())


def _place(name: str, line: int) -> str:
    return f"{name}, line {line}" if line else name
