"""Replacing a frame's pixels at full size, a strip at a time and only where the mask is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mefcore.bracket import full_scale
from mefcore.deghost.sources import Sources
from mefcore.job import Job

STRIP = 128
"""Rows that are worked on at a time."""


def replaced(frames: Sequence[np.ndarray], index: int, made_of: Sources, job: Job) -> np.ndarray:
    """A copy of ``frames[index]`` in which its mask is replaced by what ``made_of`` says.

    Args:
        frames: ``(H, W, 3)`` uint8, uint16 or float32; the dtypes may differ.
        made_of: its mask and pictures are read with linear interpolation.
        job: checked once per strip.
    """
    frame, mask = frames[index], made_of.mask
    out = frame.copy()
    height, width = frame.shape[:2]
    for top in range(0, height, STRIP):
        job.progress(top / height)
        rows = slice(top, min(top + STRIP, height))
        columns = _columns(mask, rows, height, width)
        if columns is None:
            continue
        look = _Magnifier(mask.shape, (height, width), rows, columns)
        alpha = look(mask.astype(np.float32) / 255)[..., None]
        fresh = np.zeros((*alpha.shape[:2], 3), np.float32)
        for source in made_of.sources:
            weight = look(source.weight)[..., None]
            if weight.any():
                pixels = np.ascontiguousarray(frames[source.frame][rows, columns])
                fresh += weight * (source.mapping(pixels).astype(np.float32) / np.float32(full_scale(pixels.dtype)))
        if made_of.fill is not None and made_of.fill_weight is not None:
            fresh += look(made_of.fill_weight)[..., None] * look(made_of.fill)
        scale = np.float32(full_scale(frame.dtype))
        old = frame[rows, columns].astype(np.float32)
        new = old + alpha * (fresh * scale - old)
        if frame.dtype != np.float32:
            new = np.rint(np.clip(new, 0, scale)).astype(frame.dtype)
        out[rows, columns] = np.where(alpha > 0, new, frame[rows, columns])
    return out


def _columns(mask: np.ndarray, rows: slice, height: int, width: int) -> slice | None:
    """The columns of the full picture that the mask touches in these rows, or None."""
    h, w = mask.shape
    top, bottom = int(rows.start * h / height) - 1, int(np.ceil(rows.stop * h / height)) + 1
    touched = np.flatnonzero(mask[max(top, 0) : bottom].any(axis=0))
    if not touched.size:
        return None
    left = int((touched[0] - 1) * width / w)
    right = int(np.ceil((touched[-1] + 2) * width / w))
    return slice(max(left, 0), min(right, width))


class _Magnifier:
    """Reads reduced pictures at the places of a part of the full one, with linear interpolation."""

    def __init__(self, small: tuple[int, int], full: tuple[int, int], rows: slice, columns: slice) -> None:
        def places(where: slice, n: int, of: int) -> np.ndarray:
            return ((np.arange(where.start, where.stop) + 0.5) * n / of - 0.5).astype(np.float32)

        x, y = places(columns, small[1], full[1]), places(rows, small[0], full[0])
        self._x, self._y = (np.ascontiguousarray(g) for g in np.meshgrid(x, y))

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        import cv2

        return np.asarray(
            cv2.remap(picture, self._x, self._y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
        )
