"""Square buttons of one letter or one drawing, for rows whose room belongs to a slider."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from app import theme


def small_button(letter: str, parent: QWidget) -> QPushButton:
    """One that stays down; it needs a tool tip and an accessible name."""
    return _squared(QPushButton(letter, parent))


class LockButton(QPushButton):
    """A padlock: open, or closed while it is down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        _squared(self)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        ink = theme.colour("disabled" if not self.isEnabled() else "text" if self.isChecked() else "secondary")
        body = QRectF(middle.x() - 4.5, middle.y() - 1, 9, 6.5)
        shackle = QPainterPath(QPointF(body.left() + 2, body.top()))
        top = body.top() - (2 if self.isChecked() else 3.5)
        shackle.lineTo(body.left() + 2, top)
        shackle.arcTo(QRectF(body.left() + 2, top - 2.5, 5, 5), 180, -180)
        if self.isChecked():
            shackle.lineTo(body.right() - 2, body.top())
        painter.setPen(QPen(ink, 1.5))
        painter.drawPath(shackle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(body, 1.5, 1.5)
        painter.end()


def _squared(button: QPushButton) -> QPushButton:
    button.setCheckable(True)
    button.setProperty("role", "square")
    side = button.fontMetrics().height() + 8
    button.setFixedSize(side, side)
    return button
