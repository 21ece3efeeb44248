"""The tone curve: points that are dragged, and the line through them that the LUT follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.panels.controls import Control
from mefcore.parameter import Parameter

Point = tuple[float, float]
Points = tuple[Point, ...]

STRAIGHT: Points = ((0.0, 0.0), (1.0, 1.0))
MOST = 16
"""Points on a curve."""
LEAST_STEP = 0.01
"""Between two neighbours, from left to right."""
REACH = 10.0
"""Pixels around a point that take hold of it."""
AWAY = 28.0
"""A point that is dragged so many pixels out of the graph is taken off."""
_MARGIN = 8.0
_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


def moved(points: Points, index: int, x: float, y: float) -> Points:
    """A point elsewhere, kept between its neighbours and in the square."""
    low = points[index - 1][0] + LEAST_STEP if index > 0 else 0.0
    high = points[index + 1][0] - LEAST_STEP if index + 1 < len(points) else 1.0
    place = (round(min(max(x, low), high), 4), round(min(max(y, 0.0), 1.0), 4))
    return (*points[:index], place, *points[index + 1 :])


def added(points: Points, x: float, y: float) -> tuple[Points, int] | None:
    """With another point, and its index; None where there is no room for it."""
    index = next((i for i, (px, _) in enumerate(points) if px > x), len(points))
    low = points[index - 1][0] if index > 0 else -1.0
    high = points[index][0] if index < len(points) else 2.0
    if len(points) >= MOST or x - low < LEAST_STEP or high - x < LEAST_STEP:
        return None
    place = (round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4))
    return (*points[:index], place, *points[index:]), index


def without(points: Points, index: int) -> Points:
    """Without a point; two are left at least."""
    return points if len(points) <= 2 else (*points[:index], *points[index + 1 :])


class CurveEditor(QWidget):
    """A graph of output over input.

    Signals:
        changed: the points, while they are dragged too.
        grabbed, released: a drag begins and ends.
        reset_requested: the graph was double-clicked away from any point.
    """

    changed = Signal(object)
    grabbed = Signal()
    released = Signal()
    reset_requested = Signal()

    def __init__(self, colour: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = STRAIGHT
        self._chosen = 0
        self._drag: Points | None = None
        self._colour = colour
        self._histogram: Sequence[float] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    @property
    def points(self) -> Points:
        return self._points

    @property
    def chosen(self) -> int:
        """The index of the point that keys move."""
        return self._chosen

    def show_points(self, points: Points) -> None:
        self._points = points or STRAIGHT
        self._chosen = min(self._chosen, len(self._points) - 1)
        self._describe()
        self.update()

    def show_histogram(self, heights: Sequence[float]) -> None:
        """Faintly behind the curve: how many pixels have each input, from 0 to 1."""
        self._histogram = heights
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(230, 190)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, 140)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return min(max(140, round(width * 0.72)), 260)

    # ---- geometry

    @property
    def _graph(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def place(self, point: Point) -> QPointF:
        """Where a point is drawn."""
        graph = self._graph
        return QPointF(graph.left() + point[0] * graph.width(), graph.bottom() - point[1] * graph.height())

    def _value(self, at: QPointF) -> Point:
        graph = self._graph
        return (at.x() - graph.left()) / graph.width(), (graph.bottom() - at.y()) / graph.height()

    def _near(self, at: QPointF) -> int | None:
        distances = [(self.place(p) - at).manhattanLength() for p in self._points]
        nearest = min(range(len(distances)), key=distances.__getitem__)
        return nearest if distances[nearest] <= REACH else None

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        graph = self._graph
        painter.fillRect(graph, theme.colour("well"))
        self._paint_histogram(painter, graph)
        painter.setPen(QPen(theme.colour("grid"), 1))
        for part in (0.25, 0.5, 0.75):
            painter.drawLine(self.place((part, 0)), self.place((part, 1)))
            painter.drawLine(self.place((0, part)), self.place((1, part)))
        painter.drawLine(self.place((0, 0)), self.place((1, 1)))
        painter.setPen(QPen(QColor(self._colour) if self._colour else theme.colour("fill"), 1.8))
        painter.drawPolyline(QPolygonF([self.place(p) for p in self._line()]))
        for index, point in enumerate(self._points):
            self._paint_point(painter, self.place(point), index == self._chosen)
        painter.end()

    def _paint_histogram(self, painter: QPainter, graph: QRectF) -> None:
        if not self._histogram:
            return
        last = len(self._histogram) - 1
        outline = [self.place((i / last, min(h, 1.0))) for i, h in enumerate(self._histogram)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("disabled", 70))
        painter.drawPolygon(QPolygonF([graph.bottomLeft(), *outline, graph.bottomRight()]))

    def _line(self) -> list[Point]:
        """The curve itself, by the function that makes the LUT."""
        if self._points == STRAIGHT:
            return list(STRAIGHT)
        from mefcore.look.curves import axis, monotone_cubic

        at = axis(129)
        x, y = zip(*self._points, strict=True)
        return list(zip(at.tolist(), monotone_cubic(x, y, at).tolist(), strict=True))

    def _paint_point(self, painter: QPainter, at: QPointF, chosen: bool) -> None:
        if chosen and self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 7, 7)
        painter.setPen(QPen(theme.colour("handle_edge"), 1))
        painter.setBrush(theme.colour("handle_hot" if chosen else "handle"))
        painter.drawEllipse(at, 4.5, 4.5)

    # ---- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        near = self._near(event.position())
        self.grabbed.emit()
        if near is None:
            more = added(self._points, *self._value(event.position()))
            if more is None:
                self.released.emit()
                return
            self._drag, near = more[0], more[1]
            self._choose(near)
            self._give(more[0])
        else:
            self._drag = self._points
            self._choose(near)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._drag is None:
            hand = (
                Qt.CursorShape.SizeAllCursor if self._near(event.position()) is not None else Qt.CursorShape.CrossCursor
            )
            self.setCursor(hand)
            return
        out = QRectF(self.rect()).adjusted(-AWAY, -AWAY, AWAY, AWAY)
        if not out.contains(event.position()) and len(self._drag) > 2:
            self._give(without(self._drag, self._chosen))
            return
        self._give(moved(self._drag, self._chosen, *self._value(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self._drag is not None:
            self._drag = None
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        near = self._near(event.position())
        if near is None:
            self.reset_requested.emit()
        else:
            self._give(without(self._points, near))

    # ---- keys

    def event(self, event: QEvent) -> bool:
        """Tab goes from point to point before it leaves the graph."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if steps and 0 <= self._chosen + steps < len(self._points):
                self._choose(self._chosen + steps)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _KEYS:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step = 0.002 if fine else 0.01
            dx, dy = _KEYS[key]
            x, y = self._points[self._chosen]
            self._give(moved(self._points, self._chosen, x + dx * step, y + dy * step))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._give(without(self._points, self._chosen))
        elif key in (Qt.Key.Key_Insert, Qt.Key.Key_Plus):
            self._insert()
        else:
            super().keyPressEvent(event)

    def _insert(self) -> None:
        """A point on the curve, half-way to the next."""
        here = min(self._chosen, len(self._points) - 2)
        x = (self._points[here][0] + self._points[here + 1][0]) / 2
        y = min(self._line(), key=lambda p: abs(p[0] - x))[1] if self._points != STRAIGHT else x
        more = added(self._points, x, y)
        if more is not None:
            self._choose(more[1])
            self._give(more[0])

    def _choose(self, index: int) -> None:
        self._chosen = index
        self._describe()
        self.update()

    def _give(self, points: Points) -> None:
        self._chosen = min(self._chosen, len(points) - 1)
        if points != self._points:
            self._points = points
            self._describe()
            self.update()
            self.changed.emit(() if points == STRAIGHT else points)

    def _describe(self) -> None:
        x, y = self._points[self._chosen]
        told = self.tr("Point {0} of {1}: {2} becomes {3}")
        text = told.format(self._chosen + 1, len(self._points), round(255 * x), round(255 * y))
        self.setAccessibleDescription(text)
        help_text = self.tr("Click to add a point, drag it, double-click or Del to remove it. Arrow keys move it.")
        self.setToolTip(f"{text}\n{help_text}")


class CurveControl(Control):
    """The curve of one channel."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.label.hide()
        self.editor = CurveEditor(parameter.colours[0] if parameter.colours else "", self)
        self.editor.setAccessibleName(self.label.text())
        self.editor.changed.connect(lambda p: self.edited.emit(parameter.name, p, self.gesture.current()))
        self.editor.grabbed.connect(self.gesture.hold)
        self.editor.released.connect(self.gesture.release)
        self.editor.reset_requested.connect(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.editor)

    def set_value(self, value: Any) -> None:
        self.editor.show_points(value)
