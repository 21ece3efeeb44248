"""A series of brackets: one look for all of them, or looks that change calmly from one to the next.

What the network says of each bracket by itself differs a little from bracket to bracket, which shows as flicker in a
time-lapse and as rooms that do not belong together.  Its weights lie on a simplex and its LUT is a code that one
function reads, so both can be handed on and averaged; the result is kept as what refining finds is kept (:mod:`mefcore.
found`), and every picture stays one blend and one LUT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mefcore import pipeline
from mefcore.blend import LUMA
from mefcore.errors import BracketError, RecipeError
from mefcore.found import Found
from mefcore.job import SILENT, Job
from mefcore.parameter import LOOK_SECTIONS
from mefcore.pipeline import Prediction
from mefcore.recipe import Recipe

EVERY = 2
"""Every so-manieth pixel of the thumbnails is kept: enough for means, and a series may be long."""
GRID = 17
_EXPOSURE = 4.0


@dataclass(frozen=True, eq=False)
class Member:
    """One bracket of a series: what the network says of it, and how it is edited; see :func:`member`."""

    prediction: Prediction
    recipe: Recipe

    @property
    def frames(self) -> int:
        return len(self.prediction.weights)


@dataclass(frozen=True)
class Tone:
    """The mean of a picture: luma from 0 to 255, and a* and b* of CIELAB."""

    luma: float
    a: float
    b: float


def member(prediction: Prediction, recipe: Recipe) -> Member:
    """A bracket for a series; what it holds of a refinement that does not fit it is left out."""
    small = np.ascontiguousarray(prediction.inputs[:, ::EVERY, ::EVERY])
    shrunk = replace(prediction, inputs=small)
    if recipe.local > 0 and prediction.local is None:
        recipe = recipe.with_(local=0.0)
    try:
        pipeline.weights_of(shrunk, recipe)
    except RecipeError:
        recipe = recipe.with_(found=None, nudges=(), weights=())
    return Member(shrunk, recipe)


def tone(one: Member) -> Tone:
    """Of the picture that a member's recipe makes."""
    from mefcore.color import srgb_to_lab

    pixels = _picture(one)
    lab = srgb_to_lab(pixels.reshape(-1, 3).astype(np.float64)).mean(0)
    return Tone(float(255 * (pixels @ np.array(LUMA)).mean()), float(lab[1]), float(lab[2]))


def flicker(values: Sequence[float]) -> float:
    """How unsteady a series is: the mean distance of each value from the middle of its two neighbours; 0 for fewer
    than three.  A steady rise, such as a sunrise, is no flicker."""
    v = np.asarray(values, np.float64)
    return float(np.abs(v[1:-1] - (v[:-2] + v[2:]) / 2).mean()) if len(v) > 2 else 0.0


def taken_over(hero: Member, other: Member, *, edits: bool = True, lut: bool = True, weights: bool = False) -> Recipe:
    """``other``'s recipe with what is ``hero``'s.

    Args:
        edits: the look's parameters, and how strong and how local the network's answer is.
        lut: the LUT that the network found for it.
        weights: its blend weights too; what is given by hand then counts for all.

    Raises:
        BracketError: weights are wanted, and the brackets have different numbers of frames.
    """
    recipe = other.recipe
    if edits:
        recipe = recipe.pasted(hero.recipe, (*LOOK_SECTIONS, "lut"), other.frames)
        recipe = recipe.with_(local=hero.recipe.local if other.prediction.local is not None else 0.0)
    if weights:
        _check_alike([hero, other])
        recipe = recipe.with_(weights=hero.recipe.weights)
    if not (lut or weights):
        return recipe
    theirs, code = _answer(hero)
    own, own_code = _answer(Member(other.prediction, recipe))
    return _with(recipe, other, theirs if weights else own, code if lut else own_code)


def smoothed(
    members: Sequence[Member],
    radius: float,
    *,
    weights: bool = True,
    lut: bool = True,
    even: bool = True,
    job: Job = SILENT,
) -> tuple[Recipe, ...]:
    """Recipes that change calmly along a series, in its order.

    Args:
        radius: standard deviation of the Gaussian that is averaged with, in brackets; 0 changes nothing.
        weights, lut: what of the network's answers is averaged.
        even: also bring the mean brightness of each picture to that of its neighbours, by its exposure.

    Raises:
        BracketError: brackets of different numbers of frames, of which weights cannot be averaged.
        RecipeError: some are refined or local, and others are not, in ways that have no average.
        Cancelled: ``job`` was cancelled.
    """
    if radius <= 0 or len(members) < 2:
        return tuple(m.recipe for m in members)
    if weights:
        _check_alike(members)
    kernel = _kernel(len(members), radius)
    recipes = [m.recipe for m in members]
    if weights or lut:
        recipes = _averaged(members, kernel, weights, lut, job.part(0.0, 0.5))
    if even:
        recipes = _evened(members, recipes, kernel, job.part(0.5, 1.0))
    return tuple(recipes)


def _averaged(members: Sequence[Member], kernel: np.ndarray, weights: bool, lut: bool, job: Job) -> list[Recipe]:
    answers = []
    for i, one in enumerate(members):
        job.progress(i / len(members))
        answers.append(_answer(one))
    grids, codes = [a[0] for a in answers], [a[1] for a in answers]
    if weights and len({g.shape for g in grids}) > 1:
        raise RecipeError("some of these brackets have local weights and others have not", hint="give all one Local")
    recipes = []
    for i, one in enumerate(members):
        job.check()
        row = kernel[i]
        near = np.flatnonzero(row > 1e-6)
        grid = sum(row[j] * grids[j].astype(np.float64) for j in near) if weights else grids[i]
        code = sum(row[j] * codes[j].astype(np.float64) for j in near) if lut else codes[i]
        recipes.append(_with(one.recipe, one, np.asarray(grid), np.asarray(code)))
    return recipes


def _evened(members: Sequence[Member], recipes: Sequence[Recipe], kernel: np.ndarray, job: Job) -> list[Recipe]:
    lumas = []
    for i, (one, recipe) in enumerate(zip(members, recipes, strict=True)):
        job.progress(0.3 * i / len(members))
        lumas.append(tone(Member(one.prediction, recipe)).luma)
    wanted = (kernel @ np.array(lumas)).tolist()
    made = []
    for i, (one, recipe) in enumerate(zip(members, recipes, strict=True)):
        job.progress(0.3 + 0.7 * i / len(members))
        made.append(_exposed(one, recipe, lumas[i], wanted[i]))
    return made


def _exposed(one: Member, recipe: Recipe, luma: float, wanted: float) -> Recipe:
    """With the exposure that gives the wanted mean luma; three steps of the secant are more than enough."""
    known = [(recipe.exposure, luma - wanted)]
    step = 0.2 if luma < wanted else -0.2
    exposure = recipe.exposure + step
    for _ in range(3):
        if abs(known[-1][1]) < 0.02:
            break
        exposure = min(max(exposure, -_EXPOSURE), _EXPOSURE)
        known.append((exposure, tone(Member(one.prediction, recipe.with_(exposure=exposure))).luma - wanted))
        (x0, y0), (x1, y1) = known[-2:]
        if y1 == y0:
            break
        exposure = x1 - y1 * (x1 - x0) / (y1 - y0)
    best = min(known, key=lambda k: abs(k[1]))[0]
    return recipe.with_(exposure=best) if best != recipe.exposure else recipe


def _answer(one: Member) -> tuple[np.ndarray, np.ndarray]:
    """The weights ``(K, D, Y, X)`` and the code ``(C, n, n, n)`` that a recipe is made with."""
    known = pipeline.refined(one.prediction, one.recipe)
    chosen = pipeline.local_of(known) if one.recipe.local > 0 else known.overall
    return chosen.weights.values, chosen.lut.latent[0].cpu().numpy()


def _with(recipe: Recipe, one: Member, weights: np.ndarray, code: np.ndarray) -> Recipe:
    found = Found.of(
        weights / weights.sum(0, keepdims=True),
        code,
        model=one.prediction.model_id,
        local=recipe.local > 0,
        before=1.0,
        after=1.0,
        series=True,
    )
    return recipe.with_(found=found)


def _picture(one: Member) -> np.ndarray:
    """``(h, w, 3)`` float32."""
    from mefcore.engine import select

    recipe = one.recipe.with_(grid=GRID)
    lut = pipeline.bake(one.prediction, recipe)
    frames = list(one.prediction.inputs)
    return pipeline.apply(frames, one.prediction, lut, recipe, select("auto"), dtype=np.float32)


def _kernel(count: int, radius: float) -> np.ndarray:
    """``(count, count)``: the weights, which add up to 1 in each row, with which each place is averaged."""
    places = np.arange(count)
    kernel = np.exp(-0.5 * ((places[:, None] - places[None]) / radius) ** 2)
    return kernel / kernel.sum(1, keepdims=True)


def _check_alike(members: Sequence[Member]) -> None:
    counts = sorted({m.frames for m in members})
    if len(counts) > 1:
        told = " and ".join(map(str, counts))
        raise BracketError(
            f"brackets of {told} frames have no weights in common",
            hint="leave the weights as they are, or choose sets alike",
        )
