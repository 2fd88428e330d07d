"""What a router itself says of a VIF: in its configuration, or in answers to commands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dxnet.diagnose.terms import Certainty, Evidence, Rung


@dataclass(frozen=True, slots=True)
class Testimony:
    """One thing that the router says about a rung of the ladder.

    `cause` is the id of the cause that it names, empty where it says that the rung is sound. On
    the rung READ it says why a file is not judged. `family` is empty for what both sessions share.
    """

    rung: Rung
    evidence: Evidence
    certainty: Certainty = Certainty.PROVEN
    cause: str = ""
    family: str = ""


def of_family(said: Iterable[Testimony], family: str) -> tuple[Testimony, ...]:
    """What holds for the session of a family, without doubts that something else dispels.

    An answer of the router proves more than a line of its configuration: a tag that is not AWS's
    is right where ARP is answered. Beside what is proven to be wrong, the possible is left out.
    """
    own = [one for one in said if one.family in ("", family)]
    is_proven = any(one.cause and one.certainty is Certainty.PROVEN for one in own)
    sound = {one.rung for one in own if not one.cause and one.certainty is Certainty.PROVEN}
    return tuple(
        one
        for one in own
        if not one.cause
        or one.certainty is Certainty.PROVEN
        or not (is_proven or one.rung in sound)
    )
