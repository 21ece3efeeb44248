"""Pictures in: files and folders become a :class:`~mefcore.bracket.Bracket`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

from mefcore.bracket import Bracket, Frame
from mefcore.errors import BracketError, ReadError
from mefcore.io.checks import header, unreadable
from mefcore.io.exif import made_by_luxcube
from mefcore.io.formats import NAMES, RAW, READABLE, kind_of
from mefcore.io.reading import DEFAULT, Reading
from mefcore.job import SILENT, Job
from mefcore.limits import MAX_FRAMES
from mefcore.names import natural

if TYPE_CHECKING:
    import numpy as np

    from mefcore.bracket import Metadata
    from mefcore.io.raw import Multipliers

__all__ = ["RAW", "READABLE", "Reading", "expand", "load_bracket", "load_frame", "read_preview"]

MAX_DECODERS = 6
"""Frames decoded at once: LibRaw needs some 600 MB for each of 24 megapixels."""


def load_frame(path: Path, *, reading: Reading = DEFAULT, job: Job = SILENT) -> Frame:
    """Read one picture, upright and in sRGB; colours that sRGB lacks are clipped.

    Args:
        path: judged by its content; only whether a TIFF is a camera's RAW file is told by its suffix.
        reading: how to develop it, if it is RAW.
        job: cancellation.

    Raises:
        ReadError: missing, not a picture, damaged, or too large.
        Cancelled: ``job`` was cancelled.
    """
    job.check()
    return _load(Path(path), None, reading)


def load_bracket(paths: Sequence[Path], *, reading: Reading = DEFAULT, job: Job = SILENT) -> Bracket:
    """Read the frames of one scene, in any order, in parallel, and put them in order from dark to bright.

    Folders stand for the pictures in them, and a file given twice is read once.  Where frames differ in depth all are
    widened to the deepest; RAW frames share one white balance.

    Args:
        paths: files and folders.
        reading: how to develop RAW frames.
        job: progress and cancellation.

    Raises:
        ReadError: a file cannot be read; of several, the first to be found is told.
        BracketError: too few or too many frames, or frames of different sizes.
        Cancelled: ``job`` was cancelled.
    """
    files = expand(paths)
    if len(files) > MAX_FRAMES:
        raise BracketError(f"{len(files)} frames are too many for one bracket", hint=f"choose at most {MAX_FRAMES}")
    job.progress(0.0, f"Reading {len(files)} frames")
    balance = _shared_white_balance(files, reading)
    frames = _read_all(files, lambda path: _load(path, balance, reading), job)
    return Bracket.of(_same_depth(frames))


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as given; folders replaced by the pictures directly in them, ``2.jpg`` before ``10.jpg``; no file twice.

    What Luxcube itself wrote into a folder is no frame; a file given by name is read, whoever wrote it.

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
            hint=f"Luxcube reads {NAMES}",
        )
    return list(found.values())


def _pictures(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        files = sorted(path.iterdir(), key=lambda f: natural(f.name))
    except OSError as e:
        raise unreadable(path, e) from e
    # macOS leaves ._name beside every file it copies to a card; they look like pictures and are not.
    pictures = [f for f in files if f.suffix.lower() in READABLE and not f.name.startswith(".") and f.is_file()]
    return [f for f in pictures if f.suffix.lower() in RAW or not made_by_luxcube(f)]


def _load(path: Path, balance: Multipliers | None, reading: Reading) -> Frame:
    try:
        pixels, metadata = _decode(path, balance, reading)
    except OSError as e:
        raise unreadable(path, e) from e
    return Frame(path, pixels, metadata)


def _decode(path: Path, balance: Multipliers | None, reading: Reading) -> tuple[np.ndarray, Metadata]:
    kind = kind_of(path, header(path))
    if kind == "tiff":
        from mefcore.io.tiff import is_dng, read_tiff

        if not is_dng(path):
            return read_tiff(path)
        kind = "raw"  # under another name
    if kind == "raw":
        from mefcore.io.raw import read_raw

        return read_raw(path, balance, reading)
    if kind in ("heif", "avif"):
        from mefcore.io.heif import read_avif, read_heif

        return read_heif(path) if kind == "heif" else read_avif(path)
    if kind == "jxl":
        from mefcore.io.jxl import read_jxl

        return read_jxl(path)
    if kind in ("exr", "hdr"):
        from mefcore.io.linear import read_exr, read_hdr

        return read_exr(path) if kind == "exr" else read_hdr(path)
    from mefcore.io.raster import read_raster

    return read_raster(path)


def _shared_white_balance(files: Sequence[Path], reading: Reading) -> Multipliers | None:
    """The middle RAW frame's: with the camera on automatic, the darkest and brightest are its worst guesses."""
    raws = [f for f in files if _is_raw(f)]
    if not raws:
        return None
    from mefcore.io.exif import read_exif
    from mefcore.io.raw import white_balance

    def exposure(path: Path) -> float:
        with path.open("rb") as file:
            return read_exif(file)[0].exposure.relative or 0.0

    try:
        return white_balance(sorted(raws, key=exposure)[len(raws) // 2], reading.white_balance)
    except (ReadError, OSError):
        return None  # reading that frame will say what is wrong


def _is_raw(path: Path) -> bool:
    try:
        return kind_of(path, header(path)) == "raw"
    except (ReadError, OSError):
        return False  # as above


def _read_all(files: Sequence[Path], read: Callable[[Path], Frame], job: Job) -> list[Frame]:
    from mefcore.io.convert import cpu_count

    workers = min(len(files), cpu_count(), MAX_DECODERS)

    def read_one(path: Path) -> Frame:
        job.check()
        return read(path)

    with ThreadPoolExecutor(workers, thread_name_prefix="decode") as pool:
        futures = [pool.submit(read_one, file) for file in files]
        try:
            pending = set(futures)
            while pending:
                done, pending = wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                count = len(files) - len(pending)
                job.progress(count / len(files), f"Read {count} of {len(files)} frames")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return [future.result() for future in futures]


def _same_depth(frames: Sequence[Frame]) -> list[Frame]:
    from mefcore.io.convert import convert, widest

    dtype = widest([f.pixels for f in frames])
    return [f if f.pixels.dtype == dtype else Frame(f.path, convert(f.pixels, dtype), f.metadata) for f in frames]


def read_preview(path: Path, longest: int = 512, *, reading: Reading = DEFAULT) -> np.ndarray:
    """A quick upright thumbnail: ``(h, w, 3)`` uint8, sRGB-encoded, at most ``longest`` pixels a side.

    JPEGs are decoded at an eighth of their size and more, RAW files at half; a JPEG's colour profile is not applied.

    Raises:
        ReadError: as :func:`load_frame`.
    """
    from mefcore.io.preview import read_preview as read

    try:
        return read(Path(path), longest, reading)
    except OSError as e:
        raise unreadable(Path(path), e) from e
