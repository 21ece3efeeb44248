"""Warping: against functions whose values are known everywhere, and against an area found by counting pixels."""

from __future__ import annotations

import numpy as np
import pytest
from align_cases import SIZE, Scene, grid, shift, shot, similarity, through, tilted
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore.align import Alignment, Motion, aligned, warp
from mefcore.align.motion import covered_area
from mefcore.errors import Cancelled
from mefcore.job import Job

MATRIX = tilted(similarity(6.3, -4.7, 1.4), 0.008, -0.006)


def alignment(*matrices: np.ndarray | None, size: tuple[int, int] = SIZE, reference: int = 0) -> Alignment:
    """None is a frame that does not move."""
    motions = [
        Motion.still("reference" if i == reference else "none", 1.0) if m is None else Motion(m, "homography", 0.9)
        for i, m in enumerate(matrices)
    ]
    return Alignment(reference, tuple(motions), size)


def smooth(points: np.ndarray) -> np.ndarray:
    """Values in 0…1 that a cubic follows closely: no wave shorter than 20 pixels."""
    x, y = points[..., 0], points[..., 1]
    waves = np.stack([x / 7 + y / 9, x / 5 - y / 6 + 1, y / 4 + 2], axis=-1)
    return np.asarray(0.5 + 0.35 * np.sin(waves))


@pytest.mark.parametrize(
    ("dtype", "scale", "bound"), [(np.uint8, 255, 3.5), (np.uint16, 65535, 650), (np.float32, 1, 0.01)]
)
def test_a_warped_frame_holds_the_values_at_the_mapped_places(dtype: type, scale: float, bound: float) -> None:
    def frame(places: np.ndarray) -> np.ndarray:
        values = smooth(places) * scale
        return values.astype(dtype) if dtype is np.float32 else np.rint(values).astype(dtype)

    reference = frame(grid())
    moved = frame(through(np.linalg.inv(MATRIX), grid()))
    found = alignment(None, MATRIX)
    out = aligned([reference, moved], found)
    x0, y0, x1, y1 = found.area()
    assert (x1 - x0) * (y1 - y0) > 0.85 * SIZE[0] * SIZE[1]
    expected = smooth(grid())[y0:y1, x0:x1] * scale
    error = np.abs(out[1].astype(np.float64) - expected)
    assert out[1].dtype == dtype
    assert error.max() < bound
    assert error.mean() < bound / 4
    assert np.array_equal(out[0], reference[y0:y1, x0:x1])


def test_tiles_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [shot(Scene(1), 0, dtype=np.float32), shot(Scene(1), 1, MATRIX, dtype=np.float32)]
    found = alignment(None, MATRIX)
    for area in ("crop", "keep"):
        whole = aligned(frames, found, area=area)[1]
        monkeypatch.setattr(warp, "TILE", (37, 53))
        assert np.abs(aligned(frames, found, area=area)[1] - whole).max() < 2e-3
        monkeypatch.undo()


def test_a_whole_pixel_shift_copies_pixels() -> None:
    frame = np.random.default_rng(0).integers(0, 65536, (*SIZE[::-1], 3)).astype(np.uint16)
    found = alignment(None, shift(5, -3))
    out = aligned([frame, frame], found)
    assert found.area() == (0, 3, SIZE[0] - 5, SIZE[1])
    assert np.array_equal(out[1], frame[: SIZE[1] - 3, 5:])


def test_values_never_overshoot() -> None:
    steps = np.where((grid()[..., :1] // 9 + grid()[..., 1:] // 7) % 2 > 0, 0.9, 0.1).repeat(3, axis=-1)
    found = alignment(None, MATRIX)
    for area in ("crop", "keep"):
        out = aligned([steps.astype(np.float32)] * 2, found, area=area)[1]
        assert out.dtype == np.float32
        assert out.min() >= np.float32(0.1)
        assert out.max() <= np.float32(0.9)
    full = np.rint(steps * 1.25 * 255 - 31.9).clip(0, 255).astype(np.uint8)
    assert {0, 255} <= set(np.unique(full))
    out = aligned([full] * 2, found)[1]
    # An overshoot that wrapped around would put black beside white: cubic ringing stays within a fifth of the step.
    assert np.mean((out < 40) | (out > 215)) > 0.5


def counted_area(matrices: list[np.ndarray], size: tuple[int, int]) -> tuple[np.ndarray, int]:
    """Which pixels every frame covers, and the area of the largest rectangle of them, by brute force over columns."""
    mask = np.ones(size[::-1], bool)
    for m in matrices:
        at = through(m, grid(size))
        mask &= ((at >= -1e-5) & (at <= np.array(size) - 1 + 1e-5)).all(axis=-1)
    best, heights = 0, np.zeros(size[0], int)
    for row in mask:
        heights = np.where(row, heights + 1, 0)
        for left in range(size[0]):
            lowest = np.minimum.accumulate(heights[left:])
            best = max(best, int((lowest * np.arange(1, len(lowest) + 1)).max()))
    return mask, best


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(-4, 4), st.floats(0.97, 1.03), st.floats(-0.05, 0.05)),
        min_size=1,
        max_size=3,
    )
)
def test_the_area_is_the_largest_that_all_frames_cover(moves: list[tuple[float, ...]]) -> None:
    size = (47, 31)
    matrices = [tilted(similarity(dx, dy, a, s, size=size), t, -t, size=size) for dx, dy, a, s, t in moves]
    x0, y0, x1, y1 = covered_area(matrices, size)
    mask, best = counted_area(matrices, size)
    assert mask[y0:y1, x0:x1].all()
    assert (x1 - x0) * (y1 - y0) >= 0.97 * best


def test_the_area_of_a_large_picture_is_found_coarse_to_fine() -> None:
    size = (6000, 4000)
    matrices = [similarity(90, -60, 1.2, size=size), similarity(-40, 80, -0.8, size=size)]
    x0, y0, x1, y1 = covered_area(matrices, size)
    inner = np.array([[x0, y0], [x1 - 1, y0], [x1 - 1, y1 - 1], [x0, y1 - 1]], float)
    for m in matrices:
        at = through(m, inner)
        assert (at >= -1e-5).all()
        assert (at <= np.array(size) - 1 + 1e-5).all()
    assert (x1 - x0) * (y1 - y0) > 0.88 * 6000 * 4000


def test_frames_with_nothing_in_common_have_no_area_and_keep_their_size() -> None:
    frames = [shot(Scene(1), 0, size=(60, 50))] * 3
    found = alignment(None, shift(50, 0), shift(-50, 0), size=(60, 50))
    assert found.area() == (0, 0, 0, 0)
    assert [f.shape for f in aligned(frames, found)] == [(50, 60, 3)] * 3


def test_a_frame_switched_off_stays_as_it_was_shot() -> None:
    scene = Scene(2)
    frames = [shot(scene, -1, shift(8, 0)), shot(scene, 0), shot(scene, 1, shift(-12, 4))]
    found = alignment(shift(8, 0), None, shift(-12, 4), reference=1)
    assert found.moving() == (0, 2)
    assert found.area() == (12, 0, SIZE[0] - 8, SIZE[1] - 4)
    assert found.area({2}) == (0, 0, SIZE[0] - 8, SIZE[1])
    out = aligned(frames, found, off=[2])
    assert np.array_equal(out[2], frames[2][:, : SIZE[0] - 8])
    assert np.array_equal(out[0], frames[0][:, 8:])
    assert all(a is b for a, b in zip(aligned(frames, found, off=[0, 2]), frames, strict=True))


@pytest.mark.parametrize("stops", [-1.5, 1.5])
def test_keeping_the_frame_fills_it_at_its_own_exposure(stops: float) -> None:
    scene, matrix = Scene(3, contrast=0.5), similarity(14, -10, 1.5)
    frames = [shot(scene, -0.5, noise=0.002), shot(scene, -0.5 + stops, matrix, noise=0.002, seed=1)]
    before = [f.copy() for f in frames]
    out = aligned(frames, alignment(None, matrix), area="keep")
    assert out[0] is frames[0]
    assert out[1].shape == frames[1].shape
    assert all(np.array_equal(a, b) for a, b in zip(before, frames, strict=True))
    expected = shot(scene, -0.5 + stops, noise=0).astype(float)
    at = through(matrix, grid())
    outside = ~((at >= 0) & (at <= np.array(SIZE) - 1)).all(axis=-1)
    assert 0.04 < outside.mean() < 0.2
    error = np.abs(out[1].astype(float) - expected)[outside]
    assert np.median(error) <= 3
    assert np.quantile(error, 0.95) <= 12


def test_the_offset_is_that_of_the_centre() -> None:
    assert Motion(similarity(3.5, -2.25, 30), "similarity", 1).offset(SIZE) == pytest.approx((3.5, -2.25))


def test_warping_reports_progress_and_can_be_cancelled() -> None:
    frames = [shot(Scene(1), 0)] * 3
    found = alignment(None, MATRIX, shift(2, 1))
    seen: list[float] = []
    aligned(frames, found, job=Job(lambda f, _: seen.append(f)))
    assert seen == sorted(seen)
    assert seen[-1] == 1
    job = Job(lambda f, _: job.cancel() if f > 0.4 else None)
    with pytest.raises(Cancelled):
        aligned(frames, found, job=job)


def test_frames_of_another_bracket_are_refused() -> None:
    frame = shot(Scene(1), 0)
    with pytest.raises(ValueError, match="does not fit"):
        aligned([frame] * 3, alignment(None, MATRIX))
    with pytest.raises(ValueError, match="does not fit"):
        aligned([frame[1:]] * 2, alignment(None, MATRIX))


def test_where_the_reference_is_clipped_a_frame_goes_on_as_it_ends() -> None:
    bright, dark = shot(Scene(3), 0), shot(Scene(3), -2, shift(0, -20))
    bright[:120], dark[:100] = 255, 150
    out = aligned([bright, dark], alignment(None, shift(0, -20)), area="keep")[1]
    assert np.array_equal(out[40:120], dark[20:100])
    assert np.abs(out[:40].astype(int) - 150).max() <= 1
