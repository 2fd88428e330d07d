from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from botocore import exceptions

from dxnet import sources
from dxnet.errors import DxnetError, ExitCode
from dxnet.sources import Options, aws_errors

pytestmark = pytest.mark.usefixtures("aws_environment")


@contextmanager
def refusing(code: str, asked: list[str] | None = None) -> Iterator[str]:
    """An endpoint that answers every request with one error, whose text holds a key.

    It notes in `asked` what Direct Connect was asked for.
    """
    body = json.dumps({"__type": code, "message": "because of FakeKey-1"}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            target = self.headers["X-Amz-Target"]
            if asked is not None and target is not None:
                asked.append(target)
            self.send_response(400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def refused(options: Options) -> DxnetError:
    with pytest.raises(DxnetError) as caught:
        sources.read(options, kinds=("virtualInterfaces",))
    error = caught.value
    assert error.code is ExitCode.SOURCE_UNREADABLE
    assert error.hint
    assert "FakeKey" not in error.message + error.hint
    assert "{" not in error.message + error.hint
    return error


@pytest.mark.parametrize(
    ("code", "message", "hint"),
    [
        ("AccessDeniedException", "directconnect:DescribeVirtualInterfaces in eu-west-1", "IAM"),
        ("ExpiredTokenException", "credentials of profile default have expired", "aws sso login"),
        (
            "UnrecognizedClientException",
            "doesn't know the access key of profile default",
            "aws configure",
        ),
        ("InvalidSignatureException", "refused the signature", "clock"),
        ("OptInRequired", "eu-west-1 is not enabled", "--region"),
        ("DirectConnectServerException", "DirectConnectServerException", "run it again"),
        ("SomethingNew", "SomethingNew", "aws directconnect describe-virtual-interfaces"),
    ],
)
def test_what_the_service_refuses_is_one_sentence_and_a_next_step(
    code: str, message: str, hint: str
) -> None:
    with refusing(code) as url:
        error = refused(Options(regions=("eu-west-1",), endpoint_url=url))
    assert message in error.message
    assert hint in error.hint


@pytest.mark.parametrize("attempts", [1, 2])
def test_throttling_is_tried_again_as_often_as_the_environment_says(
    attempts: int, aws_environment: pytest.MonkeyPatch
) -> None:
    aws_environment.setenv("AWS_MAX_ATTEMPTS", str(attempts))
    asked: list[str] = []
    with refusing("ThrottlingException", asked) as url:
        error = refused(Options(regions=("eu-west-1",), endpoint_url=url))
    assert "throttled DescribeVirtualInterfaces" in error.message
    assert "AWS_MAX_ATTEMPTS" in error.hint
    assert len(asked) == attempts


def test_a_denied_parent_is_said_and_not_taken_for_absent() -> None:
    with refusing("AccessDeniedException") as url, pytest.raises(DxnetError) as caught:
        sources.read(Options(regions=("eu-west-1",), endpoint_url=url), vif_ids=["dxvif-ffabc123"])
    assert caught.value.code is ExitCode.SOURCE_UNREADABLE


def test_no_region_is_said_with_the_ways_to_give_one() -> None:
    error = refused(Options())
    assert "no AWS region" in error.message
    assert "--region" in error.hint


def test_an_unknown_profile_is_named() -> None:
    assert "prod-network" in refused(Options(profile="prod-network")).message


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "no AWS credentials were found"),
        (("AWS_SECRET_ACCESS_KEY",), "are incomplete"),
    ],
)
def test_missing_credentials_are_said(
    missing: tuple[str, ...], message: str, aws_environment: pytest.MonkeyPatch
) -> None:
    for name in missing:
        aws_environment.delenv(name)
    assert message in refused(Options(regions=("eu-west-1",))).message


def test_a_missing_sso_login_names_the_command_that_logs_in(
    aws_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile sso]\nsso_start_url = https://example.invalid/start\nsso_region = eu-west-1\n"
        "sso_account_id = 111122223333\nsso_role_name = network\nregion = eu-west-1\n"
    )
    aws_environment.setenv("AWS_CONFIG_FILE", str(config))
    aws_environment.setenv("HOME", str(tmp_path))
    error = refused(Options(profile="sso"))
    assert "SSO" in error.message
    assert "aws sso login --profile sso" in error.hint


def test_a_broken_configuration_file_is_named(
    aws_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("authKey FakeKey-1 without a section\n")
    aws_environment.setenv("AWS_CONFIG_FILE", str(config))
    assert "can't be parsed" in refused(Options(regions=("eu-west-1",))).message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(regions=("not a region",)), "not a region is not the name"),
        (Options(regions=("eu-west-1",), endpoint_url="nowhere"), "is no URL"),
    ],
)
def test_values_that_cannot_be_right_are_named(options: Options, message: str) -> None:
    assert message in refused(options).message


def test_a_setting_that_is_no_number_is_named(aws_environment: pytest.MonkeyPatch) -> None:
    aws_environment.setenv("AWS_MAX_ATTEMPTS", "three")
    assert "AWS_MAX_ATTEMPTS" in refused(Options(regions=("eu-west-1",))).message


def test_an_endpoint_where_nobody_listens_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        error = refused(Options(regions=("eu-west-1",), endpoint_url=url))
    assert url in error.message
    assert "--endpoint-url" in error.hint


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (exceptions.ReadTimeoutError(endpoint_url="https://x"), "https://x didn't finish"),
        (exceptions.ConnectTimeoutError(endpoint_url="https://x"), "https://x didn't answer"),
        (exceptions.ProxyConnectionError(proxy_url="http://FakeKey-1@p"), "proxy can't be reached"),
        (exceptions.SSLError(endpoint_url="https://x", error="e"), "can't be verified"),
        (exceptions.ConnectionClosedError(endpoint_url="https://x"), "to https://x broke"),
        (
            exceptions.TokenRetrievalError(provider="sso", error_msg="FakeKey-1"),
            "SSO token of profile prod has expired",
        ),
        (
            exceptions.CredentialRetrievalError(provider="process", error_msg="FakeKey-1"),
            "credentials of profile prod can't be fetched",
        ),
        (exceptions.InvalidDefaultsMode(mode="x", valid_modes="y"), "InvalidDefaultsMode"),
    ],
)
def test_what_botocore_raises_is_one_sentence_that_quotes_no_text_of_its_own(
    error: exceptions.BotoCoreError, message: str
) -> None:
    explained = aws_errors.explain(error, "eu-west-1", "prod", "describe_lags")
    assert message in explained.message
    assert explained.hint
    assert explained.code is ExitCode.SOURCE_UNREADABLE
    assert "FakeKey" not in explained.message + explained.hint
    assert "{" not in explained.message + explained.hint
