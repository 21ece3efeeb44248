"""What is around the picture: it decides how dark and how colourful the picture looks, so it is neutral and chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from app import theme
from app.canvas.view import MARGIN

Surround = Literal["theme", "dark", "middle", "light"]
SURROUNDS: tuple[Surround, ...] = get_args(Surround)
GREYS = {"dark": "#2f2f2f", "middle": "#777777", "light": "#c6c6c6"}
"""``middle`` is CIE L* 50, which reflects 18 %."""
BORDER = "#ffffff"

_WIDTH = 14
"""Of the white border in judging view, logical pixels."""


class _Chosen:
    """What is on; one for the program, as the theme is."""

    surround: Surround = "theme"
    judging: bool = False


def choose(surround: Surround) -> None:
    """The grey around the picture."""
    _Chosen.surround = surround


def judge(on: bool) -> None:
    """After ISO 12646: mid-grey with a white border, which tells the eye what white is."""
    _Chosen.judging = on


def judging() -> bool:
    return _Chosen.judging


def grey() -> QColor:
    """Around the picture now."""
    if _Chosen.judging:
        return QColor(GREYS["middle"])
    name = _Chosen.surround
    if name == "theme":
        return QColor(GREYS["dark" if theme.colours() is theme.DARK else "middle"])
    return QColor(GREYS[name])


def margin() -> float:
    """Room around a fitted picture, as a part of the canvas's shorter side."""
    return 0.09 if _Chosen.judging else MARGIN


def paint(painter: QPainter, area: QRect, places: Sequence[QRect]) -> None:
    """Fill ``area``, in judging view with a border around the picture; logical pixels.

    Args:
        places: where parts of the picture are; without any, there is no picture.
    """
    painter.fillRect(area, grey() if places else theme.colour("base"))
    if _Chosen.judging:
        for place in places:
            painter.fillRect(place.adjusted(-_WIDTH, -_WIDTH, _WIDTH, _WIDTH).intersected(area), QColor(BORDER))
