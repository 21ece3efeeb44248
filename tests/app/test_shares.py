"""Shares of a whole: whatever is dragged, they add up, and what is locked stays."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.panels.shares import alone, soloed, with_share


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[float, ...], int, float, set[int]]:
    parts = draw(st.lists(st.floats(0, 1), min_size=2, max_size=9).filter(lambda p: sum(p) > 0.01))
    shares = tuple(p / sum(parts) for p in parts)
    index = draw(st.integers(0, len(shares) - 1))
    return shares, index, draw(st.floats(-0.5, 1.5)), draw(st.sets(st.integers(0, len(shares) - 1)))


@given(cases())
def test_they_add_up_and_what_is_locked_stays(case):
    shares, index, share, locked = case
    made = with_share(shares, index, share, locked)
    assert sum(made) == pytest.approx(1.0, abs=1e-9)
    assert all(-1e-12 <= s <= 1 + 1e-9 for s in made)
    for i in locked - {index}:
        assert made[i] == pytest.approx(shares[i], abs=1e-12)


@given(cases())
def test_the_others_make_room_in_proportion(case):
    shares, index, share, _ = case
    made = with_share(shares, index, share)
    assert made[index] == pytest.approx(min(max(share, 0), 1), abs=1e-12)
    others = [i for i in range(len(shares)) if i != index and shares[i] > 1e-6]
    for a, b in itertools.pairwise(others):
        assert made[a] * shares[b] == pytest.approx(made[b] * shares[a], abs=1e-9)


def test_what_had_no_share_gets_an_even_one():
    assert with_share((1.0, 0.0, 0.0), 0, 0.4) == pytest.approx((0.4, 0.3, 0.3))


def test_nothing_moves_where_all_others_are_locked():
    assert with_share((0.2, 0.3, 0.5), 0, 0.9, {1, 2}) == (0.2, 0.3, 0.5)


def test_alone():
    assert alone(3, 1) == (0.0, 1.0, 0.0)
    assert soloed(alone(3, 1)) == 1
    assert soloed((0.5, 0.5)) is None
