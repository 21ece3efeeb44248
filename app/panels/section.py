"""A part of a page that folds away under its title."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import theme


class _Header(QAbstractButton):
    """Signals: reset_requested, at a double-click."""

    reset_requested = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.changed = False
        self._clicked = False

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 48, metrics.height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        middle = self.height() / 2
        side = -1 if right_to_left else 1
        start = self.width() - 4.0 if right_to_left else 4.0
        pen = QPen(theme.colour("secondary"), 1.6)
        painter.setPen(pen)
        if self.isChecked():
            arrow = [
                QPointF(start, middle - 2),
                QPointF(start + side * 4, middle + 2),
                QPointF(start + side * 8, middle - 2),
            ]
        else:
            arrow = [
                QPointF(start + side * 2, middle - 4),
                QPointF(start + side * 6, middle),
                QPointF(start + side * 2, middle + 4),
            ]
        painter.drawPolyline(QPolygonF(arrow))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.colour("strong" if self.underMouse() else "text"))
        room = self.rect().adjusted(18, 0, -18, 0)
        leading = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, leading | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, self.text())
        if self.changed:
            drawn = painter.fontMetrics().horizontalAdvance(self.text())
            x = room.right() - drawn - 8 if right_to_left else room.left() + drawn + 8
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("strong"))
            painter.drawEllipse(QPointF(x, middle), 2.5, 2.5)
        if self.hasFocus() and not self._clicked:
            painter.setPen(QPen(theme.colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 1, -1, -2), 3, 3)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        # Who clicked knows where; the ring is for those who go by keys.
        self._clicked = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        # The two clicks of it have folded and unfolded.
        self.toggle()
        self.reset_requested.emit()


class Section(QWidget):
    """Signals:
    folded: the person opened or closed it: whether it is closed now.
    reset_requested: its values are to go back to what they were.
    """

    folded = Signal(bool)
    reset_requested = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = _Header(title, self)
        self.reset = QPushButton(self.tr("Reset"), self)
        self.reset.setObjectName("remove")
        self.reset.setFlat(True)
        self.reset.setToolTip(self.tr("Back to the beginning; so does a double-click on the title"))
        self.reset.setAccessibleName(self.tr("Reset {0}").format(title))
        self.reset.clicked.connect(self.reset_requested)
        self.reset.hide()
        self.body = QWidget(self)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 2, 0, 8)
        self.column.setSpacing(3)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.header, 1)
        top.addWidget(self.reset)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.body)
        self.header.toggled.connect(self.body.setVisible)
        self.header.clicked.connect(lambda on: self.folded.emit(not on))
        self.header.reset_requested.connect(self.reset_requested)
        self.set_changed(False)

    def add(self, widget: QWidget) -> None:
        self.column.addWidget(widget)

    def fold(self, closed: bool) -> None:
        """Show or hide what is under the title."""
        self.header.setChecked(not closed)

    def set_changed(self, changed: bool) -> None:
        """Whether something in it is not as it was at the beginning."""
        if changed == self.header.changed:
            return
        self.header.changed = changed
        self.header.setAccessibleDescription(self.tr("edited") if changed else "")
        self.header.update()
        self.reset.setVisible(changed)
