"""From frames to a picture: load → infer → bake → apply, each stage a plain function of what it reads.

``infer`` is slow and happens once per bracket; ``bake`` samples its continuous LUT on a lattice and is what the grid
slider re-runs; ``apply`` blends and looks up, at viewport size for the preview and at full size for the export, by
the same engine.  Nothing here imports torch until the first call of :func:`infer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mefcore.blend import WeightGrid, weights_at
from mefcore.bracket import Bracket, full_scale
from mefcore.errors import ModelError, RecipeError
from mefcore.finish import fade_of, repaired
from mefcore.found import Found
from mefcore.job import SILENT, Job
from mefcore.look.compose import ColourMap, compile_look
from mefcore.lut.coverage import Fade
from mefcore.lut.error import LatticeError, lattice_error, probe_points
from mefcore.lut.grid import Lut3D
from mefcore.memo import kept_with_owner
from mefcore.nudges import nudged
from mefcore.recipe import Recipe
from mefcore.shares import with_shares

if TYPE_CHECKING:
    from mefcore.engine import Engine
    from mefcore.lut.continuous import ContinuousLut
    from mefcore.nets.student import Student

THUMBNAIL = 128
"""Side of the square thumbnails the networks read (paper, section III)."""


@dataclass(frozen=True, eq=False)
class Look:
    """Blend weights and the LUT that goes with them.

    Attributes:
        weights: one weight per frame (a grid of one node), or local ones; on the simplex, in the bracket's order.
        lut: the continuous LUT to apply to the blend (paper eq. 1 and 5).
        probe: ``(n, 3)`` the LUT's value at :func:`~mefcore.lut.error.probe_points`, for measuring lattices.
    """

    weights: WeightGrid
    lut: ContinuousLut
    probe: np.ndarray


@dataclass(frozen=True, eq=False)
class Prediction:
    """What the network says about a bracket.

    Attributes:
        overall: the paper's global mode.
        local: with weights that follow place and brightness; None from a network without a local head.
        model_id: which weights answered.
        inputs: the thumbnails it read, ``(K, 128, 128, 3)`` float32.
        picks: pixels picked from the same places of every frame, for asking which colours the picture has.
    """

    overall: Look
    local: Look | None
    model_id: str
    inputs: np.ndarray
    picks: tuple[np.ndarray, ...] = ()

    @property
    def weights(self) -> np.ndarray:
        """``(K,)`` float32, the global weights (paper eq. 3)."""
        return self.overall.weights.guide

    @property
    def lut(self) -> ContinuousLut:
        """The LUT of the global mode."""
        return self.overall.lut


def thumbnails(bracket: Bracket) -> np.ndarray:
    """Area-averaged thumbnails of every frame: ``(K, 128, 128, 3)`` float32, sRGB-encoded, in ``[0, 1]``."""
    return np.stack([thumbnail(p) for p in bracket.pixels])


def thumbnail(pixels: np.ndarray) -> np.ndarray:
    """Area-averaged ``(128, 128, 3)`` float32 of ``(H, W, 3)`` pixels; aspect ratio is not kept, as in the paper."""
    import cv2  # here, not at the top: 60 ms that the editor's first window need not wait for

    small = cv2.resize(pixels, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return np.clip(small.astype(np.float32) / np.float32(full_scale(pixels.dtype)), 0.0, 1.0)


def infer(thumbs: np.ndarray, *, picks: tuple[np.ndarray, ...] = (), device: str = "cpu") -> Prediction:
    """Run the student on thumbnails ``(K, 128, 128, 3)`` float32 in ``[0, 1]``, dark to bright.

    Args:
        thumbs: the thumbnails.
        picks: of :func:`mefcore.finish.picks`, from the frames themselves; without them, a LUT that fades outside the
            picture's colours has to do with those of the thumbnails.
        device: for torch.

    Raises:
        ModelError: the weights are missing or do not fit.
    """
    from mefcore.nets.student import load_model  # imports torch

    return replace(predict(load_model(device), thumbs), picks=picks)


def predict(student: Student, thumbs: np.ndarray) -> Prediction:
    """As :func:`infer`, with a student of the caller's choice."""
    if getattr(student, "local", None) is None:
        weights, lut, model_id = student.infer(thumbs)
        return Prediction(look(WeightGrid.of(weights), lut), None, model_id, thumbs)
    found = student.infer_local(thumbs)
    return Prediction(
        look(WeightGrid.of(found.weights), found.lut),
        look(WeightGrid(found.grid, found.weights), found.local_lut),
        student.model_id,
        thumbs,
    )


def look(weights: WeightGrid, lut: ContinuousLut) -> Look:
    """Weights and LUT, probed."""
    return Look(weights, lut, lut.at(probe_points()))


def refined(prediction: Prediction, recipe: Recipe) -> Prediction:
    """The prediction with what the recipe found in the place of what the network said.

    Raises:
        RecipeError: it was found for another bracket or by another model, or is damaged.
    """
    found = recipe.found
    if found is None:
        return prediction
    frames = len(prediction.weights)
    if found.shape[0] != frames:
        raise RecipeError(
            f"the recipe was refined for {found.shape[0]} frames, and this bracket has {frames}",
            hint="refine this bracket anew",
        )
    latent = prediction.lut.latent
    if found.model != prediction.model_id or found.latent_shape != tuple(latent.shape[1:]):
        raise RecipeError(
            f"the recipe was refined with {found.model}, and this is {prediction.model_id}",
            hint="refine this bracket anew",
        )
    return _replaced(prediction, found)


@kept_with_owner(8)
def _replaced(prediction: Prediction, found: Found) -> Prediction:
    import torch

    weights, code = found.arrays()
    lut = prediction.lut.with_latent(torch.from_numpy(code)[None])
    if found.local:
        return replace(prediction, local=look(WeightGrid(weights, prediction.weights), lut))
    return replace(prediction, overall=look(WeightGrid.of(weights[:, 0, 0, 0]), lut))


def weights_of(prediction: Prediction, recipe: Recipe) -> WeightGrid:
    """The weights a recipe asks for: from global to local by ``recipe.local``, with the shares it gives, and nudged.

    Raises:
        RecipeError: see :func:`refined`; or shares or a nudge are of frames that are not there.
        ModelError: local weights of a network that has none.
    """
    known = refined(prediction, recipe)
    grid = known.overall.weights
    if recipe.local > 0:
        grid = local_of(known).weights.with_local(recipe.local, known.weights)
    return nudged(with_shares(prediction, grid, recipe.weights), recipe.nudges)


def mean_weights(prediction: Prediction, grid: WeightGrid) -> np.ndarray:
    """How much each frame weighs in the whole picture, ``(K,)`` that sum to 1; the thumbnails say that well enough."""
    if grid.uniform:
        return grid.values[:, 0, 0, 0]
    return weights_at(list(prediction.inputs), grid).mean((1, 2), dtype=np.float64)


def lut_of(prediction: Prediction, recipe: Recipe) -> ContinuousLut:
    """The network's continuous LUT that goes with :func:`weights_of`, at full strength and without the look."""
    known = refined(prediction, recipe)
    return known.overall.lut if recipe.local == 0 else known.overall.lut.mixed(local_of(known).lut, recipe.local)


def local_of(prediction: Prediction) -> Look:
    """The local look, where there is one.

    Raises:
        ModelError: the network has no local head.
    """
    if prediction.local is None:
        raise ModelError(f"{prediction.model_id} has no local weights", hint="choose --mode global, or Local 0 %")
    return prediction.local


@dataclass(frozen=True, eq=False)
class FinalLut:
    """The continuous function of a recipe: the network's LUT at its strength, then the look, then the fade.

    Attributes:
        network: the network's LUT.
        strength: how much of it.
        look: what comes after it; None for nothing.
        fade: what is left of both, colour by colour; None for everything.
    """

    network: ContinuousLut
    strength: float
    look: ColourMap | None
    fade: Fade | None = None

    def at(self, rgb: np.ndarray, *, job: Job = SILENT) -> np.ndarray:
        """The value at colours ``(..., 3)``, sRGB-encoded; inputs and outputs in ``[0, 1]``; float32."""
        colours = np.clip(np.asarray(rgb, np.float32), 0.0, 1.0)
        if self.strength > 0:
            colours = _mixed(colours, self.network.at(colours, job=job), self.strength)
        values = colours if self.look is None else self.look(colours)
        return values if self.fade is None else self.fade.function(np.clip(np.asarray(rgb, np.float32), 0, 1), values)

    def sample(self, n: int, *, job: Job = SILENT) -> Lut3D:
        """The lattice with ``n`` points per axis, evaluated at its nodes (nothing is resampled).

        Raises:
            ValueError: ``n`` out of 2 … 129.
            Cancelled: the job was cancelled.
        """
        return _finished(self.network.sample(n, job=job), self.strength, self.look, self.fade)


def final_of(prediction: Prediction, recipe: Recipe, size: int | None = None) -> FinalLut:
    """The function whose lattice :func:`bake` makes, for whoever needs it elsewhere than at the nodes.

    Args:
        size: points per axis of the lattice that is to be sampled from it, by default the recipe's; a LUT that fades
            keeps its distance from the picture's colours accordingly.
    """
    fade = fade_of(prediction, recipe, size)
    return FinalLut(lut_of(prediction, recipe), recipe.strength, compile_look(recipe), fade)


def _mixed(colours: np.ndarray, exact: np.ndarray, strength: float) -> np.ndarray:
    return exact if strength == 1 else colours + np.float32(strength) * (exact - colours)


def _finished(network: Lut3D, strength: float, look: ColourMap | None, fade: Fade | None) -> Lut3D:
    lut = network.with_strength(strength) if strength > 0 else Lut3D.identity(network.size)
    lut = lut if look is None else replace(lut, table=look(lut.table))
    return lut if fade is None else fade.apply(lut)


def bake(prediction: Prediction, recipe: Recipe, *, job: Job = SILENT) -> Lut3D:
    """The lattice a recipe asks for: ``recipe.grid`` points per axis at ``recipe.strength``, with its look, and
    mended if it says so."""
    return repaired(final_of(prediction, recipe).sample(recipe.grid, job=job), recipe, job=job)


@dataclass(frozen=True, eq=False)
class Lattices:
    """The global and the local LUT on one lattice: any mixture of them, with any look, takes milliseconds.

    Attributes:
        overall: of the global LUT, at full strength.
        local: of the local one; the same where there is none.
        prediction: whose they are: it knows the colours outside which a LUT may fade.
    """

    overall: Lut3D
    local: Lut3D
    prediction: Prediction

    @property
    def size(self) -> int:
        """Points per axis."""
        return self.overall.size

    @property
    def nbytes(self) -> int:
        tables = {id(lut): lut.table.nbytes for lut in (self.overall, self.local)}
        return sum(tables.values())

    def mix(self, recipe: Recipe, size: int | None = None, *, mend: bool = True, job: Job = SILENT) -> Lut3D:
        """The recipe's LUT, resampled to ``size`` points per axis if these lattices have another: then it is a draft,
        and not mended.

        Args:
            mend: whether to mend it, if the recipe says so; of a fine lattice that may take seconds.

        Raises:
            Cancelled: the job was cancelled.
        """
        mixed = self.overall if recipe.local == 0 else self.overall.mixed(self.local, recipe.local)
        size = size or mixed.size
        fade = fade_of(self.prediction, recipe)
        lut = _finished(mixed.resample(size), recipe.strength, compile_look(recipe), fade)
        return repaired(lut, recipe, job=job) if mend and size == mixed.size else lut


def lattices(prediction: Prediction, recipe: Recipe, *, job: Job = SILENT) -> Lattices:
    """Both LUTs of a recipe on its lattice; ``.mix(recipe)`` of them is what :func:`bake` gives."""
    known = refined(prediction, recipe)
    if known.local is None:
        overall = known.overall.lut.sample(recipe.grid, job=job)
        return Lattices(overall, overall, prediction)
    overall = known.overall.lut.sample(recipe.grid, job=job.part(0.0, 0.5))
    local = known.local.lut.sample(recipe.grid, job=job.part(0.5, 1.0))
    return Lattices(overall, local, prediction)


def measure(prediction: Prediction, lut: Lut3D, recipe: Recipe) -> LatticeError:
    """How far interpolating ``lut`` is from the recipe's continuous function (:func:`final_of`), in ΔE2000."""
    known = refined(prediction, recipe)
    points, exact = probe_points(), known.overall.probe
    if recipe.local > 0:
        exact = exact + np.float32(recipe.local) * (local_of(known).probe - exact)
    exact = _mixed(points, exact, recipe.strength)
    if (after := compile_look(recipe)) is not None:
        exact = after(exact)
    if (fade := fade_of(prediction, recipe)) is not None:
        exact = fade.function(points, exact)
    return lattice_error(exact, lut, points)


def apply(
    frames: Sequence[np.ndarray],
    prediction: Prediction,
    lut: Lut3D | None,
    recipe: Recipe,
    engine: Engine,
    *,
    dtype: type[np.generic] = np.uint16,
    job: Job = SILENT,
    **options: Any,
) -> np.ndarray:
    """``LUT(sum_k w_k I_k)``, or the plain blend when ``lut`` is None.

    Args:
        frames: the bracket's, or any crop or size of them, in its order.
        options: ``window`` (which part of the picture a crop shows) and whatever else the engine takes.

    Returns:
        ``(H, W, 3)`` of ``dtype``.
    """
    return engine.apply(
        frames,
        weights_of(prediction, recipe),
        lut,
        interpolation=recipe.interpolation,
        dtype=dtype,
        job=job,
        **options,
    )
