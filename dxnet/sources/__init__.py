"""Where an estate comes from: AWS, a file or a pipe, or the built-in demo; always raw AWS JSON."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dxnet.metadata import METADATA
from dxnet.parse import KINDS

ALL = frozenset(KINDS)


@dataclass(frozen=True, slots=True)
class Options:
    """Which source to read: `source` is "aws", "demo", "-" (standard input) or a file's path.

    The other three are for AWS alone and mean what they mean to the AWS CLI; no region is the
    configured one.
    """

    source: str = "aws"
    profile: str | None = None
    regions: tuple[str, ...] = ()
    endpoint_url: str | None = None

    @property
    def label(self) -> str:
        """The source in words: "AWS (profile prod, eu-west-1)", "the demo", or the file's path."""
        if self.source != "aws":
            return {"demo": "the demo", "-": "standard input"}.get(self.source, self.source)
        profile = self.profile or os.environ.get("AWS_PROFILE")
        configured = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        regions = self.regions or ((configured,) if configured else ())
        words = [f"profile {profile}"] if profile else []
        words += [*regions, *([self.endpoint_url] if self.endpoint_url else [])]
        return f"AWS ({', '.join(words)})" if words else "AWS"


def read(
    options: Options, *, kinds: Collection[str] = ALL, vif_ids: Sequence[str] = ()
) -> dict[str, Any]:
    """The raw JSON of the estate: the lists named in `dxnet.parse.KINDS`, keys included, but
    masked where a name or a tag repeats them.

    What was not read, and where the records come from, stand under `dxnet.metadata.METADATA`, as
    `dxnet.gaps` and `dxnet.provenance` write them.

    Both limits spare calls to AWS and mean nothing to the other sources: `kinds` reads those
    lists alone, `vif_ids` those VIFs with what they are joined to. Raises `DxnetError` with exit
    code 3 for a source of which nothing can be read and 2 for a VIF that AWS doesn't have.
    """
    from dxnet import metadata, secrets
    from dxnet.sources import origin, scrub

    whole = _read(options, kinds, vif_ids)
    secrets.guard().learn(whole)
    raw = scrub.mask_free_text(whole)
    read_from = origin.provenance(raw, options.label).as_json()
    return {**raw, METADATA: {**metadata.of(raw), "provenance": read_from}}


def _read(options: Options, kinds: Collection[str], vif_ids: Sequence[str]) -> dict[str, Any]:
    if options.source == "aws":
        from dxnet.sources import aws

        return aws.read(options, kinds, vif_ids)
    if options.source == "demo":
        from dxnet.sources import demo

        return demo.read()
    from dxnet.sources import snapshot

    return snapshot.read(options.source)
