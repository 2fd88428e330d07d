"""The pane beside the table: detail, findings and configuration of the VIF under the cursor."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static, TabbedContent, TabPane, Tabs

from dxnet.model import Estate

from ..messages import Examined
from ..rows import Entry
from ..shown import for_terminal
from .config_view import ConfigView
from .detail_view import DetailView
from .findings_view import FindingsView
from .text_view import TextView


class VifPane(Vertical):
    """Three tabs on one VIF."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._vif_id = ""
        self.is_examined = False

    def compose(self) -> ComposeResult:
        """Which VIF it is, and a tab for each view."""
        yield Static(markup=False, id="heading")
        with TabbedContent(initial="detail"):
            with TabPane("1 Detail", id="detail"):
                yield DetailView()
            with TabPane("2 Findings", id="findings"):
                yield FindingsView()
            with TabPane("3 Config", id="config"):
                yield ConfigView()

    def on_mount(self) -> None:
        """Leave the tabs to their digits, so that Tab goes to what they show."""
        self.query_one(Tabs).can_focus = False

    def show(self, estate: Estate, entry: Entry) -> None:
        """Show the VIF and its verdict, from the beginning if it is another VIF than before."""
        vif = entry.vif
        self.query_one("#heading", Static).update(
            Text.assemble((for_terminal(vif.id), "bold"), f"  {for_terminal(vif.name)}"),
            layout=False,
        )
        self.query_one(DetailView).show(estate, vif)
        self.show_examined(None)
        if vif.id != self._vif_id:
            self._vif_id = vif.id
            for view in self.query(TextView):
                view.scroll_home(animate=False)

    def show_examined(self, examined: Examined | None) -> None:
        """Show the findings, and the configuration or why there is none; None while they come."""
        self.is_examined = examined is not None
        if examined is None:
            self.query_one(FindingsView).show(None)
            self.query_one(ConfigView).show(None)
        else:
            self.query_one(FindingsView).show(examined.findings, examined.fault)
            self.query_one(ConfigView).show(examined.outcome)

    def clear(self) -> None:
        """Show nothing."""
        self._vif_id = ""
        self.query_one("#heading", Static).update("", layout=False)
        for view in self.query(TextView):
            view.put(Text)

    def open(self, tab: str) -> None:
        """Switch to the tab of that id: "detail", "findings" or "config"."""
        self.query_one(TabbedContent).active = tab

    def focus_view(self) -> None:
        """Give the keys to the view of the present tab."""
        pane = self.query_one(TabbedContent).active_pane
        if pane is not None:
            pane.query_one(TextView).focus()
