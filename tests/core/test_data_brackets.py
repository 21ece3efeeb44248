"""Brackets made from radiance: the camera, the views, and the reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore.train.data.brackets import BracketMaker, Camera
from mefcore.train.data.radiance import Radiance
from mefcore.train.data.tone import reference, tone_curve
from mefcore.train.data.views import rectilinear


def light(seed: int, h: int = 40, w: int = 60) -> np.ndarray:
    """Smooth scene-linear colours over nine stops or so, median near 0.18."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:h, 0:w] / max(h, w)
    stops = 9 * (0.6 * x + 0.4 * np.sin(3 * y + rng.uniform(0, 6)) ** 2 - 0.5)
    colour = np.exp(0.5 * np.sin(rng.uniform(1, 6, 3) * x[..., None] * 4 + rng.uniform(0, 6, 3)))
    return 0.18 * 2.0 ** stops[..., None] * colour


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_every_camera_curve_rises_from_black_to_white(seed: int) -> None:
    curve = Camera.random(np.random.default_rng(seed)).response(np.linspace(0, 1, 2000))
    assert curve[0] == pytest.approx(0, abs=1e-12)
    assert curve[-1] == pytest.approx(1)
    assert (np.diff(curve) > 0).all()


def test_a_plain_camera_is_srgb_and_exposure_doubles_light() -> None:
    linear = np.linspace(0, 0.4, 300).reshape(10, 10, 3)
    frame = Camera().expose(linear, 1.0, np.random.default_rng(0))
    x = 2 * linear
    expected = np.where(x <= 0.0031308, 12.92 * x, 1.055 * x ** (1 / 2.4) - 0.055)
    assert np.abs(frame - 255 * expected).max() <= 0.5 + 1e-6


def test_noise_has_the_variance_it_is_said_to_have() -> None:
    """Measured back through the sRGB curve on flat fields; 8-bit rounding adds its own twelfth."""
    camera = Camera(shot=4e-4, read=2e-3)
    for level in (0.05, 0.2, 0.6):
        frame = camera.expose(np.full((200, 200, 3), level), 0.0, np.random.default_rng(1)) / 255.0
        linear = np.where(frame <= 0.04045, frame / 12.92, ((frame + 0.055) / 1.055) ** 2.4)
        slope = 2.4 / 1.055 * ((1.055 * level ** (1 / 2.4)) / 1.055) ** 1.4
        rounding = (slope / 255) ** 2 / 12
        assert linear.var() == pytest.approx(4e-4 * level + 4e-6 + rounding, rel=0.08)


def test_blown_highlights_are_clean() -> None:
    frame = Camera(shot=1e-3, read=1e-3).expose(np.full((50, 50, 3), 3.0), 0.0, np.random.default_rng(0))
    assert (frame == 255).all()


@pytest.mark.parametrize("k", range(2, 10))
def test_brackets_are_in_order_and_come_with_a_reference(k: int) -> None:
    scene = Radiance("scene", light(k).astype(np.float32))
    for seed in range(4):
        frames, target = BracketMaker(longest=64)(scene, k, np.random.default_rng(seed))
        assert frames.dtype == target.dtype == np.uint8
        assert frames.shape == (k, *target.shape)
        means = frames.reshape(k, -1).mean(1)
        assert (np.diff(means) > 0).all()
        assert 70 < target.mean() < 185, "well exposed"


def test_the_same_seed_makes_the_same_bracket() -> None:
    scene = Radiance("scene", light(0).astype(np.float32))
    a, b = (BracketMaker(64)(scene, 3, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(a[0], b[0])
    np.testing.assert_array_equal(a[1], b[1])


def test_the_reference_is_one_curve_for_the_whole_picture() -> None:
    """Equal radiance, equal result, wherever it is; and more light is never darker."""
    scene = light(3)
    shuffled = np.random.default_rng(0).permutation(scene.reshape(-1, 3))
    a = reference(scene, darkest=-3, brightest=3).reshape(-1, 3)
    b = reference(shuffled.reshape(scene.shape), darkest=-3, brightest=3).reshape(-1, 3)
    np.testing.assert_array_equal(np.sort(a, axis=0), np.sort(b, axis=0))
    gray = np.repeat(np.sort(light(3).mean(-1).ravel())[:, None], 3, axis=1).reshape(40, 60, 3)
    shown = reference(gray, darkest=-3, brightest=3).astype(int)
    assert (np.diff(shown[..., 1].ravel()) >= 0).all()
    assert (shown.max(-1) - shown.min(-1)).max() <= 1, "gray stays gray"


def test_the_reference_keeps_what_the_frames_hold() -> None:
    """Light that the darkest frame saturates is white; what every frame misses is not made up."""
    scene = light(1)
    scene[:4] = 2.0**5
    shown = reference(scene, darkest=-3.0, brightest=3.0)
    assert shown[:4].min() >= 250
    held = shown[8:]
    assert np.mean((held > 4) & (held < 251)) > 0.93


@given(st.integers(0, 1000), st.floats(2, 14))
@settings(max_examples=30, deadline=None)
def test_tone_curves_rise(seed: int, span: float) -> None:
    stops = np.random.default_rng(seed).normal(0, span / 4, 4000).clip(-span / 2, span / 2)
    curve = tone_curve(stops, -span / 2, span / 2)
    assert curve[0] == 0
    assert curve[-1] == pytest.approx(1)
    assert (np.diff(curve) > 0).all()


def sphere(h: int = 256) -> np.ndarray:
    """A panorama that shows at each place the direction it lies in: (right, up, forward)."""
    latitude = np.pi * (0.5 - (np.arange(h) + 0.5) / h)
    longitude = 2 * np.pi * ((np.arange(2 * h) + 0.5) / (2 * h) - 0.5)
    up = np.repeat(np.sin(latitude)[:, None], 2 * h, axis=1)
    right = np.cos(latitude)[:, None] * np.sin(longitude)
    forward = np.cos(latitude)[:, None] * np.cos(longitude)
    return np.stack([right, up, forward], axis=-1).astype(np.float32)


@pytest.mark.parametrize(
    ("yaw", "pitch", "roll"), [(0, 0, 0), (1.0, 0, 0), (np.pi, 0, 0), (0, 0.6, 0), (-2.0, -0.4, 0.3)]
)
def test_views_look_where_they_are_told(yaw: float, pitch: float, roll: float) -> None:
    """The view's middle is the camera's axis, and angles between pixels are those of a pinhole camera."""
    width, height, field = 91, 61, np.deg2rad(80)
    view = rectilinear(sphere(), (width, height), yaw=yaw, pitch=pitch, roll=roll, field=field)
    axis = np.array([np.cos(pitch) * np.sin(yaw), np.sin(pitch), np.cos(pitch) * np.cos(yaw)])
    np.testing.assert_allclose(view[30, 45], axis, atol=2e-3)
    focal = 91 / 2 / np.tan(field / 2)
    for y, x in ((30, 0), (0, 45), (60, 90), (10, 80)):
        expected = np.arctan(np.hypot(x - 45, y - 30) / focal)
        assert np.arccos(np.clip(view[y, x] @ axis, -1, 1)) == pytest.approx(expected, abs=4e-3)
    if roll == 0:
        assert view[0, 45, 1] > view[60, 45, 1], "up is up"
        right = np.array([np.cos(yaw), 0, -np.sin(yaw)])
        assert view[30, 90] @ right > view[30, 0] @ right, "right is right"


def test_the_seam_behind_the_camera_does_not_show() -> None:
    view = rectilinear(sphere(), (64, 64), yaw=np.pi, pitch=0.0, field=1.0)
    assert np.abs(np.diff(view, axis=1)).max() < 0.03
