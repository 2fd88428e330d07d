"""The change file: requests in AWS's own shape, YAML or JSON, checked before anything runs.

change: CHG0012345
requests:
  - operation: CreatePrivateVirtualInterface
    region: eu-west-1
    name: blue                      # optional: later requests say ${blue.virtualInterfaceId}
    account: "111122223333"         # optional: who asks; else who owns what the request names
    profile: partner                # optional: the AWS profile to send it with; also of the change
    parameters: {connectionId: dxcon-fg5678gh, newPrivateVirtualInterface: {...}}
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dxnet import files, secrets
from dxnet.change import keys, references
from dxnet.control_plane import OPERATIONS
from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.sources import document

_HINT = "`dxnet plan --help` shows the form"
_KEYS = ("change", "profile", "requests")
_REQUEST_KEYS = ("operation", "region", "parameters", "name", "account", "profile")
_READING = ("Describe", "List", "Get")
_ID = re.compile(r"[!-~](?:[ -~]{0,98}[!-~])?")
# A name stands in for the id of what the request makes, also in names on a router.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,14}", re.ASCII)
_REGION = re.compile(r"[a-z]{2}(?:-[a-z0-9]+)+", re.ASCII)
_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)

# What no answer that dxnet reads says enough about to plan.
_UNPLANNED = frozenset(
    {
        "AssociateConnectionsToResiliencyGroup",
        "ConfirmCustomerAgreement",
        "DeleteResiliencyGroup",
        "DisassociateConnectionsFromResiliencyGroup",
        "StopBgpFailoverTest",
        "UpdateResiliencyGroup",
    }
)


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """One request; its parameters hold references unresolved and keys in clear.

    `account` is empty where the file doesn't say who asks, `profile` where it names no profile of
    AWS's configuration to send the request with.
    """

    number: int
    name: str
    operation: str
    region: str
    account: str
    parameters: Mapping[str, Any] = field(repr=False)
    profile: str = ""

    @property
    def place(self) -> str:
        """The request in words, for errors: "request 2 (CreateBGPPeer)"."""
        return f"request {self.number} ({self.operation})"


@dataclass(frozen=True, slots=True)
class Change:
    """A change file; `digest` is the SHA-256 of its bytes."""

    id: str
    path: Path
    digest: str
    requests: tuple[ChangeRequest, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of its requests, sorted."""
        return tuple(sorted({request.region for request in self.requests}))


def read(path: str | Path) -> Change:
    """The change in a file; raises `DxnetError` with the place for whatever is wrong with it."""
    file = Path(path)
    if not str(path) or file.is_dir():
        raise UsageError(f"{str(path)!r} is no change file", hint=_HINT)
    try:
        data = files.read(file, files.CHANGE_LIMIT)
    except OSError as error:
        raise UsageError(f"can't read {path}: {error.strerror}", hint=_HINT) from error
    try:
        documents = document.load(data, str(path))
    except DxnetError as error:
        raise UsageError(error.message, hint=_HINT) from None
    secrets.guard().learn(documents)
    if len(documents) != 1:
        raise UsageError(f"{path} holds {len(documents)} documents, not one change", hint=_HINT)
    fields = _fields(documents[0], _KEYS, str(path))
    change_id = _matching(_ID, fields.get("change"), f"change in {path}", "such as CHG0012345")
    requests = fields.get("requests")
    if not isinstance(requests, list) or not requests:
        raise UsageError(f"requests in {path} is not a list of requests", hint=_HINT)
    profile = _profile(fields, str(path))
    found = tuple(_request(item, number, path, profile) for number, item in enumerate(requests, 1))
    _check_names(found, path)
    for request in found:
        references.check(request.parameters, f"{request.place} in {path}", _answers(found, request))
    return Change(change_id, file, hashlib.sha256(data).hexdigest(), found)


def _request(item: object, number: int, path: str | Path, profile: str) -> ChangeRequest:
    place = f"request {number} in {path}"
    fields = _fields(item, _REQUEST_KEYS, place)
    operation = _operation(fields.get("operation"), place)
    region = _matching(_REGION, fields.get("region"), f"region of {place}", "such as eu-west-1")
    parameters = fields.get("parameters")
    if not isinstance(parameters, Mapping):
        raise UsageError(f"parameters of {place} is not a mapping", hint=_HINT)
    name, account = fields.get("name"), fields.get("account")
    if name is not None:
        _matching(_NAME, name, f"name of {place}", "1 to 15 letters and digits, a letter first")
    if account is not None:
        _matching(_ACCOUNT, account, f"account of {place}", '12 digits in quotes: "111122223333"')
    taken = keys.from_environment(parameters, f"parameters of {place}")
    secrets.guard().learn(taken)
    return ChangeRequest(
        number,
        name or f"request{number}",
        operation,
        region,
        account or "",
        taken,
        _profile(fields, place) or profile,
    )


def _profile(fields: Mapping[str, Any], place: str) -> str:
    """The name of the AWS profile that the fields give; empty for none."""
    if fields.get("profile") is None:
        return ""
    return _matching(_ID, fields["profile"], f"profile of {place}", "the name of an AWS profile")


def _operation(operation: object, place: str) -> str:
    changing = [name for name in OPERATIONS if not name.startswith(_READING)]
    if not isinstance(operation, str) or not operation.isascii():
        raise UsageError(
            f"{place} names no operation", hint="such as CreatePrivateVirtualInterface"
        )
    if operation in _UNPLANNED:
        raise UsageError(
            f"{place}: {operation} can't be planned, as what dxnet reads doesn't tell its outcome",
            hint="send it with the AWS CLI",
        )
    if operation in changing:
        return operation
    if operation in OPERATIONS:
        raise UsageError(
            f"{place}: {operation} changes nothing", hint="a change holds requests that change"
        )
    hint = did_you_mean(operation, changing) or "docs/operations.md lists the operations"
    raise UsageError(f"{place}: there is no operation {operation!r}", hint=hint)


def _fields(value: object, known: Sequence[str], place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UsageError(f"{place} is not a mapping", hint=_HINT)
    for name in value:
        if name not in known:
            hint = did_you_mean(str(name), known) or f"its keys are {', '.join(known)}"
            raise UsageError(f"{place} has an unknown key {str(name)[:80]!r}", hint=hint)
    return value


def _matching(pattern: re.Pattern[str], value: object, what: str, expected: str) -> str:
    if isinstance(value, str) and pattern.fullmatch(value):
        return value
    found = f"there is no {what}" if value is None else f"{what} is {str(value)[:80]!r}"
    raise UsageError(found, hint=f"it must be {expected}")


def _check_names(requests: Sequence[ChangeRequest], path: str | Path) -> None:
    first: dict[str, ChangeRequest] = {}
    for request in requests:
        other = first.setdefault(request.name, request)
        if other is not request:
            raise UsageError(
                f"requests {other.number} and {request.number} in {path} are both named "
                f"{request.name}",
                hint="give each its own name",
            )


def _answers(requests: Sequence[ChangeRequest], of: ChangeRequest) -> references.Known:
    """What a request may refer to: the operation by name, None for those that come too late."""
    return {
        request.name: request.operation if request.number < of.number else None
        for request in requests
    }
