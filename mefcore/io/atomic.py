"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mefcore.errors import TakenError, WriteError

if sys.platform != "win32":
    import fcntl

_SUFFIX = 20
"""Characters at most; a longer one is part of the name, and would make the temporary name longer than a disk allows."""
_TEMPORARY = re.compile(r"\.luxcube-[0-9a-f]{12}(\..{1,19})?")
_ABANDONED = 3600.0
"""Seconds without a write, after which a temporary file nobody has locked is that of a program that was killed."""


@contextlib.contextmanager
def atomic_path(target: str | os.PathLike[str], *, fresh: bool = False) -> Iterator[Path]:
    """A temporary path in the folder of ``target`` that becomes ``target`` when the block ends well.

    The temporary name is hidden and ends in the target's suffix; what a program that was killed left behind under such
    a name is removed by the next one that writes into the folder.  On any failure, cancellation included, it is removed
    and an existing ``target`` keeps its content; on success the data reaches the disk before the name changes hands.
    An existing target keeps its permissions, and a symbolic link keeps pointing at the file that is replaced.

    Args:
        target: the file.
        fresh: it is not to be there, at the end neither: another program may write it meanwhile.

    Raises:
        TakenError: it is there, though it is to be ``fresh``.
        WriteError: the folder is missing or read-only, the target is a folder, a device or write-protected, the disk is
            full, or anything else that the operating system refuses inside the block.
    """
    named = Path(target)
    check_target(named)
    final = Path(os.path.realpath(named))
    suffix = final.suffix if len(final.suffix) <= _SUFFIX else ""
    temp = final.with_name(f".luxcube-{secrets.token_hex(6)}{suffix}")
    _sweep(final.parent)
    try:
        # Created here, not by tempfile: its 0600 would outlive the rename, where 0666 & ~umask is what is expected.
        with _locked(os.open(temp, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)):
            try:
                if final.exists():
                    temp.chmod(stat.S_IMODE(final.stat().st_mode))
                yield temp
                _sync(temp, os.O_RDWR)
                if fresh:
                    _give_name(temp, final)
                else:
                    temp.replace(final)
            except BaseException:
                with contextlib.suppress(OSError):
                    temp.unlink()
                raise
        if os.name == "posix":
            with contextlib.suppress(OSError):  # some network file systems cannot, and the data is safe already
                _sync(final.parent, os.O_RDONLY)
    except OSError as e:
        if fresh and isinstance(e, FileExistsError):
            raise TakenError("was written by another program meanwhile", path=named, hint="choose another name") from e
        raise unwritable(named, e) from e


def _give_name(temp: Path, final: Path) -> None:
    """Rename, unless there is a file of that name.

    Raises:
        FileExistsError: there is one.
    """
    if sys.platform == "win32":
        temp.rename(final)
        return
    try:
        os.link(temp, final)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a camera's card; between these two lines is no time for a picture
        if final.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final)) from None
        temp.replace(final)
    else:
        temp.unlink()


def check_target(target: str | os.PathLike[str]) -> None:
    """Tell before the work starts whether ``target`` could be written.

    Raises:
        WriteError: the folder is missing or read-only, or the target is a folder, a device or write-protected.
    """
    path = Path(target)
    real = Path(os.path.realpath(path))
    try:
        if real.is_dir():
            raise WriteError("is a folder", path=path, hint="add a file name")
        if real.exists() and not real.is_file():  # root could put a picture in the place of /dev/null
            raise WriteError("is no file", path=path, hint="choose another name")
        if not real.parent.is_dir():
            raise WriteError("its folder does not exist", path=path, hint=f"create {real.parent} first")
        if hasattr(os, "statvfs") and os.statvfs(real.parent).f_flag & os.ST_RDONLY:
            raise WriteError("the disk is read-only", path=path, hint="choose another disk")
        if real.exists() and not os.access(real, os.W_OK):
            raise WriteError("is write-protected", path=path, hint="choose another name or lift the protection")
    except OSError as e:
        raise unwritable(path, e) from e
    if not os.access(real.parent, os.W_OK | os.X_OK):
        raise WriteError("its folder is read-only", path=path, hint="choose another folder")


def check_place(folder: str | os.PathLike[str]) -> None:
    """Tell before the work starts whether files could be written into ``folder``, which need not be there yet.

    Raises:
        WriteError: it is no folder, it is read-only, or it cannot be made.
    """
    path = Path(folder)
    real = Path(os.path.realpath(path))
    try:
        there = next(place for place in (real, *real.parents) if place.exists())
    except OSError as e:
        raise unwritable(path, e) from e
    if not there.is_dir():
        raise WriteError("is no folder", path=there, hint="choose another")
    if hasattr(os, "statvfs") and os.statvfs(there).f_flag & os.ST_RDONLY:
        raise WriteError("the disk is read-only", path=path, hint="choose another disk")
    if not os.access(there, os.W_OK | os.X_OK):
        message = "is read-only" if there == real else f"cannot be made, as {there} is read-only"
        raise WriteError(message, path=path, hint="choose another folder")
    if there != real:
        # Rights do not say everything: nothing can be made in /proc, nor on many a network drive.
        trial = there / real.relative_to(there).parts[0]
        try:
            trial.mkdir()
            trial.rmdir()
        except FileExistsError:
            pass  # another program made it meanwhile
        except OSError as e:
            raise WriteError("cannot be made", path=path, hint="choose another folder") from e


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


@contextlib.contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Hold a lock on an open file, which the system lifts when this process ends, whatever ends it."""
    if sys.platform == "win32":  # where no file is renamed that is open
        os.close(descriptor)
        yield
        return
    try:
        with contextlib.suppress(OSError):  # not every network file system has locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove temporary files of ours that no living program has locked, nor written to of late."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_abandoned(entry)


def _remove_abandoned(entry: os.DirEntry[str]) -> None:
    if sys.platform == "win32" or time.time() - entry.stat(follow_symlinks=False).st_mtime < _ABANDONED:
        return
    descriptor = os.open(entry.path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while its writer lives
        Path(entry.path).unlink()
    finally:
        os.close(descriptor)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
