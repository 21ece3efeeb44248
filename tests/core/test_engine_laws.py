"""What must hold for any picture: laws of ``LUT(sum_k w_k I_k)``, checked on generated ones."""

from __future__ import annotations

from itertools import pairwise
from unittest import mock

import numpy as np
import pytest
from engine_cases import ENGINES, INTERPOLATIONS, frames, named, random_lut, slope, smooth_lut, weights_of
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mefcore.engine import Engine, native
from mefcore.lut.grid import Lut3D

pytestmark = pytest.mark.parametrize("engine", ENGINES, ids=named)
laws = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**32 - 1)
interpolations = st.sampled_from(INTERPOLATIONS)
sizes = st.tuples(st.integers(1, 5), st.integers(1, 300))


@laws
@given(seed=seeds, k=st.integers(1, 6), size=sizes, n=st.integers(2, 40), interpolation=interpolations)
def test_identity_lut_is_the_blend(
    engine: Engine, seed: int, k: int, size: tuple[int, int], n: int, interpolation: str
) -> None:
    rng = np.random.default_rng(seed)
    pictures, weights = frames(rng, k, *size, np.uint16), weights_of(rng, k)
    blend = engine.apply(pictures, weights, None, dtype=np.float32)
    looked_up = engine.apply(pictures, weights, Lut3D.identity(n), interpolation=interpolation, dtype=np.float32)
    # Weights in float32 may add up to a little over 1, which the LUT's domain ends at.
    assert np.abs(looked_up - blend.clip(0, 1)).max() <= 4e-7


@laws
@given(seed=seeds, k=st.integers(2, 9), size=sizes, interpolation=interpolations)
def test_order_of_frames_does_not_matter(
    engine: Engine, seed: int, k: int, size: tuple[int, int], interpolation: str
) -> None:
    rng = np.random.default_rng(seed)
    pictures, weights, lut = frames(rng, k, *size, np.uint8), weights_of(rng, k), smooth_lut(9)
    order = rng.permutation(k)
    one = engine.apply(pictures, weights, lut, interpolation=interpolation, dtype=np.float32)
    other = engine.apply(
        [pictures[i] for i in order], weights[order], lut, interpolation=interpolation, dtype=np.float32
    )
    assert np.abs(one - other).max() <= 5e-7


@laws
@given(seed=seeds, k=st.integers(2, 9), size=sizes, interpolation=interpolations)
def test_copies_of_a_frame_are_that_frame(
    engine: Engine, seed: int, k: int, size: tuple[int, int], interpolation: str
) -> None:
    rng = np.random.default_rng(seed)
    (picture,), lut = frames(rng, 1, *size, np.uint16), smooth_lut(17)
    weights = rng.dirichlet(np.ones(k))
    alone = engine.apply([picture], [1.0], lut, interpolation=interpolation, dtype=np.float32)
    together = engine.apply([picture] * k, weights, lut, interpolation=interpolation, dtype=np.float32)
    assert np.abs(alone - together).max() <= 5e-7


@laws
@given(
    seed=seeds, size=sizes, interpolation=interpolations, strengths=st.lists(st.floats(0, 1), min_size=2, max_size=5)
)
def test_more_strength_is_further_from_the_blend(
    engine: Engine, seed: int, size: tuple[int, int], interpolation: str, strengths: list[float]
) -> None:
    rng = np.random.default_rng(seed)
    pictures, lut = frames(rng, 2, *size, np.float32), smooth_lut(9)
    blend = engine.apply(pictures, [0.5, 0.5], None, dtype=np.float32)
    distances = [
        np.abs(
            engine.apply(pictures, [0.5, 0.5], lut.with_strength(s), interpolation=interpolation, dtype=np.float32)
            - blend
        )
        for s in sorted(strengths)
    ]
    for nearer, further in pairwise(distances):
        assert (further - nearer >= -1e-6).all()


@laws
@given(seed=seeds, interpolation=interpolations, tile=st.integers(1, 4000), threads=st.integers(1, 5))
def test_threads_and_tiles_change_no_bit(
    engine: Engine, seed: int, interpolation: str, tile: int, threads: int
) -> None:
    rng = np.random.default_rng(seed)
    pictures, weights, lut = frames(rng, 3, 7, 611, np.uint8), weights_of(rng, 3), random_lut(17)
    whole = engine.apply(pictures, weights, lut, interpolation=interpolation, dtype=np.float32, threads=1)
    from mefcore.engine import torch_engine

    with (
        mock.patch.object(native, "TILE_PIXELS", tile),
        mock.patch.dict(torch_engine.TILE_PIXELS, dict.fromkeys(torch_engine.TILE_PIXELS, max(tile, 100))),
    ):
        tiled = engine.apply(pictures, weights, lut, interpolation=interpolation, dtype=np.float32, threads=threads)
    np.testing.assert_array_equal(whole, tiled)


@laws
@given(
    picture=arrays(
        np.float32, st.tuples(st.integers(1, 3), st.integers(1, 40), st.just(3)), elements=st.floats(width=32)
    ),
    interpolation=interpolations,
    n=st.sampled_from([2, 17]),
)
@pytest.mark.filterwarnings("ignore:overflow|invalid value:RuntimeWarning")
def test_any_float_is_survived(engine: Engine, picture: np.ndarray, interpolation: str, n: int) -> None:
    """NaN, infinities, subnormals and 1e38 land on the domain's ends; NaN on its minimum."""
    lut = random_lut(n)
    got = engine.apply([picture], [1.0], lut, interpolation=interpolation, dtype=np.float32)
    tame = np.nan_to_num(picture, nan=0.0, posinf=1.0, neginf=0.0).clip(0, 1)
    assert np.abs(got - engine.apply([tame], [1.0], lut, interpolation=interpolation, dtype=np.float32)).max() <= (
        1e-6 * slope(lut)
    )
    for dtype in (np.uint8, np.uint16):
        engine.apply([picture], [1.0], lut, interpolation=interpolation, dtype=dtype)
        plain = engine.apply([picture], [1.0], None, dtype=dtype)
        assert (plain[np.isnan(picture)] == 0).all()
        assert (plain[picture >= 1] == np.iinfo(dtype).max).all()
        assert (plain[picture <= 0] == 0).all()
        engine.apply([picture, picture], [0.5, -0.5], lut, interpolation=interpolation, dtype=dtype)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e38])
def test_table_with_broken_values(engine: Engine, bad: float) -> None:
    """Such a table is refused where LUTs are read; should one come here all the same, integers stay in range."""
    table = smooth_lut(5).table.copy()
    table[2, 2, 2] = bad
    pictures = frames(np.random.default_rng(0), 1, 20, 300, np.uint8)
    for interpolation in INTERPOLATIONS:
        engine.apply(pictures, [1.0], Lut3D(table), interpolation=interpolation)
