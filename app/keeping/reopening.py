"""Opening again what was open, and asking where frames are that are not there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from app.jobs import Lane
from app.keeping.recents import folder_text
from app.settings import Settings
from app.text import shortened
from app.windows import dialogs
from app.windows.opening import Opener
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from app.keeping.again import FileRequest, LocateRequest, LostRequest, Reopened, ShootRequest
    from app.keeping.recent import ShootRecord
    from mefcore.job import Job

NAMED = 3
"""Missing frames that are named; of more it is told how many."""


def _shoot(request: ShootRequest, job: Job) -> Reopened:
    from app.keeping import again

    return again.shoot(request, job)


def _lost(request: LostRequest, job: Job) -> Reopened:
    from app.keeping import again

    return again.lost(request, job)


def _file(request: FileRequest, job: Job) -> Reopened | Recipe:
    from app.keeping import again

    return again.file(request, job)


def _relocate(request: LocateRequest, job: Job) -> Reopened:
    from app.keeping import again

    return again.relocate(request, job)


class Reopener(QObject):
    """Signals: recipe_given, a recipe that was to be opened; failed, an exception."""

    recipe_given = Signal(object, object)
    failed = Signal(object)

    def __init__(self, opener: Opener, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._opener = opener
        self._settings = settings
        self._window = window
        self._file: Path = Path()
        self.lane = Lane("reopen", self)
        self.lane.succeeded.connect(self._take)
        self.lane.failed.connect(lambda _, error: self.failed.emit(error))
        self.box: QMessageBox | None = None

    def shoot(self, record: Path) -> None:
        """A shoot, by its record."""
        from app.keeping.again import ShootRequest

        self.lane.submit(_shoot, ShootRequest(record, self._opener.keeper.places), self.tr("Looking for the frames"))

    def lost(self, shoot: ShootRecord, folder: Path) -> None:
        """The shoot that is open, some frames of which are not where they were; ``folder`` holds its record."""
        from app.keeping.again import LostRequest

        self._opener.keeper.flush()
        request = LostRequest(shoot, folder, self._opener.keeper.recall(), self._opener.start_recipe())
        self.lane.submit(_lost, request, self.tr("Looking for the frames"))

    def file(self, path: Path) -> None:
        """What is in a JSON file."""
        from app.keeping.again import FileRequest

        self._file = path
        self.lane.submit(_file, FileRequest(path, self._opener.keeper.places), self.tr("Opening {0}").format(path.name))

    def close(self) -> None:
        self.lane.close()

    def _take(self, _: int, result: Reopened | Recipe) -> None:
        if isinstance(result, Recipe):
            self.recipe_given.emit(result, self._file)
        elif result.gone:
            self._ask(result)
        else:
            self._open(result)

    def _open(self, what: Reopened) -> None:
        for one, state in what.states.items():
            self._opener.keeper.adopt(one, state)
        self._opener.open(what.paths, divided=what.division)

    def _ask(self, what: Reopened) -> None:
        """Where the missing frames are; not modal, so that the person may look elsewhere first."""
        count = len(what.gone)
        box = QMessageBox(self._window)
        box.setObjectName("missing")
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle(self.tr("Luxcube"))
        if what.found:
            text = self.tr("{0} found; {1} of {2} frames are still missing.").format(what.found, count, what.frames)
        elif what.frames == 1 or count == what.frames:
            text = self.tr("The frames are not where they were.")
        else:
            text = self.tr("{0} of {1} frames are not where they were.").format(count, what.frames)
        box.setText(text)
        box.setInformativeText(self._named(list(what.gone)))
        locate = box.addButton(self.tr("Locate…"), QMessageBox.ButtonRole.AcceptRole)
        locate.setToolTip(self.tr("Choose a folder; those in it and below it are found by name and content"))
        locate.clicked.connect(lambda: self._locate(what))
        if what.enough:
            one = self.tr("Open without it") if count == 1 else self.tr("Open without them")
            without = box.addButton(one, QMessageBox.ButtonRole.DestructiveRole)
            without.clicked.connect(lambda: self._open(what.without(self._opener.start_recipe())))
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(locate)
        box.finished.connect(box.deleteLater)
        box.finished.connect(self._answered)
        self.box = box
        box.open()

    def _answered(self) -> None:
        self.box = None

    def _named(self, gone: list[Path]) -> str:
        names = ", ".join(shortened(path.name) for path in gone[:NAMED])
        if len(gone) > NAMED:
            names = self.tr("{0} and {1} more").format(names, len(gone) - NAMED)
        return self.tr("{0}\nwere last seen in {1}").format(names, folder_text(gone[0].parent))

    def _locate(self, what: Reopened) -> None:
        from app.keeping.again import LocateRequest

        # Often their folder was only renamed, or it is on another card in the same reader.
        near = next((f for f in next(iter(what.gone)).parents if f.is_dir()), self._settings.folder("open"))
        folder = dialogs.ask_folder(self._window, self.tr("Where are the frames now?"), near)
        if folder is not None:
            request = LocateRequest(folder, what, self._opener.keeper.places)
            self.lane.submit(_relocate, request, self.tr("Looking for {0} frames").format(len(what.gone)))
