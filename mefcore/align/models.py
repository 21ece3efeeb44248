"""Motion models fitted to patches: translation, similarity, homography; the simplest that explains them is chosen.

Coordinates are taken from the picture's centre in units of half its larger side, so that all parameters of

    H = [[1 + p0, p1, p2], [p3, 1 + p4, p5], [p6, p7, 1]]

are of one size.  A weak prior keeps what no patch tells (the far corner of a picture with structure on one side only)
near what hands and tripods do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from mefcore.align.motion import corners, mapped
from mefcore.align.patches import Observed

Model = Literal["translation", "similarity", "homography"]
MODELS: tuple[Model, ...] = ("translation", "similarity", "homography")

_BASIS: dict[Model, np.ndarray] = {
    "translation": np.eye(8)[:, [2, 5]],
    "similarity": np.stack(
        [np.eye(8)[2], np.eye(8)[5], np.eye(8)[0] + np.eye(8)[4], np.eye(8)[3] - np.eye(8)[1]], axis=1
    ),
    "homography": np.eye(8),
}
_PRIOR = 1 / np.array([0.05, 0.04, 0.3, 0.04, 0.05, 0.3, 0.02, 0.02]) ** 2
"""Inverse variances of the parameters."""
_SHEAR = 1 / 0.01**2
"""Inverse variance of what an affinity has beyond a similarity: p0 - p4 and p1 + p3."""
_TUKEY = 4.7
_LEAST_SCALE = 0.7
_DOUBT = 3.0


@dataclass(frozen=True, eq=False)
class Fit:
    """A model's answer.

    Attributes:
        matrix: ``(3, 3)`` float64 at full size.
        model: which.
        weights: ``(n,)`` in ``[0, 1]``, each patch's say; 0 for an outlier.
        scale: how much larger residuals are than noise explains.
        deviation: standard deviation of the corners' positions in full-size pixels, the largest of the four.
    """

    matrix: np.ndarray
    model: Model
    weights: np.ndarray
    scale: float
    deviation: float


class Normalised:
    """The normalised coordinates of a picture of ``size`` (width, height)."""

    def __init__(self, size: tuple[int, int]) -> None:
        half = max(size) / 2
        self.size = size
        self.half = half
        self.up = np.array([[half, 0, (size[0] - 1) / 2], [0, half, (size[1] - 1) / 2], [0, 0, 1]])
        self.down = np.linalg.inv(self.up)

    def matrix(self, p: np.ndarray) -> np.ndarray:
        """The full-size matrix of parameters ``(8,)``."""
        h = self.up @ np.array([[1 + p[0], p[1], p[2]], [p[3], 1 + p[4], p[5]], [p[6], p[7], 1]]) @ self.down
        return np.asarray(h / h[2, 2])

    def parameters(self, matrix: np.ndarray) -> np.ndarray:
        """The inverse of :meth:`matrix`."""
        h = self.down @ matrix @ self.up
        h = h / h[2, 2]
        return np.array([h[0, 0] - 1, h[0, 1], h[0, 2], h[1, 0], h[1, 1] - 1, h[1, 2], h[2, 0], h[2, 1]])

    def jacobian(self, points: np.ndarray, p: np.ndarray) -> np.ndarray:
        """``(n, 2, 8)``: how full-size positions of ``(n, 2)`` full-size points change with the parameters."""
        q = mapped(self.down, points)
        x, y = q[:, 0], q[:, 1]
        w = 1 / (p[6] * x + p[7] * y + 1)
        u = ((1 + p[0]) * x + p[1] * y + p[2]) * w
        v = (p[3] * x + (1 + p[4]) * y + p[5]) * w
        j = np.zeros((len(x), 2, 8))
        j[:, 0, 0], j[:, 0, 1], j[:, 0, 2] = x * w, y * w, w
        j[:, 1, 3], j[:, 1, 4], j[:, 1, 5] = x * w, y * w, w
        j[:, 0, 6], j[:, 0, 7] = -u * x * w, -u * y * w
        j[:, 1, 6], j[:, 1, 7] = -v * x * w, -v * y * w
        return j * self.half


def fit(seen: Observed, size: tuple[int, int], model: Model, start: np.ndarray, scale: float | None = None) -> Fit:
    """The model that most patches agree on, by iteratively reweighted least squares.

    Args:
        seen: what patches say; those not found have no say.
        size: the picture's (width, height).
        start: matrix to start from, any homography: its nearest of ``model`` is taken.
        scale: how much larger residuals are than noise explains, if that is known.
    """
    unit, basis = Normalised(size), _BASIS[model]
    theta = _nearest(unit, basis, start)
    prior = _prior(basis)
    usable = seen.found.astype(np.float64)
    weights, known = usable, scale is not None
    s = scale or 1.0
    normal = np.eye(basis.shape[1])
    for turn in range(12):
        p = basis @ theta
        residual = _residual(seen, unit.matrix(p))
        size_of = np.linalg.norm(residual, axis=1)
        if not known:
            s = _scale(size_of[seen.found])
        z = size_of / s
        # Cauchy's weights find the crowd from afar, Tukey's then leave out who does not belong.
        tukey = np.where(z < _TUKEY, (1 - (z / _TUKEY) ** 2) ** 2, 0.0)
        weights = usable * (1 / (1 + (z / 2.4) ** 2) if turn < 5 else tukey)
        j = seen.tensor @ unit.jacobian(seen.here, p) @ basis
        jw = j * weights[:, None, None]
        normal = np.einsum("nak,nal->kl", jw, j) / s**2 + prior
        step = np.linalg.solve(normal, np.einsum("nak,na->k", jw, residual) / s**2 - prior @ theta)
        theta = theta + step
        if turn > 6 and np.abs(step).max() * unit.half < 1e-3:
            break
    p = basis @ theta
    at_corners = unit.jacobian(corners(size), p) @ basis
    spread = at_corners @ np.linalg.inv(normal) @ at_corners.transpose(0, 2, 1)
    deviation = float(np.sqrt(np.trace(spread, axis1=1, axis2=2).max()))
    return Fit(unit.matrix(p), model, weights, s, deviation)


def misfit(seen: Observed, matrix: np.ndarray, scale: float) -> np.ndarray:
    """``(n,)``: squared residual of each patch in units of its own uncertainty, cut at 9; 0 for those not found."""
    z = np.linalg.norm(_residual(seen, matrix), axis=1) / scale
    return np.where(seen.found, np.minimum(z * z, 9.0), 0.0)


def select(seen: Observed, size: tuple[int, int], start: np.ndarray, folds: int = 4) -> Fit | None:
    """The simplest model that foretells patches it was not fitted to about as well as any; None for no motion.

    Cross-validation with the rule of one standard error (Breiman et al., 1984), of :data:`_DOUBT` for no motion.
    """
    best = fit(seen, size, "homography", start)
    fold = _folds(seen.here, size, folds)
    losses = {model: np.zeros(len(seen.found)) for model in MODELS}
    for model, loss in losses.items():
        for k in range(folds):
            away = replace(seen, found=seen.found & (fold != k))
            if np.count_nonzero(away.found) < 6:
                loss[fold == k] = 9.0 * seen.found[fold == k]
                continue
            left_out = fit(away, size, model, best.matrix, best.scale)
            loss[fold == k] = misfit(seen, left_out.matrix, best.scale)[fold == k]
    least = min(losses.values(), key=np.sum)
    if _as_good(misfit(seen, np.eye(3), best.scale), least, _DOUBT):
        return None
    for model, loss in losses.items():
        if model != "homography" and _as_good(loss, least, 1.0):
            return fit(seen, size, model, best.matrix, best.scale)
    return best


def _as_good(loss: np.ndarray, least: np.ndarray, doubt: float) -> bool:
    """Whether patches' losses exceed the least by no more than ``doubt`` standard errors of the difference."""
    more = loss - least
    return bool(more.sum() <= doubt * np.sqrt((more * more).sum()))


def _folds(points: np.ndarray, size: tuple[int, int], folds: int) -> np.ndarray:
    """Blocks of the picture dealt out to folds, so that a fold's patches have no close neighbours in others."""
    block = np.floor(points / (max(size) / 8)).astype(np.int64)
    return np.asarray((block[:, 0] + 2 * block[:, 1]) % folds)


def _residual(seen: Observed, matrix: np.ndarray) -> np.ndarray:
    """``(n, 2)`` whitened b - T d."""
    d = mapped(matrix, seen.here) - seen.there
    return np.asarray(seen.shift - (seen.tensor @ d[..., None])[..., 0])


def _scale(sizes: np.ndarray) -> float:
    """From the median length of two-dimensional residuals; a Rayleigh variable's median is 1.177."""
    return max(_LEAST_SCALE, float(np.median(sizes)) / 1.177) if len(sizes) else 1.0


def _prior(basis: np.ndarray) -> np.ndarray:
    """Precision of the model's own parameters."""
    shear = np.zeros((8, 8))
    for a, b, sign in ((0, 4, -1), (1, 3, 1)):
        v = np.zeros(8)
        v[a], v[b] = 1, sign
        shear += _SHEAR * np.outer(v, v)
    return np.asarray(basis.T @ (np.diag(_PRIOR) + shear) @ basis)


def _nearest(unit: Normalised, basis: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Parameters of the model that puts the corners nearest to where ``matrix`` does."""
    if basis.shape[1] == 8:
        return unit.parameters(matrix)
    points = corners(unit.size)
    j = (unit.jacobian(points, np.zeros(8)) @ basis).reshape(8, -1)
    return np.linalg.lstsq(j, (mapped(matrix, points) - points).reshape(8), rcond=None)[0]
