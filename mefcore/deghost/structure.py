"""Whether frame and reference show different things or one thing in different light: what stays is their structure.

Glare, a lens's ghosts, a camera's way of bending colours near white and a curve per channel that does not fit all
change how light a static place is, and do so smoothly; its edges and texture stay where they are.  A thing that moved
shows edges in one frame that are not in the other, be it nothing but its outline.
"""

from __future__ import annotations

import numpy as np

WINDOW = 2.0
"""Sigma of the Gaussian over which structure is compared, in pixels of the reduced frames."""

FAINT = 3.0 / 255
"""Contrast, as a standard deviation in a window, that noise and compression also have."""


def disagreement(frame: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How unlike the structures of two pictures are, and how much structure says so.

    Within a window, ``1 - max(rho, 0)`` where rho is their zero-mean normalised cross-correlation, over all channels;
    a change of gain or level, however wrong the mapping, leaves it as it is.

    Args:
        frame, expected: ``(h, w, 3)`` float32 in ``[0, 1]``.

    Returns:
        Both ``(h, w)`` float32: the disagreement in ``[0, 1]``, and the larger contrast beyond :data:`FAINT`.
    """
    import cv2

    def mean(picture: np.ndarray) -> np.ndarray:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), WINDOW))

    a, b = mean(frame), mean(expected)
    noise = np.float32(FAINT**2)
    va, vb, cov = (
        np.asarray(mean(p * q).sum(axis=-1) - (m * n).sum(axis=-1))
        for p, q, m, n in ((frame, frame, a, a), (expected, expected, b, b), (frame, expected, a, b))
    )
    va, vb = np.maximum(va, 0.0), np.maximum(vb, 0.0)
    rho = cov / np.sqrt((va + noise) * (vb + noise))
    contrast = np.sqrt(np.maximum(va, vb))
    return 1.0 - np.clip(rho, 0.0, 1.0), np.maximum(contrast - np.float32(FAINT), 0.0)
