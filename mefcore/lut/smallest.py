"""How coarse a lattice may be, and how many of a picture's pixels notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mefcore.color import delta_e_2000, srgb_to_lab
from mefcore.job import SILENT, Job
from mefcore.lut.grid import Lut3D
from mefcore.lut.health import Function, SizeError, size_errors

Statistic = Literal["max", "mean"]
PRACTICAL = (8, 9, 16, 17, 25, 32, 33, 49, 64, 65, 96, 128, 129)
"""Points per axis that programs write and take."""
VISIBLE = 1.0
"""ΔE2000 that is about just noticeable."""


@dataclass(frozen=True)
class Smallest:
    """What :func:`smallest` found.

    Attributes:
        size: the smallest lattice within the limit; None if even the largest is not.
        errors: of every size that was tried, in rising order.
    """

    size: int | None
    errors: tuple[SizeError, ...]


@dataclass(frozen=True)
class Truth:
    """How far a lattice is from the continuous LUT in a picture's own colours, in ΔE2000.

    Attributes:
        mean, max: over the pixels looked at.
        share: of the pixels that are off by more than :data:`VISIBLE`.
        pixels: how many were looked at.
    """

    mean: float
    max: float
    share: float
    pixels: int


def smallest(
    function: Function,
    limit: float,
    statistic: Statistic = "max",
    *,
    sizes: Sequence[int] = PRACTICAL,
    job: Job = SILENT,
) -> Smallest:
    """The smallest lattice whose ΔE2000 to a continuous LUT is at most ``limit``.

    Sizes are tried in rising order: an error need not fall with every point more, because a lattice that shares nodes
    with a kink of the function does better than one between them.  Only nodes around the probes are asked for, so that
    all sizes together cost less than one lattice of 65.

    Args:
        function: the continuous LUT; see :data:`~mefcore.lut.health.Function`.
        limit: in ΔE2000.
        statistic: of the differences at :func:`~mefcore.lut.error.probe_points`.
        sizes: to choose from.

    Raises:
        Cancelled: the job was cancelled.
    """
    errors: list[SizeError] = []
    for found in size_errors(function, sorted(sizes), job=job):
        errors.append(found)
        if getattr(found, statistic) <= limit:
            return Smallest(found.size, tuple(errors))
    return Smallest(None, tuple(errors))


def truth(function: Function, lut: Lut3D, colours: np.ndarray, interpolation: str = "trilinear") -> Truth:
    """What a lattice costs the picture itself.

    Args:
        function: the continuous LUT.
        lut: the lattice.
        colours: ``(…, 3)`` sRGB-encoded, the picture's before the LUT, or pixels picked from it.
        interpolation: by which the picture is made.
    """
    points = np.clip(np.asarray(colours, np.float32).reshape(-1, 3), 0, 1)
    if not len(points):
        return Truth(0.0, 0.0, 0.0, 0)
    wanted, found = (np.clip(v, 0, 1) for v in (function(points), lut.evaluate(points, interpolation)))
    off = delta_e_2000(srgb_to_lab(wanted), srgb_to_lab(found))
    return Truth(float(off.mean()), float(off.max()), float((off > VISIBLE).mean()), len(points))
