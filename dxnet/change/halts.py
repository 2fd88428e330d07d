"""Where sending ends early: at what must wait, can't be told, or is another account's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dxnet.change.obstacles import PlanAnswer, reading_account
from dxnet.change.plan import Plan, Step

# What the owner of an object does alone, so that the owner is who asks.
_OWNERS_OWN = ("Confirm", "Accept")


class Cause(Enum):
    """Why a request isn't sent now."""

    WAIT = "wait"
    UNKNOWN = "unknown"
    ACCOUNT = "account"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Halt:
    """The first step that isn't sent with these credentials now, and why, in a sentence."""

    position: int
    step: Step
    cause: Cause
    sentence: str


def first(plan: Plan, *, with_unknown: bool = False, by_profile: bool = True) -> Halt | None:
    """The first halt of a plan; None where all of it can be sent.

    `with_unknown` lets requests pass of which the plan can't tell what AWS does; `by_profile` says
    whether each is sent with the profile that it names.
    """
    profile = plan.steps[0].request.profile if plan.steps else ""
    credentials = reading_account(plan.before)
    for position, step in enumerate(plan.steps):
        if by_profile and step.request.profile != profile:
            words = f"{step.request.place} is sent with profile {step.request.profile}"
            return Halt(position, step, Cause.PROFILE, words)
        if halt := _of_step(position, step, credentials, with_unknown):
            return halt
    return None


def _of_step(position: int, step: Step, credentials: str, with_unknown: bool) -> Halt | None:
    place, needed = step.request.place, _account(step)
    if needed and credentials and needed != credentials:
        words = f"{place} needs account {needed}; these credentials are of {credentials}"
        return Halt(position, step, Cause.ACCOUNT, words)
    reasons = {obstacle.answer: obstacle.reason for obstacle in reversed(step.obstacles)}
    if step.plan_answer is PlanAnswer.UNKNOWN and not with_unknown:
        words = f"what AWS does with {place} can't be told: {reasons[PlanAnswer.UNKNOWN]}"
        return Halt(position, step, Cause.UNKNOWN, words)
    if PlanAnswer.WAIT in reasons:
        return Halt(position, step, Cause.WAIT, f"{place} waits {reasons[PlanAnswer.WAIT]}")
    return None


def _account(step: Step) -> str:
    """The account that the request needs: as the file says, or its object's owner; else empty."""
    is_owners = step.request.operation.startswith(_OWNERS_OWN)
    return step.request.account or (step.account if is_owners else "")
