"""Where an estate comes from: AWS, a file or a pipe, or the built-in demo; always raw AWS JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

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


def read(
    options: Options, *, kinds: Collection[str] = ALL, vif_ids: Sequence[str] = ()
) -> dict[str, Any]:
    """The raw JSON of the estate: the lists named in `dxnet.parse.KINDS`, keys included, but
    masked where a name or a tag repeats them.

    Both limits spare calls to AWS and mean nothing to the other sources: `kinds` reads those
    lists alone, `vif_ids` those VIFs with what they stand on and lead to. Raises `DxnetError`
    with exit code 3 for a source that can't be read and 2 for a VIF that AWS doesn't have.
    """
    from dxnet.sources import scrub

    return scrub.mask_free_text(_read(options, kinds, vif_ids))


def _read(options: Options, kinds: Collection[str], vif_ids: Sequence[str]) -> dict[str, Any]:
    if options.source == "aws":
        from dxnet.sources import aws

        return aws.read(options, kinds, vif_ids)
    if options.source == "demo":
        from dxnet.sources import demo

        return demo.read()
    from dxnet.sources import snapshot

    return snapshot.read(options.source)
