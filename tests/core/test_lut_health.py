"""Health of lattices: every fault trips its own flag, repairs mend it, and what is well stays as it is to the bit."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lut_cases import FAULTS, N, folding, lut_of, nodes, smooth, stairs
from scipy.optimize import isotonic_regression

from mefcore.color import srgb_to_lab
from mefcore.errors import Cancelled
from mefcore.job import Job
from mefcore.lut.error import lattice_error, probe_points
from mefcore.lut.grid import Lut3D
from mefcore.lut.health import REPAIRABLE, cut, examine, folded, greys, size_errors, volumes_at
from mefcore.lut.repair import isotonic, repair

WELL = {
    "identity": nodes,
    "smooth": lambda n: smooth(nodes(n)),
    "bright": lambda n: nodes(n) ** 0.7,
    "dark": lambda n: nodes(n) ** 1.6,
    "flat": lambda n: 0.3 + 0.4 * nodes(n),
    "swapped": lambda n: 0.01 + 0.98 * nodes(n)[..., ::-1],
}


def keys(lut: Lut3D) -> set[str]:
    return {check.key for check in examine(lut).flags}


@pytest.mark.parametrize("n", [2, 3, 9, 17, 33, 65])
@pytest.mark.parametrize("name", WELL)
def test_what_is_well_has_no_flags(name: str, n: int) -> None:
    found = examine(lut_of(WELL[name](n)))
    assert found.flags == ()
    assert found.severity == "ok"
    assert {check.where for check in found.checks} == {None}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("n", [17, N])
def test_each_fault_has_its_flag(name: str, n: int) -> None:
    key, make = FAULTS[name]
    found = examine(lut_of(make(n)))
    assert [check.key for check in found.flags] == [key]
    (flag,) = found.flags
    assert flag.value > flag.limit
    assert flag.where is not None
    assert found.severity == flag.severity == ("note" if key in ("tint", "clipped") else "warn")


def test_flags_point_at_the_fault() -> None:
    where = {name: np.array(examine(lut_of(make(N))).flags[0].where) for name, (_, make) in FAULTS.items()}
    np.testing.assert_allclose(where["not a number"], [1 / 32, 11 / 32, 16 / 32])
    np.testing.assert_allclose(where["outside"], 1.0)
    assert abs(where["falling"] - 0.62).max() < 0.06
    assert np.ptp(where["falling"]) == 0
    assert np.linalg.norm(where["folding"] - [0.6, 0.2, 0.2]) < 0.2


def test_numbers_are_those_of_the_lattice() -> None:
    falling = lut_of(FAULTS["falling"][1](N))
    ramp = falling.evaluate(np.repeat(np.linspace(0, 1, N)[:, None], 3, axis=1))
    drop = max(ramp[i, c] - ramp[j, c] for c in range(3) for i in range(N) for j in range(i, N))
    assert examine(falling)["order"].value == pytest.approx(255 * drop, rel=1e-6)
    tinted = lut_of(FAULTS["tinted"][1](N))
    lab = srgb_to_lab(tinted.evaluate(np.repeat(np.linspace(0, 1, N)[:, None], 3, axis=1)))
    assert examine(tinted)["tint"].value == pytest.approx(np.hypot(lab[:, 1], lab[:, 2]).max(), rel=1e-6)
    burnt = lut_of(FAULTS["burnt"][1](N))
    inside = (burnt.table >= 1) & (nodes(N) < 1) | (burnt.table <= 0) & (nodes(N) > 0)
    assert examine(burnt)["clipped"].value == inside.any(-1).mean()
    assert np.array_equal(cut(burnt, burnt.table), inside.any(-1))


@given(seed=st.integers(0, 50), n=st.integers(2, 6))
def test_volumes_are_determinants(seed: int, n: int) -> None:
    """Against six determinants per cell, in float64, by hand."""
    table = nodes(n) * 0.8 + 0.1 + np.random.default_rng(seed).uniform(-0.09, 0.09, (n, n, n, 3)) * 0.5 / n
    found, scale = folded(table.astype(np.float32))
    paths = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    for b, g, r in np.ndindex(n - 1, n - 1, n - 1):
        smallest = np.inf
        for path in paths:
            at, edges = np.array([r, g, b]), np.zeros((3, 3))
            for axis in path:
                step = at.copy()
                step[axis] += 1
                edges[:, axis] = table[tuple(step[::-1])] - table[tuple(at[::-1])]
                at = step
            smallest = min(smallest, np.linalg.det(edges * (n - 1)))
        assert found[b, g, r] == pytest.approx(smallest, abs=1e-4)
    cells = np.argwhere(np.ones((n - 1,) * 3, bool))
    np.testing.assert_allclose(volumes_at(table.astype(np.float32), cells, scale), found.ravel(), rtol=1e-6)


def test_a_mirrored_cube_is_not_folded_and_a_half_mirrored_one_is() -> None:
    mirrored = nodes(N)[..., ::-1] * 0.9 + 0.05
    assert folded(mirrored.astype(np.float32))[0].min() > 0.7
    half = 0.05 + 0.9 * nodes(N)
    half[..., 0] = 0.1 + 0.8 * np.abs(nodes(N)[..., 0] - 0.3)
    share = examine(lut_of(half))["folds"].value
    assert share == pytest.approx(10 / 32, abs=0.02)


def test_folds_that_a_picture_uses_weigh_more() -> None:
    rgb = nodes(N)
    table = 0.1 + 0.8 * rgb
    table[5:7, 5:7, 20] = table[5:7, 5:7, 22]  # a crease of a few cells
    lut = lut_of(table)
    inside = np.zeros((32, 32, 32), bool)
    inside[4:8, 4:8, 18:24] = True
    assert examine(lut)["folds"].severity == "note"
    assert examine(lut, used=~inside)["folds"].severity == "note"
    assert examine(lut, used=~inside)["folds"].in_picture == 0
    used = examine(lut, used=inside)["folds"]
    assert used.severity == "warn"
    assert used.in_picture == pytest.approx(((folded(lut.table)[0] < -0.01) & inside).sum() / inside.sum())


def test_a_coarse_lattice_says_so() -> None:
    def bent(rgb: np.ndarray) -> np.ndarray:
        return 0.5 - 0.5 * np.cos(np.pi * rgb.astype(np.float64) ** 0.5)

    coarse, fine = (examine(lut_of(bent(nodes(n))), bent) for n in (5, 65))
    assert [check.key for check in coarse.flags] == ["coarse"]
    assert coarse.severity == "note"
    assert fine.flags == ()
    assert fine.errors[0].size == 65
    assert examine(lut_of(nodes(5))).errors == ()


def test_errors_by_size_are_those_of_whole_lattices() -> None:
    points = probe_points()
    for found in size_errors(smooth, (2, 9, 17, 33)):
        whole = lattice_error(smooth(points), lut_of(smooth(nodes(found.size))), points)
        assert found.mean == pytest.approx(whole.mean, rel=1e-3, abs=1e-5)
        assert found.max == pytest.approx(whole.max, rel=1e-3, abs=1e-4)


def test_other_domains_are_measured_in_their_own_colours() -> None:
    wide = {"domain_min": (-0.5, -0.5, -0.5), "domain_max": (1.5, 1.5, 1.5)}
    table = np.clip(-0.5 + 2 * nodes(N), 0.001, 0.999)
    assert folded(table.astype(np.float32), (2, 2, 2))[0].max() == pytest.approx(1, abs=1e-4)
    assert keys(Lut3D(table.astype(np.float32), **wide)) == set()
    uneven = Lut3D(nodes(N).astype(np.float32), domain_max=(1.0, 1.0, 0.5))
    inputs, values = greys(uneven)
    assert inputs[-1] == 0.5
    np.testing.assert_allclose(values[-1], [0.5, 0.5, 1.0])


# ---- repair


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_isotonic_regression_is_scipys(values: list[float]) -> None:
    np.testing.assert_allclose(isotonic(np.array(values)), isotonic_regression(values).x, atol=1e-12)


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("n", [9, 17, N])
def test_repair_leaves_nothing_to_repair(name: str, n: int) -> None:
    _, make = FAULTS[name]
    lut = lut_of(make(n))
    before = keys(lut)
    done = repair(lut)
    assert not examine(done.lut).repairable
    assert keys(done.lut) <= before
    if not before & set(REPAIRABLE):
        assert done.lut is lut
        assert done.change == done.share == 0
    else:
        assert np.isfinite(done.lut.table).all()
        assert 0 <= done.lut.table.min() <= done.lut.table.max() <= 1


def test_a_repair_can_be_stopped() -> None:
    """Of a fine and wild lattice it takes seconds."""
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        repair(lut_of(folding(9)), job=job)


def test_repair_says_how_much_it_changed() -> None:
    lut = lut_of(folding(N))
    done = repair(lut)
    moved = np.abs(done.lut.table - lut.table).max(axis=-1)
    assert done.change == pytest.approx(255 * moved.max())
    assert done.share == pytest.approx((moved > 0).mean())
    far = np.linalg.norm(nodes(N) - [0.67, 0.17, 0.17], axis=-1) > 0.6
    assert not moved[far].any()  # as little as possible, and there only


def test_levelled_greys_are_the_nearest_that_rise() -> None:
    lut = lut_of(FAULTS["falling"][1](N))
    values = greys(lut)[1]
    after = greys(repair(lut).lut)[1]
    for channel in range(3):
        np.testing.assert_allclose(after[:, channel], isotonic_regression(values[:, channel]).x, atol=1e-6)


def test_smoothed_stairs_stay_near() -> None:
    done = repair(lut_of(stairs(N)))
    assert done.change < 10  # of steps of 19 codes
    before = np.diff(stairs(N)[4, 4, :, 0])
    after = np.diff(done.lut.table[4, 4, :, 0])
    assert np.ptp(after) < 0.8 * np.ptp(before)


@pytest.mark.parametrize("name", WELL)
def test_what_is_well_stays_to_the_bit(name: str) -> None:
    lut = lut_of(WELL[name](N))
    assert repair(lut).lut is lut


def test_neutral_greys_keep_their_luminance() -> None:
    lut = lut_of(FAULTS["tinted"][1](N))
    done = repair(lut, neutral=True)
    assert keys(done.lut) == set()
    before, after = (srgb_to_lab(greys(x)[1]) for x in (lut, done.lut))
    assert np.hypot(after[:, 1], after[:, 2]).max() < 0.05
    np.testing.assert_allclose(after[:, 0], before[:, 0], atol=0.05)
    assert np.array_equal(done.lut.table[0, 0, -1], lut.table[0, 0, -1])  # red is far from the greys


@settings(max_examples=15)
@given(seed=st.integers(0, 1000), n=st.integers(2, 12), noise=st.sampled_from([0.02, 0.1, 1.0]))
def test_whatever_is_handed_in_comes_back_mended(seed: int, n: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    table = smooth(nodes(n)) + noise * rng.uniform(-1, 1, (n, n, n, 3))
    table[rng.random((n, n, n)) < 0.02] = np.nan
    for neutral in (False, True):
        found = examine(repair(lut_of(table), neutral=neutral).lut)
        assert not found.repairable
        assert not neutral or found["tint"].value < 0.05


def test_nothing_but_holes_becomes_the_identity() -> None:
    done = repair(lut_of(np.full((5, 5, 5, 3), np.nan)))
    np.testing.assert_allclose(done.lut.table, nodes(5), atol=1e-6)


# ---- time


def test_looking_is_quick() -> None:
    """15 ms and one second on an idle machine; on a busy one, the best of a few tries."""
    for n, limit in ((33, 0.05), (129, 2.0)):
        lut = Lut3D.identity(n)
        took = limit
        for _ in range(4):
            start = time.process_time()
            examine(lut)
            took = time.process_time() - start
            if took < limit:
                break
        assert took < limit
