"""What the main screen shows: the table of VIFs, and the pane on the VIF under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.worker import Worker

from dxnet.assess import Assessment, Configuration
from dxnet.model import Estate

from .. import work
from ..messages import Checked, Examined, Loaded, LoadFailed, Rested
from ..session import Session
from ..widgets.filter_bar import FilterBar
from ..widgets.key_line import KeyLine
from ..widgets.origin_line import OriginLine
from ..widgets.problem import Problem
from ..widgets.progress_line import ProgressLine
from ..widgets.status_line import StatusLine
from ..widgets.vif_pane import VifPane
from ..widgets.vif_table import VifTable


class EstateScreen(Screen[None]):
    """Loads the estate, checks it, and shows what it holds and finds."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._estate: Estate | None = None
        self._assessment: Assessment | None = None
        self._configuration: Configuration | None = None
        self._status = StatusLine(id="status")
        self._origin = OriginLine(id="origin")
        self._progress = ProgressLine(id="progress")
        self._problem = Problem(id="problem")
        self._filter = FilterBar(id="filter")
        self._table = VifTable(id="table")
        self._pane = VifPane(id="pane")

    def compose(self) -> ComposeResult:
        """The status line, the progress line, the table and the pane, and the line of keys."""
        yield from (self._status, self._origin, self._progress, self._problem, self._filter)
        yield Container(self._table, self._pane, id="panes")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Begin with the source."""
        self._status.show_source(self._session.source)
        self.set_focus(self._table)
        self.reload()

    def _start(self, group: str, work: Callable[[], Coroutine[None, None, None]]) -> Worker[None]:
        """Run the work in place of what the group is doing.

        The description keeps Textual from making one of the whole estate.
        """
        return self.run_worker(work, group=group, description=group, exclusive=True)

    def reload(self) -> None:
        """Read the source; until that has succeeded, what is shown stays."""
        self._problem.hide()
        self._progress.start(self._session.source)
        self._start("load", partial(work.load, self, self._session))

    def cancel(self) -> None:
        """Give up reading the source."""
        self.workers.cancel_group(self, "load")
        self._progress.stop()
        self._explain_emptiness()

    def check(self) -> None:
        """Run the checks, and then render again."""
        if self._estate is not None:
            self.workers.cancel_group(self, "follow")
            self._assessment = self._configuration = None
            self._pane.show_examined(None)
            settings = self._session.settings
            self._start("check", partial(work.check, self, self._estate, settings))

    def why_no_estate(self) -> str:
        """Why nothing is loaded; empty if something is."""
        if self._estate is not None:
            return ""
        if self._progress.display:
            return "The source is still being read."
        return "Nothing is loaded: r reads the source."

    def why_no_vif(self) -> str:
        """Why the cursor stands on no VIF; empty if it does."""
        if self._table.current is not None:
            return ""
        if self._table.total:
            return "No VIF passes the filter; Esc clears it."
        return self.why_no_estate() or f"There is no virtual interface in {self._session.source}."

    def _explain_emptiness(self) -> None:
        self._table.explain(self.why_no_vif())

    def on_loaded(self, message: Loaded) -> None:
        """Show the table, then run the checks."""
        if self._progress.display:
            self._progress.stop()
            self._estate = message.estate
            self._origin.show(message.estate)
            self._table.show(message.entries)
            self._filter.set_checked(False)
            self.check()

    def on_load_failed(self, message: LoadFailed) -> None:
        """Show the error; what was loaded before stays."""
        if self._progress.display:
            self._progress.stop()
            self._problem.show(message.error)
            self._explain_emptiness()

    def on_checked(self, message: Checked) -> None:
        """Show the verdicts, unless another estate was loaded meanwhile."""
        if message.assessment.estate is self._estate:
            self._assessment = message.assessment
            self._table.show(message.entries)
            self._filter.set_checked(True)

    def on_rested(self, message: Rested) -> None:
        """Show the VIF under the cursor."""
        if self._estate is not None and message.entry is self._table.current:
            self._pane.show(self._estate, message.entry)

    def on_examined(self, message: Examined) -> None:
        """Show the findings and the configuration, if the cursor is still on their VIF."""
        entry, outcome = self._table.current, message.outcome
        if entry is not None and entry.vif.id == outcome.vif_id:
            self._configuration = outcome if isinstance(outcome, Configuration) else None
            self._table.judge(entry, message.verdict)
            self._pane.show_examined(message)

    def on_vif_table_highlighted(self, message: VifTable.Highlighted) -> None:
        """Follow the cursor with the pane, once it rests."""
        self._configuration = None
        entry, estate = message.entry, self._estate
        if entry is None or estate is None:
            self._pane.clear()
            return
        self._start("follow", partial(work.follow, self, self._assessment, entry))

    def on_vif_table_arranged(self) -> None:
        """Count what the table shows."""
        self._status.show(
            self._session.source,
            self._table.shown,
            self._table.total,
            f"platform: {self._session.platform or 'dxnet.toml'}",
        )
        self._explain_emptiness()

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        """Show the entries that match the filter."""
        self._table.filter(message.test)

    def on_filter_bar_entered(self) -> None:
        """Move the focus from the filter to the table."""
        self._filter.display = bool(self._filter.text)
        self.set_focus(self._table)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """On a small terminal, show the half that has the focus."""
        self.set_class(self._pane in event.widget.ancestors, "-reading")
