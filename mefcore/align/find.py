"""The motions of all frames of a bracket against one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mefcore.align.motion import Alignment, Motion, mean_motion
from mefcore.align.pair import LEAST_CONFIDENCE, LEAST_MOTION, between
from mefcore.align.pyramid import Pyramid
from mefcore.job import SILENT, Job

SURE = 0.8
"""A frame that is compared with the reference itself this confidently needs no way round."""


def find(frames: Sequence[np.ndarray], reference: int, *, job: Job = SILENT) -> Alignment:
    """Find how each frame lies against ``frames[reference]``.

    Frames are taken in order outwards from the reference, so that each starts from what its neighbour, whose exposure
    is nearest, was found to do.  Where it shares too few tones with the reference to be sure, it is compared with that
    neighbour instead and the two motions are chained; the surer answer is kept.

    Args:
        frames: ``(H, W, 3)`` each, uint8, uint16 or float32, sRGB-encoded, dark to bright.
        reference: index of the frame that stays.

    Raises:
        ValueError: different sizes, or no such reference (a bug in the caller).
        Cancelled: by the job.
    """
    if not 0 <= reference < len(frames):
        raise ValueError(f"no frame {reference} among {len(frames)}")
    if len({f.shape for f in frames}) != 1 or frames[0].ndim != 3 or frames[0].shape[2] != 3:
        raise ValueError(f"frames have one shape (H, W, 3), not {sorted({f.shape for f in frames})}")
    size = frames[0].shape[1], frames[0].shape[0]
    motions: list[Motion] = [Motion.still("reference", 1.0)] * len(frames)
    centre = Pyramid.of(frames[reference], job)
    done = 0
    for outwards in (range(reference + 1, len(frames)), range(reference - 1, -1, -1)):
        near, near_motion = centre, motions[reference]
        for k in outwards:
            job.progress(done / max(1, len(frames) - 1), "Lining up the frames")
            this = Pyramid.of(frames[k], job)
            motion = between(centre, this, [near_motion.matrix] if near_motion.moves else [], job)
            if near is not centre and motion.confidence < SURE:
                motion = max(motion, _chained(near_motion, near, this, size, job), key=lambda m: m.confidence)
            motions[k] = motion
            if motion.kind != "unaligned":
                near, near_motion = this, motion
            done += 1
    job.progress(1.0, "Lining up the frames")
    return Alignment(reference, tuple(motions), size)


def _chained(before: Motion, near: Pyramid, this: Pyramid, size: tuple[int, int], job: Job) -> Motion:
    """The motion against the reference by way of a neighbour whose own is known."""
    step = between(near, this, [], job)
    confidence = min(step.confidence, before.confidence)
    if step.kind == "unaligned" or confidence < LEAST_CONFIDENCE:
        return Motion.still("unaligned", confidence)
    matrix = step.matrix @ before.matrix
    matrix = matrix / matrix[2, 2]
    if mean_motion(matrix, size) <= LEAST_MOTION:
        return Motion.still("none", confidence)
    kinds = ("none", "translation", "similarity", "homography")
    kind = max(step.kind, before.kind, key=lambda k: kinds.index(k) if k in kinds else 0)
    return Motion(matrix, kind, confidence)
