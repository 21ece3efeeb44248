"""Frames that were moved or renamed: found again by what they are."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from mefcore.job import SILENT, Job
from mefcore.sidecar import FrameRef

_BEGINNING = 1 << 16


def quick_hash(path: Path) -> str:
    """BLAKE2b, 8 bytes as hexadecimal digits, of a file's first 64 kB: tells frames of one name and size apart.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.blake2b(file.read(_BEGINNING), digest_size=8).hexdigest()


@lru_cache(maxsize=4096)
def hash_of(path: Path, size: int, modified: int) -> str:
    """:func:`quick_hash`, of a file as it was then."""
    return quick_hash(path)


def locate(folder: Path, lost: Mapping[Path, FrameRef], *, job: Job = SILENT) -> dict[Path, Path]:
    """Look for files in a folder, all levels deep.

    A file is the one that was lost if its content is, as far as that is known: size and hash.  Of several, that of the
    same name is taken, and then the one whose folder has most in common with the old one.

    Args:
        folder: where to look.
        lost: files by the paths where they were, and what is known of them.

    Returns:
        New places by old ones, of those that were found.

    Raises:
        Cancelled: ``job`` was cancelled.
    """
    by_name: dict[str, list[Path]] = {}
    by_size: dict[int, list[Path]] = {}
    sizes = {ref.size for ref in lost.values() if ref.hash}
    suffixes = {path.suffix.lower() for path in lost}
    for parent, folders, files in os.walk(folder):
        job.check()
        folders[:] = [f for f in folders if not f.startswith(".")]
        job.progress(0.0, f"Looking in {Path(parent).name}")
        for name in files:
            path = Path(parent, name)
            if path.suffix.lower() in suffixes:
                by_name.setdefault(name.casefold(), []).append(path)
                with contextlib.suppress(OSError):
                    if sizes and (size := path.stat().st_size) in sizes:
                        by_size.setdefault(size, []).append(path)
    found: dict[Path, Path] = {}
    for old, ref in lost.items():
        job.check()
        same = [p for p in by_name.get(old.name.casefold(), []) if _is(p, ref)]
        renamed = [] if same or not ref.hash else [p for p in by_size.get(ref.size, []) if _is(p, ref)]
        left = [p for p in (same or renamed) if p not in found.values()]
        if left:
            found[old] = max(left, key=lambda p: (_in_common(p, old), -len(p.parts)))
    return found


def _is(path: Path, ref: FrameRef) -> bool:
    try:
        if ref.size and path.stat().st_size != ref.size:
            return False
        return not ref.hash or quick_hash(path) == ref.hash
    except OSError:
        return False


def _in_common(a: Path, b: Path) -> int:
    """Folders that both lie in, counted from the file."""
    count = 0
    for x, y in zip(reversed(a.parts), reversed(b.parts), strict=False):
        if x != y:
            break
        count += 1
    return count
