"""What is painted over the picture: the divider between before and after, and the names of the two sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

LABEL_STRIP = 48
"""Height of the strip at an edge of the picture that holds the labels, logical pixels."""
_LIGHT = QColor("#f4f4f4")


def paint_divider(painter: QPainter, at: int, picture: QRect, ratio: float, level: bool = False) -> None:
    """A line with a handle in the middle; all in device pixels, of which ``ratio`` make a logical one.

    Args:
        at: the line's column; its row where it is ``level``.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if level:
        # A quarter turn, so that rows are columns.
        painter.setTransform(QTransform(0, 1, 1, 0, 0, 0), combine=True)
        picture = QRect(picture.y(), picture.x(), picture.height(), picture.width())
    wide, thin = max(3, round(3 * ratio)), max(1, round(ratio))
    painter.fillRect(at - wide // 2, picture.top(), wide, picture.height(), QColor(0, 0, 0, 110))
    painter.fillRect(at - thin // 2, picture.top(), thin, picture.height(), _LIGHT)
    middle = QPointF(at, picture.center().y())
    painter.setPen(QPen(QColor(0, 0, 0, 140), ratio))
    painter.setBrush(_LIGHT)
    painter.drawEllipse(middle, 12 * ratio, 12 * ratio)
    painter.setPen(QPen(QColor("#303030"), 1.8 * ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for side in (-1, 1):
        tip = middle + QPointF(side * 7 * ratio, 0)
        painter.drawLine(tip, tip + QPointF(-side * 4 * ratio, -4 * ratio))
        painter.drawLine(tip, tip + QPointF(-side * 4 * ratio, 4 * ratio))
    painter.restore()


def paint_label(painter: QPainter, area: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    """``text`` on a dark plate in a corner of ``area`` (logical pixels), elided where there is little room for it.

    Args:
        align: right, or else left; bottom, or else top.
    """
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.92)
    painter.save()
    painter.setFont(font)
    metrics = painter.fontMetrics()
    if area.width() < metrics.horizontalAdvance(text) + 32:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()) - 32)
    width, height = metrics.horizontalAdvance(text) + 16, metrics.height() + 6
    if len(text) > 3 and area.height() >= height + 16:
        right, bottom = align & Qt.AlignmentFlag.AlignRight, align & Qt.AlignmentFlag.AlignBottom
        x = area.right() - 8 - width if right else area.left() + 8
        y = area.bottom() - 8 - height if bottom else area.top() + 8
        box = QRectF(x, y, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(24, 24, 24, 190))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("#f2f2f2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
