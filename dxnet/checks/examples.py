"""What each rule says when it finds something: the sentence of its first case in tests/rules/.

The sentences are in `examples.toml`, which docs/generate.py writes and a test keeps current.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def examples() -> Mapping[str, str]:
    """Return an example of each rule's finding, by rule id.

    DX990 has none: its sentences are those of the platforms' own parsers.
    """
    return tomllib.loads((resources.files("dxnet.checks") / "examples.toml").read_text("utf-8"))
