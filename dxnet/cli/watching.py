"""Reading again and again: what `dxnet status --watch` prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dxnet.cli.output import note
from dxnet.errors import SourceError

if TYPE_CHECKING:
    from dxnet.diagnose.changes import Change
    from dxnet.diagnose.document import Document

SHORTEST = 30
"""The shortest time between two readings, in seconds: AWS slows down who asks more often."""


def rounds(
    read: Callable[[], Document], wait: Callable[[], object]
) -> Iterator[tuple[Document, tuple[Change, ...]]]:
    """Yield each reading and what changed since the one before it, which is nothing at first.

    A reading that fails, or that lacks virtual interfaces, is told and left out: what was not read
    did not change. Raises what the first reading raises.
    """
    from dxnet import kinds
    from dxnet.diagnose.changes import changes, seen

    document = read()
    yield document, ()
    while True:
        wait()
        try:
            following = read()
        except SourceError as error:
            note(f"not read this time: {error.message}")
            continue
        if lacking := following.estate.gaps_about(kinds.VIF):
            note(f"not compared this time, because it was not read: {lacking[0]}")
            continue
        yield following, changes(seen(document.status), following.status)
        document = following


def lines(document: Document, found: tuple[Change, ...], form: str) -> Iterator[str]:
    """Write each change as a line, of JSON or of text, with the time of the reading."""
    from dxnet.escape import for_terminal

    for change in found:
        if form == "json":
            read_at = document.read_at.isoformat()
            yield json.dumps({**change.as_json(), "readAt": read_at}, sort_keys=True)
        else:
            yield for_terminal(f"{document.clock} {change}")
