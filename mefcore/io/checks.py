"""What every reader asks of a file, and how it tells what is wrong with it."""

from __future__ import annotations

import contextlib
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

from mefcore.errors import GoneError, MefError, ReadError
from mefcore.io.formats import HEAD

# Without a handler, Python prints what the library logs (every flaw of a PNG) to stderr; all readers come by here.
logging.getLogger("imagecodecs").addHandler(logging.NullHandler())

MAX_PIXELS = 400_000_000
"""Larger than any camera's frame; a file that claims more is broken or hostile, and would fill the memory."""

FLAT_PIXELS = 40_000_000
"""So many a header may promise whatever the length of its file: a black frame, or a white, compresses to nothing."""

PIXELS_PER_BYTE = 1000
"""Beyond :data:`FLAT_PIXELS`, more than this are no photograph: a noiseless black JPEG has up to 170, deflate 340."""

_AGAIN = "copy it from the camera again"


def header(path: Path) -> bytes:
    """The first bytes of a file, at most :data:`~mefcore.io.formats.HEAD`.

    Raises:
        ReadError: the file is empty, or no file at all.
        OSError: from the operating system.
    """
    if not is_file(path):
        raise ReadError("is no file", path=path, hint="choose a picture, not a folder or a device")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise ReadError("is empty", path=path, hint=_AGAIN)
    return head


def is_file(path: Path) -> bool:
    """Whether there is a file with an end: to open a pipe may take forever, and a device may never stop answering.

    Raises:
        OSError: from the operating system.
    """
    return stat.S_ISREG(path.stat().st_mode)


def check_size(width: int, height: int, path: Path) -> None:
    """Raises :class:`ReadError` when a header promises more than can be, or nothing at all.

    That is more than :data:`MAX_PIXELS`, or more than a file of this length could hold: a few bytes would take as much
    memory as the largest frame, and time to find out that there is nothing to decode.

    Raises:
        OSError: from the operating system.
    """
    if width * height > MAX_PIXELS:
        raise ReadError(
            f"is {width}×{height} pixels, more than Luxcube reads",
            path=path,
            hint=f"at most {MAX_PIXELS // 10**6} megapixels",
        )
    if width * height > max(FLAT_PIXELS, PIXELS_PER_BYTE * path.stat().st_size):
        raise ReadError(
            f"promises {width}×{height} pixels, and is only {path.stat().st_size} bytes long", path=path, hint=_AGAIN
        )
    if min(width, height) < 1:
        raise ReadError("has no pixels", path=path, hint=_AGAIN)


def damaged(path: Path | None) -> ReadError:
    """The error of a file that starts well and cannot be decoded."""
    return ReadError("is damaged or cut short", path=path, hint=_AGAIN)


def too_large(path: Path | None) -> ReadError:
    """The error of a file that is fine and does not fit into memory."""
    return ReadError("does not fit into memory", path=path, hint="close other programs or use smaller frames")


@contextlib.contextmanager
def decoding(path: Path | None) -> Iterator[None]:
    """Turn whatever a decoder raises on broken data into a :class:`ReadError`.

    Decoders raise anything from ``KeyError`` to ``struct.error`` there, so this must surround the decoder alone.  What
    the operating system says (a lost card, a missing permission) passes.
    """
    try:
        yield
    except MefError:
        raise
    except MemoryError as e:
        raise too_large(path) from e
    except Exception as e:
        if isinstance(e, OSError) and e.errno is not None:
            raise
        raise damaged(path) from e


def unreadable(path: Path, error: OSError) -> ReadError:
    """``error`` in the words of a person."""
    if isinstance(error, FileNotFoundError):
        return GoneError("does not exist", path=path, hint="it may have been moved or renamed")
    if isinstance(error, PermissionError):
        return ReadError("may not be read", path=path, hint="ask its owner for permission to read it")
    return ReadError(f"cannot be read: {error.strerror or error}", path=path, hint="check the disk or card it is on")
