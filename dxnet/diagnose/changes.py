"""What changed between two readings: which VIFs went down, and which came back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dxnet.diagnose.status import Status
from dxnet.diagnose.terms import Standing
from dxnet.errors import UsageError

_OFF = frozenset((Standing.DOWN, Standing.PARTLY))


@dataclass(frozen=True, slots=True)
class Seen:
    """How a VIF stood in one reading."""

    standing: Standing
    cause: str

    def __str__(self) -> str:
        words = self.standing.value.replace("-", " ").upper()
        return words if self.standing is Standing.UP else f"{words} {self.cause}"


@dataclass(frozen=True, slots=True)
class Change:
    """A VIF that stands otherwise than before; None where a reading does not have it."""

    vif_id: str
    name: str
    before: Seen | None
    after: Seen | None

    @property
    def word(self) -> str:
        """Return "new" for what went down, "back" for what came up, else "changed"."""
        was_off = self.before is not None and self.before.standing in _OFF
        is_off = self.after is not None and self.after.standing in _OFF
        if is_off is not was_off:
            return "new" if is_off else "back"
        return "changed"

    def __str__(self) -> str:
        before, after = self.before or "not there", self.after or "not there"
        return f"{self.word}: {self.vif_id} {self.name}".rstrip() + f" is {after}, was {before}"

    def as_json(self) -> dict[str, object]:
        """Return the change as a JSON object; null where a reading does not have the VIF."""

        def seen(one: Seen | None) -> dict[str, str] | None:
            return {"standing": one.standing, "cause": one.cause} if one else None

        return {
            "id": self.vif_id,
            "name": self.name,
            "change": self.word,
            "before": seen(self.before),
            "after": seen(self.after),
        }


def seen(status: Status) -> dict[str, Seen]:
    """How each VIF stands, by id."""
    return {one.vif.id: Seen(one.standing, one.finding.cause.id) for one in status.diagnoses}


def changes(before: Mapping[str, Seen], after: Status) -> tuple[Change, ...]:
    """The VIFs that stand otherwise than before, or of another cause, in order of id."""
    now = seen(after)
    names = {one.vif.id: one.vif.name for one in after.diagnoses}
    return tuple(
        Change(vif_id, names.get(vif_id, ""), before.get(vif_id), now.get(vif_id))
        for vif_id in sorted({*before, *now})
        if before.get(vif_id) != now.get(vif_id)
    )


def dumps(status: Status, read_at: datetime) -> str:
    """The standings as the JSON that `loads` reads."""
    standings = {
        vif_id: [one.standing.value, one.cause] for vif_id, one in sorted(seen(status).items())
    }
    document = {"readAt": read_at.isoformat(), "schema": 1, "standings": standings}
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def loads(text: str, place: str) -> tuple[str, dict[str, Seen]]:
    """When the remembered standings were read, and the standings; raises `UsageError`."""
    try:
        document = json.loads(text)
        standings = {
            str(vif_id): Seen(Standing(standing), str(cause))
            for vif_id, (standing, cause) in document["standings"].items()
        }
        return str(document["readAt"]), standings
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{place} is not what `dxnet status --remember` writes",
            hint="name another file: this one is left as it is",
        ) from error
