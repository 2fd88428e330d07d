"""A VIF's configuration as the rules read it: made once, its lines flat, its keys replaced.

What makes the text comes from the caller, since checks know nothing of rendering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from dxnet.errors import DxnetError, ExitCode
from dxnet.model import Parent, Secret, Vif
from dxnet.platforms import Platform
from dxnet.settings import Router

_STAND_IN = Secret("stand-in-for-a-key")


class Renderer(Protocol):
    """Makes the configuration of a VIF, as `dxnet.render.config` does."""

    def __call__(
        self, vif: Vif, router: Router, platform: Platform, *, parent: Parent | None = None
    ) -> str:
        """The text; raises `DxnetError` for what can't be rendered."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line after all lines that it stands in, such as `router bgp 65001 neighbor ...`.

    `line` is its number in the text, from 1.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A configuration's statements, and `text`, which makes the configuration of a VIF like it.

    In the statements every key is a stand-in and the VIF has no name, so that they can be quoted
    and no free text is mistaken for a command.
    """

    statements: tuple[Statement, ...]
    text: Callable[[Vif], str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of rendering a VIF: the configuration, or the reason why there is none.

    `is_fault_of_vif` says that the reason is the VIF's own, so that other rules find it.
    """

    rendered: Rendered | None = None
    refusal: str = ""
    is_fault_of_vif: bool = False


def attempt(
    vif: Vif, router: Router, platform: Platform, parent: Parent | None, render: Renderer
) -> Attempt:
    """Render the VIF; a renderer that breaks is a refusal too."""

    def text(of: Vif) -> str:
        return render(of, router, platform, parent=parent)

    try:
        made = text(replace(with_stand_ins(vif), name=""))
    except DxnetError as error:
        return Attempt(None, error.message, error.code == ExitCode.CHECKS_FAILED)
    except Exception as error:  # its text stays out, since it might quote a key
        return Attempt(refusal=f"rendering broke: {type(error).__name__}")
    return Attempt(Rendered(tuple(statements(made, platform.comment)), text))


def with_stand_ins(vif: Vif) -> Vif:
    """The VIF with a stand-in for the key of every peer."""
    return replace(vif, peers=tuple(replace(peer, auth_key=_STAND_IN) for peer in vif.peers))


def statements(text: str, comment: str) -> Iterator[Statement]:
    """The lines of the text without comments and closing braces, each after those it stands in.

    A line stands in those above it that are indented less.
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
