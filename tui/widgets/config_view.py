"""The pane with the masked configuration of one VIF, or with the reason why there is none."""

from __future__ import annotations

from functools import partial

from rich.console import Group, RenderableType
from rich.text import Text
from textual.content import Content

from ..verdicts import Configuration
from .findings_view import attention
from .problem import explanation
from .text_view import TextView


class ConfigView(TextView):
    """A configuration line by line, unwrapped, its comments faint."""

    def show(self, configuration: Configuration | None) -> None:
        """Show the configuration, None while it is made."""
        self.put(partial(_made, configuration), wraps=not (configuration and configuration.text))


def _made(configuration: Configuration | None) -> Content | RenderableType:
    if configuration is None:
        return Text("The configuration is being made …", "dim")
    if configuration.error is not None:
        return explanation(configuration.error)
    if configuration.refusals:
        title = Text("No configuration: these checks stop it.", "bold red")
        return Group(title, Text(), *attention(configuration.refusals))
    return Content.assemble(
        *(
            (line, "dim") if line.lstrip().startswith(configuration.comment) else line
            for line in configuration.text.splitlines(keepends=True)
        )
    )
