"""Looks and colours for the tests of the look, and the look done slowly, one colour at a time, in float64."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import strategies as st

from mefcore.look.parameters import COLOURS
from mefcore.recipe import Recipe, parameters

LIGHT = ("exposure", "contrast", "highlights", "shadows", "whites", "blacks")
MIXER = tuple(f"{what}_{colour}" for what in ("hue", "saturation", "luminance") for colour in COLOURS)

amounts = st.floats(-1, 1).map(lambda v: round(v, 3))
lights = st.fixed_dictionaries(dict.fromkeys(LIGHT, amounts))
rising_curves = (
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=8)
    .map(
        lambda pairs: tuple(
            zip(
                (x / 20 for x in sorted({x for x, _ in pairs})),
                sorted(y / 20 for _, y in pairs),
                strict=False,  # fewer places than heights where two were the same
            )
        )
    )
    .filter(lambda points: len(points) > 1)
)


def anything(names: tuple[str, ...] | None = None) -> st.SearchStrategy[Recipe]:
    """Recipes with any numbers of the look set, or those of ``names``."""
    numbers = [p for p in parameters() if p.look and p.kind == "number" and (names is None or p.name in names)]
    values = {p.name: st.one_of(st.just(p.default), st.floats(p.low, p.high)) for p in numbers}
    return st.builds(lambda changes: Recipe().with_(**changes), st.fixed_dictionaries(values))


def colours(count: int = 3000, seed: int = 0) -> np.ndarray:
    """``(count, 3)`` float32: all over the cube, on its faces, near grey, and grey."""
    rng = np.random.default_rng(seed)
    rgb = rng.random((count, 3))
    quarter = count // 4
    rgb[:quarter] = np.round(rgb[:quarter] * 2) / 2
    rgb[quarter : 2 * quarter] = np.clip(rgb[quarter : 2 * quarter, :1] + rng.normal(0, 1e-3, (quarter, 3)), 0, 1)
    rgb[2 * quarter : 2 * quarter + 50] = rng.random((50, 1))
    return rgb.astype(np.float32)


def greys(count: int = 513) -> np.ndarray:
    return np.linspace(0, 1, count, dtype=np.float32)[:, None].repeat(3, axis=1)


# ---- the slow way


def decoded(v: float) -> float:
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def encoded(v: float) -> float:
    return v * 12.92 if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055


def oklab(rgb: list[float]) -> tuple[float, float, float]:
    """Of linear sRGB, as printed in Ottosson's article."""
    r, g, b = rgb
    long = 0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b
    middle = 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b
    short = 0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b
    x, y, z = (math.copysign(abs(v) ** (1 / 3), v) for v in (long, middle, short))
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def from_oklab(lab: tuple[float, float, float]) -> list[float]:
    """The way back, by inverting both matrices numerically."""
    second = np.array([oklab_rows[:] for oklab_rows in _second()])
    x, y, z = np.linalg.solve(second, lab)
    first = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    return np.linalg.solve(first, [x**3, y**3, z**3]).tolist()


def _second() -> list[list[float]]:
    return [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]


def slow_tone(recipe: Recipe, x: float) -> float:
    """The light section, as its documentation has it."""
    light = decoded(x)
    gain = 2.0**recipe.exposure
    y = encoded(gain * light / (1 + (gain - 1) * light))
    for _ in range(2):
        y += 0.926 * recipe.contrast * y * (1 - y) * (y - 0.4614)
    for _ in range(2):
        y += recipe.shadows * (0.75 if recipe.shadows > 0 else 0.55) * y * (1 - y) ** 3
    for _ in range(2):
        y += recipe.highlights * (0.55 if recipe.highlights > 0 else 0.75) * (1 - y) * y**3
    y += recipe.whites * (0.18 if recipe.whites > 0 else 0.12) * max(y, 0) ** 3
    y += recipe.blacks * (0.12 if recipe.blacks > 0 else 0.18) * max(1 - y, 0) ** 3
    return min(max(y, 0.0), 1.0)


def slow_light(recipe: Recipe, rgb: list[float]) -> list[float]:
    """Keeping hue: the channels' order and the middle one's place between the others."""
    low, high = min(rgb), max(rgb)
    floor, top = slow_tone(recipe, low), slow_tone(recipe, high)
    return [floor if high == low else floor + (top - floor) * (v - low) / (high - low) for v in rgb]
