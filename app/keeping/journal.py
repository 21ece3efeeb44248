"""Which shoot this run of the program has open, so that the next one can tell a crash from an end."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.keeping.folders import records
from app.keeping.locks import made

_SUFFIX = ".json"


class Journal:
    """A small file for each run, with a lock that ends when the run does, however that is.

    Args:
        folder: for the files of all runs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / f"{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        self._lock: QLockFile | None = None
        self._crashed: list[tuple[Path, QLockFile]] = []

    def begin(self) -> str | None:
        """The key of the shoot that was open in the newest run that did not end well; None without one."""
        found: list[tuple[float, str]] = []
        with contextlib.suppress(OSError):
            for path in records(self._folder):
                if path == self._file:
                    continue
                lock = made(path.with_suffix(".lock"))
                if lock is None or not lock.tryLock(0):
                    continue  # it runs
                self._crashed.append((path, lock))
                with contextlib.suppress(OSError, UnicodeDecodeError):
                    key = path.read_text("ascii").strip()
                    if key.isalnum():
                        found.append((path.stat().st_mtime, key))
        return max(found)[1] if found else None

    def settle(self) -> None:
        """Runs that crashed have been told of."""
        for path, lock in self._crashed:
            with contextlib.suppress(OSError):
                path.unlink()
            lock.unlock()
        self._crashed.clear()

    def hold(self) -> Path | None:
        """The file into which a worker writes the key of the shoot that is open; None where there can be none."""
        if self._lock is None:
            self._lock = made(self._file.with_suffix(".lock"))
            if self._lock is None or not self._lock.tryLock(0):
                self._lock = None
                return None
        return self._file

    def close(self) -> None:
        """This run ends well, after every worker."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
        self.settle()
