"""How the values of one exposure map to those of another: the bracket's intensity mapping functions.

Two exposures of one scene by one camera show every place in two values, and these pairs lie on one rising curve per
channel (Grossberg and Nayar, "Determining the Camera Response from Images: What Is Knowable?", 2003).  The curve needs
neither EXIF nor the camera's response, and it says where it ends: where the source is clipped, or so dark that its
noise decides, a source value stands for a whole range of target values, and that range is part of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mefcore.bracket import full_scale
from mefcore.color import linear_to_srgb, srgb_to_linear

NODES = 4097
"""Values of the source at which a mapping is tabulated, evenly from 0 to 1."""

STEP = 1.5 / 255
"""How far a source value is taken to be uncertain: quantising and a little noise in an 8-bit frame."""

KNOWN = 0.1
"""The widest range of target values that still counts as knowing the target."""

_LONG = 320
_BINS = 512
_FLAT = 0.05
_OUTLIER = 0.05
_BEND = 2.0  # in logarithms of pixels, for 1/128 away from the expected curve


@dataclass(frozen=True, eq=False)
class Mapping:
    """What a frame's values are at another frame's exposure; made by :func:`mapping`.

    All tables are ``(3, NODES)`` float32 in ``[0, 1]``, rising, sRGB-encoded; column i is for source value
    ``i / (NODES - 1)``.

    Attributes:
        middle: the likeliest target value.
        low, high: the range the target value may have, given that the source is known to within :data:`STEP`.
    """

    middle: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def __call__(self, frame: np.ndarray) -> np.ndarray:
        """``(H, W, 3)`` uint8, uint16 or float32 at the target's exposure; the same shape and dtype."""
        return _lookup(frame, self.middle)

    def bounds(self, frame: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and the largest values the target may show, each as :meth:`__call__` gives the likeliest."""
        return _lookup(frame, self.low), _lookup(frame, self.high)

    def known(self, frame: np.ndarray) -> np.ndarray:
        """``(H, W)`` bool: where no channel is clipped or too dark to tell the target value to within :data:`KNOWN`."""
        low, high = self.bounds(frame)
        width = KNOWN * full_scale(frame.dtype)
        return np.asarray((high.astype(np.float32) - low.astype(np.float32) <= width).all(axis=-1))


def mapping(
    source: np.ndarray, target: np.ndarray, *, valid: np.ndarray | None = None, registered: bool = True
) -> Mapping:
    """Estimate the mapping from ``source`` to ``target``, two exposures of one scene.

    In each channel, pairs (s, t) are grouped by s + t, along which the curve is a function even where either frame is
    clipped; each group's median of t - s, of pairs near the one curve that most pairs agree on, is a point of it.  So
    things that moved do not matter.  Where there are no pairs, the curve follows one gain in linear light.
    Exchanging source and target gives the inverse curve.

    Args:
        source: ``(H, W, 3)`` uint8, uint16 or float32, sRGB-encoded; any size, it is averaged to at most 320 pixels.
        target: the same scene and shape, not necessarily the same dtype.
        valid: ``(H, W)`` bool, the pixels to use; all by default.
        registered: False if the frames are not aligned yet; then sorted values are paired (histogram matching), which
            moving things disturb more.

    Raises:
        ValueError: the shapes differ (a bug in the caller).
    """
    if source.shape != target.shape or source.ndim != 3 or source.shape[2] != 3:
        raise ValueError(f"frames of one scene have one shape (H, W, 3), not {source.shape} and {target.shape}")
    if valid is not None and valid.shape != source.shape[:2]:
        raise ValueError(f"valid is {valid.shape}, the frames are {source.shape[:2]}")
    s, t = reduced(source), reduced(target)
    usable = np.ones(s.shape[:2], bool) if valid is None else reduced(valid.astype(np.uint8) * 255) > 0.99
    tables = []
    for c in range(3):
        use = usable & _calm(s[..., c], t[..., c]) if registered else usable
        x, y = s[..., c][use].astype(np.float64), t[..., c][use].astype(np.float64)
        if not registered:
            x, y = np.sort(x), np.sort(y)
        tables.append(_tabulated(*_curve(x, y)))
    middle, low, high = (np.stack(rows).astype(np.float32) for rows in zip(*tables, strict=True))
    return Mapping(middle, low, high)


def reduced(picture: np.ndarray, long: int = _LONG) -> np.ndarray:
    """Area-averaged float32 in ``[0, 1]``, the long side at most ``long`` pixels; NaN counts as 0."""
    import cv2  # here, not at the top: 60 ms that the editor's first window need not wait for

    h, w = picture.shape[:2]
    scale = min(1.0, long / max(h, w))
    size = max(1, round(w * scale)), max(1, round(h * scale))
    small = picture if size == (w, h) else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.fmin(np.fmax(small.astype(np.float32) / np.float32(full_scale(picture.dtype)), 0.0), 1.0)


def _calm(s: np.ndarray, t: np.ndarray) -> np.ndarray:
    """``(h, w)`` bool: away from edges, where a pixel's offset or an average over both sides would leave the curve."""
    import cv2

    kernel = np.ones((3, 3), np.uint8)
    activity = np.maximum(*(cv2.dilate(p, kernel) - cv2.erode(p, kernel) for p in (s, t)))
    return activity <= max(_FLAT, float(np.quantile(activity, 0.6)))


def _gain(s: np.ndarray, t: np.ndarray) -> float:
    """How many times more light t shows than s: the median over pixels that both expose well."""
    shared = (s > 0.04) & (s < 0.95) & (t > 0.04) & (t < 0.95)
    if np.count_nonzero(shared) >= 64:
        return float(np.median(srgb_to_linear(t[shared]) / srgb_to_linear(s[shared])))
    if not s.size:
        return 1.0
    light_s, light_t = (float(srgb_to_linear(v).mean()) + 1e-4 for v in (s, t))
    return light_t / light_s


def _curve(s: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rising curve through pairs ``(n,)`` in ``[0, 1]``, as points ``(s, t)`` from (0, 0) to (1, 1)."""
    along = (np.arange(_BINS) + 0.5) * (2 / _BINS)
    expected = _prior(_gain(s, t), along)
    u, v = s + t, t - s
    bins = np.minimum((u * (_BINS / 2)).astype(np.int64), _BINS - 1)
    fitted = _path(bins, v, expected)
    for smooth, width in ((4.0, _OUTLIER), (2.0, _OUTLIER / 2)):
        off = np.abs(v - fitted[bins])
        near = off <= max(width, 4.5 * float(np.median(off)) if len(off) else 0.0)
        median, weight = _medians(bins[near], v[near])
        fitted = _smoothed(median, weight, expected, smooth)
    weight = np.concatenate([[1e6], weight + 1.0, [1e6]])
    ends = (along - fitted) / 2, (along + fitted) / 2
    points = [_rising(np.concatenate([[0.0], end, [1.0]]).clip(0.0, 1.0), weight) for end in ends]
    return points[0], points[1]


def _prior(gain: float, along: np.ndarray) -> np.ndarray:
    """t - s at each s + t of a camera with the sRGB curve and ``gain`` between the frames."""
    level = np.linspace(0.0, 1.0, NODES)
    if gain >= 1:
        s = np.concatenate([level, [1.0]])
        t = np.concatenate([linear_to_srgb(np.minimum(srgb_to_linear(level) * gain, 1.0)), [1.0]])
    else:
        t = np.concatenate([level, [1.0]])
        s = np.concatenate([linear_to_srgb(np.minimum(srgb_to_linear(level) / gain, 1.0)), [1.0]])
    return np.asarray(np.interp(along, s + t, t - s))


def _path(bins: np.ndarray, v: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """The curve that passes where most pairs are without bending more than they warrant, to about 1/128.

    Something that moved puts pairs off the curve, and where the scene has few of its tones they may even be the most;
    so bins vote by the logarithm of what they hold, and every bend away from ``expected`` costs (dynamic programming).
    """
    columns, rows, reach = 128, 129, 0.5
    along = (np.arange(_BINS) + 0.5) * (2 / _BINS)
    column = bins // (_BINS // columns)
    row = np.rint((v - expected[bins]) / reach * (rows // 2)).astype(np.int64) + rows // 2
    inside = (row >= 0) & (row < rows)
    counts = np.bincount(column[inside] * rows + row[inside], minlength=columns * rows).reshape(columns, rows)
    padded = np.pad(counts, ((0, 0), (1, 1)))
    votes = np.log1p(padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:])
    slope = _BEND * np.arange(rows)
    best = np.empty((columns, rows))
    total = np.zeros(rows)
    for i in range(columns):
        upward = np.maximum.accumulate(total + slope) - slope
        downward = np.maximum.accumulate((total - slope)[::-1])[::-1] + slope
        best[i] = np.maximum(upward, downward)
        total = best[i] + votes[i]
    at = np.empty(columns, np.int64)
    at[-1] = int(np.argmax(total))
    for i in range(columns - 1, 0, -1):
        before = best[i - 1] + votes[i - 1] - _BEND * np.abs(np.arange(rows) - at[i])
        at[i - 1] = int(np.argmax(before))
    centres = (np.arange(columns) + 0.5) * (2 / columns)
    return expected + np.asarray(np.interp(along, centres, (at - rows // 2) * (reach / (rows // 2))))


def _medians(bins: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Median of v in each bin (0 where there is none), and the bin's weight: the root of how many there are."""
    keys = np.sort(bins * 4.0 + (v + 1.0))
    edges = np.searchsorted(keys, np.arange(_BINS + 1) * 4.0)
    count = np.diff(edges)
    filled = count > 0
    median = np.zeros(_BINS)
    lower, upper = edges[:-1] + (count - 1) // 2, edges[:-1] + count // 2
    at = np.flatnonzero(filled)
    median[at] = (keys[lower[at]] + keys[upper[at]]) / 2 - at * 4.0 - 1.0
    return median, np.sqrt(count)


def _smoothed(median: np.ndarray, weight: np.ndarray, expected: np.ndarray, sigma: float) -> np.ndarray:
    """Medians less what is expected, averaged along the curve with a faint pull to nothing, and added back."""
    reach = np.arange(-int(4 * sigma), int(4 * sigma) + 1)
    kernel = np.exp(-0.5 * (reach / sigma) ** 2)
    off = np.where(weight > 0, median - expected, 0.0)
    total = np.convolve(weight, kernel, "same")
    near = np.convolve(weight * off, kernel, "same") / np.maximum(total, 1e-9)
    # Far from any pair, go on as the nearest known part does, fading towards the prior.
    wide = np.exp(-np.abs(np.arange(-_BINS, _BINS + 1)) / 20.0)
    far = np.convolve(weight * off, wide, "same")[_half(weight)] / (
        np.convolve(weight, wide, "same")[_half(weight)] + 2
    )
    trust = total / (total + 1.0)
    return np.asarray(expected + trust * near + (1 - trust) * far)


def _half(row: np.ndarray) -> slice:
    """Where the middle of a convolution with a kernel twice as long as ``row`` lies."""
    start = (2 * len(row) + 1 - len(row)) // 2
    return slice(start, start + len(row))


def _rising(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The nearest non-decreasing sequence in weighted least squares: pool adjacent violators (Ayer et al., 1955)."""
    means: list[float] = []
    masses: list[float] = []
    sizes: list[int] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        mean, mass, size = value, weight, 1
        while means and means[-1] > mean:
            mass_before = masses.pop()
            mean = (means.pop() * mass_before + mean * mass) / (mass_before + mass)
            mass += mass_before
            size += sizes.pop()
        means.append(mean)
        masses.append(mass)
        sizes.append(size)
    return np.repeat(means, sizes)


def _tabulated(s: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Middle, low and high of t at evenly spaced s, of a curve that may rise straight up."""
    nodes = np.linspace(0.0, 1.0, NODES)
    slanted = s + 1e-9 * np.arange(len(s))  # so that a rise has two ends that can be asked for
    beside = 2e-6
    below, above = np.interp(nodes - beside, slanted, t), np.interp(nodes + beside, slanted, t)
    # A clipped source says only which end of the range is continuous with its neighbours: take that one.
    middle = np.where(nodes >= 0.5, below, above)
    low, high = np.interp(nodes - STEP, slanted, t), np.interp(nodes + STEP, slanted, t)
    low[nodes <= STEP], high[nodes >= 1 - STEP] = 0.0, 1.0
    return middle, np.minimum(low, middle), np.maximum(high, middle)


def _lookup(frame: np.ndarray, table: np.ndarray) -> np.ndarray:
    """``frame`` through a ``(3, NODES)`` table, in its own dtype."""
    import cv2

    scale = full_scale(frame.dtype)
    levels = 256 if frame.dtype == np.uint8 else 65536
    at = np.linspace(0.0, 1.0, levels)
    nodes = np.linspace(0.0, 1.0, NODES)
    fine = np.stack([np.interp(at, nodes, row) for row in table], axis=-1) * scale
    if frame.dtype == np.uint8:
        return np.asarray(cv2.LUT(frame, np.rint(fine).astype(np.uint8)[None])).reshape(frame.shape)
    fine = fine.astype(np.float32) if frame.dtype == np.float32 else np.rint(fine).astype(frame.dtype)
    index = frame
    if frame.dtype == np.float32:
        index = np.rint(np.fmin(np.fmax(frame, 0.0), 1.0) * 65535).astype(np.uint16)
    return np.stack([fine[:, c].take(index[..., c]) for c in range(3)], axis=-1)
