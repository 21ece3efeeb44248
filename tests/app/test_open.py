"""Files and folders onto the window, and what happens when they are not a bracket."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from conftest import WAIT
from makers import save_bracket
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from app import theme
from app.models.frames import EV, WEIGHT


def drop(window, *paths: Path) -> None:
    """As the file manager does it: enter, then drop."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    where, none = QPoint(300, 300), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window.drop.isVisible()
    assert window.drop.geometry() == window.rect()
    fall = QDropEvent(QPointF(where), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(window, fall)
    assert fall.isAccepted()
    assert not window.drop.isVisible()


def test_dropped_files_become_a_picture(window, bracket, settled, qtbot):
    assert window.empty.isVisible()
    drop(window, *reversed(bracket))
    settled(window)
    assert [f.path for f in window.session.bracket.frames] == bracket
    assert not window.empty.isVisible()
    assert window.canvas.after
    model = window.frames
    assert [model.index(k).data(EV) for k in range(3)] == ["−2.0 EV", "0.0 EV", "+2.0 EV"]
    assert sum(model.index(k).data(WEIGHT) for k in range(3)) == pytest.approx(1, abs=1e-5)
    assert model.index(0).data() == "room_1.jpg"
    assert "360 × 240" in window.status.facts.text()
    qtbot.waitUntil(lambda: "ms" in window.status.facts.text())  # told a moment later
    assert window.windowTitle().startswith("room_1.jpg")


def test_a_drop_never_moves_the_frames(window, bracket, settled):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(bracket[0].parent))])
    offered, shift = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.KeyboardModifier.ShiftModifier
    for kind, where in ((QDragEnterEvent, QPoint(300, 300)), (QDropEvent, QPointF(300, 300))):
        event = kind(where, offered, mime, Qt.MouseButton.LeftButton, shift)
        assert event.proposedAction() == Qt.DropAction.MoveAction
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction
    settled(window)


def test_dropped_folder(window, bracket, settled):
    drop(window, bracket[0].parent)
    settled(window)
    assert len(window.session.bracket) == 3
    assert window.windowTitle() == "bracket – Luxcube"


def test_folder_and_files_at_once(window, tmp_path, bracket, settled):
    more = save_bracket(tmp_path / "more", stops=(-4, 4), prefix="more")
    drop(window, bracket[0].parent, *more)
    settled(window)
    assert [f.path.name for f in window.session.bracket.frames] == [
        "more_1.jpg", "room_1.jpg", "room_2.jpg", "room_3.jpg", "more_2.jpg",
    ]  # fmt: skip


def test_the_window_lights_up_while_files_are_over_it(window, bracket):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(bracket[0]))])
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(window, enter)
    image = QImage(window.size(), QImage.Format.Format_RGB32)
    window.render(image)
    middle = image.height() // 2
    frame = theme.colour("strong").name()
    assert [image.pixelColor(x, middle).name() for x in (4, image.width() - 5)] == [frame, frame]
    # The picture stays the target of the drag.
    assert window.childAt(window.canvas.geometry().center()) is not window.drop
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drop.isVisible()


def test_drag_of_something_else_is_refused(window):
    mime = QMimeData()
    mime.setText("hello")
    enter = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def text_file(folder: Path) -> list[Path]:
    good = save_bracket(folder / "bad")
    (folder / "bad" / "notes.jpg").write_text("this is no picture")
    return [*good, folder / "bad" / "notes.jpg"]


def truncated(folder: Path) -> list[Path]:
    paths = save_bracket(folder / "bad")
    paths[1].write_bytes(paths[1].read_bytes()[:2500])
    return paths


def one_frame(folder: Path) -> list[Path]:
    return save_bracket(folder / "bad", stops=(0,))


def folder_of_one(folder: Path) -> list[Path]:
    return [one_frame(folder)[0].parent]


def mixed_sizes(folder: Path) -> list[Path]:
    return [*save_bracket(folder / "bad"), *save_bracket(folder / "bad", (1,), (200, 100), prefix="small")]


def empty_folder(folder: Path) -> list[Path]:
    (folder / "bad").mkdir()
    return [folder / "bad"]


def missing(folder: Path) -> list[Path]:
    return [folder / "gone.jpg"]


@pytest.mark.parametrize(
    ("maker", "words"),
    [
        (text_file, "notes.jpg"),
        (truncated, "room_2.jpg"),
        (folder_of_one, "only one frame"),
        (mixed_sizes, "200×100"),
        (empty_folder, "no picture in this folder"),
        (missing, "gone.jpg does not exist"),
    ],
)
def test_what_is_no_bracket_is_told_and_the_old_one_stays(opened, qtbot, settled, tmp_path, maker, words):
    before = opened.session.bracket
    drop(opened, *maker(tmp_path))
    qtbot.waitUntil(lambda: opened.notice.kind == "error", timeout=WAIT)
    text = opened.notice.text.text()
    assert words in text
    assert "\n" not in text
    assert str(tmp_path) not in text
    assert text.endswith(".")
    assert opened.session.bracket is before
    # The window is usable: another bracket opens, and the message goes.
    opened.open_paths(save_bracket(tmp_path / "good"))
    qtbot.waitUntil(lambda: opened.session.bracket is not before, timeout=WAIT)
    settled(opened)
    assert opened.notice.kind == ""


def test_news_of_one_bracket_does_not_stay_over_the_next(opened, qtbot, tmp_path):
    before = opened.session.bracket
    opened.notice.show_news("Saved x.tif")
    opened.open_paths(save_bracket(tmp_path / "next"))
    qtbot.waitUntil(lambda: opened.session.bracket is not before, timeout=WAIT)
    assert opened.notice.kind == ""


def test_open_dialog_does_not_list_every_suffix(window):
    seen = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(dialog.testOption(QFileDialog.Option.HideNameFilterDetails))
        dialog.reject()

    QTimer.singleShot(0, look)
    window.actions_by_name["open"].trigger()
    assert seen == [True]


def test_error_with_no_bracket_keeps_the_invitation(window, qtbot, tmp_path):
    drop(window, *one_frame(tmp_path))
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert window.empty.isVisible()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.notice.kind == ""


def test_opening_another_bracket_wins_over_the_first(window, settled, tmp_path, bracket):
    window.open_paths(save_bracket(tmp_path / "big", size=(1500, 1000), prefix="big"))
    window.open_paths(bracket)
    settled(window)
    assert window.session.bracket.frames[0].path == bracket[0]


def test_opening_can_be_cancelled(opened, qtbot, tmp_path):
    before = opened.session.bracket
    opened.open_paths(save_bracket(tmp_path / "other"))
    opened.opener.load_lane.cancel()
    qtbot.waitUntil(lambda: not opened.opener.load_lane._jobs, timeout=WAIT)
    assert opened.session.bracket is before


def test_another_bracket_forgets_the_history_and_the_look(opened, qtbot, settled, tmp_path):
    opened.session.edit(grid=17)
    opened.open_paths(save_bracket(tmp_path / "other", stops=(-1, 1)))
    qtbot.waitUntil(lambda: len(opened.session.bracket) == 2, timeout=WAIT)
    settled(opened)
    assert opened.session.recipe.grid == 33
    assert not opened.session.undo_stack.canUndo()
    assert opened.look.reveal("grid").slider.value() == 33


def test_a_stopped_network_can_be_asked_again(window, qtbot, settled, bracket):
    gate = threading.Event()
    window.opener.infer_lane._pool.submit(gate.wait, 60)
    window.open_paths(bracket)
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    window.opener.infer_lane.cancel()
    gate.set()
    qtbot.waitUntil(lambda: window.notice.kind == "news", timeout=WAIT)
    assert window.session.prediction is None
    qtbot.waitUntil(lambda: bool(window.canvas.before), timeout=WAIT)
    assert not window.actions_by_name["export"].isEnabled()
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.actions_by_name["export"].isEnabled()
