"""Where an estate comes from, which every header, report, question and screen prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from dxnet import __version__

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What one reading of a source was; empty where the source doesn't tell.

    `version` is dxnet's, `source` names the source in words, and `time` is when it was read: ISO
    8601 in UTC, the only "now" in a report. `account` and `role` are whose credentials read AWS,
    `regions` those that were asked or, in a file, are named by its records. `endpoint` is the URL
    that answered, and `is_aws` says that it is one of AWS's. `digest` is the SHA-256 of a file,
    `taken` when the snapshot in it was made.
    """

    version: str
    source: str
    time: str
    account: str = ""
    role: str = ""
    regions: tuple[str, ...] = ()
    endpoint: str = ""
    is_aws: bool = False
    digest: str = ""
    taken: str = ""

    @classmethod
    def now(cls, source: str) -> Provenance:
        """The provenance of what is made now, from a source in words that tells no more."""
        return cls(__version__, source, datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def words(self) -> str:
        """The source, and whose account was read, for a line of a report."""
        account = f", account {self.account}" if self.endpoint and self.account else ""
        taken = f", taken {self.taken}" if self.taken else ""
        return f"{self.source}{account}{taken}"

    @property
    def place(self) -> str:
        """Where the source was looked into, in words: the regions of AWS, or the file."""
        return (
            f"AWS {', '.join(self.regions)}" if self.endpoint and not self.digest else self.source
        )

    @property
    def destination(self) -> str:
        """Where a request would go, in words: an account of AWS, or an endpoint that isn't AWS's.

        AWS answers by HTTPS alone, so plain HTTP on loopback is a simulator; other endpoints, such
        as a tunnel, may lead to AWS.
        """
        if self.is_aws:
            return f"account {self.account}" if self.account else self.source
        url = urlsplit(self.endpoint)
        if url.scheme == "http" and url.hostname in _LOOPBACK:
            return f"the SIMULATOR at {url.netloc}"
        return f"{url.netloc or self.endpoint}, which is not an endpoint of AWS's own"

    def as_json(self) -> dict[str, Any]:
        """The fields as a JSON object, without what is empty."""
        return {
            "dxnet" if name == "version" else name: list(value)
            if isinstance(value, tuple)
            else value
            for name, value in asdict(self).items()
            if value or name in ("version", "source", "time")
        }


def from_json(value: object) -> Provenance | None:
    """The provenance in such an object, None where it isn't one; odd fields are empty."""
    if not isinstance(value, Mapping):
        return None
    texts = {f.name: value[f.name] for f in fields(Provenance) if _is_text(value.get(f.name))}
    listed = value.get("regions")
    regions = tuple(filter(_is_text, listed)) if isinstance(listed, list) else ()
    flags = {"regions": regions, "is_aws": value.get("is_aws") is True}
    made = {"version": str(value.get("dxnet", "")), "source": "", "time": ""}
    return Provenance(**{**made, **texts, **flags})


def _is_text(value: object) -> bool:
    return isinstance(value, str)
