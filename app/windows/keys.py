"""Keys that are no menu commands: a frame by its number, the next part of the window, and Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QShortcut

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow


class WindowKeys(QObject):
    """What they do depends on what is in the window just now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        for key in range(1, 10):
            QShortcut(str(key), window, lambda k=key: window.comparison.choose(k - 1))
        QShortcut("F6", window, self.next_area)
        QShortcut("Escape", window, self.escape)

    def escape(self) -> None:
        """Away with the message, the tool in the hand, or full screen; else back to the picture."""
        window = self._window
        if window.notice.kind:
            window.notice.hide()
        elif window.tools.nudging:
            window.tools.put_nudge_away()
        elif any(feature.escape() for feature in window.features):
            pass
        elif window.isFullScreen():
            self.full_screen(False)
        else:
            window.canvas.setFocus()

    def next_area(self) -> None:
        """Give the keys to the picture, the pages, the frames and the sets in turn."""
        window = self._window
        areas = (window.canvas, window.sidebar.tabs, window.filmstrip, window.desk.view)
        focus = window.focusWidget()
        now = next((i for i, a in enumerate(areas) if focus is a), None)
        if now is None:
            now = 1 if focus is not None and window.sidebar.isAncestorOf(focus) else 2
        for step in range(1, len(areas) + 1):
            area = areas[(now + step) % len(areas)]
            if area.isVisible() and area.isEnabled():
                area.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def full_screen(self, on: bool) -> None:
        """Take all of the screen, or give it back."""
        state, full = self._window.windowState(), Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if on else state & ~full)
