"""Preparing the open bracket's frames anew when the recipe asks for it: another alignment, reference, development."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import Lane
from app.models.messages import Loaded, PrepareRequest
from app.session import EditSession
from mefcore.job import Job
from mefcore.recipe import PREPARING, Recipe, declared

if TYPE_CHECKING:
    from mefcore.pipeline import Prediction

LAST = PREPARING[-1]


def _prepare(request: PrepareRequest, job: Job) -> tuple[Loaded, Prediction]:
    from app import work

    return work.prepare(request, job)


class Preparer(QObject):
    """Keeps the frames as the recipe wants them; until they are ready the picture stays as it was.

    Where the frames cannot be prepared so, or the person stops it, the recipe goes back to what they are.

    Signals:
        failed: an exception from the worker.
    """

    failed = Signal(object)

    def __init__(self, session: EditSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lane = Lane("prepare", self)
        self.lane.succeeded.connect(self._take)
        self.lane.failed.connect(lambda _, error: self.failed.emit(error))
        self.lane.cancelled.connect(self._ended)
        self.lane.ended.connect(self._ended)
        self._wanted: Recipe | None = None
        # A slider that is dragged asks once, when it has come to rest.
        self._timer = QTimer(self, singleShot=True, interval=200)
        self._timer.timeout.connect(self._start)
        session.opened.connect(self._opened)
        session.recipe_changed.connect(self._recipe_changed)

    @property
    def busy(self) -> bool:
        """Whether the frames on screen are not yet what the recipe says."""
        return self.lane.busy or self._timer.isActive()

    def close(self) -> None:
        self._timer.stop()
        self.lane.close()

    def _opened(self) -> None:
        self._wanted = None
        self.lane.cancel()
        self._compare(self._session.recipe)

    def _recipe_changed(self, before: Recipe, after: Recipe) -> None:
        if before.key(LAST) != after.key(LAST):
            self._compare(after)

    def _compare(self, recipe: Recipe) -> None:
        loaded = self._session.loaded
        if loaded is None:
            return
        if loaded.prepared.recipe.key(LAST) == recipe.key(LAST):
            self._wanted = None
            self._timer.stop()
            self.lane.cancel()
        else:
            self._wanted = recipe
            self._timer.start()

    def _start(self) -> None:
        loaded, wanted = self._session.loaded, self._wanted
        if loaded is not None and wanted is not None:
            self.lane.submit(_prepare, PrepareRequest(loaded, wanted), self.tr("Preparing the frames"))

    def _take(self, _: int, made: tuple[Loaded, Prediction]) -> None:
        loaded, prediction = made
        wanted = self._wanted
        if wanted is not None and loaded.prepared.recipe.key(LAST) == wanted.key(LAST):
            self._wanted = None
            self._session.replace(loaded, prediction)

    def _ended(self, _: int) -> None:
        loaded = self._session.loaded
        if self._wanted is None or self.busy or loaded is None:
            return
        self._wanted = None
        is_so = loaded.prepared.recipe
        same = {p.name: getattr(is_so, p.name) for p in declared() if p.prepares}
        self._session.edit(text=self.tr("Leave the frames as they are"), **same)
