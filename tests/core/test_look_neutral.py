"""The white balance that makes a colour grey."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from mefcore.errors import MefError
from mefcore.look.compose import compile_look
from mefcore.look.neutral import neutralise
from mefcore.recipe import Recipe

GREY = st.floats(0.1, 0.9)
AMOUNT = st.floats(-0.95, 0.95)


def after(recipe: Recipe, colour) -> np.ndarray:
    look = compile_look(recipe)
    rgb = np.asarray(colour, np.float32).reshape(1, 3)
    return (rgb if look is None else look(rgb))[0]


@given(GREY, AMOUNT, AMOUNT)
def test_the_light_a_grey_was_seen_in_is_found(grey, temperature, tint):
    seen = after(Recipe(temperature=-temperature, tint=-tint), (grey, grey, grey))
    found = neutralise(seen)
    assert (found.temperature, found.tint) == pytest.approx((temperature, tint), abs=0.01)
    assert np.ptp(after(Recipe(**found.changes), seen)) < 0.5 / 255


@given(GREY, AMOUNT, AMOUNT, st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1))
def test_whatever_else_the_look_does_to_greys_it_stays_one(grey, temperature, tint, contrast, shadows, saturation):
    seen = after(Recipe(temperature=temperature, tint=tint), (grey, grey, grey))
    recipe = Recipe(contrast=contrast, shadows=shadows, saturation=saturation, vibrance=0.5, hue_blue=0.5, exposure=0.4)
    assert np.ptp(after(recipe.with_(**neutralise(seen).changes), seen)) < 1 / 255


def test_a_grey_needs_nothing():
    assert neutralise((0.4, 0.4, 0.4)).changes == {"temperature": 0.0, "tint": 0.0}


def test_warm_light_is_cooled_and_green_light_gets_magenta():
    assert neutralise((0.5, 0.45, 0.38)).temperature < -0.1
    assert neutralise((0.4, 0.46, 0.4)).tint > 0.1


@pytest.mark.parametrize("colour", [(0.9, 0.4, 0.1), (0.1, 0.8, 0.2), (0.2, 0.25, 0.95), (0.8, 0.1, 0.7)])
def test_what_is_out_of_reach_is_neared_as_far_as_it_goes(colour):
    found = neutralise(colour)
    assert not found.reached
    assert max(abs(found.temperature), abs(found.tint)) == 1.0

    def chromatic(at) -> float:
        rgb = after(Recipe(temperature=float(at[0]), tint=float(at[1])), colour).astype(np.float64)
        light = ((rgb + 0.055) / 1.055) ** 2.4
        stops = np.log2(light / (1 - light))
        return float(np.hypot(stops[0] - stops[1], stops[2] - stops[1]))

    best = minimize(chromatic, (0.0, 0.0), bounds=((-1, 1), (-1, 1)), method="Nelder-Mead").fun
    assert chromatic((found.temperature, found.tint)) <= best + 0.01


@pytest.mark.parametrize("colour", [(0.0, 0.1, 0.1), (1.0, 0.9, 0.9), (0.5, 0.5, float("nan"))])
def test_a_clipped_colour_tells_nothing(colour):
    with pytest.raises(MefError, match="too dark or too bright"):
        neutralise(colour)
