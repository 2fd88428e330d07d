"""What the keys of the main screen do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.widgets import Input

from dxnet import platforms
from dxnet.secrets import guard

from ..actions import ACTIONS, BY_NAME, Need
from ..session import Session
from ..shown import for_terminal
from ..widgets.config_view import masked_name
from ..widgets.key_line import KeyLine
from .estate import EstateScreen
from .help import HelpScreen
from .platform import FROM_SETTINGS, PlatformScreen
from .save import SaveScreen


class BrowseScreen(EstateScreen):
    """Does what `ACTIONS` lists, or says why that can't be done now."""

    BINDINGS: ClassVar[list[BindingType]] = [action.binding for action in ACTIONS]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._missing: Mapping[Need, Callable[[], str]] = {
            Need.ESTATE: self.why_no_estate,
            Need.VIF: self.why_no_vif,
            Need.VERDICTS: self._why_no_verdicts,
            Need.CONFIGURATION: self._why_no_configuration,
            Need.PLATFORMS: lambda: "" if platforms.slugs() else "No platform is installed.",
        }

    async def action_perform(self, name: str) -> None:
        """Do the action of that name, or say why that can't be done now."""
        reasons = (self._missing[need]() for need in BY_NAME[name].needs)
        reason = next(filter(None, reasons), "")
        if reason:
            self._say(reason, "warning")
        else:
            await self.run_action(name)

    def _why_no_verdicts(self) -> str:
        entry = self._table.current
        if entry is not None and entry.verdict is None:
            return "The checks are still running."
        return self.why_no_vif()

    def _why_no_configuration(self) -> str:
        if self._configuration is not None:
            return ""
        if reason := self._why_no_verdicts():
            return reason
        if self._pane.is_examined:
            return "This VIF has no configuration: 3 shows why."
        return "The configuration is still being made."

    def action_open(self) -> None:
        """Move the focus to the pane; on a small terminal, show the pane alone."""
        self.add_class("-reading")
        self.call_after_refresh(self._pane.focus_view)

    def action_tab(self, tab: str) -> None:
        """Show a tab of the pane."""
        self._pane.open(tab)
        if not self._pane.display or "-reading" in self.classes:
            self.action_open()

    def action_back(self) -> None:
        """Undo the last step that can be undone."""
        is_filtering = self._filter.has_focus_within
        steps = (
            (self._progress.display, self._cancel),
            (self._problem.display, self._problem.hide),
            ("-reading" in self.classes, partial(self.set_focus, self._table)),
            (is_filtering or bool(self._filter.text), self._clear_filter),
            (True, partial(self._say, "Nothing to go back to. Press q to quit.")),
        )
        next(step for applies, step in steps if applies)()

    def _cancel(self) -> None:
        self.cancel()
        self._say("Cancelled: r reads the source again.")

    def _clear_filter(self) -> None:
        self._filter.clear()
        self.set_focus(self._table)

    def action_filter(self) -> None:
        """Type a filter."""
        self._filter.display = True
        self.set_focus(self._filter.query_one(Input))

    def action_next_fail(self) -> None:
        """Go to the next VIF that failed a check and show its findings."""
        if self._table.next_matching(lambda entry: bool(entry.verdict and entry.verdict.stops)):
            self._pane.open("findings")
        else:
            self._say("No VIF in the table has failed a check.")

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._table.sort_by_next()

    def action_reverse(self) -> None:
        """Sort the other way round."""
        self._table.reverse()

    def action_reload(self) -> None:
        """Read the source."""
        self.reload()

    def action_platform(self) -> None:
        """Choose a platform, then check and render again."""

        def choose(slug: str | None) -> None:
            if slug is not None:
                self._session = self._session.on_platform("" if slug == FROM_SETTINGS else slug)
                self._pane.open("config")
                self.check()

        screen = PlatformScreen(platforms.all_platforms(), self._session.platform)
        self.app.push_screen(screen, choose)

    def action_copy(self) -> None:
        """Send the masked configuration to the clipboard."""
        made = self._configuration
        if made is not None:
            self.app.copy_to_clipboard(guard().mask(made.text))
            self._say(f"Sent to clipboard: the masked configuration of {made.vif_id}.")

    def action_save(self) -> None:
        """Ask where to save the masked configuration."""

        def saved(path: Path | None) -> None:
            if path is not None:
                self._say(f"Saved in {path}, mode 0600.")

        made = self._configuration
        if made is not None:
            self.app.push_screen(SaveScreen(guard().mask(made.text), masked_name(made)), saved)

    def action_help(self) -> None:
        """Show the help."""
        self.app.push_screen(HelpScreen())

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def on_vif_table_opened(self) -> None:
        """Open the VIF that was clicked twice."""
        self.action_open()

    async def on_key_line_clicked(self, message: KeyLine.Clicked) -> None:
        """Do what was clicked."""
        await self.action_perform(message.action.name)

    def _say(self, text: str, severity: Literal["information", "warning"] = "information") -> None:
        self.notify(for_terminal(text), severity=severity, markup=False)
