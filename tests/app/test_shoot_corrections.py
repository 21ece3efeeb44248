"""When grouping errs: merging, splitting, dragging, ignoring, dividing, and taking all of it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards import shoot
from conftest import WAIT
from hands import do
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QApplication, QInputDialog

from app.shoot.commands import History
from app.shoot.dragging import mime_of, paths_in
from app.shoot.model import ROW
from app.shoot.rows import Kind
from mefcore.errors import MefError

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def carded(make, qtbot, card_sets):
    window = make()
    window.opener.fuse = lambda: None  # this is about files; asking the network would only take time
    window.open_paths([card_sets[0][0].parent])
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    return window


def grouped(window) -> list[list[str]]:
    """Numbers in the file names of every set."""
    return [[p.stem.removeprefix("IMG_").lstrip("0") for p in s.paths] for s in window.shoot.sets]


def ignored(window) -> list[str]:
    return [i.entry.path.name for i in window.shoot.grouping.ignored]


BEFORE = [["1", "2", "3"], ["4", "5", "6"], ["7"], ["8", "9", "10"]]


def undone(window) -> None:
    """What was done can be taken back and done again, by the commands of the window."""
    after = grouped(window), ignored(window)
    do(window, "undo")
    assert (grouped(window), ignored(window)) == (BEFORE, [])
    do(window, "redo")
    assert (grouped(window), ignored(window)) == after


def shown(window) -> list[str]:
    return sorted(f.path.stem.removeprefix("IMG_").lstrip("0") for f in window.session.bracket.frames)


def drag(window, paths: list[Path], where: QPoint) -> None:
    """As Qt delivers a drag within the list: enter, move, drop."""
    target, mime = window.desk.view.viewport(), mime_of(paths)
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    for event in (
        QDragEnterEvent(where, move, mime, left, NONE),
        QDragMoveEvent(where, move, mime, left, NONE),
        QDropEvent(QPointF(where), move, mime, left, NONE),
    ):
        QApplication.sendEvent(target, event)
        assert event.isAccepted()


def middle(window, row: int) -> QPoint:
    return window.desk.view.visualRect(window.desk.model.index(row)).center()


def test_merge(carded, qtbot, card_sets):
    view = carded.desk.view
    assert not carded.actions_by_name["merge_sets"].isEnabled()
    view.choose([card_sets[1][0], card_sets[3][0]])
    qtbot.keyClick(view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert grouped(carded) == [["1", "2", "3"], ["4", "5", "6", "8", "9", "10"], ["7"]]
    assert [row.title for row in view.chosen] == ["IMG_0004.JPG"]
    assert carded.actions_by_name["undo"].text() == "&Undo Merge 2 sets"
    undone(carded)
    assert shown(carded) == ["1", "2", "3"]


def test_split_before_the_chosen_frame(carded, qtbot, card_sets):
    view = carded.desk.view
    view.choose([card_sets[1][0]])
    view.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    assert view.frame == card_sets[1][1]
    assert carded.actions_by_name["split_set"].text() == "&Split before IMG_0005.JPG"
    do(carded, "split_set")
    assert grouped(carded) == [["1", "2", "3"], ["4"], ["5", "6"], ["7"], ["8", "9", "10"]]
    undone(carded)


def test_a_frame_taken_out_and_put_back(carded, qtbot, card_sets):
    view = carded.desk.view
    view.choose([card_sets[3][1]], frame=1)
    do(carded, "own_set")
    assert grouped(carded) == [*BEFORE[:3], ["8", "10"], ["9"]]
    undone(carded)
    # Dragged from the single pictures onto its set again, it takes its place in time.
    carded.desk.model.fold(Kind.SINGLES, False)
    drag(carded, [card_sets[3][1]], middle(carded, 2))
    assert grouped(carded) == BEFORE


def test_drags(carded, qtbot, card_sets):
    view = carded.desk.view
    # A frame by its picture.
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=view.frame_area(1, 2).center())
    assert view.payload() == [card_sets[1][2]]
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=view.frame_area(1, 2).center())
    drag(carded, [card_sets[1][2]], middle(carded, 2))
    assert grouped(carded) == [["1", "2", "3"], ["4", "5"], ["7"], ["6", "8", "9", "10"]]
    undone(carded)
    do(carded, "undo")
    # A set by its name.
    title = view.visualRect(carded.desk.model.index(1)).topLeft() + QPoint(40, 14)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=title)
    assert view.payload() == card_sets[1]
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=title)
    drag(carded, card_sets[1], middle(carded, 2))
    assert grouped(carded) == [["1", "2", "3"], ["4", "5", "6", "8", "9", "10"], ["7"]]
    undone(carded)
    do(carded, "undo")
    # Below the last row: a set of its own; a whole set there stays what it is.
    below = QPoint(40, view.viewport().height() - 4)
    assert not view.indexAt(below).isValid()
    drag(carded, card_sets[1][:2], below)
    assert grouped(carded)[1:3] == [["6"], ["4", "5"]]
    undone(carded)
    do(carded, "undo")
    count = carded.shoot.undo_stack.count()
    drag(carded, card_sets[1], below)
    drag(carded, card_sets[1], middle(carded, 1))
    assert carded.shoot.undo_stack.count() == count
    assert grouped(carded) == BEFORE


def test_the_list_refuses_what_is_not_from_it(carded):
    mime = mime_of([Path("/somewhere/else.jpg")])
    assert paths_in(mime) == [Path("/somewhere/else.jpg")]
    drag(carded, [Path("/somewhere/else.jpg")], middle(carded, 1))
    assert grouped(carded) == BEFORE


def test_ignore_and_bring_back(carded, qtbot, card_sets):
    view = carded.desk.view
    view.choose([card_sets[1][0]], frame=0)
    assert carded.actions_by_name["ignore"].text() == "&Ignore IMG_0004.JPG  (Del)"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert grouped(carded)[1] == ["5", "6"]
    view.choose([card_sets[3][0]])
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert grouped(carded) == [["1", "2", "3"], ["5", "6"], ["7"]]
    assert ignored(carded) == ["IMG_0004.JPG", "IMG_0008.JPG", "IMG_0009.JPG", "IMG_0010.JPG"]
    # The three make a set again.
    carded.desk.model.fold(Kind.IGNOREDS, False)
    view.choose(card_sets[3])
    do(carded, "restore")
    assert sorted(grouped(carded)[-1]) == ["10", "8", "9"]
    assert ignored(carded) == ["IMG_0004.JPG"]
    for _ in range(3):
        do(carded, "undo")
    assert (grouped(carded), ignored(carded)) == (BEFORE, [])


def test_divide_into_sets_of_two(carded, monkeypatch, card_sets):
    asked = []
    monkeypatch.setattr(QInputDialog, "getInt", lambda *a: asked.append(a[3]) or (2, True))
    carded.desk.view.choose([card_sets[1][0], card_sets[3][0]])
    do(carded, "divide")
    assert asked == [3]
    assert grouped(carded) == [["1", "2", "3"], ["4", "5"], ["6", "8"], ["9", "10"], ["7"]]
    undone(carded)


def test_grouping_anew(carded, qtbot, card_sets):
    box = carded.desk.panel.grouping
    assert not box.isVisible()
    carded.desk.panel.more.click()
    assert box.isVisible()
    # What a person set aside stays so.
    carded.desk.view.choose([card_sets[3][0]])
    do(carded, "ignore")
    box.count.setValue(2)
    qtbot.waitUntil(lambda: carded.shoot.preferences.count == 2, timeout=WAIT)
    assert all(len(s) <= 2 for s in carded.shoot.sets)
    assert ignored(carded)[-3:] == ["IMG_0008.JPG", "IMG_0009.JPG", "IMG_0010.JPG"]
    do(carded, "undo")
    assert grouped(carded) == BEFORE[:3]
    assert box.count.value() == 1
    assert carded.shoot.preferences.count is None


def test_the_jpeg_instead_of_the_raw_file(make, qtbot, tmp_path):
    folder = tmp_path / "pairs"
    pairs = [shoot(folder, 1, 0), shoot(folder, 4, 60, turned=2), shoot(folder, 7, 120, turned=3)]
    for path in (p for pair in pairs for p in pair):  # read as what it is: a JPEG, by another name
        path.with_suffix(".DNG").write_bytes(path.read_bytes())
    window = make(folder)
    qtbot.waitUntil(lambda: window.desk.model.rowCount() == 4, timeout=WAIT)
    assert {p.suffix for s in window.shoot.sets for p in s.paths} == {".DNG"}
    assert len(ignored(window)) == 9
    qtbot.waitUntil(lambda: not window.opener.load_lane.busy, timeout=WAIT)
    window.desk.panel.grouping.prefer.setCurrentIndex(1)
    qtbot.waitUntil(lambda: window.shoot.preferences.prefer == "jpeg", timeout=WAIT)
    assert {p.suffix for s in window.shoot.sets for p in s.paths} == {".JPG"}
    window.notice.hide()
    window.opener.open_set(window.shoot.sets[0])
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    assert shown(window) == ["1", "2", "3"]


def test_the_set_on_screen_follows_its_correction(carded, qtbot, card_sets):
    view = carded.desk.view
    carded.session.edit(strength=0.5)
    view.choose([card_sets[0][2]], frame=2)
    do(carded, "own_set")
    qtbot.waitUntil(lambda: shown(carded) == ["1", "2"], timeout=WAIT)
    assert carded.session.recipe.strength == 1.0
    # Undo brings the set back, and its look with it: it is known by its files.
    do(carded, "undo")
    qtbot.waitUntil(lambda: shown(carded) == ["1", "2", "3"], timeout=WAIT)
    assert carded.session.recipe.strength == 0.5
    # What is not on screen does not disturb it.
    loaded = carded.session.loaded
    view.choose([card_sets[1][2]], frame=2)
    do(carded, "own_set")
    assert not carded.opener.load_lane.busy
    assert carded.session.loaded is loaded


def test_as_many_frames_keep_the_look(carded, qtbot, card_sets):
    carded.session.edit(strength=0.5)
    first, other = card_sets[0], card_sets[2][0]

    def swapped(grouping):
        return grouping.move(first[2], None).move(other, 0)

    carded.shoot.edit("Swap a frame", swapped)
    qtbot.waitUntil(lambda: shown(carded) == ["1", "2", "7"], timeout=WAIT)
    assert carded.session.recipe.strength == 0.5


def test_undo_takes_back_what_was_done_last(carded, card_sets):
    carded.session.edit(strength=0.5)
    carded.desk.view.choose([card_sets[1][0], card_sets[3][0]])
    do(carded, "merge_sets")
    carded.session.edit(strength=0.25)
    do(carded, "undo")
    assert (carded.session.recipe.strength, len(carded.shoot.sets)) == (0.5, 3)
    do(carded, "undo")
    assert (carded.session.recipe.strength, len(carded.shoot.sets)) == (0.5, 4)
    do(carded, "undo")
    assert carded.session.recipe.strength == 1.0
    assert not carded.actions_by_name["undo"].isEnabled()
    do(carded, "redo")
    do(carded, "redo")
    assert (carded.session.recipe.strength, len(carded.shoot.sets)) == (0.5, 3)
    do(carded, "redo")
    assert carded.session.recipe.strength == 0.25
    assert not carded.actions_by_name["redo"].isEnabled()


class Note(QUndoCommand):
    """Writes itself down."""

    def __init__(self, log: list[tuple[str, int]], number: int) -> None:
        super().__init__(str(number))
        self.log, self.number = log, number

    def redo(self) -> None:
        self.log.append(("redo", self.number))

    def undo(self) -> None:
        self.log.append(("undo", self.number))


@given(st.lists(st.sampled_from(["a", "b", "undo"]), max_size=14))
def test_two_histories_are_undone_as_one(steps: list[str]) -> None:
    """As long as nothing is done after an undo, both together are one list."""
    stacks = {"a": QUndoStack(), "b": QUndoStack()}
    history, log, done = History(*stacks.values()), [], []
    for number, step in enumerate(steps):
        if step != "undo":
            while history.can_redo:  # only what is done last of all is taken back and done again
                history.redo()
                done.append(log[-1][1])
            stacks[step].push(Note(log, number))
            done.append(number)
        elif history.can_undo:
            assert history.undo_text == str(done[-1])
            history.undo()
            assert log[-1] == ("undo", done.pop())
            assert history.redo_text == str(log[-1][1])
    while history.can_undo:
        history.undo()
        assert log[-1] == ("undo", done.pop())
    assert not done


def test_sets_of_other_sizes_are_not_merged(make, qtbot, tmp_path):
    folder = tmp_path / "card"
    shoot(folder, 1, 0)
    shoot(folder, 4, 60, size=(120, 180), turned=2)
    window = make()
    window.opener.fuse = lambda: None
    window.open_paths([folder])
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    window.desk.view.selectAll()
    do(window, "merge_sets")
    assert grouped(window) == [["1", "2", "3"], ["4", "5", "6"]]
    assert window.notice.text.text().startswith("IMG_0004.JPG is 120×180 pixels, but IMG_0001.JPG is 180×120.")
    # Nor by dragging one frame.
    window.notice.hide()
    row = window.desk.model.index(0, 0).data(ROW)
    window.desk.corrector.drop([folder / "IMG_0005.JPG"], row)
    assert grouped(window) == [["1", "2", "3"], ["4", "5", "6"]]
    assert window.notice.kind == "error"
    assert not window.actions_by_name["undo"].isEnabled()


def test_a_click_on_the_set_on_screen_does_not_read_it_again(carded, qtbot):
    loaded = carded.session.loaded
    view = carded.desk.view
    view.setCurrentIndex(carded.desk.model.index(0, 0))
    view.open_requested.emit(carded.desk.model.index(1, 0).data(ROW))
    assert carded.opener.load_lane.busy
    view.open_requested.emit(carded.desk.model.index(0, 0).data(ROW))
    qtbot.waitUntil(lambda: not carded.opener.load_lane.busy, timeout=WAIT)
    assert carded.session.loaded is loaded
    assert carded.shoot.asked == carded.shoot.open


def test_a_message_that_goes_leaves_the_panels(carded, qtbot):
    carded.tell(MefError("is damaged", path="a.jpg"))
    carded.notice.dismiss.setFocus()
    qtbot.waitUntil(carded.notice.dismiss.hasFocus, timeout=WAIT)
    qtbot.keyClick(carded.notice.dismiss, Qt.Key.Key_Tab)
    assert not carded.sidebar.isHidden()
    carded.notice.dismiss.setFocus()
    qtbot.keyClick(carded.notice.dismiss, Qt.Key.Key_Space)
    assert carded.notice.isHidden()
    assert carded.canvas.hasFocus()
    assert not carded.sidebar.isHidden()
