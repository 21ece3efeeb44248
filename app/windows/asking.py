"""Which files to open: asked of the person, or the sample's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.settings import Settings
from app.windows import dialogs
from app.windows.samples import sample_frames
from mefcore.errors import BracketError


class Asker(QObject):
    """Signals: chosen, the paths and whether to add them to the shoot; look_chosen, a picture to match; failed."""

    chosen = Signal(list, bool)
    look_chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the commands do that begin with a question."""
        return {
            "open": self.files,
            "open_folder": self.folder,
            "open_sample": self.sample,
            "add": lambda: self.files(add=True),
            "add_folder": lambda: self.folder(add=True),
            "match": self.look,
        }

    def files(self, add: bool = False) -> None:
        from mefcore.io import READABLE

        title = self.tr("Add to the shoot") if add else self.tr("Open a bracket")
        paths = dialogs.ask_files(self._window, title, self._settings.folder("open"), tuple(READABLE))
        if paths:
            self._found(paths, paths[0].parent, add)

    def folder(self, add: bool = False) -> None:
        title = self.tr("Add a folder to the shoot") if add else self.tr("Open a folder")
        folder = dialogs.ask_folder(self._window, title, self._settings.folder("open"))
        if folder is not None:
            self._found([folder], folder, add)

    def look(self) -> None:
        """A finished picture of this scene."""
        from mefcore.io import READABLE

        folder = self._settings.folder("look") or self._settings.folder("open")
        path = dialogs.ask_file(self._window, self.tr("Match the look of"), folder, tuple(READABLE))
        if path is not None:
            self._settings.set_folder("look", path.parent)
            self.look_chosen.emit(path)

    def sample(self) -> None:
        paths = sample_frames()
        if paths:
            self.chosen.emit(list(paths), False)
        else:
            self.failed.emit(BracketError("the sample bracket is not installed", hint="open a bracket of your own"))

    def _found(self, paths: Sequence[Path], folder: Path, add: bool) -> None:
        self._settings.set_folder("open", folder)
        self.chosen.emit(list(paths), add)
