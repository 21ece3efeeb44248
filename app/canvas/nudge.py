"""Dragging on the picture: more of a frame up or to the right, less down or to the left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel

from app.canvas.canvas import Canvas

PIXELS = 40.0
"""Of the screen, for a step of one logit."""
MOST = 8.0
STILL = 3.0
"""A hand that moved no further than this has clicked."""


class NudgeTool(QObject):
    """Takes the left button from the canvas while it is on; everything else goes on as before.

    Signals:
        began: ``(x, y)`` in fractions of the picture.
        moved: the amount in logits, 0 where the drag began.
        ended: the button is up, or the tool was put away.
    """

    began = Signal(float, float)
    moved = Signal(float)
    ended = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._on = False
        self._start: QPointF | None = None
        self._amount = 0.0
        self.tip = QLabel(canvas)
        self.tip.setObjectName("tip")
        self.tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.tip.hide()
        canvas.installEventFilter(self)

    @property
    def on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        if not on:
            self._end()
        self._on = on
        self._canvas.set_tool_cursor(Qt.CursorShape.CrossCursor if on else None)

    def give_up(self) -> bool:
        """Take a drag under way back; False if there is none."""
        if self._start is None:
            return False
        self.moved.emit(0.0)
        self._end()
        return True

    def say(self, text: str) -> None:
        """Beside the cursor, for as long as the button is held."""
        self.tip.setText(text)
        self.tip.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not self._on or not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        # Of two drags in quick succession the second begins as a double-click.
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return self._press(event)
        if self._start is None:
            return False
        if kind == QEvent.Type.MouseMove:
            self._move(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            self._end()
        return True

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or self._canvas.takes_press(event.position()):
            return self._start is not None
        place = self._canvas.place(event.position())
        if place is not None:
            self._start, self._amount = event.position(), 0.0
            self.began.emit(*place)
            self._move(event.position())
        return True

    def _move(self, position: QPointF) -> None:
        if self._start is None:
            return
        way = position - self._start
        along = way.x() - way.y()
        amount = 0.0 if abs(along) <= STILL else round(min(max(along / PIXELS, -MOST), MOST), 2)
        if amount != self._amount:
            self._amount = amount
            self.moved.emit(amount)
        self._place_tip(position)

    def _place_tip(self, position: QPointF) -> None:
        """Beside the cursor, inside the canvas."""
        self.tip.setVisible(bool(self.tip.text()))
        self.tip.raise_()
        x = position.x() + 18
        if x + self.tip.width() > self._canvas.width() - 4:
            x = position.x() - 18 - self.tip.width()
        y = min(max(position.y() - self.tip.height() / 2, 4), self._canvas.height() - self.tip.height() - 4)
        self.tip.move(round(max(x, 4)), round(y))

    def _end(self) -> None:
        if self._start is not None:
            self._start = None
            self.tip.hide()
            self.ended.emit()
