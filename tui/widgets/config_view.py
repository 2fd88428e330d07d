"""The pane with the masked configuration of one VIF, or with the reason why there is none."""

from __future__ import annotations

from functools import partial

from rich.console import Group, RenderableType
from rich.text import Text
from textual.content import Content

from dxnet.assess import Configuration, Refusal

from .findings_view import attention
from .problem import explanation
from .text_view import TextView


class ConfigView(TextView):
    """A configuration line by line, unwrapped, its comments faint."""

    def show(self, outcome: Configuration | Refusal | None) -> None:
        """Show the configuration or why there is none; None while it is made."""
        self.put(partial(_content, outcome), wraps=not isinstance(outcome, Configuration))


def masked_name(configuration: Configuration) -> str:
    """The name of a file for the masked configuration."""
    return f"{configuration.vif_id}-masked.{configuration.platform.extension.lstrip('.')}"


def _content(outcome: Configuration | Refusal | None) -> Content | RenderableType:
    if outcome is None:
        return Text("The configuration is being made …", "dim")
    if isinstance(outcome, Configuration):
        return _highlighted(outcome)
    if outcome.error is not None:
        return explanation(outcome.error)
    title = Text("No configuration: these checks stop it.", "bold red")
    return Group(title, Text(), *attention(outcome.findings))


def _highlighted(configuration: Configuration) -> Content:
    comment = configuration.platform.comment
    return Content.assemble(
        *(
            (line, "dim") if line.lstrip().startswith(comment) else line
            for line in configuration.text.splitlines(keepends=True)
        )
    )
