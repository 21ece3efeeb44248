"""Fused pictures of the sets in view, which fill in by themselves while the editor has nothing better to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.jobs import Lane
from app.shoot.messages import Content, FusedRequest, FusedThumb, ToFuse
from app.shoot.pictures import Pictures
from mefcore.job import Job

if TYPE_CHECKING:
    from mefcore.grouping import Entry
    from mefcore.recipe import Recipe

MEMORY_BYTES = 48 << 20
"""Some two hundred pictures."""
LARGEST = 4 * 320 * 320
"""Bytes of a square one."""
AT_ONCE = 8
"""Sets in a request; the worker does as many of them as it can in a moment."""
CALM_MS = 700
"""So long after the last change of a look its picture is made anew."""


def _make(request: FusedRequest, job: Job) -> tuple[FusedThumb, ...]:
    from app.shoot import fusing

    return fusing.fused_thumbs(request, job)


class FusedThumbnails(QObject):
    """As :class:`~app.shoot.thumbnails.Thumbnails`, but of sets, with their own looks, and one at a time.

    Args:
        recipe: of a set, with which its picture is made.
        busy: whether there is work that comes first; :meth:`go_on` is called when there may be none left.
        folder: where pictures are kept between runs.

    Signals:
        arrived: contents of sets whose pictures are here now.
        failed: an exception from the worker; after it nothing more is made.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        recipe: Callable[[Content], Recipe],
        busy: Callable[[], bool],
        folder: Callable[[], Path],
        parent: QObject | None = None,
        most: int = MEMORY_BYTES,
    ) -> None:
        super().__init__(parent)
        self.lane = Lane("fused", self)
        self._recipe = recipe
        self._busy = busy
        self._folder = folder
        self._made: Pictures[Content] = Pictures(most)
        self._recipes: dict[Content, Recipe] = {}
        self._wanted: tuple[tuple[Content, tuple[Entry, ...]], ...] = ()
        self._over = False
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self.go_on)
        self.lane.succeeded.connect(self._take)
        self.lane.failed.connect(self._give_up)
        self.lane.ended.connect(lambda _: self.go_on())

    @property
    def nbytes(self) -> int:
        """Of the pictures that are kept in memory."""
        return self._made.nbytes

    @property
    def settled(self) -> bool:
        """Whether everything in view is here, as it looks now."""
        return self._over or (not self._missing() and not self.lane.busy and not self._calm.isActive())

    def picture(self, content: Content) -> QImage | None:
        """The picture, if it is here and there is one; perhaps of how the set looked a moment ago."""
        return self._made.get(content)

    def known(self, content: Content) -> bool:
        """Whether it was made, or tried."""
        return content in self._made

    def want(self, sets: Iterable[tuple[Content, tuple[Entry, ...]]]) -> None:
        """What is in view or will be soon, the most urgent first; all else is left."""
        self._wanted = tuple(sets)[: self._made.most // LARGEST]
        self.go_on()

    def look_changed(self, contents: Iterable[Content]) -> None:
        """These look different now, and perhaps again in a moment."""
        if not self._recipes.keys().isdisjoint(contents):
            self._calm.start()

    def pause(self) -> None:
        """Something comes first: leave what was begun."""
        self.lane.cancel()

    def go_on(self) -> None:
        """Make what is missing, unless something else comes first."""
        if self._over or self.lane.busy or self._calm.isActive() or self._busy():
            return
        missing = self._missing()[:AT_ONCE]
        if missing:
            self.lane.submit(_make, FusedRequest(self._folder(), missing))

    def forget(self) -> None:
        """The files are others now."""
        self.lane.cancel()
        self._made.clear()
        self._recipes.clear()
        self._wanted = ()

    def close(self) -> None:
        self._over = True
        self._calm.stop()
        self.lane.close()

    def _missing(self) -> tuple[ToFuse, ...]:
        found = []
        for content, entries in self._wanted:
            recipe = self._recipe(content)
            if self._recipes.get(content) != recipe:
                found.append(ToFuse(content, entries, recipe))
        return tuple(found)

    def _take(self, _: int, made: tuple[FusedThumb, ...]) -> None:
        for thumb in made:
            self._made.put(thumb.content, thumb.image)
            self._recipes[thumb.content] = thumb.recipe
        for gone in self._made.make_room({content for content, _ in self._wanted}):
            del self._recipes[gone]
        self.arrived.emit([thumb.content for thumb in made])

    def _give_up(self, _: int, error: BaseException) -> None:
        # What is wrong with the network is told when a bracket is opened; a list of sets need not say it again.
        from mefcore.errors import MefError

        self._over = True
        if not isinstance(error, MefError):
            self.failed.emit(error)
