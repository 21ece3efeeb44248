"""The colour picker, and white balance from a grey place."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import WAIT
from hands import hover, move
from makers import save_bracket
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from test_canvas import as_array
from test_local import at_full_size
from test_tools import spot

from app.instruments.picker import Picker
from app.instruments.picker_messages import SIZES
from app.windows.main_window import MainWindow
from mefcore import pipeline
from mefcore.blend import Window
from mefcore.color import srgb_to_lab
from mefcore.engine import reference

WALL, CORNER = (300, 190), (0, 239)


def picker(window: MainWindow) -> Picker:
    return next(f for f in window.features if isinstance(f, Picker))


def click(window, qtbot, place, keys=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, keys, pos=spot(window, *place))


def sampled(window, qtbot):
    """The samples of the picture that is on screen now."""
    feature = picker(window)
    qtbot.waitUntil(
        lambda: (
            window.preview.settled
            and not feature.pick_lane.busy
            and not feature.grey_lane.busy
            and len(feature.samples) == len(feature.points)
        ),
        timeout=WAIT,
    )
    return feature.samples


def true(window, place, size: int) -> list[np.ndarray]:
    """Means of every frame, of the blend and of the result around a pixel, in float64."""
    session, (x, y), half = window.session, place, size // 2
    rows, columns = slice(max(y - half, 0), min(y + half + 1, 240)), slice(max(x - half, 0), min(x + half + 1, 360))
    crop = [p[rows, columns] for p in session.bracket.pixels]
    height, width = crop[0].shape[:2]
    part = Window.of_pixels(rows.start, columns.start, height, width, 240, 360)
    weights = pipeline.weights_of(session.prediction, session.recipe)
    lut = pipeline.bake(session.prediction, session.recipe)
    blend, result = (
        reference.apply(crop, weights, table, window=part, interpolation=session.recipe.interpolation)
        for table in (None, lut)
    )
    return [np.clip(p, 0, 1).mean((0, 1)) for p in (*(f / 255 for f in crop), blend, result)]


def told(sample) -> list[np.ndarray]:
    return [np.array(v.rgb) for v in (*sample.frames, sample.blend, sample.result)]


@pytest.fixture
def large(opened, settled):
    """A window at 100 %, without the split."""
    at_full_size(opened)
    settled(opened)
    return opened


# ---- values


@pytest.mark.parametrize("local", [1.0, 0.0])
def test_values_are_those_of_a_float64_reference(large, qtbot, settled, local):
    feature = picker(large)
    large.session.edit(local=local, contrast=0.4, temperature=0.3)
    qtbot.keyClick(large, Qt.Key.Key_I)
    for place in (WALL, CORNER, (250, 80)):
        click(large, qtbot, place)
    assert len(feature.points) == 3
    for size in SIZES:
        index = feature.table.size_box.findData(size)
        feature.table.size_box.setCurrentIndex(index)
        feature.table.size_box.activated.emit(index)
        for place, sample in zip((WALL, CORNER, (250, 80)), sampled(large, qtbot), strict=True):
            values = true(large, place, size)
            assert len(values) == 5
            assert np.allclose(told(sample), values, atol=2e-6)
            assert np.allclose(sample.result.lab, srgb_to_lab(values[-1]), atol=1e-3)
            if size == 1:
                pixel = as_array(large.canvas.after[-1].image)[place[1], place[0]]
                assert np.array_equal(np.round(255 * np.array(sample.result.rgb)), pixel)


def test_values_follow_the_edit(large, qtbot, settled):
    click(large, qtbot, WALL, Qt.KeyboardModifier.ControlModifier)
    (before,) = sampled(large, qtbot)
    large.session.edit(exposure=1.0)
    settled(large)
    (after,) = sampled(large, qtbot)
    assert after.result.lab[0] > before.result.lab[0] + 3
    assert (after.frames, after.blend) == (before.frames, before.blend)
    assert np.allclose(told(after), true(large, WALL, 5), atol=2e-6)
    table = picker(large).table.table
    assert table.item(table.rowCount() - 1, 1).text() == f"{255 * after.result.rgb[0]:.1f}"


def test_the_table_speaks_in_the_units_that_were_chosen(large, qtbot, make):
    feature = picker(large)
    click(large, qtbot, WALL, Qt.KeyboardModifier.ControlModifier)
    (sample,) = sampled(large, qtbot)
    table = feature.table

    def row() -> list[str]:
        return [table.table.item(3, k).text() for k in range(4)]

    assert row() == ["Blend", *(f"{255 * v:.1f}" for v in sample.blend.rgb)]
    for index, texts, head in (
        (1, [f"{100 * v:.1f}" for v in sample.blend.rgb], "R"),
        (2, [f"{v:.1f}".replace("-", "−") for v in sample.blend.lab], "L*"),
    ):
        table.units.setCurrentIndex(index)
        table.units.activated.emit(index)
        assert row()[1:] == texts
        assert table.table.horizontalHeaderItem(1).text() == head
    assert "\t".join(["Blend", *texts]) in table.text()
    x, y = WALL
    hover(large.canvas, spot(large, x, y + 30))
    pixel = large.canvas.after[-1].image.pixelColor(x, y + 30)
    lab = srgb_to_lab([pixel.redF(), pixel.greenF(), pixel.blueF()])
    told = "  ".join(f"{v:.1f}".replace("-", "−") for v in lab)
    assert large.status.under_cursor.text() == f"x {x}  y {y + 30}    Lab  {told}"
    large.close()
    assert picker(make()).table.units_shown == "lab"


# ---- points


def test_four_points_and_then_the_chosen_one_moves(large, qtbot):
    feature = picker(large)
    assert feature.table.isHidden()
    qtbot.keyClick(large, Qt.Key.Key_I)
    assert large.actions_by_name["pick"].isChecked()
    places = [(40, 60), (100, 60), (160, 60), (220, 60), (300, 200)]
    for place in places:
        click(large, qtbot, place)
    assert len(feature.points) == 4
    assert feature.table.isVisible()
    at = [(int(x * 360), int(y * 240)) for x, y in feature.points]
    assert at == [*places[:3], places[4]]
    # A click on a button chooses; the mark in the picture follows.
    qtbot.mouseClick(feature.table.buttons[1], Qt.MouseButton.LeftButton)
    assert feature.current == 1
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.actions_by_name["pick"].isChecked()
    view = large.canvas.view
    click(large, qtbot, (200, 150))
    assert len(feature.points) == 4
    assert large.canvas.view == view


def test_marks_are_dragged_stepped_and_removed(large, qtbot):
    feature = picker(large)
    for place in ((100, 100), (200, 100)):
        click(large, qtbot, place, Qt.KeyboardModifier.ControlModifier)
    mark = feature.marks.shown[0][0]
    centre = QPoint(12, 12)
    assert mark.mapToParent(centre) == spot(large, 100, 100)
    qtbot.mousePress(mark, Qt.MouseButton.LeftButton, pos=centre)
    move(mark, centre + QPoint(30, -20))
    qtbot.mouseRelease(mark, Qt.MouseButton.LeftButton)
    x, y = feature.points[0]
    assert (int(x * 360), int(y * 240)) == (130, 80)
    assert feature.current == 0
    mark.setFocus()
    qtbot.keyClick(mark, Qt.Key.Key_Right)
    qtbot.keyClick(mark, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    x, y = feature.points[0]
    assert (int(x * 360), int(y * 240)) == (131, 90)
    assert np.allclose(told(sampled(large, qtbot)[0]), true(large, (131, 90), 5), atol=2e-6)
    # They keep to the picture, in both panes.
    large.canvas.set_mode("side_by_side")
    large.canvas.zoom_to(2.0)
    assert len(feature.marks.shown) == 2
    qtbot.keyClick(feature.marks.shown[0][1], Qt.Key.Key_Delete)
    assert len(feature.points) == 1
    feature.marks.menu_wanted.emit(0, QPoint(10, 10))
    menu = next(m for m in feature.table.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.text().startswith("Copy")).trigger()
    assert QGuiApplication.clipboard().text() == feature.table.text()
    assert feature.table.text().startswith("\tR\tG\tB\nFrame 1\t")
    next(a for a in menu.actions() if a.text() == "Remove").trigger()
    menu.close()
    assert feature.points == ()
    assert feature.table.isHidden()
    qtbot.waitUntil(lambda: not large.actions_by_name["unpick"].isEnabled())


def test_another_bracket_has_no_samples_yet(large, qtbot, bracket):
    click(large, qtbot, WALL, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(large.actions_by_name["unpick"].isEnabled)
    with qtbot.waitSignal(large.session.opened, timeout=WAIT):
        large.open_paths(bracket)
    assert picker(large).points == ()


def test_one_tool_at_a_time(large, qtbot):
    feature = picker(large)
    qtbot.keyClick(large, Qt.Key.Key_N)
    qtbot.keyClick(large, Qt.Key.Key_I)
    assert (large.tools.nudging, feature.mode) == (False, "pick")
    qtbot.keyClick(large, Qt.Key.Key_N)
    assert (large.tools.nudging, feature.mode) == (True, "")
    assert not large.actions_by_name["pick"].isChecked()
    assert large.canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    qtbot.keyClick(large, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert (large.tools.nudging, feature.mode) == (False, "grey")
    assert "grey" in large.status.under_cursor.text()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert (feature.mode, large.status.under_cursor.text()) == ("", "")


# ---- white balance


@pytest.mark.parametrize(("place", "by_sample"), [(WALL, False), ((120, 60), True)])
def test_the_place_becomes_grey_in_one_step(large, qtbot, settled, place, by_sample):
    large.session.edit(contrast=0.3, shadows=0.4, saturation=0.3)
    settled(large)
    feature, steps = picker(large), large.session.undo_stack.count()
    if by_sample:
        click(large, qtbot, place, Qt.KeyboardModifier.ControlModifier)
        sampled(large, qtbot)
        qtbot.mouseClick(feature.table.grey, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(large, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
        click(large, qtbot, place)
    qtbot.waitUntil(lambda: large.session.recipe.temperature != 0, timeout=WAIT)
    assert feature.mode == ""
    settled(large)
    assert large.session.undo_stack.count() == steps + 1
    assert large.session.undo_stack.undoText() == "White balance"
    grey = true(large, place, 5)[-1]
    assert np.ptp(grey) < 1 / 255
    assert np.ptp(true(large, place, 5)[-2]) > 4 / 255
    large.session.undo_stack.undo()
    assert (large.session.recipe.temperature, large.session.recipe.tint) == (0, 0)


def test_black_tells_nothing_about_the_light(make, qtbot, settled, tmp_path):
    paths = save_bracket(tmp_path / "night", size=(360, 240))
    for path in paths:
        image = Image.open(path)
        exif = image.getexif()
        image.paste((0, 0, 0), (0, 0, 60, 60))
        image.save(path, exif=exif, quality=95)
    window = make(*paths)
    settled(window)
    at_full_size(window)
    window.session.edit(strength=0.0)
    settled(window)
    window.actions_by_name["make_grey"].trigger()
    click(window, qtbot, (20, 20))
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert "too dark or too bright" in window.notice.text.text()
    assert picker(window).mode == "grey"
    assert window.session.recipe.temperature == 0
