"""A 1D shaper before the 3D LUT, as DaVinci Resolve and OpenColorIO read it from a ``.cube``.

The lattice's nodes then lie closer where the colour map bends, which a plain lattice of the same size cannot do.  Other
readers do not know it: ffmpeg, OBS, darktable and most others refuse such a file or read it wrongly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mefcore.io.atomic import atomic_path
from mefcore.job import SILENT, Job
from mefcore.lut.error import probe_points
from mefcore.lut.formats.cube import cube_chunks
from mefcore.lut.formats.source import Source, finite, sampled
from mefcore.lut.grid import Lut3D, lattice

ENTRIES = 4096
"""Of the 1D LUT; between them every reader interpolates linearly, and so do we."""
_LOOKED_AT = 65
_WORTH = 0.9
"""A shaper that takes less than a tenth off the error is not worth a file that few programs read."""
_EVEN = 0.3
"""How much of the nodes' density stays even, so that no stretch is left without."""


@dataclass(frozen=True, eq=False)
class Shaped:
    """A 1D LUT per channel, then a lattice.

    Attributes:
        curve: ``(ENTRIES, 3)`` float64, each column rising from 0 to 1, to six decimals.
        lut: over what the curve gives.
    """

    curve: np.ndarray
    lut: Lut3D

    def evaluate(self, rgb: np.ndarray, interpolation: str = "trilinear") -> np.ndarray:
        """As :meth:`Lut3D.evaluate`."""
        return self.lut.evaluate(_through(self.curve, np.asarray(rgb, np.float64)), interpolation)


def fitted(source: Source, n: int, *, job: Job = SILENT) -> Shaped | None:
    """``source`` on ``n`` points per axis, placed where it bends; None where evenly spaced ones do as well.

    An interval's error goes with its length squared times the second derivative there, so errors are even when the
    density of nodes follows the root of the latter (de Boor, A Practical Guide to Splines, ch. XII).
    """
    table = sampled(source, _LOOKED_AT, job=job).table.astype(np.float64)
    columns = []
    for axis in (2, 1, 0):  # red, green, blue
        bend = np.abs(np.diff(table, 2, axis=axis)).max(axis=-1)
        bend = np.sqrt(np.square(bend).mean(axis=tuple(k for k in range(3) if k != axis)))
        columns.append(_rising(bend))
    curve = np.stack(columns, axis=1)
    nodes = lattice(n).astype(np.float64)
    lut = Lut3D(np.clip(source.at(_back(curve, nodes).astype(np.float32)), 0.0, 1.0))
    finite(lut)
    job.check()
    points = probe_points()
    wanted = source.at(points)
    shaped = Shaped(curve, lut)
    plain = np.abs(sampled(source, n, job=job).evaluate(points) - wanted).mean()
    return shaped if np.abs(shaped.evaluate(points) - wanted).mean() < _WORTH * plain else None


def write_shaped(
    path: Path, shaped: Shaped, *, title: str = "", comments: Sequence[str] = (), job: Job = SILENT
) -> None:
    """Write both to one ``.cube`` in Resolve's dialect, atomically: comments, both sizes, 1D rows, 3D rows.

    Raises:
        WriteError: the file cannot be written.
        Cancelled: the job was cancelled.
    """
    rows = "".join(f"{r:.6f} {g:.6f} {b:.6f}\n" for r, g, b in shaped.curve.tolist())
    chunks = cube_chunks(shaped.lut, title=title, comments=comments)
    head = next(chunks).decode("ascii").splitlines(keepends=True)
    sizes = f"LUT_1D_SIZE {len(shaped.curve)}\nLUT_1D_INPUT_RANGE 0.0 1.0\n"
    # Resolve's dialect has no title of its own; as a comment every reader passes it over.
    lead = "".join(f"# {line}" if line.startswith("TITLE") else line for line in head[:-1])
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write((lead + sizes + head[-1] + rows).encode("ascii"))
        for chunk in chunks:
            job.check()
            file.write(chunk)


def _rising(bend: np.ndarray) -> np.ndarray:
    """The curve that gives every node an equal part of the bending: ``(ENTRIES,)`` from 0 to 1."""
    density = np.sqrt(np.concatenate([bend[:1], bend, bend[-1:]]))
    density = np.convolve(np.pad(density, 2, mode="edge"), np.array([1, 4, 6, 4, 1]) / 16, mode="valid")
    mean = density.mean()
    if mean <= 0:
        return np.arange(ENTRIES) / (ENTRIES - 1)
    even = (1 - _EVEN) * density / mean + _EVEN
    x = np.linspace(0.0, 1.0, ENTRIES)
    fine = np.interp(x, np.linspace(0.0, 1.0, len(even)), even)
    total = np.concatenate([[0.0], np.cumsum((fine[1:] + fine[:-1]) / 2)])
    return np.round(total / total[-1], 6)  # as the file will say it, so that its inverse here is exact


def _through(curve: np.ndarray, values: np.ndarray) -> np.ndarray:
    x = np.arange(len(curve)) / (len(curve) - 1)
    return np.stack([np.interp(values[..., c], x, curve[:, c]) for c in range(3)], axis=-1)


def _back(curve: np.ndarray, values: np.ndarray) -> np.ndarray:
    x = np.arange(len(curve)) / (len(curve) - 1)
    return np.stack([np.interp(values[..., c], curve[:, c], x) for c in range(3)], axis=-1)
