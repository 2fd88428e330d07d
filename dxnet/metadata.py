"""What dxnet notes beside AWS's lists in a raw estate: where they come from and what they lack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet import gaps, provenance
from dxnet.gaps import Gap
from dxnet.provenance import Provenance

# The key of a raw estate, and of a snapshot, under which it stands.
METADATA = "dxnet"


def of(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The note of a raw estate; empty where it has none, or something else under the key."""
    noted = raw.get(METADATA)
    return noted if isinstance(noted, Mapping) else {}


def gaps_of(raw: Mapping[str, Any]) -> tuple[Gap, ...]:
    """What was not read of the estate."""
    return gaps.from_json(of(raw).get("gaps"))


def provenance_of(raw: Mapping[str, Any]) -> Provenance | None:
    """Where the estate comes from; None where nobody noted it."""
    return provenance.from_json(of(raw).get("provenance"))
