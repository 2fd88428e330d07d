"""What is ours in moto, and that it is gone when we are."""

from __future__ import annotations

import importlib.util

import boto3
import pytest

from dxnet.errors import DxnetError
from dxnet.simulator import mocked, serve


def test_moto_is_as_before_when_we_leave() -> None:
    from moto import mock_aws

    order = {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "motos"}
    with mocked({}), serve({}):
        boto3.client("directconnect", "us-east-1").describe_connections()
    with mock_aws():
        made = boto3.client("directconnect", "us-east-1").create_connection(**order)
    assert made["connectionId"].startswith("arn:")


def test_the_three_names_of_motos_that_we_touch_are_where_they_were() -> None:
    from moto.core.base_backend import BackendDict, BaseBackend
    from moto.directconnect import urls
    from moto.directconnect.models import DirectConnectBackend, directconnect_backends
    from moto.directconnect.responses import DirectConnectResponse

    assert isinstance(directconnect_backends, BackendDict)
    assert directconnect_backends.backend is DirectConnectBackend
    assert urls.url_paths == {"{0}/$": DirectConnectResponse.dispatch}
    assert "_url_module" in vars(BaseBackend)


def test_without_moto_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DxnetError, match="needs moto") as caught, mocked({}):
        pass
    assert "pip install '.[simulator]'" in caught.value.hint
