"""Each edit against the same done slowly in float64, and the curve against SciPy's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from look_cases import colours, decoded, encoded, from_oklab, lights, oklab, rising_curves, slow_light
from scipy.interpolate import PchipInterpolator

from mefcore.look.compose import compile_look
from mefcore.look.curves import Table, axis, monotone_cubic
from mefcore.recipe import Recipe

SOME = colours(160)


def applied(recipe: Recipe) -> np.ndarray:
    look = compile_look(recipe)
    assert look is not None
    return look(SOME)


@settings(max_examples=60)
@given(rising_curves)
def test_curves_are_scipys(points: tuple[tuple[float, float], ...]) -> None:
    x, y = np.array(points).T
    at = np.linspace(x[0], x[-1], 301)
    np.testing.assert_allclose(monotone_cubic(x, y, at), PchipInterpolator(x, y)(at), atol=1e-12)


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=9))
def test_curves_that_turn_are_scipys_too_and_overshoot_nowhere(heights: list[float]) -> None:
    x, y = np.linspace(0, 1, len(heights)), np.array(heights)
    at = np.linspace(0, 1, 301)
    found = monotone_cubic(x, y, at)
    np.testing.assert_allclose(found, PchipInterpolator(x, y)(at), atol=1e-9)
    assert found.min() >= y.min() - 1e-12
    assert found.max() <= y.max() + 1e-12


def test_a_curve_is_level_beyond_its_ends() -> None:
    found = monotone_cubic([0.2, 0.8], [0.1, 0.9], np.array([0.0, 0.2, 0.5, 0.8, 1.0]))
    np.testing.assert_allclose(found, [0.1, 0.1, 0.5, 0.9, 0.9])


def test_a_table_is_its_function() -> None:
    x = np.random.default_rng(0).random(5000, dtype=np.float32)
    np.testing.assert_allclose(Table(np.sin(3 * axis()))(x), np.sin(3 * x.astype(np.float64)), atol=3e-7)
    edges = np.array([-1.0, 0.0, 1.0, 2.0], np.float32)
    np.testing.assert_array_equal(Table(axis() * 0.5 + 0.25)(edges), np.float32([0.25, 0.25, 0.75, 0.75]))


@settings(max_examples=15, deadline=None)
@given(lights)
def test_light(light: dict[str, float]) -> None:
    recipe = Recipe().with_(**light)
    if compile_look(recipe) is None:
        return
    want = [slow_light(recipe, rgb) for rgb in SOME.astype(np.float64).tolist()]
    np.testing.assert_allclose(applied(recipe), want, atol=1e-5)


def test_channel_curves() -> None:
    recipe = Recipe().with_(curve_red=((0.0, 0.1), (0.5, 0.6), (1.0, 1.0)), curve_blue=((0.0, 0.0), (1.0, 0.8)))
    found, rgb = applied(recipe), SOME.astype(np.float64)
    np.testing.assert_allclose(found[:, 0], PchipInterpolator([0, 0.5, 1], [0.1, 0.6, 1])(rgb[:, 0]), atol=1e-6)
    np.testing.assert_array_equal(found[:, 1], SOME[:, 1])
    np.testing.assert_allclose(found[:, 2], 0.8 * rgb[:, 2], atol=1e-6)


@pytest.mark.parametrize("amount", [-1.0, -0.4, 0.3, 1.0])
def test_saturation(amount: float) -> None:
    want = []
    for rgb in SOME.astype(np.float64).tolist():
        light, a, b = oklab([decoded(v) for v in rgb])
        linear = from_oklab((light, a * (1 + amount), b * (1 + amount)))
        want.append([encoded(min(max(v, 0.0), 1.0)) for v in linear])
    found = applied(Recipe().with_(saturation=amount, gamut="clip"))
    # Float32 tells colours a few millionths of the light apart, which is more once encoded in the dark.
    np.testing.assert_allclose(found, want, atol=1e-4)
    assert np.abs(found - want).mean() < 5e-6


@pytest.mark.parametrize("amount", [-1.0, 0.5])
def test_luminance_of_a_colour(amount: float) -> None:
    want = []
    for rgb in SOME.astype(np.float64).tolist():
        light, a, b = oklab([decoded(v) for v in rgb])
        chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
        part = (hue - 195) / 60 if 195 <= hue <= 255 else (hue - 255) / 42 if 255 < hue <= 297 else None
        share = 0.0
        if part is not None:
            smooth = part * part * (3 - 2 * part)
            share = smooth if hue <= 255 else 1 - smooth
        gain = 2 ** (1.4 * amount * share * chroma**2 / (chroma**2 + 0.04**2))
        lit = gain * light / (1 + (gain - 1) * light)
        scale = math.sqrt(lit / light) if light > 1e-6 else 1.0
        want.append([encoded(min(max(v, 0.0), 1.0)) for v in from_oklab((lit, a * scale, b * scale))])
    np.testing.assert_allclose(applied(Recipe().with_(luminance_blue=amount, gamut="clip")), want, atol=2e-4)


def test_a_hue_turned_all_the_way_keeps_lightness_and_chroma() -> None:
    pastel = SOME * np.float32(0.2) + np.float32(0.4)
    look = compile_look(Recipe().with_(**{f"hue_{c}": 1.0 for c in ("red", "green", "blue", "yellow")}))
    assert look is not None
    for before, after in zip(pastel.tolist(), look(pastel).tolist(), strict=True):
        one, other = (oklab([decoded(v) for v in rgb]) for rgb in (before, after))
        assert one[0] == pytest.approx(other[0], abs=1e-5)
        assert math.hypot(*one[1:]) == pytest.approx(math.hypot(*other[1:]), abs=1e-5)


def test_white_balance_multiplies_what_is_dark() -> None:
    dark = np.full((1, 3), 0.02, np.float32)
    look = compile_look(Recipe().with_(temperature=1.0))
    assert look is not None
    red, _, blue = (decoded(v) for v in look(dark)[0].tolist())
    assert math.log2(red / blue) == pytest.approx(1.1, abs=0.01)
