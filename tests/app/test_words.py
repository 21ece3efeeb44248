"""The names of steps: from the parameters' declarations, in the person's language."""

from __future__ import annotations

import numpy as np
import pytest

from app.keeping.amending import amended
from app.panels import words
from mefcore.found import Found, Nudge
from mefcore.look.creative import Creative
from mefcore.lut.grid import Lut3D, lattice
from mefcore.recipe import Recipe
from mefcore.sidecar import State

pytestmark = pytest.mark.usefixtures("qapp")


def creative(name: str = "film") -> Creative:
    return Creative.of(Lut3D(lattice(5) ** 2), name)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, ""),
        ({"grid": 17, "strength": 0.5}, "Grid 17, LUT strength 50 %"),
        ({"exposure": 0.5}, "Exposure +0.50 EV"),
        ({"exposure": -1.25, "contrast": -0.2}, "Exposure −1.25 EV, Contrast −20"),
        ({"hue_blue": 0.07, "shadow_hue": 45.0}, "Blue hue +7, Shadow tint 45°"),
        ({"curve": ((0, 0), (1, 0.5)), "curve_red": ((0, 0), (1, 1))}, "Tone curve, Red curve"),
        ({"weights": (0.25, 0.25, 0.5)}, "Weights 25 : 25 : 50 %"),
        ({"creative_opacity": 0.4, "shadow_toning": 0.3}, "Shadow toning 30, Opacity 40 %"),
        (
            {"exposure": 1.0, "contrast": 1.0, "shadows": 0.1, "tint": 0.1, "grid": 9},
            "Exposure +1.00 EV, Contrast +100 and 3 more",
        ),
    ],
)
def test_undo_text(changes, text):
    assert words.change(Recipe(), Recipe().with_(**changes)) == text


def test_undo_text_of_going_back():
    looked = Recipe().with_(exposure=1.0, curve=((0, 0), (1, 0.5)), creative=creative(), weights=(0.5, 0.5))
    back = [words.change(looked, looked.with_(**{n: getattr(Recipe(), n)})) for n in ("exposure", "curve")]
    assert back == ["Exposure 0.00 EV", "Tone curve straight"]
    assert words.change(looked, looked.with_(creative=None)) == "Creative LUT none"
    assert words.change(looked, looked.with_(weights=())) == "Weights of the network"
    assert words.change(Recipe(), Recipe().with_(creative=creative("film"))) == "Creative LUT film"


def test_undo_text_of_what_was_painted_and_found():
    nudge = Nudge(frame=1, x=0.25, y=0.5, luma=0.3, amount=-1.5)
    weights, code = np.full((2, 1, 1, 1), 0.5, np.float32), np.zeros((12, 8, 8, 8))
    found = Found.of(weights, code, model="m", local=True, before=1.0, after=0.5)
    assert words.change(Recipe(), Recipe(nudges=(nudge,), found=found, local=0.5)) == "Local 50 %, Nudge, Refine"


def test_steps_are_told_in_ones_own_language(german):
    before = Recipe()
    assert words.change(before, before.with_(exposure=0.5)) == "Belichtung +0,50 EV"
    assert words.change(before, before.with_(interpolation="tetrahedral")) == "Interpolation Tetraedrisch"
    assert words.change(before, before.with_(exposure=0.5, grid=17, contrast=0.2, tint=0.1)).endswith("und 2 weitere")


def test_a_step_of_a_set_that_is_not_open_is_told_in_it_too(german):
    state = amended(State(recipe=Recipe()), State(recipe=Recipe(exposure=0.5)))
    assert [step.text for step in state.steps] == ["Belichtung +0,50 EV"]
