"""Finding one object of an estate by its id or name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dxnet import kinds
from dxnet.errors import SourceError, UsageError, did_you_mean
from dxnet.model import Connection, Estate, Interconnect, Lag, Vif


def find(estate: Estate, name: str) -> Any:
    """The object of that id, or the VIF or other object of that unique name.

    Raises `DxnetError` with the nearest ids and names for an unknown one, with the ids for a name
    that several objects have, and with exit code 3 where it may stand in what was not read.
    """
    if (item := estate.get(name)) is not None:
        return item
    named = [item for item in _named(estate) if item.name == name]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(item.id for item in named)
        raise UsageError(f"{len(named)} objects are named {name}", hint=f"name one by id: {ids}")
    known = [*estate.ids, *(item.name for item in _named(estate))]
    place = estate.provenance.place if estate.provenance else "the source"
    if lacking := [gap for gap in estate.gaps if not gap.is_optional]:
        raise SourceError(
            f"what was read of {place} has nothing with the id or name {name!r}; "
            f"not read: {lacking[0]}",
            hint="read what is missing, or choose another --profile",
        )
    raise UsageError(
        f"{place} has nothing with the id or name {name!r}",
        hint=did_you_mean(name, known) or "`dxnet list` shows what there is",
    )


def find_vif(estate: Estate, name: str) -> Vif:
    """The VIF of that id or unique name; raises `DxnetError` like `find`."""
    named = [vif for vif in estate.vifs if vif.name == name]
    found = named[0] if len(named) == 1 else find(estate, name)
    if not isinstance(found, Vif):
        raise UsageError(
            f"{name} is not a virtual interface",
            hint=f"`dxnet show {name}` lists the virtual interfaces on it",
        )
    return found


def find_vifs(estate: Estate, names: Iterable[str]) -> list[Vif]:
    """The VIFs of these ids or unique names, each once, in order of id; raises like `find`."""
    vifs = {vif.id: vif for vif in (find_vif(estate, name) for name in names)}
    return [vifs[vif_id] for vif_id in sorted(vifs)]


def find_port(estate: Estate, name: str) -> Connection | Interconnect | Lag:
    """The connection, interconnect or LAG of that id or unique name; raises like `find`."""
    found = find(estate, name)
    if not isinstance(found, Connection | Interconnect | Lag):
        raise UsageError(
            f"{name} is not a connection, interconnect or LAG",
            hint="`dxnet list connections` and `lags` show them",
        )
    return found


def find_vifs_on(estate: Estate, name: str) -> tuple[Vif, ...]:
    """The VIFs on the connection or LAG of that id or unique name; raises like `find`.

    An answer that holds only VIFs names their connections, too.
    """
    return estate.vifs_on(name) or estate.vifs_on(find_port(estate, name).id)


def _named(estate: Estate) -> list[Any]:
    """Every object of a kind that has names, unless its own is empty."""
    named = (item for kind in kinds.KINDS if kind.name for item in estate.of_kind(kind))
    return [item for item in named if item.name]
