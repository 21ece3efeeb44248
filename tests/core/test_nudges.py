"""Nudges: more of a frame here, and nothing elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from evaluate_cases import exposures
from hypothesis import given
from hypothesis import strategies as st

from mefcore.blend import WeightGrid, weights_at
from mefcore.errors import RecipeError
from mefcore.found import Nudge
from mefcore.nudges import aim, nudged

GLOBAL = WeightGrid.of(np.float32([0.2, 0.5, 0.3]))
LOCAL = WeightGrid(
    np.moveaxis(np.random.default_rng(0).dirichlet((2, 2, 2), (8, 16, 16)), -1, 0).astype(np.float32), GLOBAL.guide
)
grids = st.sampled_from([GLOBAL, LOCAL])
nudges = st.builds(
    Nudge,
    frame=st.integers(0, 2),
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    luma=st.floats(0, 1),
    amount=st.floats(-8, 8),
)


def test_none_changes_nothing() -> None:
    assert nudged(LOCAL, ()) is LOCAL


@given(grids, st.lists(nudges, min_size=1, max_size=4))
def test_the_simplex_is_kept_and_order_does_not_matter(grid: WeightGrid, given: list[Nudge]) -> None:
    one, other = nudged(grid, given), nudged(grid, given[::-1])
    np.testing.assert_allclose(one.values, other.values, atol=1e-6)
    np.testing.assert_array_equal(one.guide, grid.guide)


@given(grids, nudges)
def test_more_is_more_where_it_is_and_little_far_away(grid: WeightGrid, nudge: Nudge) -> None:
    after = nudged(grid, [nudge]).values
    before = np.broadcast_to(grid.values, after.shape)
    change = (after - before)[nudge.frame] * np.sign(nudge.amount)
    assert change.min() > -1e-6
    y, x = (np.arange(16) + 0.5) / 16, (np.arange(16) + 0.5) / 16
    far = (np.abs(y - nudge.y) > 0.45)[:, None] | (np.abs(x - nudge.x) > 0.45)[None, :]
    assert np.abs(after - before)[..., far].max(initial=0) < 1e-4


def test_it_stops_at_another_brightness() -> None:
    after = nudged(GLOBAL, [Nudge(frame=0, x=0.5, y=0.5, luma=0.0, amount=3.0)]).values[0, :, 8, 8]
    assert after[0] > 0.7
    assert after[-1] == pytest.approx(0.2, abs=1e-3)


def test_there_and_back() -> None:
    there = Nudge(frame=1, x=0.3, y=0.6, luma=0.4, amount=2.0)
    back = Nudge(frame=1, x=0.3, y=0.6, luma=0.4, amount=-2.0)
    np.testing.assert_allclose(nudged(LOCAL, [there, back]).values, LOCAL.values, atol=2e-4)


def test_a_frame_that_is_not_there_says_so() -> None:
    with pytest.raises(RecipeError, match="frame 4"):
        nudged(GLOBAL, [Nudge(frame=3, x=0.5, y=0.5, luma=0.5, amount=1.0)])


def test_aim_takes_the_best_exposed_frame_under_the_cursor() -> None:
    frames = exposures((-4, -1, 2), height=120, width=160)
    window = aim(frames, GLOBAL, 0.7, 0.35)
    corner = aim(frames, GLOBAL, 0.02, 0.02)
    assert window.frame == 0
    assert corner.frame == 1
    assert window.luma > corner.luma


def test_what_is_aimed_at_is_what_changes() -> None:
    frames = exposures((-4, -1, 2), height=120, width=160)
    place = aim(frames, GLOBAL, 0.7, 0.35)
    grid = nudged(GLOBAL, [Nudge(frame=place.frame, x=0.7, y=0.35, luma=place.luma, amount=3.0)])
    maps = weights_at(frames, grid)[place.frame]
    assert maps[42, 112] > 0.6
    assert maps[100, 10] == pytest.approx(0.2, abs=0.01)
