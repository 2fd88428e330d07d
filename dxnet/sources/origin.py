"""The provenance of raw records, from their source and from the records themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dxnet import __version__, metadata
from dxnet.parse import KINDS
from dxnet.provenance import Provenance


def provenance(raw: Mapping[str, Any], source: str) -> Provenance:
    """Where the records come from, as they are read now from a source of that name.

    The account is the one that the source told, else the only owner in the records. A snapshot
    keeps what its own source told.
    """
    told = metadata.provenance_of(raw) or Provenance.now(source)
    owners = set(texts(raw, "ownerAccount"))
    taken = metadata.of(raw).get("taken")
    return replace(
        told,
        version=__version__,
        source=source,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        account=told.account or (owners.pop() if len(owners) == 1 else ""),
        regions=told.regions or tuple(sorted(set(texts(raw, "region")))),
        taken=taken if isinstance(taken, str) else told.taken,
    )


def texts(raw: Mapping[str, Any], name: str) -> Iterator[str]:
    """The texts that a field has in the records of every list."""
    for kind in KINDS:
        records = raw.get(kind)
        for record in records if isinstance(records, list) else ():
            value = record.get(name) if isinstance(record, Mapping) else None
            if isinstance(value, str) and value:
                yield value
