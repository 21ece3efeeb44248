"""Nudges: more, or less, of one frame around a place of the picture, without a brush and without an edge.

A nudge raises the frame's logit in the weight grid, most where the cursor was and fading over the cells around, in
place and in brightness; so it stops at edges as the weights do, and the blend stays a blend.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mefcore.blend import LUMA, NODES, WeightGrid
from mefcore.bracket import full_scale
from mefcore.errors import RecipeError
from mefcore.found import Nudge

REACH = 0.08
"""Standard deviation over the picture, as a fraction of its width and of its height: about a cell and a quarter."""
REACH_LUMA = 0.15
"""Standard deviation over luma: about one node."""
AREA = 0.01
"""Half the side of what counts as under the cursor, as a fraction of the shorter side."""
LEAST = 1e-4
"""A weight of nothing, as a logit: what an ordinary nudge can still bring back."""


def nudged(grid: WeightGrid, nudges: Sequence[Nudge]) -> WeightGrid:
    """The grid after some nudges; their order does not matter.

    Raises:
        RecipeError: a nudge is of a frame that is not there.
    """
    if not nudges:
        return grid
    values = grid.values
    if grid.uniform:
        values = np.broadcast_to(values, (len(values), *NODES))
    logits = np.log(np.maximum(values, LEAST)).astype(np.float64)
    for nudge in nudges:
        if nudge.frame >= len(logits):
            raise RecipeError(
                f"the recipe nudges frame {nudge.frame + 1}, and there are {len(logits)}",
                hint="open the bracket it was made for",
            )
        logits[nudge.frame] += nudge.amount * _bump(nudge, values.shape[1:])
    weights = np.exp(logits - logits.max(0))
    return WeightGrid((weights / weights.sum(0)).astype(np.float32), grid.guide)


def _bump(nudge: Nudge, shape: tuple[int, ...]) -> np.ndarray:
    """``(D, Y, X)``: 1 at the nudge's place, falling to 0."""
    depth, rows, columns = shape
    luma = np.linspace(0, 1, depth) if depth > 1 else np.array([nudge.luma])
    y, x = (np.arange(rows) + 0.5) / rows, (np.arange(columns) + 0.5) / columns
    return np.einsum(
        "d,y,x->dyx",
        _bell(luma - nudge.luma, REACH_LUMA),
        _bell(y - nudge.y, max(REACH, 0.5 / rows)),
        _bell(x - nudge.x, max(REACH, 0.5 / columns)),
    )


def _bell(distance: np.ndarray, reach: float) -> np.ndarray:
    return np.exp(-0.5 * (distance / reach) ** 2)


class Aim(NamedTuple):
    """What is under the cursor: the best-exposed frame's index, and the luma of the guide blend."""

    frame: int
    luma: float


def aim(frames: Sequence[np.ndarray], grid: WeightGrid, x: float, y: float) -> Aim:
    """What a nudge at a place would raise.

    Args:
        frames: K of the bracket's, ``(H, W, 3)``, of any size.
        x, y: the place, as fractions of width and height.

    Returns:
        the frame whose luma around the place is nearest the middle, of those that are nowhere clipped there if there is
        one.
    """
    height, width = frames[0].shape[:2]
    reach = max(1, round(AREA * min(height, width)))
    row, column = min(int(y * height), height - 1), min(int(x * width), width - 1)
    place = np.s_[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]
    means = np.stack([f[place].mean((0, 1), dtype=np.float64) / full_scale(f.dtype) for f in frames])
    luma = means @ LUMA
    clipped = ~((means > 0.06) & (means < 0.94)).all(1)
    frame = int(np.argmin(np.abs(luma - 0.5) + 10 * clipped))
    return Aim(frame, float(np.clip(grid.guide @ luma, 0, 1)))
