"""What is painted over the picture: the divider between before and after, and the names of the two sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

LABEL_STRIP = 48
"""Height of the strip at the top of the picture that holds the labels, logical pixels."""
_LIGHT = QColor("#f4f4f4")


def paint_divider(painter: QPainter, x: int, picture: QRect, ratio: float) -> None:
    """A line with a handle in the middle; all in device pixels, of which ``ratio`` make a logical one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide, thin = max(3, round(3 * ratio)), max(1, round(ratio))
    painter.fillRect(x - wide // 2, picture.top(), wide, picture.height(), QColor(0, 0, 0, 110))
    painter.fillRect(x - thin // 2, picture.top(), thin, picture.height(), _LIGHT)
    middle = QPointF(x, picture.center().y())
    painter.setPen(QPen(QColor(0, 0, 0, 140), ratio))
    painter.setBrush(_LIGHT)
    painter.drawEllipse(middle, 12 * ratio, 12 * ratio)
    painter.setPen(QPen(QColor("#303030"), 1.8 * ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for side in (-1, 1):
        tip = middle + QPointF(side * 7 * ratio, 0)
        painter.drawLine(tip, tip + QPointF(-side * 4 * ratio, -4 * ratio))
        painter.drawLine(tip, tip + QPointF(-side * 4 * ratio, 4 * ratio))


def paint_label(painter: QPainter, area: QRectF, text: str, left: bool) -> None:
    """``text`` on a dark plate in a top corner of ``area`` (logical pixels); nothing where there is no room for it."""
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.92)
    painter.save()
    painter.setFont(font)
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 16, metrics.height() + 6
    if text and area.width() >= width + 16 and area.height() >= height + 16:
        box = QRectF(area.left() + 8 if left else area.right() - 8 - width, area.top() + 8, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(24, 24, 24, 190))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("#f2f2f2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
