"""Libraries in C that complain on stderr, where scripts expect one line of ours."""

from __future__ import annotations

import contextlib
import ctypes
import platform
import sys
import threading
from collections.abc import Iterator
from functools import lru_cache

_lock = threading.Lock()
_inside = 0
_kept: int | None = None


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Within the block, what C code prints to its ``stderr`` stream is lost; Python's own stderr is as ever.

    LibRaw tells of every damaged byte on stderr, and neither rawpy nor the environment can stop it.  Turning the file
    descriptor away would silence the whole program, threads that have something to say included; so it is the C
    library's ``FILE *`` that is exchanged, where there is one to be found (glibc and macOS).  May be nested, and used
    by several threads at once.
    """
    _turn(+1)
    try:
        yield
    finally:
        _turn(-1)


def _turn(step: int) -> None:
    global _inside, _kept
    stream, nowhere = _stream()
    if stream is None:
        return
    with _lock:
        if _inside == 0:
            _kept, stream.value = stream.value, nowhere
        _inside += step
        if _inside == 0:
            stream.value = _kept


@lru_cache(maxsize=1)
def _stream() -> tuple[ctypes.c_void_p | None, int | None]:
    """The C library's variable ``stderr``, and a stream to put there; nothing where it cannot be exchanged."""
    name = "__stderrp" if sys.platform == "darwin" else "stderr" if platform.libc_ver()[0] == "glibc" else None
    if name is None:
        return None, None  # musl keeps the variable in read-only memory, Windows has none
    try:
        library = ctypes.CDLL(None)
        library.fopen.restype = ctypes.c_void_p
        nowhere = library.fopen(b"/dev/null", b"we")
        return (ctypes.c_void_p.in_dll(library, name), nowhere) if nowhere else (None, None)
    except (AttributeError, OSError, ValueError):
        return None, None
