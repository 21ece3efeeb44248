"""Mends what :mod:`mefcore.lut.health` finds wrong with a lattice, and changes as little of it as that takes.

Each fault has its own remedy, all of them local: broken nodes take their neighbours' mean; greys that fall are levelled
by isotonic regression, and what that moves fades away from the neutral axis; zigzags and folds diffuse, there and
nowhere else, until they are gone.  Diffusion leaves straight lines straight, so it flattens no gradient.  A healthy
lattice comes back as it is, to the bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mefcore.color import linear_to_srgb, srgb_to_linear
from mefcore.job import SILENT, Job
from mefcore.lut import health
from mefcore.lut.coverage import cells_of, corners_of, grown
from mefcore.lut.grid import Lut3D
from mefcore.lut.health import CODES, Health, examine

REACH = 0.25
"""How far from the neutral axis a grey's correction is felt, as a share of the cube's side."""
_ROUNDS = 4
"""One remedy can wake another fault; so many times all are looked at again."""
_STEPS = 24
"""Of diffusion, at most, for one fault in one round."""
_MANY = 0.4
"""Share of the nodes from which on it is quicker to look at all of them."""
_HALVINGS = 6
"""Of the interval in which the least amount of the last resort is searched."""
_Y = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True, eq=False)
class Repaired:
    """A mended lattice and what it took.

    Attributes:
        lut: the lattice; the very one that was handed in where there was nothing to mend.
        change: the largest, in 8-bit codes.
        share: of nodes that changed.
    """

    lut: Lut3D
    change: float = 0.0
    share: float = 0.0


def repair(lut: Lut3D, found: Health | None = None, *, neutral: bool = False, job: Job = SILENT) -> Repaired:
    """Mend what can be mended: afterwards, :func:`~mefcore.lut.health.examine` has nothing repairable to say.

    Args:
        lut: the lattice.
        found: what examining it said, where that is known.
        neutral: whether greys are to be made grey too, at the luminance they have.
        job: asked whether to stop, all the time.

    Raises:
        Cancelled: the job was cancelled.

    Where the local remedies do not do, the whole lattice is mixed with a smoothed one, and in the end with the
    identity, by the least amount that helps.
    """
    found = found or examine(lut)
    if not found.repairable and not neutral:
        return Repaired(lut)
    mended = replace(lut, table=health.mended(lut)[0])
    for _ in range(_ROUNDS):
        job.check()
        if neutral:
            mended = _moved(mended, _neutral_greys)
        keys = {check.key for check in examine(mended).repairable}
        if not keys:
            break
        if "banding" in keys:
            mended = _unbanded(mended, job)
        if "folds" in keys:
            mended = _unfolded(mended, job)
        if "order" in keys:
            mended = _moved(mended, _rising_greys)
    else:
        mended = _last_resort(mended, neutral, job)
    return _told(lut, mended)


def isotonic(values: np.ndarray) -> np.ndarray:
    """The nearest sequence, by least squares, that never falls: pool adjacent violators (Ayer et al., 1955).

    Args:
        values: ``(n,)``.

    Returns:
        ``(n,)`` float64; ``values`` themselves where they never fall.
    """
    means: list[float] = []
    counts: list[int] = []
    for value in np.asarray(values, np.float64).tolist():
        means.append(value)
        counts.append(1)
        while len(means) > 1 and means[-2] > means[-1]:
            mean, count = means.pop(), counts.pop()
            means[-1] = (means[-1] * counts[-1] + mean * count) / (counts[-1] + count)
            counts[-1] += count
    return np.repeat(means, counts)


def _told(before: Lut3D, after: Lut3D) -> Repaired:
    moved = np.abs(np.nan_to_num(before.table, posinf=1.0, neginf=0.0) - after.table).max(axis=-1)
    return Repaired(after, CODES * float(moved.max()), float((moved > 0).mean()))


# ---- the neutral axis


def _rising_greys(values: np.ndarray) -> np.ndarray:
    return np.stack([isotonic(channel) for channel in values.T], axis=-1)


def _neutral_greys(values: np.ndarray) -> np.ndarray:
    return np.repeat(linear_to_srgb(srgb_to_linear(values) @ _Y)[:, None], 3, axis=1)


def _moved(lut: Lut3D, corrected: Callable[[np.ndarray], np.ndarray]) -> Lut3D:
    """With other greys: what is between them and black or white follows, less the farther it is from the axis."""
    inputs, values = health.greys(lut)
    delta = corrected(values) - values
    axes = [np.linspace(low, high, lut.size) for low, high in zip(lut.domain_min, lut.domain_max, strict=True)]
    b, g, r = np.meshgrid(*axes[::-1], indexing="ij")
    grey = (r + g + b) / 3
    far = np.sqrt((r - grey) ** 2 + (g - grey) ** 2 + (b - grey) ** 2) / (inputs[-1] - inputs[0])
    weight = np.clip(1 - (far / REACH) ** 2, 0, 1) ** 2
    table = lut.table.astype(np.float64)
    for channel in range(3):
        if delta[:, channel].any():
            table[..., channel] += weight * np.interp(grey, inputs, delta[:, channel])
    return replace(lut, table=np.clip(table, 0, 1).astype(np.float32))


# ---- diffusion


def _unbanded(lut: Lut3D, job: Job) -> Lut3D:
    limit = health.zigzag_limit(lut.size)
    table = lut.table.copy()
    for _ in range(_STEPS):
        job.check()
        bad = [health.zigzags(table, axis) > limit for axis in range(3)]
        if max(float(found.mean()) for found in bad) <= health.MANY_ZIGZAGS:
            break
        for axis, found in enumerate(bad):
            _diffuse(table, grown(found), axis)
    return replace(lut, table=table)


def _unfolded(lut: Lut3D, job: Job) -> Lut3D:
    volumes, scale = health.folded(lut.table, np.subtract(lut.domain_max, lut.domain_min).tolist())
    bad = np.argwhere(volumes < health.INSIDE_OUT)
    table = lut.table.copy()
    for step in range(_STEPS):
        job.check()
        if not len(bad):
            break
        cells = np.zeros(volumes.shape, bool)
        cells[tuple(bad.T)] = True
        nodes = corners_of(cells)
        for _ in range(1 + step // 6):  # what does not give way is given more room
            nodes = grown(nodes)
        if step < _STEPS // 2:
            # A node that leaves the clip lays open cells whose shape has meant nothing so far: only if need be.
            nodes &= ((table > 0) & (table < 1)).all(axis=-1)
        for axis in (0, 1, 2, 0, 1, 2):
            _diffuse(table, nodes, axis)
        touched = np.argwhere(cells_of(nodes))
        bad = touched[health.volumes_at(table, touched, scale) < health.INSIDE_OUT]
    return replace(lut, table=table)


def _diffuse(table: np.ndarray, nodes: np.ndarray, axis: int) -> None:
    """Move nodes half way to the middle of their neighbours along one axis; the ends of the axis stay."""
    inner = nodes[_slid(axis, slice(1, -1))]
    if np.count_nonzero(inner) > _MANY * inner.size:
        _diffuse_many(table, inner, axis)
        return
    at = np.argwhere(inner)
    if not len(at):
        return
    here = tuple(at[:, a] + (a == axis) for a in range(3))
    before, after = (tuple(here[a] + (a == axis) * step for a in range(3)) for step in (-1, 1))
    table[here] += np.float32(0.25) * (table[before] - 2 * table[here] + table[after])


def _diffuse_many(table: np.ndarray, inner: np.ndarray, axis: int) -> None:
    """The same to the bit, but for nodes that lie so close that picking them out takes longer than all of them."""
    here = table[_slid(axis, slice(1, -1))]
    move = table[_slid(axis, slice(None, -2))] - 2 * here
    move += table[_slid(axis, slice(2, None))]
    move *= np.float32(0.25)
    np.add(here, move, out=here, where=inner[..., None])


def _slid(axis: int, part: slice) -> tuple[slice, ...]:
    return tuple(part if a == axis else slice(None) for a in range(3))


# ---- where all else fails


def _last_resort(lut: Lut3D, neutral: bool, job: Job) -> Lut3D:
    if neutral:
        lut = _moved(lut, _neutral_greys)
    for target in (_smooth(lut, 2), _smooth(lut, 8), _identity(lut)):
        if neutral:  # what is mixed of neutral greys is neutral
            target = _moved(target, _neutral_greys)
        if examine(target).repairable:
            continue
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            job.check()
            middle = (low + high) / 2
            if examine(lut.mixed(target, middle)).repairable:
                low = middle
            else:
                high = middle
        return lut.mixed(target, high)
    return _identity(lut)


def _smooth(lut: Lut3D, steps: int) -> Lut3D:
    everywhere, table = np.ones(lut.table.shape[:3], bool), lut.table.copy()
    for _ in range(steps):
        for axis in range(3):
            _diffuse(table, everywhere, axis)
    return _moved(replace(lut, table=table), _rising_greys)


def _identity(lut: Lut3D) -> Lut3D:
    """The LUT that is nearest to changing nothing within 0…1 over this domain."""
    axes = [np.linspace(low, high, lut.size) for low, high in zip(lut.domain_min, lut.domain_max, strict=True)]
    b, g, r = np.meshgrid(*axes[::-1], indexing="ij")
    return replace(lut, table=np.clip(np.stack([r, g, b], axis=-1), 0, 1).astype(np.float32))
