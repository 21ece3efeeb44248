"""Fingerprints: what a frame shows, small enough to compare hundreds of them, whatever their exposures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from mefcore.color import srgb_to_linear
from mefcore.errors import ReadError
from mefcore.grouping.entries import Entry, inner_jpeg
from mefcore.job import SILENT, Job

CELLS = 16
"""Cells along either side of a fingerprint: a hand's shake stays within one."""

ENOUGH = 10.0
"""So many gradients have to be well exposed in both frames before they are compared."""


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """One frame, tiny.

    Attributes:
        luma: ``(16, 16)`` float32, area averages of sRGB-encoded luma, 0…255; not turned upright.
    """

    luma: np.ndarray

    @cached_property
    def brightness(self) -> float:
        """log₂ of the mean linear luminance, from about -13 to 0; grows with exposure as far as nothing clips."""
        return float(np.log2(srgb_to_linear(self.luma / 255.0).mean() + 1e-4))


def fingerprint(entry: Entry) -> Fingerprint | None:
    """From the thumbnail inside the file, else from a quick look at the picture; ``None`` if neither can be decoded."""
    from mefcore.io.checks import FLAT_PIXELS
    from mefcore.io.raster import open_image

    if entry.problem:
        return None
    small = entry.thumbnail or (inner_jpeg(entry.path) if entry.raw else None)
    if small:
        try:
            with open_image(io.BytesIO(small)) as image:
                if image.width * image.height > FLAT_PIXELS:
                    raise ValueError("no thumbnail is that large")
                image.draft("L", (4 * CELLS, 4 * CELLS))
                return Fingerprint(_averaged(_without_bars(np.asarray(image.convert("L")), entry.size)))
        except (ReadError, OSError, ValueError, SyntaxError, MemoryError):
            pass  # a broken thumbnail says nothing of the picture
    try:
        return Fingerprint(_averaged(_look(entry.path)))
    except (ReadError, OSError):
        return None


def fingerprints(
    entries: Iterable[Entry], *, job: Job = SILENT, found: Callable[[Path, Fingerprint], None] | None = None
) -> dict[Path, Fingerprint]:
    """Fingerprints of ``entries``, in threads; files that cannot be decoded are missing from the answer.

    Args:
        entries: which files.
        job: progress and cancel.
        found: called from this thread with each fingerprint as it is known.

    Raises:
        Cancelled: ``job`` was cancelled.
    """
    from mefcore.io.convert import cpu_count

    wanted = list(entries)
    prints: dict[Path, Fingerprint] = {}

    def look(entry: Entry) -> Fingerprint | None:
        job.check()
        return fingerprint(entry)

    with ThreadPoolExecutor(min(4, cpu_count()), thread_name_prefix="fingerprint") as pool:
        try:
            for count, (entry, result) in enumerate(zip(wanted, pool.map(look, wanted), strict=True), 1):
                if result is not None:
                    prints[entry.path] = result
                    if found is not None:
                        found(entry.path, result)
                job.progress(count / len(wanted), f"Compared {count} of {len(wanted)} pictures")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return prints


class Likeness:
    """How much frames show the same: correlation of their log gradients, where both show anything.

    An exposure step, and any gamma, changes neither sign nor proportion of those gradients.  The fingerprints are
    blurred first, by a cell, so that a hand's shake matters less: with every frame of real brackets shifted by up to
    3 %, 98 % of frames one or two steps apart score over 0.57, and 98 % of frames of different scenes below 0.41.

    Args:
        prints: of n frames; None where there is no fingerprint.
    """

    def __init__(self, prints: Sequence[Fingerprint | None]) -> None:
        blank = np.zeros((CELLS, CELLS), np.float32)
        luma = np.stack([blank if p is None else p.luma for p in prints])
        soft = _blurred(_blurred(luma.transpose(0, 2, 1)).transpose(0, 2, 1))
        log = np.log(soft + 2.0)
        seen = np.clip((soft - 3.0) / 30.0, 0.0, 1.0) * np.clip((252.0 - soft) / 6.0, 0.0, 1.0)
        down, across = np.diff(log, axis=1), np.diff(log, axis=2)
        trust = np.minimum(seen[:, 1:], seen[:, :-1]), np.minimum(seen[:, :, 1:], seen[:, :, :-1])
        self._gradient = np.concatenate([g.reshape(len(luma), -1) for g in (down, across)], axis=1)
        self._trust = np.concatenate([t.reshape(len(luma), -1) for t in trust], axis=1)

    def apart(self, distance: int) -> tuple[np.ndarray, np.ndarray]:
        """Frames ``i`` and ``i + distance``: ``(n - distance,)`` likeness, -1…1, and on how many gradients it rests.

        The likeness is NaN where those are too few; they are up to 480.
        """
        x, y = self._gradient[:-distance], self._gradient[distance:]
        weight = self._trust[:-distance] * self._trust[distance:]
        total = weight.sum(axis=1)
        power = (weight * x * x).sum(axis=1) * (weight * y * y).sum(axis=1)
        return _ratio((weight * x * y).sum(axis=1), power, total), total

    def all(self) -> np.ndarray:
        """Every frame with every other: ``(n, n)``, NaN where too little is visible in both."""
        x, weight = self._gradient, self._trust
        power = (weight * x * x) @ weight.T
        return _ratio((weight * x) @ (weight * x).T, power * power.T, weight @ weight.T)


def _ratio(product: np.ndarray, power: np.ndarray, total: np.ndarray) -> np.ndarray:
    known = (total >= ENOUGH) & (power > 1e-6)
    return np.where(known, product / np.sqrt(np.where(known, power, 1.0)), np.nan)


def _blurred(stack: np.ndarray) -> np.ndarray:
    """``(n, h, w)`` filtered with 1-2-1 along the last axis."""
    padded = np.pad(stack, ((0, 0), (0, 0), (1, 1)), mode="edge")
    return (padded[..., :-2] + 2 * padded[..., 1:-1] + padded[..., 2:]) / 4


def _look(path: Path) -> np.ndarray:
    from mefcore.io import read_preview
    from mefcore.io.checks import check_size, decoding, header

    # Luma of what read_preview makes, but for JPEG straight from the decoder, which then leaves out the colours.
    if not header(path).startswith(b"\xff\xd8\xff"):
        return read_preview(path, 128) @ np.array([0.299, 0.587, 0.114], np.float32)
    from mefcore.io.raster import open_image

    with open_image(path) as image, decoding(path):
        width, height = image.size
        check_size(width, height, path)
        image.draft("L", (4 * CELLS, 4 * CELLS))
        return np.asarray(image.convert("L"))


def _without_bars(luma: np.ndarray, size: tuple[int, int] | None) -> np.ndarray:
    """Cut the black bars with which cameras fill thumbnails of 160×120 up to another shape."""
    if size is None:
        return luma
    height, width = luma.shape
    shape = min(size) / max(size)
    if width >= height:
        cut = _bar(height - round(width * shape))
        return luma[cut : height - cut] if cut < height // 3 else luma
    cut = _bar(width - round(height * shape))
    return luma[:, cut : width - cut] if cut < width // 3 else luma


def _bar(both: int) -> int:
    """Rows of one bar, and one more, which compression has darkened; none where that is only rounding."""
    return 0 if both < 3 else (both + 1) // 2 + 1


def _averaged(luma: np.ndarray) -> np.ndarray:
    import cv2

    small = cv2.resize(np.asarray(luma, np.float32), (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    small.flags.writeable = False
    return small
