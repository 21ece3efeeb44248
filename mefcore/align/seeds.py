"""First guesses of a motion, cheap ones first: shifts by phase correlation, and motions by matched features.

A guess only has to come near enough for patches to find their way; which one is right is decided later, by them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mefcore.align.patches import full_size
from mefcore.align.pyramid import Pyramid, Tones

_ROTATIONS = (0.0, -1.0, 1.0, -2.0, 2.0)
"""Degrees a shift is looked for at; between them, patches find their way."""

_FEATURES = 1200
_SHIFT_SIDE, _FEATURE_SIDE = 240, 800


def shifts(reference: Pyramid, frame: Pyramid, tones: Tones) -> list[np.ndarray]:
    """Full-size matrices of rotations by up to 2° with the shift that phase correlation finds, strongest first.

    Kuglin and Hines, "The Phase Correlation Image Alignment Method" (1975).
    """
    import cv2

    r = _level(reference, _SHIFT_SIDE)
    a = _flattened(tones.reference(reference.levels[r]))
    b = _flattened(tones.frame(frame.levels[r]))
    h, w = a.shape
    window = cv2.createHanningWindow((w, h), cv2.CV_32F)
    found = []
    for degrees in _ROTATIONS:
        turn = _about((w, h), degrees)
        turned = (
            b if not degrees else cv2.warpAffine(b, turn[:2], (w, h), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        )
        (dx, dy), response = cv2.phaseCorrelate(a, turned, window)
        if abs(dx) < w / 6 and abs(dy) < h / 6:
            found.append((response, turn @ np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1]])))
    found.sort(key=lambda item: -item[0])
    return [_raised(matrix, r) for _, matrix in found]


def features(reference: Pyramid, frame: Pyramid, tones: Tones) -> Iterator[np.ndarray]:
    """Full-size matrices from matched SIFT features: a similarity, then a homography, by RANSAC.

    Lowe, "Distinctive Image Features from Scale-Invariant Keypoints" (2004).
    """
    import cv2

    r = _level(reference, _FEATURE_SIDE)
    sift = cv2.SIFT.create(nfeatures=_FEATURES, contrastThreshold=0.01)
    sides = [
        sift.detectAndCompute(_visible(picture), None)
        for picture in (tones.reference(reference.levels[r]), tones.frame(frame.levels[r]))
    ]
    (points_a, described_a), (points_b, described_b) = sides
    if min(len(points_a), len(points_b)) < 8:
        return
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(described_a, described_b, k=2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < 0.8 * p[1].distance]
    if len(good) < 8:
        return
    a = full_size(np.array([points_a[m.queryIdx].pt for m in good]), r).astype(np.float64)
    b = full_size(np.array([points_b[m.trainIdx].pt for m in good]), r).astype(np.float64)
    cv2.setRNGSeed(0)  # the same frames always give the same answer
    similarity, _ = cv2.estimateAffinePartial2D(a, b, method=cv2.RANSAC, ransacReprojThreshold=2.0 * r)
    if similarity is not None:
        yield np.vstack([similarity, [0, 0, 1]])
    homography, _ = cv2.findHomography(a, b, cv2.RANSAC, 2.0 * r)
    if homography is not None:
        yield homography


def _level(pyramid: Pyramid, side: int) -> int:
    """The finest level held in memory that is no larger than ``side``, else the coarsest."""
    small = [r for r, level in pyramid.levels.items() if max(level.shape) <= side]
    return min(small) if small else max(pyramid.levels)


def _flattened(picture: np.ndarray) -> np.ndarray:
    """Local detail at equal strength everywhere, so that no bright part outvotes the rest."""
    import cv2

    detail = picture - cv2.GaussianBlur(picture, (0, 0), 4)
    power = cv2.GaussianBlur(detail * detail, (0, 0), 8)
    return np.asarray(detail / np.sqrt(power + float(power.mean()) * 0.1 + 1e-10))


def _visible(picture: np.ndarray) -> np.ndarray:
    """uint8 with shadows brought up, for a detector that looks for contrast."""
    import cv2

    low, high = float(picture.min()), float(picture.max())
    even = np.sqrt((picture - low) / max(high - low, 1e-6))
    return np.asarray(cv2.createCLAHE(3.0, (8, 8)).apply((even * 255).astype(np.uint8)))


def _about(size: tuple[int, int], degrees: float) -> np.ndarray:
    """A rotation about the picture's centre, in its pixels."""
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array([[c, -s, x - c * x + s * y], [s, c, y - s * x - c * y], [0, 0, 1]])


def _raised(matrix: np.ndarray, r: int) -> np.ndarray:
    """A level's matrix at full size."""
    up = np.array([[r, 0, (r - 1) / 2], [0, r, (r - 1) / 2], [0, 0, 1]])
    return np.asarray(up @ matrix @ np.linalg.inv(up))
