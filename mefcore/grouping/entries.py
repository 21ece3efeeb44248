"""What is known of a file before anything of it is decoded, and the reading of a whole card of them."""

from __future__ import annotations

import hashlib
import math
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from mefcore.bracket import Exposure
from mefcore.errors import BracketError, ReadError
from mefcore.io import RAW, READABLE
from mefcore.io.checks import header, unreadable
from mefcore.io.exif import Tags, facts, made_by_luxcube, read_tags
from mefcore.io.formats import NAMES, kind_of
from mefcore.job import SILENT, Job
from mefcore.names import natural as natural_name

READERS = 4
"""Files looked at side by side: a card reader answers slowly, and several questions at once help."""

_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a pile, as far as it is known without decoding it; ``None`` where the file does not say.

    Attributes:
        path: the file.
        size: ``(width, height)`` in pixels, upright.
        camera: make, model and serial number in one string; empty where the file does not say.
        captured: when the exposure began by the camera's own clock, in seconds since 1970 without a time zone.
        resolution: of ``captured``, in seconds: 1.0, or 0.01 where the camera writes fractions.
        exposure: see :class:`~mefcore.bracket.Exposure`.
        focal_length: in millimetres.
        bracketing: whether the camera says that its bracketing mode was on.
        shot: position in the camera's bracket, from 1.
        thumbnail: the small JPEG inside the file, or nothing; as wide as its maker made it, and not turned upright.
        copy_of: the file of which this one is a copy, byte for byte.
        problem: why this cannot be a frame, in words that follow a file name; empty if it can.
    """

    path: Path
    size: tuple[int, int] | None = None
    camera: str = ""
    captured: float | None = None
    resolution: float = 1.0
    exposure: Exposure = field(default_factory=Exposure)
    focal_length: float | None = None
    bracketing: bool | None = None
    shot: int | None = None
    thumbnail: bytes = field(default=b"", repr=False)
    copy_of: Path | None = None
    problem: str = ""

    @property
    def ev(self) -> float | None:
        """log₂ of ``time * ISO / N**2``: more light gives more, from an arbitrary zero."""
        relative = self.exposure.relative
        return math.log2(relative) if relative else None

    @property
    def raw(self) -> bool:
        """Whether it is a camera's RAW file, by its name."""
        return self.path.suffix.lower() in RAW


def natural(path: Path) -> tuple[Any, ...]:
    """Sorting key by which ``2.jpg`` comes before ``10.jpg``, folder by folder."""
    return (*natural_name(os.fspath(path)), (2, 0, os.fspath(path)))


def scan(
    paths: Iterable[Path], *, job: Job = SILENT, found: Callable[[Entry], None] | None = None
) -> tuple[Entry, ...]:
    """Look at every picture among ``paths`` and in the folders among them, all levels deep; decodes nothing.

    A file that is no picture becomes an entry with a ``problem``, so that one bad file does not hide the others.  What
    Luxcube itself wrote into a folder is left out, as are hidden files; a file given by name is always looked at.

    Args:
        paths: files and folders.
        job: progress and cancel.
        found: called from this thread with each entry as it is known, in the order of the result.

    Returns:
        Entries by folder and name; a file that is given twice comes once.

    Raises:
        ReadError: a path does not exist or a folder cannot be listed.
        BracketError: there is no picture at all.
        Cancelled: ``job`` was cancelled.
    """
    files = _files([Path(p) for p in paths])
    entries: list[Entry] = []

    def look(item: tuple[Path, bool]) -> Entry | None:
        job.check()
        return read_entry(item[0], skip_ours=not item[1])

    with ThreadPoolExecutor(min(READERS, len(files)), thread_name_prefix="scan") as pool:
        try:
            for count, entry in enumerate(pool.map(look, files), 1):
                if entry is not None:
                    entries.append(entry)
                    if found is not None:
                        found(entry)
                job.progress(count / len(files), f"Looked at {count} of {len(files)} files")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    if not entries:
        raise _nothing(files[0][0].parent)
    return _marked_copies(entries, job)


def _nothing(folder: Path | None) -> BracketError:
    message = "there is no picture in this folder" if folder else "no files were given"
    return BracketError(message, path=folder, hint=f"Luxcube reads {NAMES}, and folders of them")


def _files(paths: Sequence[Path]) -> list[tuple[Path, bool]]:
    """Files in natural order, each once, and whether it was given by name."""
    seen: dict[tuple[int, int], tuple[Path, bool]] = {}
    for given in paths:
        try:
            found = list(_walk(given)) if given.is_dir() else [given]
        except OSError as e:
            raise unreadable(given, e) from e
        for path in found:
            try:
                stat = path.stat()
            except OSError as e:
                if path == given:
                    raise unreadable(path, e) from e
                continue  # a link into nowhere, or a file that was removed meanwhile
            key = (stat.st_dev, stat.st_ino)
            by_name = path == given or (key in seen and seen[key][1])
            kept = min(path, seen[key][0], key=natural) if key in seen else path
            seen[key] = (kept, by_name)
    if not seen:
        raise _nothing(paths[0] if paths else None)
    return sorted(seen.values(), key=lambda item: natural(item[0]))


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        if Path(error.filename or folder) == folder:
            raise error

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [f for f in folders if not f.startswith(".")]
        # macOS leaves ._name beside every file it copies to a card; they look like pictures and are not.
        for name in names:
            path = Path(parent, name)
            if path.suffix.lower() in READABLE and not name.startswith(".") and path.is_file():
                yield path


def _marked_copies(entries: Sequence[Entry], job: Job) -> tuple[Entry, ...]:
    """Only files that are equal in everything that is known are read and compared."""
    alike: dict[object, list[int]] = defaultdict(list)
    for i, entry in enumerate(entries):
        try:
            length = entry.path.stat().st_size
        except OSError:
            continue
        alike[length, entry.captured, entry.camera, entry.exposure, entry.size, entry.path.suffix.lower()].append(i)
    marked = list(entries)
    for same in alike.values():
        first: dict[bytes, Path] = {}
        # A copy's name is longer than its original's: "copy of IMG_2", "IMG_2 (1)".
        for i in sorted(same, key=lambda i: (len(entries[i].path.name), i)) if len(same) > 1 else ():
            job.check()
            digest = _digest(entries[i].path)
            if digest is not None and first.setdefault(digest, entries[i].path) != entries[i].path:
                marked[i] = replace(entries[i], copy_of=first[digest])
    return tuple(marked)


def _digest(path: Path) -> bytes | None:
    digest = hashlib.blake2b()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return None
    return digest.digest()


def read_entry(path: Path, *, skip_ours: bool = False) -> Entry | None:
    """Look at one file; ``None`` if Luxcube wrote it and ``skip_ours``."""
    entry = Entry(path)
    try:
        header(path)
        size, block, upright = (None, None, False) if entry.raw else _container(path)
        if block is not None:
            return _entry(entry, size, block, skip_ours=skip_ours, upright=upright)
        with path.open("rb") as file:
            known = _entry(entry, size, file, skip_ours=skip_ours and not entry.raw)
        if entry.raw and known is not None and known.exposure.time is None and (inner := inner_jpeg(path)):
            return _entry(entry, None, inner)
        return known
    except ReadError as e:
        return replace(entry, problem=e.message)
    except OSError as e:
        return replace(entry, problem=unreadable(path, e).message)


def _container(path: Path) -> tuple[tuple[int, int] | None, bytes | None, bool]:
    """Size, EXIF block (empty for none), and whether the size is upright whatever EXIF says.

    ``None`` stands for what only a reader of the whole file knows.
    """
    kind = kind_of(path, header(path))
    if kind in ("raw", "tiff"):
        return None, None, False
    if kind == "unknown":
        raise ReadError("is not a picture Luxcube can read", path=path)
    if kind in ("exr", "hdr"):
        return None, b"", True
    if kind == "heif":
        from mefcore.io.heif import heif_exif, open_heif

        picture = open_heif(path)
        return picture.size, heif_exif(picture), True
    if kind == "jxl":
        from mefcore.io.jxl import jxl_size

        return *jxl_size(path), True
    from mefcore.io.raster import open_image

    with open_image(path) as image:
        block = image.info.get("exif")
        whole = block is None and image.format == "PNG"  # a PNG's EXIF may stand behind its pixels
        return image.size, None if whole else block or b"", False


def inner_jpeg(path: Path) -> bytes | None:
    """The preview inside a RAW file; where ExifRead knows nothing of the format (CR3, RAF), its EXIF tells the rest."""
    import rawpy

    from mefcore.io.raw import open_raw

    try:
        with open_raw(path) as raw:
            thumb = raw.extract_thumb()
    except (rawpy.LibRawError, OSError, MemoryError):
        return None
    return bytes(thumb.data) if thumb.format == rawpy.ThumbFormat.JPEG else None


def _entry(
    entry: Entry,
    size: tuple[int, int] | None,
    source: BinaryIO | bytes,
    *,
    skip_ours: bool = False,
    upright: bool = False,
) -> Entry | None:
    tags = read_tags(source, maker_notes=True)
    if skip_ours and made_by_luxcube(tags):
        return None
    metadata, orientation = facts(tags)
    if size is None:
        size = _size(tags, entry.raw)
    if size is not None and orientation >= 5 and not upright:
        size = (size[1], size[0])
    captured, resolution = _captured(metadata.captured, tags)
    serial = _text(tags, "EXIF BodySerialNumber") or _text(tags, "MakerNote SerialNumber")
    bracketing, shot = _bracketing(tags)
    thumbnail = tags.get("JPEGThumbnail") or b""
    return replace(
        entry,
        size=size,
        camera=" ".join(filter(None, (metadata.make, metadata.model, serial))),
        captured=captured,
        resolution=resolution,
        exposure=metadata.exposure,
        focal_length=metadata.focal_length,
        bracketing=bracketing,
        shot=shot,
        thumbnail=bytes(thumbnail) if isinstance(thumbnail, (bytes, bytearray)) else b"",
    )


def _size(tags: Tags, raw: bool) -> tuple[int, int] | None:
    """From TIFF's or EXIF's tags; the first directory of a RAW file often describes its thumbnail only."""
    places = [("Image", "ImageWidth", "ImageLength"), ("EXIF", "ExifImageWidth", "ExifImageLength")]
    for ifd, width, height in places[1:] if raw else places:
        found = _integer(tags, f"{ifd} {width}"), _integer(tags, f"{ifd} {height}")
        if found[0] and found[1]:
            return found[0], found[1]
    return None


def _captured(text: str | None, tags: Tags) -> tuple[float | None, float]:
    """Seconds since 1970 and their resolution, from ``YYYY:MM:DD HH:MM:SS`` and the digits of a fraction."""
    match = re.match(r"(\d{4})\D(\d\d)\D(\d\d)\D+(\d\d)\D(\d\d)\D(\d\d)", text or "")
    if match is None:
        return None, 1.0
    try:
        moment = datetime(*(int(g) for g in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None, 1.0
    fraction = re.match(r"\d+", _text(tags, "EXIF SubSecTimeOriginal"))
    seconds = (moment - _EPOCH).total_seconds()
    return (seconds + float(f"0.{fraction[0]}"), 0.01) if fraction else (seconds, 1.0)


def _bracketing(tags: Tags) -> tuple[bool | None, int | None]:
    """What the makers write, as far as ExifRead knows it: Canon, Nikon, Sony, and EXIF's own ExposureMode."""
    on: bool | None = True if _integer(tags, "EXIF ExposureMode") == 2 else None
    canon = _text(tags, "MakerNote BracketMode")
    nikon = _text(tags, "MakerNote BracketingMode")
    sony = _text(tags, "MakerNote ReleaseMode")
    if canon in ("AEB", "ISO") or "exposure bracketing" in f"{nikon} {sony}".casefold():
        on = True
    elif on is None and (canon == "Off" or "no bracketing" in nikon or sony in ("Normal", "Continuous")):
        on = False
    shot = _integer(tags, "MakerNote BracketShotNumber")
    if shot is None and sony and on:  # other makers number whole bursts by that name
        shot = _integer(tags, "MakerNote SequenceNumber")
    return on, shot if shot and 0 < shot < 100 else None


def _text(tags: Tags, name: str) -> str:
    tag = tags.get(name)
    return "" if tag is None else str(getattr(tag, "printable", tag)).strip()


def _integer(tags: Tags, name: str) -> int | None:
    values = getattr(tags.get(name), "values", None)
    try:
        return int(values[0] if isinstance(values, (list, tuple)) else values)  # type: ignore[arg-type]
    except (TypeError, ValueError, IndexError, OverflowError, ZeroDivisionError):  # rationals may divide by 0
        return None
