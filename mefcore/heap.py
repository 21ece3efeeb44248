"""Memory that is free within this process, and what the system gets back of it.

glibc gives every thread a heap of its own, up to eight for each core, and keeps whatever was freed in them.  Pictures
come and go in many threads here, so that half of what a window held after some work was nothing at all.
"""

from __future__ import annotations

import ctypes
import os
import platform
from functools import lru_cache

ARENAS = 2
"""Heaps that all threads share."""
_M_ARENA_MAX = -8
"""From glibc's malloc.h."""


def share_heaps() -> None:
    """Let all threads that are started from now on share :data:`ARENAS` heaps; nothing where there is no glibc.

    ``MALLOC_ARENA_MAX`` in the environment is what a person wants, and stays.
    """
    libc = _glibc()
    if libc is not None and not os.environ.get("MALLOC_ARENA_MAX"):
        libc.mallopt(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Let the system have all pages that are free; some milliseconds, in which other threads may wait for memory.

    Elsewhere than with glibc, nothing: other systems do so by themselves.
    """
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


@lru_cache(maxsize=1)
def _glibc() -> ctypes.CDLL | None:
    if platform.libc_ver()[0] != "glibc":
        return None
    libc = ctypes.CDLL(None)
    libc.mallopt.argtypes, libc.mallopt.restype = (ctypes.c_int, ctypes.c_int), ctypes.c_int
    libc.malloc_trim.argtypes, libc.malloc_trim.restype = (ctypes.c_size_t,), ctypes.c_int
    return libc
