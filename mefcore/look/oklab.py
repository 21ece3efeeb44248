"""OKLab (Ottosson, "A perceptual color space for image processing", 2020) in plain numbers, light to import."""

from __future__ import annotations

import math

Matrix = tuple[tuple[float, float, float], ...]

TO_LMS: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
FROM_LAB: Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
FROM_LMS: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def painted(degrees: float, lightness: float = 0.68, chroma: float = 0.11) -> str:
    """The sRGB colour of a hue, such as ``"#d07d7d"``; the defaults are within sRGB all around."""
    hue = math.radians(degrees)
    lab = (lightness, chroma * math.cos(hue), chroma * math.sin(hue))
    lms = [_row(row, lab) ** 3 for row in FROM_LAB]
    return "#" + "".join(f"{round(255 * _encoded(_row(row, lms))):02x}" for row in FROM_LMS)


def _row(row: tuple[float, float, float], values: tuple[float, float, float] | list[float]) -> float:
    return sum(a * b for a, b in zip(row, values, strict=True))


def _encoded(light: float) -> float:
    light = min(max(light, 0.0), 1.0)
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
