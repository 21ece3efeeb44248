"""Small squares spread over the reference, and how far each is displaced in another frame.

Each patch is compared as Lucas and Kanade do ("An Iterative Image Registration Technique", 1981), on values brought to
zero mean and unit variance, so that gain and offset do not matter.  With reference patch R and frame patch W, sampled
where the present motion puts it, g = ∇(R + W)/2 and e = W - R, a displacement d satisfies

    T d = b,   T = Σ ∇R ∇Wᵀ (symmetric part),   b = -Σ g e,   cov(b) = s² Σ g gᵀ

Noise is independent in the two frames, so T, unlike Σ g gᵀ, measures only structure that both show: a patch of noise
has no say.  A patch with structure in one direction only, as on an edge, has a say in that direction only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from mefcore.align.motion import mapped
from mefcore.align.pyramid import Pyramid, Tones

_MARGIN = 8  # how far a window reaches beyond its patch
_BLUR = 0.8
_LOST = 3.0  # level pixels: a larger step says that the patch was not found
_MODEL_ERROR = 0.06  # level pixels: what lenses and interpolation leave even where noise does not matter
_LEAST_DETAIL = 0.5 / 255  # of smooth light, the steps of 8 bits are all there is to see, and they stay in place
_ROWS = 32000  # OpenCV's remap addresses a source by 16-bit integers


@dataclass(frozen=True, eq=False)
class Patches:
    """Squares of the reference at one level, with what is needed to compare them again and again.

    Attributes:
        r: the level's reduction.
        at: ``(n, 2)`` int, x and y of the squares' first pixels, in the level's pixels.
        values: ``(n, P, P)`` float32, on the common scale, a little blurred.
        gradient: ``(2, n, P, P)``, along x and y.
        spread: ``(n,)`` standard deviation of the values.
    """

    r: int
    at: np.ndarray
    values: np.ndarray
    gradient: np.ndarray
    spread: np.ndarray

    @property
    def size(self) -> int:
        return self.values.shape[-1]

    @property
    def centres(self) -> np.ndarray:
        """``(n, 2)`` float64, in full-size pixels."""
        return full_size(self.at + (self.size - 1) / 2, self.r)

    @classmethod
    def cut(cls, pyramid: Pyramid, tones: Tones, r: int, at: np.ndarray, size: int, blur: float = _BLUR) -> Patches:
        """The squares of ``size`` at ``at``, less those at the very border and those that show only smooth light."""
        around = 3
        h, w = pyramid.shape(r)
        at = at[((at >= around) & (at + size + around <= (w, h))).all(axis=1)]
        windows = tones.reference(pyramid.windows(r, at - around, size + 2 * around))
        windows = _blurred(windows, blur)
        inner = slice(around, around + size)
        values = windows[:, inner, inner]
        gx = (windows[:, inner, around + 1 : around + size + 1] - windows[:, inner, around - 1 : around + size - 1]) / 2
        gy = (windows[:, around + 1 : around + size + 1, inner] - windows[:, around - 1 : around + size - 1, inner]) / 2
        whole = cls(r, at, values, np.stack([gx, gy]), values.std(axis=(1, 2)))
        return whole.only(np.asarray(_detail(values) > _LEAST_DETAIL))

    def only(self, keep: np.ndarray) -> Patches:
        return replace(
            self,
            at=self.at[keep],
            values=self.values[keep],
            gradient=self.gradient[:, keep],
            spread=self.spread[keep],
        )


@dataclass(frozen=True, eq=False)
class Observed:
    """What patches say about the motion: ``(b - T d)ᵀ C⁻¹ (b - T d)`` of a displacement d from :attr:`there`.

    All in full-size pixels.

    Attributes:
        here: ``(n, 2)`` patches' centres in the reference.
        there: ``(n, 2)`` where the present motion puts them in the frame.
        tensor: ``(n, 2, 2)`` L T, where C⁻¹ = Lᵀ L.
        shift: ``(n, 2)`` L b.
        likeness: ``(n,)`` correlation of the patches, -1…1.
        found: ``(n,)`` bool; patches that say nothing are False.
    """

    here: np.ndarray
    there: np.ndarray
    tensor: np.ndarray
    shift: np.ndarray
    likeness: np.ndarray
    found: np.ndarray


class Comparison:
    """A frame's windows around patches, cut once and sampled at several motions.

    Args:
        patches: squares of the reference.
        pyramid: the frame's.
        matrix: the motion to start from, ``(3, 3)`` at full size.
    """

    def __init__(
        self, patches: Patches, pyramid: Pyramid, tones: Tones, matrix: np.ndarray, blur: float = _BLUR
    ) -> None:
        size = patches.size + 2 * _MARGIN
        height, width = pyramid.shape(patches.r)
        centres = level_pixels(mapped(matrix, patches.centres), patches.r)
        at = np.rint(centres - (size - 1) / 2).astype(np.int64)
        last = np.array([width, height]) + _MARGIN // 2
        room = np.asarray(((at >= -_MARGIN // 2) & (at + size <= last)).all(axis=1))
        self.kept = np.flatnonzero(room)
        self.patches = patches.only(room)
        # A window over the edge is moved inside; what is sampled beyond it repeats the border.
        self.at = np.clip(at[room], 0, np.array([width, height]) - size) if min(width, height) >= size else at[:0]
        if len(self.at) != len(self.patches.at):
            self.kept, self.patches = self.kept[:0], self.patches.only(np.zeros(len(self.patches.at), bool))
        windows = tones.frame(pyramid.windows(patches.r, self.at, size))
        self.windows = _blurred(windows, blur) if len(windows) else windows
        self._centre = centres[room]

    def drift(self, matrix: np.ndarray) -> float:
        """How far, in level pixels, ``matrix`` puts any patch from where its window was cut."""
        if not len(self.at):
            return 0.0
        centres = level_pixels(mapped(matrix, self.patches.centres), self.patches.r)
        return float(np.abs(centres - self._centre).max())

    def sampled(self, matrix: np.ndarray) -> np.ndarray:
        """``(n, P, P)`` float32: the frame's values where ``matrix`` puts the patches' pixels."""
        import cv2

        p, n = self.patches, len(self.at)
        size = self.windows.shape[-1]
        level = level_matrix(matrix, p.r)
        ramp = np.arange(p.size, dtype=np.float64)
        x = (p.at[:, 0, None] + ramp)[:, None, :]
        y = (p.at[:, 1, None] + ramp)[:, :, None]
        w = level[2, 0] * x + level[2, 1] * y + level[2, 2]
        u = (level[0, 0] * x + level[0, 1] * y + level[0, 2]) / w - self.at[:, 0, None, None]
        v = (level[1, 0] * x + level[1, 1] * y + level[1, 2]) / w - self.at[:, 1, None, None]
        np.clip(u, 0, size - 1, out=u)
        np.clip(v, 0, size - 1, out=v)
        out = np.empty((n, p.size, p.size), np.float32)
        chunk = _ROWS // size
        for i in range(0, n, chunk):
            part = slice(i, min(i + chunk, n))
            count = part.stop - part.start
            rows = v[part] + size * np.arange(count)[:, None, None]
            out[part] = cv2.remap(
                self.windows[part].reshape(-1, size),
                u[part].reshape(-1, p.size).astype(np.float32),
                rows.reshape(-1, p.size).astype(np.float32),
                cv2.INTER_CUBIC,
            ).reshape(count, p.size, p.size)
        return out

    def likeness(self, matrix: np.ndarray) -> np.ndarray:
        """``(n,)`` correlation of each patch with the frame at ``matrix``, 0 where either is flat."""
        a, b = self.patches.values, self.sampled(matrix)
        a = a - a.mean(axis=(1, 2), keepdims=True)
        b = b - b.mean(axis=(1, 2), keepdims=True)
        power = np.sqrt(np.einsum("nij,nij->n", a, a) * np.einsum("nij,nij->n", b, b))
        return np.asarray(np.einsum("nij,nij->n", a, b) / np.maximum(power, 1e-12)).astype(np.float64)

    def observed(self, matrix: np.ndarray) -> Observed:
        """The displacements that are left when the motion is ``matrix``."""
        p = self.patches
        sampled = self.sampled(matrix)
        w, gw = _normalised(sampled)
        scale = 1 / np.maximum(p.spread, 1e-6)
        inner = slice(1, -1)
        r = (p.values - p.values.mean(axis=(1, 2), keepdims=True)) * scale[:, None, None]
        gr = p.gradient * scale[:, None, None]
        error = (w - r)[:, inner, inner]
        gr = gr[:, :, inner, inner]
        g = (gr + gw) / 2
        cross = np.einsum("anij,bnij->nab", gr, gw, optimize=True).astype(np.float64)
        tensor = (cross + cross.transpose(0, 2, 1)) / 2
        shift = -np.einsum("anij,nij->na", g, error, optimize=True).astype(np.float64)
        power = np.einsum("anij,bnij->nab", g, g, optimize=True).astype(np.float64)
        likeness = np.einsum("nij,nij->n", w, r) / r[0].size if len(r) else np.zeros(0)
        noise = np.einsum("nij,nij->n", error, error) / max(1, error[0].size if len(error) else 1)
        found = _says_something(tensor, power, likeness, shift)
        covariance = noise[:, None, None] * power + _MODEL_ERROR**2 * tensor @ tensor
        # Never quite singular: a patch of parallel lines without noise knows nothing along them.
        least = 1e-6 * np.trace(covariance, axis1=1, axis2=2) + 1e-9
        covariance += least[:, None, None] * np.eye(2)
        # Whitening: C⁻¹ = Lᵀ L with L the inverse of C's Cholesky factor.
        lower = np.linalg.inv(np.linalg.cholesky(covariance))
        here = p.centres
        return Observed(
            here,
            mapped(matrix, here),
            lower @ tensor / p.r,
            (lower @ shift[..., None])[..., 0],
            likeness,
            found,
        )


def _says_something(tensor: np.ndarray, power: np.ndarray, likeness: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Patches whose structure is shared, and whose step is not far outside what a patch can tell."""
    shared = np.trace(tensor, axis1=1, axis2=2) > 0.15 * np.trace(power, axis1=1, axis2=2)
    values, vectors = np.linalg.eigh(tensor) if len(tensor) else (np.zeros((0, 2)), np.zeros((0, 2, 2)))
    along = np.einsum("nij,ni->nj", vectors, shift)  # the step in the tensor's own axes
    strong = values > 0.1 * np.maximum(values[:, 1:], 1e-9)
    step = np.where(strong, along / np.maximum(values, 1e-9), 0.0)
    near = (np.abs(step) <= _LOST).all(axis=1)
    return np.asarray(shared & near & (likeness > 0.3) & (values[:, 0] > -0.05 * values[:, 1]))


def _detail(values: np.ndarray) -> np.ndarray:
    """``(n,)`` standard deviation of patches about their planes: what is more than a smooth run of light."""
    ramp = np.arange(values.shape[-1], dtype=np.float32)
    ramp = (ramp - ramp.mean()) / np.float32(max(ramp.std(), 1e-6))
    across, down = values.mean(axis=1) @ ramp / len(ramp), values.mean(axis=2) @ ramp / len(ramp)
    rest = values.var(axis=(1, 2)) - across**2 - down**2
    return np.asarray(np.sqrt(np.maximum(rest, 0)))


def _normalised(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Patches at zero mean and unit variance, and their gradient ``(2, n, P - 2, P - 2)``."""
    values = values - values.mean(axis=(1, 2), keepdims=True)
    values *= 1 / np.maximum(values.std(axis=(1, 2)), 1e-6)[:, None, None]
    gx = (values[:, 1:-1, 2:] - values[:, 1:-1, :-2]) / 2
    gy = (values[:, 2:, 1:-1] - values[:, :-2, 1:-1]) / 2
    return values, np.stack([gx, gy])


def _blurred(windows: np.ndarray, sigma: float) -> np.ndarray:
    """Each window blurred, all in one call; rows next to a neighbour's are only margin."""
    import cv2

    if not len(windows):
        return windows
    n, size, _ = windows.shape
    k = 2 * int(np.ceil(2.5 * sigma)) + 1
    return cv2.GaussianBlur(windows.reshape(n * size, size), (k, k), sigma).reshape(windows.shape)


def full_size(points: np.ndarray, r: int) -> np.ndarray:
    """Pixel coordinates of a level reduced by ``r``, at full size: pixel centres at integers in both."""
    return np.asarray(points * r + (r - 1) / 2)


def level_pixels(points: np.ndarray, r: int) -> np.ndarray:
    """The inverse of :func:`full_size`."""
    return np.asarray((points - (r - 1) / 2) / r)


def level_matrix(matrix: np.ndarray, r: int) -> np.ndarray:
    """A full-size homography between two pictures reduced by ``r``."""
    up = np.array([[r, 0, (r - 1) / 2], [0, r, (r - 1) / 2], [0, 0, 1]], dtype=np.float64)
    level = np.linalg.inv(up) @ matrix @ up
    return np.asarray(level / level[2, 2])


def tiled(shape: tuple[int, int], size: int) -> np.ndarray:
    """``(n, 2)`` first pixels of squares that tile a level."""
    h, w = shape
    y, x = (np.arange(4, max(5, side - size - 3), size) for side in (h, w))
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def chosen(reference: np.ndarray, warped: np.ndarray, size: int, cells: tuple[int, int]) -> np.ndarray:
    """In each of ``cells`` (across, down), the square with the most structure in two directions that both show.

    Args:
        reference, warped: ``(h, w)`` float32, aligned and on the common scale.
        size: the squares' side in their pixels.

    Returns:
        ``(n, 2)`` float64, the squares' centres.
    """
    import cv2

    gx, gy = ([cv2.Sobel(p, cv2.CV_32F, dx, dy, ksize=3) for p in (reference, warped)] for dx, dy in ((1, 0), (0, 1)))
    box = (max(3, size | 1),) * 2
    xx = cv2.boxFilter(gx[0] * gx[1], -1, box)
    yy = cv2.boxFilter(gy[0] * gy[1], -1, box)
    xy = cv2.boxFilter((gx[0] * gy[1] + gy[0] * gx[1]) / 2, -1, box)
    least = (xx + yy) / 2 - np.sqrt((xx - yy) ** 2 / 4 + xy * xy)
    # Edges alone still tell about one direction: they count a little.
    score = np.maximum(least, 0) + 0.05 * np.maximum(xx + yy, 0)
    h, w = score.shape
    margin = size // 2 + 2
    if min(h, w) <= 2 * margin + 2:
        return np.zeros((0, 2))
    found = []
    xs = np.linspace(margin, w - margin, cells[0] + 1).astype(int)
    ys = np.linspace(margin, h - margin, cells[1] + 1).astype(int)
    for y0, y1 in pairwise(ys):
        for x0, x1 in pairwise(xs):
            cell = score[y0:y1, x0:x1]
            if cell.size and cell.max() > 1e-8:
                y, x = np.unravel_index(int(np.argmax(cell)), cell.shape)
                found.append((x0 + x, y0 + y))
    return np.array(found, dtype=np.float64).reshape(-1, 2)
