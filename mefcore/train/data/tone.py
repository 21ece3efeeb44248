"""What a bracket made from radiance should be fused into: a tone curve of the radiance itself."""

from __future__ import annotations

import numpy as np

from mefcore.color import linear_to_srgb, srgb_to_linear

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
BINS = 256
CEILING = 1.3
"""Greatest slope of the tone curve, in units of the even slope that spreads all stops over the range."""
FLOOR = 0.35
"""Least slope, in the same units: no tones are merged."""
SATURATION = 0.85
"""Exponent on the ratios of channel to luminance; compressing tones and keeping the ratios would look gaudy."""


def reference(radiance: np.ndarray, *, darkest: float, brightest: float) -> np.ndarray:
    """The picture that a bracket of ``radiance`` should become.

    A *global* curve of the scene's own light, so that a blend and a LUT can reach it: equal radiance, equal result.
    Luminance in stops, from the brightest frame's noise to the darkest frame's saturation, goes through the cumulative
    histogram with its slope held between :data:`FLOOR` and :data:`CEILING` (the idea of Ward Larson, Rushmeier and
    Piatko, "A visibility matching tone reproduction operator", 1997), which gives range to the stops where the picture
    has content.  The curve is then bent by one gamma so that the median lands near the middle.  Channels keep their
    ratios to luminance to the power :data:`SATURATION`; colours too bright for the range are drawn to white.

    Args:
        radiance: ``(h, w, 3)``, where 1 saturates at EV 0.
        darkest, brightest: EVs of the first and the last frame.

    Returns:
        ``(h, w, 3)`` uint8, sRGB-encoded.
    """
    high = -darkest
    low = -brightest - 8.0  # eight stops below saturation a frame of 8 bits has some ten levels left
    luminance = np.maximum(radiance @ LUMINANCE, 1e-9)
    stops = np.clip(np.log2(luminance), low, high)
    low, high = _range(stops, low, high)
    curve = tone_curve(stops, low, high)
    value = np.interp(stops, np.linspace(low, high, BINS + 1), curve)  # encoded luminance
    shown = srgb_to_linear(value)
    ratio = np.maximum(radiance, 0) / luminance[..., None]
    colour = shown[..., None] * ratio**SATURATION
    colour *= (shown / np.maximum(colour @ LUMINANCE, 1e-9))[..., None]
    return (linear_to_srgb(_draw_to_white(colour, shown)) * 255 + 0.5).astype(np.uint8)


def tone_curve(stops: np.ndarray, low: float, high: float) -> np.ndarray:
    """Encoded values ``0…1`` at ``BINS + 1`` even places from ``low`` to ``high`` stops, rising."""
    count, _ = np.histogram(stops, bins=BINS, range=(low, high))
    slope = np.convolve(np.pad(count / count.sum() * BINS, 8, mode="edge"), np.full(17, 1 / 17), mode="valid")
    for _ in range(20):  # what the ceiling takes away is given to the rest
        slope = np.clip(slope, FLOOR, CEILING)
        slope /= slope.mean()
    curve = np.concatenate([[0.0], np.cumsum(slope)]) / slope.sum()
    median = float(np.interp(np.median(stops), np.linspace(low, high, BINS + 1), curve))
    gamma = np.clip(np.log(0.45) / np.log(np.clip(median, 0.02, 0.98)), 0.5, 2.0)
    return curve**gamma


def _range(stops: np.ndarray, low: float, high: float) -> tuple[float, float]:
    """The part of ``low…high`` that the picture uses, at least seven stops of it: a display has about eight."""
    used = np.percentile(stops, [0.5, 99.7])
    low, high = max(low, float(used[0]) - 0.3), min(high, float(used[1]) + 0.2)
    missing = max(0.0, 7.0 - (high - low))
    return low - 0.8 * missing, high + 0.2 * missing


def _draw_to_white(colour: np.ndarray, luminance: np.ndarray) -> np.ndarray:
    """Mix colours above 1 with gray of their luminance until they fit."""
    peak = colour.max(-1)
    room = np.clip((1 - luminance) / np.maximum(peak - luminance, 1e-9), 0, 1)
    gray = luminance[..., None]
    return np.clip(gray + (colour - gray) * room[..., None], 0, 1)
