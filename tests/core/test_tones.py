"""How one exposure's values map to another's: against a camera curve that is known in float64."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers import as_uint8, as_uint16

from mefcore.bracket import full_scale
from mefcore.tones import NODES, Mapping, mapping

LEVELS = np.linspace(0.0, 1.0, 256)


def radiance(seed: int = 0, height: int = 160, width: int = 240) -> np.ndarray:
    """Smooth linear light over some nine stops, ``(H, W, 3)`` float64."""
    import cv2

    rng = np.random.default_rng(seed)
    field = cv2.GaussianBlur(rng.normal(size=(height, width, 3)), (0, 0), 9.0)
    return 0.15 * 2.0 ** (1.9 * field / field.std())


def camera(light: np.ndarray) -> np.ndarray:
    """A curve that is neither sRGB's nor a power: a square root with a shoulder."""
    x = np.clip(light, 0.0, 1.0)
    return np.clip(1.12 * np.sqrt(x) - 0.12 * x, 0.0, 1.0)


def true_target(stops: float) -> np.ndarray:
    """The target's value at each of :data:`LEVELS`; nothing is known where the source is clipped."""
    fine = np.linspace(0.0, 1.0, 200_001)
    return camera(np.interp(LEVELS, camera(fine), fine) * 2.0**stops)


def ramp(dtype: type) -> np.ndarray:
    """Every 8-bit level in grey, ``(1, 256, 3)`` of ``dtype``."""
    row = np.repeat(LEVELS[None, :, None], 3, axis=2)
    return row.astype(np.float32) if dtype is np.float32 else np.rint(row * full_scale(dtype)).astype(dtype)


def levels_of(found: Mapping, dtype: type = np.float32) -> np.ndarray:
    return found(ramp(dtype))[0].astype(np.float64) / full_scale(dtype)


@pytest.mark.parametrize("stops", [-3.0, -1.5, 0.0, 1.0, 2.5])
def test_it_finds_the_curve_of_a_known_camera(stops: float) -> None:
    light = radiance()
    found = mapping(as_uint8(camera(light)), as_uint8(camera(light * 2.0**stops)))
    off = np.abs(levels_of(found) - true_target(stops)[:, None]).max(axis=1)
    sure = found.known(ramp(np.uint8))[0]
    assert sure[12:245].all()
    assert off[12:245].mean() < 0.006
    assert off[12:245].max() < 0.03


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_every_dtype_gives_the_same_curve_and_keeps_itself(dtype: type) -> None:
    light = radiance(1)
    convert = {np.uint8: as_uint8, np.uint16: as_uint16, np.float32: lambda p: p.astype(np.float32)}[dtype]
    dark, bright = convert(camera(light)), convert(camera(light * 4))
    found = mapping(dark, bright)
    picture = found(dark)
    assert picture.dtype == dtype
    assert picture.shape == dark.shape
    scale = full_scale(dtype)
    off = np.abs(picture.astype(np.float64) - bright.astype(np.float64)) / scale
    assert np.median(off) < 0.006
    assert np.quantile(off, 0.95) < 0.03


def test_something_that_moved_over_a_seventh_of_the_picture_does_not_matter() -> None:
    light = radiance(2)
    dark, bright = as_uint8(camera(light)), as_uint8(camera(light * 4))
    clean = levels_of(mapping(dark, bright))
    for colour in ((20, 60, 90), (250, 240, 230), (130, 10, 200)):
        moved = bright.copy()
        moved[30:100, 40:122] = colour  # 15 %
        assert np.abs(levels_of(mapping(dark, moved)) - clean)[12:200].max() < 0.06
    moved = dark.copy()
    moved[30:100, 40:122] = dark[60:130, 150:232]
    assert np.abs(levels_of(mapping(moved, bright)) - clean)[12:200].max() < 0.06


def test_where_the_source_is_clipped_the_target_is_unknown_and_bounded() -> None:
    light = radiance(3)
    dark, bright = as_uint8(camera(light)), as_uint8(camera(light * 8))
    down, up = mapping(bright, dark), mapping(dark, bright)
    white, black = np.full((2, 2, 3), 255, np.uint8), np.zeros((2, 2, 3), np.uint8)
    assert not down.known(white).any()
    low, high = down.bounds(white)
    threshold = camera(np.array([1 / 8]))[0] * 255
    assert np.abs(low.astype(int) - threshold).max() < 12
    assert (high == 255).all()
    # The other way, what is white stays white.
    assert up.known(white).all()
    assert (up(white) == 255).all()
    assert (down(black) <= 5).all()


def test_values_beyond_the_range_are_those_of_its_ends() -> None:
    light = radiance(4)
    found = mapping(camera(light).astype(np.float32), camera(light * 2).astype(np.float32))
    strange = np.array([-1.0, np.nan, np.inf, 2.0], np.float32)[None, :, None].repeat(3, axis=2)
    ends = found(np.array([0.0, 0.0, 1.0, 1.0], np.float32)[None, :, None].repeat(3, axis=2))
    assert np.array_equal(found(strange), ends)


def test_pairs_outside_valid_are_not_looked_at() -> None:
    light = radiance(5)
    dark, bright = as_uint8(camera(light)), as_uint8(camera(light * 4))
    wrong = bright.copy()
    wrong[:, 60:] = 90
    valid = np.zeros(dark.shape[:2], bool)
    valid[:, :60] = True
    found = levels_of(mapping(dark, wrong, valid=valid))
    assert np.abs(found - levels_of(mapping(dark[:, :60], bright[:, :60])))[12:200].max() < 0.03


def test_unregistered_frames_are_matched_by_their_sorted_values() -> None:
    light = radiance(6)
    dark, bright = as_uint8(camera(light)), as_uint8(camera(light * 4))
    found = levels_of(mapping(dark, bright[:, ::-1], registered=False))
    assert np.abs(found - true_target(2.0)[:, None])[12:200].mean() < 0.01


@given(seed=st.integers(0, 10_000), kind=st.sampled_from(["noise", "flat", "black", "steps"]))
@settings(max_examples=25, deadline=None)
def test_any_two_pictures_give_rising_tables_that_enclose_each_other(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(1, 40)), int(rng.integers(1, 40)), 3)
    source = rng.integers(0, 256, shape, dtype=np.uint8)
    target = {
        "noise": rng.integers(0, 256, shape, dtype=np.uint8),
        "flat": np.full(shape, rng.integers(256), np.uint8),
        "black": np.zeros(shape, np.uint8),
        "steps": (source // 100) * np.uint8(100),
    }[kind]
    for found in (mapping(source, target), mapping(target, source)):
        assert found.middle.shape == (3, NODES)
        for table in (found.low, found.middle, found.high):
            assert np.isfinite(table).all()
            assert (np.diff(table, axis=1) >= -1e-6).all()
            assert table.min() >= 0
            assert table.max() <= 1
        assert (found.low <= found.middle).all()
        assert (found.middle <= found.high).all()


def test_frames_of_different_shapes_are_a_bug() -> None:
    with pytest.raises(ValueError, match="one shape"):
        mapping(np.zeros((4, 4, 3), np.uint8), np.zeros((4, 5, 3), np.uint8))
    with pytest.raises(ValueError, match="valid"):
        mapping(np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8), valid=np.ones((3, 3), bool))
