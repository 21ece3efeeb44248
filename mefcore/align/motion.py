"""What alignment finds: where each pixel of the reference lies in another frame, and which part all frames cover."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal["reference", "none", "translation", "similarity", "homography", "unaligned"]

Area = tuple[int, int, int, int]
"""``(x0, y0, x1, y1)`` in the reference's pixels; x1 and y1 are the first that do not belong to it."""

_SLACK = 1e-6  # of a pixel: rounding in the matrix must not cost a row


@dataclass(frozen=True, eq=False)
class Motion:
    """Where one frame lies against the reference.

    Attributes:
        matrix: ``(3, 3)`` float64, the homography from pixel coordinates (x, y, 1) of the reference to this frame's, at
            full size, pixel centres at integers; ``matrix[2, 2]`` is 1.  The identity unless :attr:`moves`.
        kind: ``reference``; ``none``: it matches the reference as it is; ``translation``, ``similarity`` or
            ``homography``: the simplest motion that explains what was measured; ``unaligned``: nothing sure was found,
            so it stays as it is.
        confidence: 0…1, how sure that is; below :data:`~mefcore.align.pair.LEAST_CONFIDENCE` a frame is left unaligned.
    """

    matrix: np.ndarray
    kind: Kind
    confidence: float

    def __post_init__(self) -> None:
        self.matrix.flags.writeable = False

    @classmethod
    def still(cls, kind: Kind, confidence: float) -> Motion:
        """No motion."""
        return cls(np.eye(3), kind, confidence)

    @property
    def moves(self) -> bool:
        """Whether this frame has to be warped."""
        return self.kind in ("translation", "similarity", "homography")

    def offset(self, size: tuple[int, int]) -> tuple[float, float]:
        """How far the centre of a picture of ``size`` (width, height) has moved in this frame: (dx, dy) in pixels."""
        centre = np.array([[(size[0] - 1) / 2, (size[1] - 1) / 2]])
        dx, dy = (mapped(self.matrix, centre) - centre)[0]
        return float(dx), float(dy)


@dataclass(frozen=True, eq=False)
class Alignment:
    """The motions of a bracket's frames, in the frames' order.

    Attributes:
        reference: index of the frame all others are brought to.
        motions: one for each frame.
        size: the frames' ``(width, height)`` in pixels.
    """

    reference: int
    motions: tuple[Motion, ...]
    size: tuple[int, int]

    @property
    def moved(self) -> bool:
        """False when no frame has to be warped: :func:`~mefcore.align.warp.aligned` then returns the same arrays."""
        return any(m.moves for m in self.motions)

    def moving(self, off: Collection[int] = ()) -> tuple[int, ...]:
        """Indices of the frames to warp, when those in ``off`` stay as they were shot."""
        return tuple(i for i, m in enumerate(self.motions) if m.moves and i not in off)

    def area(self, off: Collection[int] = ()) -> Area:
        """The largest rectangle of the reference's pixels that every frame covers.

        A pixel is covered where its place in the frame lies between the centres of the frame's outermost pixels.
        Frames in ``off``, and those that do not move, stay as they were shot and cover everything.
        """
        return covered_area([self.motions[i].matrix for i in self.moving(off)], self.size)


def mapped(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """``(…, 2)`` points through a ``(3, 3)`` homography; float64."""
    x, y = points[..., 0], points[..., 1]
    h = matrix
    w = h[2, 0] * x + h[2, 1] * y + h[2, 2]
    u = (h[0, 0] * x + h[0, 1] * y + h[0, 2]) / w
    v = (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / w
    return np.stack([u, v], axis=-1)


def corners(size: tuple[int, int]) -> np.ndarray:
    """``(4, 2)`` float64: the centres of the corner pixels of a picture of ``size`` (width, height)."""
    w, h = size[0] - 1.0, size[1] - 1.0
    return np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float64)


def mean_motion(matrix: np.ndarray, size: tuple[int, int]) -> float:
    """Mean displacement over a picture of ``size`` (width, height), in pixels."""
    x, y = (np.linspace(0, side - 1, 5) for side in size)
    points = np.stack(np.meshgrid(x, y), axis=-1)
    return float(np.linalg.norm(mapped(matrix, points) - points, axis=-1).mean())


def plausible(matrix: np.ndarray, size: tuple[int, int]) -> bool:
    """Whether a picture of ``size`` (width, height) keeps its shape, and overlaps enough, for frames of one bracket."""
    square = corners(size)
    w = square @ matrix[2, :2] + matrix[2, 2]
    if not np.isfinite(matrix).all() or (w < 0.5).any() or (w > 2).any():
        return False
    moved = mapped(matrix, square)
    sides = np.linalg.norm(np.roll(moved, -1, axis=0) - moved, axis=1)
    before = np.linalg.norm(np.roll(square, -1, axis=0) - square, axis=1)
    shift = moved.mean(axis=0) - square.mean(axis=0)
    overlaps = bool((np.abs(shift) < 0.3 * np.array(size)).all())
    return overlaps and bool((sides > 0.8 * before).all() and (sides < 1.25 * before).all())


def covered(matrix: np.ndarray, points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Which of the ``(…, 2)`` points of the reference a frame of ``size`` covers; bool."""
    at = mapped(matrix, points)
    inside = (at >= -_SLACK) & (at <= np.array(size) - 1.0 + _SLACK)
    return np.asarray(inside.all(axis=-1))


def covered_area(matrices: Sequence[np.ndarray], size: tuple[int, int]) -> Area:
    """The largest rectangle of integer pixels within the reference and within every frame.

    Each frame covers a convex quadrilateral of the reference, so a rectangle is covered when its four corners are.
    For given left and right edges the covered rows at both are intervals; the best pair of edges is searched on a grid
    that is refined around the best so far.  Empty, ``(0, 0, 0, 0)``, when nothing is common.
    """
    w, h = size
    if not matrices:
        return 0, 0, w, h
    columns = np.arange(w)
    top, bottom = _rows_covered(matrices, columns, size)
    step = max(1, w // 128)
    left, right = np.arange(0, w, step), np.arange(w - 1, -1, -step)
    while True:
        heights = np.minimum(bottom[left][:, None], bottom[right]) - np.maximum(top[left][:, None], top[right]) + 1
        widths = right[None, :] - left[:, None] + 1
        areas = np.where((heights > 0) & (widths > 0), heights * widths, 0)
        i, j = np.unravel_index(int(np.argmax(areas)), areas.shape)
        if areas[i, j] <= 0:
            return 0, 0, 0, 0
        x0, x1 = int(left[i]), int(right[j])
        if step == 1:
            return x0, int(max(top[x0], top[x1])), x1 + 1, int(min(bottom[x0], bottom[x1])) + 1
        reach, step = 2 * step, max(1, step // 8)
        left = np.arange(max(0, x0 - reach), min(w, x0 + reach + 1), step)
        right = np.arange(max(0, x1 - reach), min(w, x1 + reach + 1), step)
        left, right = np.union1d(left, [x0]), np.union1d(right, [x1])


def _rows_covered(
    matrices: Sequence[np.ndarray], columns: np.ndarray, size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """First and last row covered by every frame in each column; last < first where there is none.

    With w > 0, 0 ≤ u/w ≤ W - 1 and 0 ≤ v/w ≤ H - 1 are four half planes a·x + b·y + c ≥ 0.
    """
    top, bottom = np.zeros(len(columns)), np.full(len(columns), size[1] - 1.0)
    for h in matrices:
        u, v, w = h
        for a, b, c in (u, (size[0] - 1) * w - u, v, (size[1] - 1) * w - v):
            rest = a * columns + c
            if abs(b) < 1e-12:
                bottom[rest < -_SLACK] = -1.0
                continue
            bound = -rest / b
            if b > 0:
                top = np.maximum(top, bound)
            else:
                bottom = np.minimum(bottom, bound)
    return np.ceil(top - _SLACK).astype(np.int64), np.floor(bottom + _SLACK).astype(np.int64)
