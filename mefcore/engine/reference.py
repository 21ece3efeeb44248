"""``LUT(sum_k w_k I_k)`` in float64 numpy, by the definition: what the engines are measured against.  Slow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from typing import TYPE_CHECKING

import numpy as np

from mefcore.bracket import full_scale

if TYPE_CHECKING:
    from mefcore.lut.grid import Lut3D


def apply(
    frames: Sequence[np.ndarray],
    weights: Sequence[float],
    lut: Lut3D | None,
    *,
    interpolation: str = "trilinear",
) -> np.ndarray:
    """The exact result of :meth:`mefcore.engine.Engine.apply`, before rounding and clamping to an output type.

    Returns:
        ``(H, W, 3)`` float64, full scale 1.0.
    """
    blend = sum(float(w) * (f.astype(np.float64) / full_scale(f.dtype)) for w, f in zip(weights, frames, strict=True))
    if lut is None:
        return np.asarray(blend)
    return look_up(np.asarray(blend), lut, interpolation)


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
