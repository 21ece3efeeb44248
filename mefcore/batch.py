"""Many brackets, one after the other: each is what ``mef fuse`` makes of one, and none that fails stops the others."""

from __future__ import annotations

import contextlib
import errno
import string
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from mefcore.choices import Space
from mefcore.errors import Cancelled, MefError, ModelError, TakenError, WriteError
from mefcore.job import SILENT, Job
from mefcore.names import of_frames
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.engine import Device
    from mefcore.fuse import FuseRequest
    from mefcore.report import Report

Existing = Literal["skip", "replace", "number"]
"""What to do where a picture of that name exists: leave the set out, replace it, or write ``name-2`` beside it."""

FIELDS = ("name", "number", "date", "folder")
"""What a pattern for names may hold in braces."""
PATTERN = "{name}-fused"
MAX_WORKERS = 4
"""Brackets at a time; each takes the memory of all its frames."""

_FORBIDDEN = frozenset('/\\:*?"<>|')
_UNDATED = "undated"


@dataclass(frozen=True)
class BatchJob:
    """One bracket and where its picture goes.

    Attributes:
        sources: the frames; nothing is left out of them.
        recipe: what to do with them.
        out: ``.tif``, ``.png`` or ``.jpg``; its folder is made where it is missing.
        cube: also write the LUT, beside the picture under the same name.
        existing: see :data:`Existing`.
        space: colour space of the picture.
        bits: see :class:`~mefcore.fuse.FuseRequest`.
        protected: files that must not be overwritten, whatever ``existing`` says: frames of this and other brackets.
    """

    sources: tuple[Path, ...]
    recipe: Recipe
    out: Path
    cube: bool = False
    existing: Existing = "number"
    space: Space = "srgb"
    bits: int | None = None
    protected: frozenset[Path] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, eq=False)
class BatchResult:
    """What became of a job.

    Attributes:
        job: which.
        report: of what was made; None where nothing was.
        outputs: the files that were written.
        error: why nothing was.
        seconds: it took.
    """

    job: BatchJob
    report: Report | None = None
    outputs: tuple[Path, ...] = ()
    error: MefError | None = None
    seconds: float = 0.0

    @property
    def skipped(self) -> bool:
        """Whether the picture was there already."""
        return self.report is None and self.error is None


@dataclass(frozen=True)
class Source:
    """A bracket to be named: its frames, its recipe, and when it was shot, in seconds since 1970 by the camera."""

    sources: tuple[Path, ...]
    recipe: Recipe
    captured: float | None = None


@dataclass(frozen=True)
class Naming:
    """Where pictures go and what they are called.

    Attributes:
        folder: for all of them; None for each beside its own frames.
        pattern: with :data:`FIELDS` in braces: the first frame's name (see :func:`mefcore.names.of_frames`), the set's
            number, the day it was shot, the name of the frames' folder.
        suffix: of the pictures, with its dot.

    Raises:
        MefError: a pattern that makes no file name.
    """

    folder: Path | None
    pattern: str = PATTERN
    suffix: str = ".tif"

    def __post_init__(self) -> None:
        check_pattern(self.pattern)

    def target(self, source: Source, number: int, total: int) -> Path:
        """The name of the set with a number from 1 to ``total``."""
        first = source.sources[0]
        values = {
            "name": of_frames(first),
            "folder": first.absolute().parent.name,
            "number": f"{number:0{max(2, len(str(total)))}d}",
            "date": _UNDATED if source.captured is None else time.strftime("%Y-%m-%d", time.gmtime(source.captured)),
        }
        parts = string.Formatter().parse(self.pattern)
        name = "".join(text + (values[key] if key else "") for text, key, _, _ in parts)
        folder = first.parent if self.folder is None else self.folder
        return folder / (name.strip() + self.suffix)


def check_pattern(pattern: str) -> None:
    """Raises :class:`~mefcore.errors.MefError` where a pattern for names makes no file name."""
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as e:
        raise MefError(f"{pattern!r} is no pattern for names: a brace stands alone", hint=f"it may hold {known}") from e
    for text, key, form, conversion in parts:
        if key is not None and (key not in FIELDS or form or conversion):
            raise MefError(f"{{{key}}} means nothing in a pattern for names", hint=f"it may hold {known}")
        wrong = sorted(c for c in set(text) if c in _FORBIDDEN or not c.isprintable())
        if wrong:
            raise MefError(f"{wrong[0]!r} cannot be part of a file's name", hint="leave it out of the pattern")
    if not any(key or text.strip() for text, key, _, _ in parts):
        raise MefError("the pattern for names is empty", hint=f"it may hold {known}")


def plan(
    sources: Sequence[Source],
    naming: Naming,
    *,
    cube: bool = False,
    existing: Existing = "number",
    space: Space = "srgb",
    bits: int | None = None,
    protected: Iterable[Path] = (),
) -> tuple[BatchJob, ...]:
    """Name every bracket's picture; no two of one batch get the same name.  Reads no disk.

    Raises:
        MefError: ``existing`` is no such choice.
    """
    if existing not in get_args(Existing):
        raise MefError(f"{existing!r} says nothing about existing files", hint="skip, replace or number")
    guarded = frozenset((*protected, *(p for s in sources for p in s.sources)))
    taken: set[str] = set()
    jobs = []
    for number, source in enumerate(sources, 1):
        out = _unlike(naming.target(source, number, len(sources)), taken)
        taken.add(_key(out))
        jobs.append(BatchJob(source.sources, source.recipe, out, cube, existing, space, bits, guarded))
    return tuple(jobs)


def _key(path: Path) -> str:
    """Two names with the same key may be one file: not every disk tells capitals apart."""
    return str(path).casefold()


def _unlike(path: Path, taken: set[str]) -> Path:
    number, name = 2, path
    while _key(name) in taken:
        name = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return name


class Batch:
    """What the jobs of one batch share: which names were given out.  Safe to use from several threads."""

    def __init__(self, planned: Iterable[Path] = ()) -> None:
        self._lock = threading.Lock()
        self._planned = {_key(p) for p in planned}
        self._given: set[str] = set()

    def plan(self, planned: Iterable[Path]) -> None:
        """More jobs want these names."""
        with self._lock:
            self._planned |= {_key(p) for p in planned}

    def claim(self, job: BatchJob) -> tuple[Path | None, Path | None]:
        """The names of the picture and the LUT, or Nones where the set is to be left out."""
        with self._lock:
            out = job.out
            if job.existing == "skip" and out.exists():
                return None, None
            if job.existing == "number":
                number = 2
                while self._is_taken(out, job):
                    out = job.out.with_name(f"{job.out.stem}-{number}{job.out.suffix}")
                    number += 1
            self._given.add(_key(out))
            cube = out.with_suffix(".cube") if job.cube else None
            if cube is not None and job.existing == "skip" and cube.exists():
                cube = None
            return out, cube

    def _is_taken(self, out: Path, job: BatchJob) -> bool:
        others = self._given if out == job.out else self._given | self._planned
        return _key(out) in others or out.exists() or (job.cube and out.with_suffix(".cube").exists())

    def give_back(self, out: Path) -> None:
        """Nothing came of that name."""
        with self._lock:
            self._given.discard(_key(out))


def run_job(job: BatchJob, batch: Batch, *, device: Device = "auto", progress: Job = SILENT) -> BatchResult:
    """Fuse one bracket of a batch, from files to files.

    Raises:
        MefError: as :func:`~mefcore.fuse.fuse`; or the picture would overwrite a frame.
        Cancelled: ``progress`` was cancelled.
    """
    from mefcore.fuse import fuse

    start = time.perf_counter()
    while True:
        progress.check()
        _make_folder(job.out.parent)
        out, cube = batch.claim(job)
        if out is None:
            return BatchResult(job)
        try:
            for path in (out, cube):
                _refuse_frame(path, job.protected)
            request = _request(job, out, cube, device)
            report = fuse(request, job=progress)
        except TakenError:
            batch.give_back(out)  # another program works in this folder, too; the next name, then
        except BaseException:
            batch.give_back(out)
            raise
        else:
            return BatchResult(job, report, request.outputs, None, time.perf_counter() - start)


def _request(job: BatchJob, out: Path, cube: Path | None, device: Device) -> FuseRequest:
    from mefcore.fuse import FuseRequest

    return FuseRequest(
        job.sources,
        out,
        cube,
        recipe=job.recipe,
        device=device,
        bits=job.bits,
        space=job.space,
        grouped=True,
        fresh=job.existing != "replace",
    )


def run(
    jobs: Sequence[BatchJob],
    *,
    device: Device = "auto",
    workers: int = 1,
    job: Job = SILENT,
    told: Callable[[int, BatchResult], None] | None = None,
) -> list[BatchResult]:
    """Do every job; one that fails does not stop the others, but a full disk does, as would a missing network.

    Args:
        jobs: from :func:`plan`.
        workers: so many at a time.
        job: progress and cancel.
        told: called from this thread with the position and the result of each as it ends.

    Returns:
        Results in the order of ``jobs``; fewer where a full disk ended it early.

    Raises:
        ModelError: the network's weights.
        Cancelled: ``job`` was cancelled; pictures that are finished stay.
    """
    batch = Batch(j.out for j in jobs)
    results: dict[int, BatchResult] = {}
    workers = max(1, min(workers, MAX_WORKERS))
    left: Iterator[tuple[int, BatchJob]] = iter(enumerate(jobs))
    running: dict[Future[BatchResult], int] = {}
    stopped = False

    with ThreadPoolExecutor(workers, thread_name_prefix="batch") as pool:

        def start_next() -> None:
            for number, wanted in left:
                part = job.part(number / len(jobs), (number + 1) / len(jobs), wanted.out.name)
                # Of several at a time each would pull the bar its own way.
                running[pool.submit(_caught, wanted, batch, device, part if workers == 1 else _quiet(job))] = number
                return

        for _ in range(workers):
            start_next()
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number = running.pop(future)
                try:
                    result = results[number] = future.result()
                except Cancelled:
                    stopped = True  # what is done at the same time may still come to an end, and is told
                    continue
                if told is not None:
                    told(number, result)
                if result.error is not None and out_of_room(result.error):
                    left = iter(())
                if workers > 1 and not job.cancelled:
                    with contextlib.suppress(Cancelled):
                        job.progress(len(results) / len(jobs), result.job.out.name)
                start_next()
    if stopped:
        raise Cancelled
    return [results[n] for n in sorted(results)]


def _quiet(job: Job) -> Job:
    """Stops with ``job`` and tells nothing."""
    quiet = Job()
    quiet._cancel = job._cancel
    return quiet


def _caught(wanted: BatchJob, batch: Batch, device: Device, part: Job) -> BatchResult:
    start = time.perf_counter()
    try:
        return run_job(wanted, batch, device=device, progress=part)
    except ModelError:
        raise
    except MefError as e:
        return BatchResult(wanted, error=e, seconds=time.perf_counter() - start)


def out_of_room(error: BaseException) -> bool:
    """Whether an export failed because its disk is full, so that the next would fail as well."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        cause = cause.__cause__
    return False


def _make_folder(folder: Path) -> None:
    from mefcore.io.atomic import unwritable

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as e:
        raise WriteError("is no folder", path=folder, hint="choose another") from e
    except OSError as e:
        raise unwritable(folder, e) from e


def _refuse_frame(path: Path | None, protected: frozenset[Path]) -> None:
    """Whatever a person asked for, a camera's picture is not to be replaced by ours."""
    if path is None or not path.exists():
        return
    if any(path == frame or (frame.exists() and path.samefile(frame)) for frame in protected):
        raise WriteError("is a frame of the shoot and would be overwritten", path=path, hint="choose another name")
