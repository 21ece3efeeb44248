"""Ordering and checking of frames."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from mefcore.bracket import Bracket, Exposure, Frame, Metadata, full_scale
from mefcore.errors import BracketError
from mefcore.grouping import Entry, Set


def frame(name: str, level: int, exposure: Exposure | None = None, size: tuple[int, int] = (6, 4)) -> Frame:
    pixels = np.full((size[1], size[0], 3), level, np.uint8)
    return Frame(Path(name), pixels, Metadata(exposure=exposure or Exposure()))


def names(bracket: Bracket) -> list[str]:
    return [f.path.name for f in bracket.frames]


def test_exposure_decides_the_order_even_against_brightness() -> None:
    # f/8 at 1/50 s lets in less than f/4 at 1/100 s; ISO 400 makes the shortest time the brightest frame.
    dark = frame("dark", 90, Exposure(1 / 50, 8, 100))
    middle = frame("middle", 80, Exposure(1 / 100, 4, 100))
    bright = frame("bright", 85, Exposure(1 / 200, 2, 400))
    for order in permutations([dark, middle, bright]):
        assert names(Bracket.of(order)) == ["dark", "middle", "bright"]


@pytest.mark.parametrize(
    "exposures",
    [
        (Exposure(), Exposure(0.1), Exposure(0.2)),
        (Exposure(0.1, 8, 100), Exposure(0.1, 8, 100), Exposure(0.2, 8, 100)),
        (Exposure(0.0), Exposure(0.1), Exposure(0.2)),
    ],
    ids=["one unknown", "two equal", "zero time"],
)
def test_brightness_decides_when_exif_cannot(exposures: tuple[Exposure, ...]) -> None:
    frames = [frame("bright", 200, exposures[0]), frame("dark", 20, exposures[1]), frame("middle", 100, exposures[2])]
    assert names(Bracket.of(frames)) == ["dark", "middle", "bright"]


def test_ev_counts_stops_from_the_middle_exposure_whichever_frame_was_chosen() -> None:
    frames = [
        frame(str(i), level, Exposure(t, 8, 100))
        for i, (level, t) in enumerate([(30, 1 / 400), (115, 1 / 100), (230, 1 / 25)])
    ]
    bracket = Bracket.of(frames)
    assert bracket.reference == 1
    assert bracket.ev == pytest.approx((-2, 0, 2))
    chosen = replace(bracket, chosen=0)
    assert chosen.reference == 0
    assert chosen.ev == bracket.ev


@pytest.mark.parametrize("levels", [(115, 180, 240), (10, 40, 115), (30, 115, 230)], ids=["bright", "dark", "even"])
def test_ev_is_the_same_in_the_list_of_sets_and_of_frames_however_bright_they_are(levels: tuple[int, ...]) -> None:
    exposures = [Exposure(t, 8, 100) for t in (1 / 400, 1 / 100, 1 / 25)]
    bracket = Bracket.of([frame(str(i), *given) for i, given in enumerate(zip(levels, exposures, strict=True))])
    listed = Set(tuple(Entry(Path(str(i)), exposure=e) for i, e in enumerate(exposures)))
    assert bracket.ev == listed.ev
    assert bracket.ev == pytest.approx((-2, 0, 2))


def test_ev_is_unknown_without_exif() -> None:
    assert Bracket.of([frame("a", 30), frame("b", 130)]).ev == (None, None)


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ([], "no picture"),
        ([frame("a.jpg", 3)], "a.jpg: there is only one frame"),
        ([frame("a.jpg", 3), frame("b.jpg", 30, size=(5, 4))], "b.jpg: is 5×4 pixels, but a.jpg is 6×4"),
        ([frame(str(i), i) for i in range(65)], "65 frames are too many"),
    ],
)
def test_what_is_no_bracket_says_so_in_one_line(frames: list[Frame], words: str) -> None:
    with pytest.raises(BracketError) as caught:
        Bracket.of(frames)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_newline_in_a_file_name_stays_on_one_line() -> None:
    with pytest.raises(BracketError) as caught:
        Bracket.of([frame("a\nb.jpg", 3)])
    assert "a?b.jpg" in str(caught.value)


def test_pixels_are_read_only() -> None:
    f = frame("a", 3)
    with pytest.raises(ValueError, match="read-only"):
        f.pixels[0, 0, 0] = 1


@pytest.mark.parametrize(("dtype", "scale"), [(np.uint8, 255), (np.uint16, 65535), (np.float32, 1)])
def test_full_scale(dtype: type, scale: float) -> None:
    assert full_scale(dtype) == scale
    f = Frame(Path("x"), np.full((4, 4, 3), scale, dtype))
    assert f.brightness == pytest.approx(1.0)


def test_other_dtypes_are_a_bug() -> None:
    with pytest.raises(ValueError, match="float64"):
        full_scale(np.float64)
