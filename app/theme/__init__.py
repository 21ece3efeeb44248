"""Dark and light, both in neutral greys.  Painters ask :func:`colour` when they paint, so a theme is changed live."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.theme.colours import DARK, LIGHT, Colours
from app.theme.sheet import palette, sheet

Theme = Literal["dark", "light", "system"]
THEMES: tuple[Theme, ...] = get_args(Theme)

_now: Colours = DARK


def colours() -> Colours:
    """Those of the theme that is on."""
    return _now


@lru_cache(maxsize=256)
def _made(hexadecimal: str, alpha: int) -> QColor:
    made = QColor(hexadecimal)
    made.setAlpha(alpha)
    return made


def colour(role: str, alpha: int = 255) -> QColor:
    """One of :class:`~app.theme.colours.Colours`, now; ask anew whenever you paint."""
    return _made(getattr(_now, role), alpha)


def resolved(theme: Theme) -> Literal["dark", "light"]:
    """What ``system`` is at the moment; dark where the system does not say."""
    if theme != "system":
        return theme
    return "light" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else "dark"


def apply_theme(app: QApplication, theme: Theme = "dark") -> None:
    """Fusion in neutral greys, at the system's font and scale.  May be called again, for another theme."""
    global _now
    wanted = LIGHT if resolved(theme) == "light" else DARK
    if wanted is _now and app.styleSheet() and app.palette() == palette(wanted):
        return
    _now = wanted
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(wanted))
    app.setStyleSheet(sheet(wanted))
