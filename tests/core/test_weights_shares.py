"""Shares of frames that a person gives: exact, and as local as the weights were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore import pipeline
from mefcore.blend import NODES, WeightGrid
from mefcore.errors import RecipeError
from mefcore.found import Nudge
from mefcore.lut.grid import lattice
from mefcore.pipeline import Look, Prediction
from mefcore.recipe import Recipe
from mefcore.shares import masses, with_shares


class _Identity:
    """As much of a continuous LUT as a prediction needs here."""

    def at(self, rgb: np.ndarray) -> np.ndarray:
        return rgb


def prediction(k: int = 3, *, seed: int = 0, harsh: bool = False) -> Prediction:
    """Of a smooth picture, with local weights that differ all over it; ``harsh`` ones are 0 or 1 in places."""
    rng = np.random.default_rng(seed)
    ramp = np.linspace(0, 1, 128, dtype=np.float32)
    scene = (ramp[:, None, None] * rng.random((1, 128, 3), np.float32) + ramp[None, :, None]) / 2
    inputs = np.stack([np.clip(scene * 2.0 ** (i - k // 2), 0, 1) for i in range(k)]).astype(np.float32)
    guide = rng.dirichlet(np.ones(k)).astype(np.float32)
    values = np.exp(rng.normal(0, 6 if harsh else 1.5, (k, *NODES)))
    if harsh:
        values = np.where(values < values.max(0), values * (rng.random(values.shape) > 0.6), values)
    values = (values / values.sum(0)).astype(np.float32)
    lut = _Identity()
    overall = Look(WeightGrid.of(guide), lut, lattice(2))  # type: ignore[arg-type]
    return Prediction(overall, Look(WeightGrid(values, guide), lut, lattice(2)), "test", inputs)  # type: ignore[arg-type]


PREDICTION, HARSH = prediction(), prediction(4, seed=5, harsh=True)


def simplex(k: int) -> st.SearchStrategy[tuple[float, ...]]:
    parts = st.lists(st.integers(0, 100), min_size=k, max_size=k).filter(lambda p: sum(p) > 0)
    return parts.map(lambda p: tuple(v / sum(p) for v in p))


@given(simplex(3))
def test_one_weight_per_frame_is_taken_exactly(shares: tuple[float, ...]) -> None:
    grid = pipeline.weights_of(PREDICTION, Recipe().with_(weights=shares))
    assert grid.uniform
    np.testing.assert_allclose(grid.values.ravel(), shares, atol=1e-7)


@settings(max_examples=40, deadline=None)
@given(simplex(3), st.floats(0.05, 1))
def test_local_weights_have_the_shares_as_their_mean(shares: tuple[float, ...], local: float) -> None:
    grid = pipeline.weights_of(PREDICTION, Recipe().with_(weights=shares, local=local))
    np.testing.assert_allclose(pipeline.mean_weights(PREDICTION, grid), shares, atol=2e-6)


@settings(max_examples=40, deadline=None)
@given(simplex(4))
def test_even_weights_of_nothing_come_back(shares: tuple[float, ...]) -> None:
    grid = pipeline.weights_of(HARSH, Recipe().with_(weights=shares, local=1.0))
    np.testing.assert_allclose(pipeline.mean_weights(HARSH, grid), shares, atol=2e-6)


def test_masses_are_what_the_mean_over_the_picture_weighs_nodes_by() -> None:
    for known in (PREDICTION, HARSH):
        assert known.local is not None
        grid = known.local.weights
        mass = masses(known, grid)
        assert mass.sum() == pytest.approx(1)
        direct = pipeline.mean_weights(known, grid)
        np.testing.assert_allclose(grid.values.reshape(len(direct), -1) @ mass, direct, atol=1e-6)


def test_the_networks_own_shares_change_next_to_nothing() -> None:
    own = pipeline.weights_of(PREDICTION, Recipe().with_(local=1.0))
    shares = pipeline.mean_weights(PREDICTION, own)
    again = with_shares(PREDICTION, own, shares.tolist())
    np.testing.assert_allclose(again.values, own.values, atol=2e-4)


def test_weights_keep_their_pattern() -> None:
    """Odds of two frames change by one factor everywhere."""
    own = pipeline.weights_of(PREDICTION, Recipe().with_(local=1.0)).values.astype(np.float64)
    new = pipeline.weights_of(PREDICTION, Recipe().with_(local=1.0, weights=(0.1, 0.2, 0.7))).values
    clear = (own[0] > 0.01) & (own[1] > 0.01)
    factor = (new[0] / new[1])[clear] / (own[0] / own[1])[clear]
    np.testing.assert_allclose(factor, factor[0], rtol=1e-4)


@pytest.mark.parametrize("local", [0.0, 1.0])
@pytest.mark.parametrize("frame", [0, 1, 2])
def test_solo_is_that_frame_alone(frame: int, local: float) -> None:
    shares = tuple(float(i == frame) for i in range(3))
    grid = pipeline.weights_of(PREDICTION, Recipe().with_(weights=shares, local=local))
    assert grid.values[frame].min() == 1
    assert grid.values.max(axis=(1, 2, 3)).sum() == 1


def test_a_frame_of_no_share_is_nowhere() -> None:
    grid = pipeline.weights_of(PREDICTION, Recipe().with_(weights=(0.4, 0.0, 0.6), local=1.0))
    assert grid.values[1].max() == 0
    assert grid.values.shape[1:] == NODES


def test_nudges_come_after() -> None:
    recipe = Recipe().with_(weights=(0.2, 0.3, 0.5), local=1.0)
    plain = pipeline.weights_of(PREDICTION, recipe)
    nudge = Nudge(frame=0, x=0.5, y=0.5, luma=0.5, amount=2.0)
    nudged = pipeline.weights_of(PREDICTION, recipe.with_(nudges=(nudge,)))
    assert nudged.values[0].sum() > plain.values[0].sum()


def test_another_number_of_frames_is_refused() -> None:
    with pytest.raises(RecipeError, match="weighs 2 frames, and this bracket has 3") as caught:
        pipeline.weights_of(PREDICTION, Recipe().with_(weights=(0.5, 0.5)))
    assert caught.value.hint


@pytest.mark.parametrize("weights", [(0.5, 0.6), (1.5, -0.5), (0.0, 0.0), (0.2,)])
def test_shares_that_do_not_add_up_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(RecipeError):
        Recipe().with_(weights=weights)
