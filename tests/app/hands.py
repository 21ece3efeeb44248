"""What a hand does with a mouse, as events sent straight to a widget: the screen's own pointer stays out of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

NONE = Qt.KeyboardModifier.NoModifier
Position = QPoint | QPointF


def move(widget: QWidget, at: Position, held: Qt.MouseButton = Qt.MouseButton.LeftButton, keys=NONE) -> None:
    """Move the mouse, with a button held."""
    point = QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, point, widget.mapToGlobal(point), Qt.MouseButton.NoButton, held, keys)
    QApplication.sendEvent(widget, event)


def hover(widget: QWidget, at: Position) -> None:
    """Move the mouse with no button held."""
    move(widget, at, Qt.MouseButton.NoButton)


def scroll(widget: QWidget, at: Position, notches: int = 1) -> QWheelEvent:
    """Turn the wheel away from the hand; returns the event, to see who took it."""
    point = QPointF(at)
    event = QWheelEvent(
        point, widget.mapToGlobal(point), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event
