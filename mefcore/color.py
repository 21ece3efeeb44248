"""Colour arithmetic in float64: the sRGB curve, CIE Lab and the ΔE2000 colour difference.

Every function takes arrays of any leading shape with the three channels last, and returns float64 of the same shape
(:func:`delta_e_2000` drops the last axis).  Colours are relative to D65, 2° observer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

# IEC 61966-2-1 primaries and D65 white, to seven digits (Lindbloom).
_RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
# Dividing by the matrix's own white, not by a tabulated one, makes every gray exactly a* = b* = 0.
RGB_TO_XYZ_RELATIVE = (_RGB_TO_XYZ / _RGB_TO_XYZ.sum(axis=1, keepdims=True)).T

_LAB_EPSILON = (6 / 29) ** 3
_LAB_SLOPE = (29 / 6) ** 2 / 3


def srgb_to_linear(encoded: ArrayLike) -> np.ndarray:
    """Linear light of sRGB-encoded values (IEC 61966-2-1); 0…1 maps to 0…1, negative values are mirrored."""
    v = np.asarray(encoded, dtype=np.float64)
    a = np.abs(v)
    return np.copysign(np.where(a <= 0.04045, a / 12.92, ((a + 0.055) / 1.055) ** 2.4), v)


def linear_to_srgb(linear: ArrayLike) -> np.ndarray:
    """sRGB-encoded values of linear light; the inverse of :func:`srgb_to_linear`."""
    v = np.asarray(linear, dtype=np.float64)
    a = np.abs(v)
    return np.copysign(np.where(a <= 0.04045 / 12.92, a * 12.92, 1.055 * a ** (1 / 2.4) - 0.055), v)


def srgb_to_lab(encoded: ArrayLike) -> np.ndarray:
    """CIE L*a*b* of sRGB-encoded ``(…, 3)`` in ``[0, 1]``; white is ``(100, 0, 0)``."""
    t = srgb_to_linear(encoded) @ RGB_TO_XYZ_RELATIVE
    f = np.where(t > _LAB_EPSILON, np.cbrt(t), _LAB_SLOPE * t + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def delta_e_2000(lab1: ArrayLike, lab2: ArrayLike) -> np.ndarray:
    """CIEDE2000 colour difference of Lab colours ``(…, 3)`` that broadcast together; 1 is about just noticeable.

    Follows Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula" (2005), with kL = kC = kH = 1.
    """
    a, b = np.broadcast_arrays(np.asarray(lab1, dtype=np.float64), np.asarray(lab2, dtype=np.float64))
    l1, a1, b1 = a[..., 0], a[..., 1], a[..., 2]
    l2, a2, b2 = b[..., 0], b[..., 1], b[..., 2]

    # Equations 2-7: stretch a* near the neutral axis, then go to chroma and hue.
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean7 / (mean7 + 25.0**7))
    c1, h1 = _chroma_hue(a1 * stretch, b1)
    c2, h2 = _chroma_hue(a2 * stretch, b2)

    # Equations 8-11: differences; hue has no meaning where either chroma is zero.
    neutral = c1 * c2 == 0
    turn = np.where(neutral, 0.0, _wrap(h2 - h1))
    d_l, d_c = l2 - l1, c2 - c1
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(turn / 2)

    # Equations 12-14: means, the hue's along the shorter arc.
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    h_mean = np.where(neutral, h1 + h2, h1 + turn / 2)

    # Equations 15-22: weights and the blue region's rotation.
    t = (
        1
        - 0.17 * np.cos(h_mean - np.pi / 6)
        + 0.24 * np.cos(2 * h_mean)
        + 0.32 * np.cos(3 * h_mean + np.pi / 30)
        - 0.20 * np.cos(4 * h_mean - 63 * np.pi / 180)
    )
    lightness = (l_mean - 50) ** 2
    s_l = 1 + 0.015 * lightness / np.sqrt(20 + lightness)
    s_c = 1 + 0.045 * c_mean
    s_h = 1 + 0.015 * c_mean * t
    degrees = np.rad2deg(h_mean) % 360.0
    theta = np.deg2rad(30) * np.exp(-(((degrees - 275) / 25) ** 2))
    c7 = c_mean**7
    rotation = -2 * np.sqrt(c7 / (c7 + 25.0**7)) * np.sin(2 * theta)
    x, y, z = d_l / s_l, d_c / s_c, d_h / s_h
    # The form is positive definite; rounding alone can push a zero difference below zero.
    return np.sqrt(np.maximum(x * x + y * y + z * z + rotation * y * z, 0.0))


def _chroma_hue(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Chroma, and hue in ``[0, 2π)``."""
    return np.hypot(a, b), np.arctan2(b, a) % (2 * np.pi)


def _wrap(angle: np.ndarray) -> np.ndarray:
    """An angle difference brought into ``[-π, π]``; exactly ±π stays as it is, as the standard's test pairs expect."""
    angle = np.where(angle > np.pi, angle - 2 * np.pi, angle)
    return np.where(angle < -np.pi, angle + 2 * np.pi, angle)
