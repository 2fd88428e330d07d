"""The platforms: what each `templates/<platform>/platform.toml` says of one network system.

Everything that differs between platforms and is not text to print is data there: names, what it
can't do, how an interface is named and how a key is written. What has proved the templates is in
`templates/PROOFS.toml`, by the templates' digest.
"""

from dxnet.platforms.model import (
    CAPABILITIES,
    PROOFS,
    BrokenPlatform,
    Feature,
    KeyExample,
    KeyRules,
    Lint,
    LintExample,
    Names,
    Parser,
    Platform,
    Proof,
    RefusedPattern,
)
from dxnet.platforms.registry import all_platforms, folders, get, read, slugs

__all__ = [
    "CAPABILITIES",
    "PROOFS",
    "BrokenPlatform",
    "Feature",
    "KeyExample",
    "KeyRules",
    "Lint",
    "LintExample",
    "Names",
    "Parser",
    "Platform",
    "Proof",
    "RefusedPattern",
    "all_platforms",
    "folders",
    "get",
    "read",
    "slugs",
]
