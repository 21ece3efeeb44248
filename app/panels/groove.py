"""A slim slider whose groove shows where it leads: from cool to warm, from grey to red."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QLinearGradient, QPainter, QPaintEvent, QPen, QWheelEvent

from app import theme
from app.panels.slider import AXIS, StopSlider

COARSE = 10
"""Steps at once with Ctrl held."""
_RADIUS = 5.5


class GrooveSlider(StopSlider):
    """As :class:`~app.panels.slider.StopSlider`, without labels; one that goes both ways has a mark at zero, which it
    snaps to.

    Args:
        colours: hex colours along the groove, from low to high; none for a plain one.
    """

    def __init__(self, low: int, high: int, colours: tuple[str, ...] = ()) -> None:
        super().__init__(low, high, (0,) if low < 0 < high else ())
        self._colours = colours
        self._zero = 0 if low < 0 < high else low

    @property
    def _margins(self) -> tuple[float, float]:
        return _RADIUS + 2, _RADIUS + 2

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, round(2 * AXIS))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, zero = self.handle_position(self.minimum()), self.handle_position(self._zero)
        end, here = self.handle_position(self.maximum()), self.handle_position()
        on = self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(start.x() - 2, AXIS - 1.5, end.x() - start.x() + 4, 3)
        painter.setBrush(self._gradient(start.x(), end.x()) if on else QBrush(theme.colour("track_off")))
        painter.drawRoundedRect(groove, 1.5, 1.5)
        if not self._colours:
            painter.setBrush(theme.colour("fill" if on else "fill_off"))
            left, right = sorted((zero.x(), here.x()))
            painter.drawRoundedRect(QRectF(left, AXIS - 1.5, right - left, 3), 1.5, 1.5)
        if self._zero > self.minimum():
            painter.setPen(QPen(theme.colour("mark" if on else "mark_off"), 1))
            painter.drawLine(QPointF(zero.x(), AXIS + 4), QPointF(zero.x(), AXIS + 8))
        self._paint_knob(painter, here)
        painter.end()

    def _gradient(self, left: float, right: float) -> QBrush:
        if not self._colours:
            return QBrush(theme.colour("track"))
        gradient = QLinearGradient(left, 0, right, 0)
        for i, colour in enumerate(self._colours):
            gradient.setColorAt(i / (len(self._colours) - 1), QColor(colour))
        return QBrush(gradient)

    def _paint_knob(self, painter: QPainter, centre: QPointF) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            painter.drawEllipse(centre, _RADIUS + 2, _RADIUS + 2)
        painter.setPen(QPen(theme.colour("handle_edge"), 1))
        hot = self.isSliderDown() or self.underMouse()
        painter.setBrush(theme.colour("handle_off" if not self.isEnabled() else "handle_hot" if hot else "handle"))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows by one, with Ctrl or by page by ten."""
        ways = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageDown: -COARSE,
            Qt.Key.Key_PageUp: COARSE,
        }
        steps = ways.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
            return
        coarse = event.modifiers() & Qt.KeyboardModifier.ControlModifier and abs(steps) == 1
        self.setValue(self.value() + steps * (COARSE if coarse else 1))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self.hasFocus() and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.setValue(self.value() + (COARSE if event.angleDelta().y() > 0 else -COARSE))
            event.accept()
        else:
            super().wheelEvent(event)
