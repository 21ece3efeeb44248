"""Shoots that were open lately: what is remembered of each, and the worker's part of remembering."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from app.keeping.folders import records
from app.shoot.messages import Division
from mefcore.job import Job

LISTED = 10
STORED = 30
"""Shoots whose grouping is remembered; older ones are grouped anew."""
THUMB = 96
"""Longest side of a picture in the list."""
_SUFFIX = ".json"


class ShootRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A shoot, by the absolute names of its files.

    Attributes:
        version: of this file; a later one counts as not there.
        paths: the files and folders that were opened.
        sets: how the files were divided.
        aside: files that a person set aside.
        open: the set that was on screen.
        sizes: of the files, in bytes, by which moved ones are found; 0 where they could not be read.
        corrected: whether a person had a part in how they were divided.
    """

    version: int = 1
    paths: tuple[str, ...]
    sets: tuple[tuple[str, ...], ...]
    aside: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    sizes: dict[str, int] = {}
    corrected: bool = False

    @property
    def key(self) -> str:
        """By which it is known; the same for what is opened again."""
        listed = "\n".join(sorted(self.paths))
        return hashlib.blake2b(listed.encode("utf-8", "surrogateescape"), digest_size=10).hexdigest()

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(Path(name) for name in (*(n for one in self.sets for n in one), *self.aside))

    @property
    def division(self) -> Division:
        sets = tuple(tuple(map(Path, one)) for one in self.sets)
        return Division(sets, tuple(map(Path, self.aside)), tuple(map(Path, self.open)), self.corrected)


@dataclass(frozen=True)
class Recent:
    """A line of the list.

    Attributes:
        key: of the record.
        name: of what was opened: a folder, or the first of some files.
        more: how many files besides.
        folder: where it lies.
        missing: whether nothing of it is there any more.
        thumb: a small picture; None without one.
    """

    key: str
    name: str
    more: int
    folder: Path
    missing: bool
    thumb: Path | None


@dataclass(frozen=True, eq=False)
class RememberRequest:
    """Write a record.

    Attributes:
        folder: of all records.
        journal: the file of this run, which says what is open.
        thumb: a small picture, as JPEG; empty to keep what there is.
    """

    folder: Path
    record: ShootRecord
    journal: Path | None = None
    thumb: bytes = b""


# ---- records


def remember(request: RememberRequest, job: Job) -> tuple[Recent, ...]:
    """Write a record, forget those nobody will ask for, and list the rest."""
    from mefcore.io.atomic import atomic_path

    record = msgspec.structs.replace(request.record, sizes={str(p): _size(p) for p in request.record.files})
    request.folder.mkdir(parents=True, exist_ok=True)
    target = request.folder / (record.key + _SUFFIX)
    with atomic_path(target) as temporary:
        temporary.write_bytes(msgspec.json.encode(record))
    if request.thumb:
        with atomic_path(target.with_suffix(".jpg")) as temporary:
            temporary.write_bytes(request.thumb)
    if request.journal is not None:
        with atomic_path(request.journal) as temporary:
            temporary.write_text(record.key, "ascii")
    for old in _stored(request.folder)[STORED:]:
        _forget(old)
    return listed(request.folder, job)


@lru_cache(maxsize=50_000)
def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def listed(folder: Path, job: Job) -> tuple[Recent, ...]:
    """The newest shoots, those that are gone among them."""
    lines = []
    for path in _stored(folder)[:LISTED]:
        job.check()
        record = load(path)
        if record is not None:
            first = Path(record.paths[0])
            thumb = path.with_suffix(".jpg")
            missing = not any(Path(p).exists() for p in record.paths)
            known = thumb if thumb.is_file() else None
            lines.append(Recent(record.key, first.name, len(record.paths) - 1, first.parent, missing, known))
    return tuple(lines)


def clear(folder: Path, job: Job) -> tuple[Recent, ...]:
    """Forget every shoot."""
    for path in _stored(folder):
        _forget(path)
    return ()


def load(path: Path) -> ShootRecord | None:
    """A record; None where there is none that can be read."""
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        record = msgspec.json.decode(path.read_bytes(), type=ShootRecord)
        return record if record.version == 1 and record.paths else None
    return None


def key_of(paths: Sequence[Path]) -> str:
    """By which a shoot of these files and folders is known."""
    return ShootRecord(paths=tuple(str(path.absolute()) for path in paths), sets=()).key


def of(folder: Path, paths: Sequence[Path]) -> ShootRecord | None:
    """The record of what is made of these files and folders, if there is one."""
    return load(folder / (key_of(paths) + _SUFFIX))


def moved(folder: Path, paths: Sequence[Path]) -> ShootRecord | None:
    """A corrected record of what is in this folder, from when that lay elsewhere or had another name.

    Files are the same if they have the same names within the folder and the same sizes; and the old place has to be
    gone, for a camera may well write another card with the same names, and raw data of one size.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        return None
    for path in _stored(folder):
        record = load(path)
        if record is None or not record.corrected or len(record.paths) != 1 or Path(record.paths[0]).exists():
            continue
        there = _rebased(record, Path(record.paths[0]), paths[0].absolute())
        if there is not None and all(there.sizes.values()) and unchanged(there):
            return there
    return None


def _rebased(record: ShootRecord, old: Path, new: Path) -> ShootRecord | None:
    """The record of the same folder at another place; None where not all of its files were in there."""
    files = record.files
    if not record.sizes or not all(path.is_relative_to(old) for path in files):
        return None
    now = {str(path): str(new / path.relative_to(old)) for path in files}
    return msgspec.structs.replace(
        record,
        paths=(str(new),),
        sets=tuple(tuple(now[name] for name in one) for one in record.sets),
        aside=tuple(now[name] for name in record.aside),
        open=(),
        sizes={now[name]: size for name, size in record.sizes.items() if name in now},
    )


def unchanged(record: ShootRecord) -> bool:
    """Whether all files of a shoot are there, as long as they were."""
    try:
        return all(Path(name).stat().st_size == size or not size for name, size in record.sizes.items())
    except OSError:
        return False


def _stored(folder: Path) -> list[Path]:
    dated: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        for path in records(folder):
            with contextlib.suppress(OSError):
                dated.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(dated, reverse=True)]


def _forget(path: Path) -> None:
    for file in (path, path.with_suffix(".jpg")):
        with contextlib.suppress(OSError):
            file.unlink()
