"""Where in a row of the shoot its pictures and texts are."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyle

from app.shoot.rows import Kind, Row

LTR = Qt.LayoutDirection.LeftToRight
PAD = 9
MARK = 3
"""Width of the bar that marks the open set."""
TILE = 32
NARROWEST = 24
GAP = 3
SMALL = QSize(54, 36)
"""Of a single picture."""
SHAPE = 1.5
"""Width by height of the place for a fused picture."""


@dataclass(frozen=True)
class Tile:
    """A frame in a row: which of the set's, and where."""

    frame: int
    area: QRect


def row_height(kind: Kind, metrics: QFontMetrics) -> int:
    """Of each kind all rows are of one height."""
    line = metrics.height()
    if kind == Kind.SET:
        return 2 * PAD + _inner(metrics)
    if kind.is_heading:
        return line + 14
    return max(SMALL.height(), 2 * line) + 10


def picture_area(row: Row, area: QRect, metrics: QFontMetrics, direction: Qt.LayoutDirection = LTR) -> QRect:
    """Of a set, its fused picture's place; empty for other rows."""
    if row.kind != Kind.SET:
        return QRect()
    high = _inner(metrics)
    return _turned(QRect(area.left() + PAD + MARK, area.top() + PAD, round(SHAPE * high), high), area, direction)


def text_area(row: Row, area: QRect, metrics: QFontMetrics, direction: Qt.LayoutDirection = LTR) -> QRect:
    """Two lines."""
    line = metrics.height()
    if row.kind == Kind.SET:
        left, top = picture_area(row, area, metrics).right() + 1 + PAD, area.top() + PAD
    else:
        left, top = area.left() + PAD + MARK + SMALL.width() + PAD, area.center().y() - line
    return _turned(QRect(QPoint(left, top), QPoint(area.right() - PAD, top + 2 * line + 1)), area, direction)


def tiles(
    row: Row, area: QRect, metrics: QFontMetrics, first: int = 0, direction: Qt.LayoutDirection = LTR
) -> tuple[list[Tile], int]:
    """Where the frames of a row are, from frame ``first`` on, and how many there is no room for."""
    shown, hidden = _tiles(row, area, metrics, first)
    return [Tile(tile.frame, _turned(tile.area, area, direction)) for tile in shown], hidden


def _turned(place: QRect, area: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Mirrored within ``area`` where one reads from right to left."""
    return QStyle.visualRect(direction, area, place)


def _tiles(row: Row, area: QRect, metrics: QFontMetrics, first: int) -> tuple[list[Tile], int]:
    if row.kind in (Kind.SINGLE, Kind.IGNORED):
        spare = (area.height() - SMALL.height()) // 2
        return [Tile(0, QRect(QPoint(area.left() + PAD + MARK, area.top() + spare), SMALL))], 0
    if row.kind != Kind.SET:
        return [], 0
    picture = picture_area(row, area, metrics)
    left, top = picture.right() + 1 + PAD, picture.bottom() + 1 - TILE
    width = area.right() + 1 - PAD - left
    fits = max(1, (width + GAP) // (NARROWEST + GAP))
    count = len(row.entries)
    first = max(0, min(first, count - fits)) if count > fits else 0
    shown = min(count, fits)
    hidden = count - shown
    # The last place tells how many more there are.
    places = shown if not hidden else max(1, shown - 1)
    hidden = count - places
    full = shown if hidden else count
    wide = max(1, min((width - GAP * (full - 1)) // full, _natural(row)))
    return [Tile(first + i, QRect(left + i * (wide + GAP), top, wide, TILE)) for i in range(places)], hidden


def _inner(metrics: QFontMetrics) -> int:
    return 2 * metrics.height() + 2 + 6 + TILE


def _natural(row: Row) -> int:
    """Width of a picture that is not cut off."""
    size = row.entries[0].size
    return round(TILE * min(1.6, max(0.6, size[0] / size[1]))) if size else round(TILE * 1.5)
