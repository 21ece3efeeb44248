"""Frames brought onto the reference: warped tile by tile, then cropped to what all cover, or filled where one ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from mefcore.align.motion import Alignment, Area, covered, mapped
from mefcore.choices import Border
from mefcore.job import SILENT, Job
from mefcore.tones import Mapping, mapping

TILE = (256, 4096)
"""Rows and columns warped at a time; what interpolation needs beside the result is for one tile only."""

FEATHER = 16.0
"""Pixels over which a frame gives way to what fills it where it ends."""

_REACH = 4  # pixels around a tile's place in the frame that a cubic may need, and some


def aligned(
    frames: Sequence[np.ndarray],
    alignment: Alignment,
    *,
    area: Border = "crop",
    off: Collection[int] = (),
    job: Job = SILENT,
) -> list[np.ndarray]:
    """Every frame as the reference sees the scene.

    Frames that move are sampled by cubic convolution (Keys, "Cubic Convolution Interpolation for Digital Image
    Processing", 1981; OpenCV's, with a = -0.75); results stay within the dtype's range, and float frames within the
    range of their own values.  Frames that do not move keep their pixels to the bit.

    Args:
        frames: ``(H, W, 3)`` each, uint8, uint16 or float32, sRGB-encoded; those ``alignment`` was found for.
        area: "crop" to what all frames cover (:meth:`Alignment.area`), or "keep" the reference's whole frame; then
            what a frame does not cover is filled from the reference at that frame's exposure, so that it does not
            show in a blend.
        off: frames to leave as they were shot.

    Returns:
        one array per frame, of one shape, each of its frame's dtype.  If nothing moves, the very same arrays.  If
        nothing is common to all frames, "crop" keeps as "keep" does.

    Raises:
        ValueError: the frames are not of the alignment's number and size (a bug in the caller).
        Cancelled: by the job.
    """
    sizes = {(f.shape[1], f.shape[0]) for f in frames}
    if len(frames) != len(alignment.motions) or sizes != {alignment.size}:
        raise ValueError(f"an alignment of {len(alignment.motions)} frames {alignment.size} does not fit {sizes}")
    moving = alignment.moving(off)
    if not moving:
        return list(frames)
    w, h = alignment.size
    box = alignment.area(off) if area == "crop" else (0, 0, w, h)
    fill = area == "keep" or box[2] <= box[0]
    if box[2] <= box[0]:
        box = (0, 0, w, h)
    out = []
    for i, frame in enumerate(frames):
        part = job.part(i / len(frames), (i + 1) / len(frames), "Warping the frames")
        part.progress(0.0)
        if i in moving:
            matrix = alignment.motions[i].matrix
            result = _warped(frame, matrix, box, part)
            if fill:
                _fill(result, frames[alignment.reference], matrix, part)
        else:
            result = frame if box == (0, 0, w, h) else np.ascontiguousarray(frame[box[1] : box[3], box[0] : box[2]])
        out.append(result)
    job.progress(1.0, "Warping the frames")
    return out


def _tiles(box: Area) -> Iterator[Area]:
    """``box`` cut into tiles of at most :data:`TILE`."""
    for y in range(box[1], box[3], TILE[0]):
        for x in range(box[0], box[2], TILE[1]):
            yield x, y, min(x + TILE[1], box[2]), min(y + TILE[0], box[3])


def _warped(frame: np.ndarray, matrix: np.ndarray, box: Area, job: Job) -> np.ndarray:
    """The part ``box`` of the reference's pixels as ``frame`` shows it; beyond the frame its border is repeated."""
    import cv2  # here, not at the top: 60 ms that the editor's first window need not wait for

    x0, y0, x1, y1 = box
    out = np.empty((y1 - y0, x1 - x0, 3), frame.dtype)
    limits = (float(frame.min()), float(frame.max())) if frame.dtype == np.float32 else None
    straight = not matrix[2, :2].any()
    for tile in _tiles(box):
        job.progress((tile[1] - y0) / (y1 - y0))
        left, top, source = _source(frame, matrix, tile)
        local = _shift(-left, -top) @ matrix @ _shift(tile[0], tile[1])
        target = out[tile[1] - y0 : tile[3] - y0, tile[0] - x0 : tile[2] - x0]
        size, flags = (tile[2] - tile[0], tile[3] - tile[1]), cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        if straight:  # a quarter faster
            target[...] = cv2.warpAffine(source, local[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        else:
            target[...] = cv2.warpPerspective(source, local, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        if limits is not None:
            np.clip(target, *limits, out=target)
    return out


def _source(frame: np.ndarray, matrix: np.ndarray, tile: Area) -> tuple[int, int, np.ndarray]:
    """The part of ``frame`` a tile is sampled from, and its first column and row."""
    h, w = frame.shape[:2]
    x0, y0, x1, y1 = tile
    ends = mapped(matrix, np.array([[x0, y0], [x1 - 1, y0], [x1 - 1, y1 - 1], [x0, y1 - 1]], dtype=np.float64))
    low = np.floor(ends.min(axis=0)).astype(int) - _REACH
    high = np.ceil(ends.max(axis=0)).astype(int) + _REACH + 1
    left, right = int(np.clip(low[0], 0, w - 1)), int(np.clip(high[0], 1, w))
    top, bottom = int(np.clip(low[1], 0, h - 1)), int(np.clip(high[1], 1, h))
    return left, top, frame[top : max(bottom, top + 1), left : max(right, left + 1)]


def _fill(result: np.ndarray, reference: np.ndarray, matrix: np.ndarray, job: Job) -> None:
    """Put the reference, at the exposure of ``result``, where the frame covers nothing; ``result`` is changed."""
    h, w = result.shape[:2]
    valid = np.ones((h, w), bool)
    open_tiles = []
    for x0, y0, x1, y1 in _tiles((0, 0, w, h)):
        job.check()
        # A tile whose corners lie deep inside the frame does, because a frame is convex.
        ends = np.array([[x0, y0], [x1 - 1, y0], [x1 - 1, y1 - 1], [x0, y1 - 1]], dtype=np.float64)
        if _depth(matrix, ends, (w, h)).min() < FEATHER:
            open_tiles.append((x0, y0, x1, y1))
            valid[y0:y1, x0:x1] = covered(matrix, _points((x0, y0, x1, y1)), (w, h))
    if not open_tiles:
        return
    to_frame: Mapping = mapping(reference, result, valid=valid)
    for x0, y0, x1, y1 in open_tiles:
        job.check()
        depth = _depth(matrix, _points((x0, y0, x1, y1)), (w, h))
        share = np.clip(depth / FEATHER, 0.0, 1.0).astype(np.float32)
        rows, columns = np.nonzero(share < 1)
        if not len(rows):
            continue
        there = result[y0:y1, x0:x1]
        instead = _instead(to_frame, reference[y0:y1, x0:x1][rows, columns][None], there[rows, columns][None])[0]
        share_of = share[rows, columns][:, None]
        mixed = there[rows, columns] * share_of + instead * (1 - share_of)
        there[rows, columns] = mixed if result.dtype == np.float32 else np.rint(mixed).astype(result.dtype)


def _instead(to_frame: Mapping, reference: np.ndarray, border: np.ndarray) -> np.ndarray:
    """The reference at the frame's exposure; where it is clipped, the frame's repeated border as far as that can be."""
    low, high = to_frame.bounds(reference)
    return np.where(to_frame.known(reference)[..., None], to_frame(reference), np.clip(border, low, high))


def _depth(matrix: np.ndarray, points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """How far inside a frame of ``size`` points of the reference lie, in its pixels; negative outside."""
    at = mapped(matrix, points)
    return np.asarray(np.minimum(at, np.array(size) - 1.0 - at).min(axis=-1))


def _points(tile: Area) -> np.ndarray:
    """``(h, w, 2)`` float64: x and y of a tile's pixels."""
    x0, y0, x1, y1 = tile
    return np.stack(np.meshgrid(np.arange(x0, x1, dtype=np.float64), np.arange(y0, y1, dtype=np.float64)), axis=-1)


def _shift(x: float, y: float) -> np.ndarray:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])
