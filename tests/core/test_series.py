"""A series of brackets: one look for all, or looks that change calmly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mefcore import pipeline
from mefcore.errors import BracketError
from mefcore.io import load_bracket
from mefcore.recipe import Recipe
from mefcore.series import Member, flicker, member, smoothed, taken_over, tone


@pytest.fixture(scope="module")
def thumbs(sample: Path) -> np.ndarray:
    return pipeline.thumbnails(load_bracket([sample]))


@pytest.fixture(scope="module")
def lapse(thumbs: np.ndarray) -> list[Member]:
    """Twelve brackets of a slowly brightening room, whose exposures are not quite the same each time."""
    noise = np.random.default_rng(5)
    members = []
    for i in range(12):
        stops = 0.04 * i + noise.normal(0, 0.25, (3, 1, 1, 1)) + noise.normal(0, 0.05, (3, 1, 1, 3))
        inputs = np.clip(thumbs.astype(np.float64) ** 2.2 * 2.0**stops, 0, 1) ** (1 / 2.2)
        members.append(member(pipeline.infer(inputs.astype(np.float32)), Recipe(local=1.0)))
    return members


def shown(members: list[Member], recipes: tuple[Recipe, ...]) -> list[Member]:
    return [Member(m.prediction, r) for m, r in zip(members, recipes, strict=True)]


def test_flicker_is_what_strays_from_a_steady_change() -> None:
    assert flicker([10.0, 20.0, 30.0, 40.0]) == 0
    assert flicker([10.0, 12.0, 10.0, 12.0]) == 2
    assert flicker([1.0, 2.0]) == 0


def test_smoothing_calms_a_time_lapse(lapse: list[Member]) -> None:
    before = [tone(m).luma for m in lapse]
    calm = [tone(m).luma for m in shown(lapse, smoothed(lapse, 3.0))]
    assert flicker(calm) < 0.2 * flicker(before)
    without_exposure = shown(lapse, smoothed(lapse, 3.0, even=False))
    weights = np.array(
        [pipeline.mean_weights(m.prediction, pipeline.weights_of(m.prediction, m.recipe)) for m in lapse]
    )
    calmer = np.array(
        [pipeline.mean_weights(m.prediction, pipeline.weights_of(m.prediction, m.recipe)) for m in without_exposure]
    )
    assert np.mean([flicker(w) for w in calmer.T]) < 0.6 * np.mean([flicker(w) for w in weights.T])
    # The pictures are as bright as they were, and go where they went.
    assert np.mean(calm) == pytest.approx(np.mean(before), abs=2)
    assert np.abs(np.array(calm) - before).max() < 1.2 * np.ptp(before)


def test_brackets_that_are_the_same_stay_the_same(thumbs: np.ndarray) -> None:
    alike = [member(pipeline.infer(thumbs), Recipe(local=1.0))] * 4
    before = tone(alike[0])
    for made in shown(alike, smoothed(alike, 2.0)):
        after = tone(made)
        assert after.luma == pytest.approx(before.luma, abs=0.02)
        assert (after.a, after.b) == pytest.approx((before.a, before.b), abs=0.02)


def test_no_radius_changes_nothing(lapse: list[Member]) -> None:
    assert smoothed(lapse, 0.0) == tuple(m.recipe for m in lapse)


def test_the_heros_lut_is_everybodys(lapse: list[Member]) -> None:
    hero = Member(lapse[0].prediction, Recipe(local=1.0, exposure=0.5, grid=17))
    made = taken_over(hero, lapse[5])
    assert made.exposure == 0.5
    assert made.grid == 17
    theirs = pipeline.bake(hero.prediction, hero.recipe).table
    np.testing.assert_allclose(pipeline.bake(lapse[5].prediction, made).table, theirs, atol=2e-6)
    own = pipeline.weights_of(lapse[5].prediction, lapse[5].recipe).values
    np.testing.assert_allclose(pipeline.weights_of(lapse[5].prediction, made).values, own, atol=1e-6)
    both = taken_over(hero, lapse[5], weights=True)
    wanted = pipeline.weights_of(hero.prediction, hero.recipe).values
    np.testing.assert_allclose(pipeline.weights_of(lapse[5].prediction, both).values, wanted, atol=1e-6)


def test_edits_alone_leave_the_networks_answer(lapse: list[Member]) -> None:
    hero = Member(lapse[0].prediction, Recipe(local=1.0, saturation=-1.0))
    made = taken_over(hero, lapse[3], lut=False)
    assert made.found is None
    assert made.saturation == -1.0


def test_weights_of_unlike_brackets_are_refused(lapse: list[Member], thumbs: np.ndarray) -> None:
    two = member(pipeline.infer(thumbs[:2]), Recipe(local=1.0))
    with pytest.raises(BracketError, match="2 and 3 frames"):
        smoothed([*lapse[:2], two], 2.0)
    with pytest.raises(BracketError, match="2 and 3 frames"):
        taken_over(lapse[0], two, weights=True)
    assert taken_over(lapse[0], two).found is not None


def test_global_weights_are_smoothed_too(lapse: list[Member]) -> None:
    everywhere = [Member(m.prediction, Recipe()) for m in lapse]
    before = [tone(m).luma for m in everywhere]
    calm = [tone(m).luma for m in shown(everywhere, smoothed(everywhere, 3.0))]
    assert flicker(calm) < 0.3 * flicker(before)
