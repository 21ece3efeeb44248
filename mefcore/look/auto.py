"""The auto button: a restrained look from what a picture lacks.

Each quantity of the picture has a range in which nothing is done.  What lies outside is brought to the nearer end of it
and no further; so what is good stays as it is, and asking again changes little.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from mefcore.color import srgb_to_linear
from mefcore.look.colour import to_oklab
from mefcore.look.parameters import LookFields
from mefcore.look.tone import balance_stops, gained, tones

if TYPE_CHECKING:
    from mefcore.pipeline import Prediction
    from mefcore.recipe import Recipe

SETS = (
    *("exposure", "contrast", "highlights", "shadows", "whites", "blacks"),
    *("temperature", "tint", "vibrance"),
)
"""The parameters it gives; those not among its changes are at their defaults."""

_LUMINANCE = np.array([0.2126729, 0.7151522, 0.0721750])
_MIDDLE = 0.36, 0.66
"""Of the median; tones here are encoded luminance."""
_WHITE = 0.93, 0.99
"""Of the brightest tones, half a percent from the top."""
_BLACK = 0.012, 0.06
_SPREAD = 0.30
"""Least distance from the 20th to the 80th percentile."""
_CROWD = 0.12
"""So much of the picture may be nearly black, or nearly white."""
_NIGHT, _LAMPS = (0.10, 0.20), (0.45, 0.65)
"""A median below the one with lights above the other is a night; between, less and less of one."""
_AIRY = (0.34, 0.46)
"""A picture whose darkest tones are so bright is meant to be."""
_GLARE = (0.78, 0.92)
"""Of the brightest fiftieth: from here on there are lights in the picture."""
_ROUNDS = 4
_CHROMA = 0.05
"""Least mean chroma of a picture in colour; one below a tenth of it has none that one should stress."""
_CAST = 0.012
"""Chroma of what should be grey: less is a matter of taste."""
_HEARD = (0.02, 0.04)
"""So much of the picture have the greys of some brightness to be, that what they say of a cast is listened to."""
_APART = (0.25, 0.45)
"""So far, as shares of the cast, may one of them be from what all say together."""


def auto_look(pixels: np.ndarray) -> dict[str, float]:
    """What to change of a picture.

    Args:
        pixels: ``(h, w, 3)`` sRGB-encoded in ``[0, 1]``, of any size, without a look; a thumbnail will do.

    Returns:
        values of some of :data:`SETS`.
    """
    colours = np.clip(np.asarray(pixels, np.float64).reshape(-1, 3), 0.0, 1.0)
    changes = _balance(colours)
    linear = srgb_to_linear(colours)
    if changes:
        linear = gained(linear, balance_stops(changes.get("temperature", 0.0), changes.get("tint", 0.0)))
    levels = _quantiles(linear @ _LUMINANCE)
    changes |= _light(levels)
    changes |= _vibrance(linear)
    return {name: value for name, found in changes.items() if (value := round(found, 2))}


def auto_for(prediction: Prediction, recipe: Recipe) -> dict[str, float]:
    """The changes of :data:`SETS` that make auto's look of a recipe: defaults included, so that they replace any other.

    The picture is made at thumbnail size from the prediction alone.

    Raises:
        RecipeError, ModelError: see :func:`mefcore.pipeline.weights_of`.
    """
    from mefcore import pipeline
    from mefcore.blend import weights_at

    plain = recipe.with_(**dict.fromkeys(SETS, 0.0))
    weights = weights_at(list(prediction.inputs), pipeline.weights_of(prediction, plain))
    blend = np.einsum("khw,khwc->hwc", weights, prediction.inputs)
    # The look stays out of it, and so does a creative LUT, which comes after what is set here.
    final = pipeline.final_of(prediction, plain)
    network = pipeline.FinalLut(final.network, final.strength, None)
    return dict.fromkeys(SETS, 0.0) | auto_look(network.at(blend))


def _quantiles(luminance: np.ndarray) -> np.ndarray:
    """Encoded luminance at 0, 0.5, 1 … 100 percent, float64."""
    from mefcore.color import linear_to_srgb

    return np.quantile(linear_to_srgb(np.clip(luminance, 0.0, 1.0)), np.linspace(0.0, 1.0, 201))


def _light(levels: np.ndarray) -> dict[str, float]:
    """The light section: each slider by what the others leave to do, in a few rounds.

    How much a picture is a night or airy is a matter of degree: a little more light in it must not turn the whole look.
    """
    at = {percent: levels[round(2 * percent)] for percent in (0.5, 5, 20, 50, 80, 98, 99.5)}
    day = max(_rise(at[50], _NIGHT), 1.0 - _rise(at[99.5], _LAMPS))
    solid = 1.0 - _rise(at[5], _AIRY)
    # With lights in the picture as bright as they get, it is meant to be dark around them.
    brighter = day * (1.5 - 1.2 * _rise(at[98], _GLARE))
    changes: dict[str, float] = {}

    def now(percent: float, **more: float) -> float:
        return float(tones(_fields({**changes, **more}), np.array([at[percent]]))[0])

    def within(name: str, percent: float, goal: tuple[float, float], low: float, high: float) -> None:
        """Bring a tone into its range, from either side, by a slider between ``low`` and ``high``."""
        least, most = (_solve(lambda value: now(percent, **{name: value}), low, high, end) for end in goal)
        changes[name] = min(max(0.0, least), most)

    for _ in range(_ROUNDS):
        within("exposure", 50, _MIDDLE, -solid, brighter)
        changes["shadows"] = changes["highlights"] = 0.0
        tone = tones(_fields(changes), levels)
        dark, bright = float(np.mean(tone < 0.1)), float(np.mean(tone > 0.92))
        changes["shadows"] = day * float(np.clip(1.5 * (dark - _CROWD), 0.0, 0.4))
        changes["highlights"] = -solid * float(np.clip(2.0 * (bright - _CROWD), 0.0, 0.5))
        within("whites", 99.5, _WHITE, 0.0, 0.6 * day)
        within("blacks", 0.5, _BLACK, -0.5 * solid, 0.0)
        spread = lambda value: now(80, contrast=value) - now(20, contrast=value)  # noqa: E731
        changes["contrast"] = _solve(spread, 0.0, 0.3 * day, _SPREAD)
    return changes


def _rise(value: float, between: tuple[float, float]) -> float:
    """0 up to the first, 1 from the second on, straight between them."""
    low, high = between
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


def _fields(changes: dict[str, float]) -> LookFields:
    values: dict[str, Any] = dict(changes)
    return LookFields(**values)


def _solve(rising: Callable[[float], float], low: float, high: float, goal: float) -> float:
    """Where a rising function reaches a goal, or the end that is nearer to it."""
    if rising(low) >= goal:
        return low
    if rising(high) <= goal:
        return high
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < goal else (low, middle)
    return (low + high) / 2


def _vibrance(linear: np.ndarray) -> dict[str, float]:
    lab = to_oklab(linear)
    seen = (lab[:, 0] > 0.25) & (lab[:, 0] < 0.97)
    if not seen.any():
        return {}
    chroma = float(np.hypot(lab[seen, 1], lab[seen, 2]).mean())
    if not _CHROMA / 10 < chroma < _CHROMA:
        return {}
    coloured = _rise(chroma, (_CHROMA / 10, _CHROMA / 5))
    return {"vibrance": coloured * min(0.2, (_CHROMA / chroma - 1.0) / 0.8)}


def _balance(colours: np.ndarray) -> dict[str, float]:
    """Half of a cast taken away, as far as bright and dark greys agree about one: a brown wall alone is none."""
    lab = to_oklab(srgb_to_linear(colours))
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    grey = (chroma < 0.08) & (colours.max(1) < 0.99)
    casts, heard = [], []
    for low, high in ((0.3, 0.6), (0.6, 0.8), (0.8, 1.0)):
        part = grey & (lab[:, 0] >= low) & (lab[:, 0] < high)
        share = _rise(float(part.mean()), _HEARD)
        if share:
            casts.append(np.median(lab[part, 1:], axis=0))
            heard.append(share)
    if len(casts) < 2:
        return {}
    middle = np.average(casts, axis=0, weights=heard)
    size = float(np.hypot(*middle))
    if size <= _CAST:
        return {}
    apart = max(share * np.hypot(*(found - middle)) for found, share in zip(casts, heard, strict=True))
    sure = sorted(heard)[-2] * (1.0 - _rise(float(apart) / size, _APART))

    def cast(temperature: float, tint: float) -> np.ndarray:
        """What a balance does to middle grey."""
        return to_oklab(gained(np.full(3, 0.18), balance_stops(temperature, tint)))[1:]

    beyond = 1.0 - _CAST / size
    slopes = np.stack([cast(0.1, 0.0), cast(0.0, 0.1)], axis=1) / 0.1
    temperature, tint = np.clip(np.linalg.solve(slopes, -0.5 * sure * beyond * middle), -0.25, 0.25).tolist()
    return {"temperature": temperature, "tint": tint}
