"""Folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mefcore.errors import WriteError
from mefcore.io.atomic import unwritable

_TEMPORARY = re.compile(r"\.luxcube-[0-9a-f]{12}\.(folder|old)")
_ABANDONED = 24 * 3600.0
"""Seconds after which a temporary folder is that of a program that was killed."""


@contextlib.contextmanager
def atomic_folder(target: Path, ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A temporary folder beside ``target`` that becomes ``target`` when the block ends well, and is removed otherwise.

    Args:
        ours: whether a folder of that name that is not empty may be replaced as a whole.

    Raises:
        WriteError: ``target`` is a file, or a folder that holds something else; or its parent is missing or read-only,
            or the operating system refuses anything inside the block.
    """
    target = Path(target)
    check_folder(target, ours)
    final = Path(os.path.realpath(target))
    name = f".luxcube-{secrets.token_hex(6)}"
    temp, old = final.with_name(f"{name}.folder"), final.with_name(f"{name}.old")
    _sweep(final.parent)
    try:
        temp.mkdir()
        try:
            yield temp
            if final.exists():
                final.rename(old)
            try:
                temp.rename(final)
            except OSError:
                if old.exists():
                    old.rename(final)
                raise
        finally:
            for leftover in (temp, old):
                shutil.rmtree(leftover, ignore_errors=True)
    except OSError as e:
        raise unwritable(target, e) from e


def check_folder(target: Path, ours: Callable[[Path], bool]) -> None:
    """Tell before the work starts whether :func:`atomic_folder` could make ``target``.

    Raises:
        WriteError: see there.
    """
    try:
        real = Path(os.path.realpath(target))
        if not real.parent.is_dir():
            raise WriteError("its folder does not exist", path=target, hint=f"create {real.parent} first")
        if not os.access(real.parent, os.W_OK | os.X_OK):
            raise WriteError("its folder is read-only", path=target, hint="choose another folder")
        if real.exists() and not real.is_dir():
            raise WriteError("is a file", path=target, hint="choose another name")
        if real.is_dir() and any(real.iterdir()) and not ours(real):
            raise WriteError(
                "holds other files, which would be lost", path=target, hint="choose another name or an empty folder"
            )
    except OSError as e:
        raise unwritable(target, e) from e


def _sweep(parent: Path) -> None:
    with contextlib.suppress(OSError):
        for entry in parent.iterdir():
            if _TEMPORARY.fullmatch(entry.name) and entry.is_dir() and not entry.is_symlink():
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat().st_mtime > _ABANDONED:
                        shutil.rmtree(entry, ignore_errors=True)
