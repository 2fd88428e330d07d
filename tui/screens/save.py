"""The question where to save a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dxnet import files
from dxnet.errors import DxnetError

from ..shown import for_terminal


class SaveScreen(ModalScreen[Path | None]):
    """Asks for a path and writes the text there, mode 0600; its result is the path, or None.

    A file that exists is replaced only after a second Enter on the same path.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Cancel", key_display="Esc")
    ]

    def __init__(self, text: str, file_name: str) -> None:
        super().__init__()
        self._text = text
        self._file_name = file_name
        self._to_replace: Path | None = None

    def compose(self) -> ComposeResult:
        """The path, and a line that says why it can't be used."""
        with Vertical(id="save", classes="box") as box:
            box.border_title = "Save the masked configuration"
            box.border_subtitle = "Enter saves, Esc cancels"
            yield Input(self._file_name, select_on_focus=False, compact=True)
            yield Static("The file gets mode 0600.", markup=False, id="answer")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file, or say why the path can't be used."""
        path = Path(event.value.strip()).expanduser()
        if not event.value.strip():
            self._answer("Type the path of a file.")
        elif path.is_dir():
            self._answer(f"{path} is a folder: add the name of a file.")
        elif path.exists() and path != self._to_replace:
            self._to_replace = path
            self._answer(f"{path} exists. Enter again replaces it.")
        else:
            self._write(path)

    def _write(self, path: Path) -> None:
        try:
            files.write(path, self._text, private=True)
        except DxnetError as error:
            self._answer(f"{error.message}. Choose another path.")
            return
        self.dismiss(path)

    def _answer(self, text: str) -> None:
        self.query_one("#answer", Static).update(for_terminal(text))
