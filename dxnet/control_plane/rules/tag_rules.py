"""What is allowed in the tags of a resource.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_TagResource.html
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from dxnet.control_plane.store.errors import (
    DUPLICATE_TAG_KEYS,
    TOO_MANY_TAGS,
    ServiceError,
    refusal,
)
from dxnet.limits import TAGS_PER_RESOURCE

Tag = Mapping[str, str]

_MARKS = frozenset("_.:/=+-@")


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


def _is_allowed(character: str) -> bool:
    return character in _MARKS or unicodedata.category(character)[0] in "LNZ"
