"""The pages of the look and of the blend, along the path of a hand."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import WAIT
from hands import drag, move
from PySide6.QtCore import QPointF, Qt
from test_canvas import as_array

from app.panels.curve import STRAIGHT
from app.windows.looking import LookCommands
from mefcore.recipe import Recipe, parameters


def on_screen(window) -> np.ndarray:
    return as_array(window.canvas.after[-1].image).astype(int)


def test_a_drag_changes_the_picture_and_is_one_step(opened, qtbot, settled):
    before = on_screen(opened)
    drag(qtbot, opened.look.reveal("exposure").slider, (30, 60, 100))
    assert opened.session.recipe.exposure == pytest.approx(1.0, abs=0.03)
    assert opened.session.undo_stack.count() == 1
    assert opened.history.undo_text.startswith("Exposure +")
    settled(opened)
    assert on_screen(opened).mean() > before.mean() + 10
    opened.actions_by_name["undo"].trigger()
    settled(opened)
    np.testing.assert_array_equal(on_screen(opened), before)
    assert opened.look.control("exposure").slider.value() == 0


def test_numbers_are_typed_as_they_are_shown(opened, qtbot):
    # Without a LUT of one's own its opacity is nothing to set.
    for parameter in (p for p in parameters() if p.look and p.kind == "number" and p.section != "creative"):
        spin = opened.look.reveal(parameter.name).spin
        high = parameter.high * parameter.scale
        spin.setFocus()
        spin.selectAll()
        qtbot.keyClicks(spin, f"{high / 2:.{parameter.decimals}f}")
        qtbot.keyClick(spin, Qt.Key.Key_Return)
        wanted = round(high / 2, parameter.decimals) / parameter.scale
        assert getattr(opened.session.recipe, parameter.name) == pytest.approx(wanted, abs=1e-9), parameter.name
        if parameter.low < 0:
            spin.selectAll()
            qtbot.keyClicks(spin, f"-{high / 4:.{parameter.decimals}f}")
            qtbot.keyClick(spin, Qt.Key.Key_Return)
            assert getattr(opened.session.recipe, parameter.name) < 0, parameter.name


def test_a_section_tells_that_it_was_edited_and_resets(opened, qtbot):
    section = opened.look.sections["light"]
    assert not section.reset.isVisible()
    opened.session.edit(exposure=0.5, shadows=0.3)
    assert section.header.changed
    qtbot.mouseClick(section.reset, Qt.MouseButton.LeftButton)
    assert opened.session.recipe == opened.session.start
    assert not section.header.changed
    opened.actions_by_name["undo"].trigger()
    assert opened.session.recipe.shadows == 0.3


def test_a_section_is_ringed_for_keys_and_not_for_clicks(opened, qtbot):
    header = opened.look.sections["mixer"].header

    def edge():
        return header.grab().toImage().pixelColor(header.width() // 2, header.height() - 2)

    opened.canvas.setFocus()
    without = edge()
    qtbot.mouseClick(header, Qt.MouseButton.LeftButton)
    assert (header.hasFocus(), edge()) == (True, without)
    opened.canvas.setFocus()
    header.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge() != without


def test_sections_fold_and_stay_so(make, qtbot, bracket, settled):
    first = make(*bracket)
    settled(first)
    section = first.look.sections["mixer"]
    assert not section.body.isVisible()
    qtbot.mouseClick(section.header, Qt.MouseButton.LeftButton)
    assert section.body.isVisible()
    first.close()
    assert make().look.sections["mixer"].header.isChecked()


def test_a_chip_chooses_its_colour(opened, qtbot, settled):
    opened.look.reveal("hue_red")
    box = opened.look._choosers[1]
    qtbot.mouseClick(box.chips[5], Qt.MouseButton.LeftButton)
    assert opened.look.control("saturation_blue").isVisible()
    opened.session.edit(saturation_blue=-1.0)
    assert [c.changed for c in box.chips] == [False] * 5 + [True, False, False]


def test_a_click_adds_a_point_that_the_picture_follows(opened, qtbot, settled):
    editor = opened.look.reveal("curve").editor
    before = on_screen(opened)
    at = editor.place((0.5, 0.75))
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=at.toPoint())
    points = opened.session.recipe.curve
    assert len(points) == 3
    assert points[1] == pytest.approx((0.5, 0.75), abs=0.01)
    settled(opened)
    assert on_screen(opened).mean() > before.mean() + 10
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert opened.session.recipe.curve == ()
    opened.actions_by_name["undo"].trigger()
    assert opened.session.recipe.curve == points


def test_a_point_stays_between_its_neighbours(opened, qtbot):
    opened.session.edit(curve=((0.0, 0.0), (0.4, 0.5), (0.6, 0.7), (1.0, 1.0)))
    editor = opened.look.reveal("curve").editor
    qtbot.mousePress(editor, Qt.MouseButton.LeftButton, pos=editor.place((0.4, 0.5)).toPoint())
    move(editor, editor.place((0.9, 0.2)))
    qtbot.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=editor.place((0.9, 0.2)).toPoint())
    points = opened.session.recipe.curve
    assert points[1][0] == pytest.approx(0.59)
    assert points[1][1] == pytest.approx(0.2, abs=0.01)


def test_keys_walk_along_the_curve_and_move_its_points(opened, qtbot):
    opened.session.edit(curve=((0.0, 0.0), (0.5, 0.5), (1.0, 1.0)))
    editor = opened.look.reveal("curve").editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.chosen == 1
    assert "Point 2 of 3" in editor.accessibleDescription()
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert opened.session.recipe.curve[1] == pytest.approx((0.5, 0.51))


def test_dragging_a_point_out_of_the_graph_takes_it_off(opened, qtbot):
    opened.session.edit(curve=((0.0, 0.0), (0.5, 0.7), (1.0, 1.0)))
    editor = opened.look.reveal("curve").editor
    qtbot.mousePress(editor, Qt.MouseButton.LeftButton, pos=editor.place((0.5, 0.7)).toPoint())
    move(editor, QPointF(editor.width() + 60, 20))
    qtbot.mouseRelease(editor, Qt.MouseButton.LeftButton)
    assert opened.session.recipe.curve == ()
    assert editor.points == STRAIGHT


def test_auto_is_one_step_and_does_what_the_core_says(opened, qtbot, settled):
    from mefcore.look.auto import auto_for

    wanted = auto_for(opened.session.prediction, Recipe(local=1.0))
    opened.sidebar.show_page("look")
    qtbot.mouseClick(opened.look.auto, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.findChild(LookCommands).lane.busy, timeout=WAIT)
    for name, value in wanted.items():
        assert getattr(opened.session.recipe, name) == pytest.approx(value), name
    assert opened.session.undo_stack.count() <= 1
    qtbot.mouseClick(opened.look.plain, Qt.MouseButton.LeftButton)
    assert opened.session.recipe == opened.session.start


def test_weights_follow_the_bar_and_add_up(opened, qtbot, settled):
    opened.session.edit(local=0.0)
    settled(opened)
    weights = opened.look.reveal("weights")
    assert len(weights.rows) == 3
    own = weights.shares
    qtbot.mouseClick(weights.rows[0].lock, Qt.MouseButton.LeftButton)
    drag(qtbot, weights.rows[1].bar, (700, 500))
    given = opened.session.recipe.weights
    assert given[1] == pytest.approx(0.5, abs=0.02)
    assert given[0] == pytest.approx(own[0], abs=1e-6)
    assert sum(given) == pytest.approx(1)
    settled(opened)
    assert opened.look.weights._means == pytest.approx(given, abs=1e-4)
    qtbot.mouseClick(weights.reset_button, Qt.MouseButton.LeftButton)
    assert opened.session.recipe.weights == ()


def test_solo_is_that_frame_through_the_lut_and_back(opened, qtbot, settled):
    weights = opened.look.reveal("weights")
    drag(qtbot, weights.rows[0].bar, (300,))
    given = opened.session.recipe.weights
    qtbot.mouseClick(weights.rows[2].solo, Qt.MouseButton.LeftButton)
    assert opened.session.recipe.weights == (0.0, 0.0, 1.0)
    assert opened.history.undo_text == "Solo frame 3"
    settled(opened)
    assert opened.look.weights._means == pytest.approx((0, 0, 1))
    qtbot.mouseClick(weights.rows[2].solo, Qt.MouseButton.LeftButton)
    assert opened.session.recipe.weights == given
    assert opened.history.undo_text == "Solo off"


def test_a_local_blend_gets_the_shares_over_the_whole_picture(opened, qtbot, settled):
    assert opened.session.recipe.local == 1.0
    weights = opened.look.reveal("weights")
    weights.rows[0].spin.setFocus()
    weights.rows[0].spin.selectAll()
    qtbot.keyClicks(weights.rows[0].spin, "60")
    qtbot.keyClick(weights.rows[0].spin, Qt.Key.Key_Return)
    settled(opened)
    assert opened.look.weights._means[0] == pytest.approx(0.6, abs=0.02)
    assert weights.rows[0].spin.value() == 60
