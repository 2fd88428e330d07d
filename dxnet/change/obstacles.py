"""What stands in a request's way that is not a refusal: time, or what can't be seen from here.

Each is put out of the way on the estate on which the change is tried, so that the plan goes on,
and is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dxnet import kinds, metadata
from dxnet.change.sandbox import SandboxEstate
from dxnet.control_plane import Caller, ServiceError
from dxnet.control_plane.service.required_states import PASSING
from dxnet.control_plane.store.errors import NotFoundError, WrongStateError
from dxnet.control_plane.store.kinds import KINDS, RawRecord, is_hosted
from dxnet.control_plane.store.transitions import TRANSITIONING
from dxnet.gaps import Gap
from dxnet.kinds import Kind

_GATEWAYS, _VIRTUAL_GATEWAYS = kinds.GATEWAY.list, kinds.VIRTUAL_GATEWAY.list
# Whose owner's objects a reading has: what only the owner sees.
_OWN = ("connections", "interconnects", "lags", _GATEWAYS, _VIRTUAL_GATEWAYS)
_PRIVATE_ASN = 4_200_000_000


class PlanAnswer(StrEnum):
    """What a plan says of one request. The fourth answer, no, is the refusal of the whole plan."""

    YES = "yes"
    NOTHING = "yes, changes nothing"
    WAIT = "wait"
    UNKNOWN = "can't be told from here"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a request waits or can't be judged; `is_removed` says whether it can be tried further."""

    answer: PlanAnswer
    reason: str
    is_removed: bool = True


def answer_to(obstacles: Collection[Obstacle]) -> PlanAnswer:
    """What a plan says of a request with these obstacles: the graver answer, YES without any."""
    answers = {obstacle.answer for obstacle in obstacles}
    graver = (PlanAnswer.UNKNOWN, PlanAnswer.WAIT)
    return next((answer for answer in graver if answer in answers), PlanAnswer.YES)


def remove(
    error: ServiceError, caller: Caller, parameters: Mapping[str, Any], estate: SandboxEstate
) -> Obstacle | None:
    """Remove the obstacle behind an error and return it; None if the error is a refusal."""
    if isinstance(error, WrongStateError):
        return _state(error, estate)
    if isinstance(error, NotFoundError):
        return _unseen(error, caller, parameters, estate)
    return None


def _state(error: WrongStateError, estate: SandboxEstate) -> Obstacle | None:
    object_id, state = error.object_id, error.state
    target = "available" if "available" in error.needed else error.needed[0]
    if state == TRANSITIONING:
        reason = f"until {object_id} has joined or left its LAG; it is {state}"
    elif state in PASSING:
        reason = f"until {object_id} is {target}; it is {state}"
    elif state == "unknown":
        reason = f"AWS says of {object_id} that its state is unknown; it must be {target}"
    else:
        return None
    estate.let_pass(error.kind, object_id, error.needed, target)
    return Obstacle(PlanAnswer.UNKNOWN if state == "unknown" else PlanAnswer.WAIT, reason)


def _unseen(
    error: NotFoundError, caller: Caller, parameters: Mapping[str, Any], estate: SandboxEstate
) -> Obstacle | None:
    """Why the object is missing in the estate: it was not read. None if AWS has no such object."""
    kind, object_id = KINDS[error.kind], error.object_id
    owner = caller.account
    if kind is kinds.GATEWAY:
        owner = parameters.get("directConnectGatewayOwnerAccount", owner)
    thing = f"{kind.singular} {object_id}"
    if estate.find(object_id, error.kind) is not None:
        return None
    if owner not in accounts_read(estate.raw):
        reason = f"{thing} belongs to account {owner}, whose objects were not read"
    elif gap := _gap(estate.raw, kind, caller.region):
        reason = f"{thing} may be among what was not read: {gap}"
    elif error.kind not in estate.raw:
        reason = f"{thing} is in no list that was read: the source holds no {kind.plural}"
    else:
        return None
    stand_in = _stand_in(error.kind, object_id, owner, estate)
    if stand_in is not None:
        estate.presume(error.kind, stand_in)
    return Obstacle(PlanAnswer.UNKNOWN, reason, is_removed=stand_in is not None)


def _gap(raw: Mapping[str, Any], kind: Kind, region: str) -> Gap | None:
    """What was not read of the kind, or of one whose ids look alike, in that region."""
    alike = {kind.list, *(each.list for each in KINDS.values() if _look_alike(each, kind))}
    found = (gap for gap in metadata.gaps_of(raw) if gap.kind in alike)
    return next((gap for gap in found if gap.region in ("", region)), None)


def _look_alike(one: Kind, other: Kind) -> bool:
    """Whether an id doesn't tell the two kinds apart, as those of interconnects and connections."""
    return bool(one.prefix) and one.prefix == other.prefix


def _stand_in(kind: str, object_id: str, owner: str, estate: SandboxEstate) -> RawRecord | None:
    """A record for a gateway that can't be seen; None where nothing can stand in.

    Its ASN differs from trial to trial, so that a plan shows it as AWS's to say.
    """
    named = {KINDS[kind].id: object_id, KINDS[kind].state: "available", "ownerAccount": owner}
    if kind == _GATEWAYS:
        return {**named, "amazonSideAsn": _PRIVATE_ASN + int(estate.new_token(7, "0123456789"))}
    return named if kind == _VIRTUAL_GATEWAYS else None


def accounts_read(raw: Mapping[str, Any]) -> frozenset[str]:
    """The accounts that were read: the reading's own, and who has what only its owner sees."""
    return frozenset((*_owners(raw), reading_account(raw)))


def reading_account(raw: Mapping[str, Any]) -> str:
    """The account whose credentials read the estate; empty where the source doesn't tell."""
    read_from = metadata.provenance_of(raw)
    return read_from.account if read_from else ""


def _owners(raw: Mapping[str, Any]) -> Iterator[str]:
    for kind in _OWN:
        for record in raw.get(kind) or ():
            if record.get("ownerAccount") and not is_hosted(record):
                yield str(record["ownerAccount"])
