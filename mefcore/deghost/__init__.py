"""Deghosting: what moved between the frames is shown once, where the reference frame shows it.

Where a frame contradicts the reference, its pixels are replaced by the reference's, mapped to this frame's exposure
(:mod:`mefcore.tones`), before anything is blended; so the picture is still ``LUT(sum_k w_k I_k)``, and frames in which
nothing moved are handed back untouched.  That is the oldest idea of exposure fusion with moving subjects, a reference
that rules (Gallo et al., "Artifact-free High Dynamic Range Imaging", 2009; Hu et al., "HDR Deghosting: How to Deal
with Saturation?", 2013), done so that it seldom hurts a picture in which nothing moved: a difference that near white,
glare or colour can explain is none (``highlights.py``), a region in which both frames hold the same edges and texture
has not moved (``structure.py``), and what nobody knows is left as it is (``sources.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mefcore.deghost.motion import moved
from mefcore.deghost.replace import replaced
from mefcore.deghost.sources import sources_for
from mefcore.job import SILENT, Job
from mefcore.tones import reduced

__all__ = ["DETECTION", "STRENGTH", "Deghosted", "choose_reference", "deghost"]

DETECTION = 1024
"""Long side, in pixels, of the reduced frames in which motion is looked for."""

STRENGTH = 0.5
"""How readily a difference counts as motion, where nobody said."""


@dataclass(frozen=True, eq=False)
class Deghosted:
    """A bracket's frames, agreeing on what stands where.

    Attributes:
        frames: K arrays like those given; the same object where nothing was changed.
        masks: ``(K, h, w)`` uint8, how much of each frame was replaced (255 is all); the long side is at most
            :data:`DETECTION`; zero for the reference.
        shares: the part of each frame that was replaced, 0 to 1.
    """

    frames: tuple[np.ndarray, ...]
    masks: np.ndarray
    shares: tuple[float, ...]

    @property
    def part(self) -> float:
        """The part of the picture where some frame was replaced, 0 to 1."""
        return float(self.masks.max(0).mean()) / 255

    @property
    def moved(self) -> bool:
        """Whether anything was replaced anywhere."""
        return any(share > 0 for share in self.shares)


def deghost(
    frames: Sequence[np.ndarray], reference: int, *, strength: float = STRENGTH, job: Job = SILENT
) -> Deghosted:
    """Make every frame show what the reference shows, where they contradict each other.

    Args:
        frames: ``(H, W, 3)`` uint8, uint16 or float32, sRGB-encoded, aligned, of one scene; 2 to 64.
        reference: index of the frame that is right about everything that moves; see :func:`choose_reference`.
        strength: how readily a difference counts as motion, 0 to 1; more never marks less.  At the middle a difference
            has to exceed what noise, compression, an offset of a pixel and clipping can explain.  What the middle rules
            out because its structure stays is ruled out at every strength.
        job: progress and cancelling.

    Raises:
        ValueError: fewer than two frames, frames of different shapes, or no such reference (bugs in the caller).
        Cancelled: ``job`` was cancelled.
    """
    if len(frames) < 2 or len({f.shape for f in frames}) > 1:
        raise ValueError(f"deghosting takes frames of one shape, not {[f.shape for f in frames]}")
    if not 0 <= reference < len(frames):
        raise ValueError(f"there is no frame {reference} of {len(frames)}")
    small = []
    for i, frame in enumerate(frames):
        job.progress(0.3 * i / len(frames), "Looking for motion")
        small.append(reduced(frame, DETECTION))
    count, (h, w) = len(frames), small[0].shape[:2]
    masks = np.zeros((count, h, w), np.uint8)
    for i in range(count):
        job.progress(0.3 + 0.3 * i / count, "Looking for motion")
        if i != reference:
            masks[i] = moved(small[reference], small[i], strength)
    out, kept = list(frames), np.zeros_like(masks)
    for i in range(count):
        part = job.part(0.6 + 0.4 * i / count, 0.6 + 0.4 * (i + 1) / count, "Removing ghosts")
        part.progress(0.0)
        if masks[i].any():
            recipe = sources_for(small, masks, reference, i)
            kept[i] = recipe.mask
            if kept[i].any():
                out[i] = replaced(frames, i, recipe, part)
    job.progress(1.0)
    return Deghosted(tuple(out), kept, tuple(float(m.mean()) / 255 for m in kept))


def choose_reference(frames: Sequence[np.ndarray]) -> int:
    """Index of the frame to trust about moving things: well exposed, with little clipped or lost in the dark.

    Each pixel of the reduced frames counts by how near its channels are to the middle of the range, and not at all
    where one of them is clipped; the mean decides.  Equal frames go by their place.
    """
    scores = []
    for frame in frames:
        small = reduced(frame, 256)
        exposed = np.exp(-((small.mean(axis=-1) - 0.45) ** 2) / (2 * 0.25**2))
        holds = (small.max(axis=-1) < 0.985) & (small.max(axis=-1) > 0.03)
        scores.append(float((exposed * holds).mean()))
    return int(np.argmax(scores))
