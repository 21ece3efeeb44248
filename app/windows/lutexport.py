"""LUT files for other programs, and folders that make the picture again, both by the queue of exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.jobs import Lane
from app.text import colour_difference, duration, figure, file_size
from app.windows import dialogs
from app.windows.exporting import show_in_folder
from app.windows.feature import Feature
from app.windows.lutexport_work import (
    Estimated,
    EstimateRequest,
    LutRequest,
    LutWritten,
    Recreated,
    RecreateRequest,
)
from app.windows.menus import Command, Menu
from mefcore.job import Job

if TYPE_CHECKING:
    from app.windows.lutexport_dialog import LutExportDialog
    from app.windows.main_window import MainWindow
    from mefcore.lutexport import LutOptions

SUFFIXES = {"hald": ".png", "obs": ".png"}
"""Of formats that are not called by theirs."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("LutExport", text)


def _estimate(request: EstimateRequest, job: Job) -> Estimated:
    from app.windows import lutexport_work

    return lutexport_work.estimate(request, job)


def _write(request: LutRequest, job: Job) -> LutWritten:
    from app.windows import lutexport_work

    return lutexport_work.write(request, job)


def _recreate(request: RecreateRequest, job: Job) -> Recreated:
    from app.windows import lutexport_work

    return lutexport_work.recreate(request, job)


class LutExport(Feature):
    """Attributes:
    dialog: while it is open, else None.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._exporter = window.exporter
        self.dialog: LutExportDialog | None = None
        self.lane = Lane("lut estimate", self)
        self.lane.succeeded.connect(self._estimated)
        self.lane.failed.connect(lambda _, error: window.tell(error))
        self._exporter.queue.succeeded.connect(self._done)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "file": (
                Command(
                    "recreate",
                    _tr("Recre&ate anywhere…"),
                    ("Ctrl+Alt+R",),
                    needs="prediction",
                    tip=_tr("A folder with the blend, the LUT, the layers, and a command that makes the picture again"),
                    after="save_cube",
                ),
                Command(
                    "export_lut",
                    _tr("Export &LUT…"),
                    ("Ctrl+Shift+E",),
                    needs="prediction",
                    tip=_tr("For a program of your choice, in its format and size; read back and measured"),
                    after="export_base",
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"export_lut": self.ask, "recreate": self.ask_recreate}

    def close(self) -> None:
        self.lane.close()

    # ---- a LUT

    def ask(self) -> None:
        """Ask for which program, then where to."""
        if self._session.prediction is None or self._session.bracket is None:
            return
        title = self._exporter.suggest("cube", ".cube").stem.removesuffix("-fused")
        from app.windows.lutexport_dialog import LutExportDialog  # for the first question, not for the start

        dialog = LutExportDialog(self._window.settings, self._session.recipe, title, self._window)
        self.dialog = dialog
        dialog.asked.connect(self._measure)
        dialog.accepted.connect(lambda: self._choose_file(dialog))
        dialog.finished.connect(self._closed)
        self._measure()
        dialog.open()

    def _measure(self) -> None:
        prediction = self._session.prediction
        if self.dialog is not None and prediction is not None:
            request = EstimateRequest(prediction, self._session.recipe, self.dialog.options)
            self.lane.submit(_estimate, request)

    def _estimated(self, _: int, found: Estimated) -> None:
        if self.dialog is not None:
            self.dialog.show_estimate(found.estimate)

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.lane.cancel()

    def _choose_file(self, dialog: LutExportDialog) -> None:
        options = dialog.options
        suffix = SUFFIXES.get(options.format, f".{options.format}")
        suggested = self._exporter.suggest("cube", suffix)
        suggested = suggested.with_name(suggested.name.replace("-fused", "-lut"))
        label = dialog.format.currentText().rsplit(" (", 1)[0]
        path = dialogs.ask_target(self._window, self.tr("Export LUT"), suggested, ((label, (suffix,)),))
        bracket = self._session.bracket
        if path is None or bracket is None:
            return
        beside = any(path.parent == frame.path.parent for frame in bracket.frames)
        self._window.settings.set_folder("cube", None if beside else path.parent)
        self.write(path, options)

    def write(self, path: Path, options: LutOptions) -> int | None:
        """Queue a LUT file; its job's id, or None when it cannot be."""
        loaded, prediction = self._session.loaded, self._session.prediction
        if loaded is None or prediction is None or not self._exporter.allows(path):
            return None
        request = LutRequest(path, loaded.prepared, prediction, self._session.recipe, options)
        return self._exporter.queue.submit(_write, request, self.tr("Exporting {0}").format(path.name))

    # ---- a folder

    def ask_recreate(self) -> None:
        """Ask in which folder the new one is to be."""
        if self._session.prediction is None or self._session.bracket is None:
            return
        suggested = self._exporter.suggest("recreate", "")
        parent = dialogs.ask_folder(
            self._window, self.tr("Recreate anywhere: where shall the new folder be?"), suggested.parent
        )
        if parent is not None:
            self._window.settings.set_folder("recreate", parent)
            self.recreate(parent / suggested.name.replace("-fused", "-recreate"))

    def recreate(self, folder: Path) -> int | None:
        """Queue a folder; its job's id, or None when it cannot be."""
        loaded, prediction = self._session.loaded, self._session.prediction
        if loaded is None or prediction is None:
            return None
        request = RecreateRequest(folder, loaded.prepared, prediction, self._session.recipe)
        return self._exporter.queue.submit(_recreate, request, self.tr("Writing {0}").format(folder.name))

    # ---- telling

    def _done(self, _: int, done: object) -> None:
        if isinstance(done, LutWritten):
            self._tell_lut(done)
        elif isinstance(done, Recreated):
            text = self.tr("Wrote {0}: {1} files, {2}. README.txt there says how to use them.")
            self._window.notice.show_news(
                text.format(done.folder.name, done.files, file_size(done.bytes)),
                self.tr("Show folder"),
                lambda: show_in_folder(done.folder / "README.txt"),
            )

    def _tell_lut(self, done: LutWritten) -> None:
        trip, took = done.trip, duration(done.seconds)
        name, size = done.path.name, file_size(trip.bytes)
        text = (self.tr("Saved {0}, {1}, in {2}.") if took else self.tr("Saved {0}, {1}.")).format(name, size, took)
        off = figure(65535 * trip.written.max, ".2g")
        if trip.identical:
            text += " " + self.tr("Read back: off by {0} of 65535 at most, the same in 16 bits.").format(off)
        else:
            text += " " + self.tr("Read back: off by {0} of 65535 at most.").format(off)
        error = trip.fidelity.trilinear
        text += " " + self.tr("To the continuous LUT: ΔE {0} on average, {1} at most.").format(
            colour_difference(error.mean), colour_difference(error.max)
        )
        if done.needs_base:
            text += " " + self.tr("Other programs need the blend of this picture as well.")
            self._window.notice.show_news(text, self.tr("Export the blend too…"), self._exporter.ask_base)
        else:
            self._window.notice.show_news(text, self.tr("Show in folder"), lambda: show_in_folder(done.path))
