"""Sending a change: each request is noted before it is sent and after its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from dxnet import kinds, metadata, secrets
from dxnet.change import evidence, expected, json_values, references, way_out
from dxnet.change.evidence import Outcome, Verdict
from dxnet.change.file import Change, ChangeRequest
from dxnet.change.journal import Journal
from dxnet.change.obstacles import PlanAnswer
from dxnet.change.plan import Plan
from dxnet.control_plane.service import contract
from dxnet.errors import DxnetError, PartialError, RefusedError
from dxnet.secrets import Guard
from dxnet.sources import scrub
from dxnet.sources.aws_requests import NotDoneError, OutcomeUnknownError

# Operation, region and parameters to the answer; raises as `dxnet.sources.aws_requests` does.
Send = Callable[[str, str, Mapping[str, Any]], Mapping[str, Any]]


def run(
    plan: Plan, journal: Journal, send: Send, *, count: int | None = None
) -> Iterator[tuple[ChangeRequest, str]]:
    """Send the plan's requests in order; gives each that was done, and the id it made or "".

    `count` is how many of them, by default all. One that changes nothing isn't sent: the journal
    notes the answer that AWS would give. Raises `DxnetError` at the first that is refused, with
    exit code 1, or that has no whole answer, with 4.
    """
    requests = plan.change.requests
    answers = {r.name: journal.answers[r.number] for r in requests if r.number in journal.answers}
    real: dict[str, str] = {}
    for step in plan.steps[:count]:
        request = step.request
        if step.plan_answer is PlanAnswer.NOTHING:
            answers[request.name] = _translated(dict(step.answer), real)
            journal.skipped(request, answers[request.name])
            yield request, ""
            continue
        parameters = references.resolve(request.parameters, answers)
        guard = Guard.of(parameters)
        signs = [sign.as_json() for sign in expected.of(step, plan.before)]
        signs = scrub.without_keys(_translated(signs, real), guard)
        journal.sending(request, signs)
        try:
            answer = send(request.operation, request.region, parameters)
        except NotDoneError as error:
            journal.not_done(request.number, guard.mask(error.message))
            raise _stopped(request, error, guard) from None
        except OutcomeUnknownError as error:
            raise _stopped(request, error, guard) from None
        secrets.guard().learn(answer)
        journal.done(request.number, answer)
        answers[request.name] = answer
        pairs = _pairs(step.answer, answer)
        new = {one: other for one, other in pairs if one in plan.made and one not in real}
        real |= new
        yield request, next(iter(new.values()), "")


# How long after a request AWS's lists may still lack what it did. AWS promises no time.
SETTLING_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Looked:
    """The outcome of an interrupted request as a sentence, "" if none was; and the estate now."""

    sentence: str
    live: Mapping[str, Any] = field(repr=False)


def look(
    change: Change,
    journal: Journal,
    live: Mapping[str, Any],
    *,
    now: datetime,
    again: Callable[[float], Mapping[str, Any]],
    said: Literal["done", "not-done"] | None = None,
) -> Looked:
    """Settle what became of a request without a noted outcome, by the live estate or the user.

    `again` waits for some seconds and reads the estate again: what AWS doesn't show counts only
    when it isn't shown twice, the second time a minute or more after the request was sent. Raises
    `PartialError` where neither the estate nor the user (`said`) tells, and for
    an order of a port that isn't shown, which is never sent again by dxnet's own judgement.
    """
    if journal.unknown is None:
        return Looked("", live)
    sent = journal.unknown
    request = change.requests[sent.number - 1]
    made = set(json_values.texts(list(journal.answers.values())))
    verdict = evidence.verdict(sent.evidence, _whole(live), made)
    if said is not None:
        verdict = Verdict(Outcome.DONE if said == "done" else Outcome.NOT_DONE, verdict.record)
    elif verdict.is_weak:
        _refuse_order(request, sent.evidence)
        age = (now - sent.at).total_seconds()
        live = again(min(max(SETTLING_SECONDS - age, 0), SETTLING_SECONDS))
        second = evidence.verdict(sent.evidence, _whole(live), made)
        is_steady = second.outcome is verdict.outcome or not second.is_weak
        verdict = second if is_steady else evidence.UNKNOWN
    if verdict.outcome is Outcome.UNKNOWN:
        raise PartialError(
            f"what became of {request.place} can't be told: its answer never arrived",
            hint=_ask(sent.evidence),
        )
    if verdict.outcome is Outcome.NOT_DONE:
        journal.not_done(sent.number, "not found afterwards")
        return Looked(f"{request.place} was interrupted and not done; it is sent again", live)
    journal.done(sent.number, _as_answer(request.operation, verdict.record or {}))
    return Looked(f"{request.place} was interrupted, but done; it is not sent again", live)


def made_id(answer: Mapping[str, Any]) -> str:
    """The id of the object that an answer is about; "" where it names none."""
    for kind in kinds.KINDS:
        record = answer.get(kind.wrapped) if kind.wrapped else None
        if isinstance(record, Mapping):
            return str(record.get(kind.id) or "")
    records = (kinds.VIF, kinds.INTERCONNECT, kinds.CONNECTION, kinds.LAG)
    return next((str(answer[kind.id]) for kind in records if answer.get(kind.id)), "")


def _whole(live: Mapping[str, Any]) -> Mapping[str, Any]:
    """The estate without the lists that were read in part: such a list proves nothing."""
    lacking = {gap.kind for gap in metadata.gaps_of(live)}
    return {name: value for name, value in live.items() if name not in lacking}


def _refuse_order(request: ChangeRequest, signs: Sequence[evidence.Evidence]) -> None:
    if evidence.orders(signs):
        raise PartialError(
            f"AWS doesn't show what {request.place} orders, and its answer never arrived; "
            "a second order would be billed, too",
            hint=_ask(signs),
        )


def _ask(signs: Sequence[evidence.Evidence]) -> str:
    subjects = "; ".join(evidence.subjects(signs)) or "what it should have changed"
    return f"look at {subjects}\n  then run it again with --outcome done or not-done"


def _as_answer(operation: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record in the form of the operation's answer, which may wrap it."""
    fields = contract.answer_fields(operation)
    wrapper = fields[0].partition(".")[0] if fields else ""
    is_wrapped = bool(fields) and all(path.startswith(f"{wrapper}.") for path in fields)
    return contract.answer(operation, {wrapper: record} if is_wrapped else record)


def _stopped(request: ChangeRequest, error: DxnetError, guard: Guard) -> DxnetError:
    message = guard.mask(error.message)
    unknown = isinstance(error, OutcomeUnknownError)
    if unknown:
        return PartialError(
            f"{request.place}: {message}; whether it was done isn't known",
            hint="run it again: it looks first what became of the request",
        )
    hint = way_out.about(request.operation, message) or error.hint
    return RefusedError(f"{request.place}: {message}", hint=hint)


def _pairs(planned: Any, actual: Any) -> Iterator[tuple[str, str]]:
    """The texts at the same places of two answers."""
    if isinstance(planned, Mapping) and isinstance(actual, Mapping):
        for name in planned:
            yield from _pairs(planned[name], actual.get(name))
    elif isinstance(planned, list) and isinstance(actual, list):
        for one, other in zip(planned, actual, strict=False):
            yield from _pairs(one, other)
    elif isinstance(planned, str) and isinstance(actual, str):
        yield planned, actual


def _translated(value: Any, real: Mapping[str, str]) -> Any:
    """The evidence with AWS's ids in the place of the placeholder ids."""
    if isinstance(value, dict):
        return {name: _translated(item, real) for name, item in value.items()}
    if isinstance(value, list):
        return [_translated(item, real) for item in value]
    return real.get(value, value) if isinstance(value, str) else value
