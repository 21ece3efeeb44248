"""Frames are aligned and deghosted when a bracket is opened; the person sees it, and can have it otherwise."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import WAIT
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from test_canvas import shown

from app.canvas.tint import GHOST
from app.models.frames import PLACE, REFERENCE
from app.models.messages import BLEND

SIZE = (420, 300)
SHIFTS = ((6, -4), (0, 0), (-5, 3))
STOPS = (-2.0, 0.0, 2.0)


def save(folder: Path, shifts=((0, 0),) * 3, walks: bool = False) -> list[Path]:
    """Three frames of a wall of many things; hand-held by ``shifts``, or with something green that walks past."""
    rng = np.random.default_rng(4)
    wall = np.full((SIZE[1] + 80, SIZE[0] + 80, 3), 0.1, np.float32)
    for _ in range(330):
        x, y = (int(v) for v in (rng.integers(0, wall.shape[1]), rng.integers(0, wall.shape[0])))
        colour = tuple(map(float, rng.uniform(0.02, 0.5, 3)))
        if rng.random() < 0.5:
            cv2.circle(wall, (x, y), int(rng.integers(3, 22)), colour, -1, cv2.LINE_AA)
        else:
            cv2.rectangle(wall, (x, y), (x + int(rng.integers(5, 50)), y + int(rng.integers(5, 50))), colour, -1)
    wall = cv2.GaussianBlur(wall, (0, 0), 0.8)
    folder.mkdir()
    paths = []
    for k, ((dx, dy), stop) in enumerate(zip(shifts, STOPS, strict=True)):
        light = wall[40 + dy : 40 + dy + SIZE[1], 40 + dx : 40 + dx + SIZE[0]].copy()
        if walks:
            light[90:220, 60 + 110 * k : 105 + 110 * k] = (0.02, 0.4, 0.05)
        light += rng.normal(0, 0.002, light.shape) * 2.0**-stop
        paths.append(folder / f"{k + 1}.png")
        Image.fromarray(np.round(255 * np.clip(light * 2.0**stop, 0, 1) ** (1 / 2.2)).astype(np.uint8)).save(paths[-1])
    return paths


@pytest.fixture
def hand_held(make, tmp_path, settled):
    window = make(*save(tmp_path / "hand", SHIFTS))
    settled(window)
    return window


@pytest.fixture
def walked(make, tmp_path, settled):
    window = make(*save(tmp_path / "walk", walks=True))
    settled(window)
    return window


def wait_prepared(window, qtbot, settled) -> None:
    qtbot.waitUntil(lambda: not window.preparer.busy, timeout=WAIT)
    settled(window)


def press(window, name: str, choice: str) -> None:
    """Choose in a drop-down of the panel, as a person does."""
    combo = window.look.reveal(name).combo
    index = combo.findData(choice)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def entry(window, row: int, text: str):
    menu = window.frame_menu.menu(row)
    return next(a for a in menu.actions() if a.text() == text)


def test_hand_held_frames_are_aligned_as_they_are_opened(hand_held):
    prepared = hand_held.session.loaded.prepared
    assert prepared.changed
    assert hand_held.session.bracket.size < SIZE
    model = hand_held.frames
    row = prepared.bracket.reference
    places = [model.index(k).data(PLACE) for k in range(3)]
    assert places[row] == ""
    assert all(place for k, place in enumerate(places) if k != row)
    assert [model.index(k).data(REFERENCE) for k in range(3)] == [k == row for k in range(3)]
    assert f"2 frames were moved to match frame {row + 1}." in hand_held.look.preparation.told["align"].text()
    tip = model.index((row + 1) % 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "Moved by" in tip
    assert "sure" in tip


def test_the_offset_is_told_the_way_the_frame_went(hand_held):
    assert hand_held.session.bracket.reference == 1
    model = hand_held.frames
    # Shot from 6 pixels further right and 4 higher, so what it shows lies to the left and low: it went right and up.
    first = model.index(0).data(PLACE)
    assert first.startswith("↗ 7.")
    assert first.endswith("% sure")
    tip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "px →  4" in tip or "px →  3.9" in tip
    assert "px ↑" in tip


def test_alignment_can_be_switched_off_and_undone(hand_held, qtbot, settled):
    before = hand_held.session.bracket.size
    press(hand_held, "align", "off")
    wait_prepared(hand_held, qtbot, settled)
    assert hand_held.session.bracket.size == SIZE
    assert not hand_held.look.reveal("border").isEnabled()
    assert hand_held.canvas.view.image == SIZE
    assert hand_held.session.undo_stack.undoText() == "Align off"
    qtbot.keyClick(hand_held, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_prepared(hand_held, qtbot, settled)
    assert hand_held.session.bracket.size == before


def test_the_picture_stays_until_the_new_frames_are_there(hand_held, qtbot, settled):
    seen = []
    hand_held.preview.rendered.connect(lambda rendered: seen.append(rendered.request.prediction))
    hand_held.canvas.set_only_before(False)
    press(hand_held, "border", "keep")
    wait_prepared(hand_held, qtbot, settled)
    assert seen
    assert None not in seen
    assert hand_held.session.bracket.size == SIZE


def test_what_was_in_view_stays_in_view(hand_held, qtbot, settled):
    hand_held.canvas.zoom_to(4.0)
    settled(hand_held)
    view = hand_held.canvas.view
    place = (view.x / view.image[0], view.y / view.image[1])
    press(hand_held, "align", "off")
    wait_prepared(hand_held, qtbot, settled)
    view = hand_held.canvas.view
    assert view.zoom == 4.0
    assert (view.x / view.image[0], view.y / view.image[1]) == pytest.approx(place, abs=0.02)


def test_a_frame_s_menu(hand_held, qtbot, settled):
    entry(hand_held, 2, "Align this frame").trigger()
    wait_prepared(hand_held, qtbot, settled)
    assert hand_held.session.recipe.unaligned == (3,)
    assert hand_held.session.undo_stack.undoText() == "Leave frame 3 where it is"
    assert hand_held.frames.index(2).data(PLACE) == "not aligned"
    assert not entry(hand_held, 2, "Align this frame").isChecked()
    entry(hand_held, 0, "Use as reference").trigger()
    wait_prepared(hand_held, qtbot, settled)
    assert hand_held.session.bracket.reference == 0
    assert hand_held.frames.index(0).data(REFERENCE)
    assert entry(hand_held, 0, "Use as reference").isChecked()
    entry(hand_held, 0, "Choose the reference automatically").trigger()
    wait_prepared(hand_held, qtbot, settled)
    assert hand_held.session.recipe.reference == 0
    assert hand_held.session.bracket.reference == 1


def test_the_menu_opens_by_mouse_and_by_key(hand_held, qtbot):
    strip = hand_held.filmstrip
    where = strip.visualRect(hand_held.frames.index(1)).center()
    for reason, at in ((QContextMenuEvent.Reason.Mouse, where), (QContextMenuEvent.Reason.Keyboard, QPoint(-1, -1))):
        strip.setCurrentIndex(hand_held.frames.index(1))
        QApplication.sendEvent(strip.viewport(), QContextMenuEvent(reason, at, strip.viewport().mapToGlobal(where)))
        menu = QApplication.activePopupWidget()
        assert menu is not None
        assert next(a.text() for a in menu.actions() if a.text()) == "Compare with this frame"
        menu.close()


def test_stopping_leaves_the_frames_and_says_so_in_the_recipe(hand_held, qtbot, settled):
    size = hand_held.session.bracket.size
    press(hand_held, "align", "off")
    qtbot.waitUntil(lambda: hand_held.preparer.lane.busy, timeout=WAIT)
    hand_held.preparer.lane.cancel()
    assert hand_held.session.recipe.align == "auto"
    assert hand_held.session.bracket.size == size
    settled(hand_held)


def test_a_reference_that_is_not_there_is_told(hand_held, qtbot, settled):
    hand_held.session.edit(reference=7)
    qtbot.waitUntil(lambda: bool(hand_held.notice.kind), timeout=WAIT)
    assert "Frame 7 cannot be the reference" in hand_held.notice.text.text()
    assert hand_held.session.recipe.reference == 0


def test_ghosts_are_taken_from_the_reference_and_shown(walked, qtbot, settled):
    prepared = walked.session.loaded.prepared
    assert max(prepared.ghosts.shares) > 0.02
    assert "Moving things are taken from frame 2" in walked.look.preparation.told["deghost"].text()
    walked.canvas.set_split(False)
    settled(walked)
    plain = shown(walked.canvas).astype(int)
    qtbot.keyClick(walked, Qt.Key.Key_0)
    qtbot.keyClick(walked, Qt.Key.Key_G)
    assert walked.actions_by_name["ghosts"].isChecked()
    marked = shown(walked.canvas).astype(int)
    left, top = walked.canvas.view.to_device(80, 150)
    pink = np.array(GHOST.getRgb()[:3])
    inside, away = marked[int(top), int(left)], marked[int(walked.canvas.view.to_device(0, 30)[1]), int(left) + 40]
    assert np.abs(inside - pink).sum() < np.abs(plain[int(top), int(left)] - pink).sum()
    assert np.ptp(away) <= 2, "grey where nothing was replaced"
    qtbot.keyClick(walked, Qt.Key.Key_G)
    assert np.array_equal(shown(walked.canvas).astype(int), plain)


def test_ghosts_of_a_bracket_with_fewer_frames(walked, qtbot, settled):
    files = [frame.path for frame in walked.session.bracket.frames]
    qtbot.keyClick(walked, Qt.Key.Key_3)
    assert walked.comparison.frame == 2
    qtbot.keyClick(walked, Qt.Key.Key_G)
    walked.open_paths(files[:2])
    qtbot.waitUntil(lambda: len(walked.session.bracket) == 2, timeout=WAIT)
    settled(walked)
    assert walked.actions_by_name["ghosts"].isChecked()
    assert walked.comparison.frame < 2


def test_maps_of_ghosts_and_of_weights_take_turns(walked, qtbot, settled):
    qtbot.keyClick(walked, Qt.Key.Key_G)
    qtbot.keyClick(walked, Qt.Key.Key_W)
    assert not walked.actions_by_name["ghosts"].isChecked()
    assert walked.actions_by_name["weights"].isChecked()
    qtbot.keyClick(walked, Qt.Key.Key_G)
    assert walked.actions_by_name["ghosts"].isChecked()
    assert not walked.actions_by_name["weights"].isChecked()
    assert walked.comparison.before != BLEND
    settled(walked)


def test_deghosting_can_be_switched_off(walked, qtbot, settled):
    press(walked, "deghost", "off")
    wait_prepared(walked, qtbot, settled)
    prepared = walked.session.loaded.prepared
    assert prepared.ghosts is None
    assert not prepared.changed
    assert walked.look.preparation.told["deghost"].isHidden()
    assert not walked.look.reveal("deghost_strength").isEnabled()


def test_the_cube_of_changed_frames_says_that_it_needs_the_blend(walked, qtbot, tmp_path, settled):
    walked.session.edit(local=0.0)
    settled(walked)
    with qtbot.waitSignal(walked.exporter.exported, timeout=WAIT) as written:
        walked.exporter.export_to(tmp_path / "look.cube")
    assert written.args[0].needs_base
    assert "rid of ghosts first" in (tmp_path / "look.cube").read_text()


def test_raw_settings_are_only_there_for_raw_frames(opened):
    assert not opened.look.reveal("white_balance").isVisible()
    assert not opened.look.reveal("raw_highlights").isVisible()
    assert opened.look.reveal("align").isVisibleTo(opened.sidebar)


def test_pictures_leave_in_the_chosen_colour_space(opened, qtbot, tmp_path, settled, make):
    from PIL import ImageCms

    action = opened.findChild(type(opened.actions_by_name["export"]), "space-display-p3")
    action.trigger()
    with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
        opened.exporter.export_to(tmp_path / "p3.tif")
    with Image.open(tmp_path / "p3.tif") as picture:
        profile = picture.info["icc_profile"]
    from io import BytesIO

    assert "P3" in ImageCms.getProfileDescription(BytesIO(profile))
    assert make().exporter.space == "display-p3"
