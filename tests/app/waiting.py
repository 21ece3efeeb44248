"""Waiting for a window that works.

Not by ``QTest.qWait``, which sleeps with the interpreter's lock in its hand: workers written in Python stand still
meanwhile, and what takes a second takes a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

LOOK_EVERY = 15
"""Milliseconds between two looks whether something is so."""
PATIENCE = 90.0
"""Seconds in which it must be."""


def pause(milliseconds: int) -> None:
    """Let the window and its workers work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    # The program's own loop would do this; one inside another does not.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def until(done: Callable[[], bool]) -> None:
    """Let them work until something is so.

    Raises:
        TimeoutError: it never is.
    """
    end = time.monotonic() + PATIENCE
    while not done():
        pause(LOOK_EVERY)
        if time.monotonic() > end:
            raise TimeoutError
