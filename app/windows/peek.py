"""The backslash key shows "before": for as long as it is held, or until the next tap."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
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
REPEAT_MS = 50
"""A press that follows a release so soon is no finger's: some displays send both for every repetition of a held key,
and do not say so."""


class Peek(QObject):
    """Watches a window and those of its controls that would swallow the key."""

    def __init__(self, window: QMainWindow, canvas: Canvas) -> None:
        super().__init__(window)
        self._canvas = canvas
        self._pressed_at: float | None = None
        self._released_at = 0.0
        self._was_before = False
        self._letting_go = QTimer(self, singleShot=True, interval=REPEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._letting_go.timeout.connect(self._let_go)
        self._window = window
        window.installEventFilter(self)
        for kind in (QComboBox, QAbstractSpinBox, QLineEdit):
            for widget in window.findChildren(kind):
                widget.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    @property
    def held(self) -> bool:
        """Whether the key is down, as far as one can know yet."""
        return self._pressed_at is not None

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
            self._letting_go.stop()
            self._pressed_at = None
            self._canvas.set_only_before(False)
        return False

    def _press(self, repeated: bool) -> None:
        held = self._letting_go.isActive() and self._canvas.only_before
        self._letting_go.stop()
        if not held and not repeated:
            self._pressed_at, self._was_before = time.monotonic(), self._canvas.only_before
            self._canvas.set_only_before(True)

    def _release(self, repeated: bool) -> None:
        if not repeated and self.held:
            self._released_at = time.monotonic()
            self._letting_go.start()

    def _let_go(self) -> None:
        if self._pressed_at is None:
            return
        tapped = self._released_at - self._pressed_at < TAP_SECONDS
        self._pressed_at = None
        if self._canvas.only_before:  # an edit may have ended that already
            self._canvas.set_only_before(tapped and not self._was_before)
