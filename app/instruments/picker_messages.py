"""What travels between the colour picker and its worker: frozen requests and results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.models.messages import Loaded
    from mefcore.lut.grid import Lut3D
    from mefcore.pipeline import Prediction
    from mefcore.recipe import Recipe

MOST = 4
"""Samples at a time."""
SIZES = (1, 3, 5, 11)
"""Sides of the squares that may be averaged, pixels of the frames."""

Point = tuple[float, float]
"""A place in fractions of the picture's width and height; it means the pixel it lies in."""
Triple = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Seen:
    """What is on screen: the frames and what is made of them; without a prediction only the frames are known."""

    loaded: Loaded
    prediction: Prediction | None
    recipe: Recipe
    lut: Lut3D | None


@dataclass(frozen=True, eq=False)
class PickRequest:
    """Colours of so many points, each the mean of ``size × size`` pixels around it."""

    seen: Seen
    points: tuple[Point, ...]
    size: int


@dataclass(frozen=True)
class Value:
    """A mean colour.

    Attributes:
        rgb: sRGB-encoded, full scale 1.
        lab: the same in CIE L*a*b*, D65.
    """

    rgb: Triple
    lab: Triple


@dataclass(frozen=True)
class Sample:
    """Of one point: its value in every frame, in their plain blend and in the result, None where there is none yet."""

    frames: tuple[Value, ...]
    blend: Value | None
    result: Value | None

    @property
    def shown(self) -> Value:
        """What is on screen there."""
        return self.result or self.frames[len(self.frames) // 2]


@dataclass(frozen=True, eq=False)
class Picked:
    request: PickRequest
    samples: tuple[Sample, ...]


@dataclass(frozen=True, eq=False)
class GreyRequest:
    """The white balance that makes a point grey."""

    seen: Seen
    point: Point
    size: int
