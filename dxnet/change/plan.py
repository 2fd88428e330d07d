"""What a change does: every request tried on copies of the estate, by the control plane."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dxnet.change import impact, json_values, references, sandbox, way_out
from dxnet.change.file import Change, ChangeRequest
from dxnet.change.obstacles import Obstacle, PlanAnswer, answer_to, reading_account, remove
from dxnet.change.sandbox import SandboxEstate, Touched
from dxnet.control_plane import Caller, ServiceError, call
from dxnet.control_plane.service import contract
from dxnet.control_plane.store.kinds import KINDS, RawRecord
from dxnet.errors import DxnetError, RefusedError
from dxnet.secrets import Guard

_ARN = re.compile(r"arn:aws[a-z-]*:directconnect:[a-z0-9-]*:([0-9]{12}):", re.ASCII)
# Whose owner asks, of the things that a request names: what a VIF is put on before the VIF.
_ASKING = ("lags", "interconnects", "connections", "directConnectGateways", "virtualGateways")
_UNKNOWN_ACCOUNT = "000000000000"
# What differs between as many trials, AWS chooses; two alone might draw the same address.
_TRIALS = 3
# Requests that may ask for what is there already.
_UPDATES = ("Update", "TagResource", "UntagResource")
# A day, in seconds: how far apart the clocks of two trials are.
_LATER = 86400.0


@dataclass(frozen=True, slots=True)
class Step:
    """One request as it is tried: who asks for what, what it touches, what it disturbs.

    `obstacles` say why it waits or can't be judged. Of a request that can't be tried at all,
    `answer` and `touched` are empty.
    """

    request: ChangeRequest
    account: str
    parameters: Mapping[str, Any] = field(repr=False)
    answer: Mapping[str, Any] = field(repr=False)
    touched: tuple[Touched, ...] = field(repr=False)
    disturbs: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def is_untried(self) -> bool:
        """Whether an obstacle kept the request from being tried at all."""
        return any(not obstacle.is_removed for obstacle in self.obstacles)

    @property
    def plan_answer(self) -> PlanAnswer:
        """What the plan says of the request."""
        answer = answer_to(self.obstacles)
        is_update = self.request.operation.startswith(_UPDATES)
        is_idle = answer is PlanAnswer.YES and is_update and not self.touched
        return PlanAnswer.NOTHING if is_idle else answer


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests that are not done yet, and the estate before and after them, as raw JSON.

    `touched` has each record once, in the state that it comes to rest in. `made` are the ids that
    stand for those that AWS will assign.
    """

    change: Change
    steps: tuple[Step, ...]
    touched: tuple[Touched, ...] = field(repr=False)
    made: frozenset[str]
    before: Mapping[str, Any] = field(repr=False)
    after: Mapping[str, Any] = field(repr=False)


def make(
    change: Change,
    raw: Mapping[str, Any],
    *,
    now: float,
    done: Mapping[int, Mapping[str, Any]] | None = None,
) -> Plan:
    """The plan of a change on an estate at `now`, in epoch seconds.

    `done` has the answers to the requests that were sent before, by number. Raises `DxnetError`
    with exit code 1 and the service's own words for a request that AWS would refuse.
    """
    done = done or {}
    answers = {r.name: done[r.number] for r in change.requests if r.number in done}
    remaining = [request for request in change.requests if request.number not in done]
    estate = SandboxEstate(raw)
    home = reading_account(raw) or _most_common_owner(raw)
    trials = [_trial(remaining, estate, answers, home, now)]
    made, after = frozenset(estate.made), estate.without_presumed()
    was = {identity: estate.original(identity) for identity in trials[0].after}
    for number in range(1, _TRIALS):
        estate.start_again()
        trials.append(_trial(remaining, estate, answers, home, now + number * _LATER))
    steps = tuple(
        Step(
            request,
            tried.account,
            tried.parameters,
            tried.answer or {},
            sandbox.touched(tried.was, [each.tried[position].after for each in trials]),
            tried.disturbs,
            tried.obstacles,
        )
        for position, (request, tried) in enumerate(zip(remaining, trials[0].tried, strict=True))
    )
    touched = sandbox.touched(was, [each.after for each in trials])
    return Plan(change, steps, touched, made, raw, after)


_Records = Mapping[sandbox.Identity, RawRecord | None]


@dataclass(frozen=True, slots=True)
class _Tried:
    """One request in one trial; `was` and `after` are the records that it touched.

    `answer` is None for a request that can't be tried.
    """

    account: str
    parameters: Mapping[str, Any]
    answer: Mapping[str, Any] | None
    disturbs: tuple[str, ...] = ()
    was: _Records = field(default_factory=dict)
    after: _Records = field(default_factory=dict)
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trial:
    """All requests in one trial, and what they touched as it comes to rest."""

    tried: tuple[_Tried, ...]
    after: _Records


def _trial(
    requests: Sequence[ChangeRequest],
    estate: SandboxEstate,
    answers: Mapping[str, Mapping[str, Any]],
    home: str,
    now: float,
) -> _Trial:
    known = dict(answers)
    tried = []
    for request in requests:
        tried.append(_try(request, estate, known, home, now))
        answer = tried[-1].answer
        if answer is not None:
            known[request.name] = answer
    while estate.advance():
        pass
    return _Trial(tuple(tried), estate.touched_by_now())


def _try(
    request: ChangeRequest,
    estate: SandboxEstate,
    answers: Mapping[str, Mapping[str, Any]],
    home: str,
    now: float,
) -> _Tried:
    unanswered = sorted(references.names(request.parameters) - set(answers))
    if unanswered:
        reason = f"it needs the answer to {', '.join(unanswered)}, which can't be told"
        unknown = Obstacle(PlanAnswer.UNKNOWN, reason, is_removed=False)
        return _Tried(request.account or home, {}, None, obstacles=(unknown,))
    parameters = references.resolve(request.parameters, answers)
    account = request.account or _asking(parameters, estate) or home
    estate.naming = request.name
    caller = Caller(account, request.region)
    obstacles: list[Obstacle] = []
    while True:
        estate.was.clear()
        try:
            accepted = contract.accept(request.operation, parameters)
            disturbs = tuple(impact.sentences(request.operation, accepted, estate))
            answer = call(estate, request.operation, parameters, caller, now)
        except ServiceError as error:
            obstacle = remove(error, caller, parameters, estate)
            if obstacle is None or obstacle in obstacles:
                raise _refused(request, account, parameters, estate, error) from None
            obstacles.append(obstacle)
            if not obstacle.is_removed:
                return _Tried(account, parameters, None, obstacles=tuple(obstacles))
        else:
            break
    was = dict(estate.was)
    after = {identity: estate.get(*identity) for identity in was}
    return _Tried(account, parameters, answer, disturbs, was, after, tuple(obstacles))


def _refused(
    request: ChangeRequest,
    account: str,
    parameters: Mapping[str, Any],
    estate: SandboxEstate,
    error: ServiceError,
) -> DxnetError:
    return RefusedError(
        f"{request.place} would be refused: {Guard.of(request.parameters).mask(error.message)}",
        hint=way_out.hint(request, account, parameters, estate, error),
    )


def _asking(parameters: Mapping[str, Any], estate: SandboxEstate) -> str:
    """The account that owns what the request names; empty where nothing says."""
    texts = list(json_values.texts(parameters))
    for kind in (*_ASKING, *(kind for kind in KINDS if kind not in _ASKING)):
        for text in texts:
            owner = (estate.get(kind, text) or {}).get("ownerAccount")
            if owner:
                return str(owner)
    arns = (match for match in map(_ARN.match, texts) if match)
    return next((match[1] for match in arns), "")


def _most_common_owner(raw: Mapping[str, Any]) -> str:
    """The owner of most connections and VIFs, for requests that name nothing that is there."""
    kinds = ("connections", "virtualInterfaces")
    records = [record for kind in kinds for record in raw.get(kind) or ()]
    owners = Counter(
        str(record["ownerAccount"]) for record in records if record.get("ownerAccount")
    )
    return min(owners, key=lambda owner: (-owners[owner], owner), default=_UNKNOWN_ACCOUNT)
