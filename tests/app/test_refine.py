"""Refine and Match: one undo step, stopped or cancelled at will, while editing goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import WAIT
from makers import save_bracket
from PIL import Image
from PySide6.QtCore import Qt
from test_canvas import as_array, expected
from test_edit import START
from test_local import at_full_size, on_screen
from test_open import drop

from app.models.messages import Refined, RefineRequest
from app.windows import dialogs
from mefcore.found import Found


@pytest.fixture
def bracket(tmp_path: Path) -> list[Path]:
    """Frames so small that a step of the optimiser is soon done."""
    return save_bracket(tmp_path / "bracket", size=(180, 120))


def found_after(window, qtbot, least: int = 40) -> Found:
    """Lets a refinement go on for a little, then presses Stop; what it found."""
    box = window.look.found
    qtbot.waitUntil(lambda: (box._progress or 0) >= least or not box.running, timeout=WAIT)
    assert box.button.text() == "Stop"
    qtbot.mouseClick(box.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not box.running, timeout=WAIT)
    assert window.notice.kind == "", window.notice.text.text()
    return window.session.recipe.found


def press(window, qtbot) -> None:
    qtbot.mouseClick(window.look.found.button, Qt.MouseButton.LeftButton)


def test_refine_is_one_step_that_keeps_what_was_edited_meanwhile(opened, qtbot, settled):
    at_full_size(opened)
    settled(opened)
    plain, box, stack = on_screen(opened), opened.look.found, opened.session.undo_stack
    unfused = []
    opened.preview.rendered.connect(lambda r: unfused.append(r) if not r.after else None)
    qtbot.keyClick(opened, Qt.Key.Key_R)
    assert box.button.text() == "Stop"
    opened.session.edit(interpolation="tetrahedral")
    qtbot.waitUntil(lambda: opened.session.recipe.found is not None, timeout=WAIT)
    found = opened.session.recipe.found
    assert opened.session.recipe == START.with_(interpolation="tetrahedral", found=found)
    assert [stack.text(i) for i in range(stack.count())] == ["Interpolation tetrahedral", "Refine"]
    assert found.after < found.before
    percent = round(100 * (found.before - found.after) / found.before)
    assert box.refined.text.text() == f"Refined: {percent} % nearer to the frames"
    assert box.button.text() == "Refine"
    settled(opened)
    refined = on_screen(opened)
    assert np.array_equal(refined, expected(opened, np.s_[:], np.s_[:]))
    assert np.abs(refined.astype(int) - plain).max() > 3
    qtbot.mouseClick(box.refined.remove, Qt.MouseButton.LeftButton)
    assert opened.session.recipe.found is None
    assert stack.undoText() == "Remove refinement"
    stack.undo()
    settled(opened)
    assert np.array_equal(on_screen(opened), refined)
    for _ in range(2):
        stack.undo()
    assert opened.session.recipe == START
    assert box.refined.isHidden()
    settled(opened)
    assert np.array_equal(on_screen(opened), plain)
    # The picture goes from one to the other without "before" flashing up.
    assert unfused == []


def test_stop_keeps_the_best_so_far_and_refining_again_goes_on(opened, qtbot, settled):
    press(opened, qtbot)
    first = found_after(opened, qtbot)
    assert first.after < first.before
    assert opened.session.undo_stack.undoText() == "Refine"
    press(opened, qtbot)
    second = found_after(opened, qtbot, least=70)
    # Measured from the network's answer, and further on the way.
    assert second.before == first.before
    assert second.after < first.after
    assert opened.session.undo_stack.count() == 2
    opened.session.undo_stack.undo()
    assert opened.session.recipe.found == first
    settled(opened)


def test_cancel_throws_it_away(opened, qtbot):
    strip, box = opened.status.progress, opened.look.found
    press(opened, qtbot)
    qtbot.waitUntil(strip.isVisible, timeout=WAIT)
    assert strip.label.text() == "Refining"
    qtbot.mouseClick(strip.cancel, Qt.MouseButton.LeftButton)
    assert box.button.text() == "Refine"
    qtbot.waitUntil(lambda: not opened.refiner.lane._jobs, timeout=WAIT)
    assert opened.session.recipe == START
    assert not opened.session.undo_stack.canUndo()
    assert opened.notice.kind == ""


def test_opening_another_bracket_cancels(opened, qtbot, settled, tmp_path):
    press(opened, qtbot)
    opened.open_paths(save_bracket(tmp_path / "other", stops=(-1, 1)))
    qtbot.waitUntil(lambda: len(opened.session.bracket) == 2, timeout=WAIT)
    assert opened.look.found.button.text() == "Refine"
    assert not opened.refiner.busy
    settled(opened)
    qtbot.waitUntil(lambda: not opened.refiner.lane._jobs, timeout=WAIT)
    assert opened.session.recipe == START


def test_closing_during_a_refinement(opened, qtbot):
    press(opened, qtbot)
    assert opened.close()


def finish(window, **rest: object) -> None:
    """As if a refinement had come back with the network's own answer, and these numbers."""
    session = window.session
    grid = session.prediction.local.weights.values
    code = session.prediction.lut.latent[0].numpy()
    found = Found.of(grid, code, model=session.prediction.model_id, local=True, **rest)
    request = RefineRequest(session.loaded, session.prediction, session.recipe, None, window.refiner._enough)
    window.refiner.lane.succeeded.emit(1, Refined(request, found))


def test_what_is_not_better_is_told_and_changes_nothing(opened):
    finish(opened, before=1.0, after=1.0)
    assert opened.notice.text.text() == "Refining found nothing better; the picture stays."
    finish(opened, before=1.0, after=1.0, look="dusk.png")
    assert opened.notice.text.text() == "Nothing nearer to dusk.png was found; the picture stays."
    assert not opened.session.undo_stack.canUndo()


def test_a_long_name_does_not_push_the_way_back_out_of_sight(opened, qtbot, settled):
    opened.splitter.setSizes([1000, 256])
    opened.sidebar.show_page("blend")
    finish(opened, before=1.0, after=0.5, look="A" + 90 * "_" + "Z.tif")
    row = opened.look.found.refined
    qtbot.waitUntil(row.remove.isVisible)
    settled(opened)
    right = row.remove.mapTo(opened.look.blend.viewport(), row.remove.rect().topRight()).x()
    assert right < opened.look.blend.viewport().width()
    assert row.text.text().endswith("_Z.tif")


def test_refining_the_global_mode_says_where_it_has_no_effect(opened, qtbot, settled):
    opened.session.edit(local=0.0)
    press(opened, qtbot)
    found = found_after(opened, qtbot)
    assert not found.local
    assert found.shape == (3, 1, 1, 1)
    settled(opened)
    text = opened.look.found.refined.text
    assert text.text().endswith("nearer to the frames")
    opened.session.edit(local=1.0)
    assert text.text().endswith("at Local 0 %. No effect at 100 %.")


@pytest.fixture
def dusk(opened, tmp_path) -> Path:
    """The picture as someone else would have finished it: darker, and warmer."""
    pixels = expected(opened, np.s_[:], np.s_[:]) / 255
    path = tmp_path / "dusk.png"
    Image.fromarray(np.round(255 * pixels ** np.array([1.3, 1.6, 2.0])).astype(np.uint8)).save(path)
    return path


def test_one_dropped_file_that_is_no_picture_is_refused(opened, qtbot, tmp_path):
    bracket, text = opened.session.bracket, tmp_path / "notes.txt"
    text.write_text("window at noon")
    drop(opened, text)
    qtbot.waitUntil(lambda: opened.notice.kind == "error" and not opened.opener.busy)
    assert "notes.txt" in opened.notice.text.text()
    assert opened.session.bracket is bracket


def test_one_dropped_picture_is_offered_as_a_look(opened, qtbot, settled, dusk):
    at_full_size(opened)
    settled(opened)
    before, bracket = on_screen(opened).astype(float), opened.session.bracket
    drop(opened, dusk)
    assert opened.session.bracket is bracket
    assert not opened.opener.busy
    assert opened.notice.text.text() == "dusk.png alone is no bracket: that takes two frames or more."
    assert opened.notice.action.text() == "Match its look"
    qtbot.mouseClick(opened.notice.action, Qt.MouseButton.LeftButton)
    found = found_after(opened, qtbot)
    assert found.look == "dusk.png"
    assert opened.session.undo_stack.undoText() == "Match look"
    assert opened.look.found.refined.text.text().endswith("% nearer to dusk.png")
    settled(opened)
    with Image.open(dusk) as image:
        want = np.asarray(image).astype(float)
    after = as_array(opened.canvas.after[-1].image).astype(float)
    assert np.abs(after - want).mean() < 0.75 * np.abs(before - want).mean()


def test_one_picture_dropped_on_an_empty_window_is_no_look(window, qtbot, tmp_path):
    drop(window, *save_bracket(tmp_path / "one", stops=(0,)))
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert "only one frame" in window.notice.text.text()


def test_a_look_of_another_shape_is_told(opened, qtbot, tmp_path, monkeypatch):
    Image.new("RGB", (300, 300), "gray").save(tmp_path / "square.png")
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: tmp_path / "square.png")
    opened.actions_by_name["match"].trigger()
    qtbot.waitUntil(lambda: opened.notice.kind == "error", timeout=WAIT)
    assert "another shape" in opened.notice.text.text()
    assert opened.look.found.button.text() == "Refine"
    assert opened.settings.folder("look") == tmp_path
    assert opened.session.recipe == START


def test_a_look_that_is_no_picture_is_told(opened, qtbot, tmp_path):
    (tmp_path / "notes.jpg").write_text("this is no picture")
    drop(opened, tmp_path / "notes.jpg")
    qtbot.mouseClick(opened.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.notice.kind == "error", timeout=WAIT)
    assert "notes.jpg" in opened.notice.text.text()
