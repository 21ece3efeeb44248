"""Finding motions: what was planted is found, and what did not move is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from align_cases import SIZE, Scene, corner_error, shift, shot, similarity, stored, tilted

from mefcore.align import aligned, find
from mefcore.errors import Cancelled
from mefcore.job import Job

MOTIONS = {
    "translation": (shift(7.3, -4.6), shift(-11.2, 3.1)),
    "similarity": (similarity(5, 6, 1.7), similarity(-8, 2, -1.2, 1.004)),
    "homography": (tilted(similarity(6, -3, 0.8), 0.008, -0.006), tilted(similarity(-9, 5, -1.5), -0.006, 0.008)),
}


@pytest.mark.parametrize("kind", MOTIONS)
@pytest.mark.parametrize(("dtype", "noise", "step"), [(np.uint8, 0.01, 2.0), (np.uint16, 0.002, 3.0)])
def test_planted_motion_is_found(kind: str, dtype: type, noise: float, step: float) -> None:
    dark, bright = MOTIONS[kind]
    scene = Scene(3)
    truth = (dark, np.eye(3), bright)
    frames = [shot(scene, (k - 1) * step, m, noise=noise, seed=k, dtype=dtype) for k, m in enumerate(truth)]
    found = find(frames, 1)
    assert found.moved
    assert found.size == SIZE
    assert [m.kind for m in found.motions] == [kind, "reference", kind]
    for motion, matrix in zip(found.motions, truth, strict=True):
        assert corner_error(motion.matrix, matrix) < 0.5
        assert motion.matrix[2, 2] == 1
        assert motion.confidence > 0.7


def test_frames_of_floats_and_any_reference() -> None:
    truth = [similarity(-6, 4, 1.0), similarity(3, 2, -0.5), shift(0, 0), similarity(9, -5, -1.4)]
    scene = Scene(5)
    frames = [shot(scene, 1.7 * (k - 2), m, seed=k, dtype=np.float32) for k, m in enumerate(truth)]
    for reference in (0, 3):
        found = find(frames, reference)
        for motion, matrix in zip(found.motions, truth, strict=True):
            assert corner_error(motion.matrix, matrix @ np.linalg.inv(truth[reference])) < 0.6
        assert found.motions[reference].kind == "reference"


def test_frames_that_share_no_tones_are_chained() -> None:
    truth = [shift(-3.4 * (k - 3), 2.2 * (k - 3)) for k in range(4)]
    scene = Scene(8, contrast=0.6)
    frames = [shot(scene, 2.7 * k - 5.4, m, seed=k, noise=0.004) for k, m in enumerate(truth)]
    assert np.mean(frames[3] > 250) > 0.6
    assert np.mean(frames[0] < 25) > 0.8
    found = find(frames, 3)
    for motion, matrix in zip(found.motions, truth, strict=True):
        assert corner_error(motion.matrix, matrix) < 1.5


def test_a_large_picture_is_refined_at_full_size() -> None:
    size = (2000, 500)
    truth = tilted(similarity(40, -25, 1.0, size=size), 0.004, 0.003, size=size)
    scene = Scene(2, waves=16, longest=600)
    frames = [shot(scene, 0, size=size), shot(scene, 2, truth, size=size, seed=1)]
    assert corner_error(find(frames, 0).motions[1].matrix, truth, size) < 0.3


def test_identical_frames_come_back_as_the_same_objects() -> None:
    frame = shot(Scene(1), 0)
    frames = [frame, frame.copy(), frame.copy()]
    found = find(frames, 1)
    assert not found.moved
    assert [m.kind for m in found.motions] == ["none", "reference", "none"]
    for area in ("crop", "keep"):
        assert all(a is b for a, b in zip(aligned(frames, found, area=area), frames, strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_exposures_from_a_tripod_are_left_alone(seed: int) -> None:
    scene = Scene(20 + seed)
    frames = [shot(scene, s, noise=0.02, seed=k) for k, s in enumerate((-3, 0, 3))]
    found = find(frames, 1)
    assert not found.moved
    assert all(np.array_equal(m.matrix, np.eye(3)) for m in found.motions)


def test_a_motion_too_small_to_matter_is_left_alone() -> None:
    scene = Scene(4)
    found = find([shot(scene, 0), shot(scene, 2, shift(0.2, 0.15), seed=1)], 0)
    assert found.motions[1].kind == "none"
    assert not found.moved


def test_noise_and_empty_frames_do_not_move() -> None:
    rng = np.random.default_rng(0)
    noise = [stored(rng.normal(0.4 + 0.1 * k, 0.1, (*SIZE[::-1], 3)), np.uint8) for k in range(2)]
    flat = [np.full((*SIZE[::-1], 3), v, np.uint8) for v in (0, 90, 255)]
    picture = shot(Scene(0), 0)
    for frames in (noise, flat, [flat[0], picture, flat[2]], [noise[0], picture]):
        found = find(frames, 1)
        assert not found.moved
        others = [m for i, m in enumerate(found.motions) if i != 1]
        assert all(m.kind == "unaligned" and m.confidence < 0.3 for m in others)


def test_smooth_light_alone_does_not_move() -> None:
    x = np.linspace(0, 1, SIZE[0])[None, :, None] * np.linspace(0.3, 1, SIZE[1])[:, None, None] * np.ones(3)
    assert not find([stored(x * a, np.uint8) for a in (0.4, 0.6, 1.0)], 1).moved


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (300, 10), (40, 30), (2000, 20)])
def test_pictures_too_small_to_tell_do_not_move(size: tuple[int, int]) -> None:
    scene = Scene(0)
    frames = [shot(scene, s, shift(s, 0), size=size) for s in (-1, 0, 1)]
    assert not find(frames, 1).moved


def _with_subject(frame: np.ndarray, x: int, y: int, side: int, stops: float) -> np.ndarray:
    """Something with a texture of its own at (x, y)."""
    out = frame.copy()
    out[y : y + side, x : x + side] = shot(Scene(77), stops, size=(side, side))
    return out


def test_a_moving_subject_does_not_move_a_still_scene() -> None:
    scene = Scene(6)
    frames = [_with_subject(shot(scene, s, seed=k), 40 + 35 * k, 60 + 8 * k, 170, s) for k, s in enumerate((-2, 0, 2))]
    assert not find(frames, 1).moved


def test_a_moving_subject_does_not_mislead_a_moved_scene() -> None:
    scene, truth = Scene(6), (similarity(6, 5, 1.2), np.eye(3), similarity(-7, 4, -0.9))
    frames = [
        _with_subject(shot(scene, 2 * k - 2.0, m, seed=k), 60 + 35 * k, 70, 130, 2 * k - 2.0)
        for k, m in enumerate(truth)
    ]
    found = find(frames, 1)
    for motion, matrix in zip(found.motions, truth, strict=True):
        assert corner_error(motion.matrix, matrix) < 0.6


@pytest.mark.parametrize("rows", [140, 190])
def test_much_of_the_picture_drifting_is_not_taken_for_a_motion(rows: int) -> None:
    scene = Scene(9)
    frames = [shot(scene, s, seed=k) for k, s in enumerate((-2, 0, 2))]
    for k in (0, 2):
        frames[k][:rows] = shot(scene, 2 * k - 2.0, shift(9.0 * (k - 1), 1.0), seed=k)[:rows]
    assert not find(frames, 1).moved


def test_the_same_frames_always_give_the_same_answer() -> None:
    scene = Scene(12)
    frames = [shot(scene, -1.5), shot(scene, 1.5, similarity(4, 3, 1), seed=1)]
    first, second = find(frames, 0), find(frames, 0)
    assert np.array_equal(first.motions[1].matrix, second.motions[1].matrix)
    assert first.motions[1].confidence == second.motions[1].confidence


def test_finding_reports_progress_and_can_be_cancelled() -> None:
    scene = Scene(1)
    frames = [shot(scene, s, shift(3 * s, 0)) for s in (-1, 0, 1)]
    seen: list[float] = []
    find(frames, 1, job=Job(lambda f, _: seen.append(f)))
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] == 1
    job = Job(lambda f, _: job.cancel() if f > 0.4 else None)
    with pytest.raises(Cancelled):
        find(frames, 1, job=job)


def test_bugs_in_the_caller_are_told() -> None:
    frame = shot(Scene(1), 0, size=(60, 50))
    with pytest.raises(ValueError, match="no frame 2"):
        find([frame, frame], 2)
    with pytest.raises(ValueError, match="one shape"):
        find([frame, frame[:-1]], 0)
