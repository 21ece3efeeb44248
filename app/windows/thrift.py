"""Memory nobody needs any more goes back to the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.jobs import Lane
from app.windows.batching import Batching
from app.windows.feature import Feature

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow
    from mefcore.job import Job

AFTER = 2000
"""Milliseconds: by then what was worked for is on screen, and what it took is free."""


def _give_back(_: None, job: Job) -> None:
    from mefcore import heap

    job.check()
    heap.give_back()


class Thrift(Feature):
    """After whatever takes much memory for a while: another bracket, other frames, a refinement, exports."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._closed = False
        self.lane = Lane("memory", self)
        self.lane.failed.connect(lambda _, error: window.tell(error))
        self._later = QTimer(self, singleShot=True, interval=AFTER)
        self._later.timeout.connect(self._at_rest)
        self._preview = window.preview
        session, refining = window.session, window.refiner.lane
        for signal in (session.opened, session.predicted, session.replaced, refining.ended, window.exporter.queue.idle):
            signal.connect(self._begin)
        for batching in (feature for feature in window.features if isinstance(feature, Batching)):
            batching.queue.idle.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether something is still to be given back."""
        return self._later.isActive() or self.lane.busy

    def close(self) -> None:
        self._closed = True
        self._later.stop()
        self.lane.close()

    def _at_rest(self) -> None:
        if self._preview.settled:
            self.lane.submit(_give_back, None)
        else:
            self._later.start()

    def _begin(self, *_: object) -> None:
        if not self._closed:
            self._later.start()
