"""A slider that knows its stops, resets on a double-click, and leaves the wheel to the panel until it is focused."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from app import theme
from app.panels.scale import Scale

SNAP = 2.5
"""Pixels around a stop that give the stop."""
FINE = 0.2
"""Speed of a drag with Shift held."""
_HANDLE = 7.0
AXIS = 12.0
"""How far the groove's middle is below the top."""


class StopSlider(QSlider):
    """Horizontal; arrows step by one, Page Up and Page Down go from stop to stop, Shift drags finely.

    Signals:
        reset_requested: the track was double-clicked.
    """

    reset_requested = Signal()

    def __init__(self, low: int, high: int, stops: tuple[int, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(low, high)
        self.setSingleStep(1)
        self.setPageStep(10)
        self._stops = stops
        self._grip: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # ---- geometry

    def _label_font(self) -> QFontMetricsF:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return QFontMetricsF(font)

    @property
    def _margins(self) -> tuple[float, float]:
        half = self._label_font().horizontalAdvance(str(self._stops[-1])) / 2 if self._stops else 0.0
        return _HANDLE + 1, max(_HANDLE + 1, half + 1)

    def scale_map(self) -> Scale:
        """The scale for the current width; position 0 is at :meth:`track_left`."""
        left, right = self._margins
        metrics = self._label_font()
        return Scale(
            self.minimum(),
            self.maximum(),
            self.width() - left - right,
            self._stops,
            lambda v: metrics.horizontalAdvance(str(v)),
        )

    def handle_position(self, value: int | None = None) -> QPointF:
        """Centre of the handle at a value (default: the current one)."""
        x = self._margins[0] + self.scale_map().position(self.value() if value is None else value)
        return QPointF(x, AXIS)

    def sizeHint(self) -> QSize:  # noqa: N802
        labels = self._label_font().height() + 8 if self._stops else 0.0
        return QSize(240, round(2 * AXIS + labels))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, self.sizeHint().height())

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, left = self.scale_map(), self._margins[0]
        x = left + scale.position(self.value())
        end = left + scale.position(self.maximum())
        enabled = self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track" if enabled else "track_off"))
        painter.drawRoundedRect(QRectF(left - 2, AXIS - 2, end - left + 4, 4), 2, 2)
        painter.setBrush(theme.colour("fill" if enabled else "fill_off"))
        painter.drawRoundedRect(QRectF(left - 2, AXIS - 2, x - left + 2, 4), 2, 2)
        self._paint_stops(painter, scale, left)
        self._paint_handle(painter, QPointF(x, AXIS))
        painter.end()

    def _paint_stops(self, painter: QPainter, scale: Scale, left: float) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for stop in self._stops:
            x = left + scale.position(stop)
            current = stop == self.value() and self.isEnabled()
            colour = theme.colour("strong" if current else "mark" if self.isEnabled() else "mark_off")
            painter.setPen(QPen(colour, 2 if current else 1))
            painter.drawLine(QPointF(x, AXIS + 9), QPointF(x, AXIS + 13))
            width = metrics.horizontalAdvance(str(stop))
            painter.drawText(QPointF(x - width / 2, AXIS + 15 + metrics.ascent()), str(stop))

    def _paint_handle(self, painter: QPainter, centre: QPointF) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            painter.drawEllipse(centre, _HANDLE + 2.5, _HANDLE + 2.5)
        painter.setPen(QPen(theme.colour("handle_edge"), 1))
        hot = self.isSliderDown() or self.underMouse()
        painter.setBrush(theme.colour("handle_off" if not self.isEnabled() else "handle_hot" if hot else "handle"))
        painter.drawEllipse(centre, _HANDLE, _HANDLE)

    # ---- mouse, wheel, keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        handle = self.handle_position()
        x = event.position().x()
        on_handle = abs(x - handle.x()) <= _HANDLE + 2 and event.position().y() <= 2 * AXIS
        # Where the hand is, and where the handle's centre was when it took hold.
        self._grip = (x, handle.x() if on_handle else x)
        self.setSliderDown(True)
        if not on_handle:
            self._move_to(x, snap=SNAP if event.position().y() <= 2 * AXIS else 8.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._grip is None:
            return
        x = event.position().x()
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        last, centre = self._grip
        centre += (x - last) * (FINE if fine else 1.0)
        self._grip = (x, centre)
        self._move_to(centre, snap=0.0 if fine else SNAP)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self._grip is not None:
            self._grip = None
            self.setSliderDown(False)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_requested.emit()

    def _move_to(self, x: float, snap: float) -> None:
        self.setValue(self.scale_map().snapped(x - self._margins[0], snap))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if not self.hasFocus():
            event.ignore()
            return
        steps = event.angleDelta().y() / 120
        self.setValue(self.value() + (round(steps) or (1 if steps > 0 else -1 if steps < 0 else 0)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = event.key()
        if self._stops and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.setValue(self.scale_map().next_stop(self.value(), 1 if key == Qt.Key.Key_PageUp else -1))
        else:
            super().keyPressEvent(event)
