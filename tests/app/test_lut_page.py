"""The LUT page as it is used: look at the LUT from all sides, have it mended and shrunk, fade it where nothing is."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hands import hover, move, scroll
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.instruments import luthealth
from app.instruments.lut import LutInstruments
from app.instruments.lutcloud import GROUND, START, CloudView
from app.instruments.lutmessages import LutFacts
from app.instruments.lutwork import cloud_of
from app.models.messages import Rendered
from app.text import small_share
from app.windows.main_window import MainWindow
from mefcore import pipeline
from mefcore.color import delta_e_2000, srgb_to_lab
from mefcore.engine import select
from mefcore.finish import colours_of
from mefcore.lut.coverage import coverage
from mefcore.lut.grid import Lut3D
from mefcore.lut.health import examine
from mefcore.lut.smallest import smallest
from mefcore.recipe import Recipe

WAIT = 60_000


def instruments(window: MainWindow) -> LutInstruments:
    return next(f for f in window.features if isinstance(f, LutInstruments))


def looked_over(qtbot, window: MainWindow) -> LutFacts:
    """The facts about the lattice on screen."""
    lut = instruments(window)

    def there() -> bool:
        exact = window.preview.exact
        return exact is not None and lut.facts is not None and lut.facts.request.lut is exact.lut

    qtbot.waitUntil(there, timeout=WAIT)
    assert lut.facts is not None
    return lut.facts


@pytest.fixture
def page(qtbot, opened: MainWindow) -> LutInstruments:
    """The page, with everything on it."""
    qtbot.keyClick(opened.canvas, Qt.Key.Key_L)
    assert opened.sidebar.page == "lut"
    looked_over(qtbot, opened)
    return instruments(opened)


def painted(view: QWidget) -> QImage:
    """All 24 bits of it; a grab has what the screen has."""
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)
    return image


def colours(view: QWidget) -> set[int]:
    image = painted(view)
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


# ---- looking


def test_nobody_looks_nothing_is_worked_out(qtbot, opened: MainWindow) -> None:
    lut = instruments(opened)
    opened.sidebar.show_page("look")
    assert not lut.watched
    opened.session.edit(grid=17)
    qtbot.waitUntil(lambda: opened.preview.settled, timeout=WAIT)
    assert not lut.lane.busy
    assert lut.facts is None
    opened.sidebar.show_page("lut")
    assert looked_over(qtbot, opened).health.size == 17


def test_the_page_says_what_the_core_says(qtbot, opened: MainWindow, page: LutInstruments) -> None:
    facts, session = looked_over(qtbot, opened), opened.session
    baked = pipeline.bake(session.prediction, session.recipe)
    used = coverage(colours_of(session.prediction, session.recipe), 33)
    expected = examine(baked, used=used.cells)
    for check in expected.checks:
        assert page.health.values[check.key].text() == luthealth.told(check)
        assert page.health.marks[check.key].severity == check.severity
        assert page.health.values[check.key].toolTip() == luthealth.lesson(check.key)
    assert facts.cells == used.share
    assert small_share(used.share) in page.cover.cells.text()
    assert [e.size for e in facts.errors] == [9, 17, 33, 65]
    assert "<b>33</b>" in page.health.errors.text()

    viewer = page.viewer
    for widget in (viewer.cloud, viewer.greys, viewer.slice, viewer.enlarge, page.smallest.limit):
        assert widget.accessibleName()
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    for key, mark in page.health.marks.items():
        assert mark.accessibleName()
        assert page.health.values[key].accessibleDescription()

    order, widget = [], opened.sidebar.tabs.nextInFocusChain()
    while widget is not opened.sidebar.tabs:
        order.append(widget)
        widget = widget.nextInFocusChain()
    fade = opened.look.control("fade")
    down = [
        *viewer.buttons,
        viewer.cloud,
        opened.look.control("grid").slider,
        page.smallest.button,
        page.smallest.limit,
    ]
    down += [opened.look.control("repair").combo, page.cover.show_used, fade.slider]
    places = [order.index(w) for w in down]
    assert places == sorted(places)

    assert page.health.values["folds"].isEnabled()
    opened.session.edit(contrast=0.6)
    assert not page.health.values["folds"].isEnabled()
    assert not page.cover.cells.isEnabled()
    looked_over(qtbot, opened)
    assert page.health.values["folds"].isEnabled()
    assert page.cover.cells.isEnabled()

    opened.session.edit(grid=4, strength=1.0)
    facts, session = looked_over(qtbot, opened), opened.session
    blend = select("cpu").apply(
        list(session.bracket.pixels), pipeline.weights_of(session.prediction, session.recipe), None, dtype=np.float32
    )
    final = pipeline.final_of(session.prediction, session.recipe)
    lut = pipeline.bake(session.prediction, session.recipe)
    off = delta_e_2000(srgb_to_lab(final.at(blend)), srgb_to_lab(lut.evaluate(blend)))
    assert facts.truth.share == pytest.approx((off > 1).mean(), abs=0.01)
    assert small_share(facts.truth.share) in page.cover.truth.text()


# ---- mending


def test_repair_is_an_undo_step_that_leaves_nothing_to_repair(qtbot, opened: MainWindow, page: LutInstruments) -> None:
    opened.session.edit(curve=((0.0, 0.0), (0.4, 0.62), (0.6, 0.4), (1.0, 1.0)), grid=9)
    folded = looked_over(qtbot, opened).health.repairable
    assert folded
    assert all(luthealth.name(check.key) in page.health.outcome.text() for check in folded)
    steps = opened.session.undo_stack.count()
    combo = opened.look.control("repair").combo
    combo.activated.emit(combo.findData("on"))
    assert opened.session.recipe.repair == "on"
    assert opened.session.undo_stack.count() == steps + 1
    mended = looked_over(qtbot, opened)
    assert not mended.health.repairable
    assert mended.repaired is not None
    assert f"{mended.repaired[0]:.0f}" in page.health.outcome.text()
    exact = opened.preview.exact
    assert np.array_equal(exact.lut.table, pipeline.bake(opened.session.prediction, opened.session.recipe).table)
    opened.actions_by_name["undo"].trigger()
    assert opened.session.recipe.repair == "off"
    looked_over(qtbot, opened)
    assert combo.currentData() == "off"

    action = opened.actions_by_name["lut_repair"]
    action.trigger()
    assert opened.session.recipe.repair == "on"
    assert action.isChecked()
    assert page.health.isVisibleTo(opened)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    combo.activated.emit(combo.findData("neutral"))
    assert opened.session.recipe.repair == "neutral"
    facts = looked_over(qtbot, opened)
    assert facts.health["tint"].value < 0.5
    action.trigger()
    assert opened.session.recipe.repair == "off"


def test_the_hand_does_not_wait_for_a_repair(opened: MainWindow, settled) -> None:
    opened.session.edit(curve=((0.0, 0.0), (0.4, 0.62), (0.6, 0.4), (1.0, 1.0)), grid=9, repair="neutral")
    settled(opened)
    shown: list[Rendered] = []
    opened.preview.rendered.connect(shown.append)
    opened.session.edit(1, contrast=0.2)
    settled(opened)
    session = opened.session
    draft, exact = shown[0], shown[-1]
    mended = pipeline.bake(session.prediction, session.recipe)
    plain = pipeline.bake(session.prediction, session.recipe.with_(repair="off"))
    assert not draft.request.source.exact
    assert exact.request.source.exact
    assert np.abs(draft.lut.table - plain.table).max() < 1e-5
    assert np.array_equal(exact.lut.table, mended.table)
    assert np.abs(mended.table - plain.table).max() > 0.01


def test_what_repairs_has_its_name_to_itself(opened: MainWindow) -> None:
    body = opened.look.lut.body
    named = [w.text() for w in body.findChildren(QAbstractButton) + body.findChildren(QLabel) if "epair" in w.text()]
    assert named == ["Repair"]


# ---- coverage and fade


def test_fading_leaves_the_picture_alone(qtbot, opened: MainWindow, page: LutInstruments) -> None:
    before = opened.preview.exact.lut
    shown = opened.canvas.scene.looked_at.image.copy()
    slider = opened.look.control("fade").slider
    slider.setValue(slider.maximum())
    assert opened.session.recipe.fade == 1.0
    looked_over(qtbot, opened)
    qtbot.waitUntil(lambda: opened.preview.settled, timeout=WAIT)
    faded = opened.preview.exact.lut
    assert 255 * np.abs(faded.table - before.table).max() > 3
    after = opened.canvas.scene.looked_at.image
    assert after.size() == shown.size()
    worst = 0
    for x in range(0, after.width(), 7):
        for y in range(0, after.height(), 7):
            one, two = after.pixelColor(x, y), shown.pixelColor(x, y)
            worst = max(worst, *(abs(a - b) for a, b in zip(one.getRgb(), two.getRgb(), strict=True)))
    assert worst <= 1  # half a code may round either way

    opened.session.edit(fade=1.0)
    first = looked_over(qtbot, opened)
    opened.session.edit(weights=(1.0, 0.0, 0.0))
    second = looked_over(qtbot, opened)
    assert second.request.lut is not first.request.lut
    assert second.cells != first.cells
    exact = pipeline.bake(opened.session.prediction, opened.session.recipe)
    assert np.array_equal(second.request.lut.table, exact.table)


# ---- the smallest grid


def test_the_smallest_grid_is_set_and_can_be_undone(qtbot, opened: MainWindow, page: LutInstruments) -> None:
    page.smallest.limit.setValue(2.0)
    expected = smallest(pipeline.final_of(opened.session.prediction, Recipe()).at, 2.0).size
    with qtbot.waitSignal(page.smallest_lane.succeeded, timeout=WAIT):
        qtbot.mouseClick(page.smallest.button, Qt.MouseButton.LeftButton)
        assert not page.smallest.button.isEnabled()
    assert opened.session.recipe.grid == expected != 33
    assert opened.session.undo_stack.undoText() == "Smallest grid"
    assert page.smallest.answer.text().startswith(f"{expected} points")
    qtbot.waitUntil(page.smallest.button.isEnabled)
    opened.actions_by_name["undo"].trigger()
    assert opened.session.recipe.grid == 33
    assert page.smallest.answer.isHidden()

    opened.session.edit(curve=((0.0, 0.0), (0.5, 0.1), (0.51, 0.9), (1.0, 1.0)))
    page.smallest.limit.setValue(0.05)
    with qtbot.waitSignal(page.smallest_lane.succeeded, timeout=WAIT):
        opened.actions_by_name["lut_smallest"].trigger()
    assert opened.session.recipe.grid == 33
    assert "129" in page.smallest.answer.text()


# ---- the viewer


def test_a_hand_turns_the_cloud_and_walks_curves_and_slices(qtbot, opened: MainWindow, page: LutInstruments) -> None:
    cloud = page.viewer.cloud
    assert cloud.cloud is not None
    assert len(cloud.cloud.inputs) == 17**3
    white = cloud.place((1.0, 1.0, 1.0))
    middle = cloud.rect().center()
    qtbot.mousePress(cloud, Qt.MouseButton.LeftButton, pos=middle)
    move(cloud, middle + QPoint(40, 10))
    qtbot.mouseRelease(cloud, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 10))
    assert (cloud.turn, cloud.tilt) == (START[0] - 24, START[1] + 6)
    assert (cloud.place((1.0, 1.0, 1.0)) - white).manhattanLength() > 5
    cloud.setFocus()
    scroll(cloud, middle, 2)
    assert cloud.zoom == pytest.approx(1.15**2)
    qtbot.keyClick(cloud, Qt.Key.Key_Minus)
    assert cloud.zoom == pytest.approx(1.15)
    qtbot.keyClick(cloud, Qt.Key.Key_Right)
    assert cloud.turn == START[0] - 31.5
    qtbot.mouseDClick(cloud, Qt.MouseButton.LeftButton, pos=middle)
    assert (cloud.turn, cloud.tilt, cloud.zoom) == (*START, 1.0)
    opened.canvas.setFocus()
    assert not scroll(cloud, middle).isAccepted()  # the page scrolls

    full = colours(page.viewer.cloud)
    qtbot.mouseClick(page.cover.show_used, Qt.MouseButton.LeftButton, pos=QPoint(8, page.cover.show_used.height() // 2))
    assert page.cover.show_used.isChecked()
    assert colours(page.viewer.cloud) != full

    viewer, greys = page.viewer, page.viewer.greys
    qtbot.mouseClick(viewer.findChild(type(viewer.enlarge), ""), Qt.MouseButton.LeftButton)
    viewer.set_mode("greys")
    hover(greys, greys.plot.center())
    exact = opened.preview.exact.lut.evaluate([128 / 255] * 3)
    told = [int(v) for v in greys.told().partition("→")[2].split()]
    assert greys.told().startswith("128")
    np.testing.assert_allclose(told, 255 * exact, atol=0.75)
    greys.setFocus()
    qtbot.keyClick(greys, Qt.Key.Key_End)
    assert greys.accessibleDescription().startswith("255")

    view = page.viewer.slice
    page.viewer.set_mode("slice")
    opened.look.lut.ensureWidgetVisible(view)
    track = view.track
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=track.center().toPoint())
    assert abs(view.level - 128) <= 1
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.level == 0
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.name() == "Red"
    qtbot.keyClick(view, Qt.Key.Key_End)
    image = painted(view)
    before, after = view.boxes()
    lut = opened.preview.exact.lut
    for across, up in ((0.25, 0.25), (0.5, 0.75)):
        colour = np.array([1.0, across, up])
        for box, expected in ((before, colour), (after, lut.evaluate(colour))):
            seen = image.pixelColor(
                round(box.left() + across * (box.width() - 1)), round(box.bottom() - up * (box.height() - 1))
            )
            np.testing.assert_allclose(seen.getRgb()[:3], 255 * expected, atol=4)


def test_points_are_where_and_as_the_lut_says(qtbot) -> None:
    """Each corner of the cube, of a LUT that draws all colours half way to grey."""
    lut = Lut3D((0.25 + Lut3D.identity(2).table * 0.5).astype(np.float32))
    view = CloudView()
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show_cloud(cloud_of(lut, np.zeros((1, 3))))
    image = painted(view)
    for corner in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 1.0, 1.0)):
        moved = tuple(0.25 + v / 2 for v in corner)
        at = view.place(moved)
        seen = image.pixelColor(round(at.x()), round(at.y()))
        assert np.abs(np.array(seen.getRgb()[:3]) - 255 * np.array(moved)).max() <= 3
    nothing = view.place((0.9, 0.9, 0.5))
    assert image.pixelColor(round(nothing.x()), round(nothing.y())) == GROUND


def test_a_cloud_is_painted_within_a_frame(qtbot) -> None:
    view = CloudView()
    qtbot.addWidget(view)
    view.resize(232, 232)
    with qtbot.waitExposed(view):
        view.show()
    view.show_cloud(cloud_of(Lut3D.identity(33), np.random.default_rng(0).random((400, 3))))
    took = []
    for _ in range(9):
        view.turn_by(5, 2)
        start = time.process_time()
        view.repaint()
        took.append(time.process_time() - start)
    assert sorted(took)[4] < 0.016


def test_a_window_of_its_own_follows_the_editor(qtbot, opened: MainWindow, page: LutInstruments, make) -> None:
    qtbot.mouseClick(page.viewer.enlarge, Qt.MouseButton.LeftButton)
    large = page.large
    assert large is not None
    assert large.isVisible()
    assert not large.isModal()
    opened.sidebar.show_page("look")
    assert page.watched
    opened.session.edit(exposure=0.5)
    facts = looked_over(qtbot, opened)
    assert large.viewer.cloud.cloud is facts.cloud
    qtbot.keyClick(large.viewer.cloud, Qt.Key.Key_Escape)
    assert page.large is None
    assert not page.watched

    for button in page.viewer.findChildren(type(page.viewer.lines)):
        if button.text() == "Slice":
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.viewer.mode == "slice"
    opened.settings.sync()
    assert instruments(make()).viewer.mode == "slice"


# ---- words


def test_summaries_say_the_worst_first() -> None:
    assert luthealth.summary(examine(Lut3D.identity(9))) == "This LUT is healthy."
    table = Lut3D.identity(17).table.copy()
    table[3, 3, 3] = np.nan
    table[..., 2] *= 0.85
    told = luthealth.summary(examine(Lut3D(table)))
    assert told.startswith("Look at this LUT")
    assert told.index("Values") < told.index("Greys neutral")
    assert "Repair" in told
    tinted = Lut3D.identity(17).table * np.array([1, 1, 0.85], np.float32)
    assert luthealth.summary(examine(Lut3D(tinted))).startswith("This LUT is healthy. Worth knowing: Greys neutral")


@pytest.mark.parametrize(("share", "text"), [(0, "0 %"), (0.0001, "< 0.1 %"), (0.0123, "1.2 %"), (0.5, "50 %")])
def test_shares_are_told_briefly(share: float, text: str) -> None:
    plain = small_share(share).replace("\N{NO-BREAK SPACE}", " ").replace("\N{THIN SPACE}", " ")
    assert plain == text
