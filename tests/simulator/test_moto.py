"""What is ours in moto, and that it is gone when we are."""

from __future__ import annotations

import importlib.util
from typing import Any

import boto3
import pytest

from dxnet.errors import DxnetError
from dxnet.simulator import Service, mocked, serve
from dxnet.simulator.mocking import installed


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


def test_the_names_behind_cloudwatch_and_health_are_as_before_when_we_leave() -> None:
    from moto import backend_index
    from moto.cloudwatch import urls
    from moto.cloudwatch.responses import CloudWatchResponse
    from moto.core.errors import COMMON_ERROR_CODES
    from moto.directconnect import urls as directconnect_urls

    def lists() -> list[int]:
        patterns = backend_index.backend_url_patterns
        return [len(directconnect_urls.url_bases), len(patterns), len(COMMON_ERROR_CODES)]

    before = lists()
    with mocked({}):
        assert all(now > then for now, then in zip(lists(), before, strict=True))
    assert lists() == before
    assert urls.url_paths == {"{0}/$": CloudWatchResponse.dispatch}


def test_motos_own_server_has_our_services() -> None:
    from moto.server import ThreadedMotoServer

    service = Service({}, account="111122223333")
    with installed(service):
        server = ThreadedMotoServer(port=0, verbose=False)
        server.start()
        try:
            host, port = server.get_host_and_port()

            def client(name: str) -> Any:
                return boto3.client(
                    name,
                    "us-east-1",
                    endpoint_url=f"http://{host}:{port}",
                    aws_access_key_id="111122223333",
                    aws_secret_access_key="fake",
                )

            order = {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "fake"}
            made = client("directconnect").create_connection(**order)["connectionId"]
            service.advance_clock(600)
            service.announce("issue", made, begins=0, lasts=0)
            listed = client("cloudwatch").list_metrics(Namespace="AWS/DX")["Metrics"]
            [event] = client("health").describe_events()["events"]
        finally:
            server.stop()
    assert {each["Dimensions"][0]["Value"] for each in listed} == {made}
    assert event["statusCode"] == "open"


def test_without_moto_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DxnetError, match="needs moto") as caught, mocked({}):
        pass
    assert "pip install '.[simulator]'" in caught.value.hint
