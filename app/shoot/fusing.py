"""Fused thumbnails; imported in the worker, as :mod:`app.work` is."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QImage

from app import machine, work
from app.priority import be_nice
from app.shoot.cache import CACHE_BYTES, ThumbCache
from app.shoot.messages import FusedRequest, FusedThumb, ToFuse
from app.shoot.work import small_picture
from mefcore.bracket import Frame, Metadata
from mefcore.errors import MefError, ModelError
from mefcore.grouping import Entry
from mefcore.job import Job
from mefcore.quick import Quick, look_at, picture
from mefcore.recipe import Recipe

SIDE = 320
"""Longest side of a picture, enough for a screen at 200 %."""
VERSION = 1
"""Goes up when the same bracket and recipe give another picture."""
BATCH_SECONDS = 0.15
"""After so long what is made so far is handed over."""
_KEPT_BYTES = 20 << 20
"""Of small frames and predictions that stay in memory, of a dozen brackets: their look is what a person is changing."""


def fused_thumbs(request: FusedRequest, job: Job) -> tuple[FusedThumb, ...]:
    """Pictures of the first brackets, one at least, and of as many as there is time for.

    Raises:
        ModelError: the network's weights.
    """
    be_nice()
    start, cache, made = time.perf_counter(), _cache(request.folder), []
    for wanted in request.wanted:
        job.check()
        made.append(FusedThumb(wanted.content, wanted.recipe, _made(wanted, cache, job)))
        if time.perf_counter() - start > BATCH_SECONDS:
            break
    return tuple(made)


@lru_cache(maxsize=2)
def _cache(folder: Path) -> ThumbCache:
    return ThumbCache(folder, round(CACHE_BYTES * machine.kept()))


def _made(wanted: ToFuse, cache: ThumbCache, job: Job) -> QImage | None:
    """None where the frames make no picture."""
    try:
        stamp = _stamp(wanted.entries)
    except OSError:
        return None
    key = _key(stamp, wanted.recipe)
    image = cache.get(key)
    if image is not None:
        return image
    try:
        pixels = picture(_quick(_Bracket(wanted.entries, stamp), job), wanted.recipe, job=job)
    except ModelError:
        raise
    except MefError:
        return None
    image = work.to_image(pixels)
    cache.put(key, image)
    return image


def _stamp(entries: tuple[Entry, ...]) -> tuple[tuple[str, int, int], ...]:
    """By which changed files are noticed."""
    found = ((e.path, e.path.stat()) for e in entries)
    return tuple((os.fspath(path), status.st_mtime_ns, status.st_size) for path, status in found)


def _key(stamp: tuple[tuple[str, int, int], ...], recipe: Recipe) -> str:
    whole = repr((VERSION, SIDE, _model(), stamp)).encode("utf-8", "surrogateescape") + recipe.to_json()
    return hashlib.blake2b(whole, digest_size=20).hexdigest()


@lru_cache(maxsize=1)
def _model() -> tuple[int, int]:
    """What tells one file of weights from another, without reading it."""
    path = Path(work.__file__).parents[1] / "resources" / "weights" / "student.safetensors"
    with contextlib.suppress(OSError):
        status = path.stat()
        return status.st_size, status.st_mtime_ns
    return 0, 0


class _Bracket:
    """What to look at, told apart by the files as they are."""

    def __init__(self, entries: tuple[Entry, ...], stamp: tuple[tuple[str, int, int], ...]) -> None:
        self.entries = entries
        self.stamp = stamp

    def __hash__(self) -> int:
        return hash(self.stamp)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bracket) and other.stamp == self.stamp


_looked: dict[_Bracket, Quick] = {}
_lock = threading.Lock()


def _quick(bracket: _Bracket, job: Job) -> Quick:
    """Frames and prediction; those of the brackets that were looked at last are kept."""
    with _lock:
        known = _looked.pop(bracket, None)
    if known is None:
        frames = []
        for entry in bracket.entries:
            job.check()
            frames.append(Frame(entry.path, small_picture(entry, SIDE), Metadata(exposure=entry.exposure)))
        known = look_at(frames, job=job)
    with _lock:
        _looked[bracket] = known
        while len(_looked) > 1 and sum(quick.nbytes for quick in _looked.values()) > _KEPT_BYTES:
            del _looked[next(iter(_looked))]
    return known
