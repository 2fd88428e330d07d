"""The main screen: the table of VIFs and the pane on the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Footer

from dxnet import platforms
from dxnet.errors import DxnetError
from dxnet.model import Estate
from dxnet.untrusted import shown

from .. import rows, verdicts
from ..actions import ACTIONS, BY_NAME, Need
from ..messages import Checked, Loaded, LoadFailed, Rendered
from ..rows import Entry
from ..session import Session
from ..threads import in_thread
from ..verdicts import Configuration, Verdict
from ..widgets.filter_bar import FilterBar
from ..widgets.problem import Problem
from ..widgets.progress_line import ProgressLine
from ..widgets.status_line import StatusLine
from ..widgets.vif_pane import VifPane
from ..widgets.vif_table import VifTable
from .help import HelpScreen
from .platform import FROM_SETTINGS, PlatformScreen
from .save import SaveScreen


class BrowseScreen(Screen[None]):
    """Loads the estate, shows it, and does what `ACTIONS` lists."""

    BINDINGS: ClassVar[list[BindingType]] = [action.binding for action in ACTIONS]
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (150, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._estate: Estate | None = None
        self._configuration: Configuration | None = None
        self._missing: Mapping[Need, Callable[[], str]] = {
            Need.ESTATE: self._why_no_estate,
            Need.VIF: self._why_no_vif,
            Need.VERDICTS: self._why_no_verdicts,
            Need.CONFIGURATION: self._why_no_configuration,
            Need.PLATFORMS: lambda: "" if platforms.slugs() else "No platform is installed.",
        }

    def compose(self) -> ComposeResult:
        """One line on everything, what is going on, the table and the pane, the keys."""
        yield StatusLine(id="status")
        yield ProgressLine(id="progress")
        yield Problem(id="problem")
        yield FilterBar(id="filter")
        with Container(id="panes"):
            yield VifTable(id="table")
            yield VifPane(id="pane")
        yield Footer(show_command_palette=False)

    @property
    def _table(self) -> VifTable:
        return self.query_one(VifTable)

    @property
    def _pane(self) -> VifPane:
        return self.query_one(VifPane)

    @property
    def _filter(self) -> FilterBar:
        return self.query_one(FilterBar)

    @property
    def _progress(self) -> ProgressLine:
        return self.query_one(ProgressLine)

    def on_mount(self) -> None:
        """Begin with the source."""
        self._table.focus()
        self.action_reload()

    # What the workers do, each in a thread, and tell.

    async def _read_source(self) -> None:
        def read() -> tuple[Estate, tuple[Entry, ...]]:
            estate = self._session.load()
            return estate, rows.entries(estate, {})

        try:
            self.post_message(Loaded(*await in_thread(read)))
        except DxnetError as error:
            self.post_message(LoadFailed(error))

    async def _run_checks(self, estate: Estate) -> None:
        settings = self._session.settings

        def check() -> tuple[Entry, ...]:
            return rows.entries(estate, verdicts.of_estate(estate, settings))

        self.post_message(Checked(await in_thread(check)))

    async def _make_configuration(self, estate: Estate, entry: Entry, verdict: Verdict) -> None:
        make = partial(verdicts.configuration, estate, entry.vif, self._session.settings, verdict)
        self.post_message(Rendered(await in_thread(make)))

    def on_loaded(self, message: Loaded) -> None:
        """Show the table, then run the checks."""
        if not self._progress.display:
            return
        self._progress.stop()
        self._estate = message.estate
        self._table.empty = f"There is no virtual interface in {self._session.source}."
        self._table.show(message.entries)
        self.run_worker(self._run_checks(message.estate), group="check", exclusive=True)

    def on_load_failed(self, message: LoadFailed) -> None:
        """Show the error; what was loaded before stays."""
        if self._progress.display:
            self._progress.stop()
            self.query_one(Problem).show(message.error)

    def on_checked(self, message: Checked) -> None:
        """Show the verdicts."""
        self._table.show(message.entries)

    def on_rendered(self, message: Rendered) -> None:
        """Show the configuration, if the cursor is still on its VIF."""
        entry = self._table.current
        if entry is not None and entry.vif.id == message.configuration.vif_id:
            self._configuration = message.configuration
            self._pane.show_configuration(message.configuration)

    # What the widgets tell.

    def on_vif_table_highlighted(self, message: VifTable.Highlighted) -> None:
        """Show the VIF under the cursor and make its configuration."""
        self._configuration = None
        entry, estate = message.entry, self._estate
        if entry is None or estate is None:
            self._pane.clear()
            return
        self._pane.show(estate, entry)
        if entry.verdict is not None:
            work = self._make_configuration(estate, entry, entry.verdict)
            self.run_worker(work, group="render", exclusive=True)

    def on_vif_table_arranged(self) -> None:
        """Count what the table shows."""
        self.query_one(StatusLine).show(
            self._session.source,
            self._table.shown,
            self._table.total,
            f"platform: {self._session.platform or 'dxnet.toml'}",
        )

    def on_vif_table_opened(self) -> None:
        """Open the VIF that was clicked twice."""
        self.action_open()

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        """Show what passes the filter."""
        if self._filter.text:
            self._table.empty = "No VIF passes the filter; Esc clears it."
        self._table.filter(message.test)

    def on_filter_bar_entered(self) -> None:
        """Go from the filter to what it found."""
        self._filter.display = bool(self._filter.text)
        self._table.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """On a small terminal show the half that has the keys."""
        self.set_class(self._pane in event.widget.ancestors, "-reading")

    # What the keys do.

    async def action_perform(self, name: str) -> None:
        """Do the action of that name, or say why that can't be done now."""
        reasons = (self._missing[need]() for need in BY_NAME[name].needs)
        reason = next(filter(None, reasons), "")
        if reason:
            self._say(reason, "warning")
        else:
            await self.run_action(name)

    def _why_no_estate(self) -> str:
        if self._estate is not None:
            return ""
        return (
            "The source is still being read."
            if self._progress.display
            else "Nothing is loaded: r reads the source."
        )

    def _why_no_vif(self) -> str:
        if self._table.current is not None:
            return ""
        return self._why_no_estate() or self._table.empty

    def _why_no_verdicts(self) -> str:
        entry = self._table.current
        if entry is not None and entry.verdict is None:
            return "The checks are still running."
        return self._why_no_vif()

    def _why_no_configuration(self) -> str:
        if self._configuration is None:
            return self._why_no_verdicts() or "The configuration is still being made."
        if self._configuration.text:
            return ""
        return "This VIF has no configuration: 3 shows why."

    def action_open(self) -> None:
        """Give the keys to the pane, and the screen to it where there is room for one."""
        self.add_class("-reading")
        self.call_after_refresh(self._pane.focus_view)

    def action_tab(self, tab: str) -> None:
        """Show a tab of the pane."""
        self._pane.open(tab)
        if not self._pane.display or "-reading" in self.classes:
            self.action_open()

    def action_back(self) -> None:
        """Undo the last step that can be undone."""
        problem = self.query_one(Problem)
        is_filtering = self._filter.has_focus_within
        steps = (
            (self._progress.display, self._cancel),
            (problem.display, problem.hide),
            ("-reading" in self.classes, self._table.focus),
            (is_filtering or bool(self._filter.text), self._clear_filter),
            (True, partial(self._say, "This is the first step: q quits.")),
        )
        next(step for applies, step in steps if applies)()

    def _cancel(self) -> None:
        self.workers.cancel_group(self, "load")
        self._progress.stop()
        self._table.empty = "The source was not read: r reads it."
        self._table.refresh()
        self._say("Cancelled: r reads the source again.")

    def _clear_filter(self) -> None:
        self._filter.clear()
        self._table.focus()

    def action_filter(self) -> None:
        """Type a filter."""
        self._filter.open()

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
        self.query_one(Problem).hide()
        self._progress.start(self._session.source)
        self.run_worker(self._read_source(), group="load", exclusive=True)

    def action_platform(self) -> None:
        """Choose a platform, then check and render again."""

        def choose(slug: str | None) -> None:
            if slug is None or self._estate is None:
                return
            self._session = self._session.on_platform("" if slug == FROM_SETTINGS else slug)
            self._table.post_message(VifTable.Arranged())
            self._pane.open("config")
            self.run_worker(self._run_checks(self._estate), group="check", exclusive=True)

        screen = PlatformScreen(platforms.all_platforms(), self._session.platform)
        self.app.push_screen(screen, choose)

    def action_copy(self) -> None:
        """Send the masked configuration to the clipboard."""
        made = self._configuration
        if made is not None:
            self.app.copy_to_clipboard(made.text)
            self._say(f"Sent to clipboard: the masked configuration of {made.vif_id}.")

    def action_save(self) -> None:
        """Ask where to save the masked configuration."""

        def saved(path: Path | None) -> None:
            if path is not None:
                self._say(f"Saved in {path}, mode 0600.")

        made = self._configuration
        if made is not None:
            self.app.push_screen(SaveScreen(made.text, made.file_name), saved)

    def action_help(self) -> None:
        """Show the help."""
        self.app.push_screen(HelpScreen())

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def _say(self, text: str, severity: Literal["information", "warning"] = "information") -> None:
        self.notify(shown(text), severity=severity, markup=False)
