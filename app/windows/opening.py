"""From dropped files to a bracket being edited: decode in one worker, infer in another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.jobs import Lane
from app.models.messages import InferRequest, Loaded
from app.session import EditSession
from app.settings import Settings
from mefcore.job import Job
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.pipeline import Prediction


LOCAL = 1.0
"""What a bracket is opened with until the person has chosen otherwise; a recipe's own default is the paper's mode."""


def _load(paths: tuple[Path, ...], job: Job) -> Loaded:
    from app import work

    return work.load(paths, job)


def _infer(request: InferRequest, job: Job) -> tuple[Loaded, Prediction]:
    from app import work

    return request.loaded, work.infer(request, job)


def _warm_up(_: None, job: Job) -> None:
    from app import work

    work.warm_up(None, job)


class Opener(QObject):
    """Opening another bracket cancels the one under way; what cannot be opened leaves the present one in place.

    Signals:
        opened: the bracket is in the session.
        failed: an exception from a worker.
        unfused: the person stopped the network; :meth:`fuse` asks it again.
    """

    opened = Signal()
    failed = Signal(object)
    unfused = Signal()

    def __init__(self, session: EditSession, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.load_lane = Lane("load", self)
        self.infer_lane = Lane("infer", self)
        self._warming = self._inferring = 0
        self.load_lane.succeeded.connect(self._loaded)
        self.load_lane.failed.connect(lambda _, error: self.failed.emit(error))
        self.infer_lane.succeeded.connect(self._inferred)
        self.infer_lane.failed.connect(self._infer_failed)
        self.infer_lane.ended.connect(self._infer_ended)

    @property
    def busy(self) -> bool:
        return self.load_lane.busy or self.infer_lane.busy

    def warm_up(self) -> None:
        """Get the network ready before it is needed."""
        self._warming = self.infer_lane.submit(_warm_up, None)

    def open(self, paths: Sequence[Path]) -> None:
        """Begin to read a bracket from files and folders."""
        if paths:
            name = paths[0].name if len(paths) == 1 else self.tr("{0} files").format(len(paths))
            self.load_lane.submit(_load, tuple(paths), self.tr("Opening {0}").format(name))

    def close(self) -> None:
        self.load_lane.close()
        self.infer_lane.close()

    def _loaded(self, _: int, loaded: Loaded) -> None:
        self._session.open(loaded, Recipe(local=self._settings.share("local", LOCAL)))
        self.opened.emit()
        self.fuse()

    def fuse(self) -> None:
        """Ask the network about the bracket being edited."""
        loaded = self._session.loaded
        if loaded is not None:
            text = self.tr("Finding weights and LUT")
            self._inferring = self.infer_lane.submit(_infer, InferRequest(loaded), text)

    def _inferred(self, job_id: int, answer: tuple[Loaded, Prediction] | None) -> None:
        if answer is not None:
            self._session.predict(*answer)

    def _infer_failed(self, job_id: int, error: BaseException) -> None:
        self._inferring = 0
        # A network that is not there is told when a bracket needs it, not before.
        if job_id != self._warming:
            self.failed.emit(error)

    def _infer_ended(self, job_id: int) -> None:
        if job_id == self._inferring and self._session.prediction is None:
            self.unfused.emit()
