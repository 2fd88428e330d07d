"""A VIF's rendered configuration, as the rules read it: one statement per line, no real keys.

The caller gives the renderer, since the checks may not import `dxnet.render`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from dxnet.errors import DxnetError, ExitCode
from dxnet.model import Parent, Secret, Vif
from dxnet.platforms import Platform
from dxnet.settings import Circuits, Router

_STAND_IN = Secret("stand-in-for-a-key")


class Renderer(Protocol):
    """Renders the configuration of a VIF, as `dxnet.render.config` does."""

    def __call__(
        self,
        vif: Vif,
        router: Router,
        platform: Platform,
        *,
        parent: Parent | None = None,
        circuits: Circuits,
    ) -> str:
        """Return the text; raise `DxnetError` if the VIF can't be rendered."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A configuration line, prefixed with its parent sections: `router bgp 65001 neighbor ...`.

    `line` is its number in the text, from 1.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """The statements of a configuration, and `text`, which renders it for another VIF.

    The statements were rendered with a stand-in for every key, so a finding can quote them, and
    without the VIF's name, so that no free text looks like a command.
    """

    statements: tuple[Statement, ...]
    text: Callable[[Vif], str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of rendering a VIF: the configuration, or the reason why there is none.

    With `is_fault_of_vif` the VIF itself is the reason, so the rules about the VIF report it.
    """

    rendered: Rendered | None = None
    refusal: str = ""
    is_fault_of_vif: bool = False


def attempt(
    vif: Vif,
    router: Router,
    platform: Platform,
    parent: Parent | None,
    circuits: Circuits,
    render: Renderer,
) -> Attempt:
    """Render the VIF; an error of the renderer becomes a refusal."""

    def text(of: Vif) -> str:
        return render(of, router, platform, parent=parent, circuits=circuits)

    try:
        nameless = text(replace(with_stand_ins(vif), name=""))
    except DxnetError as error:
        return Attempt(None, error.message, error.code == ExitCode.CHECKS_FAILED)
    except Exception as error:  # its text stays out, since it might quote a key
        return Attempt(refusal=f"rendering broke: {type(error).__name__}")
    return Attempt(Rendered(tuple(statements(nameless, platform.comment)), text))


def with_stand_ins(vif: Vif) -> Vif:
    """Return the VIF with a stand-in for the key of every peer."""
    return replace(vif, peers=tuple(replace(peer, auth_key=_STAND_IN) for peer in vif.peers))


def statements(text: str, comment: str) -> Iterator[Statement]:
    """Yield the lines of the text, without comments and closing braces, as statements.

    The parent sections of a line are the lines above it that are indented less.
    """
    above: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = " ".join(line.split())
        if not words.strip("!};") or words.startswith(comment):
            continue
        indent = len(line) - len(line.lstrip())
        while above and above[-1][0] >= indent:
            above.pop()
        within = f"{above[-1][1]} " if above else ""
        above.append((indent, within + words))
        yield Statement(number, within + words)
