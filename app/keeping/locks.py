"""Who has a bracket open: a lock for each, in the person's own folder, that ends with the program that holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.keeping.folders import state_folder


class Lock:
    """On one set of files at a time."""

    def __init__(self) -> None:
        self._file: QLockFile | None = None

    @property
    def held(self) -> bool:
        """False where another window has it."""
        return self._file is None or self._file.isLocked()

    def take(self, paths: Iterable[Path]) -> bool:
        """Let go of what was held, and take these; False where another window has them.

        Where no lock can be made at all nobody is kept from working.
        """
        self.release()
        listed = "\n".join(sorted(path.absolute().as_posix() for path in paths))
        name = hashlib.blake2b(listed.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
        lock = made(state_folder() / "locks" / f"{name}.lock")
        if lock is None:
            return True
        taken = lock.tryLock(0)
        if taken or lock.error() == QLockFile.LockError.LockFailedError:
            self._file = lock
        return self.held

    def release(self) -> None:
        if self._file is not None:
            self._file.unlock()
            self._file = None


def made(path: Path) -> QLockFile | None:
    """A lock that is not taken yet; None where its folder cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # only the death of its holder makes it stale, however long that works
    return lock
