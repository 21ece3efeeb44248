"""LUT files for other programs, folders that make the picture again, and a LUT of one's own: along the menus."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import WAIT
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from app.windows import dialogs
from app.windows.creative import SUFFIXES, CreativeLut
from app.windows.lutexport import LutExport
from app.windows.lutexport_dialog import SIZES
from mefcore import pipeline
from mefcore.lut.formats import FORMATS, READABLE, Lattice, read_lut, write_lut
from mefcore.lut.formats.cube import read_cube, write_cube
from mefcore.lut.grid import Lut3D, lattice
from mefcore.lut.targets import TARGETS


def feature(window, kind):
    return next(f for f in window.features if isinstance(f, kind))


def warm(n: int = 9) -> Lut3D:
    return Lut3D((lattice(n) ** np.array([0.8, 1.0, 1.25])).astype(np.float32), title="warm")


@pytest.fixture
def chosen(monkeypatch) -> dict[str, object]:
    """Answers the dialogs that ask for files; set ``path``."""
    answer: dict[str, object] = {}

    def ask_target(parent, title, suggested, filters):
        answer["suggested"], answer["filters"] = suggested, filters
        return answer.get("path")

    monkeypatch.setattr(dialogs, "ask_target", ask_target)
    monkeypatch.setattr(dialogs, "ask_folder", lambda parent, title, folder: answer.get("path"))
    monkeypatch.setattr(dialogs, "ask_lut", lambda parent, title, folder, suffixes: answer.get("path"))
    return answer


def ask(window, qtbot):
    """The dialog, by its command, with its figures there."""
    window.actions_by_name["export_lut"].trigger()
    dialog = feature(window, LutExport).dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "ΔE" in dialog.error.text(), timeout=WAIT)
    return dialog


def pick(box, data) -> None:
    index = box.findData(data)
    assert index >= 0, [box.itemData(k) for k in range(box.count())]
    box.setCurrentIndex(index)


def drop(window, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, left, none))


def test_a_lut_for_a_program_is_written_read_back_and_told(opened, qtbot, tmp_path, chosen):
    dialog = ask(opened, qtbot)
    pick(dialog.program, "rawtherapee")
    assert dialog.format.currentData() == "hald"
    assert dialog.points.currentData() == 64
    pick(dialog.points, 25)
    qtbot.waitUntil(lambda: "ΔE" in dialog.error.text(), timeout=WAIT)
    assert "about" in dialog.bytes.text()
    assert "of 255" in dialog.lookup.text()
    assert "Not tried" in dialog.loading.text()
    chosen["path"] = tmp_path / "look.png"
    with qtbot.waitSignal(opened.exporter.queue.succeeded, timeout=WAIT):
        qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    assert chosen["suggested"].name == "room_1-lut.png"
    want = pipeline.final_of(opened.session.prediction, opened.session.recipe).sample(25)
    assert np.abs(read_lut(tmp_path / "look.png").table - np.clip(want.table, 0, 1)).max() <= 0.51 / 65535
    text = opened.notice.text.text()
    assert text.startswith("Saved look.png")
    assert "Read back: off by 0.5 of 65535 at most" in text
    assert "ΔE" in text
    assert feature(opened, LutExport).dialog is None

    again = ask(opened, qtbot)  # what was chosen for this program is still there
    assert again.program.currentData() == "rawtherapee"
    assert again.points.currentData() == 25
    again.reject()


def test_the_quick_way_is_still_there_and_cancelling_writes_nothing(opened, qtbot, tmp_path, chosen):
    chosen["path"] = tmp_path / "a.cube"
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        opened.actions_by_name["save_cube"].trigger()
    assert read_cube(tmp_path / "a.cube").size == opened.session.recipe.grid
    chosen["path"] = None
    before = sorted(tmp_path.rglob("*.cube"))
    dialog = ask(opened, qtbot)
    qtbot.mouseClick(
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton
    )
    dialog = ask(opened, qtbot)
    dialog.accept()  # and no file is chosen
    assert not opened.exporter.queue.busy
    assert sorted(tmp_path.rglob("*.cube")) == before


def test_only_what_can_be_written_is_offered(opened, qtbot, tmp_path):
    dialog = ask(opened, qtbot)
    for one in TARGETS:
        pick(dialog.program, one.name)
        assert dialog.shaper.isEnabled() == (one.shaper and dialog.format.currentData() == "cube")
        assert not dialog.options.shaper
        for k in range(dialog.format.count()):
            dialog.format.setCurrentIndex(k)
            takes = next(f for f in FORMATS if f.name == dialog.format.currentData()).sizes
            offered = [dialog.points.itemData(i) for i in range(dialog.points.count())]
            assert offered
            assert set(offered) <= set(takes)
    # Where it cannot be had, one learns where it can.
    assert "DaVinci Resolve" in dialog.shaper.toolTip()
    assert "OpenColorIO" in dialog.shaper.toolTip()
    pick(dialog.program, "resolve")
    dialog.shaper.setChecked(True)
    assert dialog.options.shaper
    options = dialog.options
    dialog.reject()
    frame = opened.session.bracket.frames[0].path
    assert feature(opened, LutExport).write(frame, options) is None
    assert opened.notice.kind == "error"


def test_what_the_window_knows_of_formats_is_so():
    known = {f.name: f.sizes for f in FORMATS}
    assert {name: known[name] for name in SIZES} == SIZES
    assert set(SUFFIXES) == set(READABLE)


def test_recreate_anywhere_writes_a_folder(opened, qtbot, tmp_path, chosen):
    chosen["path"] = tmp_path
    with qtbot.waitSignal(opened.exporter.queue.succeeded, timeout=WAIT):
        opened.actions_by_name["recreate"].trigger()
    folder = tmp_path / "room_1-recreate"
    assert {p.name for p in folder.iterdir()} >= {"base.tif", "look.cube", "recreate.sh", "README.txt", "layers"}
    want = pipeline.bake(opened.session.prediction, opened.session.recipe)
    assert np.abs(read_cube(folder / "look.cube").table - np.clip(want.table, 0, 1)).max() <= 5.1e-7
    assert "room_1-recreate" in opened.notice.text.text()
    (folder / "mine.txt").write_text("x")
    with qtbot.waitSignal(opened.exporter.queue.failed, timeout=WAIT):
        opened.actions_by_name["recreate"].trigger()
    assert opened.notice.kind == "error"
    assert (folder / "mine.txt").exists()


def test_a_dropped_lut_comes_after_the_edits(opened, qtbot, settled, tmp_path):
    write_cube(tmp_path / "warm.cube", warm())
    before = opened.preview.exact.lut.table.copy()
    creative = feature(opened, CreativeLut)
    with qtbot.waitSignal(creative.lane.succeeded, timeout=WAIT):
        drop(opened, tmp_path / "warm.cube")
    assert opened.session.recipe.creative.name == "warm"
    settled(opened)
    want = warm().evaluate(np.clip(before, 0, 1), "tetrahedral")
    assert np.abs(opened.preview.exact.lut.table - want).max() < 0.02
    assert opened.notice.text.text().startswith("warm.cube comes after all edits")
    assert opened.actions_by_name["creative_remove"].isEnabled()
    assert opened.look.reveal("creative_opacity").spin.isEnabled()
    opened.actions_by_name["undo"].trigger()
    assert not opened.look.reveal("creative_opacity").spin.isEnabled()
    assert opened.session.recipe.creative is None
    assert not opened.actions_by_name["creative_remove"].isEnabled()
    opened.actions_by_name["redo"].trigger()
    opened.actions_by_name["creative_remove"].trigger()
    assert opened.session.recipe.creative is None


def test_luts_of_other_kinds_and_ranges_and_broken_ones(opened, qtbot, tmp_path, chosen):
    creative = feature(opened, CreativeLut)
    for name, size in (("look.png", 25), ("look.clf", 17), ("look.3dl", 17)):
        write_lut(tmp_path / name, Lattice(warm(size)), size=size)
        with qtbot.waitSignal(creative.lane.succeeded, timeout=WAIT):
            drop(opened, tmp_path / name)
        assert np.abs(opened.session.recipe.creative.lut().table - warm(size).table).max() < 2e-4

    table = warm(17).evaluate(np.clip(2 * lattice(17), 0, 1)).astype(np.float32)
    write_cube(tmp_path / "wide.cube", Lut3D(table, (0, 0, 0), (2, 2, 2)))
    chosen["path"] = tmp_path / "wide.cube"
    with qtbot.waitSignal(creative.lane.succeeded, timeout=WAIT):
        opened.actions_by_name["creative_open"].trigger()
    found, wide = opened.session.recipe.creative.lut(), read_cube(tmp_path / "wide.cube")
    points = np.random.default_rng(0).random((500, 3))
    assert found.unit_domain
    assert np.abs(found.evaluate(points, "tetrahedral") - wide.evaluate(points, "tetrahedral")).max() < 0.02

    kept = opened.session.recipe
    (tmp_path / "bad.cube").write_text("LUT_3D_SIZE 2\n0 0 0\n")
    with qtbot.waitSignal(creative.lane.failed, timeout=WAIT):
        drop(opened, tmp_path / "bad.cube")
    assert opened.session.recipe == kept
    assert opened.notice.kind == "error"
    assert "bad.cube has 1 rows" in opened.notice.text.text()


def test_without_a_picture_there_is_nothing_to_export(window, tmp_path):
    for name in ("export_lut", "recreate", "creative_open", "creative_remove"):
        assert not window.actions_by_name[name].isEnabled()
    assert not feature(window, CreativeLut).take_drop([tmp_path / "a.cube"])
