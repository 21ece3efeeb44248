"""Whatever goes wrong in a worker is told, once, and the window goes on working."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cards import card
from conftest import WAIT
from PySide6.QtCore import Qt

from mefcore.errors import LutError, MefError, ModelError, ReadError, WriteError
from mefcore.lut.formats.cube import write_cube
from mefcore.lut.grid import Lut3D


class Fault:
    """Breaks a worker's function, from the moment it is on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException) -> None:
        self.calls = 0

        def fail(*_: object, **__: object) -> None:
            assert threading.current_thread() is not threading.main_thread()
            self.calls += 1
            raise error

        monkeypatch.setattr(where, fail)


def bug_was_told(window, qtbot) -> None:
    """It is in the log and in one dialog, which is put away; the log is ours to remove."""
    qtbot.waitUntil(lambda: window.crash._dialog is not None, timeout=WAIT)
    assert "RuntimeError: planted" in window.crash.path.read_text()
    window.crash._dialog.close()
    qtbot.waitUntil(lambda: window.crash._dialog is None, timeout=WAIT)
    window.crash.path.unlink()


def edits(window) -> None:
    window.session.edit(exposure=window.session.recipe.exposure + 0.25)


PLANTED: dict[str, Callable] = {
    "app.rendering.render": edits,
    "app.work.bake": lambda w: w.session.edit(grid=w.session.recipe.grid + 1),
    "app.work.prepare": lambda w: w.session.edit(align="off"),
    "app.work.refine": lambda w: w.actions_by_name["refine"].trigger(),
    "app.work.auto": lambda w: w.actions_by_name["auto"].trigger(),
    "app.keeping.work.save": edits,
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_bug_in_a_worker_is_told_and_the_window_goes_on(opened, qtbot, settled, monkeypatch, where):
    with monkeypatch.context() as patch:
        fault = Fault(patch, where, RuntimeError("planted"))
        PLANTED[where](opened)
        bug_was_told(opened, qtbot)
        assert fault.calls
    # What was broken works again, and so does all else.
    edits(opened)
    settled(opened)
    assert opened.canvas.after[-1].region.width > 0
    opened.actions_by_name["undo"].trigger()
    settled(opened)


@pytest.mark.parametrize(
    ("where", "error", "act"),
    [
        ("app.work.infer", ModelError("the weights are missing", hint="install again"), None),
        ("app.work.refine", ModelError("cannot be refined", hint="try another"), "refine"),
        ("app.work.load", ReadError("is cut off", path=Path("a.jpg"), hint="copy it again"), "reopen"),
        ("app.work.export", WriteError("the disk is full", path=Path("o.tif"), hint="make room"), "export"),
        ("app.windows.lutexport_work.read_creative", LutError("is no LUT", hint="choose another"), "creative"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_error_is_a_sentence_with_a_way_out(make, qtbot, settled, bracket, tmp_path, monkeypatch, where, error, act):
    window = make(*([] if where.endswith("infer") else bracket))
    if not where.endswith("infer"):
        settled(window)
    with monkeypatch.context() as patch:
        Fault(patch, where, error)
        if act == "refine":
            window.actions_by_name["refine"].trigger()
        elif act == "export":
            window.exporter.export_to(tmp_path / "o.tif")
        elif act == "creative":
            write_cube(tmp_path / "film.cube", Lut3D.identity(2))
            window.drop.dropped.emit([tmp_path / "film.cube"], False)
        else:
            window.open_paths(bracket)
        qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
        assert error.message.lower() in window.notice.text.text().lower()
        assert not window.crash.path.exists()
    window.open_paths(bracket)
    settled(window)
    edits(window)
    settled(window)


def test_thumbnails_that_fail_leave_the_list_in_use(make, qtbot, settled, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        fault = Fault(patch, "app.shoot.fusing.fused_thumbs", RuntimeError("planted"))
        window = make(card(tmp_path / "card")[0][0].parent)
        settled(window)
        bug_was_told(window, qtbot)
        assert fault.calls == 1  # and not for every set
    window.actions_by_name["next_set"].trigger()
    qtbot.waitUntil(lambda: window.shoot.numbered(window.shoot.open) == 1, timeout=WAIT)
    settled(window)


def test_the_network_that_fails_once_is_asked_again(make, qtbot, settled, bracket, monkeypatch):
    window = make()
    with monkeypatch.context() as patch:
        Fault(patch, "app.work.infer", MefError("no memory", hint="close something"))
        window.open_paths(bracket)
        qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
        assert window.session.prediction is None
    window.opener.fuse()
    settled(window)
    assert window.canvas.after
    qtbot.keyClick(window.canvas, Qt.Key.Key_Y)
