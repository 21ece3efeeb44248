"""What a LUT file is written from: a colour map that can be asked at any colour, and its lattices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np

from mefcore.errors import LutError
from mefcore.job import SILENT, Job
from mefcore.lut.grid import Lut3D, lattice

_SAMPLED = 129
"""The largest lattice every source samples; beyond that only one that says ``any_size``, others are asked by colour."""


class Source(Protocol):
    """A colour map over 0 … 1, sRGB-encoded; :class:`~mefcore.lut.continuous.ContinuousLut` is one."""

    def at(self, rgb: np.ndarray) -> np.ndarray:
        """Its value at colours ``(..., 3)``."""

    def sample(self, n: int, *, job: Job = SILENT) -> Lut3D:
        """The lattice with ``n`` points per axis."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """A lattice as a :class:`Source`: what stands between its nodes is interpolated, outside its domain clamped."""

    lut: Lut3D
    interpolation: str = "trilinear"
    any_size: ClassVar[bool] = True

    def at(self, rgb: np.ndarray) -> np.ndarray:
        return self.lut.evaluate(rgb, self.interpolation)

    def sample(self, n: int, *, job: Job = SILENT) -> Lut3D:
        if self.lut.unit_domain and n == self.lut.size:
            return self.lut
        planes = []
        for blue in lattice(n):
            job.check()
            planes.append(self.at(blue))
        return Lut3D(np.stack(planes), title=self.lut.title)


def sampled(source: Source, n: int, *, job: Job = SILENT) -> Lut3D:
    """``n`` points per axis of ``source``, clamped to ``[0, 1]``.

    Raises:
        LutError: ``source`` has no finite value at some node.
        Cancelled: the job was cancelled.
    """
    whole = n <= _SAMPLED or getattr(source, "any_size", False)
    lut = source.sample(n, job=job) if whole else Lut3D(source.at(lattice(n)))
    return Lut3D(np.clip(finite(lut).table, 0.0, 1.0), title=lut.title)


def finite(lut: Lut3D, path: Path | None = None) -> Lut3D:
    """``lut`` itself.

    Raises:
        LutError: it holds NaN or infinity.
    """
    if not np.isfinite(lut.table).all():
        raise LutError("the LUT holds values that are not finite numbers", path=path, hint="choose another LUT")
    return lut
