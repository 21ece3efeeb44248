"""Sample points on the picture, and the tool that sets them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import Canvas
from app.canvas.sides import panes
from app.instruments.picker_messages import Point
from app.theme import colour

_SIZE = 32
_CENTRE = 12
"""Of the ring, in a mark; the number stands below it at the right."""
_RING = 7.5
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Mark(QWidget):
    """One sample point: dragged with the mouse, moved with the arrow keys, removed with Del.

    Signals:
        chosen: it was clicked.
        dragged: to a position on the canvas, logical pixels.
        stepped: by pixels of the picture.
        removed: it is to go.
        menu_wanted: at a place of the screen.
    """

    chosen = Signal()
    dragged = Signal(QPointF)
    stepped = Signal(int, int)
    removed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, canvas: Canvas, number: int) -> None:
        super().__init__(canvas)
        self.setFixedSize(_SIZE, _SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        # Beside the ring and the number a click is for the picture.
        ring = QRegion(0, 0, 2 * _CENTRE, 2 * _CENTRE, QRegion.RegionType.Ellipse)
        self.setMask(ring.united(QRegion(_CENTRE, _CENTRE, _SIZE - _CENTRE, _SIZE - _CENTRE)))
        self._number = number
        self._current = False
        self._grip: QPointF | None = None
        self.setAccessibleName(self.tr("Sample {0}").format(number))

    def set_current(self, on: bool) -> None:
        if on != self._current:
            self._current = on
            self.update()

    def put(self, x: float, y: float) -> None:
        """With its ring around a position on the canvas."""
        self.move(math.floor(x) - _CENTRE, math.floor(y) - _CENTRE)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(_CENTRE, _CENTRE)
        for pen in (QPen(QColor(0, 0, 0, 200), 4.2 if self._current else 3.4), QPen(QColor("#ffffff"), 1.6)):
            painter.setPen(pen)
            painter.drawEllipse(middle, _RING, _RING)
            for dx, dy in _ARROWS.values():
                way = QPointF(dx, dy)
                painter.drawLine(middle + way * 4, middle + way * (_RING + 2.5))
        plate = QRectF(_CENTRE + 6, _CENTRE + 5, 13, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffffff") if self._current or self.hasFocus() else colour("plate", 215))
        painter.drawRoundedRect(plate, 3, 3)
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("#101010") if self._current or self.hasFocus() else colour("plate_text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position() - QPointF(_CENTRE, _CENTRE)
            self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._grip is not None:
            self.dragged.emit(self.mapToParent(event.position() - self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._grip = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.chosen.emit()
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.stepped.emit(far * step[0], far * step[1])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class Marks(QObject):
    """The marks of all points, in every pane of the canvas; they keep to the picture.

    Signals: as of a :class:`Mark`, with the point's index before.
    """

    chosen = Signal(int)
    dragged = Signal(int, QPointF)
    stepped = Signal(int, int, int)
    removed = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._points: tuple[Point, ...] = ()
        self._current = -1
        self.shown: list[list[Mark]] = []
        canvas.view_changed.connect(lambda _: self._place())
        canvas.compare_changed.connect(self._place)

    def show_points(self, points: Sequence[Point], current: int) -> None:
        self._points, self._current = tuple(points), current
        self._place()

    def focus(self, index: int) -> None:
        """Give a mark the keys."""
        if self.shown:
            self.shown[-1][index].setFocus()

    def _place(self) -> None:
        view, scene = self._canvas.view, self._canvas.scene
        offsets = [] if view is None else list(panes(scene.mode, view, scene.width))
        self._keep(len(offsets), len(self._points))
        if view is None:
            return
        width, height = view.image
        for offset, marks in zip(offsets, self.shown, strict=True):
            for k, (mark, point) in enumerate(zip(marks, self._points, strict=True)):
                # The middle of the pixel that is meant.
                column, row = min(int(point[0] * width), width - 1), min(int(point[1] * height), height - 1)
                x, y = view.to_device(column + 0.5, row + 0.5)
                inside = 0 <= x < view.viewport[0] and 0 <= y < view.viewport[1]
                mark.set_current(k == self._current)
                mark.put((x + offset.x()) / scene.ratio, (y + offset.y()) / scene.ratio)
                mark.setVisible(inside)

    def _keep(self, panes_wanted: int, points: int) -> None:
        while len(self.shown) > panes_wanted:
            for mark in self.shown.pop():
                mark.deleteLater()
        while len(self.shown) < panes_wanted:
            self.shown.append([])
        for marks in self.shown:
            while len(marks) > points:
                mark = marks.pop()
                mark.hide()
                mark.deleteLater()
            while len(marks) < points:
                marks.append(self._make(len(marks)))

    def _make(self, index: int) -> Mark:
        mark = Mark(self._canvas, index + 1)
        mark.chosen.connect(lambda: self.chosen.emit(index))
        mark.dragged.connect(lambda at: self.dragged.emit(index, at))
        mark.stepped.connect(lambda dx, dy: self.stepped.emit(index, dx, dy))
        mark.removed.connect(lambda: self.removed.emit(index))
        mark.menu_wanted.connect(lambda at: self.menu_wanted.emit(index, at))
        return mark


class PickTool(QObject):
    """Takes clicks from the canvas: with Ctrl held at any time, or without while it is on.

    Signals:
        picked: a point.
        moved: where the mouse drags it on to, before the button is let go.
    """

    picked = Signal(float, float)
    moved = Signal(float, float)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._on = False
        self._down = False
        self._taken = False
        canvas.installEventFilter(self)

    @property
    def on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self._down = False
            self._canvas.set_tool_cursor(Qt.CursorShape.CrossCursor if on else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        kind = event.type()
        if isinstance(event, QKeyEvent):
            return kind == QEvent.Type.KeyPress and self._key(event)
        if not isinstance(event, QMouseEvent):
            return False
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return self._press(event)
        if not self._down:
            return False
        if kind == QEvent.Type.MouseMove:
            place = self._canvas.place(event.position())
            if place is not None and self._taken:
                self.moved.emit(*place)
        elif kind == QEvent.Type.MouseButtonRelease:
            self._down = False
        return True

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or not self._canvas.isEnabled():
            return False
        asked = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        place = self._canvas.place(event.position())
        if place is None or not (asked or (self._on and not self._canvas.takes_press(event.position()))):
            return False
        self._down = True
        self._taken = self._on or asked
        self.picked.emit(*place)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        """Enter picks what is in the middle: for those without a mouse."""
        if not self._on or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        pane = self._canvas.scene.viewport
        ratio = self._canvas.scene.ratio
        place = self._canvas.place(QPointF(pane[0] / 2 / ratio, pane[1] / 2 / ratio))
        if place is not None:
            self.picked.emit(*place)
        return True
