"""Grids of weights and windows: what they promise, and that a pixel reads the weights the definition gives it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from engine_cases import DTYPES, frames, random_grid, smooth_grid, weights_of
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore.blend import LUMA, WHOLE, WeightGrid, Window, axis_cells, weights_at
from mefcore.engine import reference

laws = settings(max_examples=50, deadline=None)
SHAPES = [(1, 1, 1), (8, 16, 16), (5, 3, 7), (1, 4, 6), (6, 1, 4), (6, 4, 1), (2, 2, 2)]


@pytest.mark.parametrize(
    ("values", "guide"),
    [
        (np.full((2, 1, 1), 0.5, np.float32), np.full(2, 0.5, np.float32)),
        (np.full((2, 1, 1, 1), 0.5), np.full(2, 0.5, np.float32)),
        (np.full((2, 0, 1, 1), 0.5, np.float32), np.full(2, 0.5, np.float32)),
        (np.full((2, 1, 1, 1), 0.5, np.float32), np.full(3, 1 / 3, np.float32)),
        (np.full((2, 1, 1, 1), 0.5, np.float32), np.full(2, 0.5)),
        (np.full((2, 1, 1, 1), 0.6, np.float32), np.full(2, 0.5, np.float32)),
        (np.full((2, 1, 1, 1), 0.5, np.float32), np.full(2, 0.4, np.float32)),
        (np.full((2, 1, 1, 1), np.nan, np.float32), np.full(2, 0.5, np.float32)),
        (np.array([1.5, -0.5], np.float32).reshape(2, 1, 1, 1), np.full(2, 0.5, np.float32)),
    ],
)
def test_what_is_no_grid_is_refused(values: np.ndarray, guide: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"."):
        WeightGrid(values, guide)


def test_one_node_is_the_global_mode() -> None:
    grid = WeightGrid.of([0.25, 0.75])
    assert grid.uniform
    assert grid.values.shape == (2, 1, 1, 1)
    assert grid.values.ravel().tolist() == grid.guide.tolist() == [0.25, 0.75]
    assert not random_grid(2, 1, 1, 2).uniform


def test_local_amount() -> None:
    grid, weights = random_grid(3, 4, 3, 2), [0.5, 0.25, 0.25]
    none, half, whole = (grid.with_local(a, weights) for a in (0.0, 0.5, 1.0))
    assert none.uniform
    assert none.values.ravel().tolist() == weights
    assert whole is grid
    expected = 0.5 * np.reshape(weights, (3, 1, 1, 1)) + 0.5 * grid.values
    np.testing.assert_allclose(half.values, expected, atol=1e-7)
    for mixed in (none, half, whole):
        np.testing.assert_array_equal(mixed.guide, grid.guide)
    for amount, wrong in (
        (-0.1, weights),
        (1.1, weights),
        (float("nan"), weights),
        (0.5, [0.5, 0.5]),
        (0.5, [1, 1, 1]),
    ):
        with pytest.raises(ValueError, match=r"."):
            grid.with_local(amount, wrong)


def test_flipped() -> None:
    grid = random_grid(2, 3, 4, 5)
    np.testing.assert_array_equal(grid.flipped("x").values[:, :, :, 0], grid.values[:, :, :, -1])
    np.testing.assert_array_equal(grid.flipped("y").values[:, :, 0], grid.values[:, :, -1])
    np.testing.assert_array_equal(grid.flipped("y").flipped("y").values, grid.values)
    np.testing.assert_array_equal(grid.flipped("x").guide, grid.guide)


def test_windows() -> None:
    assert Window.of_pixels(0, 0, 30, 40, 30, 40) == WHOLE == Window()
    assert Window.of_pixels(10, 30, 5, 20, 40, 100) == Window(0.3, 0.25, 0.5, 0.375)
    with pytest.raises(ValueError, match="finite"):
        Window(right=float("inf"))
    with pytest.raises(ValueError, match="no windows"):
        Window.of_pixels(0, 0, 0, 0, 0, 10)


def test_where_pixels_lie() -> None:
    """Nodes are centres of cells: the first and last half cell have the border's weights."""
    cell, fraction = axis_cells(0.0, 1.0, 4, 2)
    assert (cell + fraction).tolist() == [0.0, 0.25, 0.75, 1.0]
    assert cell.tolist() == [0, 0, 0, 0]
    cell, fraction = axis_cells(0.0, 1.0, 3, 3)
    assert (cell + fraction).tolist() == [0.0, 1.0, 2.0]
    assert cell.max() == 1
    assert not any(a.any() for a in axis_cells(0.0, 1.0, 5, 1))
    assert axis_cells(0.5, 0.5, 0, 4)[0].shape == (0,)
    assert [a.max() for a in axis_cells(-9.0, -8.0, 5, 4)] == [0, 0.0]
    assert [a.min() for a in axis_cells(8.0, 9.0, 5, 4)] == [2, 1.0]


@laws
@given(size=st.integers(1, 20_000), nodes=st.integers(1, 40), data=st.data())
def test_pixels_lie_at_the_same_place_in_every_window(size: int, nodes: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, size - 1))
    count = data.draw(st.integers(1, size - start))
    window = Window.of_pixels(0, start, 1, count, 1, size)
    whole = axis_cells(0.0, 1.0, size, nodes)
    for seen, part in zip(axis_cells(window.left, window.right, count, nodes), whole, strict=True):
        np.testing.assert_array_equal(seen, part[start : start + count])
    for seen, part in zip(axis_cells(window.right, window.left, count, nodes), whole, strict=True):
        np.testing.assert_array_equal(seen, part[start : start + count][::-1])


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_maps_follow_the_definition(shape: tuple[int, int, int], dtype: type[np.generic]) -> None:
    rng = np.random.default_rng(0)
    pictures = frames(rng, 3, 50, 70, dtype)
    grid = random_grid(3, *shape)
    for window in (WHOLE, Window(0.3, 0.2, 0.7, 0.4), Window(1.0, 0.0, 0.0, 1.0), Window(-0.5, -1.0, 1.2, 3.0)):
        maps = weights_at(pictures, grid, window)
        assert maps.shape == (3, 50, 70)
        assert maps.dtype == np.float32
        assert np.abs(maps - reference.weight_maps(pictures, grid, window)).max() <= 3e-7 * shape[0] + 3e-7


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_grid_sample_agrees(shape: tuple[int, int, int]) -> None:
    """A second opinion on the definition: PyTorch's, whose nodes are centres of cells along every axis."""
    pictures = frames(np.random.default_rng(1), 4, 31, 45, np.uint16)
    grid = random_grid(4, *shape)
    blend = sum(float(w) * (f / 65535.0) for w, f in zip(grid.guide, pictures, strict=True))
    z = (blend @ np.array(LUMA)) * (shape[0] - 1)
    y, x = np.meshgrid((np.arange(31) + 0.5) / 31, (np.arange(45) + 0.5) / 45, indexing="ij")
    where = np.stack([2 * x - 1, 2 * y - 1, (2 * z + 1) / shape[0] - 1], axis=-1)
    theirs = torch.nn.functional.grid_sample(
        torch.from_numpy(grid.values.astype(np.float64))[None],
        torch.from_numpy(where)[None, None],
        padding_mode="border",
        align_corners=False,
    )[0, :, 0].numpy()
    assert np.abs(reference.weight_maps(pictures, grid) - theirs).max() <= 1e-13
    assert np.abs(weights_at(pictures, grid) - theirs).max() <= 3e-7 * shape[0] + 3e-7


def test_weights_on_either_side_of_an_edge() -> None:
    """What the third axis is for: a grid that knows dark from bright, and not where, follows an edge exactly."""
    values = np.zeros((2, 2, 1, 1), np.float32)
    values[0, 1] = values[1, 0] = 1.0  # the first frame where it is bright, the second where it is dark
    grid = WeightGrid(values, np.array([0.5, 0.5], np.float32))
    picture = np.zeros((2, 6, 3), np.uint8)
    picture[:, 3:] = 255
    assert weights_at([picture, picture], grid)[0].tolist() == [[0, 0, 0, 1, 1, 1]] * 2


@laws
@given(
    seed=st.integers(0, 2**32 - 1),
    k=st.integers(1, 9),
    shape=st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9)),
    size=st.tuples(st.integers(1, 20), st.integers(1, 20)),
    sides=st.tuples(*[st.floats(-2, 2)] * 4),
)
def test_maps_are_on_the_simplex(
    seed: int, k: int, shape: tuple[int, int, int], size: tuple[int, int], sides: tuple[float, float, float, float]
) -> None:
    pictures = frames(np.random.default_rng(seed), k, *size, np.float32)
    maps = weights_at(pictures, random_grid(k, *shape, seed=seed), Window(*sides))
    assert maps.min() >= -1e-7
    np.testing.assert_allclose(maps.sum(axis=0), 1.0, atol=1e-6)


def test_broken_floats_have_a_place() -> None:
    grid, plain = smooth_grid(2), np.full((1, 5, 3), 0.3, np.float32)
    picture = plain.copy()
    picture[0, 1], picture[0, 2], picture[0, 3] = np.nan, np.inf, -np.inf
    tame = np.nan_to_num(picture, nan=-9.0, posinf=9.0, neginf=-9.0)
    np.testing.assert_array_equal(weights_at([picture, plain], grid), weights_at([tame, plain], grid))


def test_no_pixels_no_weights() -> None:
    empty = np.zeros((0, 5, 3), np.uint8)
    assert weights_at([empty, empty], smooth_grid(2)).shape == (2, 0, 5)
    with pytest.raises(ValueError, match="1 frames"):
        weights_at([empty], smooth_grid(2))


def test_a_grid_is_made_of_any_numbers() -> None:
    weights = weights_of(np.random.default_rng(0), 5)
    np.testing.assert_array_equal(WeightGrid.of(weights.tolist()).guide, weights)
