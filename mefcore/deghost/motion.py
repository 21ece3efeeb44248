"""Where a frame contradicts the reference: by more than noise, edges, an offset, clipping and light can explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mefcore.deghost.highlights import WHITE, knee, largest, ramp, untold
from mefcore.deghost.structure import disagreement
from mefcore.tones import Mapping, mapping

SPREAD = 3.0
"""Strength 0 takes this many times more difference than the middle; strength 1 as many times less."""

EVIDENCE = 30.0
"""What makes a thing that moved: the sum over its pixels of by how many tolerances they exceed their tolerance."""

COLOUR = 0.3
"""The part of a colour's strength, where both frames agree that it is a strong one, that a camera may bend: it mixes
channels before it clips and encodes them, and one curve per channel cannot follow that."""


@dataclass(frozen=True)
class Scale:
    """One width over which differences are averaged, and what is tolerated there.

    Attributes:
        sigma: of the Gaussian, in pixels of the reduced frames.
        floor: a difference that is always too small to be motion (compression, quantising), of full scale.
        noise: how many standard deviations of what static places differ by are noise.
        edge: the part of the contrast around a pixel that blur and an offset may change.
    """

    sigma: float
    floor: float
    noise: float
    edge: float


SCALES = (Scale(1.0, 6.0 / 255, 4.0, 0.25), Scale(4.0, 6.0 / 255, 6.0, 0.35))
"""Fine for small things and outlines; coarse for faint ones: noise and offsets average out, motion does not."""

MOST = 0.3
"""Where a larger part of what can be seen contradicts the reference, it is not things that moved: a lamp was
switched on, a flash fired, the frames are not aligned.  To make such frames agree would take from them what they were
shot for."""

DARK = 0.08
"""Below it in both frames, of full scale, there is nothing to be seen and nothing to contradict."""

UNLIKE = 0.42
"""Mean disagreement of structure, from 0 to 1, below which a region shows one thing in both frames."""

JUDGED = 0.15
"""The part of a region in which the reference must say what to expect, for its structure to be judged."""

_LEVELS = 16
_NOISIEST = 0.06
_FEW = 0.03
_LARGEST = 3.0


def moved(reference: np.ndarray, frame: np.ndarray, strength: float) -> np.ndarray:
    """How much of ``frame`` to replace: ``(h, w)`` uint8, 255 where it contradicts ``reference``, with soft borders.

    Args:
        reference, frame: ``(h, w, 3)`` float32 in ``[0, 1]``, sRGB-encoded, aligned to about a pixel.
        strength: 0 to 1.
    """
    to_frame = mapping(reference, frame)
    expected = to_frame(reference)
    seed, grown = _evidence(reference, frame, to_frame, expected)
    # At the middle strength, whatever is asked for: what is ruled out must not depend on how much else is marked.
    usual = _regions(seed, grown)
    ruled_out = _only_light(usual > 127, reference, frame, expected)
    seen = np.maximum(largest(frame), largest(expected)) > DARK
    if ((usual > 127) & seen & ~ruled_out).sum() > MOST * max(1, seen.sum()):
        return np.zeros_like(usual)
    if strength == 0.5 and not ruled_out.any():
        return usual
    factor = np.float32(SPREAD ** (2.0 * strength - 1.0)) * ~ruled_out
    return _regions(seed * factor, grown * factor)


def _evidence(
    reference: np.ndarray, frame: np.ndarray, to_frame: Mapping, expected: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Both ``(h, w)``: by how many tolerances a pixel is off, to find things by, and to find their outlines by."""
    import cv2

    slack = np.float32(COLOUR) * np.minimum(_chroma(expected), _chroma(frame))[..., None]
    contrast = _contrast(reference, to_frame)
    near = np.ones((3, 3), np.uint8)
    low, high = to_frame.bounds(cv2.erode(reference, near))[0], to_frame.bounds(cv2.dilate(reference, near))[1]
    start = knee(reference, frame, expected)
    unknown = cv2.dilate(untold(reference, expected, start), near)
    tolerant = _beyond(frame, *_bent(frame, low, high, unknown))
    strict = _beyond(frame, *_bent(frame, *to_frame.bounds(reference), unknown))
    seed = np.zeros(frame.shape[:2], np.float32)
    grown = seed
    for scale in SCALES:
        mean = cv2.GaussianBlur(strict, (0, 0), scale.sigma)
        usual = cv2.GaussianBlur(frame - expected, (0, 0), scale.sigma)
        tolerance = _tolerance(usual, expected, scale) + np.float32(scale.edge) * contrast + slack
        calm = mean if scale.sigma > 2 else cv2.GaussianBlur(tolerant, (0, 0), scale.sigma)
        seed = np.maximum(seed, largest(np.abs(calm) / tolerance))
        if scale.sigma <= 2:
            grown = largest(np.abs(mean) / tolerance)
    return seed, np.maximum(grown, seed)


def _bent(frame: np.ndarray, low: np.ndarray, high: np.ndarray, unknown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """``low`` and ``high`` widened by what cameras do to strong colours near white.

    Highlights are compressed and lose their colour long before they reach full scale, so that the mapping knows
    neither how much more than ``low`` the light is nor its colour: where the reference is near white only its largest
    channels have a least value, and where the frame is, and should be, any channel may be.

    Args:
        unknown: ``(h, w)``, from 0 to 1, where the reference is near white.
    """
    shown, least = largest(frame), largest(low)
    leading = frame * (low >= least[..., None] - np.float32(0.08))
    bright = ramp(largest(leading) / np.maximum(least, np.float32(0.05)), 0.85, 1.0)
    pale = ramp(shown, WHITE - 0.03, 0.97) * ramp(largest(high), WHITE, 0.97)
    low = np.minimum(low, np.float32(WHITE)) * (1.0 - unknown * bright)[..., None]
    high = high + np.maximum(unknown, pale)[..., None] * (1.0 - high)
    return low, high


def _only_light(found: np.ndarray, reference: np.ndarray, frame: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """``(h, w)`` bool: the connected regions of ``found`` in which nothing moved but the light differs.

    Judged where the reference says what the frame should show, white being one value; regions with too few such pixels
    are left to the level of their light.
    """
    import cv2

    if not found.any():
        return found
    top, white = np.float32(WHITE), largest(reference)
    valid = (white < top) | (largest(expected) > white)
    unlike, contrast = disagreement(np.minimum(frame, top), np.minimum(expected, top))
    weight = contrast * cv2.erode(valid.astype(np.uint8), np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(found.astype(np.uint8), connectivity=8)
    place = labels.ravel()
    area, known, total, differs = (
        np.bincount(place, weights=None if w is None else w.ravel(), minlength=count)
        for w in (None, valid.astype(np.float64), weight, weight * unlike)
    )
    static = (differs < UNLIKE * total + 1e-9) & (known > JUDGED * area)
    static[0] = False
    return np.asarray(static[labels])


def _beyond(frame: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How far ``frame`` is above ``high`` or, negative, below ``low``; 0 between them."""
    return np.maximum(frame - high, 0.0) - np.maximum(low - frame, 0.0)


def _tolerance(off: np.ndarray, expected: np.ndarray, scale: Scale) -> np.ndarray:
    """``(h, w, 3)``: the largest difference that is noise, at each pixel's expected value.

    Measured on the pair itself: the median of ``off`` at places of the same value is noise, compression and what one
    curve per channel cannot say.  Most of the few pixels of a rare value may be of a thing that moved; rare values
    therefore lean on the whole picture's median.
    """
    every = slice(None, None, 1 + max(off.shape) // 400)
    size = np.abs(off[every, every])
    level = np.minimum((expected[every, every] * _LEVELS).astype(np.int64), _LEVELS - 1)
    centres, few = (np.arange(_LEVELS) + 0.5) / _LEVELS, _FEW * level.shape[0] * level.shape[1]
    out = np.empty_like(expected)
    for c in range(3):
        whole = float(np.median(size[..., c]))
        sigma = np.full(_LEVELS, whole)
        for i in range(_LEVELS):
            at = size[..., c][level[..., c] == i]
            if at.size:
                sigma[i] = (float(np.median(at)) * at.size + whole * few) / (at.size + few)
        sigma = np.convolve(np.pad(sigma, 1, mode="edge"), [0.25, 0.5, 0.25], "valid") * 1.4826
        table = np.minimum(sigma, _NOISIEST) * scale.noise + scale.floor
        out[..., c] = np.interp(expected[..., c], centres, table)
    return out


def _contrast(reference: np.ndarray, to_frame: Mapping) -> np.ndarray:
    """``(h, w, 3)``: the range of what the frame should show within two pixels."""
    import cv2

    around = np.ones((5, 5), np.uint8)
    return to_frame(cv2.dilate(reference, around)) - to_frame(cv2.erode(reference, around))


def _chroma(picture: np.ndarray) -> np.ndarray:
    """``(h, w)``: how far the channels lie apart."""
    return largest(picture) + largest(-picture)


def _regions(seed: np.ndarray, grown: np.ndarray) -> np.ndarray:
    """Whole things from evidence: grown to their edges, closed, without holes, large enough, with soft borders."""
    import cv2

    core = (seed > 1.0).astype(np.uint8)
    if not core.any():
        return np.zeros(seed.shape, np.uint8)
    weak = (grown > 0.5).astype(np.uint8)
    long = max(seed.shape)
    small = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    region = core
    for _ in range(max(4, long // 100)):
        region = np.asarray(cv2.dilate(region, small), np.uint8) & weak
    reach = 2 * max(2, round(long / 250)) + 1
    region = _closed(region, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    region = _without_holes(region, seed.size // 100)
    region = _substantial(region, np.clip(seed - 1.0, 0.0, _LARGEST))
    if not region.any():
        return region
    wider = np.asarray(cv2.dilate(region, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))), np.uint8)
    return np.asarray(cv2.GaussianBlur(wider * np.uint8(255), (0, 0), 1.6))


def _closed(region: np.ndarray, element: np.ndarray) -> np.ndarray:
    import cv2

    edge = element.shape[0] // 2
    padded = cv2.copyMakeBorder(region, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, element)
    return np.ascontiguousarray(closed[edge : edge + region.shape[0], edge : edge + region.shape[1]])


def _without_holes(region: np.ndarray, most: int) -> np.ndarray:
    """Holes of at most ``most`` pixels filled; what touches the border of the picture is no hole."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - region, connectivity=4)
    h, w = region.shape
    left, top, width, height, area = (stats[:, i] for i in range(5))
    inside = (left > 0) & (top > 0) & (left + width < w) & (top + height < h) & (area <= most)
    inside[0] = False
    return region | inside[labels].astype(np.uint8)


def _substantial(region: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """Only the connected regions that hold enough evidence."""
    import cv2

    count, labels = cv2.connectedComponents(region, connectivity=8)
    held = np.bincount(labels.ravel(), weights=evidence.ravel(), minlength=count)
    enough = held >= EVIDENCE
    enough[0] = False
    return enough[labels].astype(np.uint8)
