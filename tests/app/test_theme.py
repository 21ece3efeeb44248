"""Themes: neutral, readable, changed while the window is open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPalette

from app import theme
from app.theme import surround
from app.theme.colours import DARK, LIGHT, MARK_ON_GROUND, ROLES, TEXT_ON_GROUND, Colours
from app.theme.sheet import palette, sheet
from app.windows.preferences import Preferences

ROOT = Path(__file__).resolve().parents[2]
BOTH = pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
MAY_PAINT_COLOURS = (
    "app/theme/",
    "app/canvas/legend.py",  # frames are told apart by colour, and by their names beside it
    "app/canvas/tint.py",
    # On pictures and dark plates, the same in every theme.
    "app/canvas/overlay.py",
    "app/instruments/",
    "app/panels/navigator.py",
)


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2."""

    def linear(v: float) -> float:
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(a: str | QColor, b: str | QColor) -> float:
    high, low = sorted((luminance(QColor(a)), luminance(QColor(b))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_ON_GROUND, 4.5), (MARK_ON_GROUND, 3.0)], ids=["text", "marks"])
def test_what_is_read_stands_out(colours: Colours, pairs, least):
    weak = {(a, b): contrast(getattr(colours, a), getattr(colours, b)) for a, b in pairs}
    assert {pair: round(c, 2) for pair, c in weak.items() if c < least} == {}


@BOTH
def test_the_lines_of_a_graph_are_seen_and_quieter_than_the_curve(colours: Colours):
    assert 1.6 < contrast(colours.grid, colours.well) < contrast(colours.fill, colours.well) / 1.5


@BOTH
def test_everything_but_signals_is_grey(colours: Colours):
    hues = [role for role in ROLES if QColor(getattr(colours, role)).saturation() > 0]
    assert hues == ["signal"]
    for found in re.findall(r"#[0-9a-f]{6}", sheet(colours)):
        assert found == colours.signal or QColor(found).saturation() == 0
    for role in QPalette.ColorRole:
        if role is not QPalette.ColorRole.NColorRoles:
            assert palette(colours).color(role).saturation() == 0, role


def test_no_painter_has_a_grey_of_its_own():
    """What is not made from the theme would be of the other one."""
    own = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(MAY_PAINT_COLOURS):
            continue
        for colour in re.findall(r"QColor\(\"(#[0-9a-fA-F]{6})\"\)", path.read_text(encoding="utf-8")):
            if QColor(colour).saturation() == 0:
                own.setdefault(name, []).append(colour)
    assert own == {}


def grab(widget) -> QImage:
    """In full depth, whatever the screen's is."""
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    widget.render(image)
    return image


def choose(window, name: str, value: object) -> None:
    next(f for f in window.features if isinstance(f, Preferences)).choose(name, value)


def test_the_theme_changes_while_the_window_is_open(opened, qtbot):
    corner = (3, opened.viewbar.height() // 2)
    before = grab(opened.viewbar).pixelColor(*corner)
    strip = grab(opened.filmstrip)
    choose(opened, "theme", "light")
    assert theme.colours() is LIGHT
    after = grab(opened.viewbar).pixelColor(*corner)
    assert before.lightness() < 100 < 180 < after.lightness()
    assert grab(opened.filmstrip) != strip
    choose(opened, "theme", "dark")
    assert grab(opened.viewbar).pixelColor(*corner) == before
    assert grab(opened.filmstrip) == strip


def test_an_unknown_system_is_dark(qapp):
    assert theme.resolved("system") in ("dark", "light")
    assert theme.resolved("light") == "light"


def test_the_surround_is_chosen_and_neutral(opened):
    for name, wanted in surround.GREYS.items():
        choose(opened, "surround", name)
        colour = grab(opened.canvas).pixelColor(0, 0)
        assert colour == QColor(wanted)
        assert colour.saturation() == 0


def test_judging_view_has_a_white_border(opened, settled):
    whole = opened.canvas.view.zoom
    opened.actions_by_name["judge"].trigger()
    settled(opened)
    assert opened.canvas.view.zoom < whole
    image = grab(opened.canvas)
    place = opened.canvas.scene.places[0]
    outside = (place.left() - 6, place.center().y())
    assert image.pixelColor(*outside) == QColor("#ffffff")
    assert image.pixelColor(0, 0) == QColor(surround.GREYS["middle"])
    opened.actions_by_name["judge"].trigger()
    assert opened.canvas.view.zoom == whole
    assert image.pixelColor(0, 0) != grab(opened.canvas).pixelColor(0, 0)
