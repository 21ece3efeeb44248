"""Monotone curves through points, and tables of functions of one variable."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

POINTS = 4096
"""Of a table over ``[0, 1]``: halfway between two, the steepest function used here is off by less than 2e-6."""


def monotone_cubic(x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray, at: np.ndarray) -> np.ndarray:
    """The piecewise cubic through points that overshoots nowhere; level beyond the first and the last.

    Slopes by Fritsch and Butland ("A method for constructing local monotone piecewise cubic interpolants", 1984): the
    weighted harmonic mean of the neighbouring chords', zero at a turn; at the ends one-sided and limited.

    Args:
        x, y: at least two points, ``x`` strictly rising.
        at: where to evaluate, any shape.

    Returns:
        float64 of the shape of ``at``; rising wherever the points rise.
    """
    knots, values = np.asarray(x, np.float64), np.asarray(y, np.float64)
    step = np.diff(knots)
    slopes = monotone_slopes(step, np.diff(values) / step)
    clamped = np.clip(np.asarray(at, np.float64), knots[0], knots[-1])
    cell = np.clip(np.searchsorted(knots, clamped, side="right") - 1, 0, len(step) - 1)
    t = (clamped - knots[cell]) / step[cell]
    one, other = values[cell], values[cell + 1]
    leave, arrive = slopes[cell] * step[cell], slopes[cell + 1] * step[cell]
    # Hermite's cubic, in the order that is exact at both ends.
    rise = other - one
    return one + t * (leave + t * (3 * rise - 2 * leave - arrive + t * (leave + arrive - 2 * rise)))


def monotone_slopes(step: np.ndarray, chord: np.ndarray) -> np.ndarray:
    """Slopes at the points between and around ``chord``, see :func:`monotone_cubic`."""
    if len(chord) == 1:
        return np.repeat(chord, 2)
    before, after = chord[:-1], chord[1:]
    one, other = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mean = (one + other) / (one / before + other / after)
    inner = np.where(before * after > 0, mean, 0.0)
    return np.concatenate([[_end(step, chord)], inner, [_end(step[::-1], chord[::-1])]])


def _end(step: np.ndarray, chord: np.ndarray) -> float:
    """The slope at the first point: of the parabola through three, kept from overshooting."""
    slope = ((2 * step[0] + step[1]) * chord[0] - step[0] * chord[1]) / (step[0] + step[1])
    if slope * chord[0] <= 0:
        return 0.0
    if chord[0] * chord[1] <= 0 and abs(slope) > 3 * abs(chord[0]):
        return float(3 * chord[0])
    return float(slope)


class Table:
    """A function of one variable over ``[0, 1]``, tabulated; reading it is a few passes over memory.

    Args:
        values: ``(n,)``, at ``n`` evenly spaced points from 0 to 1.
        clamped: what is read is clamped to 0 … 1.  Were the values themselves, the corner where they come to an end
            would be cut off.
    """

    def __init__(self, values: np.ndarray, clamped: bool = False) -> None:
        self._clamped = clamped
        values = np.asarray(values, np.float64)
        self._last = len(values) - 1
        self._values = values.astype(np.float32)
        # One more, so that 1.0 itself needs no case of its own.
        self._rises = np.append(np.diff(values), 0.0).astype(np.float32)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """The function at ``x``, float32; below 0 and above 1 as at the ends."""
        at = x * np.float32(self._last)
        cell = at.astype(np.int32)
        out = self._rises.take(cell, mode="clip")
        at -= cell
        np.clip(at, 0.0, 1.0, out=at)
        out *= at
        out += self._values.take(cell, mode="clip")
        return np.clip(out, 0.0, 1.0, out=out) if self._clamped else out


def axis(points: int = POINTS) -> np.ndarray:
    """Where a :class:`Table`'s values are, float64."""
    return np.linspace(0.0, 1.0, points)
