"""The routes of VIFs as JSON, for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dxnet.gaps import Gap
from dxnet.provenance import Provenance
from dxnet.reach import Route
from dxnet.routing.comparison import Comparison, FamilyRoutes

SCHEMA = 1
"""The number of the document's form; it changes when a field goes or means something else."""


def dumps(comparisons: Sequence[Comparison], origin: Provenance, unread: Iterable[Gap]) -> str:
    """Write the routes as one JSON object; what was not read is null, and no empty list."""
    document = {
        "schema": SCHEMA,
        "provenance": origin.as_json(),
        "unread": [gap.as_json() for gap in unread],
        "vifs": [
            {
                "id": one.vif.id,
                "name": one.vif.name,
                "type": one.vif.type,
                "families": [_family(family) for family in one.families],
            }
            for one in comparisons
        ],
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _family(one: FamilyRoutes) -> Mapping[str, Any]:
    return {
        "family": one.family,
        "session": one.session,
        "quota": one.quota,
        "accepted": _routes(one.accepted),
        "advertised": _routes(one.advertised),
        "intended": None if one.intended is None else [str(prefix) for prefix in one.intended],
        "missing": [
            {"cidr": str(missing.prefix), "parts": list(missing.parts)} for missing in one.missing
        ],
        "unexpected": [
            {
                "cidr": unexpected.route.cidr,
                "inside": str(unexpected.inside) if unexpected.inside else None,
            }
            for unexpected in one.unexpected
        ],
    }


def _routes(routes: tuple[Route, ...] | None) -> list[Mapping[str, Any]] | None:
    return None if routes is None else [_route(route) for route in routes]


def _route(route: Route) -> Mapping[str, Any]:
    installed = route.installed_at
    return {
        "cidr": route.cidr,
        "asPath": list(route.as_path),
        "communities": list(route.communities),
        "installedAt": installed.isoformat() if installed else None,
        "device": route.aws_logical_device_id,
    }
