"""Which cells a picture uses, fading outside of them, and how small a lattice may be."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lut_cases import lut_of, nodes, smooth
from scipy.ndimage import binary_dilation, distance_transform_edt

from mefcore import pipeline
from mefcore.color import delta_e_2000, srgb_to_lab
from mefcore.engine import select
from mefcore.finish import colours_of, fade_of, picks
from mefcore.io import load_bracket
from mefcore.job import Job
from mefcore.lut.coverage import Fade, cells_of, corners_of, coverage, distance, grown, picked
from mefcore.lut.error import probe_points
from mefcore.lut.grid import Lut3D
from mefcore.lut.health import examine
from mefcore.lut.smallest import PRACTICAL, smallest, truth
from mefcore.pipeline import Prediction
from mefcore.recipe import Recipe

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "garden-room"


@pytest.fixture(scope="module")
def frames() -> tuple[np.ndarray, ...]:
    return tuple(load_bracket([SAMPLE]).pixels)


@pytest.fixture(scope="module")
def prediction(frames: tuple[np.ndarray, ...]) -> Prediction:
    return pipeline.infer(np.stack([pipeline.thumbnail(f) for f in frames]), picks=picks(frames))


# ---- counting


@given(seed=st.integers(0, 99), n=st.integers(2, 12))
def test_counts_are_those_of_one_by_one(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    colours = rng.choice([0.0, 0.25, 0.5, 1.0, 0.3, 0.77, 1.2, -0.1], (7, 9, 3)).astype(np.float32)
    colours[0, 0] = rng.random(3)
    expected = np.zeros((n - 1,) * 3, np.int64)
    for r, g, b in colours.reshape(-1, 3):
        at = [min(int(np.float32(min(max(v, 0), 1)) * np.float32(n - 1)), n - 2) for v in (b, g, r)]
        expected[tuple(at)] += 1
    found = coverage(colours, n)
    assert np.array_equal(found.counts, expected)
    assert found.size == n
    assert found.share == (expected > 0).mean()
    read = np.zeros((n, n, n), bool)
    for b, g, r in np.argwhere(expected):
        read[b : b + 2, g : g + 2, r : r + 2] = True
    assert np.array_equal(found.nodes, read)
    assert found.node_share == read.mean()


def test_what_is_no_number_counts_as_black() -> None:
    found = coverage(np.array([[np.nan, 0.0, 0.0], [np.inf, -np.inf, 2.0]]), 3)
    assert found.counts[0, 0, 0] == 1
    assert found.counts[1, 0, 1] == 1
    assert coverage(np.zeros((0, 3)), 5).share == 0


@pytest.mark.parametrize("shape", [(5, 7), (768, 768), (1000, 1800), (3, 4000)])
def test_picked_pixels_are_the_frames_own(shape: tuple[int, int]) -> None:
    y, x = np.mgrid[: shape[0], : shape[1]]
    pixels = np.stack([y, x, y + x], axis=-1).astype(np.uint16)
    found = picked(pixels)
    assert found.shape == (min(shape[0], 768), min(shape[1], 768), 3)
    assert found.dtype == pixels.dtype
    rows, columns = found[:, 0, 0].astype(int), found[0, :, 1].astype(int)
    assert np.array_equal(found, pixels[rows][:, columns])
    assert np.ptp(np.diff(rows)) <= 1  # evenly spread
    assert abs((rows[0] + rows[-1]) - (shape[0] - 1)) <= 1  # and centred
    assert not np.shares_memory(found, pixels)


@settings(max_examples=25)
@given(seed=st.integers(0, 99), n=st.integers(2, 14), share=st.sampled_from([0.002, 0.05, 0.5]))
def test_distances_and_neighbours_are_scipys(seed: int, n: int, share: float) -> None:
    some = np.random.default_rng(seed).random((n, n, n)) < share
    if some.any():
        np.testing.assert_allclose(distance(some), distance_transform_edt(~some), rtol=1e-6)
    else:
        assert np.isinf(distance(some)).all()
    assert np.array_equal(grown(some), binary_dilation(some, np.ones((3, 3, 3))))
    cells = some[:-1, :-1, :-1]
    around = np.lib.stride_tricks.sliding_window_view(np.pad(cells, 1), (2, 2, 2))
    assert np.array_equal(corners_of(cells), around.any(axis=(-1, -2, -3)))
    blocks = np.lib.stride_tricks.sliding_window_view(some, (2, 2, 2))
    assert np.array_equal(cells_of(some), blocks.any(axis=(-1, -2, -3)))


# ---- fading


def wild(n: int) -> Lut3D:
    """Far from the identity everywhere."""
    return lut_of(1 - 0.8 * nodes(n))


@pytest.mark.parametrize("n", [2, 5, 9, 17, 33, 40, 65])
def test_a_picture_does_not_change_and_the_rest_fades(n: int) -> None:
    rng = np.random.default_rng(3)
    picture = np.clip(rng.normal([0.3, 0.35, 0.3], 0.05, (90, 80, 3)), 0, 1).astype(np.float32)
    lut = wild(n)
    faded = Fade.of(picture, 1.0, n).apply(lut)
    engine = select("cpu")
    for interpolation in ("trilinear", "tetrahedral"):
        before, after = (
            engine.apply([picture], [1.0], x, interpolation=interpolation, dtype=np.float32) for x in (lut, faded)
        )
        assert np.array_equal(before, after)
    if n >= 9:
        assert np.array_equal(faded.table[-1, -1, -1], [1, 1, 1])
        kept = Fade.of(picture, 1.0, n).kept
        assert (np.diff(kept[:, 0, 0][len(kept) // 2 :]) <= 0).all()


@given(amount=st.floats(0, 1), n=st.integers(2, 20))
@settings(max_examples=20)
def test_a_fade_is_a_mixture_with_the_identity(amount: float, n: int) -> None:
    colours = np.random.default_rng(n).random((40, 3)) * 0.3
    part, whole = Fade.of(colours, amount, n), Fade.of(colours, 1.0, n)
    np.testing.assert_allclose(1 - part.kept, amount * (1 - whole.kept), atol=1e-6)
    if amount == 0:
        assert np.array_equal(part.apply(wild(n)).table, wild(n).table)
    faded = part.apply(wild(n)).table
    between = np.stack([wild(n).table, nodes(n).astype(np.float32)])
    assert (faded >= between.min(0) - 1e-6).all()
    assert (faded <= between.max(0) + 1e-6).all()


def test_the_function_fades_as_its_lattice_does() -> None:
    colours = np.random.default_rng(0).random((300, 3)) * 0.4
    fade = Fade.of(colours, 0.8, 33)
    at = nodes(33).astype(np.float32)
    lut = wild(33)
    np.testing.assert_allclose(fade.function(at, lut.table), fade.apply(lut).table, atol=2e-6)
    inside = colours.astype(np.float32)
    values = lut.evaluate(inside).astype(np.float32)
    assert np.array_equal(fade.function(inside, values), values)


def test_pictures_with_no_colours_fade_to_nothing() -> None:
    fade = Fade.of(np.zeros((0, 3)), 1.0, 9)
    assert not fade.kept.any()
    np.testing.assert_allclose(fade.apply(wild(9)).table, nodes(9), atol=1e-7)


# ---- of a recipe


@pytest.mark.parametrize("local", [0.0, 1.0])
@pytest.mark.parametrize("grid", [9, 33, 65])
def test_the_real_picture_stays_within_half_a_code(
    prediction: Prediction, frames: tuple[np.ndarray, ...], local: float, grid: int
) -> None:
    """All pixels, not only those that were picked."""
    recipe = Recipe(local=local, grid=grid)
    engine = select("cpu")
    pictures, luts = [], []
    for fade in (0.0, 1.0):
        asked = recipe.with_(fade=fade)
        luts.append(pipeline.bake(prediction, asked))
        pictures.append(pipeline.apply(frames, prediction, luts[-1], asked, engine, dtype=np.float32))
    assert 255 * np.abs(pictures[0] - pictures[1]).max() < 0.5
    assert 255 * np.abs(luts[0].table - luts[1].table).max() > 10


def test_preview_and_export_fade_and_mend_alike(prediction: Prediction) -> None:
    recipe = Recipe(grid=17, fade=0.7, repair="on", contrast=0.4, local=0.3)
    baked = pipeline.bake(prediction, recipe)
    mixed = pipeline.lattices(prediction, recipe).mix(recipe)
    np.testing.assert_allclose(mixed.table, baked.table, atol=2e-6)
    assert not examine(baked).repairable
    plain = pipeline.bake(prediction, recipe.with_(fade=0.0, repair="off"))
    assert np.abs(plain.table - baked.table).max() > 0.02


def test_the_read_out_knows_of_fade_and_repair(prediction: Prediction) -> None:
    recipe = Recipe(grid=33)
    faded = recipe.with_(fade=1.0)
    plain = pipeline.measure(prediction, pipeline.bake(prediction, recipe), recipe)
    told = pipeline.measure(prediction, pipeline.bake(prediction, faded), faded)
    assert told.mean < 1.5 * plain.mean  # against the function that fades, not against one that does not
    assert pipeline.measure(prediction, pipeline.bake(prediction, faded), recipe).mean > 4 * plain.mean
    final = pipeline.final_of(prediction, faded)
    points = probe_points(512)
    exact = fade_of(prediction, faded).function(points, pipeline.final_of(prediction, recipe).at(points))
    np.testing.assert_allclose(final.at(points), exact, atol=1e-6)
    mended = recipe.with_(repair="on")
    assert pipeline.measure(prediction, pipeline.bake(prediction, mended), mended).mean > plain.mean


def test_weights_are_a_matter_of_the_lattice_only_where_it_fades() -> None:
    weighed = {"weights": (0.2, 0.3, 0.5)}
    assert Recipe().key("bake") == Recipe(**weighed).key("bake")
    assert Recipe(fade=0.5).key("bake") != Recipe(fade=0.5, **weighed).key("bake")


def test_colours_are_the_blends(prediction: Prediction, frames: tuple[np.ndarray, ...]) -> None:
    found = colours_of(prediction, Recipe(grid=5, contrast=0.5))
    expected = sum(w * picked(f).astype(np.float64) / 255 for w, f in zip(prediction.weights, frames, strict=True))
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert colours_of(prediction, Recipe(grid=9)) is found  # the LUT is no part of the question
    only = Prediction(prediction.overall, None, prediction.model_id, prediction.inputs)
    assert colours_of(only, Recipe()).shape == (128, 128, 3)


# ---- the smallest lattice


def bent(rgb: np.ndarray) -> np.ndarray:
    """A kink at 3/8 of red, which some lattices have a node at."""
    out = smooth(rgb)
    out[..., 0] += 0.3 * np.maximum(np.asarray(rgb, np.float64)[..., 0] - 0.375, 0)
    return np.clip(out * 0.8, 0, 1)


def brute(function, statistic: str) -> dict[int, float]:
    points, found = probe_points(), {}
    wanted = srgb_to_lab(np.clip(function(points), 0, 1))
    for n in PRACTICAL:
        values = lut_of(function(nodes(n).astype(np.float32))).evaluate(points)
        found[n] = float(getattr(delta_e_2000(wanted, srgb_to_lab(np.clip(values, 0, 1))), statistic)())
    return found


@pytest.mark.parametrize("statistic", ["max", "mean"])
def test_the_smallest_is_that_of_trying_them_all(statistic: str) -> None:
    errors = brute(bent, statistic)
    assert errors[9] < errors[8]  # 8 has no node at the kink
    for limit in (3.0, 1.0, 0.3, 0.1, 0.02, 1e-9):
        expected = next((n for n in PRACTICAL if errors[n] <= limit), None)
        found = smallest(bent, limit, statistic)  # type: ignore[arg-type]
        assert found.size == expected
        for tried in found.errors:
            assert getattr(tried, statistic) == pytest.approx(errors[tried.size], rel=0.02, abs=1e-4)


def test_looking_for_the_smallest_can_be_cancelled() -> None:
    from mefcore.errors import Cancelled

    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        smallest(smooth, 0.0, job=job)


def test_the_network_has_its_smallest_lattice_at_once(prediction: Prediction) -> None:
    start = time.process_time()
    found = smallest(pipeline.final_of(prediction, Recipe()).at, 1.0)
    assert time.process_time() - start < 2.0  # 0.1 s on an idle core
    assert found.size in PRACTICAL
    assert found.errors[-1].max <= 1.0 < found.errors[-2].max


def test_truth_is_what_the_picture_loses(prediction: Prediction) -> None:
    recipe = Recipe(grid=9)
    final = pipeline.final_of(prediction, recipe)
    lut = pipeline.bake(prediction, recipe)
    colours = colours_of(prediction, recipe)[::8, ::8]
    found = truth(final.at, lut, colours, "tetrahedral")
    off = delta_e_2000(srgb_to_lab(final.at(colours)), srgb_to_lab(lut.evaluate(colours, "tetrahedral")))
    assert found.pixels == 96 * 96
    assert found.share == pytest.approx((off > 1).mean())
    assert (found.mean, found.max) == (pytest.approx(off.mean()), pytest.approx(off.max()))
    assert truth(final.at, lut, np.zeros((0, 3))).share == 0
    assert truth(final.at, pipeline.bake(prediction, Recipe(grid=65)), colours).share < found.share


def test_a_coarser_export_leaves_the_picture_alone_too(prediction: Prediction, frames: tuple[np.ndarray, ...]) -> None:
    """The recipe's grid is 65, the file's is 9: what fades keeps the distance that the file's cells need."""
    recipe = Recipe(grid=65)
    luts = [pipeline.final_of(prediction, recipe.with_(fade=fade), 9).sample(9) for fade in (0.0, 1.0)]
    pictures = [pipeline.apply(frames, prediction, lut, recipe, select("cpu"), dtype=np.float32) for lut in luts]
    assert 255 * np.abs(pictures[0] - pictures[1]).max() < 0.5
