"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from mefcore.errors import WriteError


@contextlib.contextmanager
def atomic_path(target: str | os.PathLike[str]) -> Iterator[Path]:
    """A temporary path in the folder of ``target`` that becomes ``target`` when the block ends well.

    The temporary name is hidden and ends in the target's suffix.  On any failure, cancellation included, it is removed
    and an existing ``target`` keeps its content; on success the data reaches the disk before the name changes hands.
    An existing target keeps its permissions, and a symbolic link keeps pointing at the file that is replaced.

    Raises:
        WriteError: the folder is missing or read-only, the target is a folder or write-protected, the disk is full, or
            anything else that the operating system refuses inside the block.
    """
    named = Path(target)
    check_target(named)
    final = Path(os.path.realpath(named))
    temp = final.with_name(f".{final.stem[:80]}.{secrets.token_hex(6)}{final.suffix}")
    try:
        # Created here, not by tempfile: its 0600 would outlive the rename, where 0666 & ~umask is what is expected.
        os.close(os.open(temp, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            if final.exists():
                temp.chmod(stat.S_IMODE(final.stat().st_mode))
            yield temp
            _sync(temp, os.O_RDWR)
            temp.replace(final)
        except BaseException:
            with contextlib.suppress(OSError):
                temp.unlink()
            raise
        if os.name == "posix":
            with contextlib.suppress(OSError):  # some network file systems cannot, and the data is safe already
                _sync(final.parent, os.O_RDONLY)
    except OSError as e:
        raise unwritable(named, e) from e


def check_target(target: str | os.PathLike[str]) -> None:
    """Tell before the work starts whether ``target`` could be written.

    Raises:
        WriteError: the folder is missing or read-only, or the target is a folder or write-protected.
    """
    path = Path(target)
    real = Path(os.path.realpath(path))
    try:
        if real.is_dir():
            raise WriteError("is a folder", path=path, hint="add a file name")
        if not real.parent.is_dir():
            raise WriteError("its folder does not exist", path=path, hint=f"create {real.parent} first")
        if real.exists() and not os.access(real, os.W_OK):
            raise WriteError("is write-protected", path=path, hint="choose another name or lift the protection")
    except OSError as e:
        raise unwritable(path, e) from e
    if not os.access(real.parent, os.W_OK | os.X_OK):
        raise WriteError("its folder is read-only", path=path, hint="choose another folder")


def unwritable(path: Path, error: OSError) -> WriteError:
    """``error`` in the words of a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WriteError("the disk is full", path=path, hint="free some space or choose another disk")
    if error.errno == errno.EFBIG:
        return WriteError("the file would be too large for this disk", path=path, hint="choose another disk")
    if error.errno == errno.EROFS:
        return WriteError("the disk is read-only", path=path, hint="choose another disk")
    if error.errno in (errno.EACCES, errno.EPERM):
        return WriteError(
            "may not be written", path=path, hint="close other programs that use it or choose another folder"
        )
    if error.errno == errno.ENAMETOOLONG:
        return WriteError("its name is too long for this disk", path=path, hint="choose a shorter name")
    return WriteError(f"cannot be written: {error.strerror or error}", path=path, hint="choose another disk")


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
