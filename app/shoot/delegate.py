"""How a row of the shoot is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import theme
from app.color import display
from app.shoot.fused import FusedThumbnails
from app.shoot.layout import GAP, MARK, PAD, picture_area, row_height, text_area, tiles
from app.shoot.marks import paint_marks
from app.shoot.model import FAILURE, FOLDED, LOOK, OPEN
from app.shoot.rows import Kind, Row, span, step
from app.shoot.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

_NOT_YET = 0.45
"""Opacity of a frame that stands in for the fused picture, and of the picture of a rejected set."""


class RowDelegate(QStyledItemDelegate):
    """Paints with what is known; asks for nothing.

    Args:
        thumbnails: where the pictures of frames are.
        fused: and those of sets; None where there are none.
        cursor: of a row's index, the frame chosen in it, or None.
        target: whether something would fall on the row of that index.
    """

    def __init__(
        self,
        thumbnails: Thumbnails,
        fused: FusedThumbnails | None,
        cursor: Callable[[Index], int | None],
        target: Callable[[Index], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._fused = fused
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
            if row.kind == Kind.SET:
                self._paint_fused(painter, option, row, index)
            self._paint_tiles(painter, option, row, index)
            self._paint_texts(painter, option, row, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = option.rect.adjusted(2, 1, -2, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("chosen" if selected else "hover"))
            painter.drawRoundedRect(cell, 4, 4)
        if index.data(OPEN) or index.data(FAILURE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("strong" if index.data(OPEN) else "signal"))
            mark = QRect(cell.left(), cell.top() + 4, MARK, cell.height() - 8)
            painter.drawRoundedRect(QRectF(QStyle.visualRect(option.direction, option.rect, mark)), 1.5, 1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._target(index):
            painter.setPen(QPen(theme.colour("strong"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 4, 4)
        elif option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            painter.drawRoundedRect(QRectF(cell).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
        middle, left = option.rect.center().y() + 1, option.rect.left() + PAD + 3
        turned = option.direction == Qt.LayoutDirection.RightToLeft
        left, way = (option.rect.right() - PAD - 3, -1) if turned else (left, 1)
        arrow = ((0, -4), (5, 0), (0, 4)) if index.data(FOLDED) else ((-2, -2), (6, -2), (2, 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("secondary"))
        painter.drawPolygon(QPolygon([QPoint(left + way * x, middle + y) for x, y in arrow]))
        painter.setPen(theme.colour("text"))
        painter.drawText(
            QStyle.visualRect(option.direction, option.rect, option.rect.adjusted(PAD + 18, 0, -PAD, 0)),
            Qt.AlignmentFlag.AlignVCenter | QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft),
            row.title,
        )

    def _paint_fused(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
        """The fused picture; until it is here, a frame of the middle."""
        area = picture_area(row, option.rect, option.fontMetrics, option.direction)
        painter.fillRect(area, theme.colour("well"))
        look = index.data(LOOK)
        image = None if self._fused is None else self._fused.picture(row.content)
        opacity = _NOT_YET if look.rejected else 1.0
        if image is None:
            image, opacity = self._thumbnails.picture(row.middle.path), _NOT_YET
            if self._fused is not None and self._fused.known(row.content):
                image = None
                damaged = bool(self._damaged(row))
                told = _tr("damaged") if damaged else "?"
                painter.setPen(theme.colour("signal" if damaged else "secondary"))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, told)
        if image is not None:
            painter.setOpacity(opacity)
            painter.drawImage(_within(image, area), display.small(image))
            painter.setOpacity(1.0)
        paint_marks(painter, area, len(row.entries), look)

    def _paint_tiles(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
        chosen = self._cursor(index)
        first = self.first_shown(row, option.rect, option.fontMetrics, index)
        shown, hidden = tiles(row, option.rect, option.fontMetrics, first, option.direction)
        for tile in shown:
            self._paint_picture(painter, tile.area, row, tile.frame)
            if tile.frame == chosen and row.kind == Kind.SET:
                painter.setPen(QPen(theme.colour("strong"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(tile.area).adjusted(1, 1, -1, -1))
        if hidden and shown:
            last = shown[-1].area
            painter.setPen(theme.colour("secondary"))
            step_on = (last.width() + GAP) * (1 if option.direction == Qt.LayoutDirection.LeftToRight else -1)
            painter.drawText(last.translated(step_on, 0), Qt.AlignmentFlag.AlignCenter, f"+{hidden}")

    def _paint_picture(self, painter: QPainter, area: QRect, row: Row, frame: int) -> None:
        """Cut to fill its place where the places are narrow."""
        path = row.entries[frame].path
        painter.fillRect(area, theme.colour("well"))
        image = self._thumbnails.picture(path)
        if image is None:
            if self._thumbnails.known(path):
                painter.setPen(theme.colour("signal"))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")
            return
        if row.kind == Kind.SET:
            painter.drawImage(QRectF(area), display.small(image), _filling(image, area))
            return
        painter.drawImage(_within(image, area), display.small(image))

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
        metrics = option.fontMetrics
        area = text_area(row, option.rect, metrics, option.direction)
        # Names and numbers run from left to right in every language, but stand where its lines begin.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        begin = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        end = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignRight)
        line = metrics.height()
        title = QRect(area.topLeft(), QSize(area.width(), line))
        below = title.translated(0, line + 2)
        second, failed = self.told(row, index, below.width(), metrics)
        vertically, painted = Qt.AlignmentFlag.AlignVCenter, option.font
        painter.setFont(painted)
        painter.setPen(theme.colour("signal" if failed else "secondary"))
        told = metrics.elidedText(second, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, begin | vertically, told)
        # Where there is room for it: below in the row of a set, whose name needs the width, beside the name elsewhere.
        place, used = (below, told) if row.kind == Kind.SET else (title, "")
        room = metrics.horizontalAdvance(f"{used}   {row.time}") <= place.width()
        if row.time and room:
            painter.setPen(theme.colour("secondary"))
            painter.drawText(place, end | vertically, row.time)
        beside = metrics.horizontalAdvance(f"{row.time}   ") if place is title and room else 0
        font = QFont(painted)
        font.setBold(bool(index.data(OPEN)))
        painter.setPen(theme.colour("text"))
        painter.setFont(font)
        name = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideMiddle, title.width() - beside)
        painter.drawText(title, begin | vertically, name)

    def told(self, row: Row, index: Index, width: int, metrics: QFontMetrics) -> tuple[str, bool]:
        """The text under a row's name, where there are so many pixels; and whether it tells of a failure."""
        failure = str(index.data(FAILURE) or "") or self._damaged(row)
        if failure:
            return failure, True
        return (self._exposures(row, index, width, metrics) if row.kind == Kind.SET else row.why), False

    def _damaged(self, row: Row) -> str:
        """Which frames of a set there is no picture of; empty where all are well, or not read yet."""
        if row.kind != Kind.SET:
            return ""
        known, picture = self._thumbnails.known, self._thumbnails.picture
        names = [e.path.name for e in row.entries if known(e.path) and picture(e.path) is None]
        return _tr("Damaged: {0}").format(", ".join(names)) if names else ""

    def _exposures(self, row: Row, index: Index, width: int, metrics: QFontMetrics) -> str:
        """Of the chosen frame, else of all; only from which to which where the time would have no room beside all."""
        chosen = self._cursor(index)
        if chosen is None or chosen >= len(row.entries):
            crowded = metrics.horizontalAdvance(f"{row.steps} EV   {row.time}") > width
            steps = span(row.evs) if crowded and row.time else row.steps
            return f"{steps} EV" if steps else ""
        entry = row.entries[chosen]
        ev = row.evs[chosen]
        return "   ".join((entry.path.name, f"{step(ev)} EV" if ev is not None else ""))


def _tr(text: str) -> str:
    return QCoreApplication.translate("shoot", text)


def _within(image: QImage, area: QRect) -> QRect:
    """The whole of a picture, in the middle of ``area``."""
    target = QRect(QPoint(0, 0), image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio))
    target.moveCenter(area.center())
    return target


def _filling(image: QImage, area: QRect) -> QRectF:
    """The middle of a picture, in the shape of ``area``."""
    width, height = image.width(), image.height()
    wanted = area.width() / max(1, area.height())
    if width > height * wanted:
        cut = height * wanted
        return QRectF((width - cut) / 2, 0, cut, height)
    cut = width / wanted
    return QRectF(0, (height - cut) / 2, width, cut)
