"""Tags: what is allowed in them, and the resources that ARNs name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from dxnet.control_plane.errors import (
    DUPLICATE_TAG_KEYS,
    TOO_MANY_TAGS,
    ServiceError,
    refusal,
)
from dxnet.control_plane.kinds import KINDS, Record
from dxnet.control_plane.operation import Request

Tag = Mapping[str, str]

# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_TagResource.html
MOST_TAGS = 50
_MARKS = frozenset("_.:/=+-@")

_ARN = re.compile(r"arn:aws[a-z-]*:directconnect:([a-z0-9-]*):(\d{12}):([a-z-]+)/([A-Za-z0-9-]+)")


def checked(tags: Sequence[Tag] | None, already: Sequence[Tag] = ()) -> list[dict[str, str]]:
    """The tags of a resource after `tags` are added to those it has; raises `ServiceError`."""
    fresh = [{"key": tag["key"], "value": tag.get("value", "")} for tag in tags or ()]
    keys = {tag["key"] for tag in fresh}
    if len(keys) < len(fresh):
        raise ServiceError(DUPLICATE_TAG_KEYS, "A tag key was specified more than once.")
    for tag in fresh:
        if not all(_is_allowed(character) for character in tag["key"] + tag["value"]):
            raise refusal("A tag holds a character that is not allowed.")
        if tag["key"].lower().startswith("aws:"):
            raise refusal("A tag key must not begin with aws:")
    kept = [dict(tag) for tag in already if tag["key"] not in keys]
    if len(kept) + len(fresh) > MOST_TAGS:
        raise ServiceError(TOO_MANY_TAGS, f"A resource can have no more than {MOST_TAGS} tags.")
    return kept + fresh


def resource(request: Request, arn: str) -> tuple[str, Record]:
    """The kind and the record of the resource that an ARN names, if the caller sees it."""
    match = _ARN.fullmatch(arn)
    if match:
        region, account, arn_type, object_id = match.groups()
        kinds = [kind.name for kind in KINDS.values() if kind.arn == arn_type]
        found = request.estate.find(object_id, *kinds)
        is_here = region in ("", request.caller.region) and account == request.caller.account
        if found and is_here and request.sees(*found):
            return found
    raise refusal(f"Could not find resource with ARN {arn[:200]}")


def arn(request: Request, kind: str, record: Record) -> str:
    """The ARN of a record of the caller's."""
    region = "" if kind == "directConnectGateways" else request.caller.region
    account = record.get("ownerAccount") or request.caller.account
    partition = "aws-cn" if request.caller.region.startswith("cn-") else "aws"
    arn_type, object_id = KINDS[kind].arn, record[KINDS[kind].id]
    return f"arn:{partition}:directconnect:{region}:{account}:{arn_type}/{object_id}"


def _is_allowed(character: str) -> bool:
    return character in _MARKS or unicodedata.category(character)[0] in "LNZ"


def without(tags: Sequence[Tag], keys: Sequence[str]) -> list[dict[str, Any]]:
    """The tags whose keys are not among those."""
    return [dict(tag) for tag in tags if tag["key"] not in keys]
