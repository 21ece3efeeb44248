"""Local weights: from the slider to the screen, to crops of it, and to files."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import tifffile
from conftest import WAIT
from hands import drag, move
from makers import save_bracket
from PySide6.QtCore import QPoint, Qt
from test_canvas import as_array, expected, shown
from test_export import chosen, export  # noqa: F401 - a fixture among them

from app.canvas import pyramid
from app.models.frames import VARIES, WEIGHT
from app.models.messages import BLEND
from mefcore import pipeline
from mefcore.engine import select
from mefcore.nets.student import Shape, Student
from mefcore.recipe import Recipe, parameters


def at_full_size(window) -> None:
    window.canvas.set_split(False)
    window.canvas.zoom_to(1.0)


def on_screen(window) -> np.ndarray:
    """The picture's pixels, at full size."""
    assert window.canvas.after[-1].image.width() == window.session.bracket.size[0]
    return as_array(window.canvas.after[-1].image)


def test_the_local_slider_comes_first_and_begins_at_full(opened):
    assert parameters()[0].name == "local"
    control = opened.look.reveal("local")
    others = [opened.look.control(p.name) for p in parameters()[1:] if p.panel]
    top = control.mapTo(opened.sidebar, QPoint()).y()
    assert all(top < other.mapTo(opened.sidebar, QPoint()).y() for other in others if other.isVisibleTo(opened.sidebar))
    assert control.isEnabled()
    assert control.spin.text() == "100 %"
    assert opened.session.recipe == Recipe(local=1.0)


def test_the_picture_follows_the_slider_while_it_is_dragged(opened, qtbot, settled):
    at_full_size(opened)
    settled(opened)
    slider = opened.look.reveal("local").slider
    pictures = [on_screen(opened)]
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
    for value in (60, 20, 0):
        move(slider, slider.handle_position(value).toPoint())
        # Still held: this is what is seen during the drag.
        settled(opened)
        assert opened.session.recipe.local == value / 100
        pictures.append(on_screen(opened))
        assert np.array_equal(pictures[-1], expected(opened, np.s_[:], np.s_[:]))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
    assert all(np.abs(a.astype(int) - b).max() > 3 for a, b in pairwise(pictures))
    stack = opened.session.undo_stack
    assert (stack.count(), stack.undoText()) == (1, "Local 0 %")
    stack.undo()
    settled(opened)
    assert np.array_equal(on_screen(opened), pictures[0])


def test_local_zero_is_the_paper_s_global_mode(opened, settled):
    at_full_size(opened)
    opened.session.edit(local=0.0)
    settled(opened)
    session = opened.session
    lut = session.prediction.lut.sample(33)
    want = select("cpu").apply(session.bracket.pixels, session.prediction.weights, lut, dtype=np.uint8)
    assert np.array_equal(on_screen(opened), want)


@pytest.mark.parametrize("local", [1.0, 0.5])
def test_zoomed_in_the_preview_is_that_part_of_the_export(opened, qtbot, settled, tmp_path, local):
    opened.session.edit(local=local)
    opened.canvas.set_split(False)
    export(opened, qtbot, tmp_path / "out.tif")
    whole = tifffile.imread(tmp_path / "out.tif") / 257
    assert np.abs(whole - np.asarray(expected(opened, np.s_[:], np.s_[:]))).max() <= 1.0
    opened.canvas.zoom_to(8.0)
    for dx, dy in ((4000, 4000), (-4000, -4000)):
        opened.canvas._set_view(opened.canvas.view.panned(dx, dy))
        settled(opened)
        picture = opened.canvas.after[-1]
        r = picture.region
        assert r.width < 200
        part = whole[r.y : r.y + r.height, r.x : r.x + r.width]
        assert np.abs(as_array(picture.image) - part).max() <= 1.0


def test_a_crop_of_a_smaller_level_is_that_part_of_the_level(make, settled, tmp_path):
    window = make(*save_bracket(tmp_path / "large", size=(2600, 1730)))
    settled(window)
    canvas, session = window.canvas, window.session
    canvas.set_split(False)
    canvas.zoom_to(0.5)
    canvas._set_view(canvas.view.panned(-4000, -4000))
    settled(window)
    backdrop, picture = canvas.after
    assert picture.region.level == 1
    lut = pipeline.bake(session.prediction, session.recipe)
    for shown_part in (backdrop, picture):
        r = shown_part.region
        level = session.loaded.levels[r.level]
        whole = pipeline.apply(level, session.prediction, lut, session.recipe, select("cpu"), dtype=np.uint8)
        assert np.array_equal(as_array(shown_part.image), whole[r.y : r.y + r.height, r.x : r.x + r.width])
    assert picture.region != pyramid.whole(session.loaded.levels, 1)


def test_before_as_plain_blend_is_the_local_blend(opened, settled):
    opened.comparison.choose(BLEND)
    opened.canvas.set_only_before(True)
    opened.canvas.zoom_to(1.0)
    seen = []
    for local in (1.0, 0.3, 0.0):
        opened.session.edit(local=local)
        opened.canvas.set_only_before(True)
        settled(opened)
        seen.append(as_array(opened.canvas.before[-1].image))
        assert np.array_equal(seen[-1], expected(opened, np.s_[:], np.s_[:], lut=False))
    assert not np.array_equal(seen[0], seen[2])


def test_the_next_bracket_opens_at_the_local_last_used(opened, make, qtbot, settled, tmp_path):
    drag(qtbot, opened.look.reveal("local").slider, (70, 40))
    opened.session.edit(grid=17)
    opened.open_paths(save_bracket(tmp_path / "other", stops=(-1, 1)))
    qtbot.waitUntil(lambda: len(opened.session.bracket) == 2, timeout=WAIT)
    settled(opened)
    assert opened.session.recipe == Recipe(local=0.4)
    assert not opened.session.undo_stack.canUndo()
    drag(qtbot, opened.look.reveal("local").slider, (90,))
    opened.actions_by_name["reset"].trigger()
    assert opened.session.recipe == Recipe(local=0.4)
    drag(qtbot, opened.look.reveal("local").slider, (80,))
    qtbot.mouseDClick(opened.look.reveal("local").label, Qt.MouseButton.LeftButton)
    assert opened.session.recipe.local == 0.4
    opened.session.edit(local=0.6)
    opened.close()
    again = make(*save_bracket(tmp_path / "third"))
    settled(again)
    assert again.session.recipe.local == 0.6


def test_a_network_without_a_local_head(make, bracket, settled, monkeypatch, qtbot):
    student = Student(Shape(encoder_width=8, bottleneck=8)).eval()
    monkeypatch.setattr("mefcore.nets.student.load_model", lambda device: student)
    window = make(*bracket)
    settled(window)
    control = window.look.reveal("local")
    assert not control.isEnabled()
    assert control.spin.value() == 0
    assert window.session.recipe.local == 0.0
    assert not window.session.undo_stack.canUndo()
    assert window.look.reveal("grid").isEnabled()
    drag(qtbot, window.look.reveal("strength").slider, (40,))
    window.actions_by_name["reset"].trigger()
    assert window.session.recipe == Recipe()
    # It says nothing about what the person wants where there is a choice.
    assert window.settings.share("local", 1.0) == 1.0


def test_the_filmstrip_tells_means_and_says_so(opened, settled):
    model = opened.frames
    grid = pipeline.weights_of(opened.session.prediction, opened.session.recipe)
    from mefcore.blend import weights_at

    want = weights_at(opened.session.bracket.pixels, grid).mean((1, 2))
    assert [model.index(k).data(WEIGHT) for k in range(3)] == pytest.approx(want, abs=0.01)
    assert model.index(0).data(VARIES)
    assert "Mean weight over the picture" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    opened.session.edit(local=0.0)
    settled(opened)
    assert [model.index(k).data(WEIGHT) for k in range(3)] == pytest.approx(opened.session.prediction.weights)
    assert not model.index(0).data(VARIES)
    assert "Mean" not in model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_cube_of_local_weights_offers_the_blend(opened, qtbot, tmp_path, chosen):  # noqa: F811
    export(opened, qtbot, tmp_path / "look.cube")
    assert "need the blend" in opened.notice.text.text()
    chosen["path"] = tmp_path / "blend.tif"
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        qtbot.mouseClick(opened.notice.action, Qt.MouseButton.LeftButton)
    blend = tifffile.imread(tmp_path / "blend.tif") / 257
    assert np.abs(blend - expected(opened, np.s_[:], np.s_[:], lut=False)).max() <= 1.0
    opened.session.edit(local=0.0)
    export(opened, qtbot, tmp_path / "look.cube")
    assert opened.notice.action.text() == "Show in folder"


def test_the_canvas_paints_what_was_rendered(opened, settled):
    at_full_size(opened)
    settled(opened)
    left, top = (int(v) for v in opened.canvas.view.origin)
    assert np.array_equal(shown(opened.canvas)[top : top + 240, left : left + 360], on_screen(opened))
