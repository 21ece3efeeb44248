"""A bracket's picture at the size of a thumbnail: the same network, LUT and engine, on small frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mefcore import pipeline
from mefcore.bracket import Bracket, Frame
from mefcore.errors import RecipeError
from mefcore.job import SILENT, Job
from mefcore.recipe import Recipe

GRID = 17
"""Lattice points per axis; at this size nobody sees the difference from more."""


@dataclass(frozen=True, eq=False)
class Quick:
    """Small frames, dark to bright, and what the network says of them; any recipe's picture is made from this."""

    bracket: Bracket
    prediction: pipeline.Prediction

    @property
    def nbytes(self) -> int:
        """Of the frames, which take the most of it."""
        return sum(p.nbytes for p in self.bracket.pixels) + self.prediction.inputs.nbytes


def look_at(frames: Sequence[Frame], *, job: Job = SILENT) -> Quick:
    """Ask the network about small frames of one bracket.

    Raises:
        BracketError: they do not make a bracket.
        ModelError: the network's weights.
    """
    bracket = Bracket.of(frames)
    job.check()
    return Quick(bracket, pipeline.infer(pipeline.thumbnails(bracket)))


def picture(quick: Quick, recipe: Recipe, *, job: Job = SILENT) -> np.ndarray:
    """``(h, w, 3)`` uint8, sRGB-encoded, as ``recipe`` wants it.

    The frames are taken as they are: what aligning and deghosting do is smaller than a pixel here.  What a recipe holds
    of another bracket, or of another network, is left out.

    Raises:
        RecipeError: the recipe fits no bracket of so many frames.
        Cancelled: ``job`` was cancelled.
    """
    recipe = recipe.with_(grid=min(recipe.grid, GRID))
    if quick.prediction.local is None and recipe.local > 0:
        recipe = recipe.with_(local=0.0)
    try:
        return _apply(quick, recipe, job)
    except RecipeError:
        return _apply(quick, recipe.with_(found=None, nudges=(), weights=()), job)


def _apply(quick: Quick, recipe: Recipe, job: Job) -> np.ndarray:
    from mefcore.engine import select

    lut = pipeline.bake(quick.prediction, recipe, job=job)
    return pipeline.apply(quick.bracket.pixels, quick.prediction, lut, recipe, select("auto"), dtype=np.uint8, job=job)
