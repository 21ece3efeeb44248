"""Refining a bracket, by itself or towards another picture's look, while editing goes on."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.jobs import Lane
from app.models.messages import Refined, RefineRequest
from app.session import EditSession
from app.text import shortened
from mefcore.job import Job


def _refine(request: RefineRequest, job: Job) -> Refined:
    from app import work

    return work.refine(request, job)


class Refiner(QObject):
    """One refinement at a time; its result is one undo step, whatever else has been edited meanwhile.

    Signals:
        progressed: percent of the one under way, or None when there is none.
        nothing_better: there was nothing to gain; the name of the look, or an empty text.
        failed: an exception from the worker.
    """

    progressed = Signal(object)
    nothing_better = Signal(str)
    failed = Signal(object)

    def __init__(self, session: EditSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._enough = threading.Event()
        self.lane = Lane("refine", self)
        self.lane.succeeded.connect(self._take)
        self.lane.failed.connect(lambda _, error: self.failed.emit(error))
        self.lane.progressed.connect(lambda _, fraction, __: self.progressed.emit(int(100 * fraction)))
        self.lane.cancelled.connect(self._ended)
        self.lane.ended.connect(self._ended)
        session.opened.connect(lambda: self.lane.cancel())

    @property
    def busy(self) -> bool:
        return self.lane.busy

    def toggle(self) -> None:
        """Refine; or, when that is under way, stop and keep the best so far."""
        if self.busy:
            self.stop()
        else:
            self.start()

    def start(self, look: Path | None = None) -> None:
        """Begin, in the place of what may be under way."""
        loaded, prediction = self._session.loaded, self._session.prediction
        if loaded is None or prediction is None:
            return
        self._enough = threading.Event()
        request = RefineRequest(loaded, prediction, self._session.recipe, look, self._enough)
        text = self.tr("Refining") if look is None else self.tr("Matching {0}").format(shortened(look.name))
        self.lane.submit(_refine, request, text)
        self.progressed.emit(0)

    def stop(self) -> None:
        """The best so far will do."""
        self._enough.set()

    def remove(self) -> None:
        """Back to what the network said, as an undo step."""
        self._session.edit(text=self.tr("Remove refinement"), found=None)

    def close(self) -> None:
        self.lane.close()

    def _ended(self, _: int) -> None:
        if not self.lane.busy:
            self.progressed.emit(None)

    def _take(self, _: int, refined: Refined) -> None:
        import msgspec

        request, found, known = refined.request, refined.found, refined.request.recipe.found
        if request.prediction is not self._session.prediction:
            return
        if found.nearer <= 0:
            self.nothing_better.emit(found.look)
            return
        if known is not None and (known.local, known.look) == (found.local, found.look):
            # Both measured the same: what is told is the way from the network's answer.
            found = msgspec.structs.replace(found, before=known.before)
        self._session.edit(text=self.tr("Match look") if found.look else self.tr("Refine"), found=found)
