"""Small pictures of the files in view, made in the background and forgotten when there are too many."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.jobs import Lane
from app.shoot.messages import Thumb, ThumbRequest
from app.shoot.pictures import Pictures
from mefcore.job import Job

if TYPE_CHECKING:
    from mefcore.grouping import Entry

CACHE_BYTES = 64 << 20
"""Some six hundred small pictures."""
LARGEST = 4 * 192 * 192
"""Bytes of a square one."""
AT_ONCE = 32
"""Files in a request; the worker does as many of them as it can in a moment."""


def _make(request: ThumbRequest, job: Job) -> tuple[Thumb, ...]:
    from app.shoot import work

    return work.thumbnails(request, job)


class Thumbnails(QObject):
    """What is wanted is said anew whenever the view moves; only that is made, the most urgent first.

    Signals:
        arrived: paths of pictures that are here now.
        failed: an exception from the worker.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, most: int = CACHE_BYTES) -> None:
        super().__init__(parent)
        self.lane = Lane("thumbnails", self)
        self._made: Pictures[Path] = Pictures(most)
        self._wanted: tuple[Entry, ...] = ()
        self._closed = False
        self.lane.succeeded.connect(self._take)
        self.lane.failed.connect(lambda _, error: self.failed.emit(error))
        self.lane.ended.connect(lambda _: self._next())

    @property
    def nbytes(self) -> int:
        """Of the pictures that are kept."""
        return self._made.nbytes

    @property
    def settled(self) -> bool:
        """Whether everything in view is here."""
        return not self._missing() and not self.lane.busy

    def picture(self, path: Path) -> QImage | None:
        """The small picture, if it is here and there is one."""
        return self._made.get(path)

    def known(self, path: Path) -> bool:
        """Whether it was made, or tried."""
        return path in self._made

    def want(self, entries: Iterable[Entry]) -> None:
        """What is in view or will be soon, the most urgent first; all else is left."""
        self._wanted = tuple(entries)[: self._made.most // LARGEST]
        self._next()

    def forget(self) -> None:
        """The files are others now."""
        self.lane.cancel()
        self._made.clear()
        self._wanted = ()

    def close(self) -> None:
        self._closed = True
        self.lane.close()

    def _missing(self) -> tuple[Entry, ...]:
        return tuple(e for e in self._wanted if e.path not in self._made)

    def _next(self) -> None:
        missing = self._missing()
        if missing and not self.lane.busy and not self._closed:
            self.lane.submit(_make, ThumbRequest(missing[:AT_ONCE]))

    def _take(self, _: int, thumbs: tuple[Thumb, ...]) -> None:
        for thumb in thumbs:
            self._made.put(thumb.path, thumb.image)
        self._made.make_room({e.path for e in self._wanted})
        self.arrived.emit([thumb.path for thumb in thumbs])
