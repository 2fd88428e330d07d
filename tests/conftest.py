"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A slow machine fails no property; with CI set, every run tries the same examples.
settings.register_profile(
    "dxnet",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dxnet")
