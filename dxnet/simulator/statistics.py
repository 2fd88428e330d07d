"""A series in periods, as CloudWatch gives it: statistics of the samples of each period.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from dxnet.simulator.series import Series, published_until

Samples = Sequence[float]

_PERCENTILE = re.compile(r"p([0-9]{1,2}(?:\.[0-9]{1,10})?|100)", re.ASCII)
_STATISTICS: Mapping[str, Callable[[Samples], float]] = {
    "SampleCount": lambda samples: float(len(samples)),
    "Average": lambda samples: sum(samples) / len(samples),
    "Sum": math.fsum,
    "Minimum": min,
    "Maximum": max,
}
_DAY = 86_400.0
# How long points are kept, by the shortest period that they then have, both in seconds:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
_KEPT = ((3600, 455 * _DAY), (300, 63 * _DAY), (60, 15 * _DAY))


def is_statistic(name: str) -> bool:
    """Whether the simulator computes that statistic."""
    return name in _STATISTICS or _PERCENTILE.fullmatch(name) is not None


def is_period(seconds: int) -> bool:
    """Whether CloudWatch has periods of that length."""
    return seconds in (1, 5, 10, 20, 30) or (seconds > 0 and seconds % 60 == 0)


def statistic(name: str, samples: Samples) -> float:
    """The statistic of that name; `is_statistic` must be true of it."""
    percentile = _PERCENTILE.fullmatch(name)
    if percentile is None:
        return _STATISTICS[name](samples)
    ordered = sorted(samples)
    position = float(percentile[1]) / 100 * (len(ordered) - 1)
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def periods(
    series: Series, begin: float, end: float, period: int, now: float
) -> Iterator[tuple[float, list[float]]]:
    """The beginning and the samples of each period from `begin` to before `end` that has data.

    Periods are aligned to the clock. A sample is a minute's, or a quarter of a longer period's;
    only five minutes that are over have been published, and old points are no longer there.
    """
    kept = next((kept for shortest, kept in _KEPT if period >= shortest), 0.0)
    first = math.floor(max(begin, series.begin, now - kept) / period) * period
    horizon = published_until(now)
    last = min(end, horizon)
    step = 60.0 if period < 3600 else period / 4
    for number in range(max(0, math.ceil((last - first) / period))):
        start = first + number * period
        starts = (start + step * position for position in range(int(period / step)))
        values = (series.sample(at, at + step) for at in starts if at + step <= horizon)
        samples = [value for value in values if value is not None]
        if samples:
            yield float(start), samples
