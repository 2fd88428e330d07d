"""What AWS tells beside the records of an estate: routes, metrics and the events of AWS Health."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from dxnet import gaps, kinds, metadata, parse_observations, parse_reach
from dxnet.errors import DxnetError
from dxnet.fields import JsonObject
from dxnet.gaps import Gap
from dxnet.metadata import METADATA
from dxnet.model import Estate, Vif
from dxnet.parse_observations import EVENTS, METRICS
from dxnet.reach import Route
from dxnet.sources import Options, aws, health, metrics, routes
from dxnet.sources.clients import Clients, RegionClient, clients
from dxnet.sources.metrics import Subjects, Window

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask: the routes of VIFs, the metrics of each region's subjects, Health's events.

    Of a public VIF, to which AWS advertises thousands of routes, only those that it accepted are
    asked for, unless `advertised_to_public`.
    """

    routes: tuple[Vif, ...] = ()
    metrics: Mapping[str, Subjects] = field(default_factory=dict)
    health: bool = False
    advertised_to_public: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was answered, as raw JSON: `routes` by id of the VIF; None for what was not read."""

    routes: Mapping[str, list[Raw]]
    metrics: Raw | None
    events: list[Raw] | None
    gaps: tuple[Gap, ...]

    @property
    def series(self) -> int:
        """How many series CloudWatch gave; it asks money for each."""
        return len(self.metrics["series"]) if self.metrics is not None else 0

    def added(self, raw: Mapping[str, Any]) -> Raw:
        """The raw estate with it, as a snapshot keeps it."""
        noted = metadata.of(raw)
        lacking = [gap.as_json() for gap in (*metadata.gaps_of(raw), *self.gaps)]
        observed = {METRICS: self.metrics, EVENTS: self.events}
        return {
            **raw,
            **{name: value for name, value in observed.items() if value is not None},
            kinds.VIF.list: [self._with_routes(vif) for vif in raw.get(kinds.VIF.list, ())],
            METADATA: {**noted, "gaps": lacking},
        }

    def _with_routes(self, vif: Raw) -> Raw:
        found = self.routes.get(str(vif.get(kinds.VIF.id)))
        return vif if found is None else {**vif, "routes": found}

    def beside(self, estate: Estate) -> Estate:
        """The estate with it; what can't be read is one of its gaps."""
        observed = {METRICS: self.metrics, EVENTS: self.events}
        read, events = parse_observations.metrics(observed), parse_observations.events(observed)
        by_id = {vif_id: _routes(vif_id, records) for vif_id, records in self.routes.items()}
        parts = (read, events, *by_id.values())
        lacking = tuple(part for part in parts if isinstance(part, Gap))
        return replace(
            estate,
            vifs=tuple(_with(vif, by_id.get(vif.id)) for vif in estate.vifs),
            metrics=estate.metrics if read is None or isinstance(read, Gap) else read,
            events=estate.events if events is None or isinstance(events, Gap) else events,
            gaps=(*estate.gaps, *self.gaps, *lacking),
        )


def _with(vif: Vif, found: tuple[Route, ...] | Gap | None) -> Vif:
    return vif if found is None or isinstance(found, Gap) else replace(vif, routes=found)


def _routes(vif_id: str, records: list[Raw]) -> tuple[Route, ...] | Gap:
    try:
        return tuple(
            parse_reach.route(JsonObject(record, f"routes[{index}] of {vif_id}"))
            for index, record in enumerate(records)
        )
    except DxnetError as error:
        return Gap(gaps.ROUTES, "", error.message)


def read(options: Options, asked: Asked) -> Evidence:
    """Ask AWS, each region for its own; what is denied is a gap.

    Raises `DxnetError` where the AWS configuration doesn't work.
    """
    opened = clients(options)
    regions = {region.region: region for region in opened.regions}
    window = Window.until(datetime.now(UTC))
    measured = _cloudwatch(opened, asked.metrics)
    of_health = opened.beside(opened.regions[0], "health") if asked.health else None
    with aws.side_by_side() as start:
        by_vif = {
            vif.id: start(partial(_routes_of, regions[vif.region], vif, asked))
            for vif in asked.routes
            if vif.region in regions
        }
        series = [
            start(partial(metrics.read, region, subjects, window)) for region, subjects in measured
        ]
        events = start(partial(health.read, of_health)) if of_health is not None else None
        answered = {vif_id: future.result() for vif_id, future in by_vif.items()}
        points = [future.result() for future in series]
        found, lacking = events.result() if events is not None else (None, ())
    not_given = [answer for answer in answered.values() if isinstance(answer, Gap)]
    not_given += [gap for _, gaps_of_region in points for gap in gaps_of_region]
    return Evidence(
        {vif_id: answer for vif_id, answer in answered.items() if not isinstance(answer, Gap)},
        _merged(points, window) if asked.metrics else None,
        found,
        tuple(dict.fromkeys((*not_given, *lacking))),
    )


def _cloudwatch(
    opened: Clients, asked: Mapping[str, Subjects]
) -> list[tuple[RegionClient, Subjects]]:
    return [
        (opened.beside(region, "cloudwatch"), asked[region.region])
        for region in opened.regions
        if region.region in asked
    ]


def _routes_of(region: RegionClient, vif: Vif, asked: Asked) -> list[Raw] | Gap:
    accepted_only = vif.is_public and not asked.advertised_to_public
    return routes.read(region, vif.id, accepted_only=accepted_only)


def _merged(
    points: Iterable[tuple[tuple[Raw, ...], tuple[Gap, ...]]], window: Window
) -> Raw | None:
    """The series of all regions; None where no region gave any and one lacks them."""
    answers_of = list(points)
    series = [one for found, _ in answers_of for one in found]
    if not series and any(lacking for _, lacking in answers_of):
        return None
    return {"begin": window.begin.isoformat(), "end": window.end.isoformat(), "series": series}
