"""Reading a LUT file back: what is in it, and what the programs that read it will make of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from mefcore.color import delta_e_2000, srgb_to_lab
from mefcore.errors import MefError
from mefcore.lut.error import LatticeError, probe_points
from mefcore.lut.formats import Source, ocio, open_lut
from mefcore.lut.formats.shaper import Shaped
from mefcore.lut.grid import Lut3D

_COLOURS = 20_000
"""Of a picture, looked at."""


class Difference(NamedTuple):
    """Mean and largest difference of a channel, in parts of 1."""

    mean: float
    max: float


class _Evaluates(Protocol):
    def evaluate(self, rgb: np.ndarray, interpolation: str = "trilinear") -> np.ndarray: ...


@dataclass(frozen=True)
class Fidelity:
    """How far interpolating a lattice is from the function it was sampled from.

    Attributes:
        trilinear, tetrahedral: ΔE2000 of either interpolation.
        code: difference of a channel with trilinear interpolation.
        between: what a tetrahedral reader shows otherwise than a trilinear one, over all colours.
        in_picture: the same over the colours of the picture; None where none was given.
    """

    trilinear: LatticeError
    tetrahedral: LatticeError
    code: Difference
    between: Difference
    in_picture: Difference | None


@dataclass(frozen=True)
class RoundTrip:
    """What reading a file back found.

    Attributes:
        written: its values against those that were meant, at the nodes (with a shaper, at colours all over).
        fidelity: of what is in the file, against the function.
        second: OpenColorIO's reading of the file against ours, over all colours; None where it is not installed or
            does not read the format.
        size: points per axis in the file.
        bytes: its length.
    """

    written: Difference
    fidelity: Fidelity
    second: Difference | None
    size: int
    bytes: int

    @property
    def identical(self) -> bool:
        """Whether no 16-bit value of the table changed on its way into the file and back."""
        return self.written.max * 65535 < 0.5


def fidelity(lut: _Evaluates, source: Source, colours: np.ndarray | None = None) -> Fidelity:
    """Measure a lattice (with its shaper, if any) against the function.

    Args:
        colours: ``(..., 3)`` float in ``[0, 1]``, sRGB-encoded, such as the blend of a picture.
    """
    points = probe_points()
    wanted = np.clip(np.asarray(source.at(points), np.float64), 0.0, 1.0)
    tri, tetra = (np.clip(lut.evaluate(points, kind), 0.0, 1.0) for kind in ("trilinear", "tetrahedral"))
    in_picture = None
    if colours is not None:
        own = colours.reshape(-1, 3)
        own = own[:: max(1, len(own) // _COLOURS)]
        in_picture = difference(lut.evaluate(own, "trilinear"), lut.evaluate(own, "tetrahedral"))
    return Fidelity(
        _delta_e(wanted, tri), _delta_e(wanted, tetra), difference(wanted, tri), difference(tri, tetra), in_picture
    )


def verify(path: Path, meant: Lut3D | Shaped, source: Source, *, colours: np.ndarray | None = None) -> RoundTrip:
    """Read a file that was written and measure it.

    Args:
        meant: what :func:`~mefcore.lut.formats.write_lut` returned.
        source: the function behind it.
        colours: see :func:`fidelity`.

    Raises:
        LutError, ReadError, MefError: our own reader does not take the file.
    """
    points = probe_points()
    read: _Evaluates
    if isinstance(meant, Shaped):
        # Our reader makes one lattice of both; OpenColorIO evaluates them as they stand.
        read = meant
        written = difference(ocio.evaluated(path, points, "trilinear"), meant.evaluate(points))
        second, size = written, meant.lut.size
    else:
        found = open_lut(path, trusted=True)
        read, size, second = found.lut, found.lut.size, None
        written = difference(found.lut.table, np.clip(meant.table, 0.0, 1.0))
        if found.kind not in ("hald", "obs") and ocio.available():
            second = _second(path, found.lut)
    return RoundTrip(written, fidelity(read, source, colours), second, size, path.stat().st_size)


def difference(one: np.ndarray, other: np.ndarray) -> Difference:
    """Of two arrays of one shape."""
    apart = np.abs(np.asarray(one, np.float64) - other)
    return Difference(float(apart.mean()), float(apart.max()))


def _second(path: Path, lut: Lut3D) -> Difference | None:
    points = probe_points()
    try:
        return difference(ocio.evaluated(path, points, "trilinear"), lut.evaluate(points))
    except MefError:
        return None


def _delta_e(wanted: np.ndarray, found: np.ndarray) -> LatticeError:
    apart = delta_e_2000(srgb_to_lab(wanted), srgb_to_lab(found))
    return LatticeError(float(apart.mean()), float(apart.max()))
