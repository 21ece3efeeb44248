"""Before and after: how they share the canvas, and what "before" may be."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import WAIT
from hands import hover, move, scroll
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QRegion
from test_canvas import as_array, shown

from app import rendering
from app.canvas import sides
from app.canvas.sides import MODES
from app.canvas.view import View
from app.models.messages import BLEND, OPENED, SNAPSHOT, LatticeSource, Region, RenderRequest
from app.windows.viewbar import ModeButton
from mefcore import pipeline
from mefcore.job import SILENT
from mefcore.recipe import Recipe

ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def exact(window, recipe: Recipe, lut: bool = True) -> np.ndarray:
    """The whole picture of a recipe, straight from the pipeline."""
    from mefcore.engine import select

    session = window.session
    table = pipeline.bake(session.prediction, recipe) if lut else None
    return pipeline.apply(session.bracket.pixels, session.prediction, table, recipe, select("cpu"), dtype=np.uint8)


def pane(window, right: bool) -> np.ndarray:
    """What is painted of the picture in one of two panes, at 100 %."""
    canvas = window.canvas
    left, top = (int(v) for v in canvas.view.origin)
    width, height = canvas.view.image
    offset = canvas.scene.width - canvas.view.viewport[0] if right else 0
    return shown(canvas)[top : top + height, left + offset : left + offset + width]


# ---- arithmetic


@given(
    st.sampled_from(MODES), st.integers(1, 3000), st.integers(1, 3000), st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]),
    st.integers(1, 9000), st.integers(1, 9000), st.floats(0.06, 16), st.floats(0, 1), st.booleans(),
)  # fmt: skip
def test_sides_share_the_picture_in_view(mode, width, height, ratio, w, h, zoom, divider, only_before):
    pane = sides.viewport(mode, width, height, ratio)
    view = View((w, h), pane).fit().zoomed(zoom)
    canvas = QRect(0, 0, width, height)
    parts = sides.sides(mode, view, width, divider, only_before)
    for part in parts:
        assert part.clip.isEmpty() or canvas.contains(part.area) or width < 4
    areas = [QRegion(p.area) for p in parts if not p.clip.isEmpty()]
    if mode == "side_by_side":
        # Two of the same size, showing the same place.
        assert parts[0].clip == parts[1].clip
        assert width < 8 or not areas[0].intersects(areas[-1]) or len(areas) < 2
        assert [p.before for p in parts] == [True, only_before]
    else:
        whole = QRegion()
        for area in areas:
            assert not whole.intersects(area)
            whole = whole.united(area)
        assert whole == QRegion(QRect(0, 0, *pane).intersected(whole.boundingRect()))
        assert {p.before for p in parts} == ({only_before} if mode == "off" or only_before else {True, False})


@given(st.sampled_from(["left_right", "top_bottom"]), st.integers(8, 3000), st.integers(8, 3000), st.floats(0, 1))
def test_the_divider_goes_where_it_is_dragged(mode, width, height, share):
    view = View((600, 400), (width, height)).fit()
    at = sides.divider_at(mode, view, share)
    back = sides.divider_for(mode, view, at, at)
    assert sides.divider_at(mode, view, back) == at


# ---- modes


def test_keys_and_buttons_choose_how_before_and_after_share_the_canvas(opened, qtbot):
    canvas, actions = opened.canvas, opened.actions_by_name
    for key, modifier, mode, name in (
        (Qt.Key.Key_Y, ALT, "top_bottom", "top_bottom"),
        (Qt.Key.Key_Y, SHIFT, "side_by_side", "side_by_side"),
        (Qt.Key.Key_Y, Qt.KeyboardModifier.NoModifier, "left_right", "split"),
    ):
        qtbot.keyClick(opened, key, modifier)
        assert canvas.mode == mode
        checked = [n for n in ("compare_off", "split", "top_bottom", "side_by_side") if actions[n].isChecked()]
        assert checked == [name]
    # The same key again: the result alone.
    qtbot.keyClick(opened, Qt.Key.Key_Y)
    assert canvas.mode == "off"
    assert actions["compare_off"].isChecked()
    actions["compare_off"].trigger()
    assert actions["compare_off"].isChecked()
    buttons = opened.viewbar.findChildren(ModeButton)
    button = next(b for b in buttons if b.defaultAction() is actions["side_by_side"])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert canvas.mode == "side_by_side"


def test_the_mode_is_remembered(opened, make, bracket, settled, qtbot):
    qtbot.keyClick(opened, Qt.Key.Key_Y, ALT)
    opened.close()
    again = make(*bracket)
    assert again.canvas.mode == "top_bottom"
    assert again.actions_by_name["top_bottom"].isChecked()
    again.canvas.set_split(False)
    again.close()
    third = make(*bracket)
    settled(third)
    assert third.canvas.mode == "off"
    third.canvas.set_split(True)
    assert third.canvas.mode == "top_bottom"


def test_top_and_bottom_are_before_and_after(opened, qtbot, settled):
    canvas = opened.canvas
    opened.comparison.choose(BLEND)
    qtbot.keyClick(opened, Qt.Key.Key_Y, ALT)
    canvas.zoom_to(1.0)
    settled(opened)
    left, top = (int(v) for v in canvas.view.origin)
    start = QPoint(left + 50, canvas.scene.divider_at)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    move(canvas, QPoint(left + 50, top + 60))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(left + 50, top + 60))
    assert canvas.divider == pytest.approx(0.25, abs=0.01)
    got = shown(canvas)[top : top + 240, left : left + 360]
    recipe = opened.session.recipe
    assert np.array_equal(got[35:55, :150], exact(opened, recipe, lut=False)[35:55, :150])
    assert np.array_equal(got[80:200], exact(opened, recipe)[80:200])
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(left + 50, canvas.scene.divider_at))
    assert canvas.divider == 0.5
    qtbot.keyClick(canvas, Qt.Key.Key_Up, ALT)
    assert canvas.divider == pytest.approx(0.48)


def test_side_by_side_shows_the_same_place_twice(opened, qtbot, settled):
    canvas = opened.canvas
    qtbot.keyClick(opened, Qt.Key.Key_Y, SHIFT)
    qtbot.keyClick(opened, Qt.Key.Key_1)
    canvas.zoom_to(1.0)
    settled(opened)
    assert np.array_equal(pane(opened, right=False)[60:], opened.session.bracket.pixels[0][60:])
    assert np.array_equal(pane(opened, right=True)[60:], exact(opened, opened.session.recipe)[60:])
    # The hand and the wheel do in the right pane what they do in the left.
    canvas.setFixedSize(301, 161)
    canvas.zoom_to(2.0)
    offset = canvas.scene.width - canvas.view.viewport[0]
    at = canvas.view.to_device(180, 120)
    place = canvas.place(QPointF(at[0] + offset, at[1]))
    assert place == pytest.approx(canvas.place(QPointF(*at)))
    assert place == pytest.approx((180 / 360, 120 / 240))
    for _ in range(5):
        scroll(canvas, QPointF(at[0] + offset, at[1]))
    assert canvas.view.zoom > 4
    assert canvas.view.to_image(*at) == pytest.approx((180, 120), abs=0.5)
    settled(opened)
    hover(canvas, QPointF(at[0] + offset, at[1]))
    assert opened.status.under_cursor.text().startswith("x 1")


def test_backslash_shows_before_in_both_panes(opened, qtbot, settled):
    qtbot.keyClick(opened, Qt.Key.Key_Y, SHIFT)
    opened.canvas.zoom_to(1.0)
    settled(opened)
    qtbot.keyPress(opened, Qt.Key.Key_Backslash)
    assert np.array_equal(pane(opened, right=True)[60:], pane(opened, right=False)[60:])
    qtbot.keyRelease(opened, Qt.Key.Key_Backslash)


def test_modes_paint_at_any_size_with_maps_over_them(opened, qtbot, settled):
    canvas = opened.canvas
    qtbot.keyClick(opened, Qt.Key.Key_W)
    for size in ((641, 487), (300, 203)):
        canvas.setFixedSize(*size)
        for mode in MODES:
            canvas.set_mode(mode)
            for zoom in (0.06, 7.3):
                canvas.zoom_to(zoom)
                settled(opened)
                image = shown(canvas)
                assert image.shape[:2] == (canvas.height(), canvas.width())
                assert image.std() > 1


# ---- what before may be


def test_before_may_be_the_look_as_opened(opened, qtbot, settled):
    start = opened.session.recipe
    canvas = opened.canvas
    canvas.set_only_before(True)
    canvas.zoom_to(1.0)
    opened.actions_by_name["before_opened"].trigger()
    assert opened.comparison.before == OPENED
    opened.session.edit(strength=0.2)
    canvas.set_only_before(True)
    settled(opened)
    assert np.array_equal(as_array(canvas.before[-1].image), exact(opened, start))
    assert canvas.scene.labels[0] == "Before: as opened"


@pytest.mark.parametrize("local", [0.0, 1.0])
def test_before_may_be_a_snapshot_with_a_lattice_of_its_own(opened, qtbot, settled, local):
    session, canvas = opened.session, opened.canvas
    session.edit(grid=9, strength=0.6, local=local)
    settled(opened)
    qtbot.keyClick(opened, Qt.Key.Key_N, CTRL | SHIFT)
    kept = session.recipe
    # Another bracket's worth of lattices later, those of the snapshot are forgotten.
    opened.preview._lattices.clear()
    session.edit(grid=65, strength=1.0, local=1.0 - local)
    settled(opened)
    canvas.zoom_to(1.0)
    opened.comparison.choose_snapshot(session.snapshots[0])
    assert opened.comparison.before == SNAPSHOT
    settled(opened)
    qtbot.waitUntil(lambda: opened.preview.before_shown, timeout=WAIT)
    assert np.array_equal(as_array(canvas.before[-1].image), exact(opened, kept))
    assert np.array_equal(as_array(canvas.after[-1].image), exact(opened, session.recipe))
    assert canvas.scene.labels[0] == f"Before: {session.snapshots[0].name}"


def test_the_old_before_keeps_its_name_until_the_new_one_is_there(opened, qtbot, settled):
    session, canvas = opened.session, opened.canvas
    session.edit(grid=40)
    qtbot.keyClick(opened, Qt.Key.Key_N, CTRL | SHIFT)
    session.edit(grid=33)
    settled(opened)
    opened.preview._lattices.pop((None, 40), None)
    before, label = canvas.before, canvas.scene.labels[0]
    seen = []
    opened.preview.rendered.connect(lambda _: seen.append((canvas.before is before, canvas.scene.labels[0] == label)))
    opened.comparison.choose_snapshot(session.snapshots[0])
    settled(opened)
    assert seen
    assert all(picture == name for picture, name in seen)
    assert seen[-1] == (False, False)


def test_a_snapshot_that_is_deleted_is_no_before(opened, qtbot, settled):
    qtbot.keyClick(opened, Qt.Key.Key_N, CTRL | SHIFT)
    snapshot = opened.session.snapshots[0]
    opened.comparison.choose_snapshot(snapshot)
    assert opened.viewbar.before.currentText() == f"Snapshot: {snapshot.name}"
    opened.session.set_snapshots(())
    assert opened.comparison.before == opened.session.bracket.reference
    assert opened.viewbar.before.currentData() == opened.session.bracket.reference
    assert opened.viewbar.before.findText(f"Snapshot: {snapshot.name}") == -1


def test_before_is_chosen_in_the_view_bar(opened, qtbot):
    qtbot.keyClick(opened, Qt.Key.Key_N, CTRL | SHIFT)
    combo = opened.viewbar.before
    for row in range(combo.count()):
        if not combo.itemText(row):
            continue  # the line
        combo.setCurrentIndex(row)
        combo.activated.emit(row)
        chosen = opened.comparison
        assert chosen.before == combo.itemData(row)
        assert combo.currentIndex() == row
        assert (chosen.snapshot is not None) == (combo.itemData(row) == SNAPSHOT)
        frame = opened.filmstrip.selectedIndexes()
        assert [i.row() for i in frame] == ([chosen.before] if chosen.before >= 0 else [])


# ---- zooms


def test_zooms_keep_what_is_under_the_pointer(opened, qtbot):
    canvas = opened.canvas
    canvas.setFixedSize(300, 200)
    canvas.zoom_to(4.0)
    at = QPointF(170, 90)
    for key, modifiers, zoom in (
        (Qt.Key.Key_2, CTRL, 2.0), (Qt.Key.Key_4, CTRL, 4.0), (Qt.Key.Key_1, CTRL, 1.0), (Qt.Key.Key_4, CTRL, 4.0),
    ):  # fmt: skip
        hover(canvas, at)
        before = canvas.view.to_image(at.x(), at.y())
        qtbot.keyClick(opened, key, modifiers)
        assert canvas.view.zoom == zoom
        assert canvas.view.to_image(at.x(), at.y()) == pytest.approx(before, abs=1.1)
    opened.actions_by_name["fill"].trigger()
    assert canvas.view.zoom == pytest.approx(max(canvas.view.viewport[i] / canvas.view.image[i] for i in (0, 1)))
    visible = canvas.scene.picture
    assert (visible.width(), visible.height()) == canvas.view.viewport


def test_large_pixels_are_smooth_when_wished(opened, qtbot, settled):
    canvas = opened.canvas
    canvas.set_mode("off")
    canvas.zoom_to(16.0)
    settled(opened)
    sharp = shown(canvas)
    opened.actions_by_name["sharp"].trigger()
    smooth = shown(canvas)
    # Squares repeat their columns; a smooth picture does not.
    repeated = [(np.abs(np.diff(image[200:300].astype(int), axis=1)).sum(2) == 0).mean() for image in (sharp, smooth)]
    assert repeated[0] > repeated[1]
    assert not np.array_equal(sharp, smooth)
    assert not opened.settings.flag("sharp", True)


@pytest.mark.parametrize("width", [1280, 760])
def test_the_zoom_stays_within_reach(opened, qtbot, width):
    opened.resize(width, 600)
    opened.desk.set_wanted(True)
    assert opened.viewbar.zoom.isVisible()
    button, bar = opened.viewbar.zoom, opened.viewbar
    qtbot.waitUntil(lambda: button.geometry().right() <= bar.width())
    assert opened.viewbar.before.geometry().right() < button.geometry().left()
    assert [a.text() for a in opened.viewbar.zoom.menu().actions() if "400" in a.text()]


# ---- a step of a slider


def test_a_kept_blend_gives_the_same_picture_to_the_bit(opened):
    """The second request for a view keeps its blend, the third reads it."""
    session = opened.session
    three, seven = (session.loaded, session.prediction), _longer(session.loaded, 7)
    for interpolation in ("trilinear", "tetrahedral"):
        recipe = session.recipe.with_(interpolation=interpolation)
        check_steps(*three, recipe.with_(local=1.0))
        check_steps(*three, recipe.with_(local=0.6))
        check_steps(*seven, recipe.with_(local=0.0))


def check_steps(loaded, prediction, recipe: Recipe) -> None:
    lattices = pipeline.lattices(prediction, recipe)
    blends, kept = (), []
    for strength in (0.9, 0.5, 0.3, 1.0):
        now = recipe.with_(strength=strength)
        source = LatticeSource(lattices, now.grid)
        request = RenderRequest(
            loaded, prediction, now, source, Region(0, 7, 11, 301, 203), Region(0, 0, 0, 360, 240), BLEND, False,
            blends=blends,
        )  # fmt: skip
        rendered = rendering.render(request, SILENT)
        direct = rendering.render(RenderRequest(**{**vars(request), "blends": ()}), SILENT)
        for one, other in zip(rendered.after, direct.after, strict=True):
            assert np.array_equal(as_array(one.image), as_array(other.image))
        blends = rendered.blends
        kept.append([bool(b.layers) for b in blends])
    assert kept == [[False] * 2, [True] * 2, [True] * 2, [True] * 2]
    # Other weights are another blend.
    other = recipe.with_(local=0.3)
    request = RenderRequest(
        loaded, prediction, other, LatticeSource(lattices, other.grid), Region(0, 7, 11, 301, 203), None, BLEND, False,
        blends=blends,
    )  # fmt: skip
    assert [b.layers for b in rendering.render(request, SILENT).blends] == [()]


def _longer(loaded, frames: int):
    """The same bracket with frames in between, and what the network says of it."""
    from dataclasses import replace

    from app.canvas import pyramid
    from mefcore.bracket import Bracket

    first = loaded.bracket.frames[0]
    rng = np.random.default_rng(5)
    made = []
    for k in range(frames):
        pixels = np.clip(loaded.bracket.pixels[k % 3].astype(int) + rng.integers(-9, 9), 0, 255).astype(np.uint8)
        made.append(replace(first, pixels=pixels))
    bracket = Bracket.of(made)
    prepared = replace(loaded.prepared, bracket=bracket)
    inputs = pipeline.thumbnails(bracket)
    levels = pyramid.build(bracket.pixels)
    return replace(loaded, prepared=prepared, levels=levels, inputs=inputs), pipeline.infer(inputs)


def test_a_step_paints_once_and_is_measured_at_rest(opened, qtbot, settled):
    opened.session.edit(local=1.0)
    settled(opened)
    rendered, baked = [], []
    opened.preview.rendered.connect(rendered.append)
    opened.preview.baked.connect(lambda b: baked.append(b) if b is not None else None)
    for strength in (0.8, 0.7, 0.6, 0.5):
        opened.session.edit(7, strength=strength)
        qtbot.waitUntil(lambda s=strength: bool(rendered) and rendered[-1].request.recipe.strength == s, timeout=WAIT)
    settled(opened)
    assert [r.request.recipe.strength for r in rendered] == [0.8, 0.7, 0.6, 0.5]
    assert all(r.request.source.exact for r in rendered)
    assert opened.preview.exact.request.recipe.strength == 0.5
    prediction, recipe = opened.session.prediction, opened.session.recipe
    assert opened.preview.exact.error == pipeline.measure(prediction, pipeline.bake(prediction, recipe), recipe)
    assert baked[-1] is opened.preview.exact
    assert not any(r.blends or r.request.blends for r in rendered)


def test_no_canvas_shows_nothing_and_breaks_nothing(window):
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    for mode in MODES:
        window.canvas.set_mode(mode)
        window.canvas.render(image)
        window.canvas.fill()
        window.canvas.zoom_at_pointer(2.0)
        window.canvas.set_divider(0.3)
