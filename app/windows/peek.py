"""The backslash key shows "before": for as long as it is held, or until the next tap."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QWidget,
)

from app.canvas.canvas import Canvas

TAP_SECONDS = 0.3
"""Held for longer than this, the key was held and not tapped."""


class Peek(QObject):
    """Watches a window and those of its controls that would swallow the key."""

    def __init__(self, window: QMainWindow, canvas: Canvas) -> None:
        super().__init__(window)
        self._canvas = canvas
        self._pressed_at: float | None = None
        self._was_before = False
        self._window = window
        window.installEventFilter(self)
        for kind in (QComboBox, QAbstractSpinBox, QLineEdit):
            for widget in window.findChildren(kind):
                widget.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        """Pages come later than this, and their lists look for names that begin with what is typed."""
        if isinstance(now, (QAbstractItemView, QComboBox, QAbstractSpinBox)) and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Backslash:
            if event.type() == QEvent.Type.KeyPress:
                self._press(event.isAutoRepeat())
                return True
            if event.type() == QEvent.Type.KeyRelease:
                self._release(event.isAutoRepeat())
                return True
        elif event.type() == QEvent.Type.WindowDeactivate and self._pressed_at is not None:
            # The key will be released in another window.
            self._pressed_at = None
            self._canvas.set_only_before(False)
        return False

    def _press(self, repeated: bool) -> None:
        if not repeated:
            self._pressed_at, self._was_before = time.monotonic(), self._canvas.only_before
            self._canvas.set_only_before(True)

    def _release(self, repeated: bool) -> None:
        if repeated or self._pressed_at is None:
            return
        tapped = time.monotonic() - self._pressed_at < TAP_SECONDS
        self._pressed_at = None
        self._canvas.set_only_before(tapped and not self._was_before)
