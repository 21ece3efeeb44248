"""Frames are brought into agreement before they are blended: what the recipe asks for, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from mefcore.bracket import Bracket, Frame
from mefcore.errors import Cancelled, RecipeError
from mefcore.job import Job
from mefcore.prepare import prepare
from mefcore.recipe import Recipe

SIZE = (360, 270)


def scene(shift: tuple[int, int] = (0, 0)) -> np.ndarray:
    """Linear light of a wall of many things, seen with the camera ``shift`` pixels further right and down."""
    rng = np.random.default_rng(4)
    light = np.full((SIZE[1] + 80, SIZE[0] + 80, 3), 0.1, np.float32)
    for _ in range(260):
        x, y = rng.integers(0, light.shape[1]), rng.integers(0, light.shape[0])
        colour = tuple(map(float, rng.uniform(0.02, 0.5, 3)))
        if rng.random() < 0.5:
            cv2.circle(light, (int(x), int(y)), int(rng.integers(3, 22)), colour, -1, cv2.LINE_AA)
        else:
            end = (int(x + rng.integers(5, 50)), int(y + rng.integers(5, 50)))
            cv2.rectangle(light, (int(x), int(y)), end, colour, -1, cv2.LINE_AA)
    light = cv2.GaussianBlur(light, (0, 0), 0.8)
    x, y = 40 + shift[0], 40 + shift[1]
    return light[y : y + SIZE[1], x : x + SIZE[0]]


def shot(light: np.ndarray, ev: float, seed: int) -> np.ndarray:
    exposed = np.clip(light * 2.0**ev, 0, 1)
    noisy = exposed + np.random.default_rng(seed).normal(0, 0.002, light.shape)
    return np.round(255 * np.clip(noisy, 0, 1) ** (1 / 2.2)).astype(np.uint8)


def bracket(*pixels: np.ndarray) -> Bracket:
    return Bracket.of([Frame(Path(f"{i}.png"), p) for i, p in enumerate(pixels)])


def still() -> Bracket:
    return bracket(*(shot(scene(), ev, i) for i, ev in enumerate((-2.0, 0.0, 2.0))))


def hand_held() -> Bracket:
    shifts = ((5, -3), (0, 0), (-4, 2))
    return bracket(*(shot(scene(s), ev, i) for i, (s, ev) in enumerate(zip(shifts, (-2.0, 0.0, 2.0), strict=True))))


def with_passer_by() -> Bracket:
    frames = []
    for i, ev in enumerate((-2.0, 0.0, 2.0)):
        light = scene().copy()
        light[80:200, 40 + 90 * i : 80 + 90 * i] = (0.02, 0.35, 0.05)
        frames.append(shot(light, ev, i))
    return bracket(*frames)


def test_frames_that_agree_are_left_alone() -> None:
    found = prepare(still(), Recipe())
    assert found.bracket is found.source
    assert not found.changed
    assert found.alignment is not None
    assert not found.alignment.moved
    assert found.ghosts is not None
    assert found.ghosts.shares == (0.0, 0.0, 0.0)


def test_hand_held_frames_are_brought_into_register_and_cropped() -> None:
    source = hand_held()
    found = prepare(source, Recipe(deghost="off"))
    assert found.changed
    reference = source.reference
    assert found.alignment is not None
    for motion, shift in zip(found.alignment.motions, ((5, -3), (0, 0), (-4, 2)), strict=True):
        assert motion.offset(SIZE) == pytest.approx((-shift[0], -shift[1]), abs=0.3)
    width, height = found.bracket.size
    assert SIZE[0] - 12 <= width <= SIZE[0] - 9
    assert SIZE[1] - 8 <= height <= SIZE[1] - 5
    assert found.bracket.reference == reference
    x0, y0, x1, y1 = found.alignment.area()
    assert np.array_equal(found.bracket.frames[reference].pixels, source.frames[reference].pixels[y0:y1, x0:x1])


def test_the_whole_reference_can_be_kept() -> None:
    source = hand_held()
    found = prepare(source, Recipe(border="keep"))
    assert found.bracket.size == SIZE
    assert found.bracket.frames[source.reference].pixels is source.frames[source.reference].pixels


def test_a_frame_can_be_left_where_it_is() -> None:
    source = hand_held()
    found = prepare(source, Recipe(border="keep", deghost="off", unaligned=(1,)))
    assert found.bracket.frames[0].pixels is source.frames[0].pixels
    assert found.bracket.frames[2].pixels is not source.frames[2].pixels


def test_nothing_is_done_when_nothing_is_asked() -> None:
    found = prepare(hand_held(), Recipe(align="off", deghost="off"))
    assert found.bracket is found.source
    assert (found.alignment, found.ghosts) == (None, None)


def test_a_passer_by_is_where_the_reference_has_her() -> None:
    source = with_passer_by()
    for reference in (1, 2, 3):
        found = prepare(source, Recipe(reference=reference))
        assert found.ghosts is not None
        assert found.bracket.reference == reference - 1
        here = slice(90, 190), slice(46 + 90 * (reference - 1), 74 + 90 * (reference - 1))
        for k, frame in enumerate(found.bracket.frames):
            if k == reference - 1:
                assert frame.pixels is source.frames[k].pixels
                continue
            assert found.ghosts.shares[k] > 0.02
            r, g, b = frame.pixels[here].reshape(-1, 3).mean(0)
            assert g > r + 10, "she is in every frame where the reference has her"
            assert g > b + 10


def test_what_has_not_changed_is_not_done_again() -> None:
    source = hand_held()
    first = prepare(source, Recipe())
    steps: list[str] = []
    job = Job(lambda _, text: steps.append(text))
    second = prepare(source, Recipe(deghost_strength=0.2), known=first, job=job)
    assert second.alignment is first.alignment
    assert all(a is b for a, b in zip(second.aligned, first.aligned, strict=True))
    third = prepare(source, Recipe(border="keep"), known=second)
    assert third.alignment is first.alignment
    assert third.bracket.size == SIZE
    other = prepare(source, Recipe(reference=1), known=first)
    assert other.alignment is not first.alignment
    assert prepare(hand_held(), Recipe(), known=first).alignment is not first.alignment


def test_made_up_highlights_are_not_taken_for_motion() -> None:
    frames = [Frame(f.path.with_suffix(".dng"), f.pixels) for f in with_passer_by().frames]
    source = Bracket.of(frames)
    assert prepare(source, Recipe(raw_highlights="rebuild")).ghosts is None
    assert prepare(source, Recipe()).was_deghosted
    assert prepare(with_passer_by(), Recipe(raw_highlights="rebuild")).was_deghosted


@pytest.mark.parametrize(
    ("recipe", "number"), [(Recipe(reference=4), 4), (Recipe(unaligned=(2, 7)), 7), (Recipe(reference=64), 64)]
)
def test_a_frame_that_is_not_there(recipe: Recipe, number: int) -> None:
    with pytest.raises(RecipeError, match=f"frame {number} .*the bracket has 3"):
        prepare(still(), recipe)


def test_it_stops() -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        prepare(hand_held(), Recipe(), job=job)
