"""Ctrl+C in the terminal and a polite kill close the window as its own button would."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class StopSignals(QObject):
    """Calls ``stop`` in the GUI thread on SIGINT and SIGTERM; does nothing where Qt cannot watch a pipe.

    Qt's event loop sleeps in C, where Python's signal handlers do not run: a byte in a pipe wakes it.
    """

    def __init__(self, stop: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = stop
        self._pipe: tuple[int, int] | None = None
        self._old: dict[int, object] = {}
        if os.name != "posix":
            return
        self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._pipe[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        for number in (signal.SIGINT, signal.SIGTERM):
            self._old[number] = signal.signal(number, lambda *_: None)

    def _wake(self) -> None:
        if self._pipe is not None and os.read(self._pipe[0], 64):
            self._stop()

    def restore(self) -> None:
        """Put the old handlers back."""
        if self._pipe is None:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, handler in self._old.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        for end in self._pipe:
            os.close(end)
        self._pipe = None
