"""The registry of all rules, filled by importing the module of each subject."""

from __future__ import annotations

from dxnet.checks import (  # noqa: F401
    addressing,
    asn,
    auth_key,
    bgp,
    lint,
    operation,
    overlap,
    parsers,
    platform,
    prefixes,
    router,
    vlan,
)
from dxnet.checks.engine import RULES

__all__ = ["RULES"]
