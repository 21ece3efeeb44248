"""The white balance that makes a colour grey."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from mefcore.color import srgb_to_linear
from mefcore.errors import MefError
from mefcore.look.tone import balance_stops

DARKEST, BRIGHTEST = 3 / 255, 252 / 255
"""A channel beyond these may be clipped, and then says nothing about the light."""


@dataclass(frozen=True)
class Neutral:
    """What white balance to set.

    Attributes:
        temperature, tint: as in :class:`~mefcore.look.parameters.LookFields`.
        reached: whether the colour then is grey; else it is as near as the two go.
    """

    temperature: float
    tint: float
    reached: bool

    @property
    def changes(self) -> dict[str, float]:
        """For :meth:`mefcore.recipe.Recipe.with_`."""
        return {"temperature": self.temperature, "tint": self.tint}


def neutralise(colour: ArrayLike) -> Neutral:
    """Temperature and tint that make a colour grey.

    White balance is the first step of the look, and nothing after it gives greys a colour but what is meant to: toning,
    the curves of single channels and a creative LUT.  It adds stops to ``log2(L / (1 - L))`` of each channel's light
    ``L`` (:func:`mefcore.look.tone.gained`), linear in temperature and tint; so two equations in two unknowns say where
    the channels are equal.

    Args:
        colour: ``(3,)``, sRGB-encoded in ``[0, 1]``, as it is before the look.

    Raises:
        MefError: a channel is as good as black or full.
    """
    rgb = np.asarray(colour, np.float64)
    if not ((rgb >= DARKEST) & (rgb <= BRIGHTEST)).all():
        raise MefError(
            "this place is too dark or too bright to tell the colour of the light",
            hint="choose a grey that is neither black nor white",
        )
    light = srgb_to_linear(rgb)
    away = np.array(_from_green(np.log2(light / (1 - light))))
    ways = np.stack([_from_green(balance_stops(1.0, 0.0)), _from_green(balance_stops(0.0, 1.0))], axis=1)
    found = np.linalg.solve(ways, -away)
    reached = bool((np.abs(found) <= 1).all())
    if not reached:
        found = _nearest(ways, away)
    temperature, tint = (round(float(v), 4) + 0.0 for v in found)
    return Neutral(temperature, tint, reached)


def _from_green(stops: np.ndarray) -> np.ndarray:
    """Of red and of blue, ``(2,)``."""
    return stops[[0, 2]] - stops[1]


def _nearest(ways: np.ndarray, away: np.ndarray) -> np.ndarray:
    """The point of the square ``[-1, 1]²`` that leaves the least of ``away``; outside lies the best, so on an edge."""
    ends = []
    for axis, side in product((0, 1), (-1.0, 1.0)):
        rest, other = away + side * ways[:, axis], ways[:, 1 - axis]
        point = np.empty(2)
        point[axis], point[1 - axis] = side, np.clip(-(other @ rest) / (other @ other), -1.0, 1.0)
        ends.append(point)
    return min(ends, key=lambda p: float(np.linalg.norm(away + ways @ p)))
