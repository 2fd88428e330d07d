"""Requests that change something: each is sent at most once, and an unknown outcome is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from botocore import exceptions, xform_name
from botocore.exceptions import ClientError

from dxnet.errors import DxnetError, RefusedError
from dxnet.sources import Options, aws_errors
from dxnet.sources.clients import RegionClient, clients

# What is raised before AWS can have got the request.
_UNSENT = (
    exceptions.ConnectTimeoutError,
    exceptions.EndpointConnectionError,
    exceptions.NoCredentialsError,
    exceptions.ParamValidationError,
    exceptions.PartialCredentialsError,
    exceptions.CredentialRetrievalError,
    exceptions.ProxyConnectionError,
    exceptions.SSOError,
    exceptions.TokenRetrievalError,
    exceptions.UnknownEndpointError,
)

_SERVER_ERRORS = 500


class NotDoneError(RefusedError):
    """AWS refused the request or never got it."""


class OutcomeUnknownError(RefusedError):
    """The request may have been done: its answer didn't arrive, or was an error of AWS's own."""


class Sender:
    """Sends requests with the credentials of the options, a client for each region."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._clients: dict[str, RegionClient] = {}

    def __call__(
        self, operation: str, region: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The answer; raises `NotDoneError` or `OutcomeUnknownError`.

        A refusal has AWS's own words, which might quote a parameter, a key too.
        """
        if region not in self._clients:
            options = replace(self._options, regions=(region,))
            (self._clients[region],) = clients(options, attempts=1).regions
        signed = self._clients[region]
        method = xform_name(operation)
        try:
            answer: dict[str, Any] = getattr(signed.client, method)(**parameters)
        except ClientError as error:
            raise _of_service(error, operation, signed) from None
        except Exception as error:  # botocore's own, or what an answer did to its parser
            explained = aws_errors.explain(
                error, region, signed.profile, operation, signed.endpoint
            )
            raise _as(
                NotDoneError if _is_unsent(error) else OutcomeUnknownError, explained
            ) from None
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def _is_unsent(error: Exception) -> bool:
    """Whether AWS can't have got the request. TLS may also break in the middle of an answer, so
    of its errors only a certificate that was refused says so."""
    if isinstance(error, exceptions.SSLError):
        return "CERTIFICATE_VERIFY_FAILED" in str(error)
    return isinstance(error, _UNSENT)


def _of_service(error: ClientError, operation: str, signed: RegionClient) -> DxnetError:
    """An error in AWS's words where it is about the request, else in ours."""
    code, region = _code(error), signed.region
    text = str(error.response.get("Error", {}).get("Message", "")) or code
    # Without a code of AWS's, botocore gives the HTTP status: something else may have answered.
    is_of_request = code and not code.isdigit()
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    if status >= _SERVER_ERRORS or not is_of_request:
        return OutcomeUnknownError(
            f"AWS failed on {operation} in {region}: {text}",
            hint="run it again: it looks first what became of the request",
        )
    shapes = signed.client.meta.service_model.operation_model(operation).error_shapes
    if code in {shape.name for shape in shapes}:
        return NotDoneError(
            f"AWS refused {operation} in {region}: {text}",
            hint="correct the request",
        )
    explained = aws_errors.explain(error, region, signed.profile, operation)
    return _as(NotDoneError, explained)


def _as(kind: type[RefusedError], explained: DxnetError) -> RefusedError:
    """The same words and exit code as an error of that kind."""
    error = kind(explained.message, hint=explained.hint)
    error.code = explained.code
    return error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
