"""Work that can wait leaves the processor to what a person is doing."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICE = 10
_done = threading.local()


def be_nice() -> None:
    """Give the calling thread, and the threads it will start, a low priority where threads have one of their own."""
    if sys.platform == "linux" and not getattr(_done, "nice", False):
        _done.nice = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
