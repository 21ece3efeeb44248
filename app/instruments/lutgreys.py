"""What a LUT makes of greys: three curves over the input, which lie on one another where greys stay grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.instruments.lutcloud import GROUND
from app.theme import colour

if TYPE_CHECKING:
    import numpy as np

_CHANNELS = (
    (QColor("#e08080"), Qt.PenStyle.SolidLine),
    (QColor("#80c880"), Qt.PenStyle.DashLine),
    (QColor("#98a0f8"), Qt.PenStyle.DotLine),
)
"""Told apart by their dashes, too."""
_SIDE, _FOOT = 10, 24


class GreysView(QWidget):
    """Point at an input, or walk with the arrow keys, to read its three values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("What becomes of greys"))
        self.setToolTip(
            self.tr(
                "Greys from black to white go in, red, green and blue come out.\n"
                "Curves that part tint greys; a curve that falls turns bright into dark."
            )
        )
        self._ramp: np.ndarray | None = None
        self._at: int | None = None

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(232, 232)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, 160)

    def show_ramp(self, ramp: np.ndarray | None) -> None:
        """``(n, 3)``: what becomes of n greys from black to white."""
        self._ramp = ramp
        self.update()

    def point_at(self, level: int | None) -> None:
        """Tell the values of an input of 0…255."""
        self._at = None if level is None else min(max(level, 0), 255)
        self.setAccessibleDescription(self.told())
        self.update()

    def told(self) -> str:
        """``128 → 131 130 126``; empty where nothing is pointed at."""
        if self._at is None or self._ramp is None:
            return ""
        position = self._at / 255 * (len(self._ramp) - 1)
        low = min(int(position), len(self._ramp) - 2)
        values = self._ramp[low] + (position - low) * (self._ramp[low + 1] - self._ramp[low])
        return f"{self._at} → " + "  ".join(f"{255 * v:.0f}" for v in values)

    @property
    def plot(self) -> QRectF:
        """Where the curves are."""
        return QRectF(_SIDE, _SIDE, self.width() - 2 * _SIDE, self.height() - _SIDE - _FOOT)

    def _place(self, x: float, y: float) -> QPointF:
        plot = self.plot
        return QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(255, 255, 255, 34), 1))
        for quarter in range(5):
            painter.drawLine(self._place(quarter / 4, 0), self._place(quarter / 4, 1))
            painter.drawLine(self._place(0, quarter / 4), self._place(1, quarter / 4))
        painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
        painter.drawLine(self._place(0, 0), self._place(1, 1))
        if self._ramp is not None:
            self._paint_curves(painter, self._ramp)
        self._paint_words(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_curves(self, painter: QPainter, ramp: np.ndarray) -> None:
        last = len(ramp) - 1
        for channel, (paint, dashes) in enumerate(_CHANNELS):
            painter.setPen(QPen(paint, 1.6, dashes))
            points = [self._place(i / last, float(v)) for i, v in enumerate(ramp[:, channel])]
            painter.drawPolyline(QPolygonF(points))
        if self._at is not None:
            painter.setPen(QPen(QColor(255, 255, 255, 150), 1))
            painter.drawLine(self._place(self._at / 255, 0), self._place(self._at / 255, 1))

    def _paint_words(self, painter: QPainter) -> None:
        line = QRectF(_SIDE, self.height() - _FOOT, self.width() - 2 * _SIDE, _FOOT)
        painter.setPen(colour("plate_note"))
        if told := self.told():
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, told)
            return
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.tr("Grey in"))
        right = line.right()
        for (paint, dashes), name in zip(reversed(_CHANNELS), (self.tr("B"), self.tr("G"), self.tr("R")), strict=True):
            painter.setPen(QPen(paint, 1.6, dashes))
            middle = line.center().y()
            painter.drawLine(QPointF(right - 34, middle), QPointF(right - 14, middle))
            painter.drawText(QRectF(right - 11, line.top(), 12, line.height()), Qt.AlignmentFlag.AlignCenter, name)
            right -= 42

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        plot = self.plot
        self.point_at(round(255 * (event.position().x() - plot.left()) / plot.width()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self.point_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -16, Qt.Key.Key_PageUp: 16}
        key = Qt.Key(event.key())
        if key in steps:
            self.point_at(128 if self._at is None else self._at + steps[key])
        elif key == Qt.Key.Key_Home:
            self.point_at(0)
        elif key == Qt.Key.Key_End:
            self.point_at(255)
        else:
            super().keyPressEvent(event)
