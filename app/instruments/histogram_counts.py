"""How often each level occurs in a picture.  Light to import; what counts is for workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

ENOUGH = 1 << 17
"""Pixels that are counted of a larger picture: every n-th row, so that 1080p takes half a millisecond.  A spot sixteen
rows high is then never missed; what marks clipped pixels in the picture looks at all of them."""
_STANDS_OUT = 4
"""So many of the inner levels may be higher than the plot."""

Counts = tuple[int, ...]


@dataclass(frozen=True)
class Histogram:
    """Of the 8-bit pixels of a picture.

    Attributes:
        red, green, blue: 256 counts each, of pixels with that level.
        luma: 256 counts of ``0.299 R + 0.587 G + 0.114 B``, rounded; Rec. 601 of encoded values.
        step: every so many-th row was counted; 1 is all of them.
        shadows: the part of the pixels that are black, every channel at 0.
        highlights: the part of the pixels in which a channel is at 255.
    """

    red: Counts
    green: Counts
    blue: Counts
    luma: Counts
    step: int
    shadows: float
    highlights: float

    @property
    def pixels(self) -> int:
        """How many were counted."""
        return sum(self.luma)

    def shown(self, luma: bool) -> tuple[Counts, ...]:
        """The counts of the channels that are plotted: luma alone, or red, green and blue."""
        return (self.luma,) if luma else (self.red, self.green, self.blue)


def of_pixels(pixels: np.ndarray) -> Histogram:
    """Count the levels of ``(H, W, 3)`` uint8, sRGB-encoded as all that is shown; of a large picture, some rows."""
    import cv2
    import numpy as np

    step = max(1, -(-pixels.shape[0] * pixels.shape[1] // ENOUGH))
    rows = pixels[::step]
    luma = cv2.cvtColor(rows, cv2.COLOR_RGB2GRAY)
    red, green, blue = (_counts(rows, channel) for channel in range(3))
    brightest = np.maximum(np.maximum(rows[..., 0], rows[..., 1]), rows[..., 2])
    peaks = _counts(brightest)
    total = max(1, luma.size)
    return Histogram(red, green, blue, _counts(luma), step, peaks[0] / total, peaks[255] / total)


def _counts(pixels: np.ndarray, channel: int = 0) -> Counts:
    import cv2

    return tuple(cv2.calcHist([pixels], [channel], None, [256], [0, 256]).ravel().astype(int).tolist())


def ceiling(channels: Sequence[Counts]) -> int:
    """The count that fills the plot's height.

    What piles up at 0 and 255, and a few spikes between, go beyond it; the rest must not be flattened by them.
    """
    inner = sorted((max(levels) for levels in zip(*channels, strict=True)), reverse=True)
    between = sorted((max(levels) for levels in zip(*(c[1:255] for c in channels), strict=True)), reverse=True)
    high = between[min(_STANDS_OUT, len(between) - 1)]
    # Of a picture with hardly any levels, the highest that there is.
    return max(high, between[0] // 8) or inner[0] or 1
