"""What a recipe holds that no slider gives: the finding of a refinement, and nudges painted onto the picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import msgspec

from mefcore.errors import RecipeError
from mefcore.limits import MAX_FRAMES

if TYPE_CHECKING:  # the editor reads recipes before its first paint, and numpy takes a tenth of a second
    import numpy as np

Unit = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Nodes = Annotated[int, msgspec.Meta(ge=1, le=64)]


class Nudge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More of one frame around a place of the picture, at the brightness found there.

    Attributes:
        frame: index in the bracket, dark to bright.
        x, y: the place, as fractions of width and height.
        luma: of the guide blend there; neighbours of another brightness are left alone.
        amount: added to the frame's logit in the middle of the nudge; negative for less.
    """

    frame: Annotated[int, msgspec.Meta(ge=0, lt=MAX_FRAMES)]
    x: Unit
    y: Unit
    luma: Unit
    amount: Annotated[float, msgspec.Meta(ge=-8.0, le=8.0)]


class Found(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Weights and latent code that refining one bracket arrived at; they take the place of the network's own.

    Attributes:
        model: whose implicit function the code is for.
        local: whether these are local weights, or one weight per frame.
        shape: of the weights: ``(K, D, Y, X)``.
        weights: float32, little endian, on the simplex over K at every node.
        latent_shape, latent: of the code, float32, little endian.
        before, after: the objective at the start and at the end; lower is better.
        look: file name of the picture whose look was matched; empty without one.
        series: they were not refined but taken over from a series (:mod:`mefcore.series`).
    """

    model: str
    local: bool
    shape: tuple[Nodes, Nodes, Nodes, Nodes]
    weights: bytes
    latent_shape: tuple[Nodes, Nodes, Nodes, Nodes]
    latent: bytes
    before: float
    after: float
    look: str = ""
    series: bool = False

    @classmethod
    def of(cls, weights: np.ndarray, latent: np.ndarray, **rest: object) -> Found:
        """From weights ``(K, D, Y, X)`` and a code ``(C, n, n, n)``."""
        return msgspec.convert(
            {
                "shape": weights.shape,
                "weights": weights.astype("<f4").tobytes(),
                "latent_shape": latent.shape,
                "latent": latent.astype("<f4").tobytes(),
                **rest,
            },
            cls,
        )

    @property
    def nearer(self) -> int:
        """By how many percent it came nearer to what it was after."""
        return round(100 * (self.before - self.after) / self.before) if self.before > 0 else 0

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights ``(K, D, Y, X)`` and code ``(C, n, n, n)``, float32.

        Raises:
            RecipeError: bytes that are not as many finite numbers as the shapes say, or weights off the simplex.
        """
        import numpy as np

        weights, latent = _array(self.weights, self.shape), _array(self.latent, self.latent_shape)
        if weights.min() < 0 or np.abs(weights.sum(0, dtype=np.float64) - 1).max() > 1e-4:
            raise RecipeError(
                "the recipe holds refined weights that do not add up to 1", hint="refine this bracket again"
            )
        return weights, latent


def _array(data: bytes, shape: tuple[int, ...]) -> np.ndarray:
    import numpy as np

    if len(data) != 4 * math.prod(shape):
        raise RecipeError("the recipe holds a refinement that is cut off", hint="refine this bracket again")
    values = np.frombuffer(data, "<f4").astype(np.float32).reshape(shape)
    if not np.isfinite(values).all():
        raise RecipeError("the recipe holds a refinement that is damaged", hint="refine this bracket again")
    return values
