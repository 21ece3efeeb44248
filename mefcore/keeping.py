"""Where sidecars are: beside the frames, or in a folder of the person's own where that cannot be."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from mefcore.errors import MefError, ReadError, RecipeError, WriteError
from mefcore.moved import hash_of
from mefcore.names import natural
from mefcore.sidecar import MAX_BYTES, SUFFIX, FrameRef, NewerSidecar, State, decode, encode

DAMAGED = ".damaged"
_SAME_NAME = 4
"""Sidecars whose sets begin with one frame, at most: of groupings that were tried, or of two people."""


class Exposed(Protocol):
    """What a frame's file says of its exposure: :class:`mefcore.bracket.Exposure`, whose import takes numpy along."""

    @property
    def time(self) -> float | None: ...
    @property
    def f_number(self) -> float | None: ...
    @property
    def iso(self) -> float | None: ...


@dataclass(frozen=True)
class Places:
    """Where to keep sidecars.

    Attributes:
        own: a folder for those that cannot be beside their frames; it is made when it is needed.
        beside: whether they go beside the frames where that can be.
    """

    own: Path
    beside: bool = True


@dataclass(frozen=True)
class Kept:
    """A sidecar on disk.

    Attributes:
        path: where it is.
        state: what it holds.
        frames: of the bracket, as the file names them.
        digest: of its content, by which a change by others is noticed.
    """

    path: Path
    state: State
    frames: tuple[FrameRef, ...]
    digest: str

    def places(self) -> dict[Path, FrameRef]:
        """Where the frames are, or were."""
        return {_place(self.path.parent, ref): ref for ref in self.frames}


@dataclass(frozen=True)
class Search:
    """What was found of a bracket: its newest sidecar, and what is wrong with others."""

    kept: Kept | None = None
    problems: tuple[MefError, ...] = ()


@dataclass(frozen=True)
class Written:
    """A sidecar that was written.

    Attributes:
        kept: it.
        elsewhere: why it is not beside the frames, where it should be.
        conflict: the sidecar that somebody else wrote meanwhile, which was left as it is.
    """

    kept: Kept
    elsewhere: WriteError | None = None
    conflict: Path | None = None


# ---- finding


def names(paths: Iterable[Path], places: Places) -> tuple[Path, ...]:
    """Where a bracket's sidecar may be, the first choice first.

    It is named for the first frame, suffix and all: a RAW file and a JPEG of one name may be in two sets.
    """
    files = [absolute(p) for p in paths]
    first = min(files, key=lambda p: (natural(p.name), os.fspath(p)))
    numbered = (first.name, *(f"{first.name}.{n}" for n in range(2, _SAME_NAME + 1)))
    beside = tuple(first.with_name(name + SUFFIX) for name in numbered)
    return (*beside, own_name(files, places)) if places.beside else (own_name(files, places), *beside)


def own_name(paths: Iterable[Path], places: Places) -> Path:
    """Of a sidecar in the person's own folder, where sets of all folders meet."""
    listed = "\n".join(sorted(absolute(p).as_posix() for p in paths))
    return places.own / (
        hashlib.blake2b(listed.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest() + SUFFIX
    )


def own_folder() -> Path:
    """The person's own folder for sidecars that are not beside their frames."""
    from platformdirs import user_data_path

    return user_data_path("luxcube", appauthor=False) / "sidecars"


def kept_state(paths: Sequence[Path]) -> State | None:
    """What was kept with these frames, without its history; None where nothing was.  Changes nothing on disk.

    Raises:
        MefError: there is a sidecar, and it cannot be read.
    """
    search = find(paths, Places(own_folder()), touch=False, brief=True)
    if search.kept is not None:
        return search.kept.state
    if search.problems:
        raise search.problems[0]
    return None


def find(paths: Sequence[Path], places: Places, *, touch: bool = True, brief: bool = False) -> Search:
    """The newest sidecar of exactly these frames.

    Args:
        touch: whether one that is damaged is put aside under another name.
        brief: without snapshots and history.
    """
    wanted = {absolute(p) for p in paths}
    found: list[tuple[str, Kept]] = []
    problems: list[MefError] = []
    for path in names(paths, places):
        try:
            if path.is_file():
                changed, kept = _read(path, brief)
                if kept.places().keys() == wanted:
                    found.append((changed, kept))
        except NewerSidecar as e:
            problems.append(e)
        except RecipeError as e:
            problems.append(_aside(path, e) if touch else e)
        except (OSError, ReadError) as e:
            hint = "the bracket opens without what was done to it"
            problems.append(e if isinstance(e, ReadError) else _unreadable(path, e, hint))
    newest = max(found, key=lambda f: f[0], default=None)
    return Search(None if newest is None else newest[1], tuple(problems))


def read(path: Path) -> Kept:
    """A sidecar.

    Raises:
        ReadError: it cannot be read.
        RecipeError: it is damaged, or a later version wrote it.
    """
    try:
        return _read(path)[1]
    except OSError as e:
        raise _unreadable(path, e, "choose another file") from e


def _read(path: Path, brief: bool = False) -> tuple[str, Kept]:
    data = _content(path)
    sidecar = decode(data, path, brief=brief)
    return sidecar.changed, Kept(path, sidecar.state, sidecar.frames, _digest(data))


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise RecipeError(f"is {size >> 20} MB long; no sidecar is", path=path, hint="the file is kept")
    return path.read_bytes()


def _unreadable(path: Path, error: OSError, hint: str) -> ReadError:
    return ReadError(f"cannot be read: {error.strerror or error}", path=path, hint=hint)


def _aside(path: Path, error: RecipeError) -> RecipeError:
    """Move a damaged file out of the way, and say so; where that cannot be it stays, and is not written over."""
    for name in (path.name + DAMAGED, *(f"{path.name}{DAMAGED}-{n}" for n in range(2, 100))):
        aside = path.with_name(name)
        if not aside.exists():
            with contextlib.suppress(OSError):
                path.rename(aside)
                return RecipeError(error.message, path=path, hint=f"it is kept as {name}; the frames open as new")
            break
    return RecipeError(error.message, path=path, hint="it is left as it is; the frames open as new")


# ---- writing


def write(
    exposures: Mapping[Path, Exposed | None],
    state: State,
    places: Places,
    *,
    writer: str,
    last: Kept | None = None,
) -> Written:
    """Keep what was made of a bracket, and of nobody else's writing over it.

    Args:
        exposures: the bracket's frames.
        state: what to keep.
        places: where.
        writer: of this run of the program; what it wrote itself it writes over.
        last: the file that was read, or written last.

    Raises:
        WriteError: it can be written nowhere; what was there is there still.
    """
    from mefcore.io.atomic import atomic_path  # with it comes numpy, and the editor imports this at its start

    files = {absolute(p): e for p, e in exposures.items()}
    refused: WriteError | None = None
    conflict: Path | None = None
    known = {ref.name: ref for ref in last.frames} if last else {}
    for path in _targets(files, places, last):
        own = path.parent == places.own
        try:
            if own:
                _make_folder(path.parent)
            whose = _whose(path, files.keys(), writer, last)
            if whose != "ours":
                conflict = path if whose == "theirs" and conflict is None else conflict
                continue
            frames = tuple(_ref(p, e, path.parent, own, known) for p, e in files.items())
            data = encode(frames, state, writer=writer)
            with atomic_path(path) as temporary:
                temporary.write_bytes(data)
        except WriteError as e:
            refused = refused or e
            continue
        return Written(Kept(path, state, frames, _digest(data)), refused if own and places.beside else None, conflict)
    if refused is None:
        refused = WriteError("too many sidecars have this name", path=next(iter(files)), hint="remove old ones")
    raise refused


def discard(last: Kept, writer: str) -> None:
    """Remove a sidecar of which nothing is left to keep, unless somebody else changed it.

    Raises:
        WriteError: it cannot be removed.
    """
    try:
        if last.path.is_file() and _whose(last.path, last.places().keys(), writer, last) == "ours":
            last.path.unlink()
    except OSError as e:
        raise WriteError(f"cannot be removed: {e.strerror or e}", path=last.path, hint="remove it by hand") from e


def _targets(files: Iterable[Path], places: Places, last: Kept | None) -> Iterator[Path]:
    listed = list(names(files, places))
    if places.beside:
        yield from dict.fromkeys([last.path, *listed] if last else listed)
    else:
        yield from dict.fromkeys([last.path, listed[0]] if last else listed[:1])


class _Head(msgspec.Struct, frozen=True):
    writer: str = ""
    frames: list[FrameRef] = []


def _whose(path: Path, wanted: Iterable[Path], writer: str, last: Kept | None) -> str:
    """``ours`` to write over, or nothing there; ``theirs`` of the same frames; ``other`` of others, or not readable."""
    try:
        data = _content(path)
    except FileNotFoundError:
        return "ours"
    except (OSError, RecipeError):
        return "other"
    if last is not None and path == last.path and _digest(data) == last.digest:
        return "ours"
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "other"
    if {_place(path.parent, ref) for ref in head.frames} != set(wanted):
        return "other"
    return "ours" if head.writer == writer else "theirs"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise WriteError(f"cannot be made: {e.strerror or e}", path=folder, hint="free some space") from e


def _ref(path: Path, exposure: Exposed | None, folder: Path, own: bool, known: Mapping[str, FrameRef]) -> FrameRef:
    name = path.as_posix() if own else relative(path, folder)
    lit = {} if exposure is None else {k: getattr(exposure, k) for k in ("time", "f_number", "iso")}
    try:
        status = path.stat()
        size, content = status.st_size, hash_of(path, status.st_size, status.st_mtime_ns)
    except OSError:
        return known.get(name) or FrameRef(name=name, **lit)
    return FrameRef(name=name, size=size, hash=content, **lit)


def relative(path: Path, folder: Path) -> str:
    """``path`` as it is named in a file in ``folder``, with ``/``; absolute on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.as_posix()


def absolute(path: Path) -> Path:
    """With no ``..`` in it, and links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path has nothing that leaves links alone


def _place(folder: Path, ref: FrameRef) -> Path:
    return absolute(folder / ref.name)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
