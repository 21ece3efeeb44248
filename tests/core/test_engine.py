"""Every engine this machine has against the float64 reference and against OpenColorIO."""

from __future__ import annotations

import numpy as np
import PyOpenColorIO
import pytest
from engine_cases import (
    DTYPES,
    ENGINES,
    INTERPOLATIONS,
    assert_exact,
    frames,
    named,
    random_lut,
    slope,
    smooth_lut,
    weights_of,
)

from mefcore.engine import Engine, reference
from mefcore.lut.grid import Lut3D

pytestmark = pytest.mark.parametrize("engine", ENGINES, ids=named)
both = pytest.mark.parametrize("interpolation", INTERPOLATIONS)


@both
@pytest.mark.parametrize("n", [2, 3, 17, 33, 129])
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_lattice_and_type(engine: Engine, interpolation: str, n: int, dtype: type[np.generic]) -> None:
    rng = np.random.default_rng(n)
    assert_exact(engine, frames(rng, 3, 37, 301, dtype), weights_of(rng, 3), smooth_lut(n), interpolation)


@both
@pytest.mark.parametrize("k", range(1, 10))
def test_any_number_of_frames(engine: Engine, interpolation: str, k: int) -> None:
    rng = np.random.default_rng(k)
    for dtype in DTYPES:
        assert_exact(engine, frames(rng, k, 11, 263, dtype), weights_of(rng, k), smooth_lut(17), interpolation)


@pytest.mark.parametrize("dtype", DTYPES)
def test_plain_blend(engine: Engine, dtype: type[np.generic]) -> None:
    rng = np.random.default_rng(1)
    for k in (1, 2, 4, 7):
        assert_exact(engine, frames(rng, k, 9, 300, dtype), weights_of(rng, k), None, "trilinear")


@both
@pytest.mark.parametrize("n", [2, 33, 129])
def test_random_table(engine: Engine, interpolation: str, n: int) -> None:
    """Neighbours as different as can be.

    A blend that is off by float32's 6e-8 moves the position within a cell by (N - 1) times that, and the result by
    the same times the difference between neighbours.  No float32 engine can do better on such a table, so the
    tolerance grows with its slope; the smooth tables above show what a look's table gives.
    """
    rng = np.random.default_rng(n)
    lut = random_lut(n)
    pictures = frames(rng, 3, 41, 257, np.uint8)
    assert_exact(engine, pictures, weights_of(rng, 3), lut, interpolation, conditioning=slope(lut))


@both
@pytest.mark.parametrize(
    "size", [(1, 1), (1, 7), (7, 1), (1, 255), (3, 256), (2, 257), (1, 513), (0, 5), (5, 0)], ids=str
)
def test_odd_sizes(engine: Engine, interpolation: str, size: tuple[int, int]) -> None:
    rng = np.random.default_rng(2)
    for dtype in DTYPES:
        assert_exact(engine, frames(rng, 3, *size, dtype), weights_of(rng, 3), smooth_lut(5), interpolation)


@both
@pytest.mark.parametrize("dtype", DTYPES)
def test_views_need_no_copy(engine: Engine, interpolation: str, dtype: type[np.generic]) -> None:
    """Crops, flips and every n-th pixel, each frame with strides of its own; a crop is the crop of the whole."""
    rng = np.random.default_rng(3)
    pictures, lut = frames(rng, 2, 60, 400, dtype), smooth_lut(9)
    whole = engine.apply(pictures, [0.25, 0.75], lut, interpolation=interpolation)
    views = [np.s_[7:31, 13:390], np.s_[::-1], np.s_[:, ::-1], np.s_[::3, ::4], np.s_[5:6, :], np.s_[:, 5:6]]
    for view in views:
        parts = [pictures[0][view], np.asfortranarray(pictures[1])[view]]
        np.testing.assert_array_equal(
            engine.apply(parts, [0.25, 0.75], lut, interpolation=interpolation), whole[view], err_msg=str(view)
        )


def test_unaligned_memory(engine: Engine) -> None:
    rng = np.random.default_rng(4)
    picture = frames(rng, 1, 8, 9, np.uint16)[0]
    raw = np.zeros(picture.nbytes + 1, np.uint8)
    odd = raw[1:].view(np.uint16).reshape(picture.shape)
    odd[...] = picture
    np.testing.assert_array_equal(engine.apply([odd], [1.0], None), picture)


@both
def test_domain(engine: Engine, interpolation: str) -> None:
    """A LUT over another box than the unit cube, its three sides different, fed from beyond it."""
    rng = np.random.default_rng(5)
    lut = Lut3D(smooth_lut(17).table, domain_min=(-0.5, 0.0, 0.1), domain_max=(1.5, 0.8, 2.0))
    pictures = [rng.uniform(-1, 3, (20, 300, 3)).astype(np.float32) for _ in range(2)]
    exact = reference.apply(pictures, [0.5, 0.5], lut, interpolation=interpolation)
    got = engine.apply(pictures, [0.5, 0.5], lut, interpolation=interpolation, dtype=np.float32)
    assert np.abs(got - exact).max() <= 5e-7


def test_float_results_are_not_clamped(engine: Engine) -> None:
    lut = Lut3D(smooth_lut(9).table * 3 - 1)
    ramp = np.linspace(0, 1, 300, dtype=np.float32).repeat(3).reshape(1, 300, 3)
    got = engine.apply([ramp], [1.0], lut, dtype=np.float32)
    assert got.min() < -0.8
    assert got.max() > 1.7
    assert engine.apply([ramp], [1.0], lut).max() == 65535
    assert engine.apply([ramp], [1.0], lut, dtype=np.uint8).min() == 0
    np.testing.assert_allclose(engine.apply([ramp], [2.0], None, dtype=np.float32), 2 * ramp, rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_every_integer_survives(engine: Engine, dtype: type[np.generic]) -> None:
    """A single frame of weight 1 without a LUT comes back as it was."""
    top = int(np.iinfo(dtype).max) + 1
    every = np.resize(np.arange(top, dtype=dtype), (64, top // 64, 3))
    np.testing.assert_array_equal(engine.apply([every], [1.0], None, dtype=dtype), every)


@both
@pytest.mark.parametrize("n", [2, 17, 33, 65])
def test_opencolorio_agrees(engine: Engine, interpolation: str, n: int) -> None:
    """A second opinion that shares no code and no author with ours."""
    lut = smooth_lut(n)
    transform = PyOpenColorIO.Lut3DTransform(gridSize=n)
    transform.setInterpolation(
        PyOpenColorIO.INTERP_LINEAR if interpolation == "trilinear" else PyOpenColorIO.INTERP_TETRAHEDRAL
    )
    transform.setData(np.ascontiguousarray(lut.table.transpose(2, 1, 0, 3)).ravel())  # theirs has blue fastest
    processor = PyOpenColorIO.Config.CreateRaw().getProcessor(transform)
    theirs = np.random.default_rng(n).random((50, 201, 3), dtype=np.float32)
    ours = engine.apply([theirs.copy()], [1.0], lut, interpolation=interpolation, dtype=np.float32)
    processor.getOptimizedCPUProcessor(PyOpenColorIO.OPTIMIZATION_NONE).applyRGB(theirs)
    assert np.abs(ours - theirs).max() <= 1e-6
