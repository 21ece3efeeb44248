"""The motion between two exposures: guessed, followed from coarse to fine, and checked against no motion at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from mefcore.align.models import Fit, Model, fit, select
from mefcore.align.motion import Motion, corners, mapped, mean_motion, plausible
from mefcore.align.patches import Comparison, Observed, Patches, chosen, level_matrix, level_pixels, tiled
from mefcore.align.pyramid import Pyramid, Tones
from mefcore.align.seeds import features, shifts
from mefcore.job import SILENT, Job

LEAST_CONFIDENCE = 0.3
"""Below it a frame is left as it is."""

LEAST_MOTION = 0.4
"""Mean displacement in pixels up to which frames count as matching: less than what a warp costs in sharpness."""

_CELLS = 18  # patches along the longer side
_TILED_SIDE = 480  # levels up to half of it only start the search, and larger ones have smaller patches up to twice it
_PLACES_SIDE = 1000  # patches are chosen on a level no larger
_LARGE = 12_000_000  # pixels beyond which half the size tells a fifth of a pixel, and the whole no more than time
_LEAST_PATCHES = 10
_LEAST_RANGE = 4.0 / 255  # tones that both frames hold, in the darker one
_PLAIN = 0.6  # mean likeness of coarse patches above which features would bring nothing


@dataclass(frozen=True, eq=False)
class Found:
    """A motion and what speaks for it.

    Attributes:
        fit: the motion.
        seen: what the patches said, at the motion.
        r: the level they are of.
    """

    fit: Fit
    seen: Observed
    r: int

    @property
    def matrix(self) -> np.ndarray:
        return self.fit.matrix

    @property
    def agreeing(self) -> float:
        """Share of the patches with something to say that agree on it."""
        told = np.count_nonzero(self.seen.found)
        return float(np.count_nonzero(self.fit.weights > 0.1) / told) if told else 0.0


def between(reference: Pyramid, frame: Pyramid, guesses: Iterable[np.ndarray] = (), job: Job = SILENT) -> Motion:
    """The motion of ``frame`` against ``reference``.

    Args:
        guesses: full-size matrices that may be near the truth; no motion, shifts and features are tried in any case.
    """
    coarse = max(reference.levels)
    tones = Tones.between(reference.levels[coarse], frame.levels[coarse])
    if tones.range < _LEAST_RANGE or min(reference.levels[coarse].shape) < 32:
        return Motion.still("unaligned", 0.0)
    start = _start(reference, frame, tones, guesses, job)
    if start is None:
        return Motion.still("unaligned", 0.0)
    found = _followed(reference, frame, tones, start, job)
    if found is None:
        return Motion.still("unaligned", 0.0)
    return _judged(reference, frame, tones, found)


def _start(
    reference: Pyramid, frame: Pyramid, tones: Tones, guesses: Iterable[np.ndarray], job: Job
) -> np.ndarray | None:
    """The guess from which patches agree best, after they moved it at the coarse levels."""
    best: tuple[float, np.ndarray] | None = None
    size = reference.frame.shape[1], reference.frame.shape[0]

    def tried(several: Iterable[np.ndarray]) -> None:
        nonlocal best
        for guess in several:
            job.check()
            if not plausible(guess, size):
                continue
            score, matrix = _coarse(reference, frame, tones, guess)
            if best is None or score > best[0] + 1e-3:
                best = score, matrix

    tried([np.eye(3), *guesses])
    tried(shifts(reference, frame, tones)[:3])
    if best is None or best[0] < _PLAIN:
        tried(features(reference, frame, tones))
    return best[1] if best is not None and best[0] > 0 else None


def _coarse(reference: Pyramid, frame: Pyramid, tones: Tones, guess: np.ndarray) -> tuple[float, np.ndarray]:
    """``guess`` after a few steps at the two coarsest levels, and how well patches agree with it there."""
    matrix = guess
    score = 0.0
    for r in sorted(reference.levels, reverse=True)[:2]:
        shape = reference.shape(r)
        patches = Patches.cut(reference, tones, r, tiled(shape, 16), 16)
        if len(patches.at) < 6:
            continue
        size = reference.frame.shape[1], reference.frame.shape[0]
        comparison = Comparison(patches, frame, tones, matrix)
        for _ in range(4):
            seen = comparison.observed(matrix)
            if np.count_nonzero(seen.found) < 5:
                break
            moved = fit(seen, size, "similarity", matrix).matrix
            step = _step(moved, matrix, size) / r
            matrix = moved
            if step < 0.05:
                break
            if comparison.drift(matrix) > 4:
                comparison = Comparison(patches, frame, tones, matrix)
        like = comparison.likeness(matrix)
        score = float(np.maximum(like, 0).sum() / len(patches.at))
    return score, matrix


def _followed(reference: Pyramid, frame: Pyramid, tones: Tones, start: np.ndarray, job: Job) -> Found | None:
    """The motion refined level by level, as far as finer levels still make it surer."""
    size = reference.frame.shape[1], reference.frame.shape[0]
    best: Found | None = None
    matrix = start
    base = reference.base
    levels = [r for r in sorted(reference.levels, reverse=True) if max(reference.shape(r)) > _TILED_SIDE / 2]
    fine = base // 2
    while fine >= (2 if size[0] * size[1] > _LARGE else 1):
        levels.append(fine)
        fine //= 2
    for r in levels or [base]:
        job.check()
        at, side = _places(reference, frame, tones, matrix, r)
        patches = Patches.cut(reference, tones, r, at, side)
        found = _refined(patches, frame, tones, matrix, "homography", size)
        if found is None:
            if best is not None:
                break
            continue
        if best is not None and found.fit.deviation > best.fit.deviation:
            break
        best, matrix = found, found.matrix
    if best is None:
        return None
    final = select(best.seen, size, best.matrix)
    if final is None:
        final = replace(fit(best.seen, size, "translation", best.matrix, best.fit.scale), matrix=np.eye(3))
    return Found(final, best.seen, best.r)


def _places(reference: Pyramid, frame: Pyramid, tones: Tones, matrix: np.ndarray, r: int) -> tuple[np.ndarray, int]:
    """First pixels of the patches to compare at level ``r``, and their side."""
    import cv2

    side = 24 if max(reference.shape(r)) <= 2 * _TILED_SIDE else 36
    small = [q for q, level in reference.levels.items() if max(level.shape) <= _PLACES_SIDE]
    held = max(r, min(small, default=max(reference.levels)))
    a, b = tones.reference(reference.levels[held]), tones.frame(frame.levels[held])
    level = level_matrix(matrix, held)
    warped = cv2.warpPerspective(
        b, level, a.shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    across = _CELLS if a.shape[1] >= a.shape[0] else max(4, round(_CELLS * a.shape[1] / a.shape[0]))
    down = _CELLS if a.shape[0] > a.shape[1] else max(4, round(_CELLS * a.shape[0] / a.shape[1]))
    limit = (max(2, a.shape[1] // (side // 2)), max(2, a.shape[0] // (side // 2)))
    centres = chosen(a, warped, max(5, side * r // held), (min(across, limit[0]), min(down, limit[1])))
    at = level_pixels(centres * held + (held - 1) / 2, r) - (side - 1) / 2
    return np.rint(at).astype(np.int64), side


def _refined(
    patches: Patches, frame: Pyramid, tones: Tones, matrix: np.ndarray, model: Model, size: tuple[int, int]
) -> Found | None:
    """The motion after a few steps at one level; None if too few patches tell anything."""
    comparison = Comparison(patches, frame, tones, matrix)
    result: Found | None = None
    for _ in range(4):
        seen = comparison.observed(matrix)
        if np.count_nonzero(seen.found) < _LEAST_PATCHES:
            return None
        answer = fit(seen, size, model, matrix)
        if not plausible(answer.matrix, size):
            return None
        step = _step(answer.matrix, matrix, size) / patches.r
        result, matrix = Found(answer, seen, patches.r), answer.matrix
        if step < 0.02:
            break
        if comparison.drift(matrix) > 4:
            comparison = Comparison(patches, frame, tones, matrix)
    return result


def _judged(reference: Pyramid, frame: Pyramid, tones: Tones, found: Found) -> Motion:
    """Keep the motion only if it is large enough to matter and patches clearly prefer it to none."""
    size = reference.frame.shape[1], reference.frame.shape[0]
    extent = mean_motion(found.matrix, size)
    inliers = float(found.fit.weights.sum())
    confidence = float(np.clip(found.agreeing, 0, 1) * np.clip(inliers / 30, 0, 1))
    confidence *= float(1 / (1 + (found.fit.deviation / max(1.0, 0.25 * extent)) ** 2))
    if extent <= LEAST_MOTION:
        return Motion.still("none" if confidence >= LEAST_CONFIDENCE else "unaligned", confidence)
    won, lost = _votes(reference, frame, tones, found, extent)
    confidence *= float(np.clip((won - lost) / max(won + lost, 1.0) * 1.5, 0, 1))
    if confidence < LEAST_CONFIDENCE or won < 4 * lost + 4:
        return Motion.still("unaligned", min(confidence, 0.99 * LEAST_CONFIDENCE))
    return Motion(found.matrix, found.fit.model, confidence)


def _votes(reference: Pyramid, frame: Pyramid, tones: Tones, found: Found, extent: float) -> tuple[int, int]:
    """How many patches are clearly more alike at the motion than at none, and how many clearly less.

    They are compared where the motion is a pixel or two, the scale at which it makes the greatest difference, and
    blurred so much that the little blur of interpolation is no advantage.
    """
    r = found.r
    while 2 * r <= max(extent, found.r) and 2 * r in reference.levels and max(reference.shape(2 * r)) > _TILED_SIDE:
        r *= 2
    at, side = _places(reference, frame, tones, found.matrix, r)
    patches = Patches.cut(reference, tones, r, at, side, blur=1.5)
    with_motion = Comparison(patches, frame, tones, found.matrix, blur=1.5)
    without = Comparison(patches, frame, tones, np.eye(3), blur=1.5)
    both, i, j = np.intersect1d(with_motion.kept, without.kept, return_indices=True)
    if not len(both):
        return 0, 0
    a, b = with_motion.likeness(found.matrix)[i], without.likeness(np.eye(3))[j]
    known = np.maximum(a, b) > 0.4
    won = known & (1 - a < 0.9 * (1 - b))
    lost = known & (1 - b < 0.9 * (1 - a))
    return int(won.sum()), int(lost.sum())


def _step(a: np.ndarray, b: np.ndarray, size: tuple[int, int]) -> float:
    """How far two motions put a corner apart at most."""
    points = corners(size)
    return float(np.linalg.norm(mapped(a, points) - mapped(b, points), axis=-1).max())
