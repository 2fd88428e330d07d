"""What AWS observes beside its records: CloudWatch's metrics, and the events of AWS Health.

`dxnet.parse_observations` reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from dxnet.addressing import Family

Points = tuple[tuple[datetime, float], ...]
"""The times and values of a series, oldest first."""


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one CloudWatch metric.

    https://docs.aws.amazon.com/directconnect/latest/UserGuide/monitoring-cloudwatch.html
    """

    name: str
    points: Points
    connection_id: str = ""
    vif_id: str = ""
    family: Family | None = None


@dataclass(frozen=True)
class Metrics:
    """The series that were asked for, and the beginning of the window."""

    begin: datetime
    series: tuple[Series, ...] = ()

    @cached_property
    def _of_vifs(self) -> Mapping[tuple[str, str, Family | None], Points]:
        of_vifs = (series for series in reversed(self.series) if series.vif_id)
        return {(one.name, one.vif_id, one.family): one.points for one in of_vifs}

    @cached_property
    def _of_ports(self) -> Mapping[tuple[str, str], tuple[Series, ...]]:
        grouped: defaultdict[tuple[str, str], list[Series]] = defaultdict(list)
        for series in self.series:
            if not series.vif_id:
                grouped[series.name, series.connection_id].append(series)
        return {key: tuple(found) for key, found in grouped.items()}

    def of(self, name: str, vif_id: str, family: Family | None = None) -> Points:
        """The points of a VIF's metric, for one address family."""
        return self._of_vifs.get((name, vif_id, family), ())

    def of_port(self, name: str, port_ids: frozenset[str]) -> tuple[Series, ...]:
        """The series of a port's metric: one for each optical lane."""
        return tuple(
            series
            for port_id in sorted(port_ids)
            for series in self._of_ports.get((name, port_id), ())
        )


@dataclass(frozen=True, slots=True)
class Event:
    """An event of AWS Health, and the ids of what it is about.

    `category` is "scheduledChange", "issue", "investigation" or "accountNotification", `status`
    "open", "upcoming" or "closed".
    https://docs.aws.amazon.com/health/latest/APIReference/API_Event.html
    """

    arn: str
    category: str
    status: str
    entities: tuple[str, ...]
    start: datetime | None = None
    end: datetime | None = None
    region: str = ""
    type_code: str = ""
