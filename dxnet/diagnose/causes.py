"""The decision table: every cause in the order in which it is tried. The first match names it."""

from __future__ import annotations

from collections.abc import Mapping

from dxnet.diagnose import (
    degraded,
    gateways,
    lifecycle,
    measured,
    port,
    purpose,
    registry,
    router,
    routes,
    sessions,
)
from dxnet.diagnose.terms import Cause

# A port that is down comes before a session that is: a VIF that is `down` only says that BGP is.
# What the router itself says of a session that is down comes before what AWS's record lets guess.
# What asks for a look comes after all that is down, so that it never hides it.
_ORDER = (lifecycle, purpose, port, router, sessions, degraded, gateways, routes, measured)

TABLE: tuple[Cause, ...] = tuple(
    cause for module in _ORDER for cause in registry.REGISTERED[module.__name__]
)
CAUSES: Mapping[str, Cause] = {cause.id: cause for cause in TABLE}
PLACES: Mapping[str, int] = {cause.id: place for place, cause in enumerate(TABLE)}
