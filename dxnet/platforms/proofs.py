"""What has proved the templates, tied to their bytes.

`templates/PROOFS.toml` is written by the very tests that prove (`DXNET_PROVE=1`). Each entry holds
the digest of the templates that were proved. A copied or an edited folder has another digest, so
it is unverified until it is proved again.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from importlib import resources

from dxnet.errors import DxnetError
from dxnet.fields import TomlFile
from dxnet.platforms.model import PROOFS, Proof

FILE_NAME = "PROOFS.toml"
TEXTS = ("config.j2", "rollback.j2", "verify.j2")

# A template that another one extends, imports or includes.
_SHIPPED = re.compile(r"""["']shipped/([\w./-]+)["']""")


@dataclass(frozen=True, slots=True)
class Claim:
    """One test module's proof of one platform.

    `digest` is that of the templates that it proved, `test` its path in the repository, `by` what
    read or ran them, with its version, and `date` the day, ISO.
    """

    slug: str
    digest: str
    status: str
    by: str
    test: str
    date: str


def proof(slug: str) -> Proof:
    """The strongest proof of the platform's templates as they are now."""
    try:
        claims = [claim for claim in _shipped_claims() if claim.slug == slug]
    except DxnetError:
        return Proof()
    current = [claim for claim in claims if claim.digest == digest(slug)]
    if not current:
        return Proof()
    status = min((claim.status for claim in current), key=PROOFS.index)
    strongest = [claim for claim in current if claim.status == status]
    return Proof(
        status,
        by="; ".join(dict.fromkeys(claim.by for claim in strongest)),
        date=max(claim.date for claim in strongest),
        tests=tuple(claim.test for claim in strongest),
    )


def digest(slug: str) -> str:
    """The SHA-256 of the three texts and of all that they extend or import, in hex."""
    import hashlib

    total = hashlib.sha256()
    for name, data in sorted(_templates([f"{slug}/{text}" for text in TEXTS]).items()):
        total.update(f"{name} {len(data)}\n".encode() + data)
    return total.hexdigest()


def _templates(names: list[str]) -> dict[str, bytes]:
    """The bytes of those templates and of all that they name; of a missing one, none."""
    root, waiting = resources.files("dxnet.templates"), list(names)
    contents: dict[str, bytes] = {}
    while waiting:
        name = waiting.pop()
        if name not in contents:
            file = reduce(operator.truediv, name.split("/"), root)
            contents[name] = file.read_bytes() if file.is_file() else b""
            waiting += _SHIPPED.findall(contents[name].decode("utf-8", "replace"))
    return contents


@cache
def _shipped_claims() -> tuple[Claim, ...]:
    file = resources.files("dxnet.templates") / FILE_NAME
    return tuple(claims(TomlFile(str(file), file.read_text("utf-8")))) if file.is_file() else ()


def claims(file: TomlFile) -> Iterator[Claim]:
    """Every claim in a text of that form; raises `UsageError` for one that is malformed."""
    top = file.top()
    for slug in top.values:
        for table in top.tables(slug):
            if table.text("status") not in PROOFS:
                raise table.wrong("status", table.text("status"), f"one of {', '.join(PROOFS)}")
            yield table.build(Claim, slug=slug)


def text(of: Iterable[Claim]) -> str:
    """The claims as the text of the file."""
    blocks = [
        "# What has proved the templates: written by the tests that do it, never by hand.\n"
        "# DXNET_PROVE=1 python -m pytest tests/lab tests/checks tests/schemas\n"
    ]
    for claim in sorted(of, key=lambda claim: (claim.slug, claim.test)):
        fields = ("digest", "status", "by", "test", "date")
        lines = [f'{name} = "{getattr(claim, name)}"\n' for name in fields]
        blocks.append(f"[[{claim.slug}]]\n{''.join(lines)}")
    return "\n".join(blocks)
