"""The look panel: live, undoable, and never showing a stale result."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import WAIT
from hands import drag, move, scroll
from PySide6.QtCore import QPoint, Qt
from test_canvas import as_array, expected

from app.panels.scale import Scale
from app.panels.words import help_text, label
from mefcore.lut.error import cube_file_bytes
from mefcore.recipe import Recipe, parameters

START = Recipe(local=1.0)
"""What a bracket is opened with."""
STOPS = (8, 16, 17, 32, 33, 64, 65, 128, 129)


def test_every_parameter_has_a_control(window):
    for parameter in (p for p in parameters() if p.panel):
        control = window.look.reveal(parameter.name)
        # In the mixer the colour is told by the chip above.
        assert control.label.text().lower() in label(parameter).lower()
        assert help_text(parameter) in control.toolTip()


def test_controls_have_names_for_screen_readers(opened):
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QListView, QSlider

    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QListView, QSlider):
        for widget in opened.findChildren(kind):
            if widget.isVisible():
                assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_dragging_the_grid_is_live_and_one_undo_step(opened, qtbot, settled):
    slider = opened.look.reveal("grid").slider
    seen = []
    opened.session.recipe_changed.connect(lambda _, after: seen.append(after.grid))
    drag(qtbot, slider, (40, 50, 64, 65))
    assert len(seen) >= 3
    assert opened.session.recipe.grid == 65
    assert opened.look.reveal("grid").spin.value() == 65
    stack = opened.session.undo_stack
    assert stack.count() == 1
    assert stack.undoText() == "Grid 65"
    assert opened.actions_by_name["undo"].text() == "&Undo Grid 65"
    settled(opened)
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.session.recipe == START
    assert slider.value() == 33
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert opened.session.recipe.grid == 65
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(opened, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert opened.session.recipe.grid == 65


def test_two_drags_are_two_steps_and_a_drag_back_is_none(opened, qtbot):
    slider, stack = opened.look.reveal("grid").slider, opened.session.undo_stack
    drag(qtbot, slider, (40, 64))
    drag(qtbot, slider, (32, 17))
    assert [stack.text(i) for i in range(stack.count())] == ["Grid 64", "Grid 17"]
    drag(qtbot, slider, (20, 17))
    assert stack.count() == 2


def test_each_parameter_is_undone_on_its_own(opened, qtbot):
    stack = opened.session.undo_stack
    drag(qtbot, opened.look.reveal("grid").slider, (17,))
    drag(qtbot, opened.look.reveal("strength").slider, (60, 40))
    combo = opened.look.reveal("interpolation").combo
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert opened.session.recipe == START.with_(grid=17, strength=0.4, interpolation="tetrahedral")
    assert [stack.text(i) for i in range(3)] == ["Grid 17", "LUT strength 40 %", "Interpolation tetrahedral"]
    for want in (START.with_(grid=17, strength=0.4), START.with_(grid=17), START):
        stack.undo()
        assert opened.session.recipe == want
    assert combo.currentData() == "trilinear"
    while stack.canRedo():
        stack.redo()
    opened.actions_by_name["reset"].trigger()
    assert opened.session.recipe == START
    stack.undo()
    assert opened.session.recipe.grid == 17


def test_draft_first_then_exact_and_nothing_stale(opened, qtbot, settled):
    shown = []
    opened.preview.rendered.connect(lambda r: shown.append((r.request.source.size, r.request.source.exact)))
    slider = opened.look.reveal("grid").slider
    sequence = (34, 40, 48, 57, 65, 80, 100, 65, 40, 20, 18)
    drag(qtbot, slider, sequence)
    final = opened.session.recipe.grid
    settled(opened)
    assert shown[-1] == (final, True)
    assert shown[0][1] is False
    # What is shown only ever moves on along the drag.
    order = [sequence.index(size) if size in sequence else -1 for size, _ in shown]
    assert len(order) <= len(sequence) + 1
    opened.canvas.set_split(False)
    opened.canvas.zoom_to(1.0)
    settled(opened)
    picture = opened.canvas.after[-1]
    r = picture.region
    want = expected(opened, np.s_[r.y : r.y + r.height], np.s_[r.x : r.x + r.width])
    assert np.array_equal(as_array(picture.image), want)


def test_an_exact_lattice_of_an_older_grid_is_not_taken_for_the_new_one(opened, qtbot, settled):
    baked = []
    opened.preview.baked.connect(baked.append)
    opened.session.edit(grid=65)
    qtbot.waitUntil(lambda: opened.preview.bake_lane.busy, timeout=WAIT)
    opened.session.edit(grid=9)
    settled(opened)
    assert [b.lattices.size for b in baked if b is not None] == [9]
    assert opened.look.readouts.text("lattice") == "9 × 9 × 9"
    assert opened.preview.exact.lattices.size == 9


def test_readouts_say_what_the_grid_costs(opened, settled):
    readouts = opened.look.readouts
    differences = []
    for n, size in ((5, "3 kB"), (17, "133 kB"), (65, "7.4 MB")):
        opened.session.edit(grid=n)
        assert readouts.text("mean") == "…"
        assert readouts.text("lattice") == f"{n} × {n} × {n}"
        assert readouts.text("points").replace("\u202f", "") == str(n**3)
        assert readouts.text("file") == size
        settled(opened)
        error = opened.preview.exact.error
        assert readouts.text("max") == f"{error.max:.2f}"
        differences.append(error.mean)
    assert differences == sorted(differences, reverse=True)
    assert cube_file_bytes(65) == 27 * 65**3


def test_no_strength_is_the_plain_blend(opened, settled):
    opened.canvas.set_split(False)
    opened.canvas.zoom_to(1.0)
    opened.session.edit(strength=0.0)
    settled(opened)
    blend = expected(opened, np.s_[:], np.s_[:], lut=False).astype(int)
    assert np.abs(as_array(opened.canvas.after[-1].image) - blend).max() <= 1


def test_keyboard_on_the_grid(opened, qtbot):
    slider, session = opened.look.reveal("grid").slider, opened.session
    for key, want in (
        (Qt.Key.Key_Right, 34), (Qt.Key.Key_PageUp, 64), (Qt.Key.Key_PageUp, 65), (Qt.Key.Key_PageUp, 128),
        (Qt.Key.Key_PageUp, 129), (Qt.Key.Key_PageUp, 129), (Qt.Key.Key_Left, 128), (Qt.Key.Key_PageDown, 65),
        (Qt.Key.Key_Home, 2), (Qt.Key.Key_Left, 2), (Qt.Key.Key_PageUp, 8),
    ):  # fmt: skip
        qtbot.keyClick(slider, key)
        assert session.recipe.grid == want
    # Keys in quick succession are one step.
    assert session.undo_stack.count() == 1


def test_typing_a_number_does_not_pass_through_its_beginnings(opened, qtbot):
    seen = []
    opened.session.recipe_changed.connect(lambda _, after: seen.append(after.grid))
    spin = opened.look.reveal("grid").spin
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "128")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert seen == [128]
    assert opened.comparison.before == opened.session.bracket.reference


@pytest.mark.parametrize(
    ("name", "typed", "want"),
    [("grid", "500", 129), ("grid", "99999", 129), ("grid", "1", 2), ("strength", "150", 1.0), ("strength", "40", 0.4)],
)
def test_a_number_out_of_range_becomes_the_nearest(opened, qtbot, name, typed, want):
    opened.session.edit(grid=17, strength=0.5)
    seen = []
    opened.session.recipe_changed.connect(lambda _, after: seen.append(getattr(after, name)))
    spin = opened.look.reveal(name).spin
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, typed)
    assert spin.cleanText() == typed
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert seen == [want]
    assert spin.value() == round(want * (100 if name == "strength" else 1))


def test_letters_in_a_number_are_refused(opened, qtbot):
    spin = opened.look.reveal("grid").spin
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "x-6.y4")
    assert spin.cleanText() == "64"


def test_an_edit_shows_what_it_does(opened, qtbot):
    for change in (lambda: opened.session.edit(grid=9), opened.session.undo_stack.undo):
        qtbot.keyClick(opened.canvas, Qt.Key.Key_Backslash)
        assert opened.canvas.only_before
        change()
        assert not opened.canvas.only_before
        assert not opened.actions_by_name["before"].isChecked()


def test_double_click_resets(opened, qtbot):
    slider = opened.look.reveal("grid").slider
    drag(qtbot, slider, (64,))
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert opened.session.recipe.grid == 33
    drag(qtbot, opened.look.reveal("strength").slider, (40,))
    qtbot.mouseDClick(opened.look.reveal("strength").label, Qt.MouseButton.LeftButton)
    assert opened.session.recipe.strength == 1.0


def test_wheel_over_an_unfocused_control_scrolls_the_panel(opened):
    for name, attribute in (("grid", "slider"), ("grid", "spin"), ("interpolation", "combo")):
        opened.canvas.setFocus()
        widget = getattr(opened.look.reveal(name), attribute)
        event = scroll(widget, widget.rect().center())
        assert not event.isAccepted()
    assert opened.session.recipe == START
    slider = opened.look.reveal("grid").slider
    slider.setFocus()
    scroll(slider, slider.rect().center())
    assert opened.session.recipe.grid == 34


def test_shift_drags_finely(opened, qtbot):
    slider = opened.look.reveal("grid").slider
    start = slider.handle_position().toPoint()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    move(slider, start + QPoint(12, 0))
    coarse = slider.value()
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=start)
    opened.session.undo_stack.undo()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, shift, start)
    move(slider, start + QPoint(12, 0), keys=shift)
    assert 33 < slider.value() < coarse
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, shift, start)


@pytest.mark.parametrize("width", [160, 240, 268, 400, 900])
def test_stops_have_room_for_their_labels(width):
    def label(value: int) -> float:
        return 6.5 * len(str(value))

    scale = Scale(2, 129, width, STOPS, label)
    at = [scale.position(s) for s in STOPS]
    if width >= 200:
        for (a, x), (b, y) in zip(zip(STOPS, at, strict=True), list(zip(STOPS, at, strict=True))[1:], strict=False):
            assert y - x >= (label(a) + label(b)) / 2 + 3
    values = range(2, 130)
    positions = [scale.position(v) for v in values]
    assert positions == sorted(positions)
    assert positions[0] == 0
    assert positions[-1] == pytest.approx(width)
    assert all(round(scale.value(p)) == v for v, p in zip(values, positions, strict=True))
    assert all(scale.snapped(scale.position(s) + 1, 2.0) == s for s in STOPS)
    assert all(scale.snapped(p, 0.0) == v for v, p in zip(values, positions, strict=True))


def test_cancelling_the_sampling_keeps_the_draft(opened, qtbot):
    opened.session.edit(grid=129)
    qtbot.waitUntil(lambda: opened.preview.bake_lane.busy, timeout=WAIT)
    opened.preview.bake_lane.cancel()
    qtbot.waitUntil(lambda: opened.preview.settled, timeout=WAIT)
    assert opened.preview.exact is None
    assert opened.preview._latest.request.source.size == 129
    opened.canvas.zoom_to(2.0)
    qtbot.waitUntil(lambda: opened.preview.settled, timeout=WAIT)
    assert opened.preview.exact is None
    opened.session.edit(grid=33)
    qtbot.waitUntil(lambda: opened.preview.exact is not None and opened.preview.settled, timeout=WAIT)
