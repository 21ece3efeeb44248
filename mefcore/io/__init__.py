"""Pictures in: files and folders become a :class:`~mefcore.bracket.Bracket`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from mefcore.bracket import MAX_FRAMES, Bracket, Frame
from mefcore.errors import BracketError, ReadError
from mefcore.job import SILENT, Job

RASTER = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp"})
TIFF = frozenset({".tif", ".tiff"})
RAW = frozenset(
    ".3fr .arw .cr2 .cr3 .crw .dcr .dng .erf .fff .iiq .kdc .mef .mos .mrw .nef .nrw .orf .pef .raf .raw .rw2 .rwl .sr2 .srf .srw"
    " .x3f".split()
)
READABLE: frozenset[str] = RASTER | TIFF | RAW
"""Lower-case suffixes of the files a folder is searched for; a file given by name is judged by its content."""


def load_frame(path: Path, *, job: Job = SILENT) -> Frame:
    """Read one picture, upright and in sRGB.

    Raises:
        ReadError: missing, not a picture, damaged, or too large.
        Cancelled: ``job`` was cancelled.
    """
    job.check()
    return _load(Path(path), None)


def load_bracket(paths: Sequence[Path], *, job: Job = SILENT) -> Bracket:
    """Read the frames of one scene, in any order, in parallel, and put them in order from dark to bright.

    Folders stand for the pictures in them, and a file given twice is read once.  Where frames differ in depth all are
    widened to the deepest; RAW frames share one white balance.

    Raises:
        ReadError: a file cannot be read; of several, the first in the list is told.
        BracketError: too few or too many frames, or frames of different sizes.
        Cancelled: ``job`` was cancelled.
    """
    files = expand(paths)
    frames = _read_all(files, lambda p: _load(p, None), job)
    return Bracket.of(_same_depth(frames))


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as given; folders replaced by the pictures directly in them, ``2.jpg`` before ``10.jpg``; no file twice.

    Raises:
        ReadError: a path does not exist or a folder cannot be listed.
        BracketError: there is nothing to read.
    """
    found: dict[tuple[int, int], Path] = {}
    given = [Path(p) for p in paths]
    for path in given:
        for file in _pictures(path):
            try:
                stat = file.stat()
            except OSError as e:
                raise unreadable(file, e) from e
            found.setdefault((stat.st_dev, stat.st_ino), file)
    if not found:
        folder = given[0] if given else None
        raise BracketError(
            "there is no picture in this folder" if folder else "no files were given",
            path=folder,
            hint="choose at least two JPEG, PNG, TIFF or RAW files",
        )
    return list(found.values())


def unreadable(path: Path, error: OSError) -> ReadError:
    """``error`` in the words of a person."""
    if isinstance(error, FileNotFoundError):
        return ReadError("does not exist", path=path, hint="it may have been moved or renamed")
    if isinstance(error, PermissionError):
        return ReadError("may not be read", path=path, hint="ask its owner for permission to read it")
    return ReadError(f"cannot be read: {error.strerror or error}", path=path)


def _pictures(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        names = sorted(os.listdir(path), key=_natural)
    except OSError as e:
        raise unreadable(path, e) from e
    # macOS leaves ._name beside every file it copies to a card; they look like pictures and are not.
    files = [path / name for name in names if not name.startswith(".")]
    return [f for f in files if f.suffix.lower() in READABLE and f.is_file()]


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts]


def _load(path: Path, white_balance: tuple[float, ...] | None) -> Frame:
    from mefcore.io.raster import read_raster

    try:
        if path.stat().st_size == 0:
            raise ReadError("is empty", path=path, hint="copy it from the camera again")
        pixels, metadata = read_raster(path)
    except OSError as e:
        raise unreadable(path, e) from e
    return Frame(path, pixels, metadata)


def _read_all(files: Sequence[Path], read: Callable[[Path], Frame], job: Job) -> list[Frame]:
    workers = min(len(files), os.cpu_count() or 1)
    with ThreadPoolExecutor(workers, thread_name_prefix="decode") as pool:
        futures: list[Future[Frame]] = [pool.submit(read, f) for f in files]
        try:
            pending = set(futures)
            while pending:
                done, pending = wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)
                if any(f.exception() for f in done):
                    break
                count = len(files) - len(pending)
                job.progress(count / len(files), f"Reading {count} of {len(files)} frames")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return [f.result() for f in futures]


def _same_depth(frames: Sequence[Frame]) -> list[Frame]:
    from mefcore.io.convert import convert, widest

    dtype = widest([f.pixels for f in frames])
    return [f if f.pixels.dtype == dtype else Frame(f.path, convert(f.pixels, dtype), f.metadata) for f in frames]
