"""The lattice: interpolation laws, resampling, strength, and the error readout."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import RegularGridInterpolator

from mefcore.color import delta_e_2000, srgb_to_lab
from mefcore.errors import LutError
from mefcore.lut.error import cube_file_bytes, lattice_error, probe_points
from mefcore.lut.formats.cube import cube_chunks
from mefcore.lut.grid import Lut3D, lattice

BOTH = pytest.mark.parametrize("interpolation", ["trilinear", "tetrahedral"])


def random_lut(n: int, seed: int = 0, **options: object) -> Lut3D:
    return Lut3D(np.random.default_rng(seed).random((n, n, n, 3), dtype=np.float32), **options)  # type: ignore[arg-type]


def curved(rgb: np.ndarray) -> np.ndarray:
    """A smooth colour map, for lattices that approximate something."""
    mixed = np.asarray(rgb, np.float64) @ np.array([[0.8, 0.1, 0.1], [0.1, 0.85, 0.05], [0.05, 0.1, 0.85]])
    return 0.5 - 0.5 * np.cos(np.pi * mixed**0.8)


def test_nodes_run_red_fastest() -> None:
    rows = lattice(3).reshape(-1, 3)
    assert rows[:4].tolist() == [[0, 0, 0], [0.5, 0, 0], [1, 0, 0], [0, 0.5, 0]]
    assert rows[9].tolist() == [0, 0, 0.5]


@BOTH
@given(n=st.integers(2, 9), seed=st.integers(0, 99))
def test_identity_changes_nothing(interpolation: str, n: int, seed: int) -> None:
    colours = np.random.default_rng(seed).random((50, 3))
    assert np.abs(Lut3D.identity(n).evaluate(colours, interpolation) - colours).max() < 1e-7


@BOTH
@given(n=st.integers(2, 7))
def test_nodes_are_met_exactly(interpolation: str, n: int) -> None:
    lut = random_lut(n)
    colours = np.stack(np.meshgrid(*[np.arange(n) / (n - 1)] * 3, indexing="ij")[::-1], axis=-1)
    assert np.abs(lut.evaluate(colours, interpolation) - lut.table).max() < 1e-12


def test_trilinear_agrees_with_scipy() -> None:
    lut = random_lut(6, domain_min=(0.0, -1.0, 0.25), domain_max=(1.0, 1.0, 2.0))
    axes = [np.linspace(lut.domain_min[c], lut.domain_max[c], 6) for c in (2, 1, 0)]
    colours = np.random.default_rng(3).uniform(lut.domain_min, lut.domain_max, (500, 3))
    expected = RegularGridInterpolator(axes, lut.table.astype(np.float64))(colours[:, ::-1])
    assert np.abs(lut.evaluate(colours) - expected).max() < 1e-12


def test_tetrahedral_is_linear_along_the_neutral_axis() -> None:
    lut = random_lut(3)
    dark, bright = lut.table[0, 0, 0].astype(np.float64), lut.table[1, 1, 1].astype(np.float64)
    for t in (0.0, 0.3, 0.99):
        assert lut.evaluate([t / 2] * 3, "tetrahedral") == pytest.approx((1 - t) * dark + t * bright, abs=1e-12)


@BOTH
def test_inputs_are_clamped_to_the_domain(interpolation: str) -> None:
    lut = random_lut(4, domain_max=(2.0, 2.0, 2.0))
    outside = np.array([[-1.0, 0.5, 3.0], [np.nan, np.inf, -np.inf]])
    inside = np.array([[0.0, 0.5, 2.0], [0.0, 2.0, 0.0]])
    assert np.array_equal(lut.evaluate(outside, interpolation), lut.evaluate(inside, interpolation))


@BOTH
@settings(max_examples=20)
@given(strength=st.floats(0, 1), seed=st.integers(0, 9))
def test_strength_mixes_the_picture(interpolation: str, strength: float, seed: int) -> None:
    lut = random_lut(5, seed)
    colours = np.random.default_rng(seed).random((200, 3))
    expected = colours + strength * (lut.evaluate(colours, interpolation) - colours)
    assert np.abs(lut.with_strength(strength).evaluate(colours, interpolation) - expected).max() < 5e-7


def test_full_strength_is_the_lut_itself() -> None:
    lut = random_lut(5)
    assert lut.with_strength(1.0) is lut
    other = random_lut(5, domain_min=(-1.0, 0.0, 0.0))
    assert np.array_equal(other.with_strength(0.0).evaluate([-1.0, 0.5, 0.5]), [-1.0, 0.5, 0.5])


@given(n=st.integers(2, 20), m=st.integers(2, 20))
@settings(max_examples=40)
def test_resampling_is_trilinear(n: int, m: int) -> None:
    lut = random_lut(n)
    nodes = np.stack(np.meshgrid(*[np.arange(m) / (m - 1)] * 3, indexing="ij")[::-1], axis=-1)
    assert np.abs(lut.resample(m).table - lut.evaluate(nodes)).max() < 1e-6


@pytest.mark.parametrize(("n", "m"), [(33, 65), (17, 33), (33, 129), (2, 65)])
def test_nested_lattices_keep_their_nodes(n: int, m: int) -> None:
    lut = random_lut(n)
    step = (m - 1) // (n - 1)
    assert np.array_equal(lut.resample(m).table[::step, ::step, ::step], lut.table)


def test_resampling_keeps_the_rest() -> None:
    lut = random_lut(3, domain_max=(2.0, 2.0, 2.0), title="x")
    assert (lut.resample(5).domain_max, lut.resample(5).title) == ((2.0, 2.0, 2.0), "x")
    assert lut.resample(3) is lut


def test_tables_cannot_change() -> None:
    lut = random_lut(3)
    with pytest.raises(ValueError, match="read-only"):
        lut.table[0] = 0
    assert lut.table.dtype == np.float32
    assert lut.table.flags.c_contiguous


@pytest.mark.parametrize("shape", [(3, 3, 3), (3, 3, 4, 3), (3, 3, 3, 4), (1, 1, 1, 3), (257, 257, 257, 3)])
def test_what_is_no_cube_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(LutError):
        Lut3D(np.broadcast_to(np.float32(0), shape))


@pytest.mark.parametrize("high", [(1.0, 1.0, 0.0), (np.nan, 1.0, 1.0), (1.0, 1.0)])
def test_empty_domains_are_refused(high: tuple[float, ...]) -> None:
    with pytest.raises(LutError):
        random_lut(2, domain_max=high)


def test_unknown_interpolation_is_a_bug() -> None:
    with pytest.raises(ValueError, match="cubic"):
        random_lut(2).evaluate([0, 0, 0], "cubic")


def test_error_falls_as_the_lattice_grows() -> None:
    points = probe_points()
    reference = curved(points)
    errors = [lattice_error(reference, Lut3D(curved(lattice(n))), points) for n in (5, 9, 17, 33, 65)]
    means = [e.mean for e in errors]
    assert means == sorted(means, reverse=True)
    assert means[-1] < 0.01
    assert all(e.max >= e.mean for e in errors)


def test_error_is_the_difference_of_what_is_seen() -> None:
    points = probe_points(64)
    shifted = np.clip(points * 0.9, 0, 1)
    expected = delta_e_2000(srgb_to_lab(shifted), srgb_to_lab(points))
    found = lattice_error(shifted, Lut3D.identity(9), points)
    assert found.mean == pytest.approx(expected.mean(), abs=1e-5)
    assert found.max == pytest.approx(expected.max(), abs=1e-5)
    assert lattice_error(points, Lut3D.identity(9), points).max < 1e-4


def test_probe_points_fill_the_cube_evenly() -> None:
    points = probe_points()
    assert points.shape == (4096, 3)
    assert points.dtype == np.float32
    assert points.min() >= 0
    assert points.max() <= 1
    counts, _ = np.histogramdd(points, bins=(8, 8, 8), range=[(0, 1)] * 3)
    assert counts.min() >= 4  # 8 on average; of random points, some cells would hold none
    assert counts.max() <= 12
    assert probe_points() is points


@pytest.mark.parametrize("n", [2, 17, 33])
def test_file_size_estimate(n: int) -> None:
    rows = sum(len(chunk) for chunk in list(cube_chunks(Lut3D.identity(n)))[1:])
    assert rows == cube_file_bytes(n)
