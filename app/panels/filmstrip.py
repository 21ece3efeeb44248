"""The frames under the picture: thumbnail, file name, exposure, and weight in the blend."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app import theme
from app.color import display
from app.models.frames import ELIDE, EV, PLACE, REFERENCE, VARIES, WEIGHT, FrameModel

Index = QModelIndex | QPersistentModelIndex

_PAD = 7
_PICTURE = QSize(128, 76)


def _cell_height(metrics: QFontMetrics) -> int:
    """Of a card with equal room above the picture and below the bar."""
    return _PICTURE.height() + 2 * metrics.height() + 2 * _PAD + 10


class _FrameDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(_PICTURE.width() + 2 * _PAD, _cell_height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        # Without a scroll bar there is more room than a card needs.
        spare = option.rect.height() - _cell_height(option.fontMetrics)
        cell: QRect = option.rect.adjusted(2, 2 + spare // 2, -2, -2 - (spare - spare // 2))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("chosen" if selected else "hover"))
            painter.drawRoundedRect(cell, 4, 4)
        if focused:
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        top = cell.adjusted(_PAD - 2, _PAD - 2, -(_PAD - 2), 0)
        self._paint_picture(painter, QRect(top.topLeft(), QSize(top.width(), _PICTURE.height())), index)
        self._paint_texts(painter, top.translated(0, _PICTURE.height() + 4), option, index)
        painter.restore()

    def _paint_picture(self, painter: QPainter, area: QRect, index: Index) -> None:
        painter.fillRect(area, theme.colour("well"))
        image: QImage = index.data(Qt.ItemDataRole.DecorationRole)
        size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(QPoint(0, 0), size)
        target.moveCenter(area.center())
        painter.drawImage(target, display.small(image))
        place = self.tr("Reference") if index.data(REFERENCE) else index.data(PLACE)
        if place:
            self._paint_plate(painter, area, place)

    def _paint_plate(self, painter: QPainter, area: QRect, text: str) -> None:
        font = QFont(painter.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() - 8)
        size = QSize(metrics.horizontalAdvance(text) + 8, metrics.height() + 2)
        plate = QRect(QPoint(area.left(), area.bottom() + 1 - size.height()), size)
        painter.fillRect(plate, theme.colour("plate", 200))
        painter.setPen(theme.colour("plate_text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_texts(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        metrics = option.fontMetrics
        line = metrics.height()
        name = metrics.elidedText(index.data(Qt.ItemDataRole.DisplayRole), index.data(ELIDE), area.width())
        painter.setFont(option.font)
        painter.setPen(theme.colour("text"))
        # Names and numbers run from left to right in every language, but stand where its lines begin.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        begin = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRect(area.left(), area.top(), area.width(), line), begin, name)
        second = QRect(area.left(), area.top() + line, area.width(), line)
        painter.setPen(theme.colour("secondary"))
        painter.drawText(second, begin, index.data(EV))
        weight = index.data(WEIGHT)
        bar = QRectF(area.left(), second.bottom() + 3, area.width(), 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(bar, 2, 2)
        if weight is not None:
            painter.setBrush(theme.colour("fill"))
            painter.drawRoundedRect(
                QRectF(bar.topLeft(), bar.bottomRight()).adjusted(0, 0, -bar.width() * (1 - weight), 0), 2, 2
            )
            self._paint_weight(painter, second, option, f"{round(100 * weight)} %", index.data(VARIES))

    def _paint_weight(
        self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, text: str, varies: bool
    ) -> None:
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        end = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignRight)
        painter.drawText(area, end, text)
        if varies:
            beside = area.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(f"{text} "), 0)
            area = QStyle.visualRect(option.direction, area, beside)
            painter.setFont(option.font)
            painter.setPen(theme.colour("secondary"))
            painter.drawText(area, end, self.tr("avg"))


class Filmstrip(QListView):
    """Signals: chosen, the row of the frame to show as "before"; menu_requested, a row and where on the screen."""

    chosen = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, model: FrameModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmstrip")
        self.setModel(model)
        self.setItemDelegate(_FrameDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setViewportMargins(6, 3, 6, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setAccessibleName(self.tr("Frames of the bracket, dark to bright"))
        self.setToolTip(self.tr("Click a frame to compare with it; right-click for more"))
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_requested.emit(index.row(), below if by_key else event.globalPos())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(400, self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(_PICTURE.width(), self._height())

    def _height(self) -> int:
        return _cell_height(self.fontMetrics()) + self.horizontalScrollBar().sizeHint().height() + 5

    def show_before(self, before: int) -> None:
        """Mark the frame shown as "before"; none where that is no frame."""
        if before < 0:
            self.clearSelection()
        else:
            self.setCurrentIndex(self.model().index(before, 0))
