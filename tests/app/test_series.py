"""A series along the path of a hand: one look for a house, a time-lapse without flicker."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards import shoot
from conftest import WAIT
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.windows.seriesdesk import SeriesDesk
from mefcore.series import flicker


@pytest.fixture
def lapse(tmp_path: Path) -> Path:
    """Six brackets of one scene a minute apart, every other one half a stop darker."""
    folder = tmp_path / "lapse"
    for i in range(6):
        shoot(folder, 1 + 3 * i, 60 * i, stops=(0, -2 - 0.5 * (i % 2), 2 - 0.5 * (i % 2)))
    return folder


@pytest.fixture
def series(make, lapse, qtbot, settled):
    """The window with the shoot, and its series' window with the sets looked at."""
    window = make(lapse)
    settled(window)
    qtbot.waitUntil(lambda: len(window.shoot.sets) == 6, timeout=WAIT)
    desk = window.findChild(SeriesDesk)
    window.actions_by_name["series"].trigger()
    qtbot.waitUntil(desk.dialog.apply.isEnabled, timeout=WAIT)
    return window, desk


def recipes(window) -> list:
    return [window.desk.editor.recipe_of(frozenset(one.paths)) for one in window.shoot.sets]


def test_the_look_on_screen_becomes_everybodys(series, qtbot, settled):
    window, desk = series
    desk.dialog.close()
    qtbot.waitUntil(lambda: desk.dialog is None)
    window.session.edit(exposure=0.75, saturation=0.2)
    before = recipes(window)
    window.actions_by_name["series"].trigger()
    qtbot.waitUntil(desk.dialog.apply.isEnabled, timeout=WAIT)
    qtbot.mouseClick(desk.dialog.apply, Qt.MouseButton.LeftButton)
    assert desk.dialog is None
    assert all(r.exposure == 0.75 and r.saturation == 0.2 for r in recipes(window))
    assert recipes(window)[1].found.series
    assert "Series of 6 sets" in window.actions_by_name["undo"].text()
    window.actions_by_name["undo"].trigger()
    assert recipes(window) == before
    settled(window)


def test_calm_changes_take_the_flicker_out(series, qtbot, settled):
    window, desk = series
    dialog = desk.dialog
    dialog.calm.setChecked(True)
    dialog.weights.setChecked(True)
    qtbot.waitUntil(lambda: dialog.apply.isEnabled() and dialog.options.way == "calm", timeout=WAIT)
    before, after = dialog.plot.values
    assert len(before) == len(after) == 6
    assert flicker(after) < 0.5 * flicker(before)
    assert f"{flicker(after):.2f} then" in dialog.told.text()
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert len({r.found.weights for r in recipes(window)}) == 6
    settled(window)
    assert window.session.recipe.found is not None
    assert "series" in window.look.found.refined.text.text()


def test_a_set_that_cannot_be_read_is_left_out_and_told(make, lapse, qtbot, settled):
    window = make(lapse)
    settled(window)
    qtbot.waitUntil(lambda: len(window.shoot.sets) == 6, timeout=WAIT)
    broken = window.shoot.sets[3].paths[0]
    broken.write_bytes(broken.read_bytes()[:600])
    desk = window.findChild(SeriesDesk)
    window.actions_by_name["series"].trigger()
    qtbot.waitUntil(desk.dialog.apply.isEnabled, timeout=WAIT)
    assert broken.name in desk.dialog.note.text() or window.shoot.sets[3].paths[0].name in desk.dialog.note.text()
    assert len(desk.dialog.plot.values[0]) == 5


def test_what_is_rejected_is_in_no_series_unless_it_is_selected(series, qtbot, settled):
    window, desk = series
    assert {label.buddy(): label.text() for label in desk.dialog.findChildren(QLabel)}[desk.dialog.radius]
    desk.dialog.close()
    qtbot.waitUntil(lambda: desk.dialog is None)
    contents = [frozenset(one.paths) for one in window.shoot.sets]
    window.desk.editor.reject(contents[4:], True)
    window.actions_by_name["series"].trigger()
    qtbot.waitUntil(desk.dialog.apply.isEnabled, timeout=WAIT)
    assert "4 sets" in desk.dialog.told.text()
    desk.dialog.close()
    qtbot.waitUntil(lambda: desk.dialog is None)
    window.desk.view.selectAll()
    window.actions_by_name["series"].trigger()
    qtbot.waitUntil(desk.dialog.apply.isEnabled, timeout=WAIT)
    assert "6 sets" in desk.dialog.told.text()
    window.desk.view.clearSelection()
    window.desk.editor.reject(contents[1:], True)
    qtbot.waitUntil(lambda: not window.actions_by_name["series"].isEnabled())
    settled(window)


def test_another_shoot_closes_the_window(series, qtbot, settled, bracket):
    window, desk = series
    window.open_paths(bracket)
    qtbot.waitUntil(lambda: desk.dialog is None, timeout=WAIT)
    assert not window.actions_by_name["series"].isEnabled()
    settled(window)
