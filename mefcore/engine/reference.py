"""``LUT(sum_k w_k I_k)`` in float64 numpy, by the definition: what the engines are measured against.  Slow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from typing import TYPE_CHECKING

import numpy as np

from mefcore.blend import WHOLE, WeightGrid, Window
from mefcore.bracket import full_scale

if TYPE_CHECKING:
    from mefcore.lut.grid import Lut3D


def apply(
    frames: Sequence[np.ndarray],
    weights: Sequence[float] | WeightGrid,
    lut: Lut3D | None,
    *,
    window: Window = WHOLE,
    interpolation: str = "trilinear",
) -> np.ndarray:
    """The exact result of :meth:`mefcore.engine.Engine.apply`, before rounding and clamping to an output type.

    Returns:
        ``(H, W, 3)`` float64, full scale 1.0.
    """
    if isinstance(weights, WeightGrid):
        blend = _blend(frames, weight_maps(frames, weights, window)[..., None])
    else:
        blend = _blend(frames, np.asarray(weights, np.float64))
    return blend if lut is None else look_up(blend, lut, interpolation)


def _blend(frames: Sequence[np.ndarray], weights: np.ndarray) -> np.ndarray:
    """``sum_k w_k I_k``, where ``weights`` ``(K, …)`` are numbers or maps."""
    return np.asarray(
        sum(w * (f.astype(np.float64) / full_scale(f.dtype)) for w, f in zip(weights, frames, strict=True))
    )


def weight_maps(frames: Sequence[np.ndarray], grid: WeightGrid, window: Window = WHOLE) -> np.ndarray:
    """``(K, H, W)`` float64: the weights of every pixel by the definition in :class:`mefcore.blend.WeightGrid`."""
    height, width = frames[0].shape[:2]
    _, depth, rows, columns = grid.values.shape
    red, green, blue = np.moveaxis(_blend(frames, grid.guide.astype(np.float64)), -1, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    v, u = np.meshgrid(
        window.top + (np.arange(height) + 0.5) / max(height, 1) * (window.bottom - window.top),
        window.left + (np.arange(width) + 0.5) / max(width, 1) * (window.right - window.left),
        indexing="ij",
    )
    z = np.clip(np.where(np.isnan(luma), 0.0, luma), 0.0, 1.0) * (depth - 1)
    y = np.clip(v * rows - 0.5, 0.0, rows - 1.0)
    x = np.clip(u * columns - 0.5, 0.0, columns - 1.0)
    maps = np.zeros((len(frames), height, width))
    for step in product((0, 1), repeat=3):
        volume = np.ones((height, width))
        corner = []
        for at, nodes, far in zip((z, y, x), (depth, rows, columns), step, strict=True):
            first = np.floor(at)
            volume *= at - first if far else 1 - (at - first)
            corner.append(np.minimum(first + far, nodes - 1).astype(int))  # beyond the last node the volume is 0
        maps += volume * grid.values[:, corner[0], corner[1], corner[2]]
    return maps


def look_up(rgb: np.ndarray, lut: Lut3D, interpolation: str = "trilinear") -> np.ndarray:
    """Interpolate ``lut`` at ``rgb`` ``(…, 3)``, clamped to its domain; NaN counts as the domain's minimum."""
    low, high = np.asarray(lut.domain_min), np.asarray(lut.domain_max)
    inside = np.clip(np.where(np.isnan(rgb), low, rgb), low, high)
    cells = lut.table.shape[0] - 1
    at = (inside - low) / (high - low) * cells
    first = np.minimum(np.floor(at), cells - 1).astype(int)
    return (_trilinear if interpolation == "trilinear" else _tetrahedral)(lut.table, first, at - first)


def _corner(table: np.ndarray, first: np.ndarray, step: tuple[int, ...]) -> np.ndarray:
    """The table's value ``step`` = (red, green, blue) lattice points away from ``first``."""
    r, g, b = np.moveaxis(first + np.array(step), -1, 0)
    return table[b, g, r].astype(np.float64)


def _trilinear(table: np.ndarray, first: np.ndarray, fraction: np.ndarray) -> np.ndarray:
    """The eight corners of the cell, each weighted by the volume of the opposite box."""
    result = np.zeros(fraction.shape)
    for step in product((0, 1), repeat=3):
        volume = np.where(np.array(step) == 1, fraction, 1 - fraction).prod(axis=-1)
        result += volume[..., None] * _corner(table, first, step)
    return result


def _tetrahedral(table: np.ndarray, first: np.ndarray, fraction: np.ndarray) -> np.ndarray:
    """One tetrahedron per order of the fractions; the diagonal from first to last corner is common to all six."""
    result = np.zeros(fraction.shape)
    done = np.zeros(fraction.shape[:-1], dtype=bool)
    for large, middle, small in permutations(range(3)):
        inside = (
            (fraction[..., large] >= fraction[..., middle]) & (fraction[..., middle] >= fraction[..., small]) & ~done
        )
        f, at = fraction[inside], first[inside]
        one, two = [0, 0, 0], [1, 1, 1]
        one[large], two[small] = 1, 0
        result[inside] = (
            (1 - f[:, [large]]) * _corner(table, at, (0, 0, 0))
            + (f[:, [large]] - f[:, [middle]]) * _corner(table, at, tuple(one))
            + (f[:, [middle]] - f[:, [small]]) * _corner(table, at, tuple(two))
            + f[:, [small]] * _corner(table, at, (1, 1, 1))
        )
        done |= inside
    return result
