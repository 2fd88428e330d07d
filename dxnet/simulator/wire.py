"""Requests and responses on the wire: AWS JSON 1.1, signed by Signature Version 4."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from dxnet.control_plane import ServiceError, refusal
from dxnet.control_plane.store.errors import SERVER

TARGET_PREFIX = "OvertureService."
CONTENT_TYPE = "application/x-amz-json-1.1"

_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/[^/,\s]*/([a-z0-9-]+)/")
_HOST = re.compile(r"directconnect\.([a-z0-9-]+)\.amazonaws\.com", re.ASCII)

_log = logging.getLogger(__name__)

# Status, headers and body of an HTTP response.
Response = tuple[int, dict[str, str], str]


def signed_by(authorization: str) -> tuple[str, str]:
    """The access key and the region in a request's Authorization header; empty where it has none.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
    """
    credential = _CREDENTIAL.search(authorization)
    return (credential[1], credential[2]) if credential else ("", "")


def region_of(host: str) -> str:
    """The region of an endpoint's name, for a request that is signed for none."""
    named = _HOST.search(host)
    return named[1] if named else "us-east-1"


def parameters(body: bytes) -> object:
    """The request's parameters; raises `ServiceError` for a body that is not JSON."""
    if not body:
        return {}
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise refusal("The request body is not JSON") from None


def success(answer: Mapping[str, Any]) -> Response:
    """The HTTP response with that answer."""
    return 200, _headers(), json.dumps(answer)


def failure(error: ServiceError) -> Response:
    """The HTTP response for a refusal of the service."""
    body = json.dumps({"__type": error.code, "message": error.message})
    headers = {**_headers(), "x-amzn-ErrorType": error.code}
    return 500 if error.code == SERVER else 400, headers, body


def fault() -> Response:
    """The HTTP response after an unexpected exception, which is logged."""
    _log.exception("the simulator failed on a request")
    return failure(ServiceError(SERVER, "The simulator failed on this request."))


def _headers() -> dict[str, str]:
    return {"Content-Type": CONTENT_TYPE, "x-amzn-RequestId": str(uuid4())}
