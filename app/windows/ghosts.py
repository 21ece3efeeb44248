"""The map of ghosts: where frames were replaced because something moved."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.canvas.canvas import Canvas
from app.models.messages import BLEND, GhostMap
from app.session import EditSession
from app.text import share
from app.windows.comparing import Comparison


class GhostView(QObject):
    """Of the frame that is "before"; of all frames together where that is the reference, or the plain blend."""

    def __init__(self, session: EditSession, canvas: Canvas, comparison: Comparison) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._comparison = comparison
        self._on = False
        for changed in (session.opened, session.replaced, comparison.changed):
            changed.connect(self._show)

    @property
    def on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        self._on = on
        self._show()

    def _show(self) -> None:
        self._canvas.set_ghosts(self._map() if self._on else None)

    def _map(self) -> GhostMap | None:
        import numpy as np

        from app.canvas import tint

        loaded = self._session.loaded
        if loaded is None:
            return None
        ghosts, frame = loaded.prepared.ghosts, self._comparison.frame
        if ghosts is None:
            return GhostMap(tint.ghosts(np.zeros((1, 1), np.uint8)), self.tr("Nothing is deghosted"))
        reference = loaded.bracket.reference
        everyone = frame in (BLEND, reference)
        mask = ghosts.masks.max(0) if everyone else ghosts.masks[frame]
        part = ghosts.part if everyone else ghosts.shares[frame]
        if part:
            told = self.tr("{0} taken from frame {1}").format(share(part), reference + 1)
        else:
            told = self.tr("nothing moved")
        told = told[:1].upper() + told[1:] if everyone else self.tr("Frame {0}: {1}").format(frame + 1, told)
        return GhostMap(tint.ghosts(mask), told)
