"""Files out: what they hold, what they never overwrite, and what a cancelled one leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from conftest import WAIT
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from test_canvas import as_array

from app.models.messages import Exported
from app.windows import dialogs
from mefcore import pipeline
from mefcore.errors import WriteError
from mefcore.job import Job
from mefcore.lut.formats.cube import read_cube


def export(window, qtbot, path: Path) -> None:
    with qtbot.waitSignal(window.exporter.exported, timeout=WAIT):
        window.exporter.export_to(path)


@pytest.fixture
def chosen(monkeypatch) -> dict[str, object]:
    """Answers the save dialog: set ``path``; ``suggested`` is what it was offered."""
    answer: dict[str, object] = {}

    def ask(parent, title, suggested, filters):
        answer["suggested"] = suggested
        return answer.get("path")

    monkeypatch.setattr(dialogs, "ask_target", ask)
    return answer


def test_exported_tiff_is_the_preview(opened, qtbot, settled, tmp_path):
    opened.session.edit(grid=17, strength=0.8)
    opened.canvas.zoom_to(1.0)
    settled(opened)
    target = tmp_path / "out.tif"
    export(opened, qtbot, target)
    pixels = tifffile.imread(target)
    assert pixels.dtype == np.uint16
    assert pixels.shape == (240, 360, 3)
    preview = as_array(opened.canvas.after[-1].image).astype(float)
    assert np.abs(pixels / 257 - preview).max() <= 1.0
    assert "out.tif" in opened.notice.text.text()
    assert opened.notice.action.text() == "Show in folder"
    assert [p.name for p in tmp_path.glob("out*")] == ["out.tif"]


@pytest.mark.parametrize("name", ["a.png", "b.JPG"])
def test_other_formats_by_suffix(opened, qtbot, tmp_path, name):
    export(opened, qtbot, tmp_path / name)
    with Image.open(tmp_path / name) as image:
        assert image.size == (360, 240)
        assert image.info.get("icc_profile")


def test_exported_cube_is_the_lattice_and_says_where_it_comes_from(opened, qtbot, settled, tmp_path):
    opened.session.edit(grid=17)
    settled(opened)
    export(opened, qtbot, tmp_path / "look.cube")
    lut = read_cube(tmp_path / "look.cube")
    assert lut.size == 17
    assert np.abs(lut.table - np.clip(opened.preview.exact.lut.table, 0, 1)).max() <= 5.1e-7
    text = (tmp_path / "look.cube").read_text("ascii")
    assert all(path.path.name in text for path in opened.session.bracket.frames)
    assert opened.session.prediction.model_id in text


def test_cube_of_a_draft_is_exact_all_the_same(opened, qtbot, tmp_path):
    opened.session.edit(grid=20)
    export(opened, qtbot, tmp_path / "look.cube")
    want = pipeline.bake(opened.session.prediction, opened.session.recipe)
    assert np.abs(read_cube(tmp_path / "look.cube").table - np.clip(want.table, 0, 1)).max() <= 5.1e-7


def test_the_cube_turns_the_plain_blend_into_the_picture(opened, qtbot, tmp_path, chosen):
    opened.session.edit(strength=0.7)
    chosen["path"] = tmp_path / "b.tif"
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        opened.actions_by_name["export_base"].trigger()
    assert chosen["suggested"].name == "room_1-base.tif"
    assert opened.notice.text.text().endswith("The saved .cube turns it into the picture.")
    for name in ("out.tif", "look.cube"):
        export(opened, qtbot, tmp_path / name)
    base = tifffile.imread(tmp_path / "b.tif")
    assert base.dtype == np.uint16
    assert base.shape == (240, 360, 3)
    looked_up = 65535 * read_cube(tmp_path / "look.cube").evaluate(base / 65535)
    picture = tifffile.imread(tmp_path / "out.tif").astype(float)
    assert np.abs(looked_up - picture).max() <= 65535 / 255 / 4
    assert np.abs(base - picture).max() > 65535 / 255


def test_exporting_again_means_the_picture_not_the_blend(opened, qtbot, tmp_path, chosen):
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        opened.exporter.export_to(tmp_path / "base.tif", plain=True)
    opened.exporter.again()
    assert chosen["suggested"] == tmp_path / "room_1-fused.tif"


@pytest.mark.parametrize(("seconds", "want"), [(0.04, "Saved a.tif, 971 kB"), (2.34, "Saved a.tif, 971 kB, in 2.3 s")])
def test_what_took_no_time_is_not_timed(window, seconds, want):
    window.exporter.exported.emit(Exported(Path("a.tif"), 971_000, seconds))
    assert window.notice.text.text() == want


def test_a_frame_is_never_overwritten(opened, qtbot, bracket):
    before = bracket[1].read_bytes()
    link = bracket[1].with_name("link.jpg")
    link.hardlink_to(bracket[1])
    for target in (bracket[1], link, bracket[1].parent / "." / bracket[1].name):
        opened.notice.hide()
        assert opened.exporter.export_to(target) is None
        assert opened.notice.kind == "error"
        assert "is a frame of this bracket" in opened.notice.text.text()
    assert bracket[1].read_bytes() == before


def test_missing_folder_is_told(opened, qtbot, tmp_path):
    opened.exporter.export_to(tmp_path / "no" / "such" / "out.tif")
    qtbot.waitUntil(lambda: opened.notice.kind == "error", timeout=WAIT)
    assert "out.tif" in opened.notice.text.text() or "such" in opened.notice.text.text()


def test_exports_run_in_order_while_editing_goes_on(opened, qtbot, settled, tmp_path):
    done, gate = [], threading.Event()

    def hold(_: None, job: Job) -> None:
        gate.wait(60)

    opened.exporter.exported.disconnect()
    opened.exporter.queue.submit(hold, None)
    opened.exporter.queue.succeeded.connect(lambda _, result: result and done.append(result.path.name))
    opened.exporter.export_to(tmp_path / "first.tif")
    opened.session.edit(grid=9)
    opened.exporter.export_to(tmp_path / "second.cube")
    # The queue is held up, and the picture changes all the same.
    settled(opened)
    assert opened.preview.exact.lattices.size == 9
    assert done == []
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 2, timeout=WAIT)
    assert done == ["first.tif", "second.cube"]
    # Each with the recipe of its moment.
    assert read_cube(tmp_path / "second.cube").size == 9


def test_cancelled_export_leaves_nothing_and_the_old_file_whole(opened, qtbot, tmp_path):
    target = tmp_path / "folder" / "out.tif"
    target.parent.mkdir()
    target.write_bytes(b"precious")
    queue, gate = opened.exporter.queue, threading.Event()
    opened.exporter.exported.disconnect()
    queue.submit(lambda _, job: gate.wait(60), None)
    job_id = opened.exporter.export_to(target)
    queue.cancel(job_id)
    gate.set()
    qtbot.waitUntil(lambda: not queue._jobs, timeout=WAIT)
    assert target.read_bytes() == b"precious"
    assert [p.name for p in target.parent.iterdir()] == ["out.tif"]


def test_progress_shows_after_half_a_second_and_cancels(opened, qtbot):
    queue, started = opened.exporter.queue, threading.Event()

    def long(_: None, job: Job) -> None:
        started.set()
        while True:
            job.progress(0.5)
            threading.Event().wait(0.005)

    strip = opened.status.progress
    queue.submit(long, None, "Exporting something")
    qtbot.waitUntil(started.is_set)
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible)
    assert strip.label.text() == "Exporting something"
    qtbot.waitUntil(lambda: strip.bar.value() == 500)
    qtbot.mouseClick(strip.cancel, Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    qtbot.waitUntil(lambda: not queue._jobs)
    assert opened.notice.kind == ""


def test_suggested_name_and_remembered_folder(opened, qtbot, tmp_path, bracket, chosen):
    elsewhere = tmp_path / "exports"
    elsewhere.mkdir()
    chosen["path"] = elsewhere / "mine.tif"
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        qtbot.keyClick(opened, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert chosen["suggested"] == bracket[0].parent / "room_1-fused.tif"
    chosen["path"] = None
    opened.exporter.ask_image()
    assert chosen["suggested"] == elsewhere / "room_1-fused.tif"
    opened.exporter.ask_cube()
    assert chosen["suggested"] == elsewhere / "room_1-fused.cube"
    opened.exporter.ask_base()
    assert chosen["suggested"] == elsewhere / "room_1-base.tif"
    # Back beside the frames: that is remembered as "beside the frames".
    chosen["path"] = bracket[0].parent / "x.tif"
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        opened.exporter.ask_image()
    assert opened.settings.folder("image") is None


def test_ctrl_s_goes_to_the_same_file_again(opened, qtbot, tmp_path, chosen):
    chosen["path"] = tmp_path / "again.tif"
    ctrl = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        qtbot.keyClick(opened, Qt.Key.Key_S, ctrl)
    assert "suggested" in chosen
    first = (tmp_path / "again.tif").read_bytes()
    chosen.clear()
    opened.session.edit(strength=0.0)
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        qtbot.keyClick(opened, Qt.Key.Key_S, ctrl)
    assert chosen == {}
    assert (tmp_path / "again.tif").read_bytes() != first


def test_nothing_to_export_without_a_picture(window):
    for name in ("export", "export_again", "export_base", "save_cube", "undo", "redo", "reset"):
        assert not window.actions_by_name[name].isEnabled()


def test_closing_during_an_export_asks(opened, qtbot, tmp_path, monkeypatch):
    answers = [False, True]
    monkeypatch.setattr(dialogs, "confirm", lambda *_, **__: answers.pop(0))
    gate = threading.Event()
    opened.exporter.queue.submit(lambda _, job: gate.wait(60), None)
    assert not opened.close()
    assert opened.isVisible()
    gate.set()
    assert opened.close()
    assert answers == []


@pytest.fixture
def last_resort(opened) -> Iterator[None]:
    """Dismisses a question that would otherwise be waited on for ever."""
    timer = QTimer(opened, singleShot=True, interval=20_000)
    timer.timeout.connect(lambda: QApplication.activeModalWidget().reject())
    timer.start()
    yield
    timer.stop()


@pytest.mark.parametrize("fails", [False, True])
def test_the_quit_question_goes_with_the_export(opened, qtbot, last_resort, fails):
    gate = threading.Event()

    def work(_: None, job: Job) -> Exported:
        gate.wait(60)
        if fails:
            raise WriteError("cannot be written", path="out.tif")
        return Exported(Path("out.tif"), 1, 1.0)

    def finish() -> None:
        assert QApplication.activeModalWidget().isVisible()
        gate.set()

    opened.exporter.queue.submit(work, None)
    QTimer.singleShot(0, finish)
    # Finished: there is nothing left to ask.  Failed: that has to be seen.
    assert opened.close() is not fails
    assert QApplication.activeModalWidget() is None
    assert (opened.notice.kind == "error") is fails
    assert opened.isVisible() is fails


def test_a_signal_to_stop_answers_the_quit_question(opened, last_resort):
    gate = threading.Event()
    opened.exporter.queue.submit(lambda _, job: gate.wait(60), None)

    def stop() -> None:
        gate.set()
        opened.stop()

    QTimer.singleShot(0, stop)
    assert opened.close()
    assert not opened.isVisible()
    assert QApplication.activeModalWidget() is None
