"""Camera RAW: exposures keep their ratio, one white balance for all, nothing automatic."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import makers
import numpy as np
import pytest

from mefcore.bracket import Exposure
from mefcore.choices import Highlights
from mefcore.errors import MefError
from mefcore.io import Reading, load_bracket, load_frame, read_preview


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


class TestReading:
    def test_auto_finds_what_the_file_has_wrong(self, tmp_path: Path) -> None:
        """Grey on the average; the sensor saw it with a cast, of which the file claims another."""
        grey = np.full((64, 64, 3), 0.3)
        path = makers.write_dng(tmp_path / "a.dng", grey, neutral=(0.9, 1, 0.3))
        asked = {choice: load_frame(path, reading=Reading(white_balance=choice)) for choice in ("camera", "auto")}
        colour = {choice: middle(linear(frame.pixels)).mean(axis=(0, 1)) for choice, frame in asked.items()}
        np.testing.assert_allclose(colour["auto"], 0.3, rtol=0.01)
        assert colour["camera"][2] > 1.5 * colour["camera"][0]

    def test_daylight_is_the_cameras_matrix_and_no_choice_of_the_moment(self, tmp_path: Path) -> None:
        readings = []
        for number, neutral in enumerate([(0.9, 1, 0.3), makers.NEUTRAL]):
            path = makers.write_dng(tmp_path / f"{number}.dng", np.full((64, 64, 3), 0.3), neutral=neutral)
            readings.append(middle(linear(load_frame(path, reading=Reading(white_balance="daylight")).pixels)))
        np.testing.assert_array_equal(*readings)
        # The matrix says that this sensor sees grey daylight without a cast; so the cast stays.
        np.testing.assert_allclose(readings[0].mean(axis=(0, 1)), 0.3 * np.array(makers.NEUTRAL), rtol=0.01)

    def test_auto_is_shared_by_the_bracket(self, tmp_path: Path) -> None:
        # Each frame alone would be taken for grey; they must be judged by the middle one.
        casts = [(0.7, 1, 0.5), makers.NEUTRAL, (0.4, 1, 0.8)]
        paths = [
            makers.write_dng(tmp_path / f"{i}.dng", np.full((64, 64, 3), 0.1 * 2.0**i), time=0.01 * 2.0**i, cast=cast)
            for i, cast in enumerate(casts)
        ]
        frames = load_bracket(paths, reading=Reading(white_balance="auto")).frames
        for number, (frame, cast) in enumerate(zip(frames, casts, strict=True)):
            expected = 0.1 * 2.0**number * np.array(cast) / np.array(makers.NEUTRAL)
            np.testing.assert_allclose(middle(linear(frame.pixels)).mean(axis=(0, 1)), expected, rtol=0.015)

    @pytest.mark.parametrize("choice", ["blend", "rebuild"])
    def test_highlights_keep_what_one_channel_lost(self, tmp_path: Path, choice: Highlights) -> None:
        scene = np.full((96, 96, 3), 0.3)
        scene[24:72, 24:72] = 1.4  # green saturates at 1.0, red and blue do not
        path = makers.write_dng(tmp_path / "a.dng", scene)

        def patches(highlights: Highlights) -> tuple[np.ndarray, np.ndarray]:
            pixels = linear(load_frame(path, reading=Reading(highlights=highlights)).pixels)
            return pixels[8:16, 8:16].mean(axis=(0, 1)), pixels[40:56, 40:56].mean(axis=(0, 1))

        dark, bright = patches("clip")
        np.testing.assert_allclose(dark, 0.3, rtol=0.01)
        np.testing.assert_array_equal(bright, 1.0)
        dark, bright = patches(choice)
        np.testing.assert_allclose(dark, 0.15, rtol=0.01)  # room for the channel that white balance doubles
        np.testing.assert_allclose(bright, bright.mean(), rtol=0.03)
        assert bright.mean() / dark.mean() > 3.6

    def test_half_size(self, tmp_path: Path) -> None:
        path = makers.write_dng(tmp_path / "a.dng", makers.scene() * 0.2)
        half, whole = (load_frame(path, reading=Reading(half=choice)).pixels for choice in (True, False))
        assert half.shape == (24, 32, 3)
        blocks = linear(whole).reshape(24, 2, 32, 2, 3).mean(axis=(1, 3))
        np.testing.assert_allclose(linear(half)[2:-2, 2:-2], blocks[2:-2, 2:-2], rtol=0.1, atol=0.01)
        jpeg = makers.write_jpeg(tmp_path / "a.jpg", makers.exposed(0))
        assert load_frame(jpeg, reading=Reading(half=True)).size == (64, 48)

    def test_previews_are_developed_alike(self, tmp_path: Path) -> None:
        path = makers.write_dng(tmp_path / "a.dng", np.full((64, 64, 3), 0.3), neutral=(0.9, 1, 0.3))
        small = read_preview(path, 16, reading=Reading(white_balance="auto"))
        assert np.ptp(small[4:-4, 4:-4].astype(int).mean(axis=(0, 1))) <= 2
        assert np.ptp(read_preview(path, 16)[4:-4, 4:-4].astype(int).mean(axis=(0, 1))) > 30

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (
                {"white_balance": "moonlight"},
                "'moonlight' is no choice of white balance (choose camera, auto or daylight)",
            ),
            ({"highlights": "magic"}, "'magic' is no choice of highlights (choose clip, blend or rebuild)"),
            ({"half": 2}, "2 is no choice of half size"),
        ],
    )
    def test_other_choices_are_refused(self, wrong: dict[str, Any], words: str) -> None:
        with pytest.raises(MefError) as caught:
            Reading(**wrong)
        assert words in str(caught.value)
