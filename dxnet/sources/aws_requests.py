"""Requests that change something: each sent at most once, its outcome known or called unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from botocore import exceptions, xform_name
from botocore.exceptions import BotoCoreError, ClientError

from dxnet.errors import DxnetError, RefusedError
from dxnet.sources import Options, aws, aws_errors

# What is raised before AWS can have got the request.
_UNSENT = (
    exceptions.ConnectTimeoutError,
    exceptions.EndpointConnectionError,
    exceptions.NoCredentialsError,
    exceptions.ParamValidationError,
    exceptions.PartialCredentialsError,
    exceptions.CredentialRetrievalError,
    exceptions.ProxyConnectionError,
    exceptions.SSLError,
    exceptions.SSOError,
    exceptions.TokenRetrievalError,
    exceptions.UnknownEndpointError,
)


class NotDoneError(RefusedError):
    """AWS refused the request or never got it."""


class OutcomeUnknownError(RefusedError):
    """The request may have been done: its answer didn't arrive, or was an error of AWS's own."""


class Sender:
    """Sends requests with the credentials of the options, a client for each region."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._clients: dict[str, tuple[Any, str, str]] = {}

    def __call__(
        self, operation: str, region: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The answer; raises `NotDoneError` or `OutcomeUnknownError`.

        A refusal has AWS's own words, which might quote a parameter, a key too.
        """
        if region not in self._clients:
            options = replace(self._options, regions=(region,))
            (self._clients[region],) = aws.boto_clients(options, attempts=1)
        client, _, profile = self._clients[region]
        method = xform_name(operation)
        try:
            answer: dict[str, Any] = getattr(client, method)(**parameters)
        except ClientError as error:
            shapes = client.meta.service_model.operation_model(operation).error_shapes
            is_modelled = _code(error) in {shape.name for shape in shapes}
            raise _of_service(error, operation, region, profile, is_modelled) from None
        except BotoCoreError as error:
            explained = aws_errors.explain(error, region, profile, method)
            kind = NotDoneError if isinstance(error, _UNSENT) else OutcomeUnknownError
            raise _as(kind, explained) from None
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def _of_service(
    error: ClientError, operation: str, region: str, profile: str, is_modelled: bool
) -> DxnetError:
    """An error in AWS's words where it is about the request, else in ours."""
    text = str(error.response.get("Error", {}).get("Message", "")) or _code(error)
    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500:
        return OutcomeUnknownError(
            f"AWS failed on {operation} in {region}: {text}",
            hint="run it again: it looks first what became of the request",
        )
    if is_modelled:
        return NotDoneError(
            f"AWS refused {operation} in {region}: {text}",
            hint="correct the request",
        )
    explained = aws_errors.explain(error, region, profile, xform_name(operation))
    return _as(NotDoneError, explained)


def _as(kind: type[RefusedError], explained: DxnetError) -> RefusedError:
    """The same words and exit code as an error of that kind."""
    error = kind(explained.message, hint=explained.hint)
    error.code = explained.code
    return error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
