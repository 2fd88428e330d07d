"""Pages of a listing: `maxResults` and an opaque `nextToken` that only its own listing accepts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal

# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DescribeVirtualInterfaces.html
LARGEST_PAGE = 100
_DIGEST = 12


def page(
    request: Request,
    name: str,
    ids_after: Callable[[str], Iterator[str]],
    show: Callable[[str], Mapping[str, Any]],
) -> dict[str, Any]:
    """The answer with one page in the list `name`, and `nextToken` where more follow.

    `ids_after` gives the ids behind one id, "" for all, in the order of the listing; `show` turns
    an id into its record.
    """
    size = request.get("maxResults", LARGEST_PAGE)
    if size < 1:
        raise refusal("MaxResults must be greater than or equal to 1")
    size = min(size, LARGEST_PAGE)
    ids = list(islice(ids_after(_last_id(request)), size + 1))
    answer: dict[str, Any] = {name: [show(object_id) for object_id in ids[:size]]}
    if len(ids) > size:
        answer["nextToken"] = _token(request, ids[size - 1])
    return answer


def _token(request: Request, last_id: str) -> str:
    return base64.urlsafe_b64encode(_digest(request, last_id) + last_id.encode()).decode()


def _last_id(request: Request) -> str:
    token = request.get("nextToken")
    if token is None:
        return ""
    try:
        read = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        last_id = read[_DIGEST:].decode()
    except (ValueError, binascii.Error):
        raise refusal("The nextToken is invalid") from None
    if read[:_DIGEST] != _digest(request, last_id):
        raise refusal("The nextToken is invalid")
    return last_id


def _digest(request: Request, last_id: str) -> bytes:
    """What ties a token to its place in one listing of one caller."""
    filters = {k: v for k, v in request.parameters.items() if k not in ("maxResults", "nextToken")}
    scope = [request.operation, request.caller.account, request.caller.region, filters, last_id]
    return hashlib.sha256(json.dumps(scope, sort_keys=True).encode()).digest()[:_DIGEST]
