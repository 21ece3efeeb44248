"""How a row of the shoot is painted, and where in it its frames are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.shoot.model import FAILURE, FOLDED, OPEN
from app.shoot.rows import Kind, Row, step
from app.shoot.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

PAD = 9
MARK = 3
"""Width of the bar that marks the open set."""
TILE = 58
NARROWEST = 34
GAP = 3
SMALL = QSize(54, 36)

_TEXT, _SECONDARY, _DARK = QColor("#ececec"), QColor("#bcbcbc"), QColor("#262626")
_AMBER = QColor("#d9a441")


@dataclass(frozen=True)
class Tile:
    """A frame in a row: which of the set's, and where."""

    frame: int
    area: QRect


def row_height(kind: Kind, metrics: QFontMetrics) -> int:
    """Of each kind all rows are of one height."""
    line = metrics.height()
    if kind == Kind.SET:
        return 2 * PAD + 2 * line + 4 + TILE + 4
    if kind.is_heading:
        return line + 14
    return max(SMALL.height(), 2 * line) + 10


def tiles(row: Row, area: QRect, metrics: QFontMetrics, first: int = 0) -> tuple[list[Tile], int]:
    """Where the frames of a row are, from frame ``first`` on, and how many there is no room for."""
    if row.kind in (Kind.SINGLE, Kind.IGNORED):
        spare = (area.height() - SMALL.height()) // 2
        return [Tile(0, QRect(QPoint(area.left() + PAD + MARK, area.top() + spare), SMALL))], 0
    if row.kind != Kind.SET:
        return [], 0
    left, width = area.left() + PAD + MARK, area.width() - 2 * PAD - MARK
    top = area.top() + PAD + 2 * metrics.height() + 8
    fits = max(1, (width + GAP) // (NARROWEST + GAP))
    count = len(row.entries)
    first = max(0, min(first, count - fits)) if count > fits else 0
    shown = min(count, fits)
    hidden = count - shown
    # The last place tells how many more there are.
    places = shown if not hidden else max(1, shown - 1)
    hidden = count - places
    full = shown if hidden else count
    wide = min((width - GAP * (full - 1)) // full, _natural(row))
    return [Tile(first + i, QRect(left + i * (wide + GAP), top, wide, TILE)) for i in range(places)], hidden


def _natural(row: Row) -> int:
    """Width of a picture that is not cut off."""
    size = row.entries[0].size
    return round(TILE * min(1.6, max(0.6, size[0] / size[1]))) if size else round(TILE * 1.5)


class RowDelegate(QStyledItemDelegate):
    """Paints with what is known; asks for nothing.

    Args:
        thumbnails: where the pictures are.
        cursor: of a row's index, the frame chosen in it, or None.
        target: whether something would fall on the row of that index.
    """

    def __init__(
        self,
        thumbnails: Thumbnails,
        cursor: Callable[[Index], int | None],
        target: Callable[[Index], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._cursor = cursor
        self._target = target

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        row = index.model().row(index)  # type: ignore[attr-defined]
        return QSize(160, row_height(row.kind, option.fontMetrics))

    def first_shown(self, row: Row, area: QRect, metrics: QFontMetrics, index: Index) -> int:
        """The frame a row begins with: those of a long set follow the chosen one."""
        chosen = self._cursor(index)
        if chosen is None:
            return 0
        shown, hidden = tiles(row, area, metrics)
        return max(0, chosen - len(shown) + 1) if hidden else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.model().row(index)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, option, index)
        if row.kind.is_heading:
            self._paint_heading(painter, option, row, index)
        else:
            self._paint_tiles(painter, option, row, index)
            self._paint_texts(painter, option, row, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = option.rect.adjusted(2, 1, -2, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#555555" if selected else "#454545"))
            painter.drawRoundedRect(cell, 4, 4)
        if index.data(OPEN) or index.data(FAILURE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#f0f0f0") if index.data(OPEN) else _AMBER)
            painter.drawRoundedRect(QRectF(cell.left(), cell.top() + 4, MARK, cell.height() - 8), 1.5, 1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._target(index):
            painter.setPen(QPen(QColor("#ffffff"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 4, 4)
        elif option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor("#ffffff"), 1.5))
            painter.drawRoundedRect(QRectF(cell).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
        middle, left = option.rect.center().y() + 1, option.rect.left() + PAD + 3
        arrow = ((0, -4), (5, 0), (0, 4)) if index.data(FOLDED) else ((-2, -2), (6, -2), (2, 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SECONDARY)
        painter.drawPolygon(QPolygon([QPoint(left + x, middle + y) for x, y in arrow]))
        painter.setPen(_TEXT)
        painter.drawText(
            option.rect.adjusted(PAD + 18, 0, -PAD, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            row.title,
        )

    def _paint_tiles(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
        chosen = self._cursor(index)
        first = self.first_shown(row, option.rect, option.fontMetrics, index)
        shown, hidden = tiles(row, option.rect, option.fontMetrics, first)
        for tile in shown:
            self._paint_picture(painter, tile.area, row, tile.frame)
            if tile.frame == chosen and row.kind == Kind.SET:
                painter.setPen(QPen(QColor("#ffffff"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(tile.area).adjusted(1, 1, -1, -1))
        if hidden and shown:
            last = shown[-1].area
            painter.setPen(_SECONDARY)
            painter.drawText(last.translated(last.width() + GAP, 0), Qt.AlignmentFlag.AlignCenter, f"+{hidden}")

    def _paint_picture(self, painter: QPainter, area: QRect, row: Row, frame: int) -> None:
        """Cut to fill its place where the places are narrow."""
        path = row.entries[frame].path
        painter.fillRect(area, _DARK)
        image = self._thumbnails.picture(path)
        if image is None:
            if self._thumbnails.known(path):
                painter.setPen(_SECONDARY)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")
            return
        if row.kind == Kind.SET:
            painter.drawImage(QRectF(area), image, _filling(image, area))
            return
        size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(QPoint(0, 0), size)
        target.moveCenter(area.center())
        painter.drawImage(target, image)

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
        line = option.fontMetrics.height()
        area = option.rect.adjusted(PAD + MARK, PAD, -PAD, -PAD)
        if row.kind != Kind.SET:
            area.setLeft(area.left() + SMALL.width() + PAD)
            area.setTop(option.rect.center().y() - line)
        title, below = QRect(area.topLeft(), QSize(area.width(), line)), QRect()
        below = title.translated(0, line + 2)
        failure = index.data(FAILURE)
        frames = self.tr("{0} frames").format(len(row.entries)) if row.kind == Kind.SET else ""
        beside, second = row.time, row.why or ""
        if row.kind == Kind.SET:
            second = "   ".join(filter(None, (frames, self._exposures(row, index))))
        if failure:
            second = failure
        font = QFont(option.font)
        font.setBold(bool(index.data(OPEN)))
        painter.setFont(option.font)
        painter.setPen(_SECONDARY)
        painter.drawText(title, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, beside)
        room = area.width() - option.fontMetrics.horizontalAdvance(f"{beside}   ")
        painter.setPen(_AMBER if failure else _SECONDARY)
        elided = option.fontMetrics.elidedText(second, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setPen(_TEXT)
        painter.setFont(font)
        name = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _exposures(self, row: Row, index: Index) -> str:
        """Of the chosen frame, else of all."""
        chosen = self._cursor(index)
        if chosen is None or chosen >= len(row.entries):
            return f"{row.steps} EV" if row.steps else ""
        entry = row.entries[chosen]
        ev = row.evs[chosen]
        return "   ".join((entry.path.name, f"{step(ev)} EV" if ev is not None else ""))


def _filling(image: QImage, area: QRect) -> QRectF:
    """The middle of a picture, in the shape of ``area``."""
    width, height = image.width(), image.height()
    wanted = area.width() / max(1, area.height())
    if width > height * wanted:
        cut = height * wanted
        return QRectF((width - cut) / 2, 0, cut, height)
    cut = width / wanted
    return QRectF(0, (height - cut) / 2, width, cut)
