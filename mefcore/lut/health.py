"""What can be wrong with a lattice, found before it leaves as a ``.cube`` or spoils a gradient on screen.

Every check gives a number, the limit it is held to and the colour where it is worst.  All are measured on the lattice
alone, in plain numpy; only :func:`size_errors` asks a continuous LUT.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from mefcore.color import srgb_to_lab
from mefcore.job import SILENT, Job
from mefcore.lut.error import lattice_error, probe_points
from mefcore.lut.grid import Lut3D, Triple

Key = Literal["range", "order", "tint", "folds", "banding", "clipped", "coarse"]
Severity = Literal["ok", "note", "warn"]
Function = Callable[[np.ndarray], np.ndarray]
"""Colours ``(n, 3)``, sRGB-encoded, in ``[0, 1]``, to colours."""

CODES = 255.0
"""Of 8 bits, in which steps and drops are told."""
ROUNDING = 1e-6
"""What float32 leaves beyond 0 and 1, and no file shows."""
LARGEST_DROP = 0.5
"""Codes.  What falls by less rounds away in 8 bits."""
LARGEST_TINT = 5.0
"""Chroma in CIE Lab, about what 500 K of white balance add to a grey at 6500 K; a glance tells it from grey."""
INSIDE_OUT = -0.01
"""Volume of a mapped tetrahedron against its own, from which on it counts as folded: flatter ones are rounding, and the
rims of what was clipped."""
MANY_FOLDS = 0.02
"""Share of cells.  Networks' LUTs fold up to 0.7 % of theirs, in colours that no frame holds, and up to 1.4 % where
they fade into the identity (sample, ``train`` and ``val``); a fold in the way of a picture is another matter."""
MANY_FOLDS_USED = 0.001
"""The same among the cells that the picture uses."""
ZIGZAG_CODES, ZIGZAG_STEPS = 2.0, 0.5
"""From which on a value that zigzags counts: the larger of so many codes and so many steps of the identity.  A coarse
lattice turns within a step or two where a smooth curve does."""
MANY_ZIGZAGS = 0.02
"""Share of nodes along one axis.  One bad plane of a lattice of 129 is 2.3 %; networks' LUTs reach 1.9 % with 9 points
per axis, and less than 0.1 % from 33 on."""
MANY_CLIPPED = 0.35
"""Share of nodes.  A LUT that brightens by half a stop clips that much of the cube, few pictures that of theirs."""
LARGEST_ERROR = 1.0
"""Mean ΔE2000 to the continuous LUT: about just noticeable."""
SIZES = (9, 17, 33, 65)
"""For :func:`size_errors`."""
_CORNERS = tuple(itertools.product((0, 1), repeat=3))
"""Of a cell: red, green, blue."""


class SizeError(NamedTuple):
    """ΔE2000 between a continuous LUT and its lattice of ``size`` points per axis."""

    size: int
    mean: float
    max: float


@dataclass(frozen=True)
class Check:
    """One look at a lattice.

    Attributes:
        key: ``range``: nodes that are no number or outside 0…1.  ``order``: how far the greys fall, in 8-bit codes.
            ``tint``: the largest chroma of a grey, in CIE Lab.  ``folds``: share of cells turned inside out.
            ``banding``: share of nodes whose values zigzag.  ``clipped``: share of nodes at 0 or 1 that need not be.
            ``coarse``: mean ΔE2000 to the continuous LUT.
        severity: ``note`` is worth knowing, ``warn`` worth mending.
        value: the number; see ``key``.
        limit: a larger value is a note or a warning.
        where: the input colour where it is worst; None where all is well.
        worst: how bad it is there: for ``folds`` the smallest volume, for ``banding`` the largest zigzag in codes.
        in_picture: for ``folds``, the same share among the cells a picture uses; None where that was not asked.
    """

    key: Key
    severity: Severity
    value: float
    limit: float
    where: Triple | None = None
    worst: float = 0.0
    in_picture: float | None = None


REPAIRABLE: tuple[Key, ...] = ("range", "order", "folds", "banding")
"""What :func:`mefcore.lut.repair.repair` mends; a tint may be wanted, and what is clipped is gone."""


@dataclass(frozen=True)
class Health:
    """What :func:`examine` found: every check, and the lattices' errors where they were asked for."""

    size: int
    checks: tuple[Check, ...]
    errors: tuple[SizeError, ...] = ()

    def __getitem__(self, key: Key) -> Check:
        return next(check for check in self.checks if check.key == key)

    @property
    def flags(self) -> tuple[Check, ...]:
        """The checks that were not passed."""
        return tuple(check for check in self.checks if check.severity != "ok")

    @property
    def repairable(self) -> tuple[Check, ...]:
        """The flags that can be mended."""
        return tuple(check for check in self.flags if check.key in REPAIRABLE)

    @property
    def severity(self) -> Severity:
        """The gravest."""
        return max((check.severity for check in self.checks), key=("ok", "note", "warn").index, default="ok")


def examine(lut: Lut3D, reference: Function | None = None, *, used: np.ndarray | None = None) -> Health:
    """Look a lattice over.

    Args:
        lut: of any size and domain.
        reference: the continuous LUT it was sampled from, to tell whether it is too coarse.
        used: ``(N-1, N-1, N-1)`` bool, indexed ``[b, g, r]``: the cells that a picture uses.

    33 points per axis take about 15 ms, 129 about one second.
    """
    table, broken = mended(lut)
    checks = [_range(lut, broken), *_neutrals(Lut3D(table, lut.domain_min, lut.domain_max))]
    checks += [_folds(lut, table, used), _banding(lut, table), _clipped(lut, table)]
    errors: tuple[SizeError, ...] = ()
    if reference is not None:
        points = probe_points()
        found = SizeError(lut.size, *lattice_error(reference(points), lut, points))
        errors = (found,)
        severity: Severity = "note" if found.mean > LARGEST_ERROR else "ok"
        checks.append(Check("coarse", severity, found.mean, LARGEST_ERROR, None, found.max))
    return Health(lut.size, tuple(checks), errors)


def size_errors(function: Function, sizes: Sequence[int] = SIZES, *, job: Job = SILENT) -> Iterator[SizeError]:
    """ΔE2000 between a continuous LUT and its trilinear lattices, at :func:`~mefcore.lut.error.probe_points`.

    Only the nodes around the probes are asked for, so that a fine lattice costs hardly more than a coarse one.

    Raises:
        Cancelled: the job was cancelled.
    """
    points = probe_points()
    exact = function(points)
    for i, n in enumerate(sizes):
        job.progress(i / len(sizes))
        yield SizeError(n, *lattice_error(exact, sparse(function, n, points), points))


def sparse(function: Function, n: int, points: np.ndarray) -> Lut3D:
    """A lattice that holds the function's values at the nodes around ``points`` only, and zeros elsewhere."""
    cell = np.minimum((np.clip(points, 0, 1).astype(np.float64) * (n - 1)).astype(np.intp), n - 2)
    needed = np.zeros((n, n, n), bool)
    for r, g, b in itertools.product((0, 1), repeat=3):
        needed[cell[:, 2] + b, cell[:, 1] + g, cell[:, 0] + r] = True
    blues, greens, reds = np.nonzero(needed)
    table = np.zeros((n, n, n, 3), np.float32)
    table[needed] = function((np.stack([reds, greens, blues], axis=-1) / (n - 1)).astype(np.float32))
    return Lut3D(table)


# ---- the parts of the examination, some of which repairing shares


def mended(lut: Lut3D) -> tuple[np.ndarray, np.ndarray]:
    """``(table, broken)``: the table with values in 0…1, and which nodes were not a number or outside, ``(N, N, N)``.

    What is no number becomes the mean of its neighbours.
    """
    table = lut.table
    wrong = ~np.isfinite(table)
    broken = (wrong | (table < -ROUNDING) | (table > 1 + ROUNDING)).any(-1)
    if not broken.any():
        return table, broken
    table = np.where(wrong, np.nan, np.clip(table, 0, 1))
    while (holes := np.isnan(table)).any():
        if holes.all(axis=(0, 1, 2)).any():  # a channel without a single number
            return Lut3D.identity(lut.size).table, broken
        padded = np.pad(table, ((1, 1), (1, 1), (1, 1), (0, 0)), constant_values=np.nan)
        total, count = np.zeros_like(table), np.zeros(table.shape, np.int32)
        for axis, shift in itertools.product(range(3), (0, 2)):
            at = tuple(slice(shift, shift + lut.size) if a == axis else slice(1, 1 + lut.size) for a in range(3))
            near = padded[at]
            total += np.nan_to_num(near)
            count += ~np.isnan(near)
        table = np.where(holes & (count > 0), total / np.maximum(count, 1), table)
    return table.astype(np.float32), broken


def greys(lut: Lut3D) -> tuple[np.ndarray, np.ndarray]:
    """``(inputs, values)``: N greys from the darkest to the brightest that the domain holds, ``(N,)``, ``(N, 3)``."""
    inputs = np.linspace(max(lut.domain_min), min(lut.domain_max), lut.size)
    if lut.domain_min.count(lut.domain_min[0]) == 3 == lut.domain_max.count(lut.domain_max[0]):
        nodes = np.arange(lut.size)
        return inputs, lut.table[nodes, nodes, nodes].astype(np.float64)
    return inputs, lut.evaluate(np.repeat(inputs[:, None], 3, axis=1))


def drops(values: np.ndarray) -> np.ndarray:
    """How far each value lies below the largest before it, along the first axis."""
    return np.maximum.accumulate(values, axis=0) - values


def folded(table: np.ndarray, widths: Sequence[float] = (1.0, 1.0, 1.0)) -> tuple[np.ndarray, float]:
    """The smallest volume of each cell's six tetrahedra after mapping, against the most common orientation.

    Tetrahedral interpolation is linear in each of them, so its map folds exactly where one is negative; trilinear
    passes through the same nodes.  1 for the identity.  Cells with a clipped corner count as flat, 0: what a clip
    leaves of their shape means nothing.

    Args:
        table: ``(N, N, N, 3)`` float32.
        widths: of the domain, for red, green and blue.

    Returns:
        ``(N-1, N-1, N-1)`` float32, and what :func:`volumes_at` is to multiply with: the sign of the orientation over
        the volume of a cell's input.
    """
    n = len(table)
    planes = np.moveaxis(table, -1, 0)
    smallest, largest = np.empty((2, n - 1, n - 1, n - 1), np.float32)
    turned: int = 0
    for i in range(n - 1):  # by planes, which stay in cache
        corners = np.stack([_cells(planes[:, i : i + 2], corner) for corner in _CORNERS])
        low, high = _extremes(corners)
        smallest[i], largest[i] = low, high
        turned += int((high < 0).sum()) - int((low > 0).sum())
    scale = float((n - 1) ** 3 / np.prod(widths)) * (-1.0 if turned > 0 else 1.0)
    return np.float32(scale) * (largest if turned > 0 else smallest), scale


def volumes_at(table: np.ndarray, cells: np.ndarray, scale: float) -> np.ndarray:
    """As :func:`folded` does, for some cells only: ``(M,)`` float32 of ``(M, 3)`` indices ``[b, g, r]``."""
    b, g, r = cells.T
    corners = np.stack([table[b + db, g + dg, r + dr].T for dr, dg, db in _CORNERS])
    low, high = _extremes(corners)
    return np.float32(scale) * (low if scale > 0 else high)


def zigzags(table: np.ndarray, axis: int) -> np.ndarray:
    """How much values go up and down from node to node along an axis, in 8-bit codes: the smaller of two successive
    second differences where they disagree in sign, else 0.  A bend has one sign, however sharp; a stair has both.

    Returns:
        ``(N, N, N)`` float32, the largest of the channels, 0 at both ends of the axis.
    """
    second = np.diff(table, n=2, axis=axis) * np.float32(CODES)
    count = second.shape[axis]
    found = np.zeros(table.shape[:3], np.float32)
    if count < 2:
        return found
    here, following = (np.take(second, range(s, s + count - 1), axis=axis) for s in (0, 1))
    size = np.minimum(np.abs(here), np.abs(following))
    size[here * following >= 0] = 0
    at = tuple(slice(1, 1 + size.shape[axis]) if a == axis else slice(None) for a in range(3))
    found[at] = size.max(axis=-1)
    return found


def zigzag_limit(n: int) -> float:
    """Codes from which on a zigzag counts in a lattice of ``n`` points per axis."""
    return max(ZIGZAG_CODES, ZIGZAG_STEPS * CODES / (n - 1))


def cut(lut: Lut3D, table: np.ndarray) -> np.ndarray:
    """``(N, N, N)`` bool: nodes with a channel at 0 or 1 whose input is not at that end."""
    found = np.zeros(table.shape[:3], bool)
    for channel in range(3):
        value = table[..., channel]
        low, high = value <= 0, value >= 1
        ends = [slice(None)] * 3
        ends[2 - channel] = slice(0, 1)
        low[tuple(ends)] = False
        ends[2 - channel] = slice(lut.size - 1, None)
        high[tuple(ends)] = False
        found |= low | high
    return found


# ---- the checks


def _range(lut: Lut3D, broken: np.ndarray) -> Check:
    count = int(broken.sum())
    return Check("range", "warn" if count else "ok", count, 0, _node(lut, broken) if count else None)


def _neutrals(lut: Lut3D) -> Iterator[Check]:
    inputs, values = greys(lut)
    luma = values @ np.array([0.2126, 0.7152, 0.0722])
    fall = CODES * drops(np.column_stack([values, luma])).max(axis=1)
    yield _along("order", fall, LARGEST_DROP, inputs, "warn")
    lab = srgb_to_lab(values)
    yield _along("tint", np.hypot(lab[:, 1], lab[:, 2]), LARGEST_TINT, inputs, "note")


def _along(key: Key, sizes: np.ndarray, limit: float, inputs: np.ndarray, bad: Severity) -> Check:
    at = int(sizes.argmax())
    if sizes[at] <= limit:
        return Check(key, "ok", float(sizes[at]), limit)
    return Check(key, bad, float(sizes[at]), limit, (float(inputs[at]),) * 3)


def _folds(lut: Lut3D, table: np.ndarray, used: np.ndarray | None) -> Check:
    widths = np.subtract(lut.domain_max, lut.domain_min)
    volumes, _ = folded(table, widths.tolist())
    bad = volumes < INSIDE_OUT
    share = float(bad.mean())
    in_picture = None if used is None else float((bad & used).sum() / max(used.sum(), 1))
    if not share:
        return Check("folds", "ok", 0.0, 0.0, None, 0.0, in_picture)
    gravest: Severity = "warn" if share > MANY_FOLDS or (in_picture or 0.0) > MANY_FOLDS_USED else "note"
    looked = np.where(used, volumes, 0) if used is not None and in_picture else volumes
    at = np.unravel_index(int(looked.argmin()), volumes.shape)
    where = _colour(lut, [i + 0.5 for i in at])
    return Check("folds", gravest, share, 0.0, where, float(looked.min()), in_picture)


def _banding(lut: Lut3D, table: np.ndarray) -> Check:
    limit, share, worst, where = zigzag_limit(lut.size), 0.0, 0.0, None
    for axis in range(3):
        size = zigzags(table, axis)
        share = max(share, float((size > limit).mean()))
        if size.max() > max(worst, limit):
            worst = float(size.max())
            where = _colour(lut, np.unravel_index(int(size.argmax()), size.shape))
    if share <= MANY_ZIGZAGS:
        return Check("banding", "ok", share, MANY_ZIGZAGS, None, worst)
    return Check("banding", "warn", share, MANY_ZIGZAGS, where, worst)


def _clipped(lut: Lut3D, table: np.ndarray) -> Check:
    found = cut(lut, table)
    share = float(found.mean())
    bad = share > MANY_CLIPPED
    return Check("clipped", "note" if bad else "ok", share, MANY_CLIPPED, _node(lut, found) if bad else None)


def _node(lut: Lut3D, found: np.ndarray) -> Triple:
    return _colour(lut, np.unravel_index(int(found.argmax()), found.shape))


def _colour(lut: Lut3D, index: Sequence[float | np.intp]) -> Triple:
    """The input colour at ``[b, g, r]``."""
    low, high = np.array(lut.domain_min), np.array(lut.domain_max)
    r, g, b = (low + (high - low) * np.array([float(i) for i in index[::-1]]) / (lut.size - 1)).tolist()
    return r, g, b


def _cells(planes: np.ndarray, corner: tuple[int, ...]) -> np.ndarray:
    """One corner (red, green, blue) of every cell between two planes of blue: ``(3, N-1, N-1)``."""
    r, g, b = corner
    n = planes.shape[-1]
    return planes[:, b, g : n - 1 + g, r : n - 1 + r]


def _extremes(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The smallest and the largest of each cell's :func:`_volumes`, 0 where a corner is clipped."""
    volumes = np.stack(list(_volumes(corners)))
    clipped = ((corners <= 0) | (corners >= 1)).any(axis=(0, 1))
    return np.where(clipped, 0, volumes.min(axis=0)), np.where(clipped, 0, volumes.max(axis=0))


def _volumes(corners: np.ndarray) -> Iterator[np.ndarray]:
    """Signed volumes of the six tetrahedra, by corners ``(8, 3, …)`` numbered ``4 r + 2 g + b``."""
    for order in itertools.permutations(range(3)):
        at, path = 0, [0]
        for axis in order:
            at += 4 >> axis
            path.append(at)
        x, y, z = (corners[path[k + 1]] - corners[path[k]] for k in (order.index(0), order.index(1), order.index(2)))
        yield (
            x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) + x[2] * (y[0] * z[1] - y[1] * z[0])
        )
