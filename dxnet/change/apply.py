"""Sending a change: each request noted before and after, none sent twice, none lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from dxnet import secrets
from dxnet.change import evidence, json_values, references
from dxnet.change.file import Change, ChangeRequest
from dxnet.change.journal import Journal
from dxnet.change.plan import Plan
from dxnet.control_plane.service import contract
from dxnet.errors import DxnetError, RefusedError
from dxnet.secrets import Guard
from dxnet.sources import scrub
from dxnet.sources.aws_requests import NotDoneError, OutcomeUnknownError

# Operation, region and parameters to the answer; raises as `dxnet.sources.aws_requests` does.
Send = Callable[[str, str, Mapping[str, Any]], Mapping[str, Any]]


def run(plan: Plan, journal: Journal, send: Send) -> Iterator[tuple[ChangeRequest, str]]:
    """Send the plan's requests in order; gives each that was done, and the id it made or "".

    Raises `DxnetError` with exit code 1 at the first that is refused or that has no answer.
    """
    requests = plan.change.requests
    answers = {r.name: journal.answers[r.number] for r in requests if r.number in journal.answers}
    real: dict[str, str] = {}
    for step in plan.steps:
        request = step.request
        parameters = references.resolve(request.parameters, answers)
        guard = Guard.of(parameters)
        signs = scrub.without_keys(_translated(evidence.of(step, plan.before), real), guard)
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


def look(
    change: Change,
    journal: Journal,
    live: Mapping[str, Any],
    said: Literal["done", "not-done"] | None = None,
) -> str:
    """Settle what became of a request without a noted outcome; gives a sentence, "" for none.

    The live estate tells, or else the user (`said`). Raises `DxnetError` with exit code 1 where
    neither does.
    """
    if journal.unknown is None:
        return ""
    number, signs = journal.unknown
    request = change.requests[number - 1]
    known = set(json_values.texts(list(journal.answers.values())))
    verdict = evidence.verdict(signs, live, known)
    is_done = verdict.is_done if said is None else said == "done"
    if is_done is None:
        subjects = "; ".join(evidence.subjects(signs)) or "what it should have changed"
        raise RefusedError(
            f"what became of {request.place} can't be told: its answer never arrived",
            hint=f"look at {subjects}\n  then run it again with --outcome done or not-done",
        )
    if not is_done:
        journal.not_done(number, "not found afterwards")
        return f"{request.place} was interrupted and not done; it is sent again"
    journal.done(number, _as_answer(request.operation, verdict.record or {}))
    return f"{request.place} was interrupted, but done; it is not sent again"


def _as_answer(operation: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record in the form of the operation's answer, which may wrap it."""
    fields = contract.answer_fields(operation)
    wrapper = fields[0].partition(".")[0] if fields else ""
    is_wrapped = bool(fields) and all(path.startswith(f"{wrapper}.") for path in fields)
    return contract.answer(operation, {wrapper: record} if is_wrapped else record)


def _stopped(request: ChangeRequest, error: DxnetError, guard: Guard) -> DxnetError:
    message = guard.mask(error.message)
    unknown = isinstance(error, OutcomeUnknownError)
    end = "; whether it was done isn't known" if unknown else ""
    hint = "run it again: it looks first what became of the request" if unknown else error.hint
    return RefusedError(f"{request.place}: {message}{end}", hint=hint)


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
    """The evidence with the ids that AWS assigned for those that stood for them."""
    if isinstance(value, dict):
        return {name: _translated(item, real) for name, item in value.items()}
    if isinstance(value, list):
        return [_translated(item, real) for item in value]
    return real.get(value, value) if isinstance(value, str) else value
