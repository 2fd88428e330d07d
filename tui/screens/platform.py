"""The choice of a platform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from dxnet.platforms import Platform

FROM_SETTINGS = "-"


class PlatformScreen(ModalScreen[str | None]):
    """A list of platforms; its result is a slug, `FROM_SETTINGS`, or None for no choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Cancel", key_display="Esc")
    ]

    def __init__(self, platforms: Sequence[Platform], chosen: str) -> None:
        super().__init__()
        self._platforms = platforms
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The list, the present choice highlighted."""
        first = Option("As dxnet.toml says", id=FROM_SETTINGS)
        choices = OptionList(first, *map(_option, self._platforms), id="platforms", markup=False)
        choices.add_class("box")
        choices.border_title = "Platform of every configuration"
        choices.border_subtitle = "Enter chooses, Esc cancels"
        yield choices

    def on_mount(self) -> None:
        """Start at the present choice."""
        choices = self.query_one(OptionList)
        choices.highlighted = choices.get_option_index(self._chosen or FROM_SETTINGS)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give back the choice."""
        self.dismiss(event.option_id)


def _option(platform: Platform) -> Option:
    proof = f"proof: {platform.proof.status}"
    text = Content.assemble(f"{platform.slug:<20}{platform.name:<28}", (proof, "dim"))
    return Option(text, id=platform.slug)
