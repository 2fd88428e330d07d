from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dxnet import simulator
from dxnet.sources import demo


@pytest.fixture
def aws_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment that holds credentials and nothing else of AWS's."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "fake")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake")
    return monkeypatch


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    """The demo's estate."""
    return demo.read()


@pytest.fixture(scope="module")
def endpoint(raw: dict[str, Any]) -> Iterator[str]:
    """A simulator of the demo's estate on loopback."""
    with simulator.serve(raw) as url:
        yield url
