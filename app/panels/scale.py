"""Where a value lies on a slider's track: arithmetic only, no widgets."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

GAP = 5.0
"""Least space between two labels, pixels."""


class Scale:
    """A monotone map between values and pixels along a track.

    Without stops it is linear.  With stops it is logarithmic, except that neighbours such as 64 and 65 are moved apart
    until their labels fit side by side; between stops it is linear.

    Args:
        low, high: range of values, both on the track.
        width: length of the track, pixels.
        stops: values that get a mark and a label.
        label_width: width of a stop's label, pixels.
    """

    def __init__(
        self,
        low: int,
        high: int,
        width: float,
        stops: Sequence[int] = (),
        label_width: Callable[[int], float] = lambda _: 0.0,
    ) -> None:
        self.low, self.high, self.stops = low, high, tuple(stops)
        self._values = sorted({low, high, *stops})
        labels = [label_width(v) if v in self.stops else 0.0 for v in self._values]
        pairs = list(pairwise(self._values))
        if stops and low > 0:
            shares = [math.log(b / a) for a, b in pairs]
            least = [(a + b) / 2 + GAP if a and b else 0.0 for a, b in pairwise(labels)]
        else:
            shares, least = [float(b - a) for a, b in pairs], [0.0] * len(pairs)
        self._positions = [0.0]
        for length in _share_out(max(width, 1.0), shares, least):
            self._positions.append(self._positions[-1] + length)

    def position(self, value: float) -> float:
        """Pixels from the start of the track."""
        value = min(max(value, self.low), self.high)
        i = min(bisect_right(self._values, value), len(self._values) - 1) - 1
        a, b = self._values[i], self._values[i + 1]
        start, end = self._positions[i], self._positions[i + 1]
        return start + (end - start) * (value - a) / (b - a)

    def value(self, position: float) -> float:
        """The inverse of :meth:`position`; positions outside give the ends."""
        position = min(max(position, 0.0), self._positions[-1])
        i = min(bisect_right(self._positions, position), len(self._positions) - 1) - 1
        a, b = self._values[i], self._values[i + 1]
        start, end = self._positions[i], self._positions[i + 1]
        return a + (b - a) * (position - start) / (end - start) if end > start else float(a)

    def snapped(self, position: float, reach: float) -> int:
        """The value at a position, or the stop that is at most ``reach`` pixels away."""
        near = min(self.stops, key=lambda s: abs(self.position(s) - position), default=None)
        if near is not None and abs(self.position(near) - position) <= reach:
            return near
        return round(self.value(position))

    def next_stop(self, value: int, direction: int) -> int:
        """The stop after (1) or before (-1) a value; the end of the range past the last one."""
        if direction > 0:
            return min((s for s in self.stops if s > value), default=self.high)
        return max((s for s in self.stops if s < value), default=self.low)


def _share_out(width: float, shares: Sequence[float], least: Sequence[float]) -> list[float]:
    """Lengths that sum to ``width``, in proportion to ``shares`` but none below its ``least``, if there is room."""
    if sum(least) >= width:
        return [x * width / sum(least) for x in least]
    fixed: set[int] = set()
    while True:
        free = [i for i in range(len(shares)) if i not in fixed]
        rest = width - sum(least[i] for i in fixed)
        total = sum(shares[i] for i in free)
        lengths = {i: rest * shares[i] / total for i in free}
        short = {i for i in free if lengths[i] < least[i]}
        if not short:
            return [least[i] if i in fixed else lengths[i] for i in range(len(shares))]
        fixed |= short
