"""The check of every answer of AWS: it is whole, in time, and has the operation's shape.

botocore takes what isn't JSON for an object without lists, and doesn't look whether a body has
the length that its header says (`enforce_content_length=False` in its `httpsession`). So a cut
body, a log-in page or an empty answer would read as "there are none". Here each is an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import BotoCoreError, ConnectionClosedError

from dxnet import kinds
from dxnet.fields import wrong

# Where `check` leaves what it took out of an answer, beside the answer's own members.
MISFITS = "dxnet.misfits"

_OK = 200
_ERRORS = 300
_CHUNK = 65536
_ERROR_FIELDS = ("__type", "message", "Message", "code")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much the other side may take: for an answer, and for all pages of a list.

    A page holds up to 100 records
    (https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DescribeConnections.html).
    """

    answer_seconds: float = 60.0
    answer_bytes: int = 16 * 1024 * 1024
    pages: int = 1000
    list_seconds: float = 300.0


BOUNDS = Bounds()


class UnusableAnswerError(BotoCoreError):  # type: ignore[misc]
    """An answer that can't be used: `reason` says why, and quotes nothing of it."""

    fmt = "{reason}"


def bound(client: Any, bounds: Bounds) -> None:
    """Give each answer that the client takes these bounds.

    botocore has no public way to another HTTP session than `Config`'s settings, which bound each
    read of a socket and not an answer.
    """
    client._endpoint.http_session = _BoundedSession(client._endpoint.http_session, bounds)


def guard(client: Any, bounds: Bounds) -> None:
    """Let a client take whole answers only; others raise `BotoCoreError`."""
    bound(client, bounds)
    service = client.meta.service_model.service_id.hyphenize()
    client.meta.events.register(f"before-parse.{service}", check)


def check(
    operation_model: Any,
    response_dict: dict[str, Any],
    customized_response_dict: dict[str, Any],
    **_: Any,
) -> None:
    """Check the body of a response before botocore parses it.

    A record of a list that has not botocore's shape is taken out, and said under `MISFITS` in the
    parsed answer. Raises `UnusableAnswerError` for a body that is no answer of the operation.
    """
    body, status = response_dict["body"], response_dict["status_code"]
    if status >= _ERRORS:
        response_dict["body"] = _error_body(body)
        return
    if status != _OK:
        raise UnusableAnswerError(reason=f"its HTTP status is {status}")
    answer = _object(body)
    shape, path = operation_model.output_shape, own_path(operation_model)
    if not _holds(answer, path):
        raise UnusableAnswerError(reason=f"it has no {'.'.join(path)}")
    misfits = []
    if path and isinstance(records := answer[path[0]], list):
        misfits = list(_take_out(shape.members[path[0]].member, records, path[0]))
        if misfits:
            response_dict["body"] = json.dumps(answer).encode()
            customized_response_dict[MISFITS] = misfits
    if shape is not None and (problem := _misfit(shape, answer, "it")):
        raise UnusableAnswerError(reason=problem)


def own_path(operation_model: Any) -> tuple[str, ...]:
    """The member that every answer of the operation has: its list, or the id of its record."""
    shape = operation_model.output_shape
    members = shape.members if shape is not None else {}
    if operation_model.name.startswith(("Describe", "List")):
        lists = (name for name, member in members.items() if member.type_name == "list")
        return (*lists, *members)[:1]
    wrapped = ((kind.wrapped, kind.id) for kind in kinds.KINDS if kind.wrapped in members)
    single = ((kind.id,) for kind in _RECORDS if kind.id in members)
    paths: tuple[tuple[str, ...], ...] = (*wrapped, *single, tuple(members)[:1])
    return paths[0]


# The kinds whose records are answers, the more special before those that its records name.
_RECORDS = (kinds.VIF, kinds.INTERCONNECT, kinds.CONNECTION, kinds.LAG)


def _object(body: bytes) -> dict[str, Any]:
    if not body.strip():
        raise UnusableAnswerError(reason="it is empty")
    try:
        answer = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise UnusableAnswerError(reason="it is not UTF-8 text") from None
    except RecursionError:
        raise UnusableAnswerError(reason="it is nested too deeply") from None
    except ValueError:
        what = "a web page" if body.lstrip()[:1] == b"<" else "not whole JSON"
        raise UnusableAnswerError(reason=f"it is {what}") from None
    if not isinstance(answer, dict):
        raise UnusableAnswerError(reason="it is not a JSON object")
    return answer


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _holds(answer: Any, path: tuple[str, ...]) -> bool:
    """Whether the member at the end of the path is there; an id must have text."""
    for name in path:
        if not isinstance(answer, Mapping) or answer.get(name) in (None, ""):
            return False
        answer = answer[name]
    return True


def _error_body(body: bytes) -> bytes:
    """The texts of an error that botocore reads; what has another type would break its parser."""
    try:
        error = _object(body)
    except UnusableAnswerError:
        return b"{}"
    texts = {name: error[name] for name in _ERROR_FIELDS if isinstance(error.get(name), str)}
    return json.dumps(texts).encode()


def _take_out(shape: Any, records: list[Any], place: str) -> Iterator[str]:
    """Take the records that don't fit out of the list; return the reason for each."""
    sound = []
    for position, record in enumerate(records):
        problem = _misfit(shape, record, f"{place}[{position}]")
        if problem or record is None:
            yield problem or f"{place}[{position}] is null"
        else:
            sound.append(record)
    records[:] = sound


_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "text"),
    "blob": ((str,), "text"),
    "integer": ((int,), "a whole number"),
    "long": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "double": ((int, float), "a number"),
    "boolean": ((bool,), "true or false"),
    "structure": ((dict,), "an object"),
    "map": ((dict,), "an object"),
    "list": ((list,), "a list"),
    "timestamp": ((int, float, str), "a time"),
}
_LARGEST = 2**63


def _misfit(shape: Any, value: Any, place: str) -> str:
    """The first place where a value doesn't fit botocore's shape; "" where it fits.

    Members and enumerated values that botocore doesn't know are AWS's to add, and fit.
    """
    if value is None:
        return ""
    types, expected = _TYPES[shape.type_name]
    is_of_type = isinstance(value, types) and isinstance(value, bool) is (bool in types)
    if not is_of_type or (isinstance(value, int | float) and not abs(value) < _LARGEST):
        return wrong(place, value, expected).message
    parts: Iterable[tuple[Any, Any, str]] = ()
    if isinstance(value, dict) and shape.type_name == "structure":
        prefix = "" if place == "it" else f"{place}."
        parts = ((shape.members[n], value[n], prefix + n) for n in shape.members if n in value)
    elif isinstance(value, list):
        parts = ((shape.member, item, f"{place}[{n}]") for n, item in enumerate(value))
    return next((problem for part in parts if (problem := _misfit(*part))), "")


class _BoundedSession:
    """botocore's HTTP session; each answer is read as a whole, within its bounds."""

    def __init__(self, session: Any, bounds: Bounds) -> None:
        self._session = session
        self._bounds = bounds

    def send(self, request: Any) -> Any:
        """The response with its whole body; raises `BotoCoreError`.

        The deadline holds for everything, the header too, of which botocore bounds each read
        alone. So a thread waits in our place; it is left behind if the answer has no end.
        """
        request.stream_output = True  # the body is read here, not by the session
        outcome: Future[Any] = Future()
        Thread(target=self._fulfil, args=(outcome, request), daemon=True).start()
        try:
            return outcome.result(self._bounds.answer_seconds)
        except TimeoutError:
            seconds = f"{self._bounds.answer_seconds:g}"
            raise UnusableAnswerError(reason=f"it did not end within {seconds} seconds") from None

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _fulfil(self, outcome: Future[Any], request: Any) -> None:
        try:
            response = self._session.send(request)
            body = _Body(_whole_body(response, self._bounds.answer_bytes))
            answer = AWSResponse(response.url, response.status_code, response.headers, body)
        except Exception as error:
            outcome.set_exception(error)
        else:
            outcome.set_result(answer)


class _Body:
    """A body that was read, in the form in which `AWSResponse` takes one."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def stream(self) -> Iterator[bytes]:
        """The body in one piece."""
        yield self._data


def _whole_body(response: Any, most: int) -> bytes:
    """All of the body; raises `BotoCoreError` where it is cut off, encoded or too large."""
    data = bytearray()
    try:
        for part in response.raw.stream(_CHUNK):
            data += part
            if len(data) > most:
                raise UnusableAnswerError(reason=f"it is larger than {most} bytes")
    except UnusableAnswerError:
        response.raw.close()
        raise
    except Exception as error:  # of urllib3, http.client, ssl or the socket: it broke
        response.raw.close()
        raise ConnectionClosedError(endpoint_url=response.url, error=error) from error
    length = response.headers.get("Content-Length")
    is_chunked = "chunked" in (response.headers.get("Transfer-Encoding") or "").lower()
    if length is not None and not is_chunked and length.strip() != str(len(data)):
        raise ConnectionClosedError(endpoint_url=response.url)
    if (response.headers.get("Content-Encoding") or "identity").lower() != "identity":
        raise UnusableAnswerError(reason="it has an encoding that was not asked for")
    return bytes(data)
