"""Maps of weights as translucent pictures, made in a worker."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage

from app.canvas.legend import OPACITY, colour, ramp
from app.models.messages import BLEND

SHARPNESS = 3
"""Power that weights are raised to before everyone's colours are mixed: equal shares would all be the same grey."""


GHOST = QColor("#ff4f9a")
"""Of ghosts: a colour that neither skies nor skin nor leaves have."""


def ghosts(mask: np.ndarray) -> QImage:
    """What marks ghosts: ``mask (h, w)`` uint8 says how much of the frame was replaced, 255 for all."""
    alpha = mask.astype(np.float32) / 255 * OPACITY
    rgb = np.array([GHOST.blueF(), GHOST.greenF(), GHOST.redF(), 1.0], np.float32)
    pixels = np.ascontiguousarray(np.round(255 * alpha[..., None] * rgb).astype(np.uint8))
    height, width = mask.shape
    borrowed = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return borrowed.copy()


def image(values: np.ndarray, frame: int) -> QImage:
    """What is painted over the grey picture: in the frame's colour, the brighter the more it weighs.

    Args:
        values: ``(K, h, w)`` weights, on the simplex over K.
        frame: whose; :data:`~app.models.messages.BLEND` mixes everyone's colours, the heavier counting more.
    """
    if frame == BLEND:
        colours, shares = [colour(k) for k in range(len(values))], values**SHARPNESS
        shares = shares / shares.sum(0)
    else:
        colours, halves = list(ramp(frame)), 2 * values[frame]
        shares = np.stack([1 - halves, 1 - np.abs(1 - halves), halves - 1]).clip(0, None)
    rgb = np.array([[of(c) for of in (QColor.blueF, QColor.greenF, QColor.redF)] for c in colours], np.float32)
    _, height, width = values.shape
    pixels = np.full((height, width, 4), round(255 * OPACITY), np.uint8)
    pixels[..., :3] = np.round(255 * OPACITY * np.einsum("khw,kc->hwc", shares, rgb)).clip(0, 255 * OPACITY)
    borrowed = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return borrowed.copy()
