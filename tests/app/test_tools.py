"""The map of weights over the picture, and the nudge."""

from __future__ import annotations

import numpy as np
import pytest
from hands import hover, move
from makers import save_bracket
from PySide6.QtCore import QPoint, QPointF, Qt
from test_canvas import as_array, expected, shown
from test_local import at_full_size, on_screen

from app.canvas.legend import OPACITY, colour, ramp
from app.models.messages import BLEND
from mefcore import pipeline
from mefcore.blend import weights_at

PLACES = ((40, 200), (250, 80), (330, 60))
"""``(x, y)``: a dark corner, the window, a wall."""


def maps(window) -> np.ndarray:
    """``(K, H, W)`` the weights of the picture as it is edited now, at full size."""
    session = window.session
    return weights_at(session.bracket.pixels, pipeline.weights_of(session.prediction, session.recipe))


def spot(window, x: float, y: float) -> QPoint:
    """Where a pixel of the picture is on the canvas."""
    left, top = window.canvas.view.to_device(x, y)
    return QPointF(left, top).toPoint()


# ---- the map


@pytest.mark.parametrize("local", [1.0, 0.0])
def test_the_map_shows_the_chosen_frame_s_weight(opened, qtbot, settled, local):
    opened.session.edit(local=local)
    at_full_size(opened)
    qtbot.keyClick(opened, Qt.Key.Key_W)
    assert opened.actions_by_name["weights"].isChecked()
    left, top = (int(v) for v in opened.canvas.view.origin)
    for key, frame in ((Qt.Key.Key_1, 0), (Qt.Key.Key_3, 2)):
        qtbot.keyClick(opened, key)
        settled(opened)
        weights = maps(opened)[frame]
        painted = shown(opened.canvas)[top : top + 240, left : left + 360].astype(float)
        grey = on_screen(opened) @ np.array([11, 16, 5]) / 32
        ramped = np.array([c.getRgb()[:3] for c in ramp(frame)])
        for x, y in PLACES:
            tint = [np.interp(weights[y, x], (0, 0.5, 1), ramped[:, channel]) for channel in range(3)]
            want = (1 - OPACITY) * grey[y, x] + OPACITY * np.array(tint)
            assert painted[y, x] == pytest.approx(want, abs=3)
        assert bool(np.ptp(weights) > 0.1) is (local > 0)
    qtbot.keyClick(opened, Qt.Key.Key_W)
    settled(opened)
    assert np.array_equal(shown(opened.canvas)[top : top + 240, left : left + 360], on_screen(opened))


def test_the_map_of_all_frames_has_the_heaviest_one_s_colour(opened, qtbot, settled):
    at_full_size(opened)
    qtbot.keyClick(opened, Qt.Key.Key_0)
    assert opened.comparison.before == BLEND
    qtbot.keyClick(opened, Qt.Key.Key_W)
    settled(opened)
    weights, image = maps(opened), opened.tools._map.image
    colours = np.array([colour(k).getRgb()[:3] for k in range(3)])
    ordered = np.sort(weights, axis=0)
    sure = np.argwhere(ordered[-1] > 1.5 * ordered[-2])
    assert len(sure) > 50
    for y, x in sure[:: len(sure) // 40]:
        distance = np.abs(colours - np.array(image.pixelColor(int(x), int(y)).getRgb()[:3])).sum(1)
        assert distance.argmin() == weights[:, y, x].argmax()


def test_the_map_follows_the_edit(opened, qtbot, settled):
    qtbot.keyClick(opened, Qt.Key.Key_W)
    for change in (lambda: opened.session.edit(local=0.4), opened.session.undo_stack.undo):
        change()
        settled(opened)
        assert np.allclose(opened.tools._map.values, maps(opened), atol=1e-6)


def test_weights_are_told_under_the_cursor(opened, qtbot, settled):
    at_full_size(opened)
    settled(opened)
    hover(opened.canvas, spot(opened, 250, 80))
    assert "Weights" not in opened.status.under_cursor.text()
    qtbot.keyClick(opened, Qt.Key.Key_W)
    settled(opened)
    hover(opened.canvas, spot(opened, 250, 80))
    told = "  ".join(str(round(100 * float(w))) for w in maps(opened)[:, 80, 250])
    assert opened.status.under_cursor.text().endswith(f"Weights  {told} %")


def test_a_smaller_picture_is_opened_under_the_cursor(opened, qtbot, settled, tmp_path):
    """While the larger one is still on screen, with "before" in its place."""
    at_full_size(opened)
    qtbot.keyClick(opened, Qt.Key.Key_W)
    opened.session.edit(exposure=0.5)
    settled(opened)
    opened.canvas.set_only_before(True)
    hover(opened.canvas, spot(opened, 350, 230))
    opened.open_paths(save_bracket(tmp_path / "small", size=(60, 40)))
    qtbot.waitUntil(lambda: opened.canvas.view.image == (60, 40))
    settled(opened)


def test_the_split_makes_room_for_a_tool_and_comes_back(opened, qtbot):
    canvas, split = opened.canvas, opened.actions_by_name["split"]
    assert canvas.split
    qtbot.keyClick(opened, Qt.Key.Key_W)
    assert not canvas.split
    assert not split.isChecked()
    qtbot.keyClick(opened, Qt.Key.Key_N)
    qtbot.keyClick(opened, Qt.Key.Key_W)
    assert not canvas.split
    qtbot.keyClick(opened, Qt.Key.Key_N)
    assert canvas.split
    assert split.isChecked()
    # Who asks for it gets it, with the map on the right.
    qtbot.keyClick(opened, Qt.Key.Key_W)
    qtbot.keyClick(opened, Qt.Key.Key_Y)
    assert canvas.split
    qtbot.keyClick(opened, Qt.Key.Key_Y)
    qtbot.keyClick(opened, Qt.Key.Key_W)
    assert not canvas.split


def test_a_parked_split_is_remembered_as_wanted(opened, make, bracket, settled, qtbot):
    qtbot.keyClick(opened, Qt.Key.Key_W)
    opened.close()
    again = make(*bracket)
    settled(again)
    assert again.canvas.split
    assert not again.tools.mapping


# ---- the nudge


@pytest.fixture
def nudging(opened, qtbot, settled):
    """A window at full size with the nudge in hand."""
    at_full_size(opened)
    qtbot.keyClick(opened, Qt.Key.Key_N)
    settled(opened)
    return opened


def pull(window, qtbot, place: tuple[float, float], *steps: tuple[int, int], release: bool = True) -> None:
    """Press at a place of the picture, move by steps from there, and let go."""
    canvas, start = window.canvas, spot(window, *place)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for dx, dy in steps:
        move(canvas, start + QPoint(dx, dy))
    if release:
        last = start + QPoint(*steps[-1]) if steps else start
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=last)


@pytest.mark.parametrize("local", [1.0, 0.0])
def test_a_drag_raises_the_weight_there_and_nowhere_far_away(nudging, qtbot, settled, local):
    nudging.session.edit(local=local)
    settled(nudging)
    stack, steps = nudging.session.undo_stack, nudging.session.undo_stack.count()
    x, y = 60, 200
    before, weights = on_screen(nudging).astype(int), maps(nudging)
    pull(nudging, qtbot, (x, y), (10, -20), (20, -60), (30, -90))
    (nudge,) = nudging.session.recipe.nudges
    assert nudge.amount == 3.0
    assert (nudge.x, nudge.y) == pytest.approx((x / 360, y / 240), abs=0.004)
    assert stack.count() == steps + 1
    assert stack.undoText() == f"More of frame {nudge.frame + 1}"
    settled(nudging)
    after, raised = on_screen(nudging).astype(int), maps(nudging)
    assert raised[nudge.frame, y, x] > weights[nudge.frame, y, x] + 0.1
    assert np.array_equal(after, expected(nudging, np.s_[:], np.s_[:]))
    assert np.abs(after - before)[y - 3 : y + 4, x - 3 : x + 4].max() > 3
    assert np.abs(after - before)[:, 240:].max() <= 1
    assert nudging.look.found.nudged.text.text() == "1 nudge"
    stack.undo()
    settled(nudging)
    assert np.array_equal(on_screen(nudging), before)
    assert nudging.session.recipe.nudges == ()
    assert nudging.look.found.nudged.isHidden()


def test_the_frame_is_the_one_that_shows_the_place_best(nudging, qtbot):
    for place in PLACES:
        pull(nudging, qtbot, place, (0, -40))
        x, y = place
        frames = [p[y - 2 : y + 3, x - 2 : x + 3].reshape(-1, 3).mean(0) / 255 for p in nudging.session.bracket.pixels]
        best = min(
            range(3),
            key=lambda k: (
                abs(frames[k] @ (0.299, 0.587, 0.114) - 0.5) + 10 * (frames[k].min() < 0.06 or frames[k].max() > 0.94)
            ),
        )
        assert nudging.session.recipe.nudges[-1].frame == best
    assert nudging.session.undo_stack.count() == 3
    assert len({n.frame for n in nudging.session.recipe.nudges}) > 1


def test_it_says_beside_the_cursor_what_it_does(nudging, qtbot, settled):
    tip = nudging.tools.nudger.tool.tip
    pull(nudging, qtbot, (60, 200), (0, -80), release=False)
    frame = nudging.session.recipe.nudges[0].frame
    settled(nudging)
    share = round(100 * float(maps(nudging)[frame, 200, 60]))
    assert tip.isVisible()
    assert tip.text().startswith(f"More of frame {frame + 1} (")
    assert " EV)" in tip.text()
    now = int(tip.text().split("→")[1].strip(" %"))
    # Told from the smaller picture that was aimed in.
    assert now == pytest.approx(share, abs=4)
    assert nudging.canvas.rect().contains(tip.geometry())
    move(nudging.canvas, spot(nudging, 60, 200) + QPoint(0, 60))
    assert tip.text().startswith(f"Less of frame {frame + 1} (")
    assert nudging.session.undo_stack.undoText() == f"Less of frame {frame + 1}"
    assert nudging.session.recipe.nudges[0].amount == -1.5
    qtbot.mouseRelease(nudging.canvas, Qt.MouseButton.LeftButton)
    assert not tip.isVisible()


def test_the_amount_has_an_end(nudging, qtbot):
    pull(nudging, qtbot, (60, 200), (300, -300))
    assert nudging.session.recipe.nudges[0].amount == 8.0


def test_a_click_and_a_drag_back_are_nothing(nudging, qtbot):
    pull(nudging, qtbot, (60, 200))
    pull(nudging, qtbot, (60, 200), (2, 0))
    pull(nudging, qtbot, (60, 200), (0, -80), (0, 0))
    assert nudging.session.recipe.nudges == ()
    assert not nudging.session.undo_stack.canUndo()


def test_of_two_quick_drags_the_second_counts_too(nudging, qtbot):
    canvas, start = nudging.canvas, spot(nudging, 60, 200)
    zoom = canvas.view.zoom
    pull(nudging, qtbot, (60, 200), (0, -40))
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=start)
    move(canvas, start - QPoint(0, 80))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start)
    assert canvas.view.zoom == zoom
    assert [n.amount for n in nudging.session.recipe.nudges] == [1.0, 2.0]
    assert nudging.session.undo_stack.count() == 2
    qtbot.mouseClick(nudging.look.found.nudged.remove, Qt.MouseButton.LeftButton)
    assert nudging.session.recipe.nudges == ()
    assert nudging.session.undo_stack.undoText() == "Remove nudges"


def test_space_and_the_middle_button_still_pan(nudging, qtbot):
    canvas = nudging.canvas
    canvas.zoom_to(8.0)
    start = QPoint(400, 300)
    for button, key in ((Qt.MouseButton.MiddleButton, False), (Qt.MouseButton.LeftButton, True)):
        x = canvas.view.x
        if key:
            qtbot.keyPress(canvas, Qt.Key.Key_Space)
        qtbot.mousePress(canvas, button, pos=start)
        move(canvas, start + QPoint(40, 0), button)
        qtbot.mouseRelease(canvas, button, pos=start + QPoint(40, 0))
        assert canvas.view.x == pytest.approx(x - 5, abs=0.2)
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert nudging.session.recipe.nudges == ()


def test_escape_puts_it_away(nudging, qtbot):
    assert nudging.canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    qtbot.keyClick(nudging, Qt.Key.Key_Escape)
    assert not nudging.tools.nudging
    assert not nudging.actions_by_name["nudge"].isChecked()
    assert nudging.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    pull(nudging, qtbot, (60, 200), (0, -80))
    assert nudging.session.recipe.nudges == ()


def test_escape_takes_a_drag_under_way_back(nudging, qtbot, settled):
    pull(nudging, qtbot, (60, 200), (0, -80), release=False)
    assert nudging.session.recipe.nudges != ()
    qtbot.keyClick(nudging, Qt.Key.Key_Escape)
    assert nudging.session.recipe.nudges == ()
    assert nudging.session.undo_stack.count() == 0
    assert nudging.tools.nudging
    move(nudging.canvas, spot(nudging, 60, 200) - QPoint(0, 120))
    qtbot.mouseRelease(nudging.canvas, Qt.MouseButton.LeftButton)
    assert nudging.session.recipe.nudges == ()
    qtbot.keyClick(nudging, Qt.Key.Key_Escape)
    assert not nudging.tools.nudging


def test_the_map_follows_a_nudge_while_it_is_dragged(nudging, qtbot, settled):
    qtbot.keyClick(nudging, Qt.Key.Key_W)
    settled(nudging)
    start = nudging.tools._map.values
    pull(nudging, qtbot, (60, 200), (0, -80), release=False)
    settled(nudging)
    assert np.allclose(nudging.tools._map.values, maps(nudging), atol=1e-6)
    assert not np.allclose(nudging.tools._map.values, start, atol=0.05)
    qtbot.mouseRelease(nudging.canvas, Qt.MouseButton.LeftButton)


def test_nothing_to_map_or_nudge_without_a_picture(window):
    for name in ("weights", "nudge", "refine", "match", "unrefine", "unnudge"):
        assert not window.actions_by_name[name].isEnabled()
    assert not window.look.found.button.isEnabled()


def test_the_map_is_made_of_its_own_pixels(opened, qtbot, settled):
    """Another bracket's map must not stay over this one."""
    qtbot.keyClick(opened, Qt.Key.Key_W)
    settled(opened)
    assert as_array(opened.tools._map.image).shape[:2] == (240, 360)
    opened.session.open(opened.session.loaded)
    assert opened.tools._map is None
    assert opened.canvas.scene.weights is None
