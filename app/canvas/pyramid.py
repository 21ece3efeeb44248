"""Mip pyramids: every frame at half, a quarter, an eighth … of its size."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from app.canvas.view import Raster
from app.models.messages import Region
from mefcore.blend import Window
from mefcore.job import SILENT, Job

SMALLEST = 256
"""No level has a longer side shorter than this."""


def build(frames: Sequence[np.ndarray], job: Job = SILENT) -> tuple[tuple[np.ndarray, ...], ...]:
    """``levels[i][k]``: frame k ``(H, W, 3)`` halved i times by area averaging, of its dtype."""
    with ThreadPoolExecutor(min(len(frames), 4), thread_name_prefix="pyramid") as pool:
        columns = []
        for done, column in enumerate(pool.map(lambda f: _halvings(f, job), frames), start=1):
            columns.append(column)
            job.progress(done / len(frames))
    return tuple(zip(*columns, strict=True))


def _halvings(frame: np.ndarray, job: Job) -> list[np.ndarray]:
    column = [frame]
    while max(column[-1].shape[:2]) >= 2 * SMALLEST:
        job.check()
        height, width = column[-1].shape[:2]
        half = cv2.resize(
            column[-1], (max(1, (width + 1) // 2), max(1, (height + 1) // 2)), interpolation=cv2.INTER_AREA
        )
        half.flags.writeable = False
        column.append(half)
    return column


def region_at(levels: Sequence[Sequence[np.ndarray]], level: int, visible: tuple[float, float, float, float]) -> Region:
    """The level's pixels under ``visible`` (image coordinates), with a pixel to spare for smooth scaling."""
    full_h, full_w = levels[0][0].shape[:2]
    height, width = levels[level][0].shape[:2]
    left, top, right, bottom = visible
    x0 = min(max(int(left * width / full_w) - 1, 0), width - 1)
    y0 = min(max(int(top * height / full_h) - 1, 0), height - 1)
    x1 = min(max(int(np.ceil(right * width / full_w)) + 1, x0 + 1), width)
    y1 = min(max(int(np.ceil(bottom * height / full_h)) + 1, y0 + 1), height)
    return Region(level, x0, y0, x1 - x0, y1 - y0)


def whole(levels: Sequence[Sequence[np.ndarray]], level: int) -> Region:
    """All of a level."""
    height, width = levels[level][0].shape[:2]
    return Region(level, 0, 0, width, height)


def window(levels: Sequence[Sequence[np.ndarray]], region: Region) -> Window:
    """Which part of the whole picture a region shows."""
    height, width = levels[region.level][0].shape[:2]
    return Window.of_pixels(region.y, region.x, region.height, region.width, height, width)


def coarse(levels: Sequence[Sequence[np.ndarray]], longest: int) -> int:
    """The largest level whose longer side is at most so many pixels; the smallest where there is none."""
    return next((i for i, frames in enumerate(levels) if max(frames[0].shape[:2]) <= longest), len(levels) - 1)


def fine(levels: Sequence[Sequence[np.ndarray]], longest: int) -> int:
    """The smallest level whose longer side is at least so many pixels; the frames themselves where there is none."""
    return max((i for i, frames in enumerate(levels) if max(frames[0].shape[:2]) >= longest), default=0)


def sampled(
    pixels: np.ndarray, levels: Sequence[Sequence[np.ndarray]], region: Region, raster: Raster, job: Job = SILENT
) -> np.ndarray:
    """A region's pixels at the middles of a raster's, bilinearly; beyond the region its border goes on.

    Args:
        pixels: ``(h, w, 3)`` of the region, of any dtype that frames have.
    """
    job.check()
    full_h, full_w = levels[0][0].shape[:2]
    height, width = levels[region.level][0].shape[:2]
    rows = []
    for scale, first, start in ((width / full_w, raster.x, region.x), (height / full_h, raster.y, region.y)):
        rows.append((raster.step * scale, (first + raster.step / 2) * scale - start - 0.5))
    (sx, x), (sy, y) = rows
    return cv2.warpAffine(
        np.ascontiguousarray(pixels),
        np.array([[sx, 0.0, x], [0.0, sy, y]]),
        (raster.width, raster.height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )


def crop(levels: Sequence[Sequence[np.ndarray]], region: Region) -> list[np.ndarray]:
    """Views of every frame's pixels in ``region``."""
    rows = slice(region.y, region.y + region.height)
    columns = slice(region.x, region.x + region.width)
    return [frame[rows, columns] for frame in levels[region.level]]
