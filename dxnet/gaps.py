"""What a source did not give: a gap is a fact of its own, never an empty list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from dxnet import kinds

# What is no list of objects, but is asked beside them and lacks in some accounts.
ROUTES = "routes"
METRICS = "metrics"
EVENTS = "events of AWS Health"
_FURTHER = (ROUTES, METRICS, EVENTS)


@dataclass(frozen=True, slots=True)
class Gap:
    """A list, or a part of one, that was not read.

    `kind` is the list's name in AWS's answer (`dxnet.kinds.Kind.list`) or `ROUTES`, `METRICS` or
    `EVENTS`, `region` is empty where
    the source has no regions. `reason` says why, as a part of a sentence. `action` is the IAM
    action that is lacking and `arn` whose it is, where AWS names them; else empty.
    """

    kind: str
    region: str
    reason: str
    action: str = ""
    arn: str = ""

    def __str__(self) -> str:
        """The gap in words: "LAGs in eu-west-1 (profile x may not call ...)"."""
        known = kinds.BY_LIST.get(self.kind)
        noun = known.plural if known else self.kind
        place = f" in {self.region}" if self.region else ""
        return f"{noun}{place} ({self.reason})"

    @property
    def is_optional(self) -> bool:
        """Whether an estate is whole without it, because only some accounts have any."""
        known = kinds.BY_LIST.get(self.kind)
        return self.kind in _FURTHER or (known is not None and known.is_optional)

    def as_json(self) -> dict[str, str]:
        """The gap as an object of texts, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}


def from_json(value: object) -> tuple[Gap, ...]:
    """The gaps in a list of such objects; what is not one is left out."""
    found = (_gap(item) for item in value) if isinstance(value, list) else ()
    return tuple(gap for gap in found if gap is not None)


def _gap(item: object) -> Gap | None:
    texts: dict[str, Any] = {}
    if isinstance(item, Mapping):
        texts = {f.name: item[f.name] for f in fields(Gap) if isinstance(item.get(f.name), str)}
    if not texts.get("kind"):
        return None
    return Gap(**{"region": "", "reason": "the snapshot does not say why", **texts})


def about(gaps: Iterable[Gap], kind: str) -> tuple[Gap, ...]:
    """The gaps of one list, by the list's name."""
    return tuple(gap for gap in gaps if gap.kind == kind)
