"""The small signs on the picture of a set: how many frames, stars, edited, rejected.  Drawn, as fonts lack them."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app import theme
from app.shoot.looks import SetLook

_STAR = 12
_INSET = 4


def paint_marks(painter: QPainter, area: QRect, count: int, look: SetLook) -> None:
    """Over the picture in ``area``: frames at the top left, reject at the top right, stars and edited below."""
    _paint_count(painter, area, str(count))
    if look.rejected:
        _paint_reject(painter, _plate(painter, QRectF(area.right() - 17 - _INSET, area.top() + _INSET, 18, 18)))
    if look.rating:
        _paint_stars(painter, area, look.rating)
    if look.edited:
        place = QRectF(area.right() - 17 - _INSET, area.bottom() - 17 - _INSET, 18, 18)
        _paint_sliders(painter, _plate(painter, place))


def _plate(painter: QPainter, area: QRectF) -> QRectF:
    """A dark ground: on a bright picture a sign would not be seen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("plate", 205))
    painter.drawRoundedRect(area, 3, 3)
    return area


def _paint_count(painter: QPainter, area: QRect, text: str) -> None:
    width = painter.fontMetrics().horizontalAdvance(text) + 10
    place = _plate(painter, QRectF(area.left() + _INSET, area.top() + _INSET, width, 18))
    painter.setPen(theme.colour("plate_text"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _paint_stars(painter: QPainter, area: QRect, stars: int) -> None:
    wide = stars * _STAR + 6
    place = _plate(painter, QRectF(area.left() + _INSET, area.bottom() - 17 - _INSET, wide, 18))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("plate_text"))
    for k in range(stars):
        middle = QPointF(place.left() + 3 + (k + 0.5) * _STAR, place.center().y() + 0.5)
        painter.drawPolygon(star(middle, _STAR / 2 - 0.5))


def star(middle: QPointF, radius: float) -> QPolygonF:
    """Five points, one up."""
    points = []
    for k in range(10):
        reach = radius if k % 2 == 0 else 0.45 * radius
        angle = math.pi * k / 5
        points.append(QPointF(middle.x() + reach * math.sin(angle), middle.y() - reach * math.cos(angle)))
    return QPolygonF(points)


def _paint_reject(painter: QPainter, place: QRectF) -> None:
    painter.setPen(QPen(theme.colour("plate_text"), 2))
    inner = place.adjusted(5, 5, -5, -5)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


def _paint_sliders(painter: QPainter, place: QRectF) -> None:
    """Three sliders, as they mean edits everywhere."""
    colour: QColor = theme.colour("plate_text")
    for k, at in enumerate((0.65, 0.3, 0.55)):
        y = place.top() + 5 + 4 * k
        left, right = place.left() + 3.5, place.right() - 3.5
        painter.setPen(QPen(colour, 1))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(left + at * (right - left), y), 1.7, 1.7)
