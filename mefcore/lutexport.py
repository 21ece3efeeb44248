"""A recipe's LUT into a file for some program: sampled at its size, written, read back, and measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from mefcore import pipeline
from mefcore.blend import weights_at
from mefcore.finish import repaired
from mefcore.job import SILENT, Job
from mefcore.lut.formats import LARGEST, sampled, write_lut
from mefcore.lut.formats.shaper import Shaped, fitted
from mefcore.lut.grid import Lut3D, lattice
from mefcore.lut.provenance import provenance
from mefcore.lut.roundtrip import Fidelity, RoundTrip, fidelity, verify
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.prepare import Prepared

_BYTES_PER_NODE = {"cube": 27.0, "csp": 27.0, "3dl": 14.0, "clf": 42.0, "hald": 3.5, "obs": 1.0}
"""Measured on photographs' LUTs; what compresses (hald, obs) varies."""


@dataclass(frozen=True)
class LutOptions:
    """What file to write.

    Attributes:
        format: a name in :data:`mefcore.lut.formats.FORMATS`.
        size: points per axis.
        title: for formats that hold text.
        shaper: a 1D LUT before the 3D one, where that helps; ``cube`` only.
    """

    format: str = "cube"
    size: int = 33
    title: str = ""
    shaper: bool = False


@dataclass(frozen=True)
class Estimate:
    """What a file would be.

    Attributes:
        fidelity: of its lattice against the function.
        bytes: about.
        shaped: whether a shaper would be in it.
    """

    fidelity: Fidelity
    bytes: int
    shaped: bool


@dataclass(frozen=True, eq=False)
class RecipeSource:
    """The finished LUT of a recipe, as :class:`~mefcore.lut.formats.Source`; its lattices are mended if it says so."""

    final: pipeline.FinalLut
    recipe: Recipe
    any_size: ClassVar[bool] = True

    def at(self, rgb: np.ndarray) -> np.ndarray:
        return self.final.at(rgb)

    def sample(self, n: int, *, job: Job = SILENT) -> Lut3D:
        lut = self.final.sample(n, job=job) if n <= LARGEST else Lut3D(self.final.at(lattice(n), job=job))
        return repaired(lut, self.recipe, job=job)


def source_of(prediction: pipeline.Prediction, recipe: Recipe, size: int | None = None) -> RecipeSource:
    """What :func:`mefcore.pipeline.bake` samples, at any colour; for a lattice of ``size``, by default the recipe's."""
    return RecipeSource(pipeline.final_of(prediction, recipe, size), recipe)


def colours_of(prediction: pipeline.Prediction, recipe: Recipe) -> np.ndarray:
    """The blend that the LUT is applied to, at thumbnail size: ``(128, 128, 3)`` float32, sRGB-encoded."""
    weights = weights_at(list(prediction.inputs), pipeline.weights_of(prediction, recipe))
    return np.einsum("khw,khwc->hwc", weights, prediction.inputs)


def estimate(prediction: pipeline.Prediction, recipe: Recipe, options: LutOptions, *, job: Job = SILENT) -> Estimate:
    """What :func:`export_lut` would write.

    Raises:
        LutError: the LUT has a value that is no number.
        Cancelled: the job was cancelled.
    """
    source = source_of(prediction, recipe, options.size)
    lut: Lut3D | Shaped | None = fitted(source, options.size, job=job) if options.shaper else None
    shaped = lut is not None
    found = sampled(source, options.size, job=job) if lut is None else lut
    job.check()
    size = round(_BYTES_PER_NODE[options.format] * options.size**3)
    return Estimate(fidelity(found, source, colours_of(prediction, recipe)), size, shaped)


def export_lut(
    path: Path,
    prepared: Prepared,
    prediction: pipeline.Prediction,
    recipe: Recipe,
    options: LutOptions,
    *,
    job: Job = SILENT,
) -> RoundTrip:
    """Write the LUT, and read it back.

    Raises:
        LutError: the format does not take the size, or the LUT.
        WriteError: the file cannot be written.
        MefError: the format needs OpenColorIO, and it is not installed.
        Cancelled: the job was cancelled; nothing is left behind.
    """
    source = source_of(prediction, recipe, options.size)
    grid = pipeline.weights_of(prediction, recipe)
    comments = partial(
        provenance,
        [frame.path.name for frame in prepared.bracket.frames],
        pipeline.mean_weights(prediction, grid),
        model_id=prediction.model_id,
        grid=options.size,
        strength=recipe.strength,
        interpolation=recipe.interpolation,
        cube=path.name,
        local=not grid.uniform,
        aligned=prepared.was_aligned,
        deghosted=prepared.was_deghosted,
    )
    meant = write_lut(
        path,
        source,
        size=options.size,
        format=options.format,
        title=options.title,
        comments=comments(form="clf" if options.format == "clf" else "cube"),
        shaped_comments=comments(form="shaped"),
        shaper=options.shaper,
        job=job.part(0.0, 0.8),
    )
    job.progress(0.8)
    return verify(path, meant, source, colours=colours_of(prediction, recipe))
