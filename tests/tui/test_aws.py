"""The interface on the AWS source, over a real socket."""

from __future__ import annotations

import pytest
from dxnet.tui import session

from dxnet import simulator
from dxnet.settings import Settings
from dxnet.sources import Options, demo

from .driving import Driver, drive


def test_the_table_holds_what_the_api_answers_in_the_region(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "fake")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    raw = demo.read()

    async def look(ui: Driver) -> None:
        assert "fra-prod-erp" in ui.names
        assert {each.vif.region for each in ui.table.shown} == {"eu-central-1"}

    with simulator.serve(raw) as url:
        options = Options(regions=("eu-central-1",), endpoint_url=url)
        drive(look, session.of(options, Settings()))
