"""Near white, cameras compress light and take its colour away: how far a frame's highlights can be trusted."""

from __future__ import annotations

import numpy as np

WHITE = 0.93
"""From here on a channel is near white: compressed, mixed with the others, or clipped."""

CLIPPED = 0.98
"""From here on it is, where a camera compresses nothing before it clips."""

_WIDTH = 0.06
_FEWEST = 50


def knee(source: np.ndarray, target: np.ndarray, expected: np.ndarray, part: float = 0.8) -> float:
    """The value of ``source`` from which on it does not say what ``target`` shows, between :data:`WHITE` and
    :data:`CLIPPED`.

    Less than ``part`` of the pairs below white being near the curve means that many lights were compressed to these
    values; or that something moved, which a smaller part forgives.

    Args:
        source, target: ``(h, w, 3)`` float32 in ``[0, 1]``, sRGB-encoded, aligned.
        expected: ``source`` at the exposure of ``target``.
    """
    every = slice(None, None, 1 + max(source.shape) // 500)
    s, t, e = (picture[every, every] for picture in (source, target, expected))
    white = largest(s)
    at = (white > WHITE - _WIDTH) & (white < CLIPPED) & (largest(e) < white - 0.02)
    if np.count_nonzero(at) < _FEWEST:
        return WHITE
    off = float(np.quantile(largest(np.abs(t[at] - e[at])), part))
    return CLIPPED + (WHITE - CLIPPED) * float(np.clip((off - 0.08) / 0.12, 0.0, 1.0))


def bend(start: float) -> float:
    """How much is compressed below a :func:`knee`, from 0 to 1."""
    return (CLIPPED - start) / (CLIPPED - WHITE)


def untold(source: np.ndarray, expected: np.ndarray, start: float) -> np.ndarray:
    """``(h, w)`` float32 in ``[0, 1]``: how near ``source`` is to a knee at ``start``, where ``expected`` is darker.

    A single channel near white is a strong colour, of which the other two still tell.
    """
    white = largest(source)
    second = source.sum(axis=-1) - white + largest(-source)
    return ramp(white, start - _WIDTH, start) * ramp(white - largest(expected), 0.02, 0.06) * ramp(second, 0.5, 0.65)


def ramp(picture: np.ndarray, start: float, end: float) -> np.ndarray:
    """0 up to ``start``, 1 from ``end`` on."""
    return np.asarray(np.clip((picture - start) / (end - start), 0.0, 1.0), np.float32)


def largest(picture: np.ndarray) -> np.ndarray:
    """``(h, w)``: the largest channel; many times faster than numpy's maximum along a short axis."""
    return np.asarray(np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2]))
