"""The histogram and the marks on clipped pixels."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import WAIT
from hands import hover
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from test_canvas import as_array, shown
from test_local import at_full_size

from app.instruments.clipping import STYLES, colour
from app.instruments.histogram_counts import ENOUGH, ceiling, of_pixels
from app.instruments.histogram_feature import Instruments
from app.options import OPTIONS
from app.text import share
from app.windows.main_window import MainWindow
from app.windows.preferences import Preferences


def instruments(window: MainWindow) -> Instruments:
    return next(f for f in window.features if isinstance(f, Instruments))


def counted(pixels: np.ndarray) -> list[np.ndarray]:
    return [np.bincount(pixels[..., c].ravel(), minlength=256) for c in range(3)]


def clipped(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where shadows and where highlights are, by the definition."""
    return (pixels == 0).all(-1), (pixels == 255).any(-1)


def clip(window, settled) -> None:
    """An edit that drives both ends of the picture out of range."""
    window.session.edit(whites=1.0, blacks=-1.0, contrast=1.0)
    settled(window)


def click(qtbot, view, kind: str) -> None:
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.triangle(kind).center().toPoint())


# ---- counting


def test_the_histogram_counts_what_is_shown_and_tells_it(opened, settled, qtbot):
    view = instruments(opened).view

    def check(pictures) -> None:
        pixels = as_array(pictures[-1].image)
        told = view.histogram
        assert told.step == 1
        assert told.pixels == pixels.shape[0] * pixels.shape[1]
        for counts, channel in zip((told.red, told.green, told.blue), counted(pixels), strict=True):
            assert counts == tuple(channel)
        # Rounded luma may fall to either side of a half.
        exact = np.sort((pixels @ np.array([0.299, 0.587, 0.114])).ravel())
        assert np.allclose(np.repeat(np.arange(256), told.luma), exact, atol=0.51)
        black, full = clipped(pixels)
        assert (told.shadows, told.highlights) == pytest.approx((black.mean(), full.mean()))

    check(opened.canvas.after)
    clip(opened, settled)
    check(opened.canvas.after)
    assert min(view.histogram.shadows, view.histogram.highlights) > 0
    black, full = (share(part.mean(), 1) for part in clipped(as_array(opened.canvas.after[-1].image)))
    told = f"Shadows clipped: {black}. Highlights clipped: {full}."
    qtbot.waitUntil(lambda: view.accessibleDescription() == told, timeout=WAIT)  # it comes as often as it is drawn
    assert black in view.tip("shadows")
    assert full in view.tip("highlights")
    opened.canvas.zoom_to(3.0)
    settled(opened)
    assert view.histogram.pixels < 360 * 240
    check(opened.canvas.after)
    opened.canvas.fit()
    opened.canvas.set_only_before(True)
    settled(opened)
    check(opened.canvas.before)
    assert view.histogram.shown(False) != opened.canvas.after[-1].histogram.shown(False)
    opened.canvas.set_only_before(False)
    check(opened.canvas.after)


def test_of_a_large_picture_some_rows_are_counted():
    pixels = np.random.default_rng(1).integers(0, 256, (900, 1600, 3), np.uint8)
    told = of_pixels(pixels)
    assert told.step > 1
    assert told.pixels <= ENOUGH + pixels.shape[1]
    rows = pixels[:: told.step]
    assert np.array_equal(told.shown(False), counted(rows))
    assert told.highlights == pytest.approx((rows == 255).any(-1).mean())


@given(st.lists(st.integers(0, 1000), min_size=256, max_size=256), st.integers(0, 10**7), st.integers(0, 10**7))
def test_what_piles_up_at_the_ends_leaves_the_rest_as_high_as_it_was(inner, black, white):
    plain, piled = tuple(inner), (black, *inner[1:255], white)
    if max(inner[1:255]) > 0:
        assert ceiling([piled]) == ceiling([plain])
        assert max(inner[1:255]) / 8 - 1 <= ceiling([piled]) <= max(inner[1:255])
    assert ceiling([piled]) >= 1


# ---- the plot


def test_how_it_looks_is_remembered(opened, make, qtbot):
    feature = instruments(opened)
    view = feature.view
    assert not view.luma
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.plot.center().toPoint())
    assert view.luma
    assert opened.actions_by_name["histogram_luma"].isChecked()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.actions_by_name["histogram_log"].isChecked()
    menu = next(a.menu() for a in view.actions() if a.menu() is not None)
    assert len(menu.actions()) == len(STYLES)
    menu.actions()[1].trigger()
    assert opened.canvas.scene.marks.style == STYLES[1]
    qtbot.keyClick(opened, Qt.Key.Key_H)
    assert view.isHidden()
    opened.close()
    again = make()
    feature = instruments(again)
    assert (feature.view.luma, feature.view.log, feature.marks.style) == (True, True, STYLES[1])
    assert feature.view.isHidden()
    assert not again.actions_by_name["histogram"].isChecked()
    again.actions_by_name["histogram"].trigger()
    assert feature.view.isVisible()


def test_hovering_tells_a_level_and_its_counts(opened, qtbot):
    view = instruments(opened).view
    hover(view, QPointF(view.plot.left() + 100 / 255 * view.plot.width(), view.plot.center().y()))
    assert view.level == 100
    red, green, blue = (c[100] for c in view.histogram.shown(False))
    assert view.told().replace("\u202f", "") == f"100:  R {red}  G {green}  B {blue}"
    assert view.told() in view.accessibleDescription()
    view.setFocus()
    for key, level in ((Qt.Key.Key_Right, 101), (Qt.Key.Key_Home, 0), (Qt.Key.Key_PageUp, 16), (Qt.Key.Key_End, 255)):
        qtbot.keyClick(view, key)
        assert view.level == level


def test_the_colour_under_the_cursor_is_marked(opened, qtbot):
    at_full_size(opened)
    view = instruments(opened).view
    before = as_array(view.grab().toImage())
    hover(opened.canvas, QPointF(opened.canvas.width() / 2, opened.canvas.height() / 2))
    after = as_array(view.grab().toImage())
    changed = (before != after).any((0, 2)).nonzero()[0]
    x, y = (int(v) for v in opened.canvas.view.to_image(opened.canvas.width() / 2, opened.canvas.height() / 2))
    levels = as_array(opened.canvas.after[-1].image)[y, x]
    for level in levels:
        assert np.abs(changed - (view.plot.left() + level / 255 * view.plot.width())).min() <= 2


# ---- marks


def test_triangles_and_keys_mark_exactly_the_clipped_pixels(opened, qtbot, settled):
    at_full_size(opened)
    clip(opened, settled)
    view = instruments(opened).view
    left, top = (int(v) for v in opened.canvas.view.origin)
    part = np.s_[top : top + 240, left : left + 360]
    pixels = as_array(opened.canvas.after[-1].image)
    black, full = clipped(pixels)
    assert min(black.sum(), full.sum()) > 20
    for kind, mask in (("shadows", black), ("highlights", full)):
        click(qtbot, view, kind)
        assert opened.actions_by_name[f"clipped_{kind}"].isChecked()
        want = np.where(mask[..., None], np.array(colour(kind, STYLES[0]).getRgb()[:3]), pixels)
        assert np.array_equal(shown(opened.canvas)[part], want)
        click(qtbot, view, kind)
        assert np.array_equal(shown(opened.canvas)[part], pixels)
    actions, feature = opened.actions_by_name, instruments(opened)
    qtbot.keyClick(opened, Qt.Key.Key_J)
    assert (feature.marks.shadows, feature.marks.highlights) == (True, True)
    qtbot.keyClick(opened, Qt.Key.Key_U)
    assert (feature.marks.shadows, feature.marks.highlights) == (False, True)
    assert not actions["clipping"].isChecked()
    qtbot.keyClick(opened, Qt.Key.Key_J)
    assert actions["clipping"].isChecked()
    qtbot.keyClick(opened, Qt.Key.Key_J)
    qtbot.keyClick(opened, Qt.Key.Key_O)
    assert (feature.marks.shadows, feature.marks.highlights) == (False, True)


def marked(window) -> np.ndarray:
    """Columns of the canvas in which there is a mark on a highlight."""
    mark = np.array(colour("highlights", instruments(window).marks.style).getRgb()[:3])
    return (shown(window.canvas) == mark).all(-1).any(0).nonzero()[0]


def test_marks_are_on_the_result_and_on_whatever_is_shown_alone(opened, qtbot, settled):
    qtbot.keyClick(opened, Qt.Key.Key_3)
    clip(opened, settled)
    qtbot.keyClick(opened, Qt.Key.Key_J)
    canvas = opened.canvas
    divider = canvas.scene.divider_at
    # A mark is smoothed where the picture is enlarged, so only its inside has its colour.
    assert marked(opened).min() >= divider
    canvas.set_divider(0.95)
    assert marked(opened).size == 0 or marked(opened).min() >= canvas.scene.divider_at
    canvas.set_mode("side_by_side")
    settled(opened)
    half = canvas.width() // 2
    assert marked(opened).min() < half < marked(opened).max()
    canvas.set_mode("off")
    canvas.set_only_before(True)
    settled(opened)
    burnt = clipped(as_array(canvas.before[-1].image))[1]
    assert burnt.any()
    assert marked(opened).size > 0


def test_stripes_are_seen_in_every_clipped_pixel_and_nowhere_else(opened, settled):
    clip(opened, settled)
    feature, canvas = instruments(opened), opened.canvas
    canvas.set_split(False)
    row, column = np.argwhere(clipped(as_array(canvas.after[-1].image))[1])[40]
    canvas.zoom_to(16.0)
    canvas.look_at(column + 0.5, row + 0.5)
    settled(opened)
    plain = shown(canvas)
    feature.set_style("stripes")
    feature.mark(highlights=True)
    striped = shown(canvas)
    picture = canvas.after[-1]
    _, mask = clipped(as_array(picture.image))
    light = colour("highlights", "stripes").getRgb()[:3]
    for y, x in np.argwhere(mask)[::7]:
        left, top = canvas.view.to_device(picture.region.x + int(x), picture.region.y + int(y))
        square = np.s_[max(int(top), 0) : int(top) + 16, max(int(left), 0) : int(left) + 16]
        if striped[square].shape[:2] == (16, 16):
            assert (striped[square] == light).all(-1).any()
            assert (striped[square].max(-1) < 60).any()
    keeps = np.argwhere(~mask)[::97]
    for y, x in keeps:
        left, top = canvas.view.to_device(picture.region.x + int(x), picture.region.y + int(y))
        square = np.s_[max(int(top), 0) : max(int(top), 0) + 16, max(int(left), 0) : max(int(left), 0) + 16]
        assert np.array_equal(striped[square][1:15, 1:15], plain[square][1:15, 1:15])


def test_the_marks_are_chosen_in_the_preferences_too(window):
    preferences = next(f for f in window.features if isinstance(f, Preferences))
    preferences.choose("clipping", "stripes")
    assert window.canvas.scene.marks.style == instruments(window).view._marks.style == "stripes"
    assert [value for value, _ in OPTIONS["clipping"].choices] == list(STYLES)


def test_a_pair_of_colours_for_everyone_differs_in_lightness_too():
    shadows, highlights = (QColor(colour(kind, "cyan_orange")) for kind in ("shadows", "highlights"))
    assert abs(shadows.lightnessF() - highlights.lightnessF()) > 0.1
