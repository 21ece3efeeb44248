"""Checks what a caller hands to an engine, once, before any fast code sees it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from mefcore.blend import WHOLE, WeightGrid, Window, axis_cells
from mefcore.bracket import full_scale

if TYPE_CHECKING:
    from mefcore.lut.grid import Lut3D

Interpolation = Literal["trilinear", "tetrahedral"]
INTERPOLATIONS: tuple[Interpolation, ...] = ("trilinear", "tetrahedral")
MAX_SIZE = 256
"""Largest lattice an engine accepts; the largest ``.cube`` files in circulation."""


@dataclass(frozen=True, eq=False)
class Request:
    """A checked call of :meth:`mefcore.engine.Engine.apply`.

    Attributes:
        frames: K arrays ``(H, W, 3)`` of one dtype.
        weights: K finite float64 values: every pixel's weights or, where there is a grid, those of its guide.
        grid: the weights where they differ from pixel to pixel, else None.
        window: the part of the picture that the frames show; matters to a grid only.
        lut: the LUT, or None for the plain blend.
        interpolation: one of :data:`INTERPOLATIONS`.
        out: ``(H, W, 3)`` uint8, uint16 or float32, writeable, apart from the frames.
    """

    frames: tuple[np.ndarray, ...]
    weights: np.ndarray
    grid: WeightGrid | None
    window: Window
    lut: Lut3D | None
    interpolation: Interpolation
    out: np.ndarray

    @property
    def scale_in(self) -> float:
        """The frames' full scale."""
        return full_scale(self.frames[0].dtype)

    @property
    def scale_out(self) -> float:
        """The result's full scale."""
        return full_scale(self.out.dtype)

    @cached_property
    def cells(self) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
        """Where the rows and where the columns lie in the grid: ``(cell, fraction)`` each.

        For the whole result at once: however it is then tiled, a pixel's weights are the same to the bit.
        """
        if self.grid is None:
            raise ValueError("equal weights everywhere have no cells")
        height, width = self.out.shape[:2]
        _, _, rows, columns = self.grid.values.shape
        return (
            axis_cells(self.window.top, self.window.bottom, height, rows),
            axis_cells(self.window.left, self.window.right, width, columns),
        )

    @property
    def domain(self) -> tuple[np.ndarray, np.ndarray]:
        """``(origin, steps)``, float64 ``(3,)`` each: lattice coordinate = ``(rgb - origin) * steps``."""
        if self.lut is None:
            raise ValueError("a plain blend has no domain")
        low = np.asarray(self.lut.domain_min, dtype=np.float64)
        high = np.asarray(self.lut.domain_max, dtype=np.float64)
        return low, (self.lut.table.shape[0] - 1) / (high - low)


def check(
    frames: Sequence[np.ndarray],
    weights: Sequence[float] | WeightGrid,
    lut: Lut3D | None,
    interpolation: str,
    dtype: type[np.generic] | np.dtype,
    out: np.ndarray | None,
    window: Window = WHOLE,
) -> Request:
    """Make a :class:`Request`; allocates ``out`` when it is None.

    Raises:
        ValueError: shapes, dtypes, weights, LUT or ``out`` that no engine can work with: a bug in the caller.
    """
    _check_frames(frames)
    grid = weights if isinstance(weights, WeightGrid) and not weights.uniform else None
    factors = _everywhere(weights)
    if factors.shape != (len(frames),) or not np.isfinite(factors).all():
        raise ValueError(f"{len(frames)} frames need as many finite weights, not {factors!r}")
    if interpolation not in INTERPOLATIONS:
        raise ValueError(f"interpolation is one of {INTERPOLATIONS}, not {interpolation!r}")
    if lut is not None:
        _check_lut(lut)
    full_scale(np.dtype(dtype))  # raises for any other dtype
    if out is None:
        out = np.empty(frames[0].shape, dtype)
    else:
        _check_out(out, frames, np.dtype(dtype))
    known: Interpolation = "trilinear" if interpolation == "trilinear" else "tetrahedral"
    return Request(tuple(frames), factors, grid, window, lut, known, out)


def _everywhere(weights: Sequence[float] | WeightGrid) -> np.ndarray:
    """:attr:`Request.weights`; a grid of one node means just that node's weights."""
    if isinstance(weights, WeightGrid):
        return np.asarray(weights.values[:, 0, 0, 0] if weights.uniform else weights.guide, dtype=np.float64)
    return np.asarray(weights, dtype=np.float64)


def _check_frames(frames: Sequence[np.ndarray]) -> None:
    if len(frames) == 0:
        raise ValueError("no frames")
    shape, dtype = frames[0].shape, frames[0].dtype
    full_scale(dtype)
    if len(shape) != 3 or shape[2] != 3:
        raise ValueError(f"frames are (H, W, 3), not {shape}")
    for frame in frames[1:]:
        if frame.shape != shape or frame.dtype != dtype:
            raise ValueError(f"frames differ: {frame.shape} {frame.dtype} and {shape} {dtype}")
    if not dtype.isnative:
        raise ValueError(f"frames must be in this machine's byte order, not {dtype.str}")


def _check_lut(lut: Lut3D) -> None:
    table = lut.table
    n = table.shape[0]
    if table.shape != (n, n, n, 3) or not 2 <= n <= MAX_SIZE or table.dtype != np.float32:
        raise ValueError(f"a LUT is (N, N, N, 3) float32 with N in 2..{MAX_SIZE}, not {table.shape} {table.dtype}")
    for low, high in zip(lut.domain_min, lut.domain_max, strict=True):
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise ValueError(f"a LUT's domain must not be empty: {lut.domain_min} .. {lut.domain_max}")


def _check_out(out: np.ndarray, frames: Sequence[np.ndarray], dtype: np.dtype) -> None:
    if out.shape != frames[0].shape or out.dtype != dtype or not out.dtype.isnative:
        raise ValueError(f"out is {out.shape} {out.dtype}, not {frames[0].shape} {dtype}")
    if not out.flags.writeable:
        raise ValueError("out is read-only")
    if any(np.may_share_memory(out, f) for f in frames):
        raise ValueError("out shares memory with a frame")
