"""From frames to a picture: load → infer → bake → apply, each stage a plain function of what it reads.

``infer`` is slow and happens once per bracket; ``bake`` samples its continuous LUT on a lattice and is what the grid
slider re-runs; ``apply`` blends and looks up, at viewport size for the preview and at full size for the export, by
the same engine.  Nothing here imports torch until the first call of :func:`infer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mefcore.bracket import Bracket, full_scale
from mefcore.job import SILENT, Job
from mefcore.lut.error import LatticeError, lattice_error, probe_points
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.engine import Engine
    from mefcore.lut.continuous import ContinuousLut
    from mefcore.lut.grid import Lut3D
    from mefcore.nets.student import Student

THUMBNAIL = 128
"""Side of the square thumbnails the networks read (paper, section III)."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """What the network says about a bracket.

    Attributes:
        weights: ``(K,)`` float32 on the simplex, in the bracket's order (paper eq. 3).
        lut: the continuous LUT to apply to the blend (paper eq. 1 and 5).
        model_id: which weights answered.
        probe: ``(n, 3)`` the LUT's value at :func:`~mefcore.lut.error.probe_points`, for measuring lattices.
    """

    weights: np.ndarray
    lut: ContinuousLut
    model_id: str
    probe: np.ndarray


def thumbnails(bracket: Bracket) -> np.ndarray:
    """Area-averaged thumbnails of every frame: ``(K, 128, 128, 3)`` float32, sRGB-encoded, in ``[0, 1]``."""
    return np.stack([thumbnail(p) for p in bracket.pixels])


def thumbnail(pixels: np.ndarray) -> np.ndarray:
    """Area-averaged ``(128, 128, 3)`` float32 of ``(H, W, 3)`` pixels; aspect ratio is not kept, as in the paper."""
    import cv2  # here, not at the top: 60 ms that the editor's first window need not wait for

    small = cv2.resize(pixels, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return np.clip(small.astype(np.float32) / np.float32(full_scale(pixels.dtype)), 0.0, 1.0)


def infer(thumbs: np.ndarray, *, device: str = "cpu") -> Prediction:
    """Run the student on thumbnails ``(K, 128, 128, 3)`` float32 in ``[0, 1]``, dark to bright.

    Raises:
        ModelError: the weights are missing or do not fit.
    """
    from mefcore.nets.student import load_model  # imports torch

    return predict(load_model(device), thumbs)


def predict(student: Student, thumbs: np.ndarray) -> Prediction:
    """As :func:`infer`, with a student of the caller's choice."""
    weights, lut, model_id = student.infer(thumbs)
    return Prediction(weights, lut, model_id, lut.at(probe_points()))


def bake(prediction: Prediction, recipe: Recipe, *, job: Job = SILENT) -> Lut3D:
    """The lattice a recipe asks for: ``recipe.grid`` points per axis at ``recipe.strength``."""
    return prediction.lut.sample(recipe.grid, job=job).with_strength(recipe.strength)


def measure(prediction: Prediction, lut: Lut3D, recipe: Recipe) -> LatticeError:
    """How far interpolating ``lut`` is from the continuous LUT at the recipe's strength, in ΔE2000."""
    points = probe_points()
    exact = points + np.float32(recipe.strength) * (prediction.probe - points)
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

    Returns:
        ``(H, W, 3)`` of ``dtype``.
    """
    return engine.apply(
        frames, prediction.weights.tolist(), lut, interpolation=recipe.interpolation, dtype=dtype, job=job, **options
    )
