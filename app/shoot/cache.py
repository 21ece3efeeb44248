"""Small pictures on disk, so that a shoot that is opened again shows them at once.  For workers."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6.QtGui import QImage

from mefcore.errors import WriteError
from mefcore.io.atomic import atomic_path

CACHE_BYTES = 256 << 20
"""Some ten thousand pictures."""
_AFTER_SWEEP = 0.9
"""How much of that is left after the oldest were removed."""
_QUALITY = 90


def cache_folder() -> Path:
    """Where they are kept: the person's own cache, which may be emptied at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("luxcube", appauthor=False) / "thumbs"


class ThumbCache:
    """JPEGs by a key of hexadecimal digits; the ones not looked at for longest go first.

    What cannot be read is as if it were not there, and what cannot be written is not: a cache is no reason to fail.
    """

    def __init__(self, folder: Path, most: int = CACHE_BYTES) -> None:
        self._folder = folder
        self._most = most
        self._bytes: int | None = None

    def get(self, key: str) -> QImage | None:
        path = self._path(key)
        image = QImage()
        with contextlib.suppress(OSError):
            if not image.loadFromData(path.read_bytes(), "JPEG"):
                return None
            os.utime(path)
        return None if image.isNull() else image.convertToFormat(QImage.Format.Format_RGB32)

    def put(self, key: str, image: QImage) -> None:
        path = self._path(key)
        with contextlib.suppress(OSError, WriteError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_path(path) as temp:
                if not image.save(str(temp), quality=_QUALITY):
                    raise OSError("Qt could not write it")
            if self._bytes is None:
                self._bytes = sum(size for _, size, _ in self._all())
            else:
                self._bytes += path.stat().st_size
            if self._bytes > self._most:
                self._sweep()

    def _path(self, key: str) -> Path:
        # In folders of some fifty each: writing into one looks at all that is in it.
        return self._folder / key[:2] / f"{key[2:]}.jpg"

    def _all(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("*/*.jpg"):
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        return found

    def _sweep(self) -> None:
        oldest = sorted(self._all())
        self._bytes = sum(size for _, size, _ in oldest)
        for _, size, path in oldest:
            if self._bytes <= self._most * _AFTER_SWEEP:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                self._bytes -= size
