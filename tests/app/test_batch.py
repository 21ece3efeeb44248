"""Many sets exported together: along the user's path, and what fails, is paused, cancelled and tried again."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import tifffile
from cards import card
from conftest import WAIT
from hands import do
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from app.batch.dialog import BatchDialog
from app.batch.items import Item, State, overall, seconds_left
from app.batch.panel import outcome, remaining
from app.batch.queue import BatchQueue
from app.shoot.parts import PartsDialog
from app.windows.batching import Batching
from mefcore.batch import Naming, Source, plan
from mefcore.lut.formats.cube import read_cube
from mefcore.recipe import Recipe


@pytest.fixture
def carded(make, qtbot, sets):
    """A window with the card in it; the network is asked when something is exported."""
    window = make()
    window.opener.fuse = lambda: None
    window.open_paths([sets[0][0].parent])
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    yield window
    batching(window).queue.cancel()


def batching(window) -> Batching:
    return next(f for f in window.features if isinstance(f, Batching))


def ask(window, name: str, folder: Path, **choices: str) -> BatchDialog:
    """The dialog of a command, with a folder and other choices made."""
    do(window, name)
    dialog = window.findChild(BatchDialog, "batch")
    dialog.set_folder(folder)
    for field, value in choices.items():
        box = getattr(dialog, field)
        box.setCurrentIndex(box.findData(value))
    return dialog


def states(queue: BatchQueue) -> list[State]:
    return [item.state for item in queue.items]


def wait_over(qtbot, queue: BatchQueue) -> None:
    qtbot.waitUntil(lambda: not queue.unfinished and not queue.busy, timeout=WAIT)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_folder_that_may_not_be_written_is_told_once(carded, tmp_path, monkeypatch):
    import mefcore.io.atomic as atomic

    locked, real = tmp_path / "locked", os.access
    locked.mkdir()
    monkeypatch.setattr(atomic.os, "access", lambda p, m: not (Path(p) == locked and m & os.W_OK) and real(p, m))
    dialog = ask(carded, "export_all", locked)
    dialog.accept()
    assert carded.notice.kind == "error"
    assert "read-only" in carded.notice.text.text()
    assert batching(carded).queue.rowCount() == 0


def test_edit_sync_undo_export(make, qtbot, settled, tmp_path):
    """Drop three sets, edit the first, give its look to the others, think better of it, do it again, export all."""
    sets = [one for one in card(tmp_path / "card") if len(one) > 1]
    window = make(sets[0][0].parent)
    settled(window)
    contents = [frozenset(one) for one in sets]
    window.session.edit(strength=0.25, grid=9)
    window.desk.view.selectAll()
    do(window, "sync")
    dialog = window.findChild(PartsDialog, "parts")
    assert dialog.chosen == ("look", "lut", "blend", "frames")
    dialog.boxes["frames"].setChecked(False)
    dialog.accept()
    recipes = [window.desk.editor.recipe_of(one) for one in contents]
    assert [(r.strength, r.grid) for r in recipes] == [(0.25, 9)] * 3
    assert window.notice.text.text() == "2 sets have these settings now."
    do(window, "undo")
    assert [window.shoot.looks.of(one).edited for one in contents] == [True, False, False]
    do(window, "redo")
    assert all(window.shoot.looks.of(one).edited for one in contents)

    out = tmp_path / "out"
    dialog = ask(window, "export_all", out)
    dialog.cube.setChecked(True)
    assert dialog.example.text() == "Such as IMG_0001-fused.tif"
    dialog.accept()
    queue = batching(window).queue
    # Editing goes on; what is exported is what it was.
    window.session.edit(strength=1.0)
    wait_over(qtbot, queue)
    assert states(queue) == [State.DONE] * 3
    assert names(out) == [f"IMG_000{n}-fused{s}" for n in (1, 4, 8) for s in (".cube", ".tif")]
    assert read_cube(out / "IMG_0004-fused.cube").size == 9
    assert window.notice.text.text() == "Exports are over: 3 exported."
    assert window.notice.action.text() == "Show in folder"
    # The picture on screen as it was when it was asked for, by the other way out.
    window.session.edit(strength=0.25)
    settled(window)
    with qtbot.waitSignal(window.exporter.exported, timeout=WAIT):
        window.exporter.export_to(tmp_path / "one.tif")
    assert np.array_equal(tifffile.imread(tmp_path / "one.tif"), tifffile.imread(out / "IMG_0001-fused.tif"))

    # The next day.
    window.close()
    window = make(sets[0][0].parent)
    settled(window)
    qtbot.waitUntil(lambda: all(window.shoot.looks.of(one).edited for one in contents), timeout=WAIT)
    recipes = [window.desk.editor.recipe_of(one) for one in contents]
    assert [(r.strength, r.grid) for r in recipes] == [(0.25, 9)] * 3
    window.actions_by_name["undo"].trigger()
    assert window.session.recipe.strength == 1.0


def test_all_sets_are_those_that_are_not_rejected(carded, qtbot, sets, tmp_path):
    contents = [frozenset(one) for one in sets]
    carded.desk.editor.reject(contents[1:2], True)
    dialog = ask(carded, "export_all", tmp_path)
    assert [frozenset(source.sources) for source in dialog.sources] == [contents[0], contents[2]]
    assert dialog.start.text() == "Export 2 sets"
    assert dialog.left_out.text() == "1 rejected set is left out."
    dialog.reject()
    qtbot.waitUntil(lambda: carded.findChild(BatchDialog, "batch") is None, timeout=WAIT)
    carded.desk.panel.show_filter("rejected")
    dialog = ask(carded, "export_all", tmp_path)
    assert [frozenset(source.sources) for source in dialog.sources] == [contents[1]]
    assert dialog.start.text() == "Export 1 set"
    assert not dialog.left_out.isVisible()
    dialog.reject()


def test_one_that_fails_stops_nobody_and_can_be_retried(carded, qtbot, sets, tmp_path):
    whole = sets[1][2].read_bytes()
    sets[1][2].write_bytes(whole[:-900])
    feature, out = batching(carded), tmp_path / "out"
    ask(carded, "export_all", out, format=".jpg").accept()
    wait_over(qtbot, feature.queue)
    assert states(feature.queue) == [State.DONE, State.FAILED, State.DONE]
    failed = feature.queue.items[1]
    assert failed.why.startswith(sets[1][2].name)
    assert failed.why in carded.notice.text.text()
    assert carded.notice.text.text().startswith("Exports are over: 2 exported, 1 failed.")
    assert feature.panel.summary.text() == "2 exported, 1 failed"
    assert names(out) == ["IMG_0001-fused.jpg", "IMG_0008-fused.jpg"]
    sets[1][2].write_bytes(whole)
    qtbot.mouseClick(carded.notice.action, Qt.MouseButton.LeftButton)
    wait_over(qtbot, feature.queue)
    assert states(feature.queue) == [State.DONE] * 3
    assert "IMG_0004-fused.jpg" in names(out)
    feature.panel.clear.click()
    assert not feature.queue.rowCount()
    assert feature.panel.isHidden()
    assert not carded.actions_by_name["exports"].isChecked()


def test_paused_resumed_cancelled(carded, qtbot, tmp_path):
    feature, out = batching(carded), tmp_path / "out"
    queue, panel = feature.queue, feature.panel
    dialog = ask(carded, "export_all", out)
    queue.pause(True)
    dialog.accept()
    assert panel.isVisible()
    pressed = panel.pause.geometry() | panel.cancel.geometry()
    assert states(queue) == [State.WAITING] * 3
    assert panel.summary.text() == "0 of 3, paused"
    panel.pause.click()
    assert states(queue)[0] is State.RUNNING
    panel.pause.click()
    assert panel.summary.text() == "0 of 3, finishing one"
    # One of those that wait, by the list's menu.
    panel.list.setCurrentIndex(queue.index(1))
    menu = panel.menu()
    by_name = {a.objectName(): a for a in menu.actions()}
    assert not by_name["show"].isEnabled()
    assert not by_name["retry"].isEnabled()
    by_name["cancel"].trigger()
    qtbot.waitUntil(lambda: not queue.busy, timeout=WAIT)
    assert states(queue) == [State.DONE, State.CANCELLED, State.WAITING]
    queue.pause(False)
    wait_over(qtbot, queue)
    assert states(queue) == [State.DONE, State.CANCELLED, State.DONE]
    assert panel.summary.text() == "2 exported, 1 cancelled"
    # Whoever was about to press one of the keys that are gone clears nothing.
    qtbot.waitUntil(lambda: panel.clear.isVisible() and panel.clear.x() > 0)
    assert not panel.clear.geometry().intersects(pressed)
    # It can be had after all, and what is not wanted leaves the list.
    panel.list.setCurrentIndex(queue.index(1))
    next(a for a in panel.menu().actions() if a.objectName() == "retry").trigger()
    wait_over(qtbot, queue)
    assert states(queue) == [State.DONE] * 3
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert queue.rowCount() == 2
    assert len(names(out)) == 3, "files stay"


def test_cancelled_all_at_once(carded, qtbot, tmp_path):
    feature, out = batching(carded), tmp_path / "out"
    ask(carded, "export_all", out).accept()
    qtbot.waitUntil(lambda: feature.queue.items[0].fraction > 0, timeout=WAIT)
    feature.panel.cancel.click()
    wait_over(qtbot, feature.queue)
    assert set(states(feature.queue)) <= {State.CANCELLED, State.DONE}
    assert State.CANCELLED in states(feature.queue)
    assert all(n.endswith("-fused.tif") for n in names(out)) if out.exists() else True
    # They can be had after all, without looking for it in the list.
    assert carded.notice.action.text() == "Retry"
    carded.notice.action.click()
    wait_over(qtbot, feature.queue)
    assert states(feature.queue) == [State.DONE] * 3


def test_what_exists_is_left_or_numbered(carded, qtbot, tmp_path):
    feature, out = batching(carded), tmp_path / "out"
    out.mkdir()
    (out / "IMG_0004-fused.png").write_bytes(b"old")
    carded.desk.view.choose([next(iter(carded.shoot.sets[1].paths))])
    ask(carded, "export_sets", out, format=".png", existing="skip").accept()
    wait_over(qtbot, feature.queue)
    assert states(feature.queue) == [State.SKIPPED]
    assert (out / "IMG_0004-fused.png").read_bytes() == b"old"
    # What was chosen is remembered, for the next time.
    dialog = ask(carded, "export_sets", out, existing="number")
    assert dialog.format.currentData() == ".png"
    dialog.accept()
    wait_over(qtbot, feature.queue)
    assert names(out) == ["IMG_0004-fused-2.png", "IMG_0004-fused.png"]


def test_why_a_pattern_makes_no_name_can_be_read_and_the_button_looks_like_it(carded, qtbot, tmp_path):
    dialog = ask(carded, "export_all", tmp_path)
    ready = dialog.start.grab().toImage()
    dialog.pattern.setText("{" + "nobody knows " * 12 + "}")
    label = dialog.example
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()), timeout=WAIT)
    assert label.heightForWidth(label.width()) > 3 * label.fontMetrics().height()
    middle = dialog.start.rect().center() - QPoint(0, dialog.start.height() // 2 - 4)
    assert dialog.start.grab().toImage().pixelColor(middle) != ready.pixelColor(middle)
    dialog.reject()


def test_a_pattern_that_makes_no_name_cannot_be_taken(carded, tmp_path):
    dialog = ask(carded, "export_all", tmp_path)
    dialog.pattern.setText("{date}_{number}")
    assert dialog.example.text() == "Such as 2024-05-06_01.tif"
    dialog.pattern.setText("{nome}")
    assert not dialog.start.isEnabled()
    assert (
        dialog.example.text()
        == "{nome} means nothing in a pattern for names. It may hold {name}, {number}, {date}, {folder}."
    )
    dialog.pattern.setText("{name}")
    dialog.place.setCurrentIndex(dialog.place.findData(False))
    assert dialog.options.folder is None
    assert not dialog.choose.isEnabled()
    dialog.reject()


def test_the_frames_are_safe(carded, qtbot, sets):
    """Even where a person asks for their names, in their folder, and to replace what is there."""
    before = [p.read_bytes() for one in sets for p in one]
    dialog = ask(carded, "export_all", sets[0][0].parent, format=".jpg", existing="replace")
    dialog.pattern.setText("{name}")
    for link in sets:  # as suffixes of cameras are in capitals
        (link[0].parent / f"{link[0].stem}.jpg").symlink_to(link[0])
    dialog.accept()
    queue = batching(carded).queue
    wait_over(qtbot, queue)
    assert states(queue) == [State.FAILED] * 3
    assert "frame" in queue.items[0].why
    assert [p.read_bytes() for one in sets for p in one] == before


def test_a_full_disk_pauses_and_goes_on(carded, qtbot, tmp_path):
    """On a file system of one megabyte, which is made room on while the queue waits."""
    feature = batching(carded)
    out = tmp_path / "out"
    with small_disk(tmp_path) as disk:
        if disk is None:
            pytest.skip("this user may not mount a file system")
        fill = disk / "fill"
        fill.write_bytes(bytes((1 << 20) - 16384))
        out.symlink_to(disk)
        ask(carded, "export_all", out).accept()
        qtbot.waitUntil(lambda: feature.queue.paused and not feature.queue.busy, timeout=WAIT)
        assert states(feature.queue) == [State.WAITING] * 3, "none of them has failed"
        assert "the disk is full. Free some space" in feature.panel.trouble.text()
        assert carded.notice.text.text().startswith("Exports are paused.")
        assert names(disk) == ["fill"]
        fill.unlink()
        qtbot.mouseClick(carded.notice.action, Qt.MouseButton.LeftButton)
        wait_over(qtbot, feature.queue)
        assert states(feature.queue) == [State.DONE] * 3
        assert len(names(disk)) == 3


class small_disk:  # noqa: N801 - a context manager
    """A file system of one megabyte, where this user may mount one; else None."""

    def __init__(self, tmp_path: Path) -> None:
        self._folder = tmp_path / "disk"

    def __enter__(self) -> Path | None:
        self._folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(self._folder)]
        done = subprocess.run(command, capture_output=True) if shutil.which("mount") else None
        return self._folder if done is not None and done.returncode == 0 else None

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", str(self._folder)], capture_output=True)


def test_quitting_asks_while_sets_are_to_be_exported(carded, qtbot, tmp_path):
    feature = batching(carded)
    feature.queue.pause(True)
    ask(carded, "export_all", tmp_path / "out").accept()
    answers: list[str] = []

    def answer(wanted: str) -> None:
        box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
        answers.append(box.text())
        next(b for b in box.findChildren(QPushButton) if wanted in b.text()).click()

    QTimer.singleShot(0, lambda: answer("Cancel"))
    assert not carded.close()
    assert carded.isVisible()
    QTimer.singleShot(0, lambda: answer("Stop and quit"))
    assert carded.close()
    assert answers == ["3 sets have not been exported yet. Stop and quit?"] * 2
    assert not (tmp_path / "out").exists()


# ---- numbers


def test_how_long_it_will_take():
    """The median of those that are done, times what is left of the others."""
    job = plan([Source((Path("/a.jpg"),), Recipe())], Naming(Path("/out")))[0]
    done = [Item(k, job, State.DONE, 1.0, seconds=s) for k, s in enumerate((2.0, 100.0, 4.0))]
    failed = Item(9, job, State.FAILED, seconds=0.1)
    assert seconds_left([*done, failed]) == 0
    ahead = [Item(4, job, State.RUNNING, 0.5), Item(5, job), Item(6, job)]
    assert seconds_left([*done, failed, *ahead]) == pytest.approx(4.0 * 2.5)
    assert seconds_left(ahead) is None
    assert overall([*done, failed, *ahead]) == pytest.approx(4.5 / 7)
    assert overall([]) == 0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (3, "a few seconds left"),
        (42, "about 40 s left"),
        (58, "about 1 min left"),
        (600, "about 10 min left"),
        (3700, "about 1 h 2 min left"),
    ],
)
def test_the_time_is_told_no_more_exactly_than_it_is_known(seconds, told):
    assert remaining(seconds) == told


def test_what_became_of_it():
    assert outcome(38, 2, 0, 0) == "38 exported, 2 failed"
    assert outcome(0, 0, 0, 0) == "0 exported"
    assert outcome(0, 0, 3, 1) == "3 there already, 1 cancelled"
