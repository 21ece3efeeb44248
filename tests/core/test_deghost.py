"""Deghosting: what moved is shown where the reference shows it, and nothing else is touched."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers import as_uint8, as_uint16, encode

from mefcore.bracket import full_scale
from mefcore.deghost import DETECTION, choose_reference, deghost
from mefcore.errors import Cancelled
from mefcore.job import Job

HEIGHT, WIDTH = 150, 220
THING = (slice(50, 95), slice(80, 115))
ELSEWHERE = (slice(50, 95), slice(150, 185))
STOPS = (-2.0, 0.0, 2.0)


def light(seed: int = 0, height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """A scene with edges and texture in linear light, ``(H, W, 3)`` float64, grey being about 0.2."""
    import cv2

    rng = np.random.default_rng(seed)
    smooth = cv2.GaussianBlur(rng.normal(size=(height, width, 3)), (0, 0), 12.0)
    blocks = np.kron(rng.normal(size=(height // 30 + 1, width // 30 + 1)), np.ones((30, 30)))[:height, :width, None]
    fine = cv2.GaussianBlur(rng.normal(size=(height, width)), (0, 0), 1.0)[..., None]
    return 0.15 * 2.0 ** (0.8 * smooth / smooth.std() + 0.7 * blocks + 0.5 * fine)


def with_thing(scene: np.ndarray, where: tuple[slice, slice] = THING, radiance: float = 1.6) -> np.ndarray:
    out = scene.copy()
    rows, columns = where
    wave = 1.0 + 0.2 * np.sin(np.arange(columns.stop - columns.start) / 2.0)[None, :, None]
    out[rows, columns] = radiance * wave * np.array([1.0, 0.9, 0.8])
    return out


def shots(scenes: list[np.ndarray], dtype: type = np.uint8, noise: float = 1.2, seed: int = 1) -> list[np.ndarray]:
    """Each scene at its own exposure, ``noise`` of 255 added to encoded values."""
    rng = np.random.default_rng(seed)
    out = []
    for scene, stops in zip(scenes, STOPS, strict=True):
        shown = np.clip(encode(scene * 2.0**stops) + noise / 255 * rng.normal(size=scene.shape), 0.0, 1.0)
        convert = {np.uint8: as_uint8, np.uint16: as_uint16, np.float32: lambda p: p.astype(np.float32)}[dtype]
        out.append(convert(shown))
    return out


def energy(frames: tuple[np.ndarray, ...] | list[np.ndarray], answer: list[np.ndarray], where: np.ndarray) -> float:
    """Mean squared difference of the even blends, of full scale, inside ``where``."""
    scale = full_scale(answer[0].dtype)
    off = np.mean(np.stack(frames), axis=0, dtype=np.float64) - np.mean(np.stack(answer), axis=0, dtype=np.float64)
    return float(((off[where] / scale) ** 2).mean())


def area(*places: tuple[slice, slice]) -> np.ndarray:
    out = np.zeros((HEIGHT, WIDTH), bool)
    for place in places:
        out[place] = True
    return out


@pytest.mark.parametrize(("seed", "noise"), [(0, 0.0), (1, 1.5), (2, 4.0)])
def test_static_frames_come_back_as_the_same_objects(seed: int, noise: float) -> None:
    frames = shots([light(seed)] * 3, noise=noise, seed=seed)
    made = deghost(frames, 1)
    assert all(a is b for a, b in zip(frames, made.frames, strict=True))
    assert made.shares == (0.0, 0.0, 0.0)
    assert not made.moved
    assert not made.masks.any()


def test_an_offset_of_a_pixel_is_no_motion() -> None:
    frames = shots([light(4)] * 3)
    frames = [frames[0][1:, :-1], frames[1][1:, 1:], frames[2][:-1, 1:]]
    assert not deghost(frames, 1).moved


def test_copies_of_one_frame_come_back_as_they_are() -> None:
    frame = shots([light()] * 3)[1]
    frames = [frame.copy() for _ in range(5)]
    assert all(a is b for a, b in zip(frames, deghost(frames, 2).frames, strict=True))


def jpeg(picture: np.ndarray) -> np.ndarray:
    import cv2

    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1], 1))


def evening(curve: str, count: int = 6) -> list[np.ndarray]:
    """An orange sky over dark woods, dark to bright: glare, channels that clip one by one, JPEG; nothing moves.

    With ``curve`` "soft" the camera compresses highlights from 0.85 on and takes their colour away.
    """
    import cv2

    rows = np.linspace(0, 1, HEIGHT)[:, None, None]
    sky = 6.0 ** (2 * rows) * np.array([1.0, 0.55, 0.16]) * 0.1 * np.ones((1, WIDTH, 1))
    sun = np.exp(-((rows - 0.6) ** 2 + (np.linspace(0, 1, WIDTH)[None, :, None] - 0.4) ** 2) / 0.004)
    scene = sky + 8 * sun * np.array([1.0, 0.8, 0.5])
    scene[int(0.65 * HEIGHT) :] = 0.05 * light(11)[int(0.65 * HEIGHT) :]
    out = []
    for k in range(count):
        lit = scene * 2.0 ** (1.5 * (k - count // 2))
        lit = lit + 0.02 * cv2.GaussianBlur(np.minimum(lit, 20.0), (0, 0), 12.0)
        if curve == "soft":
            grey = lit.max(axis=-1, keepdims=True)
            lit = lit + (grey - lit) * np.clip(grey - 0.7, 0, 1) * 0.8
            lit = np.where(lit < 0.7, lit, 0.7 + 0.25 * (1 - np.exp(-(lit - 0.7) / 0.5)))
        out.append(jpeg(as_uint8(encode(np.minimum(lit, 1.0)))))
    return out


@pytest.mark.parametrize("curve", ["hard", "soft"])
@pytest.mark.parametrize("reference", [3, 4])
def test_an_evening_sky_that_clips_channel_by_channel_is_static(curve: str, reference: int) -> None:
    frames = evening(curve)
    made = deghost(frames, reference)
    assert all(a is b for a, b in zip(frames, made.frames, strict=True))


def test_a_static_place_in_another_light_keeps_its_pixels() -> None:
    """A veil over textured ground and a lamp's colour: level and gain differ in a region, structure does not."""
    scene = light(12)
    veiled = scene.copy()
    veiled[40:110, 60:160] = 0.7 * scene[40:110, 60:160] * np.array([1.6, 1.0, 0.6]) + 0.01
    frames = shots([scene, scene, veiled], noise=0.5)
    assert not deghost(frames, 1).moved


def test_a_change_of_light_over_half_the_picture_is_left_alone() -> None:
    scene, other = light(13), light(14)
    half, part = scene.copy(), scene.copy()
    half[:, : WIDTH // 2] = other[:, : WIDTH // 2]
    part[:, : WIDTH * 15 // 100] = other[:, : WIDTH * 15 // 100]
    frames = shots([scene, scene, half])
    assert deghost(frames, 1).frames[2] is frames[2]
    assert deghost(shots([scene, scene, part]), 1).shares[2] == pytest.approx(0.15, abs=0.06)


def test_a_ghost_before_a_clipped_orange_sky_is_filled_smoothly_and_in_its_colour() -> None:
    scene = light(15)
    scene[:, 60:] = np.array([4.0, 2.2, 0.7]) * (1.0 + 0.3 * np.linspace(0, 1, HEIGHT)[:, None, None])
    stops = (-3.0, 0.0)
    clean = [jpeg(as_uint8(encode(np.minimum(scene * 2.0**s, 1.0)))) for s in stops]
    ghost = jpeg(as_uint8(encode(np.minimum(with_thing(scene, ELSEWHERE, 0.05) * 2.0 ** stops[0], 1.0))))
    made = deghost([ghost, clean[1]], 1)
    found = made.frames[0][ELSEWHERE].astype(int)
    assert np.abs(found - clean[0][ELSEWHERE]).mean() < 12
    assert np.abs(np.diff(found, axis=0)).max() <= 6
    assert np.abs(np.diff(found, axis=1)).max() <= 6


def test_a_thing_that_nobody_can_tell_the_background_of_is_left() -> None:
    """The reference is burnt out exactly where another frame shows something dark, and nothing around is like it."""
    scene = light(16)
    burnt = scene.copy()
    burnt[THING] = 40.0
    frames = [as_uint8(encode(np.minimum(with_thing(scene, THING, 0.02) * 2.0**-2, 1.0))), shots([burnt] * 3)[1]]
    assert deghost(frames, 1).frames[0] is frames[0]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("radiance", [1.6, 0.004])
def test_a_thing_in_one_frame_disappears(dtype: type, radiance: float) -> None:
    scene = light(1)
    answer = shots([scene] * 3, dtype)
    frames = shots([scene, scene, with_thing(scene, radiance=radiance)], dtype)
    made = deghost(frames, 1)
    assert all(f.dtype == dtype and f.shape == (HEIGHT, WIDTH, 3) for f in made.frames)
    assert made.frames[0] is frames[0]
    assert made.frames[1] is frames[1]
    where = area(THING)
    assert energy(made.frames, answer, where) < 0.1 * energy(frames, answer, where)
    far = np.ones((HEIGHT, WIDTH), bool)
    far[26:119, 56:139] = False
    assert np.array_equal(made.frames[2][far], frames[2][far])


def test_a_thing_in_the_reference_appears_in_all() -> None:
    scene = light(2)
    frames = shots([scene, with_thing(scene, radiance=0.5), scene])
    answer = shots([with_thing(scene, radiance=0.5)] * 3)
    made = deghost(frames, 1)
    assert made.frames[1] is frames[1]
    for k in (0, 2):
        before = energy([frames[k]], [answer[k]], area(THING))
        assert energy([made.frames[k]], [answer[k]], area(THING)) < 0.1 * before


def test_a_thing_that_every_frame_shows_elsewhere_is_shown_once() -> None:
    scene = light(3)
    third = (slice(20, 60), slice(10, 45))
    places = [ELSEWHERE, THING, third]
    frames = shots([with_thing(scene, p, 0.45) for p in places])
    answer = shots([with_thing(scene, THING, 0.45)] * 3)
    made = deghost(frames, 1)
    where = area(*places)
    assert energy(made.frames, answer, where) < 0.1 * energy(frames, answer, where)


def test_over_a_sky_the_reference_has_burnt_out_another_frame_knows() -> None:
    scene = light(5)
    scene[:, 60:] = 2.2 + 0.5 * np.linspace(0, 1, WIDTH - 60)[None, :, None]  # clipped but in the darkest of four
    stops = (-3.0, -2.0, 0.0)
    clean = [as_uint8(encode(scene * 2.0**s)) for s in stops]
    ghost = as_uint8(encode(with_thing(scene, ELSEWHERE, 0.05) * 2.0 ** stops[0]))
    made = deghost([ghost, clean[1], clean[2]], 2)
    assert (clean[2][ELSEWHERE] == 255).all()
    rows = np.abs(made.frames[0][ELSEWHERE].astype(int) - clean[0][ELSEWHERE].astype(int))
    assert rows.mean() < 4
    assert np.quantile(rows, 0.99) < 16


def test_where_nobody_knows_the_surroundings_fill_in() -> None:
    scene = light(6)
    scene[:, 60:] = 2.4
    clean = [as_uint8(encode(scene * 2.0**s)) for s in (-2.0, 0.0)]
    ghost = as_uint8(encode(with_thing(scene, ELSEWHERE, 0.05) / 4))
    made = deghost([ghost, clean[1]], 1)
    rows = np.abs(made.frames[0][ELSEWHERE].astype(int) - clean[0][ELSEWHERE].astype(int))
    assert rows.max() < 24
    assert rows.mean() < 8


def test_the_order_of_the_other_frames_does_not_matter() -> None:
    scene = light(7)
    frames = shots([with_thing(scene, ELSEWHERE), scene, with_thing(scene)])
    one, other = deghost(frames, 1), deghost([frames[2], frames[1], frames[0]], 1)
    for a, b in zip(one.frames, other.frames[::-1], strict=True):
        assert np.array_equal(a, b)
    assert np.array_equal(one.masks, other.masks[::-1])


@given(seed=st.integers(0, 1000), weak=st.floats(0, 1), more=st.floats(0, 1), radiance=st.floats(0.05, 0.6))
@settings(max_examples=6, deadline=None)
def test_more_strength_never_marks_less(seed: int, weak: float, more: float, radiance: float) -> None:
    scene = light(seed)
    frames = shots([scene, scene, with_thing(scene, radiance=radiance)], noise=3.0)
    low, high = sorted((weak, more))
    assert (deghost(frames, 1, strength=high).masks >= deghost(frames, 1, strength=low).masks).all()


@given(seed=st.integers(0, 1000), dtype=st.sampled_from([np.uint8, np.uint16, np.float32]))
@settings(max_examples=5, deadline=None)
def test_replacing_stays_within_what_is_there(seed: int, dtype: type) -> None:
    """A lighter thing in a darker frame: nothing lighter than frame or mapped reference, and all else bit for bit."""
    scene = light(seed)
    frames = shots([with_thing(scene), scene, scene], dtype)
    kept = [f.copy() for f in frames]
    made = deghost(frames, 1)
    assert all(np.array_equal(a, b) for a, b in zip(frames, kept, strict=True))
    assert made.moved
    step = 3 / 255 * full_scale(dtype)
    top, bottom = (np.asarray(f, np.float64) for f in (frames[0].max(), frames[0].min()))
    assert made.frames[0].max() <= top + step
    assert made.frames[0].min() >= bottom - step


def test_masks_say_what_was_replaced() -> None:
    height, width = 700, 1400
    scene = np.kron(light(8, 70, 140), np.ones((10, 10, 1)))
    moved = scene.copy()
    moved[200:400, 600:900] = 0.01
    frames = shots([scene, scene, moved])
    made = deghost(frames, 1)
    assert made.masks.shape == (3, height * DETECTION // width, DETECTION)
    assert made.masks.dtype == np.uint8
    assert not made.masks[1].any()
    mask = made.masks[2]
    inside = mask[round(210 * 0.7314) : round(390 * 0.7314), round(610 * 0.7314) : round(890 * 0.7314)]
    assert (inside == 255).all()
    assert made.shares[2] == pytest.approx(mask.mean() / 255)
    assert 200 * 300 / (height * width) < made.shares[2] < 1.3 * 200 * 300 / (height * width)


@pytest.mark.parametrize("kind", ["black", "white", "grey", "tiny", "flat and black", "thin"])
def test_frames_that_say_nothing_do_not_raise(kind: str) -> None:
    frames = {
        "black": [np.zeros((40, 50, 3), np.uint8)] * 3,
        "white": [np.full((40, 50, 3), 255, np.uint8)] * 2,
        "grey": [np.full((40, 50, 3), v, np.uint8) for v in (40, 120, 200)],
        "tiny": [np.full((1, 1, 3), v, np.uint8) for v in (40, 200)],
        "flat and black": [np.zeros((40, 50, 3), np.uint8), np.full((40, 50, 3), 128, np.uint8)],
        "thin": [np.tile(np.arange(300, dtype=np.uint16)[None, :, None], (2, 1, 3)) * np.uint16(k) for k in (50, 200)],
    }[kind]
    made = deghost(frames, 0)
    assert [f.shape for f in made.frames] == [f.shape for f in frames]
    assert 0 <= choose_reference(frames) < len(frames)


def test_it_tells_how_far_it_is() -> None:
    scene = light(9)
    frames = shots([with_thing(scene, ELSEWHERE), scene, with_thing(scene)])
    seen: list[float] = []
    deghost(frames, 1, job=Job(lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen)
    assert seen[0] < 0.1
    assert seen[-1] == 1.0


@pytest.mark.parametrize("stop_at", [0.0, 0.4, 0.7])
def test_it_stops_when_asked(stop_at: float) -> None:
    scene = light(9)
    frames = shots([with_thing(scene, ELSEWHERE), scene, with_thing(scene)])
    job = Job(lambda fraction, _: job.cancel() if fraction >= stop_at else None)
    with pytest.raises(Cancelled):
        deghost(frames, 1, job=job)


def test_bugs_in_the_caller_are_named() -> None:
    frame = np.zeros((4, 4, 3), np.uint8)
    with pytest.raises(ValueError, match="one shape"):
        deghost([frame], 0)
    with pytest.raises(ValueError, match="one shape"):
        deghost([frame, frame[:2]], 0)
    with pytest.raises(ValueError, match="no frame 2"):
        deghost([frame, frame], 2)


def test_the_reference_is_the_frame_that_holds_most() -> None:
    frames = shots([light(0)] * 3)
    assert choose_reference(frames) == 1
    burnt = as_uint8(encode(light(0) * 2.0**6))
    lost = as_uint8(encode(light(0) * 2.0**-8))
    assert choose_reference([lost, frames[2], burnt]) == 1
