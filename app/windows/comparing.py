"""What the result is compared with, and the names on the picture."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.canvas.canvas import Canvas
from app.models.messages import BLEND
from app.preview import Preview
from app.session import EditSession
from app.text import exposure_value


class Comparison(QObject):
    """A frame, or the plain blend, as "before".

    Signals:
        changed: another one was chosen.
    """

    changed = Signal(int)

    def __init__(self, session: EditSession, preview: Preview, canvas: Canvas, prefers_blend: bool) -> None:
        super().__init__(canvas)
        self._session = session
        self._preview = preview
        self._canvas = canvas
        self._before = BLEND
        self.prefers_blend = prefers_blend
        canvas.compare_changed.connect(self._tell_preview)

    @property
    def before(self) -> int:
        """A frame's index, or :data:`~app.models.messages.BLEND`."""
        return self._before

    def choose(self, before: int, remember: bool = True) -> None:
        """Compare with a frame, if there is one, or with the plain blend."""
        bracket = self._session.bracket
        if bracket is None or before >= len(bracket):
            return
        self._before = before
        if remember:
            self.prefers_blend = before == BLEND
        self.changed.emit(before)
        self._tell_preview()
        self.update_labels()

    def begin(self) -> None:
        """With another bracket."""
        bracket = self._session.bracket
        if bracket is not None:
            self.choose(BLEND if self.prefers_blend else bracket.reference, remember=False)

    def update_labels(self) -> None:
        bracket = self._session.bracket
        if bracket is None:
            return
        index = self._before
        if index == BLEND and self._session.prediction is None:
            index = bracket.reference
        if index == BLEND:
            before = self.tr("Before: plain blend")
        else:
            ev = bracket.ev[index]
            known = "" if ev is None else f", {exposure_value(ev)}"
            before = self.tr("Before: frame {0}").format(index + 1) + known
        self._canvas.set_labels(before, self.tr("After"))

    def _tell_preview(self) -> None:
        self._preview.set_before(self._before, self._canvas.before_visible)
