"""Camera RAW: exposures keep their ratio, one white balance for all, nothing automatic."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import makers
import numpy as np
import pytest

from mefcore.bracket import Exposure
from mefcore.io import load_bracket, load_frame


def linear(pixels: np.ndarray) -> np.ndarray:
    return makers.decode(pixels / 65535)


def middle(pixels: np.ndarray) -> np.ndarray:
    """Without the border, where demosaicing has only half of its neighbours."""
    return pixels[4:-4, 4:-4]


def test_a_smooth_scene_comes_back(tmp_path: Path) -> None:
    scene = makers.scene() * 0.2
    frame = load_frame(makers.write_dng(tmp_path / "a.dng", scene))
    assert frame.pixels.dtype == np.uint16
    assert frame.size == (64, 48)
    # White balance brings the least sensitive channel to the scale of green: grey stays grey, 1.0 saturates.
    np.testing.assert_allclose(middle(linear(frame.pixels)), middle(scene), rtol=0.03, atol=0.004)


def test_grey_is_grey(tmp_path: Path) -> None:
    frame = load_frame(makers.write_dng(tmp_path / "a.dng", np.full((32, 32, 3), 0.2)))
    colour = middle(linear(frame.pixels)).mean(axis=(0, 1))
    np.testing.assert_allclose(colour, 0.2, rtol=0.01)


def test_exposures_keep_their_ratio(tmp_path: Path) -> None:
    frames = load_bracket(makers.bracket(tmp_path, ".dng", stops=(-3, -1, 1))).frames
    for dark, bright in pairwise(frames):
        a, b = middle(linear(dark.pixels)), middle(linear(bright.pixels))
        usable = (a > 0.005) & (b < 0.9)
        assert usable.mean() > 0.3
        assert np.median((b / a)[usable]) == pytest.approx(4.0, rel=0.01)


@pytest.mark.parametrize("level", [0.02, 0.3, 0.78, 0.9])
def test_level_does_not_depend_on_the_brightest_pixel(tmp_path: Path, level: float) -> None:
    """LibRaw by default lowers the white level to the brightest pixel when that is above 75 %, and brightens."""
    grey = np.full((32, 32, 3), level)
    path = makers.write_dng(tmp_path / "a.dng", grey, neutral=(1, 1, 1), cast=(1, 1, 1))
    np.testing.assert_allclose(middle(linear(load_frame(path).pixels)), level, rtol=0.01)


def test_one_white_balance_for_the_bracket(tmp_path: Path) -> None:
    # An automatic white balance that changed its mind: the sensor saw the same light in every frame.
    neutrals = [(0.8, 1, 0.4), makers.NEUTRAL, (0.3, 1, 0.9)]
    paths = [
        makers.write_dng(tmp_path / f"{i}.dng", makers.scene() * 0.05 * 2.0**i, time=0.01 * 2.0**i, neutral=neutral)
        for i, neutral in enumerate(neutrals)
    ]
    frames = [linear(f.pixels) for f in load_bracket(paths).frames]
    for number, frame in enumerate(frames):
        expected = makers.scene() * 0.05 * 2.0**number
        np.testing.assert_allclose(middle(frame), middle(expected), rtol=0.06, atol=0.004)
    alone = middle(linear(load_frame(paths[0]).pixels)).mean(axis=(0, 1))
    assert alone[2] / alone[0] > 1.3 * expected[..., 2].mean() / expected[..., 0].mean()


def test_order_and_metadata(tmp_path: Path) -> None:
    bracket = load_bracket(makers.bracket(tmp_path, ".dng", stops=(1, -2, 0)))
    assert [f.path.name for f in bracket.frames] == ["1.dng", "2.dng", "0.dng"]
    metadata = bracket.frames[1].metadata
    assert (metadata.make, metadata.model) == ("Acme", "Testcam 3")
    assert metadata.exposure == Exposure(time=0.01, f_number=8.0, iso=100.0)
    assert bracket.ev == pytest.approx((-2, 0, 1), abs=1e-3)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_turned_once(tmp_path: Path, orientation: int) -> None:
    upright = load_frame(makers.write_dng(tmp_path / "a.dng", makers.scene() * 0.2)).pixels
    turned = load_frame(makers.write_dng(tmp_path / "b.dng", makers.scene() * 0.2, orientation=orientation)).pixels
    expected = np.rot90(upright, {1: 0, 3: 2, 6: 3, 8: 1}[orientation])
    np.testing.assert_array_equal(turned, expected, strict=True)


def test_raw_and_jpeg_mix(tmp_path: Path) -> None:
    makers.bracket(tmp_path, ".dng", stops=(-2, 2))
    makers.write_jpeg(tmp_path / "2.jpg", makers.exposed(0), makers.exif(time=0.01, f_number=8, iso=100))
    bracket = load_bracket([tmp_path])
    assert [f.path.name for f in bracket.frames] == ["0.dng", "2.jpg", "1.dng"]
    assert {f.pixels.dtype for f in bracket.frames} == {np.dtype(np.uint16)}
