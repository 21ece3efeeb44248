"""Colour: saturation, vibrance, the mixer of eight colours, toning, and what becomes of colours out of range.

All in OKLab (:mod:`mefcore.look.oklab`), whose hue and lightness stay put when chroma changes.  Greys have no chroma,
and nothing here but toning gives them any.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from mefcore.color import linear_to_srgb, srgb_to_linear
from mefcore.look.curves import Table, axis, monotone_cubic
from mefcore.look.oklab import FROM_LAB, FROM_LMS, TO_LAB, TO_LMS
from mefcore.look.parameters import COLOURS, LookFields

Planes = list[np.ndarray]

HUES = (29.0, 58.0, 105.0, 142.0, 195.0, 255.0, 297.0, 335.0)
"""Of the mixer's colours, in degrees of OKLab: the primaries' own, but for blue, which is a sky's."""
_TURN = 0.48
"""How much of the way to its neighbour a colour turns; less than half, so that two turned together keep their order."""
_STOPS = 1.4
"""By which a colour's lightness changes at most."""
_GREY = 0.04
"""Chroma at which half of a change of lightness is felt: greys have no hue that one could go by."""
_MUTED = 0.13
"""Chroma from which vibrance begins to let go."""
_SKIN, _SKIN_WIDTH, _SKIN_KEPT = 50.0, 40.0, 0.6
"""Degrees of hue, and how much of vibrance skin is spared."""
_TONED = 0.09
"""Chroma that full toning adds."""
_LIGHTNESSES, _HUES = 97, 241
"""Of the table of the border."""
_KNEE = 0.8
"""From which part of the way to the border of sRGB colours that an edit drives outwards are held back."""


class Colour:
    """The colour sections of a look, ready to be applied.

    Attributes:
        neutral: whether they change nothing.
    """

    def __init__(self, look: LookFields) -> None:
        self._scale = np.float32(1.0 + look.saturation)
        self._vibrance = np.float32(look.vibrance)
        self._skin = Table(_skin(axis(1024))) if look.vibrance else None
        self._turn, self._chroma, self._stops = _mixer(look)
        self._toning = _toning(look)
        self._compress = look.gamut == "compress"
        self._by_hue = any((self._skin, self._turn, self._chroma, self._stops))
        self.neutral = self._scale == 1 and not self._by_hue and self._toning is None

    def apply(self, rgb: Planes) -> Planes:
        """Three planes, sRGB-encoded in ``[0, 1]``, float32; new ones are returned."""
        decode, encode = _tables()
        light, a, b = _product(TO_LAB, [np.cbrt(p) for p in _product(TO_LMS, [decode(p) for p in rgb])])
        turns = _turns(a, b) if self._compress or self._by_hue else None
        reach = reach_of(light, a, b, turns) if self._compress and turns is not None else None
        if turns is not None and self._by_hue:
            light, a, b = self._mixed(light, a, b, turns)
        if self._scale != 1:
            a *= self._scale
            b *= self._scale
        if self._toning is not None:
            a += self._toning[0](light)
            b += self._toning[1](light)
        if reach is not None:
            if self._turn is not None or self._toning is not None or turns is None:
                turns = _turns(a, b)
            factor = _held_back(reach_of(light, a, b, turns), reach)
            a *= factor
            b *= factor
        linear = _product(FROM_LMS, [plane * plane * plane for plane in _product(FROM_LAB, [light, a, b])])
        return [encode(np.sqrt(np.clip(plane, 0.0, 1.0, out=plane), out=plane)) for plane in linear]

    def _mixed(self, light: np.ndarray, a: np.ndarray, b: np.ndarray, turns: np.ndarray) -> Planes:
        """Vibrance and the mixer, which go by hue and chroma."""
        chroma = np.sqrt(a * a + b * b)
        scale = np.ones_like(chroma)
        if self._skin is not None:
            scale += self._vibrance * self._skin(turns) * np.exp(-np.square(chroma / np.float32(_MUTED)))
        if self._chroma is not None:
            scale *= self._chroma(turns)
        if self._stops is not None:
            square = chroma * chroma
            square /= square + np.float32(_GREY**2)
            gain = np.exp2(self._stops(turns) * square)
            lit = gain * light / (1 + (gain - 1) * light)
            # A darker colour has less room for chroma, and a lighter one needs some more to look the same.
            scale *= np.sqrt(lit / np.maximum(light, np.float32(1e-6)))
            light = lit
        if self._turn is None:
            return [light, a * scale, b * scale]
        turn = self._turn(turns)
        cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
        return [light, a * cos - b * sin, a * sin + b * cos]


def to_oklab(linear: np.ndarray) -> np.ndarray:
    """``(…, 3)`` OKLab of linear light ``(…, 3)``, float64; white is ``(1, 0, 0)``."""
    return np.cbrt(np.asarray(linear, np.float64) @ np.array(TO_LMS).T) @ np.array(TO_LAB).T


@lru_cache(maxsize=1)
def _tables() -> tuple[Table, Table]:
    """sRGB-encoded to linear light, and back from its square root, in which the curve bends nowhere sharply."""
    return Table(srgb_to_linear(axis())), Table(linear_to_srgb(axis() ** 2))


def _product(matrix: tuple[tuple[float, float, float], ...], planes: Planes) -> Planes:
    """No BLAS, whose threads are slow when other work holds the cores."""
    out = []
    for row in matrix:
        total = planes[0] * np.float32(row[0])
        for factor, plane in zip(row[1:], planes[1:], strict=True):
            total += plane * np.float32(factor)
        out.append(total)
    return out


# ---- what goes by hue


def shares_of_hue(turns: np.ndarray) -> np.ndarray:
    """How much each of the eight colours has of a hue: ``(8, …)`` float64 that sum to 1, smooth around the circle.

    Args:
        turns: hues in OKLab, as fractions of a turn.
    """
    degrees = np.asarray(turns, np.float64) % 1.0 * 360.0
    shares = np.zeros((len(HUES), *degrees.shape))
    for i, start in enumerate(HUES):
        following = (i + 1) % len(HUES)
        width = (HUES[following] - start) % 360.0
        part = ((degrees - start) % 360.0) / width
        inside = part < 1.0
        blend = np.where(inside, part * part * (3.0 - 2.0 * part), 0.0)
        shares[i] += np.where(inside, 1.0 - blend, 0.0)
        shares[following] += blend
    return shares


def turned(amounts: np.ndarray, turns: np.ndarray) -> np.ndarray:
    """Hues after the mixer, as fractions of a turn from ``HUES[0]``'s turn on; rising, so that no two fall together.

    Args:
        amounts: ``(8,)`` in ``[-1, 1]``.
        turns: hues before, in ``[0, 1]``.
    """
    around = np.concatenate([np.array(HUES) + 360.0 * lap for lap in (-1, 0, 1)])
    gaps = np.diff(around, append=around[-1] + (around[1] - around[0]))
    moves = np.tile(amounts, 3)
    moved = around + _TURN * np.where(moves > 0, moves * gaps, moves * np.roll(gaps, 1))
    return monotone_cubic(around / 360.0, moved / 360.0, turns)


def _mixer(look: LookFields) -> tuple[Table | None, Table | None, Table | None]:
    """By hue: the angle to turn by, in radians; the factor of chroma; stops of lightness.  None for nothing."""
    hue, saturation, luminance = (
        np.array([getattr(look, f"{what}_{colour}") for colour in COLOURS])
        for what in ("hue", "saturation", "luminance")
    )
    x = axis(1024)
    shares = shares_of_hue(x)
    return (
        Table(2 * np.pi * (turned(hue, x) - x)) if hue.any() else None,
        Table(1.0 + saturation @ shares) if saturation.any() else None,
        Table(_STOPS * luminance @ shares) if luminance.any() else None,
    )


def _skin(turns: np.ndarray) -> np.ndarray:
    """How much of vibrance a hue gets."""
    away = np.abs((360.0 * turns - _SKIN + 180.0) % 360.0 - 180.0)
    near = np.where(away < _SKIN_WIDTH, 0.5 + 0.5 * np.cos(np.pi * away / _SKIN_WIDTH), 0.0)
    return 0.9 * (1.0 - _SKIN_KEPT * near)


def _toning(look: LookFields) -> tuple[Table, Table] | None:
    """What is added to a and to b, by lightness; None where nothing is."""
    if not (look.shadow_toning or look.highlight_toning):
        return None
    x = axis(1024)
    middle = 0.55 - 0.3 * look.toning_balance
    bright = np.clip((x - middle) / 0.9 + 0.5, 0.0, 1.0)
    bright = bright * bright * (3.0 - 2.0 * bright)
    room = 1.0 - (2.0 * x - 1.0) ** 8  # black stays black, and white white
    dark, bright = look.shadow_toning * (1.0 - bright) * room, look.highlight_toning * bright * room
    one, other = np.deg2rad(look.shadow_hue), np.deg2rad(look.highlight_hue)
    return (
        Table(_TONED * (dark * np.cos(one) + bright * np.cos(other))),
        Table(_TONED * (dark * np.sin(one) + bright * np.sin(other))),
    )


# ---- the border of sRGB


def _turns(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Hue as a fraction of a turn, in ``[0, 1]``."""
    turns = np.arctan2(b, a)
    turns *= np.float32(0.5 / np.pi)
    turns += turns < 0
    return turns


@lru_cache(maxsize=1)
def border() -> np.ndarray:
    """The largest chroma within sRGB, ``(lightnesses, hues)`` float32, over lightness 0 … 1 and one turn of hue."""
    light, turns = np.meshgrid(axis(_LIGHTNESSES), axis(_HUES), indexing="ij")
    cos, sin = np.cos(2 * np.pi * turns), np.sin(2 * np.pi * turns)
    inside, outside = np.zeros_like(light), np.full_like(light, 0.4)
    for _ in range(18):
        middle = (inside + outside) / 2
        lms = np.array(FROM_LAB) @ np.stack([light, middle * cos, middle * sin]).reshape(3, -1)
        rgb = np.array(FROM_LMS) @ lms**3
        fits = ((rgb >= 0) & (rgb <= 1)).all(0).reshape(light.shape)
        inside, outside = np.where(fits, middle, inside), np.where(fits, outside, middle)
    return ((inside + outside) / 2).astype(np.float32)


def reach_of(light: np.ndarray, a: np.ndarray, b: np.ndarray, turns: np.ndarray) -> np.ndarray:
    """How far colours are on their way from the grey of their lightness to the border of sRGB; above 1 beyond it."""
    table = border().ravel()
    row = np.clip(light, 0.0, 1.0)
    row *= np.float32(_LIGHTNESSES - 1)
    column = turns * np.float32(_HUES - 1)
    i, j = np.minimum(row.astype(np.int32), _LIGHTNESSES - 2), np.minimum(column.astype(np.int32), _HUES - 2)
    row -= i
    column -= j
    node = i * np.int32(_HUES) + j
    near, far = (_along(table, node + down, column) for down in (0, _HUES))
    far -= near
    far *= row
    far += near
    return np.sqrt(a * a + b * b) / np.maximum(far, np.float32(1e-5))


def _along(table: np.ndarray, node: np.ndarray, fraction: np.ndarray) -> np.ndarray:
    one, other = table.take(node, mode="clip"), table.take(node + 1, mode="clip")
    other -= one
    other *= fraction
    other += one
    return other


def _held_back(reach: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The factor of chroma that holds back what an edit drove outwards.

    A colour may go as far as it was, or as the knee, whichever is farther; what goes beyond nears the border without
    reaching it.  So the smaller the edit, the smaller what this does.
    """
    knee = np.maximum(before, np.float32(_KNEE))
    beyond = np.maximum(reach - knee, 0)
    room = np.maximum(1 - knee, 0)
    allowed = knee + room * beyond / (room + beyond + np.float32(1e-9))
    return np.where(beyond > 0, allowed / np.maximum(reach, np.float32(1e-6)), np.float32(1.0))
