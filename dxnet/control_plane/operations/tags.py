"""The operations of tags, on the resources that ARNs name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dxnet.control_plane.rules import tag_rules
from dxnet.control_plane.service.operation import Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import KINDS, STORAGE, RawRecord

_ARN = re.compile(r"arn:aws[a-z-]*:directconnect:([a-z0-9-]*):(\d{12}):([a-z-]+)/([A-Za-z0-9-]+)")


def resource(request: Request, arn: str) -> tuple[str, RawRecord]:
    """The kind and the record of the resource that an ARN names, if the caller sees it."""
    match = _ARN.fullmatch(arn)
    if match:
        region, account, arn_type, object_id = match.groups()
        kinds = [kind.list for kind, kept in STORAGE.items() if kept.arn == arn_type]
        found = request.estate.find(object_id, *kinds)
        is_here = region in ("", request.caller.region) and account == request.caller.account
        if found and is_here and request.sees(*found):
            return found
    raise refusal(f"Could not find resource with ARN {arn[:200]}")


@operation("TagResource")
def tag_resource(request: Request) -> Mapping[str, Any]:
    """Add tags to a resource of the caller's, or replace those of the same keys."""
    kind, record = _own(request)
    changed = tag_rules.checked(request["tags"], record.get("tags") or ())
    request.estate.change(kind, record[KINDS[kind].id], tags=changed)
    return {}


@operation("UntagResource")
def untag_resource(request: Request) -> Mapping[str, Any]:
    """Take tags from a resource of the caller's; a key that it does not have is not an error."""
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


def _own(request: Request) -> tuple[str, RawRecord]:
    kind, record = resource(request, request["resourceArn"])
    return kind, request.live(kind, record[KINDS[kind].id])
