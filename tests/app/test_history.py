"""The history of a look, and its snapshots."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionComboBox

from app import snapshots
from app.models.undo import UndoModel
from app.windows.remembering import Remembering

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def page(window):
    window.sidebar.show_page("history")
    return window.sidebar.stack.currentWidget()


def texts(view) -> list[str]:
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def named(qtbot, shown, name: str) -> None:
    """Type a name into the field that is open."""
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    field = QApplication.focusWidget()
    assert shown.snapshots.isAncestorOf(field)
    assert field.hasSelectedText()
    qtbot.keyClicks(field, name)


def click(qtbot, view, row: int, button=Qt.MouseButton.LeftButton) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), button, pos=place)


def test_the_model_follows_the_stack(qtbot):
    stack = QUndoStack()
    model = UndoModel(stack)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    stack.indexChanged.connect(model.follow)
    for i in range(5):
        stack.push(QUndoCommand(f"step {i}"))
    stack.setIndex(2)
    stack.push(QUndoCommand("another"))
    assert [model.index(r).data() for r in range(model.rowCount())] == ["As opened", "step 0", "step 1", "another"]
    stack.undo()
    assert model.index(3).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index(2).data(Qt.ItemDataRole.ForegroundRole) is None
    stack.clear()
    assert model.rowCount() == 1


def test_a_click_goes_to_a_step(opened, qtbot):
    session, steps = opened.session, page(opened).steps
    start = session.recipe
    for grid in (17, 25, 40):
        session.edit(grid=grid)
    assert texts(steps) == ["As opened", "Grid 17", "Grid 25", "Grid 40"]
    assert steps.currentIndex().row() == 3
    click(qtbot, steps, 1)
    assert session.recipe.grid == 17
    assert steps.currentIndex().row() == 1
    assert opened.history.can_redo
    click(qtbot, steps, 0)
    assert session.recipe == start
    click(qtbot, steps, 3)
    assert session.recipe.grid == 40
    # Undo and redo move the mark, and the arrow keys move the look.
    qtbot.keyClick(opened, Qt.Key.Key_Z, CTRL)
    assert steps.currentIndex().row() == 2
    steps.setFocus()
    qtbot.keyClick(steps, Qt.Key.Key_Up)
    assert session.recipe.grid == 17
    # Another step from here forgets those that were undone.
    session.edit(strength=0.5)
    assert texts(steps) == ["As opened", "Grid 17", "LUT strength 50 %"]
    assert opened.history.can_undo
    assert not opened.history.can_redo


def test_the_history_of_the_shoot_is_not_listed(opened, qtbot):
    steps = page(opened).steps
    opened.session.edit(grid=17)
    opened.shoot.undo_stack.push(QUndoCommand("merge"))
    assert texts(steps) == ["As opened", "Grid 17"]
    opened.history.undo()  # that of the shoot, which was done last
    assert opened.session.recipe.grid == 17
    click(qtbot, steps, 0)
    click(qtbot, steps, 1)
    assert opened.session.recipe.grid == 17


def test_a_drag_is_one_row(opened):
    steps = page(opened).steps
    for grid in (20, 21, 22):
        opened.session.edit(5, grid=grid)
    assert texts(steps) == ["As opened", "Grid 22"]
    opened.session.edit(5, grid=33)
    assert texts(steps) == ["As opened"]


def test_snapshots_are_taken_and_gone_back_to(opened, qtbot):
    session, shown = opened.session, page(opened)
    qtbot.keyClick(opened, Qt.Key.Key_N, CTRL | SHIFT)
    session.edit(strength=0.4)
    qtbot.mouseClick(shown.take, Qt.MouseButton.LeftButton)
    session.edit(grid=17)
    assert [s.name for s in session.snapshots] == ["As opened", "LUT strength 40 %"]
    assert texts(shown.snapshots) == ["As opened", "LUT strength 40 %"]
    click(qtbot, shown.snapshots, 0)
    assert session.recipe == session.start
    assert session.undo_stack.undoText() == "Snapshot “As opened”"
    qtbot.keyClick(opened, Qt.Key.Key_Z, CTRL)
    assert session.recipe.grid == 17
    # With the keyboard, too.
    shown.snapshots.setFocus()
    shown.snapshots.setCurrentIndex(shown.model.index(1))
    qtbot.keyClick(shown.snapshots, Qt.Key.Key_Return)
    assert session.recipe == session.snapshots[1].recipe


def test_a_snapshot_taken_out_of_sight_is_told(opened, qtbot):
    opened.sidebar.show_page("look")
    opened.actions_by_name["snapshot"].trigger()
    assert opened.notice.text.text() == "Snapshot “As opened” is kept"
    qtbot.mouseClick(opened.notice.action, Qt.MouseButton.LeftButton)
    assert page(opened).snapshots.isVisible()
    named(qtbot, page(opened), "Noon")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.session.snapshots[0].name == "Noon")
    opened.notice.hide()
    opened.actions_by_name["snapshot"].trigger()
    assert opened.notice.kind == ""


def test_a_snapshot_taken_in_sight_is_named_at_once(opened, qtbot):
    shown = page(opened)
    qtbot.keyClick(opened, Qt.Key.Key_N, CTRL | SHIFT)
    named(qtbot, shown, "Warm evening")
    # The next one is taken while that name is in its field still.
    opened.actions_by_name["snapshot"].trigger()
    named(qtbot, shown, "Noon")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(shown.snapshots) == ["Warm evening", "Noon"])
    assert "F2" in shown.model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_snapshot_takes_nothing_off_the_view_bar(opened):
    bar = opened.viewbar
    width, hidden = bar.before.sizeHint().width(), [w.isHidden() for group in bar._dispensable for w in group]
    opened.actions_by_name["snapshot"].trigger()
    snapshots.rename(opened.session, opened.session.snapshots[0], "A warm evening, with more of the garden in it")
    assert bar.before.sizeHint().width() == width
    assert [w.isHidden() for group in bar._dispensable for w in group] == hidden
    # Its whole name is in the list, and told where it is chosen.
    opened.comparison.choose_snapshot(opened.session.snapshots[0])
    assert "more of the garden in it" in bar.before.toolTip()
    option = QStyleOptionComboBox()
    bar.before.initStyleOption(option)
    assert option.currentText.startswith("Snapshot: A")
    assert option.currentText.endswith("…")


def test_names_of_snapshots_differ_and_can_be_changed(opened, qtbot):
    session, shown = opened.session, page(opened)
    for _ in range(3):
        opened.actions_by_name["snapshot"].trigger()
    assert [s.name for s in session.snapshots] == ["As opened", "As opened (2)", "As opened (3)"]
    shown.snapshots.setFocus()
    shown.snapshots.setCurrentIndex(shown.model.index(1))
    qtbot.keyClick(shown.snapshots, Qt.Key.Key_F2)
    named(qtbot, shown, "  Warm   evening ")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.snapshots[1].name == "Warm evening")
    assert [s.name for s in session.snapshots] == ["As opened", "Warm evening", "As opened (3)"]
    snapshots.rename(session, session.snapshots[0], "   ")
    assert session.snapshots[0].name == "As opened"
    qtbot.keyClick(shown.snapshots, Qt.Key.Key_Delete)
    assert [s.name for s in session.snapshots] == ["As opened", "As opened (3)"]
    assert shown.snapshots.currentIndex().row() == 1
    opened.notice.action.click()
    assert [s.name for s in session.snapshots] == ["As opened", "Warm evening", "As opened (3)"]


def test_a_snapshot_in_use_keeps_being_before_under_its_new_name(opened, qtbot, settled):
    session = opened.session
    opened.actions_by_name["snapshot"].trigger()
    feature = next(f for f in opened.features if isinstance(f, Remembering))
    menu = feature.menu(session.snapshots[0])
    use = next(a for a in menu.actions() if a.isCheckable())
    use.trigger()
    assert opened.comparison.snapshot == session.snapshots[0]
    assert texts(page(opened).snapshots) == ["As opened   (before)"]
    snapshots.rename(session, session.snapshots[0], "First")
    assert opened.comparison.snapshot == session.snapshots[0]
    assert opened.viewbar.before.currentText() == "Snapshot: First"
    settled(opened)
    assert opened.canvas.scene.labels[0] == "Before: First"


def test_what_is_now_on_screen_is_marked(opened):
    shown = page(opened)
    opened.actions_by_name["snapshot"].trigger()
    font = shown.model.index(0).data(Qt.ItemDataRole.FontRole)
    assert font is not None
    assert font.bold()
    opened.session.edit(strength=0.1)
    assert shown.model.index(0).data(Qt.ItemDataRole.FontRole) is None


def test_another_bracket_has_no_snapshots_and_no_steps(opened, bracket, qtbot, settled):
    opened.session.edit(grid=17)
    opened.actions_by_name["snapshot"].trigger()
    shown = page(opened)
    assert shown.note.isHidden()
    with qtbot.waitSignal(opened.session.opened, timeout=60_000):
        opened.session.open(opened.session.loaded)
    assert opened.session.snapshots == ()
    assert not shown.note.isHidden()
    assert texts(shown.steps) == ["As opened"]
    assert opened.viewbar.before.findText("Snapshot: Grid 17") == -1
    opened.session.predict(opened.session.loaded, opened.session.prediction) if opened.session.prediction else None


@pytest.mark.parametrize("made", ["", "yesterday", "2026-05-01T12:30:00.000+00:00"])
def test_a_time_that_cannot_be_read_is_no_error(opened, made):
    from mefcore.snapshot import Snapshot

    opened.session.set_snapshots((Snapshot(name="x", recipe=opened.session.recipe, made=made),))
    tip = page(opened).model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert ("26" in tip) == made.startswith("2026")


def test_backslash_shows_before_from_the_lists_too(opened, qtbot):
    shown = page(opened)
    opened.actions_by_name["snapshot"].trigger()
    for view in (shown.steps, shown.snapshots):
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
        qtbot.keyPress(view, Qt.Key.Key_Backslash)
        assert opened.canvas.only_before
        qtbot.keyRelease(view, Qt.Key.Key_Backslash)
        opened.canvas.set_only_before(False)
