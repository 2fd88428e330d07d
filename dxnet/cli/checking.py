"""Running the checks for a command: the chosen VIFs, their routers, one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from dxnet import __version__, lookup, render
from dxnet.checks import engine
from dxnet.checks.engine import End
from dxnet.model import Estate, Vif
from dxnet.provenance import Provenance
from dxnet.report import Report
from dxnet.settings import Settings


def choose(estate: Estate, names: Sequence[str]) -> list[Vif]:
    """The VIFs of these ids or unique names, each once, in order of id."""
    chosen = {vif.id: vif for vif in (lookup.find_vif(estate, name) for name in names)}
    return [chosen[vif_id] for vif_id in sorted(chosen)]


def ends(vifs: Sequence[Vif], settings: Settings, *, run_parser: bool = False) -> dict[str, End]:
    """The customer's end of every VIF, by id, with the configuration for the rules to read.

    With `run_parser` the platform's own parser reads each of them too.
    """
    return {vif.id: End.of(vif, settings, render.config, run_parser=run_parser) for vif in vifs}


def report(
    estate: Estate,
    vifs: Sequence[Vif],
    vif_ends: Mapping[str, End],
    accept: Sequence[str],
    source: str,
) -> Report:
    """Every rule on these VIFs, with the acceptances as the command line writes them."""
    accepted = [engine.parse_acceptance(text) for text in accept]
    findings = engine.run(estate, [vif.id for vif in vifs], vif_ends, accepted)
    names = {vif.id: vif.name for vif in vifs}
    told = estate.provenance or provenance(source)
    return Report(_subject(vifs), findings, told, names, estate.gaps)


def provenance(source: str) -> Provenance:
    """Where a report that is made now comes from."""
    return Provenance(__version__, source, datetime.now(UTC).isoformat(timespec="seconds"))


def _subject(vifs: Sequence[Vif]) -> str:
    if len(vifs) == 1:
        vif = vifs[0]
        return f"{vif.id} {vif.name}".rstrip()
    return f"{len(vifs)} virtual interfaces"
