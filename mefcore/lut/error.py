"""What a lattice costs: how far interpolating it is from the continuous LUT, and how many bytes it takes."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from mefcore.color import delta_e_2000, srgb_to_lab
from mefcore.engine.lookup import look_up
from mefcore.lut.grid import Lut3D

BYTES_PER_ROW = 27
"""``0.123456 0.123456 0.123456`` and a line feed."""


class LatticeError(NamedTuple):
    """Mean and largest ΔE2000 over the probe points."""

    mean: float
    max: float


def lattice_error(reference: np.ndarray, lut: Lut3D, points: np.ndarray) -> LatticeError:
    """ΔE2000 between a continuous LUT and a lattice interpolated trilinearly.

    Args:
        reference: ``(n, 3)`` sRGB-encoded, the continuous LUT at ``points``.
        lut: the lattice.
        points: ``(n, 3)`` sRGB-encoded inputs, usually :func:`probe_points`.

    Both sides are clamped to ``[0, 1]``, as a picture and a ``.cube`` clamp them.
    """
    found = np.clip(look_up(lut, points), 0.0, 1.0)
    wanted = np.clip(np.asarray(reference, np.float64), 0.0, 1.0)
    difference = delta_e_2000(srgb_to_lab(wanted), srgb_to_lab(found))
    return LatticeError(float(difference.mean()), float(difference.max()))


@lru_cache(maxsize=4)
def probe_points(n: int = 4096) -> np.ndarray:
    """``n`` fixed, evenly spread colours: ``(n, 3)`` float32 in ``[0, 1]``, read-only.

    The additive recurrence on the plastic number's three-dimensional kin (Roberts, 2018): low discrepancy, and unlike
    a regular grid its points do not sit on the nodes of some lattices and between those of others.
    """
    ratio = 1.2207440846057596  # the real root of x^4 = x + 1
    steps = ratio ** -np.arange(1.0, 4.0)
    points = ((0.5 + np.arange(1, n + 1)[:, None] * steps) % 1.0).astype(np.float32)
    points.flags.writeable = False
    return points


def cube_file_bytes(n: int) -> int:
    """Size in bytes of the data rows of a ``.cube`` of ``n`` points per axis; the header adds a few hundred."""
    return BYTES_PER_ROW * n**3
