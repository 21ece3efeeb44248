"""What is done to a recipe's LUT last: it fades where the picture has no colours, and its lattice is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mefcore.job import SILENT, Job
from mefcore.lut.coverage import FINEST, Fade, picked
from mefcore.memo import kept_with_owner
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mefcore.lut.grid import Lut3D
    from mefcore.pipeline import Prediction

_BLENDS, _FADES = 2, 4
"""Kept with a prediction for the next question: 7 MB for each blend, and 0.15 MB for each fade."""


def picks(pixels: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
    """The same pixels picked from every frame of a bracket, for :class:`~mefcore.pipeline.Prediction`."""
    return tuple(picked(frame) for frame in pixels)


def colours_of(prediction: Prediction, recipe: Recipe) -> np.ndarray:
    """The picture's colours before the LUT: ``(h, w, 3)`` float32, sRGB-encoded, at the pixels picked from the frames,
    or at those of the thumbnails where none were picked.

    Raises:
        RecipeError, ModelError: see :func:`mefcore.pipeline.weights_of`.
    """
    return _colours(prediction, _weighing(recipe))


def fade_of(prediction: Prediction, recipe: Recipe, size: int | None = None) -> Fade | None:
    """What a recipe's LUT fades by; None where it does not.

    Args:
        size: points per axis of the lattice it is for, by default the recipe's: a coarse one needs a wide margin.

    Raises:
        RecipeError, ModelError: see :func:`mefcore.pipeline.weights_of`.
    """
    if recipe.fade == 0:
        return None
    return _fade(prediction, _weighing(recipe), recipe.fade, min(size or recipe.grid, FINEST))


def repaired(lut: Lut3D, recipe: Recipe, *, job: Job = SILENT) -> Lut3D:
    """The lattice, mended if the recipe says so.

    Raises:
        Cancelled: the job was cancelled.
    """
    if recipe.repair == "off":
        return lut
    from mefcore.lut.repair import repair

    return repair(lut, neutral=recipe.repair == "neutral", job=job).lut


def _weighing(recipe: Recipe) -> Recipe:
    """A recipe with only what weights depend on."""
    return Recipe(local=recipe.local, weights=recipe.weights, nudges=recipe.nudges, found=recipe.found)


@kept_with_owner(_BLENDS)
def _colours(prediction: Prediction, recipe: Recipe) -> np.ndarray:
    from mefcore.engine import select
    from mefcore.pipeline import weights_of

    frames = list(prediction.picks or prediction.inputs)
    blend = select("cpu").apply(frames, weights_of(prediction, recipe), None, dtype=np.float32)
    blend.flags.writeable = False
    return blend


@kept_with_owner(_FADES)
def _fade(prediction: Prediction, recipe: Recipe, amount: float, n: int) -> Fade:
    return Fade.of(_colours(prediction, recipe), amount, n)
