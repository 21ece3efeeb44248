"""Local weights on whole pictures: the same scene gives the same picture, however it was shot, cut or sized."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from evaluate_cases import exposures

from mefcore import pipeline
from mefcore.engine import select
from mefcore.recipe import Recipe

LOCAL = Recipe(local=1.0)


def fused(frames: list[np.ndarray], recipe: Recipe = LOCAL, dtype: type[np.generic] = np.uint8) -> np.ndarray:
    prediction = pipeline.infer(np.stack([pipeline.thumbnail(f) for f in frames]))
    lut = pipeline.bake(prediction, recipe)
    return pipeline.apply(frames, prediction, lut, recipe, select("cpu"), dtype=dtype)


def differ(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Per value, of 255."""
    return np.abs(one.astype(float) - other.astype(float))


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    return exposures((-4, -1, 2), height=384, width=512)


@pytest.mark.parametrize("axes", [(0,), (1,), (0, 1)])
def test_mirrored(frames: list[np.ndarray], axes: tuple[int, ...]) -> None:
    mirrored = [np.ascontiguousarray(np.flip(f, axes)) for f in frames]
    assert differ(np.flip(fused(mirrored), axes), fused(frames)).max() <= 1


def test_any_order_and_twice(frames: list[np.ndarray]) -> None:
    picture = fused(frames)
    assert differ(fused(frames[::-1]), picture).max() <= 1
    assert differ(fused([frames[0], frames[1], frames[1], frames[2]]), picture).max() <= 1


def test_copies_of_one_frame_give_what_the_frame_gives(frames: list[np.ndarray]) -> None:
    assert differ(fused([frames[1]] * 4), fused([frames[1]] * 2)).max() <= 1


@pytest.mark.parametrize("scale", [0.25, 3.0])
def test_another_size(frames: list[np.ndarray], scale: float) -> None:
    """Fusing the small picture is making the fused one small, but for the fine detail that averaging takes away."""
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = [cv2.resize(f, None, fx=scale, fy=scale, interpolation=interpolation) for f in frames]
    other = cv2.resize(fused(resized), (128, 96), interpolation=cv2.INTER_AREA)
    same = cv2.resize(fused(frames), (128, 96), interpolation=cv2.INTER_AREA)
    assert differ(other, same).mean() < 1.0
    assert np.percentile(differ(other, same), 99) < 5


def test_a_little_cropped(frames: list[np.ndarray]) -> None:
    whole, part = fused(frames), fused([f[8:-8, 12:-12] for f in frames])
    assert differ(part, whole[8:-8, 12:-12]).mean() < 3


def test_noise_does_not_show_in_the_weights(frames: list[np.ndarray]) -> None:
    """Another draw of the camera's noise: the picture changes by no more than the frames did."""
    rng = np.random.default_rng(5)
    noisy = [np.clip(f + rng.normal(0, 2, f.shape), 0, 255).round().astype(np.uint8) for f in frames]
    change = differ(cv2.blur(fused(noisy), (9, 9)), cv2.blur(fused(frames), (9, 9)))
    assert change.mean() < 1.5


def test_strong_edges_keep_their_direction_and_have_no_halo(frames: list[np.ndarray]) -> None:
    """A bright window in a dark wall, without texture: no seam where they meet, and no glow around."""
    y, x = np.mgrid[0:300, 0:400]
    window = ((x > 150) & (x < 250) & (y > 90) & (y < 210))[..., None]
    linear = np.where(window, 4.0, 0.03) * np.array([1.0, 0.97, 0.9])
    stack = [np.rint(255 * np.clip(linear * g, 0, 1) ** (1 / 2.2)).astype(np.uint8) for g in (0.1, 1.0, 10.0)]
    picture = fused(stack).astype(float) @ [0.299, 0.587, 0.114]
    row = picture[150]
    assert row[160:240].min() > row[:140].max() + 20
    # Not flat across the wall, for the grid's cells are a sixteenth of the picture; but without a seam at the edge.
    assert np.abs(np.diff(row[:148])).max() <= 2
    assert np.abs(np.diff(row[153:247])).max() <= 2
    assert row[:148].max() - row[:148].min() < 30
    assert row[153:247].max() - row[153:247].min() < 30


def test_local_is_nothing_but_a_blend_and_a_lut(frames: list[np.ndarray]) -> None:
    """Every value of the blend lies within what the frames hold there, and one LUT makes the picture of it."""
    prediction = pipeline.infer(np.stack([pipeline.thumbnail(f) for f in frames]))
    blend = pipeline.apply(frames, prediction, None, LOCAL, select("cpu"), dtype=np.float32)
    assert (blend >= np.min(frames, 0) / 255 - 1e-5).all()
    assert (blend <= np.max(frames, 0) / 255 + 1e-5).all()
    lut = pipeline.bake(prediction, LOCAL)
    assert differ(255 * lut.evaluate(blend).clip(0, 1), fused(frames)).max() <= 0.51


def test_from_global_to_local_without_a_step(frames: list[np.ndarray]) -> None:
    pictures = [fused(frames, Recipe(local=a), np.float32) for a in (0.0, 0.01, 0.49, 0.5, 0.99, 1.0)]
    whole = np.abs(pictures[-1] - pictures[0]).max()
    for near, by in (((0, 1), 0.01), ((2, 3), 0.01), ((4, 5), 0.01)):
        assert np.abs(pictures[near[0]] - pictures[near[1]]).max() < 6 * by * max(whole, 0.05)
    np.testing.assert_array_equal(pictures[0], fused(frames, Recipe(), np.float32))
