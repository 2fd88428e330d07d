from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ..cli.conftest import dxnet as dxnet
from . import bird, frr, openbgpd
from .lab import AMAZON, Lab, open_lab
from .namespace import Namespace, link

_TOOLS = ("unshare", "nsenter", "ip", "ss", *frr.NEEDS, *bird.NEEDS, *openbgpd.NEEDS)


@pytest.fixture(scope="session", autouse=True)
def _machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip the lab where it can't run, with the reason; fail instead if DXNET_REQUIRE_LAB=1."""
    reason = _obstacle(tmp_path_factory.mktemp("dxnet-probe"))
    if reason and os.environ.get("DXNET_REQUIRE_LAB") == "1":
        pytest.fail(f"DXNET_REQUIRE_LAB is set, but {reason}")
    if reason:
        pytest.skip(reason)


def _obstacle(folder: Path) -> str:
    missing = [tool for tool in _TOOLS if not shutil.which(tool)]
    if missing:
        return f"not installed: {', '.join(missing)} (packages frr, bird2, openbgpd, iproute2)"
    try:
        with (
            closing(Namespace("one", folder)) as one,
            closing(Namespace("other", folder)) as other,
        ):
            link(one, other, "probe", 1500)
    except RuntimeError as error:
        return f"{error} (it needs root)"
    return ""


@pytest.fixture
def lab(platform: str, tmp_path: Path) -> Iterator[Lab]:
    """A private VIF with both families, for a test that changes it."""
    with open_lab(platform, "fra-prod-erp", tmp_path) as lab:
        yield lab


@pytest.fixture(params=sorted(AMAZON))
def platform(request: pytest.FixtureRequest) -> str:
    """Each platform that has a daemon here."""
    return str(request.param)
