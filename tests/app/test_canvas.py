"""Zoom, pan, and before and after."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import WAIT
from hands import hover, move, scroll
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.canvas import pyramid
from app.canvas.view import MAX_ZOOM, MIN_ZOOM, View, level_for
from app.models.messages import BLEND
from app.windows.peek import Peek
from mefcore import pipeline

views = st.builds(
    lambda w, h, vw, vh, zoom, x, y: View((w, h), (vw, vh)).fit().zoomed(zoom, (x * vw, y * vh)),
    st.integers(1, 9000), st.integers(1, 9000), st.integers(1, 4000), st.integers(1, 4000),
    st.floats(0.01, 30), st.floats(0, 1), st.floats(0, 1),
)  # fmt: skip


def as_array(image: QImage) -> np.ndarray:
    """``(H, W, 3)`` uint8 of any QImage."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def shown(canvas) -> np.ndarray:
    """What the canvas paints, in device pixels."""
    # Not grab(): a pixmap has the depth of the screen, and a virtual one may have 16 bits.
    image = QImage(canvas.size() * canvas.devicePixelRatioF(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(canvas.devicePixelRatioF())
    canvas.render(image)
    return as_array(image)


def expected(window, rows: slice, columns: slice, lut: bool = True) -> np.ndarray:
    """The exact picture's pixels, straight from the pipeline."""
    from mefcore.engine import select

    session = window.session
    table = pipeline.bake(session.prediction, session.recipe) if lut else None
    whole = pipeline.apply(
        session.bracket.pixels, session.prediction, table, session.recipe, select("cpu"), dtype=np.uint8
    )
    return whole[rows, columns]


# ---- arithmetic


@given(views, st.floats(0.5, 2), st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_the_point_under_the_cursor(view, factor, fx, fy):
    at = (fx * view.viewport[0], fy * view.viewport[1])
    after = view.zoomed(view.zoom * factor, at)
    if any(after.image[i] * after.zoom <= after.viewport[i] for i in (0, 1)):
        return  # centred: there is no room to move
    if any(abs(c - h) < 1e-6 for c, h in _edges(after)):
        return  # at the picture's edge
    point = view.to_image(*at)
    back = after.to_device(*point)
    # The origins are rounded to whole device pixels, each by up to half; a zoom scales the first rounding.
    assert abs(back[0] - at[0]) <= 0.5 + 0.5 * after.zoom / view.zoom + 1e-6
    assert abs(back[1] - at[1]) <= 0.5 + 0.5 * after.zoom / view.zoom + 1e-6


def _edges(view: View) -> list[tuple[float, float]]:
    out = []
    for i, centre in ((0, view.x), (1, view.y)):
        half = view.viewport[i] / 2 / view.zoom
        out += [(centre, half), (centre, view.image[i] - half)]
    return out


@given(views)
def test_a_view_stays_on_the_picture_and_in_range(view):
    assert min(MIN_ZOOM, view.fit_zoom) <= view.zoom <= MAX_ZOOM
    left, top, right, bottom = view.visible()
    assert 0 <= left < right <= view.image[0]
    assert 0 <= top < bottom <= view.image[1]
    assert view.origin == tuple(round(v) for v in view.origin)


@given(st.floats(0.01, 16), st.integers(1, 8))
def test_the_level_has_a_pixel_for_every_device_pixel(zoom, levels):
    level = level_for(zoom, levels)
    assert 0 <= level < levels
    assert level == 0 or 2.0**-level >= zoom * (1 - 1e-9)
    assert level == levels - 1 or 2.0 ** -(level + 1) < max(zoom, 2.0**-levels * 2) or zoom >= 1


def test_pyramid_halves_by_area():
    rng = np.random.default_rng(1)
    frame = rng.integers(0, 65536, (1024, 600, 3), np.uint16)
    levels = pyramid.build([frame, frame // 2])
    assert [x[0].shape[:2] for x in levels] == [(1024, 600), (512, 300), (256, 150)]
    mean = frame.astype(np.float64).reshape(512, 2, 300, 2, 3).mean(axis=(1, 3))
    assert np.abs(levels[1][0] - mean).max() <= 0.5
    assert levels[0][0] is frame
    assert levels[2][1].dtype == np.uint16


@pytest.mark.parametrize(
    ("width", "longest"), [(300, 300), (500, 500), (700, 700), (1500, 750), (3001, 750), (6000, 750)]
)
def test_what_is_refined_is_no_smaller_than_refining_works_at(width, longest):
    levels = pyramid.build([np.zeros((64, width, 3), np.uint8)])
    chosen = levels[pyramid.fine(levels, 384)][0]
    assert abs(chosen.shape[1] - longest) <= 1


def test_pyramid_of_odd_sizes_covers_the_picture():
    levels = pyramid.build([np.zeros((777, 1301, 3), np.uint8)])
    for level in range(len(levels)):
        region = pyramid.region_at(levels, level, (0.0, 0.0, 1301.0, 777.0))
        assert region == pyramid.whole(levels, level)


# ---- the real window


def test_hundred_percent_shows_the_engine_s_pixels(opened, qtbot, settled):
    canvas = opened.canvas
    canvas.set_split(False)
    qtbot.keyClick(opened, Qt.Key.Key_Z)
    assert canvas.view.zoom == 1.0
    settled(opened)
    left, top = (int(v) for v in canvas.view.origin)
    want = expected(opened, np.s_[:], np.s_[:])
    got = shown(canvas)[top : top + 240, left : left + 360]
    # Below the label.
    assert np.array_equal(got[60:], want[60:])


def test_zoomed_in_region_is_that_part_of_the_picture(opened, qtbot, settled):
    canvas = opened.canvas
    canvas.set_split(False)
    canvas.zoom_to(8.0)
    settled(opened)
    picture = canvas.after[-1]
    r = picture.region
    assert r.width < 360
    want = expected(opened, np.s_[r.y : r.y + r.height], np.s_[r.x : r.x + r.width])
    assert np.array_equal(as_array(picture.image), want)
    # Above 200 % pixels are squares: every 8×8 block has one colour.
    left, top = canvas.view.origin
    pixels = shown(canvas)
    y, x = int(200 + (top % 8)), int(200 + (left % 8))
    block = pixels[y : y + 8, x : x + 8].reshape(-1, 3)
    assert (block == block[0]).all()


def test_wheel_zooms_at_the_cursor(opened, settled):
    canvas = opened.canvas
    canvas.zoom_to(4.0)
    at = QPointF(300, 250)
    before = canvas.view.to_image(at.x(), at.y())
    assert scroll(canvas, at).isAccepted()
    assert canvas.view.zoom == pytest.approx(4.8)
    after = canvas.view.to_image(at.x(), at.y())
    assert after == pytest.approx(before, abs=0.3)


def test_dragging_pans_with_the_hand(opened, qtbot):
    canvas = opened.canvas
    canvas.set_split(False)
    canvas.zoom_to(8.0)
    start = QPoint(400, 300)
    point = canvas.view.to_image(start.x(), start.y())
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    move(canvas, QPoint(430, 280))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(430, 280))
    assert canvas.view.to_image(430, 280) == pytest.approx(point, abs=0.2)
    qtbot.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=start)
    move(canvas, QPoint(410, 300))
    qtbot.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(410, 300))
    assert canvas.view.to_image(440, 280) == pytest.approx(point, abs=0.3)


def test_zoom_keys(opened, qtbot):
    canvas, ctrl = opened.canvas, Qt.KeyboardModifier.ControlModifier
    fitted = canvas.view.zoom
    qtbot.keyClick(opened, Qt.Key.Key_0, ctrl | Qt.KeyboardModifier.AltModifier)
    assert canvas.view.zoom == 1.0
    qtbot.keyClick(opened, Qt.Key.Key_Plus, ctrl)
    assert canvas.view.zoom > 1.0
    qtbot.keyClick(opened, Qt.Key.Key_Minus, ctrl)
    assert canvas.view.zoom == 1.0
    qtbot.keyClick(opened, Qt.Key.Key_0, ctrl)
    assert canvas.view.zoom == fitted
    assert canvas.view.fitted
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert canvas.view.zoom == 1.0
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert canvas.view.fitted
    assert opened.viewbar.zoom.text() == f"{100 * fitted:.0f} %"


def test_fitted_picture_follows_the_window(opened, qtbot, settled):
    before = opened.canvas.view.zoom
    opened.resize(900, 560)
    qtbot.waitUntil(lambda: opened.canvas.view.zoom < before)
    settled(opened)
    assert opened.canvas.view.fitted


def test_divider_drags_and_splits_before_from_after(opened, qtbot, settled):
    canvas = opened.canvas
    opened.comparison.choose(BLEND)
    canvas.zoom_to(1.0)
    settled(opened)
    left, top = (int(v) for v in canvas.view.origin)
    start = QPoint(canvas.scene.divider_at, top + 100)
    target = QPoint(left + 90, top + 100)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    move(canvas, target)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=target)
    assert canvas.divider == pytest.approx(0.25, abs=0.01)
    got = shown(canvas)[top : top + 240, left : left + 360]
    blend, result = expected(opened, np.s_[:], np.s_[:], lut=False), expected(opened, np.s_[:], np.s_[:])
    assert not np.array_equal(blend, result)
    assert np.array_equal(got[160:, :80], blend[160:, :80])
    assert np.array_equal(got[160:, 100:], result[160:, 100:])


def test_backslash_holds_and_taps(opened, qtbot, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("app.windows.peek.time.monotonic", lambda: clock[0])
    canvas = opened.canvas
    qtbot.keyPress(opened, Qt.Key.Key_Backslash)
    assert canvas.only_before
    clock[0] = 2.0
    qtbot.keyRelease(opened, Qt.Key.Key_Backslash)
    qtbot.waitUntil(lambda: not canvas.only_before)
    peek = opened.findChild(Peek)
    for want in (True, False):
        qtbot.keyPress(opened, Qt.Key.Key_Backslash)
        qtbot.keyRelease(opened, Qt.Key.Key_Backslash)
        qtbot.waitUntil(lambda: not peek.held)
        assert canvas.only_before is want
    # A number field must not swallow it.
    spin = opened.look.reveal("grid").spin
    qtbot.keyClick(spin, Qt.Key.Key_Backslash)
    assert canvas.only_before
    assert opened.actions_by_name["before"].isChecked()


def test_a_held_backslash_is_one_however_it_repeats(window, qtbot, monkeypatch):
    """Some displays send a release and a press for each repetition, and say of neither that it is one."""
    clock = [0.0]
    monkeypatch.setattr("app.windows.peek.time.monotonic", lambda: clock[0])
    canvas = window.canvas
    qtbot.keyPress(window, Qt.Key.Key_Backslash)
    for _ in range(30):
        clock[0] += 0.03
        qtbot.keyRelease(window, Qt.Key.Key_Backslash)
        assert canvas.only_before
        qtbot.keyPress(window, Qt.Key.Key_Backslash)
        assert canvas.only_before
    qtbot.keyRelease(window, Qt.Key.Key_Backslash)
    qtbot.waitUntil(lambda: not canvas.only_before)
    assert not window.findChild(Peek).held


def test_before_is_the_chosen_frame(opened, qtbot, settled):
    canvas = opened.canvas
    assert opened.comparison.before == opened.session.bracket.reference
    canvas.set_only_before(True)
    canvas.zoom_to(1.0)
    for key, index in ((Qt.Key.Key_3, 2), (Qt.Key.Key_1, 0)):
        qtbot.keyClick(opened, key)
        assert opened.comparison.before == index
        assert opened.filmstrip.currentIndex().row() == index
        assert opened.viewbar.before.currentData() == index
        settled(opened)
        want = opened.session.bracket.pixels[index]
        qtbot.waitUntil(lambda want=want: np.array_equal(as_array(canvas.before[-1].image), want), timeout=WAIT)
    qtbot.keyClick(opened, Qt.Key.Key_9)
    assert opened.comparison.before == 0
    qtbot.keyClick(opened, Qt.Key.Key_0)
    assert opened.comparison.before == BLEND


def test_picture_and_divider_move_by_keyboard(opened, qtbot):
    canvas = opened.canvas
    canvas.zoom_to(8.0)
    before = canvas.view.x
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x > before
    qtbot.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert canvas.divider == pytest.approx(0.48)


def test_y_switches_the_split(opened, qtbot):
    assert opened.canvas.split
    qtbot.keyClick(opened, Qt.Key.Key_Y)
    assert not opened.canvas.split
    assert not opened.actions_by_name["split"].isChecked()
    qtbot.keyClick(opened, Qt.Key.Key_Y)
    assert opened.canvas.split


def test_tab_on_the_picture_hides_the_panels(opened, qtbot):
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Tab)
    assert not opened.sidebar.isVisible()
    assert not opened.filmstrip.isVisible()
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Tab)
    assert opened.sidebar.isVisible()
    assert opened.filmstrip.isVisible()


def test_colour_under_the_cursor(opened, qtbot, settled):
    canvas = opened.canvas
    canvas.set_split(False)
    canvas.zoom_to(1.0)
    settled(opened)
    left, top = (int(v) for v in canvas.view.origin)
    hover(canvas, QPoint(left + 200, top + 120))
    r, g, b = expected(opened, np.s_[120:121], np.s_[200:201])[0, 0]
    assert opened.status.under_cursor.text() == f"x 200  y 120    RGB  {r}  {g}  {b}"


def test_the_old_picture_stays_until_the_new_one_is_there(opened, qtbot, settled):
    old = opened.canvas.after
    opened.canvas.zoom_to(5.0)
    assert opened.canvas.after == old
    settled(opened)
    assert opened.canvas.after != old


def test_colour_under_a_resting_cursor_follows_the_picture(opened, qtbot, settled):
    canvas = opened.canvas
    canvas.set_split(False)
    at = QPointF(canvas.width() * 0.3, canvas.height() * 0.7)
    hover(canvas, at)
    text = opened.status.under_cursor.text

    def now() -> tuple[str, str]:
        """What is said, and what a move of the cursor would make of it."""
        said = text()
        hover(canvas, at)
        return said, text()

    seen = []
    for change in (
        lambda: canvas.zoom_to(4.0),
        lambda: qtbot.keyClick(opened, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier),
        lambda: opened.session.edit(strength=0.0),
        lambda: canvas.set_only_before(True),
    ):
        change()
        settled(opened)
        said, moved = now()
        assert said == moved
        seen.append(said)
    assert len(set(seen)) == 4
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    canvas.fit()
    assert text() == ""
