"""A LUT of one's own after all edits: from the menu, or dropped on the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from app.jobs import Lane
from app.text import figure, shortened
from app.windows import dialogs
from app.windows.feature import Feature
from app.windows.lutexport_work import CreativeRead
from app.windows.menus import Command, Menu
from mefcore.job import Job

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow

SUFFIXES = (".cube", ".3dl", ".clf", ".ctf", ".csp", ".look", ".spi3d", ".png")
"""What the core reads; a ``.png`` may as well be a frame."""
_TELLING = 0.5 / 255


def _tr(text: str) -> str:
    return QCoreApplication.translate("CreativeLut", text)


def _read(path: Path, job: Job) -> CreativeRead:
    from app.windows import lutexport_work

    return lutexport_work.read_creative(path, job)


class CreativeLut(Feature):
    """It becomes part of the recipe, as one undo step."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.lane = Lane("creative", self)
        self.lane.succeeded.connect(self._take)
        self.lane.failed.connect(lambda _, error: window.tell(error))
        window.status.progress.watch(self.lane)
        self._session.leaving.connect(lambda: self.lane.cancel())
        self._session.recipe_changed.connect(self._recipe_changed)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "lut": (
                Command(
                    "creative_open",
                    _tr("Add a &creative LUT…"),
                    ("Ctrl+Alt+L",),
                    needs="prediction",
                    tip=_tr("A .cube or another LUT, after all edits; or drop it on the window"),
                ),
                Command(
                    "creative_remove",
                    _tr("&Remove creative LUT"),
                    ("Ctrl+Alt+Shift+L",),
                    needs="creative",
                    tip=_tr("Back to the LUT of this picture alone"),
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"creative_open": self.ask, "creative_remove": self.remove}

    def can(self) -> Mapping[str, bool]:
        return {"creative": self._session.recipe.creative is not None}

    def take_drop(self, paths: Sequence[Path]) -> bool:
        """Whether these are one LUT, which is then on its way; a HaldCLUT is told from a frame by its size."""
        if len(paths) != 1 or self._session.prediction is None:
            return False
        path = paths[0]
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            return False
        if path.suffix.lower() == ".png":
            from mefcore.lut.formats.pictures import is_lut_picture

            try:
                if not is_lut_picture(path):
                    return False
            except OSError:
                return False
        self.add(path)
        return True

    def ask(self) -> None:
        """Ask which file."""
        folder = self._window.settings.folder("creative")
        path = dialogs.ask_lut(self._window, self.tr("Add a creative LUT"), folder, SUFFIXES)
        if path is not None:
            self._window.settings.set_folder("creative", path.parent)
            self.add(path)

    def add(self, path: Path) -> None:
        """Read a LUT and put it after the edits."""
        self.lane.submit(_read, path, self.tr("Reading {0}").format(shortened(path.name)))

    def remove(self) -> None:
        self._session.edit(text=self.tr("Remove creative LUT"), creative=None)

    def close(self) -> None:
        self.lane.close()

    def _take(self, _: int, read: CreativeRead) -> None:
        if self._session.prediction is None:
            return
        changes: dict[str, Any] = {"creative": read.creative}
        if self._session.recipe.creative_opacity == 0:
            changes["creative_opacity"] = 1.0  # else nothing would be seen of it
        self._session.edit(text=self.tr("Creative LUT {0}").format(shortened(read.path.stem)), **changes)
        section = self._window.look.sections.get("creative")
        if section is not None:
            section.fold(False)  # there its opacity is
        text = self.tr("{0} comes after all edits now, and leaves with the LUT.").format(shortened(read.path.name))
        if read.error > _TELLING:
            off = figure(255 * read.error, ".1f")
            text += " " + self.tr("It is no plain 3D LUT, and was sampled: off by up to {0} of 255.").format(off)
        self._window.notice.show_news(text, self.tr("Undo"), self._window.history.undo)

    def _recipe_changed(self, before: object, after: object) -> None:
        if getattr(before, "creative", None) is not getattr(after, "creative", None):
            self.changed.emit()
