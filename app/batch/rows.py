"""How an export is painted in the list of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import theme
from app.batch.items import Item, State
from app.batch.queue import ITEM, BatchQueue

Index = QModelIndex | QPersistentModelIndex
_PAD = 12
_BAR = 3


class ExportDelegate(QStyledItemDelegate):
    """Name and state in one line, why it failed in a second, progress as a thin bar below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        item: Item | None = index.data(ITEM)
        lines = 2 if item is not None and item.state is State.FAILED else 1
        return QSize(120, lines * (option.fontMetrics.height() + 2) + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item | None = index.data(ITEM)
        model = index.model()
        if item is None or not isinstance(model, BatchQueue):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = option.rect.adjusted(2, 1, -2, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("chosen" if selected else "hover"))
            painter.drawRoundedRect(cell, 4, 4)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell, 4, 4)
        self._paint_texts(painter, option, item, model)
        if item.state is State.RUNNING:
            self._paint_bar(painter, cell, item.fraction, option.direction)
        painter.restore()

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, item: Item, queue: BatchQueue) -> None:
        metrics, failed = option.fontMetrics, item.state is State.FAILED
        area = option.rect.adjusted(_PAD, 4, -_PAD, 0)
        line = QRect(area.topLeft(), QSize(area.width(), metrics.height() + 2))
        beside = self.tr("failed") if failed else queue.state_text(item)
        vertically = Qt.AlignmentFlag.AlignVCenter
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        begin = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        end = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignRight)
        painter.setFont(option.font)
        painter.setPen(theme.colour("signal" if failed else "secondary"))
        painter.drawText(line, end | vertically, beside)
        if failed:
            why = metrics.elidedText(item.why, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line.translated(0, line.height()), begin | vertically, why)
        room = line.width() - metrics.horizontalAdvance(f"{beside}   ")
        painter.setPen(theme.colour("disabled" if item.state is State.CANCELLED else "text"))
        name = metrics.elidedText(item.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, begin | vertically, name)

    def _paint_bar(self, painter: QPainter, cell: QRect, fraction: float, direction: Qt.LayoutDirection) -> None:
        groove = QRect(cell.left() + _PAD - 2, cell.bottom() - _BAR, cell.width() - 2 * _PAD + 4, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(groove, 1.5, 1.5)
        done = QRect(groove.topLeft(), QSize(round(groove.width() * fraction), _BAR))
        painter.setBrush(theme.colour("fill"))
        painter.drawRoundedRect(QStyle.visualRect(direction, groove, done), 1.5, 1.5)
