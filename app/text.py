"""Numbers as people read them: with a true minus, and a decimal comma where the person's language has one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

if TYPE_CHECKING:
    from mefcore.found import Found

_UNITS = ("bytes", "kB", "MB", "GB")


def localized(number: str) -> str:
    """A number made by Python, as ``1.5``, in the way of Qt's default locale: ``1,5`` in German."""
    return number.replace("-", "\N{MINUS SIGN}").replace(".", "," if QLocale().decimalPoint() == "," else ".")


def figure(value: float, form: str = "g") -> str:
    """``value`` by a format specification, in the person's way."""
    number = f"{value:{form}}"
    return localized(number if float(number) else number.lstrip("-"))


def grouped(n: int) -> str:
    """``35937`` as ``35 937``, with narrow spaces that do not break."""
    return f"{n:,}".replace(",", "\u202f")


def file_size(n: int) -> str:
    """``970299`` as ``970 kB``; decimal units, as file managers show."""
    value, unit = float(n), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    digits = 1 if unit > 1 and value < 99.95 else 0
    return f"{figure(value, f'.{digits}f')} {_UNITS[unit]}"


def duration(seconds: float) -> str:
    """``2.5 s``; nothing where there was no wait."""
    return f"{figure(seconds, '.1f')} s" if seconds >= 0.1 else ""


def exposure_value(ev: float | None) -> str:
    """``+2.0 EV``; a dash where it is not known."""
    return "–" if ev is None else f"{stops(ev, '.1f')} EV"


def stops(ev: float, form: str = "g") -> str:
    """``+2`` or ``−0.7``, to a tenth, with a true minus; ``form`` as in a format string."""
    rounded = round(ev, 1) or 0.0
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + figure(abs(rounded), form)


def colour_difference(delta: float) -> str:
    """Two decimals; what would round to nothing says so."""
    return f"< {figure(0.01)}" if 0 < delta < 0.005 else figure(delta, ".2f")


def share(part: float, digits: int = 0) -> str:
    """``12 %``, or with so many ``digits`` after the point; what is less than the last of them says so."""
    least = 10.0**-digits
    if 0 < 100 * part < least:
        return f"<\N{THIN SPACE}{figure(least, f'.{digits}f')}\N{NO-BREAK SPACE}%"
    return f"{figure(100 * part, f'.{digits if part else 0}f')}\N{NO-BREAK SPACE}%"


def small_share(part: float) -> str:
    """``0.2 %``, and from ten on ``12 %``."""
    return share(part, 1 if part < 0.0995 else 0)


def offset(dx: float, dy: float) -> str:
    """How far a frame was moved, in whole pixels: ``12 px →  3 px ↓``; fractions where both are small."""
    digits = 1 if max(abs(dx), abs(dy)) < 9.95 else 0
    told = []
    for distance, arrows in ((dx, "←→"), (dy, "↑↓")):
        if round(abs(distance), digits):
            told.append(f"{figure(abs(distance), f'.{digits}f')} px {arrows[distance > 0]}")
    return "  ".join(told) or "0 px"


def heading(dx: float, dy: float) -> str:
    """The same in short, for a small place: ``↗ 7 px``."""
    distance = math.hypot(dx, dy)
    arrow = "→↘↓↙←↖↑↗"[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]
    return f"{arrow} {figure(distance, f'.{int(distance < 9.95)}f')} px"


def shutter(seconds: float | None) -> str:
    """``1/250 s`` or ``2.5 s``."""
    if not seconds or seconds <= 0:
        return ""
    return f"1/{round(1 / seconds)} s" if seconds < 0.3 else f"{figure(seconds, '.3g')} s"


def shortened(name: str, most: int = 32) -> str:
    """A file name without its middle, if it is a long one: its beginning and its end tell it from others."""
    if len(name) <= most:
        return name
    end = most // 2
    return f"{name[: most - end - 1]}…{name[-end:]}"


def refinement(found: Found, local: float) -> str:
    """What refining found, and where it has no effect at such a ``local`` of the recipe."""
    if found.series:
        return "Weights and LUT of a series"
    if found.look:
        told = _tr("Matched: {0} % nearer to {1}").format(found.nearer, shortened(found.look))
    else:
        told = _tr("Refined: {0} % nearer to the frames").format(found.nearer)
    if found.local and local == 0:
        return _tr("{0}, with local weights. No effect at Local 0 %.").format(told)
    if not found.local and local == 1:
        return _tr("{0}, at Local 0 %. No effect at 100 %.").format(told)
    return told


def _tr(text: str) -> str:
    return QCoreApplication.translate("text", text)
