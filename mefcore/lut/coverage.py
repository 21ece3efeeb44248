"""Which part of the colour cube a picture uses, and how to leave the rest alone.

A photograph fills a small part of the cube: of a lattice of 33 it visits 2 to 20 % of the cells.  What a LUT does in
the others, nobody has seen.  :class:`Fade` lets it fall off to the identity there, so that a LUT applied to another
picture does nothing wild to colours it was not made for.

A fade is a function of the colour, as the continuous LUT is, so that any lattice can be sampled from both.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mefcore.lut.grid import Lut3D, lattice

PICKED = 768
"""Pixels picked from a frame along each side, at most.  Picked, not averaged, so that small and bright things keep
their colour: of 20 Mpx, all but one in 100 000 then lie in the cells found or in those beside them, where of the
averaged thumbnails that the network reads one in 100 does not (``uhd``, 33 points per axis)."""
FINEST = 33
"""Points per axis at which a fade is worked out; finer lattices interpolate it."""
MARGIN = 1 / 16
"""Of the cube's side, and at least one node: around the nodes of visited cells, those within are kept as they are too,
for colours that were not picked, and because the cells of a finer lattice overlap those of :data:`FINEST`."""
SOFTNESS = 0.35
"""Of the cube's side: over that distance, the LUT falls off to the identity.  So slowly that a colour that was not
picked moves by less than half an 8-bit code: 0.27 at most in 20 Mpx (``uhd``)."""


def picked(pixels: np.ndarray, most: int = PICKED) -> np.ndarray:
    """At most ``most`` × ``most`` pixels of ``(H, W, 3)``, evenly spread, as they are; a copy, of the same dtype."""
    rows, columns = (_spread(length, most) for length in pixels.shape[:2])
    return np.ascontiguousarray(pixels[rows[:, None], columns])


def _spread(length: int, most: int) -> np.ndarray:
    count = min(length, most)
    return ((np.arange(count) + 0.5) * length / max(count, 1)).astype(np.intp)


@dataclass(frozen=True, eq=False)
class Coverage:
    """How often the colours of a picture visit each cell of a lattice.

    Attributes:
        counts: ``(N-1, N-1, N-1)`` int64, indexed ``[b, g, r]``.
    """

    counts: np.ndarray

    @property
    def size(self) -> int:
        """Points per axis of the lattice, N."""
        return len(self.counts) + 1

    @cached_property
    def cells(self) -> np.ndarray:
        """``(N-1, N-1, N-1)`` bool: which are visited."""
        return self.counts > 0

    @cached_property
    def nodes(self) -> np.ndarray:
        """``(N, N, N)`` bool: those that the picture's colours are interpolated from, the corners of visited cells."""
        return corners_of(self.cells)

    @property
    def share(self) -> float:
        """Of the cells, visited."""
        return float(self.cells.mean())

    @property
    def node_share(self) -> float:
        """Of the nodes, read."""
        return float(self.nodes.mean())


def coverage(colours: np.ndarray, n: int) -> Coverage:
    """Count the cells that colours fall into.

    Args:
        colours: ``(…, 3)``, sRGB-encoded; clamped to 0…1, NaN to 0, as every engine does.
        n: points per axis; the cells are those that interpolation reads, so the colour of a node belongs to the cell
            above it.
    """
    # float32 as in the engines: a colour on the border of two cells reads both with the same result.
    at = np.fmin(np.fmax(np.asarray(colours, np.float32).reshape(-1, 3), 0), 1) * np.float32(n - 1)
    cell = np.minimum(at.astype(np.int32), n - 2)
    flat = (cell[:, 2] * (n - 1) + cell[:, 1]) * (n - 1) + cell[:, 0]
    return Coverage(np.bincount(flat, minlength=(n - 1) ** 3).reshape((n - 1,) * 3))


@dataclass(frozen=True, eq=False)
class Fade:
    """How much of a LUT is left at each colour: all of it where a picture has colours, less the farther from there.

    Attributes:
        kept: a lattice of shares in 0…1, ``(M, M, M)`` float32, interpolated trilinearly in between.
    """

    kept: np.ndarray

    @classmethod
    def of(cls, colours: np.ndarray, amount: float, n: int, *, softness: float = SOFTNESS) -> Fade:
        """The fade for a picture and a lattice of ``n`` points per axis.

        Nodes that the picture's colours read keep the LUT to the bit; with a coarse lattice, that is a wide margin.

        Args:
            colours: ``(…, 3)`` of the picture, or many of them picked, sRGB-encoded.
            amount: 0 keeps the LUT everywhere; 1 ends at the identity.
            n: points per axis of the lattice it is meant for.
            softness: how far from the last kept node the end is reached, as a share of the cube's side.
        """
        m = min(n, FINEST)
        nodes = coverage(colours, m).nodes
        for _ in range(max(1, round(MARGIN * (m - 1)))):
            nodes = grown(nodes)
        far = distance(nodes) / (m - 1) / softness
        return cls((1 - amount * _smoothstep(far)).astype(np.float32))

    def at(self, rgb: np.ndarray) -> np.ndarray:
        """Shares kept at colours ``(…, 3)``: ``(…)`` float64."""
        return self._lut.evaluate(rgb)[..., 0]

    def function(self, rgb: np.ndarray, values: np.ndarray) -> np.ndarray:
        """What is left of a LUT's ``values`` at colours ``rgb``, both ``(…, 3)``; where all is kept, the values."""
        kept = self.at(rgb)[..., None].astype(np.float32)
        return np.where(kept == 1, values, rgb + kept * (values - rgb)).astype(values.dtype)

    def apply(self, lut: Lut3D) -> Lut3D:
        """The lattice faded, over the domain 0…1; nodes that keep everything are the same to the bit."""
        kept = self._lut.resample(lut.size).table[..., 0]
        inputs = lattice(lut.size)
        table = np.where((kept == 1)[..., None], lut.table, inputs + kept[..., None] * (lut.table - inputs))
        return replace(lut, table=table)

    @cached_property
    def _lut(self) -> Lut3D:
        return Lut3D(np.repeat(self.kept[..., None], 3, axis=-1))


def distance(nodes: np.ndarray) -> np.ndarray:
    """Euclidean distance of every node from the nearest of ``nodes``, in nodes; infinite where there is none.

    Axis by axis, as squared distances allow (Felzenszwalb and Huttenlocher, "Distance transforms of sampled
    functions", 2012), by trying all of them: a lattice has few points per axis.

    Args:
        nodes: ``(N, N, N)`` bool.

    Returns:
        ``(N, N, N)`` float32.
    """
    squared = np.where(nodes, np.float32(0), np.float32(np.inf))
    steps = np.arange(len(nodes), dtype=np.float32)
    between = (steps[:, None] - steps) ** 2
    for axis in range(3):
        lines = np.moveaxis(squared, axis, -1)
        best = np.stack([(lines + row).min(axis=-1) for row in between], axis=-1)
        squared = np.moveaxis(best, -1, axis)
    return np.sqrt(squared)


def corners_of(cells: np.ndarray) -> np.ndarray:
    """``(N, N, N)`` bool: the corners of ``(N-1, N-1, N-1)`` cells."""
    n = len(cells) + 1
    nodes = np.zeros((n, n, n), bool)
    for at in itertools.product((slice(None, -1), slice(1, None)), repeat=3):
        nodes[at] |= cells
    return nodes


def cells_of(nodes: np.ndarray) -> np.ndarray:
    """``(N-1, N-1, N-1)`` bool: the cells with a corner among ``(N, N, N)`` nodes."""
    found = np.zeros(tuple(length - 1 for length in nodes.shape), bool)
    for at in itertools.product((slice(None, -1), slice(1, None)), repeat=3):
        found |= nodes[at]
    return found


def grown(nodes: np.ndarray) -> np.ndarray:
    """With all their neighbours, 26 for each."""
    for axis in range(3):
        ahead, behind = (
            tuple(part if a == axis else slice(None) for a in range(3)) for part in (slice(1, None), slice(None, -1))
        )
        wider = nodes.copy()
        wider[ahead] |= nodes[behind]
        wider[behind] |= nodes[ahead]
        nodes = wider
    return nodes


def _smoothstep(values: np.ndarray) -> np.ndarray:
    t = np.clip(values, 0, 1)
    return t * t * (3 - 2 * t)
