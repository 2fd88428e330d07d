"""Tags: what is allowed in them, and the operations on the resources that ARNs name."""

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
from dxnet.control_plane.operation import Request, operation
from dxnet.limits import TAGS_PER_RESOURCE

Tag = Mapping[str, str]

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
    kept = [dict(tag) for tag in already if tag.get("key") not in keys]
    if len(kept) + len(fresh) > TAGS_PER_RESOURCE:
        raise ServiceError(
            TOO_MANY_TAGS, f"A resource can have no more than {TAGS_PER_RESOURCE} tags."
        )
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


@operation("TagResource")
def tag_resource(request: Request) -> Mapping[str, Any]:
    """Add tags to a resource of the caller's, or replace those of the same keys."""
    kind, record = _own(request)
    changed = checked(request["tags"], record.get("tags") or ())
    request.estate.change(kind, record[KINDS[kind].id], tags=changed)
    return {}


@operation("UntagResource")
def untag_resource(request: Request) -> Mapping[str, Any]:
    """Take tags from a resource of the caller's; keys that it hasn't are no error."""
    kind, record = _own(request)
    kept = [tag for tag in record.get("tags") or () if tag.get("key") not in request["tagKeys"]]
    request.estate.change(kind, record[KINDS[kind].id], tags=kept)
    return {}


@operation("DescribeTags")
def describe_tags(request: Request) -> Mapping[str, Any]:
    """The tags of the resources that the ARNs name."""
    return {
        "resourceTags": [
            {"resourceArn": arn, "tags": resource(request, arn)[1].get("tags") or []}
            for arn in request["resourceArns"]
        ]
    }


def _own(request: Request) -> tuple[str, Record]:
    kind, record = resource(request, request["resourceArn"])
    return kind, request.live(kind, record[KINDS[kind].id])


def _is_allowed(character: str) -> bool:
    return character in _MARKS or unicodedata.category(character)[0] in "LNZ"
