"""What to put where a frame is replaced: the reference, where that is clipped another frame, or the surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mefcore.tones import Mapping, mapping

CERTAIN, UNKNOWN = 0.06, 0.16
"""Widths of the range a mapped value may have: up to the first it is known, from the second on it is not."""

UNSEEN = 0.5
"""Where no frame knows more than this part of a region, its surroundings must be able to say what is there."""

ALIKE = 0.1
"""The part of a region's surroundings that must look as clipped in the reference as the region does."""

_NOTHING = 0.02
_RING = 12
_HELPERS = 4
_SMOOTH = 4.0
_OTHERWISE = 0.01  # what surroundings count that the reference knows, where there are no others


@dataclass(frozen=True, eq=False)
class Source:
    """One frame's part in replacing another's pixels.

    Attributes:
        frame: its index.
        mapping: to the exposure of the frame that is replaced.
        weight: ``(h, w)`` float32, its share at each place; over all sources and the fill they sum to 1.
    """

    frame: int
    mapping: Mapping
    weight: np.ndarray


@dataclass(frozen=True, eq=False)
class Sources:
    """Everything one frame's replacement is made of.

    Attributes:
        mask: ``(h, w)`` uint8, what is replaced: what was asked for, but regions of which nobody knows what to show.
        sources: in order of trust, the reference first.
        fill: ``(h, w, 3)`` float32 in ``[0, 1]``: what to show where no frame knows; None where it is not needed.
        fill_weight: ``(h, w)`` float32, the share of ``fill``.
    """

    mask: np.ndarray
    sources: tuple[Source, ...]
    fill: np.ndarray | None
    fill_weight: np.ndarray | None


def sources_for(small: Sequence[np.ndarray], masks: np.ndarray, reference: int, index: int) -> Sources:
    """Where each frame replaces frame ``index``.

    The reference does wherever its values say what this frame's are.  Where it is clipped, or black, another frame
    does that does not contradict the reference there, the surest first.  What then is left, nobody has seen: it is
    filled from this frame's own surroundings that look as clipped in the reference, and kept within what a clipped
    reference allows; a region about which even they say nothing is not replaced.

    Args:
        small: the reduced frames, ``(h, w, 3)`` float32 in ``[0, 1]``.
        masks: ``(K, h, w)`` uint8, what is to be replaced in each.
    """
    first = mapping(small[reference], small[index])
    weight = _confidence(first, small[reference], small[index])
    needed = masks[index] > 0
    left = 1.0 - weight
    chosen = [Source(reference, first, weight)]
    if (left[needed] > _NOTHING).any():
        others = [_Candidate.of(small, masks, i, index) for i in _nearest(small, reference, index)]
        want = left * needed
        for other in sorted(others, key=lambda o: (-float((o.trust * want).sum()), o.brightness)):
            share = left * other.trust
            if (share[needed] > _NOTHING).any():
                chosen.append(Source(other.frame, other.mapping, share))
                left = left - share
    mask = _knowable(masks[index], left, weight)
    needed = mask > 0
    if not (left[needed] > _NOTHING).any():
        total = np.maximum(1.0 - left, 1e-3)
        return Sources(mask, tuple(Source(s.frame, s.mapping, s.weight / total) for s in chosen), None, None)
    outside = 1.0 - masks[index].astype(np.float32) / 255
    fill = _membrane(small[index], outside * (1.0 - weight) + np.float32(_OTHERWISE) * outside)
    return Sources(mask, tuple(chosen), _within(fill, *first.bounds(small[reference]), left * needed), left)


def _knowable(mask: np.ndarray, left: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """``mask`` without the connected regions of which most is unseen and around which little is like them.

    What would be put there could only be a guess; the frame's own pixels, even of a thing that moved, are better.
    """
    import cv2

    count, labels = cv2.connectedComponents((mask > 0).astype(np.uint8), connectivity=8)
    core = mask > 127
    area = np.bincount(labels.ravel(), weights=core.ravel(), minlength=count)
    unseen = np.bincount(labels.ravel(), weights=(left * core).ravel(), minlength=count)
    out = mask
    for i in range(1, count):
        if unseen[i] <= UNSEEN * area[i]:
            continue
        region = (labels == i).astype(np.uint8)
        ring = (cv2.dilate(region, np.ones((2 * _RING + 1, 2 * _RING + 1), np.uint8)) > 0) & (mask == 0)
        if not ring.any() or float((1.0 - weight[ring]).mean()) < ALIKE:
            out = np.where(labels == i, np.uint8(0), out)
    return out


def _within(fill: np.ndarray, low: np.ndarray, high: np.ndarray, where: np.ndarray) -> np.ndarray:
    """``fill`` moved into what a clipped reference still allows in each channel, by a change that is smooth: single
    pixels of a reference near white say too different things."""
    import cv2

    change = (np.clip(fill, low, high) - fill) * where[..., None]
    part = cv2.GaussianBlur(where, (0, 0), _SMOOTH) + np.float32(1e-4)
    return np.clip(fill + cv2.GaussianBlur(change, (0, 0), _SMOOTH) / part[..., None], 0.0, 1.0)


def _nearest(small: Sequence[np.ndarray], reference: int, index: int) -> list[int]:
    """The frames exposed most like frame ``index``, which say most about it; they, not their order, decide."""
    level = [float(frame.mean()) for frame in small]
    others = [i for i in range(len(small)) if i not in (reference, index)]
    return sorted(others, key=lambda i: (abs(level[i] - level[index]), level[i]))[:_HELPERS]


@dataclass(frozen=True, eq=False)
class _Candidate:
    frame: int
    mapping: Mapping
    trust: np.ndarray
    brightness: float

    @classmethod
    def of(cls, small: Sequence[np.ndarray], masks: np.ndarray, source: int, target: int) -> _Candidate:
        to_target = mapping(small[source], small[target])
        agrees = 1.0 - masks[source].astype(np.float32) / 255
        trust = _confidence(to_target, small[source], small[target]) * agrees
        return cls(source, to_target, trust, float(small[source].mean()))


def _confidence(to_target: Mapping, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """``(h, w)`` float32 in ``[0, 1]``: how well the source's values determine the target's."""
    import cv2

    low, high = to_target.bounds(source)
    width = np.max(high - low, axis=-1)
    sure = np.clip((UNKNOWN - width) / (UNKNOWN - CERTAIN), 0.0, 1.0)
    # Clipped pixels come in blotches; one decision for a neighbourhood, softly, leaves no seams of single pixels.
    around = cv2.GaussianBlur(cv2.erode(sure, np.ones((3, 3), np.uint8)), (0, 0), 1.5)
    return np.asarray(np.minimum(sure, around))


def _membrane(picture: np.ndarray, support: np.ndarray) -> np.ndarray:
    """``(h, w, 3)``: ``picture`` spread smoothly from where ``support`` is into where it is not.

    Normalised averages over ever wider neighbourhoods, each used as far as the finer ones know nothing (Gortler et
    al., "The Lumigraph", 1996: pull and push).
    """
    import cv2

    values, weights = [picture * support[..., None]], [support]
    while min(weights[-1].shape) > 2:
        values.append(cv2.pyrDown(values[-1]))
        weights.append(cv2.pyrDown(weights[-1]))
    coarse = values[-1].sum(axis=(0, 1)) / max(float(weights[-1].sum()), 1e-6)
    h, w = weights[-1].shape
    filled = np.broadcast_to(coarse, (h, w, 3)).astype(np.float32)
    for value, weight in zip(values[::-1], weights[::-1], strict=True):
        h, w = weight.shape
        wide = np.asarray(cv2.resize(filled, (w, h), interpolation=cv2.INTER_LINEAR), np.float32)
        part = np.minimum(weight * 4.0, 1.0)[..., None]
        filled = wide + part * (value / np.maximum(weight, 1e-6)[..., None] - wide)
    return np.asarray(filled)
