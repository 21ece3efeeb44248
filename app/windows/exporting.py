"""Pictures and ``.cube`` files out, one after the other, while editing goes on."""

from __future__ import annotations

import calendar
import time
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.jobs import Queue
from app.models.messages import Exported, ExportRequest
from app.preview import Preview
from app.session import EditSession
from app.settings import Settings
from app.windows import dialogs
from mefcore.batch import PATTERN, Naming, Source
from mefcore.choices import Space
from mefcore.errors import MefError, WriteError
from mefcore.job import Job
from mefcore.names import natural, of_frames

_CUBE = (".cube",)


def _export(request: ExportRequest, job: Job) -> Exported:
    from app import work

    return work.export(request, job)


class Exporter(QObject):
    """Asks where to, checks that no frame is overwritten, and queues the work.

    Signals:
        exported: an :class:`~app.models.messages.Exported`.
        failed: an exception, from here or from the worker.
    """

    exported = Signal(object)
    failed = Signal(object)

    def __init__(self, session: EditSession, preview: Preview, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._preview = preview
        self._settings = settings
        self._window = window
        self._last_target: Path | None = None
        self._last_folder: Path | None = None
        self.queue = Queue("export", self)
        self.queue.succeeded.connect(self._succeeded)
        self.queue.failed.connect(lambda _, error: self.failed.emit(error))
        session.opened.connect(self._forget)

    @property
    def space(self) -> Space:
        """The colour space of pictures, as it was last chosen."""
        return self._settings.choice("space", get_args(Space), "srgb")

    def set_space(self, space: Space) -> None:
        self._settings.set_text("space", space)

    def ask_image(self) -> None:
        """Export picture…: TIFF, PNG or JPEG by suffix."""
        filters = (
            self._tiff(),
            (self.tr("PNG, 16 bit"), (".png",)),
            (self.tr("JPEG"), (".jpg", ".jpeg")),
        )
        self._ask("image", self.tr("Export picture"), self._settings.option("format"), filters)

    def ask_base(self) -> None:
        """Export plain blend…: what the ``.cube`` is made for."""
        self._ask("base", self.tr("Export plain blend"), ".tif", (self._tiff(),))

    def ask_cube(self) -> None:
        """Save .cube…"""
        self._ask("cube", self.tr("Save LUT"), ".cube", ((self.tr("3D LUT"), _CUBE),))

    def again(self) -> None:
        """To the same file as the last picture of this bracket; asks when there is none."""
        if self._last_target is None:
            self.ask_image()
        else:
            self.export_to(self._last_target)

    def export_to(self, path: Path, plain: bool = False) -> int | None:
        """Queue an export; its suffix says what, and ``plain`` leaves out the LUT.

        Returns:
            The job's id, or None when it cannot be.
        """
        loaded, prediction = self._session.loaded, self._session.prediction
        if loaded is None or prediction is None:
            return None
        if not self.allows(path):
            return None
        recipe = self._session.recipe
        self._last_folder = path.parent
        if path.suffix.lower() not in _CUBE and not plain:
            self._last_target = path
        lattices = self._preview.lattices(recipe)
        quality = self._settings.option("quality")
        request = ExportRequest(path, loaded.prepared, prediction, recipe, lattices, plain, self.space, quality)
        return self.queue.submit(_export, request, self.tr("Exporting {0}").format(path.name))

    def allows(self, path: Path) -> bool:
        """Whether nothing of the bracket would be overwritten; if it would, :attr:`failed` says so."""
        try:
            self._refuse_frames(path)
        except MefError as error:
            self.failed.emit(error)
            return False
        return True

    def suggest(self, purpose: str, suffix: str) -> Path:
        """Where this bracket was last exported to, or else what the preferences say: where the last export for this
        purpose went, or beside the frames if that was beside its own; beside the frames; or one folder for all."""
        bracket = self._session.bracket
        if bracket is None:
            raise RuntimeError("nothing to export")
        first = min((frame.path for frame in bracket.frames), key=lambda p: natural(p.name))
        last = self._last_folder
        folder = last if last is not None and last.is_dir() else self._folder(purpose) or first.parent
        if purpose == "base":
            return folder / f"{of_frames(first)}-base{suffix}"
        return folder / self._name(first, suffix)

    def _folder(self, purpose: str) -> Path | None:
        """As the preferences say; None for beside the frames."""
        rule = self._settings.option("folder_rule")
        fixed = Path(self._settings.option("folder"))
        if rule == "fixed" and fixed.is_absolute() and fixed.is_dir():
            return fixed
        return None if rule == "beside" else self._settings.folder(purpose)

    def _name(self, first: Path, suffix: str) -> str:
        """After the pattern of the preferences; after the default's where that makes no name."""
        bracket = self._session.bracket
        captured = None if bracket is None else _seconds(bracket.frames[bracket.reference].metadata.captured)
        source = Source((first,), self._session.recipe, captured)
        try:
            naming = Naming(first.parent, self._settings.option("pattern"), suffix)
        except MefError:
            naming = Naming(first.parent, PATTERN, suffix)
        return naming.target(source, 1, 1).name

    def close(self) -> None:
        self.queue.close()

    def _ask(self, purpose: str, title: str, suffix: str, filters: tuple[dialogs.Filter, ...]) -> None:
        bracket = self._session.bracket
        if bracket is None or self._session.prediction is None:
            return
        path = dialogs.ask_target(self._window, title, self.suggest(purpose, suffix), filters)
        if path is None:
            return
        beside = any(path.parent == frame.path.parent for frame in bracket.frames)
        self._settings.set_folder(purpose, None if beside else path.parent)
        self.export_to(path, plain=purpose == "base")

    def _tiff(self) -> dialogs.Filter:
        return self.tr("TIFF, 16 bit"), (".tif", ".tiff")

    def _refuse_frames(self, path: Path) -> None:
        bracket = self._session.bracket
        for frame in bracket.frames if bracket is not None else ():
            same = path.absolute() == frame.path.absolute()
            if same or (path.exists() and frame.path.exists() and path.samefile(frame.path)):
                raise WriteError("is a frame of this bracket", path=path, hint="choose another name")

    def _succeeded(self, _: int, done: object) -> None:
        # Features put work of their own into the queue, and tell of it themselves.
        if isinstance(done, Exported):
            self.exported.emit(done)

    def _forget(self) -> None:
        self._last_target = self._last_folder = None


def _seconds(captured: str | None) -> float | None:
    """EXIF's time as seconds since 1970 by the camera; None where there is none."""
    try:
        return float(calendar.timegm(time.strptime(captured or "", "%Y:%m:%d %H:%M:%S")))
    except ValueError:
        return None


def show_in_folder(path: Path) -> None:
    """Open the folder of a file in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
