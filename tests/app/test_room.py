"""Where there is little room: nothing is cut that has to be read, and nothing is out of reach."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from cards import shoot
from conftest import WAIT
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from app.settings import Settings
from app.windows.lutexport_dialog import LutExportDialog
from mefcore.recipe import Recipe

SMALL = (640, 400)
"""Of a screen of 1280×800 pixels at 200 %."""


@pytest.fixture
def shooting(make, tmp_path: Path, qtbot, settled):
    """The window with a shoot of three sets at its left."""
    for i in range(3):
        shoot(tmp_path / "card", 1 + 3 * i, 60 * i, turned=i)
    window = make(tmp_path / "card")
    settled(window)
    qtbot.waitUntil(lambda: len(window.shoot.sets) == 3 and window.desk.panel.isVisible(), timeout=WAIT)
    return window


def whole(combo) -> bool:
    """Whether the widest of its texts is not cut."""
    return combo.width() >= combo.sizeHint().width()


def test_before_is_read_whole_beside_a_shoot(shooting, qtbot):
    window = shooting
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.width() == 1280)
    assert window.viewbar.before.currentText().endswith("EV")
    assert whole(window.viewbar.before)
    window.desk.set_wanted(False)
    window.resize(*SMALL)
    qtbot.waitUntil(lambda: window.width() == SMALL[0] and whole(window.viewbar.before))


def test_all_parts_stand_in_a_small_window(shooting, qtbot):
    window = shooting
    window.resize(*SMALL)
    qtbot.waitUntil(lambda: window.width() == SMALL[0])
    sidebar = window.sidebar
    assert sidebar.mapTo(window, QPoint(sidebar.width(), 0)).x() <= SMALL[0]
    assert window.desk.panel.isVisible()
    panel = window.desk.panel
    assert panel.summary.text() == "1 of 3 sets"
    qtbot.waitUntil(lambda: panel.summary.width() >= panel.summary.sizeHint().width())
    tabs = sidebar.tabs
    assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()
    for name in ("look", "blend", "lut"):
        sidebar.show_page(name)
        page = getattr(window.look, name)
        qtbot.waitUntil(page.isVisible)
        reach = page.viewport().width() + page.horizontalScrollBar().maximum()
        assert reach >= page.body.minimumSizeHint().width()
    # The page of every day needs no scrolling sideways.
    sidebar.show_page("look")
    assert window.look.look.horizontalScrollBar().maximum() == 0


def test_weights_have_room_for_their_bars(opened, qtbot):
    opened.sidebar.show_page("blend")
    rows = opened.look.weights.rows
    qtbot.waitUntil(lambda: all(row.bar.isVisible() for row in rows))
    for row in rows:
        assert row.bar.width() >= opened.look.weights.width() / 3
        for button in (row.lock, row.solo):
            assert button.accessibleName()
            assert button.toolTip()
    qtbot.mouseClick(rows[0].lock, Qt.MouseButton.LeftButton)
    assert rows[0].lock.isChecked()


def test_the_fields_of_a_lut_export_stand_in_line(window, tmp_path: Path, qtbot):
    dialog = LutExportDialog(Settings(tmp_path / "own.ini"), Recipe(), "a title", window)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    fields = (dialog.program, dialog.format, dialog.points, dialog.title)
    values = (*fields, dialog.shaper, dialog.bytes, dialog.error, dialog.lookup)
    assert len({field.x() for field in values}) == 1
    assert len({field.height() for field in fields}) == 1
    assert len({below.y() - above.y() for above, below in pairwise(fields)}) == 1
    named = [label for label in dialog.findChildren(QLabel) if label.buddy() is not None]
    assert [label.buddy() for label in named] == list(fields)
    for label in named:
        assert abs(label.geometry().center().y() - label.buddy().geometry().center().y()) <= 1
