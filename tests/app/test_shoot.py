"""A whole card in the window: its sets are listed, opened one after the other, and keep their looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards import shoot
from conftest import WAIT
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.shoot.looks import SetLook
from app.shoot.model import FAILURE, OPEN
from app.shoot.rows import Kind
from mefcore.recipe import Recipe

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(make):
    """An empty window that lists and reads, but asks no network: most of this is about files."""
    empty = make()
    empty.opener.fuse = lambda: None
    return empty


@pytest.fixture
def carded(window, qtbot, card_sets):
    """A window with the card in it, the first set on screen."""
    window.open_paths([card_sets[0][0].parent])
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    return window


def kinds(window) -> list[tuple[Kind, str]]:
    model = window.desk.model
    rows = [model.row(model.index(i)) for i in range(model.rowCount())]
    return [(row.kind, row.title) for row in rows]


def shown(window) -> list[str]:
    """File names of the frames on screen."""
    bracket = window.session.bracket
    return [] if bracket is None else sorted(f.path.name for f in bracket.frames)


def names(paths: list[Path]) -> list[str]:
    return sorted(p.name for p in paths)


def marked(window) -> list[int]:
    model = window.desk.model
    return [i for i in range(model.rowCount()) if model.index(i).data(OPEN)]


def wait_for(qtbot, window, paths: list[Path]) -> None:
    qtbot.waitUntil(lambda: shown(window) == names(paths), timeout=WAIT)


def drop(window, *paths: Path, keys: Qt.KeyboardModifier = NONE) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(window, enter)
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(window, event)


def press(window, qtbot, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(window.focusWidget(), key, keys)


def test_a_dropped_card_is_listed_and_its_first_set_opens(window, qtbot, card_sets):
    assert not window.desk.panel.isVisible()
    drop(window, card_sets[0][0].parent)
    wait_for(qtbot, window, card_sets[0])
    assert window.desk.panel.isVisible()
    assert kinds(window) == [
        (Kind.SET, "IMG_0001.JPG"),
        (Kind.SET, "IMG_0004.JPG"),
        (Kind.SET, "IMG_0008.JPG"),
        (Kind.SINGLES, "1 single picture"),
    ]
    model = window.desk.model
    row = model.row(model.index(1))
    assert (row.steps, row.time, len(row.entries)) == ("−2  0  +2", "09:01:00", 3)
    assert marked(window) == [0]
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "IMG_0001.JPG, 3 frames, −2  0  +2, 09:00:00, open"
    assert window.desk.panel.summary.text() == "1 of 3 sets"
    assert not window.actions_by_name["undo"].isEnabled()


def test_keys_go_from_set_to_set(carded, qtbot, card_sets):
    first, second, _, third = card_sets
    assert not carded.actions_by_name["previous_set"].isEnabled()
    press(carded, qtbot, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, carded, second)
    assert marked(carded) == [1]
    # Faster than sets are read: the one asked for last is opened.
    carded.actions_by_name["next_set"].trigger()
    carded.actions_by_name["previous_set"].trigger()
    carded.actions_by_name["next_set"].trigger()
    wait_for(qtbot, carded, third)
    assert not carded.actions_by_name["next_set"].isEnabled()
    press(carded, qtbot, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, carded, second)
    carded.actions_by_name["previous_set"].trigger()
    wait_for(qtbot, carded, first)
    assert marked(carded) == [0]


def test_the_list_by_mouse_and_by_keys(carded, qtbot, card_sets):
    view = carded.desk.view
    where = view.visualRect(carded.desk.model.index(1)).topLeft() + QPoint(40, 14)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    wait_for(qtbot, carded, card_sets[1])
    view.setFocus()
    press(carded, qtbot, Qt.Key.Key_Down)
    assert shown(carded) == names(card_sets[1])
    press(carded, qtbot, Qt.Key.Key_Return)
    wait_for(qtbot, carded, card_sets[3])
    # Headings fold and unfold.
    press(carded, qtbot, Qt.Key.Key_Down)
    press(carded, qtbot, Qt.Key.Key_Right)
    assert kinds(carded)[-1] == (Kind.SINGLE, "IMG_0007.JPG")
    press(carded, qtbot, Qt.Key.Key_Return)
    assert kinds(carded)[-1] == (Kind.SINGLES, "1 single picture")


def test_a_set_keeps_its_look(make, qtbot, settled, card_sets):
    window = make(card_sets[0][0].parent)
    settled(window)
    window.session.edit(grid=17)
    window.session.edit(strength=0.5)
    window.actions_by_name["next_set"].trigger()
    wait_for(qtbot, window, card_sets[1])
    assert (window.session.recipe.grid, window.session.recipe.strength) == (33, 1.0)
    window.session.edit(strength=0.25)
    window.actions_by_name["previous_set"].trigger()
    wait_for(qtbot, window, card_sets[0])
    assert (window.session.recipe.grid, window.session.recipe.strength) == (17, 0.5)
    assert window.look.reveal("grid").slider.value() == 17
    settled(window)
    assert window.preview.exact.lut.size == 17
    # Its history is there as well; resetting goes to where every set begins.
    assert window.session.undo_stack.count() == 2
    assert window.actions_by_name["undo"].isEnabled()
    window.actions_by_name["reset"].trigger()
    assert window.session.recipe.grid == 33
    window.actions_by_name["next_set"].trigger()
    wait_for(qtbot, window, card_sets[1])
    assert window.session.recipe.strength == 0.25


@pytest.mark.parametrize("folder", [True, False])
def test_a_bracket_alone_can_be_opened_without_its_broken_file(make, qtbot, tmp_path, folder):
    files = shoot(tmp_path / "house", 1, 0, stops=(-4, -2, 0, 2))
    files[1].write_bytes(files[1].read_bytes()[:3000])
    window = make(*([tmp_path / "house"] if folder else files))
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert files[1].name in window.notice.text.text()
    assert window.notice.action.text() == "Open without it"
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, [path for path in files if path != files[1]])
    assert window.notice.kind == ""


def test_two_frames_of_which_one_is_broken_are_no_bracket(make, qtbot, tmp_path):
    files = shoot(tmp_path / "house", 1, 0, stops=(-2, 2))
    files[1].write_bytes(files[1].read_bytes()[:3000])
    window = make(tmp_path / "house")
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert window.notice.action.isHidden()
    assert not window.empty.isHidden()


def test_a_set_can_be_opened_without_its_broken_file(carded, qtbot, card_sets):
    broken = card_sets[1][1]
    broken.write_bytes(broken.read_bytes()[:3000])
    known = SetLook(Recipe(strength=0.25, local=1.0, weights=(0.5, 0.25, 0.25)), 5, True)
    carded.shoot.looks.put({frozenset(card_sets[1]): known})
    carded.actions_by_name["next_set"].trigger()
    qtbot.waitUntil(lambda: carded.notice.kind == "error", timeout=WAIT)
    assert carded.notice.action.text() == "Open without it"
    qtbot.mouseClick(carded.notice.action, Qt.MouseButton.LeftButton)
    left = [path for path in card_sets[1] if path != broken]
    wait_for(qtbot, carded, left)
    assert [i.entry.path for i in carded.shoot.grouping.ignored] == [broken]
    # Stars, mark and look go on with what is left; weights were those of three frames.
    assert carded.session.recipe == Recipe(strength=0.25, local=1.0)
    assert carded.shoot.looks.of(frozenset(left)) == SetLook(carded.session.recipe, 5, True)
    carded.shoot.undo_stack.undo()
    assert carded.shoot.looks.of(frozenset(card_sets[1])) == known


def test_what_cannot_be_opened_is_marked_and_harms_no_other(carded, qtbot, card_sets):
    card_sets[1][1].write_bytes(card_sets[1][1].read_bytes()[:3000])
    carded.actions_by_name["next_set"].trigger()
    qtbot.waitUntil(lambda: carded.notice.kind == "error", timeout=WAIT)
    assert "IMG_0005.JPG" in carded.notice.text.text()
    model = carded.desk.model
    why, told = model.index(1).data(FAILURE), carded.notice.text.text()
    assert told == f"{why} The picture is still that of IMG_0001.JPG."
    assert carded.desk.panel.summary.text() == "1 of 3 on screen"
    assert "could not be opened" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert marked(carded) == [0]
    assert shown(carded) == names(card_sets[0])
    # The next one after it, not the same again.
    carded.actions_by_name["next_set"].trigger()
    wait_for(qtbot, carded, card_sets[3])
    assert carded.notice.kind == ""
    assert carded.desk.panel.summary.text() == "3 of 3 sets"
    assert [bool(model.index(i).data(FAILURE)) for i in range(3)] == [False, True, False]


def test_a_broken_file_and_a_copy_are_ignored_and_say_why(window, qtbot, card_sets):
    folder = card_sets[0][0].parent
    (folder / "IMG_0099.JPG").write_text("this is no picture")
    (folder / "IMG_0008 copy.JPG").write_bytes(card_sets[3][0].read_bytes())
    drop(window, folder)
    wait_for(qtbot, window, card_sets[0])
    model = window.desk.model
    assert kinds(window)[-1] == (Kind.IGNOREDS, "2 ignored")
    model.fold(Kind.IGNOREDS, False)
    rows = [model.row(model.index(model.rowCount() - k)) for k in (2, 1)]
    assert [row.title for row in rows] == ["IMG_0008 copy.JPG", "IMG_0099.JPG"]
    assert rows[0].why == "is a copy of IMG_0008.JPG"
    assert rows[1].why == "is not a picture Luxcube can read"
    assert "is a copy of" in model.index(model.rowCount() - 2).data(Qt.ItemDataRole.ToolTipRole)


def test_a_few_files_are_one_bracket_unless_they_clearly_are_not(window, qtbot, card_sets):
    few = [*card_sets[0], *card_sets[2]]
    drop(window, *few)
    wait_for(qtbot, window, few)
    assert not window.desk.panel.isVisible()
    drop(window, *card_sets[0], *card_sets[1])
    wait_for(qtbot, window, card_sets[0])
    assert window.desk.panel.isVisible()
    assert [title for _, title in kinds(window)] == ["IMG_0001.JPG", "IMG_0004.JPG"]
    # Back to one: there is nothing to choose from.
    drop(window, *card_sets[3])
    wait_for(qtbot, window, card_sets[3])
    assert not window.desk.panel.isVisible()


def test_shift_adds_to_the_shoot(window, qtbot, card_sets, tmp_path):
    drop(window, *card_sets[0])
    wait_for(qtbot, window, card_sets[0])
    window.session.edit(grid=17)
    drop(window, *card_sets[1], keys=Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.desk.model.rowCount() == 2, timeout=WAIT)
    assert window.desk.panel.isVisible()
    assert shown(window) == names(card_sets[0])
    assert window.session.recipe.grid == 17
    assert window.history.undo_text == "Add 3 files"
    drop(window, card_sets[1][0], keys=Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert "in the shoot already" in window.notice.text.text()
    window.actions_by_name["undo"].trigger()
    assert window.desk.model.rowCount() == 1
    window.actions_by_name["redo"].trigger()
    assert window.desk.model.rowCount() == 2


def test_only_single_pictures_are_listed_and_can_be_merged(window, qtbot, tmp_path):
    singles = [shoot(tmp_path / "day", 10 + i, 500 * i, (0,), turned=i)[0] for i in range(10)]
    drop(window, tmp_path / "day")
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert "10 pictures" in window.notice.text.text()
    assert window.session.bracket is None
    assert window.desk.panel.isVisible()
    assert [kind for kind, _ in kinds(window)] == [Kind.SINGLES, *[Kind.SINGLE] * 10]
    window.desk.view.choose(singles[:2])
    window.actions_by_name["merge_sets"].trigger()
    assert kinds(window)[0] == (Kind.SET, "IMG_0010.JPG")
    window.actions_by_name["next_set"].trigger()
    wait_for(qtbot, window, singles[:2])


def test_scanning_can_be_cancelled(carded, qtbot, card_sets, tmp_path):
    for i in range(40):
        shoot(tmp_path / "more", 100 + i, 30 * i, (0,), size=(60, 40))
    before = carded.shoot.grouping
    lane, stopped = carded.opener.load_lane, []
    lane.cancelled.connect(stopped.append)
    lane.progressed.connect(lambda *_: lane.cancel())
    drop(carded, tmp_path / "more")
    qtbot.waitUntil(lambda: bool(stopped) and not lane._jobs, timeout=WAIT)
    assert carded.shoot.grouping is before
    assert shown(carded) == names(card_sets[0])
    assert carded.notice.kind == ""


def test_width_and_preferences_are_remembered(make, qtbot, card_sets, tmp_path):
    first = make(card_sets[0][0].parent)
    qtbot.waitUntil(lambda: first.session.bracket is not None, timeout=WAIT)
    first.desk.shelf.setSizes([230, 900])
    first.desk.shelf.splitterMoved.emit(230, 1)
    width = first.desk.panel.width()
    first.desk.panel.grouping.gap.setValue(20)
    qtbot.waitUntil(lambda: first.shoot.preferences.gap == 20, timeout=WAIT)
    first.close()
    second = make(card_sets[0][0].parent)
    qtbot.waitUntil(lambda: second.session.bracket is not None, timeout=WAIT)
    assert second.desk.panel.width() == width == 230
    assert second.shoot.preferences.gap == 20
    assert second.desk.panel.grouping.gap.value() == 20


def test_the_panel_can_be_put_away(carded, qtbot):
    action = carded.actions_by_name["shoot_panel"]
    assert action.isChecked()
    qtbot.keyClick(carded.canvas, Qt.Key.Key_S)
    assert not carded.desk.panel.isVisible()
    qtbot.keyClick(carded.canvas, Qt.Key.Key_S)
    assert carded.desk.panel.isVisible()
    assert carded.desk.view.hasFocus()
    # With all panels, and back with them.
    carded.hide_panels(True)
    assert not carded.desk.panel.isVisible()
    carded.hide_panels(False)
    assert carded.desk.panel.isVisible()
    # Round all areas with one key.
    carded.canvas.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(carded.focusWidget(), Qt.Key.Key_F6)
        seen.append(carded.focusWidget())
    assert carded.desk.view in seen
    assert seen[-1] is carded.canvas


def test_a_drag_says_what_shift_does_once_there_is_a_shoot(window, qtbot, card_sets):
    def told() -> bool:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(card_sets[1][0]))])
        enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE)
        QApplication.sendEvent(window, enter)
        image = window.drop.grab().toImage()
        QApplication.sendEvent(window, QDragLeaveEvent())
        return image.pixelColor(image.rect().center() + QPoint(0, 12)) == QColor("#262626")

    assert not told()
    drop(window, *card_sets[0])
    wait_for(qtbot, window, card_sets[0])
    assert told()
