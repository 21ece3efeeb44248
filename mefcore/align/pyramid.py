"""What alignment looks at: gray pyramids, patches cut from them, and two exposures brought to one scale of tones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mefcore.bracket import full_scale
from mefcore.job import SILENT, Job

BASE = 1600
"""Largest side of the largest level held in memory; finer levels are read from the frame where they are needed."""

_SMALLEST = 120
_NARROWEST = 40
_STRIP = 1 << 21  # pixels turned gray at a time
_CLIPPED = 0.97
_CRUSHED = 1.0 / 255
_TABLE = 2048


@dataclass(frozen=True, eq=False)
class Pyramid:
    """A frame as gray levels, each half as large as the one before.

    Attributes:
        frame: ``(H, W, 3)``, as given.
        levels: reduction (1, 2, 4, …) to ``(H // r, W // r)`` float32 in ``[0, 1]``, area-averaged sRGB-encoded luma.
    """

    frame: np.ndarray
    levels: dict[int, np.ndarray]

    @classmethod
    def of(cls, frame: np.ndarray, job: Job = SILENT) -> Pyramid:
        import cv2  # here, not at the top: 60 ms that the editor's first window need not wait for

        h, w = frame.shape[:2]
        r = 1
        while max(h, w) / r > BASE and min(h, w) >= 2 * _NARROWEST * r:
            r *= 2
        level = np.empty((h // r, w // r), np.float32)
        rows = max(1, _STRIP // max(1, w * r))
        for y in range(0, len(level), rows):
            job.check()
            strip = _gray(frame[y * r : min(y + rows, len(level)) * r, : level.shape[1] * r])
            level[y : y + rows] = (
                cv2.resize(strip, (level.shape[1], len(strip) // r), interpolation=cv2.INTER_AREA) if r > 1 else strip
            )
        levels = {r: level}
        while max(level.shape) > 2 * _SMALLEST and min(level.shape) >= 2 * _NARROWEST:
            h, w = level.shape[0] // 2, level.shape[1] // 2
            level = cv2.resize(level[: 2 * h, : 2 * w], (w, h), interpolation=cv2.INTER_AREA)
            r *= 2
            levels[r] = level
        return cls(frame, levels)

    @property
    def base(self) -> int:
        """The least reduction held in memory."""
        return min(self.levels)

    def shape(self, r: int) -> tuple[int, int]:
        """``(height, width)`` of level ``r``."""
        return self.frame.shape[0] // r, self.frame.shape[1] // r

    def windows(self, r: int, at: np.ndarray, size: int) -> np.ndarray:
        """``(n, size, size)`` float32 cut from level ``r``; ``at`` is ``(n, 2)`` int, x and y of their first pixels."""
        import cv2

        ramp = np.arange(size)
        if r in self.levels:
            return self.levels[r][at[:, 1, None, None] + ramp[:, None], at[:, 0, None, None] + ramp]
        out = np.empty((len(at), size, size), np.float32)
        for i, (x, y) in enumerate(at.tolist()):
            cut = _gray(self.frame[y * r : (y + size) * r, x * r : (x + size) * r])
            out[i] = cut if r == 1 else cv2.resize(cut, (size, size), interpolation=cv2.INTER_AREA)
        return out


def _gray(rgb: np.ndarray) -> np.ndarray:
    """Luma of any frame's pixels, float32 in ``[0, 1]``."""
    import cv2

    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    gray *= np.float32(1.0 / full_scale(rgb.dtype))
    if rgb.dtype == np.float32:
        np.clip(np.nan_to_num(gray, copy=False), 0.0, 1.0, out=gray)
    return gray


@dataclass(frozen=True, eq=False)
class Tones:
    """Brings two exposures to the darker one's scale, and both to the range that both hold.

    There, what the brighter frame clips is clipped in both, so that its outline is no difference between them; and
    what noise there is has about the same strength everywhere, because most of it is the darker frame's.

    Attributes:
        nodes, values: the rising curve from the brighter frame's values to the darker one's.
        floor, top: the darker frame's values below which it shows nothing, and at which the brighter one clips.
        brighter: "reference", "frame", or "" where both are equally bright.
    """

    nodes: np.ndarray
    values: np.ndarray
    floor: float
    top: float
    brighter: str

    @classmethod
    def between(cls, reference: np.ndarray, frame: np.ndarray) -> Tones:
        """By their sorted values (histogram matching), which hardly notice where things are; any shapes, float32."""
        q = np.linspace(0.0, 1.0, 1025)
        a, b = np.quantile(reference, q), np.quantile(frame, q)
        swap = float(b.mean()) > float(a.mean())
        bright, dark = (b, a) if swap else (a, b)
        first = np.concatenate([[True], np.diff(bright) > 1e-6])
        nodes, values = bright[first], dark[first]
        top = float(np.interp(_CLIPPED, nodes, values))
        floor = float(np.interp(np.interp(_CRUSHED, values, nodes), nodes, values))
        return cls(nodes, values, min(floor, top), top, "frame" if swap else "reference")

    @property
    def range(self) -> float:
        """How far apart the darkest and the lightest shared values are, in the darker frame."""
        return self.top - self.floor

    def reference(self, values: np.ndarray) -> np.ndarray:
        """The reference's values on the common scale; float32."""
        return self._common(values, self.brighter == "reference")

    def frame(self, values: np.ndarray) -> np.ndarray:
        """The other frame's values on the common scale; float32."""
        return self._common(values, self.brighter == "frame")

    def _common(self, values: np.ndarray, brighter: bool) -> np.ndarray:
        if brighter:
            table = np.interp(np.linspace(0.0, 1.0, _TABLE), self.nodes, self.values).astype(np.float32)
            at = values * np.float32(_TABLE - 1)
            low = np.minimum(at.astype(np.int32), _TABLE - 2)
            part = at - low.astype(np.float32)
            values = table[low] * (1 - part) + table[low + 1] * part
        return np.clip(values, np.float32(self.floor), np.float32(self.top))
