"""Weights that a grid holds: every engine against the float64 reference, and laws that need no reference."""

from __future__ import annotations

from itertools import pairwise
from unittest import mock

import cv2
import numpy as np
import pytest
from engine_cases import (
    DTYPES,
    ENGINES,
    INTERPOLATIONS,
    assert_exact,
    frames,
    grid_slope,
    named,
    random_grid,
    smooth_grid,
    smooth_lut,
    weights_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore.blend import WeightGrid, Window
from mefcore.engine import Engine, native, reference
from mefcore.lut.grid import Lut3D

pytestmark = pytest.mark.parametrize("engine", ENGINES, ids=named)
both = pytest.mark.parametrize("interpolation", INTERPOLATIONS)
laws = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.tuples(st.integers(1, 5), st.integers(1, 300))
SHAPES = [(8, 16, 16), (5, 3, 7), (1, 4, 6), (6, 1, 4), (6, 4, 1), (7, 1, 1), (1, 1, 5), (1, 5, 1), (2, 2, 2)]


def mean(weights: np.ndarray, shape: tuple[int, int, int]) -> WeightGrid:
    """The same weights at every node."""
    return WeightGrid(np.tile(weights[:, None, None, None], (1, *shape)), weights)


# ------------------------------------------------------------------------------------------------ the reference


@pytest.mark.parametrize("k", range(1, 10))
def test_any_number_of_frames(engine: Engine, k: int) -> None:
    """As close to the exact result as with equal weights everywhere."""
    rng = np.random.default_rng(k)
    for dtype in DTYPES:
        pictures = frames(rng, k, 37, 263, dtype)
        for lut in (smooth_lut(17), None):
            assert_exact(engine, pictures, smooth_grid(k, seed=k), lut, "trilinear")


@both
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_shape(engine: Engine, interpolation: str, shape: tuple[int, int, int], dtype: type[np.generic]) -> None:
    """Neighbouring nodes as different as can be, so that reading a wrong one shows.

    A luma that is off by float32's 6e-8 moves the depth by (D - 1) times that, and the result by the same times the
    difference between nodes: the tolerance grows with the grid's slope, as with a random LUT's.
    """
    pictures, grid = frames(np.random.default_rng(1), 3, 31, 261, dtype), random_grid(3, *shape)
    assert_exact(engine, pictures, grid, smooth_lut(9), interpolation, conditioning=grid_slope(grid))


@pytest.mark.parametrize("window", [Window(0.3, 0.2, 0.7, 0.4), Window(1, 1, 0, 0), Window(-0.5, -1, 1.2, 3)], ids=str)
def test_windows(engine: Engine, window: Window) -> None:
    pictures, grid = frames(np.random.default_rng(2), 3, 31, 261, np.uint8), random_grid(3, 4, 6, 5)
    assert_exact(engine, pictures, grid, None, "trilinear", window=window, conditioning=grid_slope(grid))


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (7, 1), (1, 255), (2, 257), (1, 513), (0, 5), (5, 0)], ids=str)
def test_odd_sizes(engine: Engine, size: tuple[int, int]) -> None:
    for dtype in DTYPES:
        pictures = frames(np.random.default_rng(3), 5, *size, dtype)
        assert_exact(engine, pictures, smooth_grid(5), smooth_lut(5), "trilinear")


def test_a_large_grid_for_many_frames(engine: Engine) -> None:
    pictures, grid = frames(np.random.default_rng(4), 64, 3, 700, np.uint8), random_grid(64, 9, 16, 24)
    assert_exact(engine, pictures, grid, None, "trilinear", conditioning=grid_slope(grid) + 64 / 4)


@pytest.mark.filterwarnings("ignore:overflow|invalid value:RuntimeWarning")
def test_any_float_is_survived(engine: Engine) -> None:
    """NaN and infinities make the blend what they make it with equal weights, and find some depth."""
    grid, lut = smooth_grid(2), smooth_lut(9)
    special = np.array([np.nan, np.inf, -np.inf, 3e38, -3e38, 1e-45, -0.0, 5.0], np.float32)
    rng = np.random.default_rng(5)
    pictures = [rng.choice(special, (7, 300, 3)).astype(np.float32), *frames(rng, 1, 7, 300, np.float32)]
    exact = reference.apply(pictures, grid, lut)
    assert np.isfinite(exact).all()
    assert np.abs(engine.apply(pictures, grid, lut, dtype=np.float32) - exact).max() <= 1e-6
    plain = engine.apply(pictures, grid, None)
    assert (plain[np.isnan(pictures[0])] == 0).all()
    assert (plain[pictures[0] == np.inf] == 65535).all()


# ----------------------------------------------------------------------------------------- the same bits, always


@both
@pytest.mark.parametrize("dtype", DTYPES)
def test_one_node_gives_the_bits_of_its_numbers(engine: Engine, interpolation: str, dtype: type[np.generic]) -> None:
    rng = np.random.default_rng(6)
    for k in (1, 3, 6):
        pictures, weights, lut = frames(rng, k, 9, 300, dtype), weights_of(rng, k), smooth_lut(9)
        for grid in (WeightGrid.of(weights), random_grid(k, 4, 3, 2).with_local(0.0, weights)):
            np.testing.assert_array_equal(
                engine.apply(pictures, grid, lut, interpolation=interpolation, dtype=np.float32),
                engine.apply(pictures, weights.tolist(), lut, interpolation=interpolation, dtype=np.float32),
            )


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_crop_is_the_crop_of_the_whole(engine: Engine, dtype: type[np.generic]) -> None:
    """Views, each frame with strides of its own; mirrored and thinned ones have windows, too."""
    height, width = 60, 401
    pictures, lut, grid = (
        frames(np.random.default_rng(7), 2, height, width, dtype),
        smooth_lut(9),
        random_grid(2, 5, 7, 6),
    )
    whole = engine.apply(pictures, grid, lut, dtype=np.float32)
    cases = [
        (np.s_[top : top + h, left : left + w], Window.of_pixels(top, left, h, w, height, width))
        for top, left, h, w in ((7, 13, 24, 377), (0, 0, 60, 200), (59, 400, 1, 1), (5, 0, 1, 401), (0, 5, 60, 1))
    ]
    cases.append((np.s_[::-1], Window(0, 1, 1, 0)))
    cases.append((np.s_[:, ::-1], Window(1, 0, 0, 1)))
    cases.append((np.s_[::3, :400:4], Window(-1.5 / width, -1 / height, 398.5 / width, 59 / height)))
    for view, window in cases:
        parts = [pictures[0][view], np.asfortranarray(pictures[1])[view]]
        np.testing.assert_array_equal(
            engine.apply(parts, grid, lut, window=window, dtype=np.float32), whole[view], err_msg=str(view)
        )


@laws
@given(seed=seeds, tile=st.integers(1, 4000), threads=st.integers(1, 5), k=st.integers(1, 6))
def test_threads_and_tiles_change_no_bit(engine: Engine, seed: int, tile: int, threads: int, k: int) -> None:
    pictures, grid, lut = (
        frames(np.random.default_rng(seed), k, 7, 611, np.uint8),
        random_grid(k, 4, 5, 6),
        smooth_lut(9),
    )
    whole = engine.apply(pictures, grid, lut, dtype=np.float32, threads=1)
    from mefcore.engine import torch_engine

    with (
        mock.patch.object(native, "TILE_PIXELS", tile),
        mock.patch.dict(torch_engine.TILE_PIXELS, dict.fromkeys(torch_engine.TILE_PIXELS, max(tile, 100))),
    ):
        tiled = engine.apply(pictures, grid, lut, dtype=np.float32, threads=threads)
    np.testing.assert_array_equal(whole, tiled)


# --------------------------------------------------------------------------------------------------------- laws


@laws
@given(seed=seeds, k=st.integers(1, 9), size=sizes)
def test_the_same_weights_at_every_node(engine: Engine, seed: int, k: int, size: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    pictures, weights, lut = frames(rng, k, *size, np.uint8), weights_of(rng, k), smooth_lut(9)
    local = engine.apply(pictures, mean(weights, (8, 16, 16)), lut, dtype=np.float32)
    assert np.abs(local - engine.apply(pictures, weights, lut, dtype=np.float32)).max() <= 3e-7


@laws
@given(seed=seeds, k=st.integers(2, 9), size=sizes)
def test_order_of_frames_does_not_matter(engine: Engine, seed: int, k: int, size: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    pictures, grid, lut = frames(rng, k, *size, np.uint8), smooth_grid(k, seed=seed), smooth_lut(9)
    order = rng.permutation(k)
    turned = WeightGrid(np.ascontiguousarray(grid.values[order]), grid.guide[order])
    one = engine.apply(pictures, grid, lut, dtype=np.float32)
    other = engine.apply([pictures[i] for i in order], turned, lut, dtype=np.float32)
    assert np.abs(one - other).max() <= 1e-6


@laws
@given(seed=seeds, k=st.integers(1, 9), size=sizes)
def test_copies_of_a_frame_are_that_frame(engine: Engine, seed: int, k: int, size: tuple[int, int]) -> None:
    (picture,), lut = frames(np.random.default_rng(seed), 1, *size, np.uint16), smooth_lut(17)
    alone = engine.apply([picture], [1.0], lut, dtype=np.float32)
    together = engine.apply([picture] * k, random_grid(k, 5, 6, 7, seed=seed), lut, dtype=np.float32)
    assert np.abs(alone - together).max() <= 7e-7


@laws
@given(seed=seeds, k=st.integers(1, 9), size=sizes)
def test_a_blend_stays_within_its_frames(engine: Engine, seed: int, k: int, size: tuple[int, int]) -> None:
    pictures = frames(np.random.default_rng(seed), k, *size, np.float32)
    blend = engine.apply(pictures, random_grid(k, 4, 3, 5, seed=seed), None, dtype=np.float32)
    assert (blend >= np.min(pictures, axis=0) - 5e-7).all()
    assert (blend <= np.max(pictures, axis=0) + 5e-7).all()


@laws
@given(seed=seeds, size=sizes, axis=st.sampled_from(["x", "y"]))
def test_the_mirrored_picture_has_the_mirrored_grid(
    engine: Engine, seed: int, size: tuple[int, int], axis: str
) -> None:
    view = np.s_[:, ::-1] if axis == "x" else np.s_[::-1]
    pictures, grid, lut = (
        frames(np.random.default_rng(seed), 3, *size, np.uint8),
        random_grid(3, 4, 5, 6),
        smooth_lut(9),
    )
    seen = engine.apply([f[view] for f in pictures], grid.flipped("x" if axis == "x" else "y"), lut)
    assert np.abs(seen.astype(int) - engine.apply(pictures, grid, lut)[view]).max() <= 1


@laws
@given(seed=seeds, amounts=st.lists(st.floats(0, 1), min_size=2, max_size=4))
def test_more_local_is_further_from_global(engine: Engine, seed: int, amounts: list[float]) -> None:
    rng = np.random.default_rng(seed)
    pictures, grid = frames(rng, 3, 4, 100, np.uint8), random_grid(3, 3, 4, 5)
    start = engine.apply(pictures, grid.guide, None, dtype=np.float32)
    blends = [engine.apply(pictures, grid.with_local(a, grid.guide), None, dtype=np.float32) for a in sorted(amounts)]
    for nearer, further in pairwise([np.abs(b - start) for b in blends]):
        assert (further - nearer >= -2e-6).all()


def test_halves_stitched_are_the_whole(engine: Engine) -> None:
    pictures, grid, lut = (
        frames(np.random.default_rng(8), 3, 33, 257, np.uint16),
        random_grid(3, 5, 6, 7),
        smooth_lut(9),
    )
    halves = [
        engine.apply([f[:, a:b] for f in pictures], grid, lut, window=Window.of_pixels(0, a, 33, b - a, 33, 257))
        for a, b in ((0, 128), (128, 257))
    ]
    np.testing.assert_array_equal(np.concatenate(halves, axis=1), engine.apply(pictures, grid, lut))


def test_the_preview_shows_the_picture(engine: Engine) -> None:
    """The same frames at half the size give the same picture at half the size."""
    rng = np.random.default_rng(9)
    light = cv2.resize(rng.random((6, 8, 3)), (512, 384), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    pictures = [(255 * (light * gain).clip(0, 1) ** 0.8 + 0.5).astype(np.uint8) for gain in (0.3, 0.7, 1.4)]
    grid, lut = smooth_grid(3, seed=3), smooth_lut(17)
    large = engine.apply(pictures, grid, lut, dtype=np.float32)
    small = engine.apply(
        [cv2.resize(f, (256, 192), interpolation=cv2.INTER_AREA) for f in pictures], grid, lut, dtype=np.float32
    )
    assert large.std() > 0.05
    assert np.abs(cv2.resize(large, (256, 192), interpolation=cv2.INTER_AREA) - small).max() <= 1.5 / 255


def test_a_lut_of_identity_is_the_blend(engine: Engine) -> None:
    pictures, grid = frames(np.random.default_rng(10), 4, 20, 300, np.uint8), smooth_grid(4)
    blend = engine.apply(pictures, grid, None, dtype=np.float32)
    assert np.abs(engine.apply(pictures, grid, Lut3D.identity(17), dtype=np.float32) - blend).max() <= 4e-7


def test_engines_agree(engine: Engine) -> None:
    """With the slow one that every machine has."""
    pictures, grid, lut = frames(np.random.default_rng(11), 3, 40, 300, np.uint16), smooth_grid(3), smooth_lut(17)
    other = next(e for e in ENGINES if e.name == "torch-cpu").apply(pictures, grid, lut).astype(int)
    assert np.abs(engine.apply(pictures, grid, lut) - other).max() <= 1
