"""The application: `dxnet tui`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen

from dxnet.errors import UsageError
from dxnet.secrets import guard
from dxnet.settings import Settings
from dxnet.sources import Options

from . import session
from .actions import ACTIONS
from .key_filter import KeyFilter
from .screens.browse import BrowseScreen
from .session import Session


class DxnetApp(App[None]):
    """Browses, checks and renders the VIFs of one session."""

    TITLE = "dxnet"
    CSS_PATH = "app.tcss"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.failure: Exception | None = None
        self.animation_level = "none"
        self._key_filter = KeyFilter(guard())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and the one that masks keys in what is drawn."""
        return [*super().get_line_filters(), self._key_filter]

    def get_default_screen(self) -> Screen[None]:
        """The main screen, to which all others return."""
        return BrowseScreen(self._session)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The actions of the main screen, for the palette."""
        if isinstance(screen, BrowseScreen):
            for action in ACTIONS:
                run = partial(screen.call_later, screen.action_perform, action.name)
                yield SystemCommand(action.label, action.help, run)

    def action_help_quit(self) -> None:
        """Answer Ctrl+C, which many try first."""
        self.notify("q quits; Ctrl+Q does anywhere.", markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """Keep an unexpected error for `run` to raise, in place of Textual's own report.

        That report shows local variables, and a key may be among them.
        """
        self.failure = self.failure or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a report."""
        self._close_messages_no_wait()


def run(options: Options, settings: Settings) -> None:
    """Run the interface until the user quits; raises `DxnetError` where there is no terminal."""
    if not sys.stderr.isatty():  # where Textual draws
        raise UsageError(
            "the TUI needs a terminal, and stderr is not one",
            hint="`dxnet list` and `dxnet show` write to files and pipes",
        )
    app = DxnetApp(session.of(options, settings))
    app.run()
    if app.failure is not None:
        raise app.failure
