"""Memory for pictures that come and go.

A picture of a large canvas that is made anew for every step of a slider costs more in pages that the system has to
clear and hand out than in anything that is then written to them.
"""

from __future__ import annotations

import threading
import weakref

import numpy as np

FREE = 3
"""So many pictures' memory is kept that nobody looks at."""


class Buffers:
    """Lends memory, and takes it back when what was lent is gone, in whichever thread that is."""

    def __init__(self) -> None:
        self._free: list[np.ndarray] = []
        self._lock = threading.Lock()

    def take(self, shape: tuple[int, ...]) -> np.ndarray:
        """Uninitialised uint8 of a shape, for as long as anything refers to it."""
        with self._lock:
            fitting = [i for i, memory in enumerate(self._free) if memory.shape == shape]
            memory = self._free.pop(fitting[-1]) if fitting else np.empty(shape, np.uint8)
            del self._free[:-FREE]
        # All that is made of a view refers to the array that owns the memory; of a buffer, to the array lent.
        lent = np.frombuffer(memory.data, np.uint8)
        # Without the lock: this may run wherever something is collected, in here, too.
        weakref.finalize(lent, self._free.append, memory).atexit = False
        return lent.reshape(shape)
