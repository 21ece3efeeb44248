"""What a hand does with a mouse, as events sent straight to a widget: the screen's own pointer stays out of it."""

from __future__ import annotations

from collections.abc import Sequence

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


def drag(qtbot, slider, values: Sequence[int]) -> None:
    """Press the handle of a slider, pass the values, release."""
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
    for value in values:
        move(slider, slider.handle_position(value).toPoint())
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())


def do(window, name: str) -> None:
    """A command of the window, by its menu or key."""
    QApplication.processEvents()  # what can be done is looked at a moment later
    assert window.actions_by_name[name].isEnabled(), name
    window.actions_by_name[name].trigger()
