"""Light and shade: exposure, white balance, contrast, the four tone sliders and curves.

Everything here is a function of one variable, smooth and rising by construction.  What acts on all channels alike is
one function ``f``, applied so that hue stays: the largest and the smallest channel go through ``f``, and the one in
between keeps its place between them, as in the tone curves of the DNG specification (Adobe, 1.4, chapter 6).
"""

from __future__ import annotations

import numpy as np

from mefcore.color import linear_to_srgb, srgb_to_linear
from mefcore.look.curves import Table, axis, monotone_cubic
from mefcore.look.parameters import Curve, LookFields

PIVOT = 0.4614
"""Middle grey, 18 % of the light, sRGB-encoded: what contrast turns around."""
_LUMINANCE = np.array([0.2126729, 0.7151522, 0.0721750])
_MIDDLE = 0.18
_TEMPERATURE = np.array([0.45, 0.04, -0.65])
"""Stops of light per channel at full temperature: red to blue a little over one, about 3600 K against 5500 K."""
_TINT = np.array([0.22, -0.34, 0.22])

_CONTRAST = 0.926
"""Of two passes of the cubic each: the slope is 1.5 at middle grey and at least 0.25 at either end."""
_LIFT, _DEEPEN = 0.75, 0.55
"""Of two passes each: how far shadows are raised, or lowered; the slope at black is then 3.1, or 0.2."""
_OUT, _IN = 0.18, 0.12
"""How far white is pushed out of the range, or drawn in; black the same the other way."""


def gained(linear: np.ndarray, stops: np.ndarray | float) -> np.ndarray:
    """Light made ``2**stops`` times as strong where it is dark: ``g L / (1 + (g - 1) L)``.

    It adds ``stops`` to the logarithm of ``L / (1 - L)``.  So 0 and 1 stay, nothing ever clips, and gains add up: what
    one does, its opposite undoes.
    """
    gain = np.exp2(stops)
    return gain * linear / (1.0 + (gain - 1.0) * linear)


def balance_stops(temperature: float, tint: float) -> np.ndarray:
    """Stops of light per channel, ``(3,)``, that leave the luminance of middle grey as it is."""
    stops = temperature * _TEMPERATURE + tint * _TINT
    low, high = -2.0, 2.0
    for _ in range(50):  # luminance rises with what is added to all, so halving finds it
        middle = (low + high) / 2
        if _LUMINANCE @ gained(np.full(3, _MIDDLE), stops + middle) > _MIDDLE:
            high = middle
        else:
            low = middle
    return stops + (low + high) / 2


def tones(look: LookFields, x: np.ndarray) -> np.ndarray:
    """What the light section and the tone curve do to an encoded grey, float64, clamped to ``[0, 1]``."""
    return drawn(look.curve, np.clip(_lit(look, x), 0.0, 1.0))


def _lit(look: LookFields, x: np.ndarray) -> np.ndarray:
    """What the light section does, not clamped."""
    y = np.asarray(x, np.float64)
    if look.exposure:
        y = linear_to_srgb(gained(srgb_to_linear(y), look.exposure))
    for _ in range(2):
        y = y + _CONTRAST * look.contrast * y * (1 - y) * (y - PIVOT)
    for _ in range(2):
        y = _dark_end(y, look.shadows)
    for _ in range(2):
        y = 1 - _dark_end(1 - y, -look.highlights)
    y = y + look.whites * (_OUT if look.whites > 0 else _IN) * np.maximum(y, 0) ** 3
    return y + look.blacks * (_OUT if look.blacks < 0 else _IN) * np.maximum(1 - y, 0) ** 3


def _dark_end(x: np.ndarray, amount: float) -> np.ndarray:
    """Dark tones raised, or lowered; its slope is between ``1 - amount / 4`` and ``1 + amount``."""
    return x + amount * (_LIFT if amount > 0 else _DEEPEN) * x * (1 - x) ** 3


def drawn(curve: Curve, x: np.ndarray) -> np.ndarray:
    """A curve through points; straight without any."""
    return np.clip(monotone_cubic([p[0] for p in curve], [p[1] for p in curve], x), 0.0, 1.0) if curve else x


def straight(curve: Curve) -> bool:
    """Whether a curve changes nothing."""
    return not curve or (curve[0][0] == 0 and curve[-1][0] == 1 and all(x == y for x, y in curve))


class Tone:
    """The light section, white balance and curves of a look, ready to be applied.

    Attributes:
        neutral: whether it changes nothing.
    """

    def __init__(self, look: LookFields) -> None:
        x = axis()
        self._balance: tuple[Table, ...] = ()
        if look.temperature or look.tint:
            linear = srgb_to_linear(x)
            stops = balance_stops(look.temperature, look.tint)
            self._balance = tuple(Table(linear_to_srgb(gained(linear, s))) for s in stops)
        light = (look.exposure, look.contrast, look.shadows, look.highlights, look.whites, look.blacks)
        self._all: Table | None = None
        if not straight(look.curve):
            self._all = Table(tones(look, x))
        elif any(light):
            self._all = Table(_lit(look, x), clamped=True)
        channels = (look.curve_red, look.curve_green, look.curve_blue)
        self._channels = tuple(None if straight(curve) else Table(drawn(curve, x)) for curve in channels)
        self.neutral = not self._balance and self._all is None and not any(self._channels)

    def apply(self, rgb: list[np.ndarray]) -> list[np.ndarray]:
        """Three planes, sRGB-encoded in ``[0, 1]``, float32; new ones are returned."""
        for channel, table in enumerate(self._balance):
            rgb[channel] = table(rgb[channel])
        if self._all is not None:
            rgb = _keeping_hue(rgb, self._all)
        return [plane if table is None else table(plane) for plane, table in zip(rgb, self._channels, strict=True)]


def _keeping_hue(rgb: list[np.ndarray], table: Table) -> list[np.ndarray]:
    low, high = np.minimum(rgb[0], rgb[1]), np.maximum(rgb[0], rgb[1])
    np.minimum(low, rgb[2], out=low)
    np.maximum(high, rgb[2], out=high)
    floor = table(low)
    high -= low
    reach = table(high + low)
    reach -= floor
    # A grey has no room between its channels; anything but zero divided by will do.
    np.maximum(high, np.float32(1e-12), out=high)
    reach /= high
    out = []
    for plane in rgb:
        moved = plane - low
        moved *= reach
        moved += floor
        out.append(moved)
    return out
