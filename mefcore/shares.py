"""Blend weights that give each frame a share of the picture one asks for, and stay as local as they were.

Each frame's weights are multiplied by one factor and brought back to the simplex, node by node, and the factors are
those for which the mean over the picture of each frame's weight is its share: iterative proportional fitting (Deming
and Stephan, 1940), here as the convex problem it solves, by Newton's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mefcore.blend import WeightGrid, axis_cells, depth_cells
from mefcore.errors import RecipeError
from mefcore.memo import kept_with_owner
from mefcore.nudges import LEAST

if TYPE_CHECKING:
    from mefcore.pipeline import Prediction

_NEAR = 1e-7
_STEPS = 60


def with_shares(prediction: Prediction, grid: WeightGrid, shares: Sequence[float]) -> WeightGrid:
    """The grid with ``shares`` of the picture, ``(K,)`` that sum to 1; itself where there are none.

    A grid of one node gets them as they are.  A frame of share 0 is nowhere in the picture, and one of share 1 alone.

    Raises:
        RecipeError: as many shares as the bracket has frames are needed.
    """
    if not shares:
        return grid
    frames = len(grid.values)
    if len(shares) != frames:
        raise RecipeError(
            f"the recipe weighs {len(shares)} frames, and this bracket has {frames}",
            hint="reset the weights to the network's",
        )
    wanted = np.array(shares, np.float64)
    wanted /= wanted.sum()
    shown = wanted > 0
    if grid.uniform or shown.sum() == 1:
        return WeightGrid(wanted.astype(np.float32).reshape(-1, 1, 1, 1), grid.guide)
    values = np.zeros(grid.values.shape, np.float64)
    known = np.maximum(grid.values[shown].reshape(shown.sum(), -1), LEAST).astype(np.float64)
    fitted = known * np.exp(_factors(known, masses(prediction, grid), wanted[shown]))[:, None]
    values[shown] = (fitted / fitted.sum(0)).reshape(-1, *values.shape[1:])
    return WeightGrid(values.astype(np.float32), grid.guide)


def _factors(values: np.ndarray, mass: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Logarithms of the factors, ``(K,)``: where ``sum mass log(sum values exp(f)) - wanted f`` is least."""
    logs = np.log(values)

    def at(factors: np.ndarray) -> tuple[float, np.ndarray]:
        logits = logs + factors[:, None]
        top = logits.max(0)
        parts = np.exp(logits - top)
        total = parts.sum(0)
        parts /= total
        return float(mass @ (top + np.log(total)) - wanted @ factors), parts

    factors = np.zeros(len(wanted))
    height, parts = at(factors)
    for _ in range(_STEPS):
        means = parts @ mass
        slope = means - wanted
        if np.abs(slope).max() < _NEAR:
            break
        curvature = np.diag(means) - (parts * mass) @ parts.T
        # One direction, all factors alike, changes nothing; the least addition makes the matrix invertible.
        step = -np.linalg.solve(curvature + 1e-9 * np.eye(len(wanted)) + 1.0 / len(wanted), slope)
        step *= min(1.0, 4.0 / np.abs(step).max())
        for _ in range(30):
            following, changed = at(factors + step)
            if following <= height + 1e-4 * (slope @ step) or np.abs(step).max() < 1e-9:
                break
            step /= 2
        factors, height, parts = factors + step, following, changed
    return factors


def masses(prediction: Prediction, grid: WeightGrid) -> np.ndarray:
    """How much of the picture each node of a grid weighs, ``(D Y X,)`` that sum to 1; thumbnails say it well enough.

    The mean of a frame's weight is then the sum of its values by these masses, whatever the values are.
    """
    return _masses(prediction, grid.values.shape[1:], grid.guide.tobytes())


@kept_with_owner(16)
def _masses(prediction: Prediction, shape: tuple[int, int, int], guide: bytes) -> np.ndarray:
    frames = list(prediction.inputs)
    depth, rows, columns = shape
    height, width = frames[0].shape[:2]
    y, fy = axis_cells(0.0, 1.0, height, rows)
    x, fx = axis_cells(0.0, 1.0, width, columns)
    z, fz = depth_cells(frames, np.frombuffer(guide, np.float32), depth)
    total = np.zeros(depth * rows * columns)
    for deep, low, right in np.ndindex(2, 2, 2):
        share = (fz if deep else 1 - fz) * (fy if low else 1 - fy)[:, None] * (fx if right else 1 - fx)
        node = np.minimum(z + deep, depth - 1) * rows + np.minimum(y + low, rows - 1)[:, None]
        node = node * columns + np.minimum(x + right, columns - 1)
        total += np.bincount(node.ravel(), share.ravel().astype(np.float64), total.size)
    total /= height * width
    total.flags.writeable = False
    return total
