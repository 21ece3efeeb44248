"""What the shoot's workers do; imported in the worker, as :mod:`app.work` is."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from app import work
from app.models.messages import Loaded, LoadRequest
from app.shoot.messages import (
    FEW,
    Division,
    Preferences,
    RegroupRequest,
    Surveyed,
    SurveyRequest,
    Thumb,
    ThumbRequest,
    spoiled,
)
from app.shoot.shoot import SET_ASIDE
from mefcore.errors import BracketError, ReadError
from mefcore.grouping import (
    ROUNDS,
    Entry,
    Fingerprint,
    Grouping,
    GroupingSettings,
    Ignored,
    Set,
    clearly_several,
    look_and_group,
    scan,
)
from mefcore.grouping.entries import inner_jpeg
from mefcore.job import Job
from mefcore.limits import MAX_FRAMES

THUMB = 192
"""Longest side of a small picture, enough for a screen at 200 %."""
BATCH_SECONDS = 0.06
"""After so long the thumbnails made so far are handed over: the next are those that are in view by then."""


def warm_up(job: Job) -> None:
    """Import what reading files takes, while the person is still looking for them."""
    import cv2  # noqa: F401
    import exifread  # noqa: F401
    import PIL.Image  # noqa: F401

    job.check()


def survey(request: SurveyRequest, job: Job) -> Surveyed:
    """Scan and group; where what was found is one bracket, load it as well.

    Raises:
        MefError: a path does not exist, nothing can be used, or the one bracket cannot be loaded, not even without one
            of its files.
    """
    entries = scan(request.paths, job=job.part(0.0, 0.4))
    if request.known:
        return _added(request, entries, job)
    if request.divided is not None:
        return _as_before(request, request.divided, entries, job.part(0.4, 1.0))
    corrected = _corrected(request)
    if corrected is not None:
        return replace(_as_before(request, corrected, entries, job.part(0.4, 1.0)), recalled=True)
    few = len(entries) <= FEW
    # Two brackets have four frames at least: so few need not be looked at twice.
    rounds = 0 if len(entries) < 4 else ROUNDS
    grouping, prints = grouped(entries, request.preferences, {}, job.part(0.4, 0.5 if few else 1.0), rounds)
    if few and _is_one(request.paths, entries, grouping, prints):
        loaded = _opened(request, tuple(e.path for e in entries), job.part(0.5, 1.0))
        whole = Grouping((Set(_in_order(entries, grouping)),))
        return Surveyed(whole, request.preferences, prints, loaded)
    if not grouping.sets:
        _explain(grouping)
    return Surveyed(grouping, request.preferences, prints, _only(request, grouping, job))


def regroup(request: RegroupRequest, job: Job) -> Surveyed:
    """Divide files anew that were scanned before."""
    grouping, prints = grouped(request.entries, request.preferences, request.prints, job)
    return Surveyed(grouping, request.preferences, prints)


def grouped(
    entries: Sequence[Entry],
    preferences: Preferences,
    known: Mapping[Path, Fingerprint],
    job: Job,
    rounds: int = ROUNDS,
) -> tuple[Grouping, dict[Path, Fingerprint]]:
    """Sets as the person prefers them, and what was seen of the files."""
    settings = GroupingSettings("jpeg" if preferences.prefer == "jpeg" else "raw", preferences.gap, preferences.count)
    return look_and_group(entries, settings, known, rounds=rounds, job=job)


def _added(request: SurveyRequest, entries: Sequence[Entry], job: Job) -> Surveyed:
    fresh = [e for e in entries if e.path not in request.known]
    if not fresh:
        raise BracketError("these files are in the shoot already", hint="drop them without Shift to begin anew")
    grouping, prints = grouped(fresh, request.preferences, {}, job.part(0.4, 1.0))
    return Surveyed(grouping, request.preferences, prints, added=True)


def _is_one(
    paths: Sequence[Path], entries: Sequence[Entry], grouping: Grouping, prints: Mapping[Path, Fingerprint]
) -> bool:
    """Whether a few files are opened as they were given; if that is no bracket, opening them says why."""
    if not grouping.brackets:
        return True
    if len(grouping.brackets) == 1 and not any(p.is_dir() for p in paths):
        # Of a RAW and a JPEG of one exposure nobody wants both.
        return all(i.entry.problem or i.entry.copy_of is not None for i in grouping.ignored)
    return len(grouping.sets) > 1 and not grouping.ignored and not clearly_several(entries, grouping, prints)


def _only(request: SurveyRequest, grouping: Grouping, job: Job) -> Loaded | None:
    """The bracket, where there is nothing else."""
    if len(grouping.sets) != 1 or grouping.ignored or not 2 <= len(grouping.sets[0]) <= MAX_FRAMES:
        return None
    return _opened(request, grouping.sets[0].paths, job)


def _opened(request: SurveyRequest, files: tuple[Path, ...], job: Job) -> Loaded | None:
    """The bracket; None where one of its files cannot be read and the others may do without, for a person to decide."""
    given = request.paths
    folder = given[0].absolute().name if len(given) == 1 and given[0].is_dir() else ""
    try:
        return replace(work.load(LoadRequest(files, request.recipe, request.recall), job), folder=folder)
    except ReadError as error:
        if spoiled(error, files) is None:
            raise
        return None


def _as_before(request: SurveyRequest, divided: Division, entries: Sequence[Entry], job: Job) -> Surveyed:
    """The sets of a shoot that was divided before; what came to it since follows."""
    by_path = {entry.path.absolute(): entry for entry in entries}
    known = {*divided.aside, *(path for one in divided.sets for path in one)}
    sets = [Set(tuple(by_path[path] for path in one if path in by_path)) for one in divided.sets]
    anew, prints = grouped(entries, request.preferences, {}, job.part(0.0, 0.5), rounds=0)
    fresh = [Set(tuple(e for e in one.entries if e.path.absolute() not in known)) for one in anew.sets]
    aside = [Ignored(by_path[path], SET_ASIDE) for path in divided.aside if path in by_path]
    ignored = [i for i in anew.ignored if i.entry.path.absolute() not in known]
    grouping = Grouping(tuple(s for s in (*sets, *fresh) if s.entries), (*ignored, *aside))
    loaded = _only(request, grouping, job.part(0.5, 1.0))
    return Surveyed(grouping, request.preferences, prints, loaded, corrected=divided.corrected)


def _corrected(request: SurveyRequest) -> Division | None:
    """How a person divided these files when they were open before; None where nobody did, or they are others now."""
    from app.keeping import recent

    if request.shoots is None:
        return None
    record = recent.of(request.shoots, request.paths) or recent.moved(request.shoots, request.paths)
    if record is None or not record.corrected or not recent.unchanged(record):
        return None
    return replace(record.division, open=())


def _in_order(entries: Sequence[Entry], grouping: Grouping) -> tuple[Entry, ...]:
    known = [e for s in grouping.sets for e in s.entries]
    return (*known, *(e for e in entries if e not in known))


def _explain(grouping: Grouping) -> None:
    """Tell why nothing of a pile can be used, by its first file."""
    first = grouping.ignored[0]
    hint = "" if len(grouping.ignored) == 1 else f"none of the {len(grouping.ignored)} files here can be used"
    raise ReadError(first.why, path=first.entry.path, hint=hint)


# ---- thumbnails


def thumbnails(request: ThumbRequest, job: Job) -> tuple[Thumb, ...]:
    """Small pictures of the first files, one at least, and of as many as there is time for."""
    start, made = time.perf_counter(), []
    for entry in request.entries:
        job.check()
        made.append(Thumb(entry.path, thumbnail(entry)))
        if time.perf_counter() - start > BATCH_SECONDS:
            break
    return tuple(made)


def thumbnail(entry: Entry) -> QImage | None:
    """From the JPEG inside the file where there is a good one, else from a quick look at the picture."""
    from mefcore.io import read_preview

    small = entry.thumbnail or (inner_jpeg(entry.path) if entry.raw else None)
    pixels = _from_inside(entry, small, THUMB) if small else None
    if pixels is None:
        try:
            pixels = read_preview(entry.path, THUMB)
        except ReadError:
            return None
    return work.to_image(pixels)


def small_picture(entry: Entry, longest: int) -> np.ndarray:
    """``(h, w, 3)`` uint8, upright, at most ``longest`` pixels a side: of a RAW file the camera's own preview.

    Raises:
        ReadError: the file cannot be read.
    """
    from mefcore.io import read_preview

    inner = inner_jpeg(entry.path) if entry.raw else None
    pixels = _from_inside(entry, inner, longest) if inner else None
    return read_preview(entry.path, longest) if pixels is None else pixels


def _from_inside(entry: Entry, small: bytes, longest: int) -> np.ndarray | None:
    import cv2
    from PIL import Image

    from mefcore.io.convert import upright
    from mefcore.io.exif import read_exif

    try:
        with entry.path.open("rb") as file:
            _, orientation = read_exif(file)
        with Image.open(io.BytesIO(small), formats=("JPEG",)) as image:
            image.draft("RGB", (longest, longest))
            pixels = upright(np.array(image.convert("RGB")), orientation)
    except (OSError, ValueError, SyntaxError):
        return None
    pixels = _without_bars(pixels, entry.size)
    height, width = pixels.shape[:2]
    if max(height, width) < longest / 2:
        return None
    scale = min(1.0, longest / max(height, width))
    if scale == 1.0:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _without_bars(pixels: np.ndarray, size: tuple[int, int] | None) -> np.ndarray:
    """Cut off the black bars with which cameras fill thumbnails of 160×120 up to another shape."""
    height, width = pixels.shape[:2]
    if size is None or (size[0] > size[1]) != (width > height):
        return pixels
    rows, columns = round(width * size[1] / size[0]), round(height * size[0] / size[1])
    if rows < height - 2:
        top = (height - rows) // 2 + 1
        return np.ascontiguousarray(pixels[top : height - top])
    if columns < width - 2:
        left = (width - columns) // 2 + 1
        return np.ascontiguousarray(pixels[:, left : width - left])
    return pixels
