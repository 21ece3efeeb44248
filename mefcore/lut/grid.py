"""A 3D LUT on a regular lattice, and what can be done with it without a network."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from mefcore.errors import LutError

MIN_SIZE = 2
MAX_SIZE = 256
"""The largest lattice any reader of ``.cube`` takes; what we bake stops at 129 (see :data:`mefcore.recipe.GRID`)."""

Triple = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Lut3D:
    """A lattice of ``N`` points per axis over a box of RGB colours.

    Attributes:
        table: ``(N, N, N, 3)`` float32, sRGB-encoded, indexed ``[b, g, r]`` so that red runs fastest in memory, the
            order of a ``.cube``; the last axis is ``(r, g, b)``.  Read-only and C-contiguous: an array handed in
            becomes read-only.
        domain_min, domain_max: the colours of the first and the last lattice point; inputs are clamped to them.
        title: what the file calls itself.

    Raises:
        LutError: the table is not a cube of 2 to 256 points per axis, or the domain is empty.
    """

    table: np.ndarray
    domain_min: Triple = (0.0, 0.0, 0.0)
    domain_max: Triple = (1.0, 1.0, 1.0)
    title: str = ""

    def __post_init__(self) -> None:
        shape = np.shape(self.table)
        if len(shape) != 4 or shape[3] != 3 or len(set(shape[:3])) != 1:
            raise LutError(f"a 3D LUT is (N, N, N, 3), not {shape}")
        if not MIN_SIZE <= shape[0] <= MAX_SIZE:
            raise LutError(f"a 3D LUT has {MIN_SIZE} to {MAX_SIZE} points per axis, not {shape[0]}")
        low, high = np.asarray(self.domain_min, np.float64), np.asarray(self.domain_max, np.float64)
        if low.shape != (3,) or high.shape != (3,) or not np.isfinite(low).all() or not np.isfinite(high).all():
            raise LutError("a domain is three finite numbers")
        if not (low < high).all():
            raise LutError(f"the domain {_text(low)} … {_text(high)} is empty")
        table = np.ascontiguousarray(self.table, dtype=np.float32)
        table.flags.writeable = False
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "domain_min", tuple(low.tolist()))
        object.__setattr__(self, "domain_max", tuple(high.tolist()))

    @classmethod
    def identity(cls, n: int) -> Lut3D:
        """The LUT that changes nothing, with ``n`` points per axis."""
        return cls(lattice(n))

    @property
    def size(self) -> int:
        """Points per axis, N."""
        return int(self.table.shape[0])

    @property
    def unit_domain(self) -> bool:
        """Whether the domain is 0 … 1, as in everything we make ourselves."""
        return self.domain_min == (0.0, 0.0, 0.0) and self.domain_max == (1.0, 1.0, 1.0)

    def resample(self, n: int) -> Lut3D:
        """The same LUT on ``n`` points per axis, by trilinear interpolation; points both lattices share stay exact.

        A draft for a slider: 33 → 65 takes about 2 ms.  Sampling the continuous LUT again is what to export.
        """
        size = self.size
        if n == size:
            return self
        # Trilinear interpolation is separable: axis by axis, the shortest data first, the last one plane by plane so
        # that it stays in cache.  No matrix products: BLAS threads are slow when other work holds the cores.
        low, high, fraction = _between(size, n)
        rows = self.table.reshape(size * size, size * 3)
        below, above = (3 * nodes.repeat(3) + np.tile(np.arange(3), n) for nodes in (low, high))
        red = _mix(rows[:, below], rows[:, above], fraction.repeat(3)).reshape(size, size, n * 3)
        green = _mix(red.take(low, axis=1), red.take(high, axis=1), fraction[:, None])
        out = np.empty((n, n, n * 3), np.float32)
        for i in range(n):
            np.subtract(green[high[i]], green[low[i]], out=out[i])
            out[i] *= fraction[i]
            out[i] += green[low[i]]
        return replace(self, table=out.reshape(n, n, n, 3))

    def with_strength(self, strength: float) -> Lut3D:
        """``identity + strength * (LUT - identity)``.

        Mixing the lattice mixes the result of either interpolation in the same way, because both reproduce the
        identity.
        """
        if strength == 1.0:
            return self
        table = self.table * np.float32(strength)
        for channel in range(3):
            rest = (1.0 - strength) * np.linspace(self.domain_min[channel], self.domain_max[channel], self.size)
            table[..., channel] += rest.astype(np.float32).reshape((-1,) + (1,) * channel)
        return replace(self, table=table)

    def mixed(self, other: Lut3D, amount: float) -> Lut3D:
        """``(1 - amount) · self + amount · other``, of one size and domain; itself at 0 and ``other`` at 1.

        Raises:
            ValueError: another size or domain.
        """
        if self.size != other.size or (self.domain_min, self.domain_max) != (other.domain_min, other.domain_max):
            raise ValueError("LUTs of different sizes or domains cannot be mixed")
        if amount in (0.0, 1.0):
            return other if amount else self
        return replace(self, table=self.table + np.float32(amount) * (other.table - self.table))

    def evaluate(self, rgb: ArrayLike, interpolation: str = "trilinear") -> np.ndarray:
        """Look colours up in float64; the slow and obviously right one, what every engine is compared with.

        Args:
            rgb: ``(…, 3)``, sRGB-encoded; clamped to the domain.
            interpolation: ``"trilinear"`` or ``"tetrahedral"``.

        Returns:
            ``(…, 3)`` float64.
        """
        values = np.asarray(rgb, dtype=np.float64)
        low, high = np.array(self.domain_min), np.array(self.domain_max)
        # fmin/fmax, unlike clip, send NaN to the lower bound instead of to an undefined index.
        position = (np.fmin(np.fmax(values, low), high) - low) / (high - low) * (self.size - 1)
        cell = np.minimum(position.astype(np.intp), self.size - 2)
        fraction = position - cell
        if interpolation == "trilinear":
            return self._trilinear(cell, fraction)
        if interpolation == "tetrahedral":
            return self._tetrahedral(cell, fraction)
        raise ValueError(f"interpolation is trilinear or tetrahedral, not {interpolation!r}")

    def _node(self, index: np.ndarray) -> np.ndarray:
        return self.table[index[..., 2], index[..., 1], index[..., 0]].astype(np.float64)

    def _trilinear(self, cell: np.ndarray, fraction: np.ndarray) -> np.ndarray:
        total = np.zeros(cell.shape, np.float64)
        for corner in np.ndindex(2, 2, 2):
            offset = np.array(corner)
            weight = np.where(offset, fraction, 1.0 - fraction).prod(axis=-1, keepdims=True)
            total += weight * self._node(cell + offset)
        return total

    def _tetrahedral(self, cell: np.ndarray, fraction: np.ndarray) -> np.ndarray:
        # Walk from the cell's dark corner to its bright one along the axes in order of falling fraction: the four
        # nodes passed are the tetrahedron that holds the point, and the steps in fraction are its weights.
        order = np.argsort(-fraction, axis=-1, kind="stable")
        falling = np.take_along_axis(fraction, order, axis=-1)
        node = cell.copy()
        total = (1.0 - falling[..., :1]) * self._node(node)
        for step in range(3):
            axis = order[..., step : step + 1]
            np.put_along_axis(node, axis, np.take_along_axis(node, axis, axis=-1) + 1, axis=-1)
            following = falling[..., step + 1 : step + 2] if step < 2 else 0.0
            total += (falling[..., step : step + 1] - following) * self._node(node)
        return total


def lattice(n: int) -> np.ndarray:
    """Coordinates of the lattice points: ``(n, n, n, 3)`` float32 in ``[0, 1]``, indexed ``[b, g, r]``."""
    axis = np.arange(n) / (n - 1)
    nodes = np.empty((n, n, n, 3), np.float32)
    for channel in range(3):
        nodes[..., channel] = axis.reshape((-1,) + (1,) * channel)
    return nodes


def _between(size: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each of ``n`` new nodes of an axis: the old nodes below and above, and the fraction of the way between."""
    # In integers, so that a node both lattices share has the fraction 0 and not almost.
    low, rest = np.divmod(np.arange(n) * (size - 1), n - 1)
    return low, np.minimum(low + 1, size - 1), (rest / (n - 1)).astype(np.float32)


def _mix(low: np.ndarray, high: np.ndarray, fraction: np.ndarray) -> np.ndarray:
    """``low + fraction * (high - low)``, in the memory of ``high``."""
    high -= low
    high *= fraction
    high += low
    return high


def _text(values: np.ndarray) -> str:
    return " ".join(f"{v:g}" for v in values)
