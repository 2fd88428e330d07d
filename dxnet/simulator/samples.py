"""The samples of a metric: its value over some seconds, from the first to before the second.

None stands for no data. `partial` binds what comes before the two times.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from dxnet.control_plane.store import history
from dxnet.control_plane.store.history import Timeline

Sample = Callable[[float, float], float | None]

# What a receiver shows that gets no light, in dBm.
_NO_LIGHT = -40.0
_DAY = 86_400.0
_BYTES_IN_A_PACKET = 700


@dataclass(frozen=True, slots=True)
class Flow:
    """The traffic of a VIF, at most some bits a second, and the part of it that is looked at."""

    vif_id: str
    lines: tuple[Timeline, ...]
    most: float
    part: float = 1.0

    def bits(self, way: str, begin: float, end: float) -> float:
        """Bits a second, `Egress` or `Ingress`: by the time of day while a session is up."""
        if any_up(self.lines, begin, end) != 1.0:
            return 0.0
        phase = 2 * math.pi * (begin / _DAY + fraction(self.vif_id, "phase"))
        busy = 20e6 * (1 + 4 * fraction(self.vif_id, way)) * (0.6 + 0.4 * math.sin(phase))
        return min(busy, self.most) * self.part


def is_up(line: Timeline, begin: float, end: float) -> float | None:
    """1 for up, 0 for what was down at some time."""
    values = [value for value in line.during(begin, end) if value != history.ABSENT]
    return float(history.DOWN not in values) if values else None


def any_up(lines: tuple[Timeline, ...], begin: float, end: float) -> float | None:
    """1 where one of them is up."""
    states = [is_up(line, begin, end) for line in lines]
    return max((state for state in states if state is not None), default=None)


def all_up(lines: tuple[Timeline, ...], begin: float, end: float) -> float | None:
    """1 where all of them are up; no data where one has none."""
    states = [is_up(line, begin, end) for line in lines]
    return None if None in states else min(state for state in states if state is not None)


def while_up(line: Timeline, value: float, begin: float, end: float) -> float | None:
    """The value while it is up, and 0 while it is down."""
    state = is_up(line, begin, end)
    return None if state is None else state * value


def while_there(line: Timeline, value: float, begin: float, end: float) -> float | None:
    """The value, up or down."""
    return None if is_up(line, begin, end) is None else value


def light(
    link: Timeline, measured: Timeline, usual: float, begin: float, end: float
) -> float | None:
    """The light that comes in, in dBm: what was set for that time or else the usual one."""
    state = is_up(link, begin, end)
    if state != 1.0:
        return None if state is None else _NO_LIGHT
    return _last_number(measured, usual, begin, end)


def errors(link: Timeline, a_minute: Timeline, begin: float, end: float) -> float | None:
    """How many errors a link that is up counts."""
    rate = _last_number(a_minute, 0.0, begin, end)
    return while_up(link, rate * (end - begin) / 60, begin, end)


def bits(
    flows: tuple[Flow, ...], way: str, lines: tuple[Timeline, ...], begin: float, end: float
) -> float | None:
    """Bits a second of all the traffic; none while all of the lines are down."""
    state = any_up(lines, begin, end)
    if not state:
        return state
    return float(round(sum(flow.bits(way, begin, end) for flow in flows)))


def packets(bits_a_second: Sample, begin: float, end: float) -> float | None:
    """Packets a second."""
    value = bits_a_second(begin, end)
    return None if value is None else float(round(value / 8 / _BYTES_IN_A_PACKET))


@cache
def fraction(*names: str) -> float:
    """A number from 0 to 1 that looks random and follows from the names."""
    digest = hashlib.sha256(" ".join(names).encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32


def _last_number(line: Timeline, default: float, begin: float, end: float) -> float:
    numbers = [value for value in line.during(begin, end) if isinstance(value, int | float)]
    return float(numbers[-1]) if numbers else default
