"""What holds for every test."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

from tests import proving
from tests.proving import proves

__all__ = ["proves"]

# A slow machine fails no property; with CI set, every run tries the same examples.
settings.register_profile(
    "dxnet",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dxnet")


def pytest_configure(config: pytest.Config) -> None:
    _hear_signals()
    if proving.IS_ON:
        config.pluginmanager.register(proving.Recorder())


def _hear_signals() -> None:
    """Undo what nohup and a shell's background ignore: programs that tests start inherit it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hangup := getattr(signal, "SIGHUP", None):
        signal.signal(hangup, signal.SIG_DFL)
