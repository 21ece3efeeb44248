"""The command palette and the sheet of shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.windows.commands_list import Entry, entries, plain, score
from app.windows.habits import Habits
from app.windows.help import Shortcuts
from app.windows.menus import extra_keys
from app.windows.palette import ENTRY


@pytest.fixture
def palette(window, qtbot):
    window.actions_by_name["palette"].trigger()
    shown = next(f for f in window.features if isinstance(f, Habits)).palette
    assert shown.isVisible()
    return shown


def titles(palette) -> list[str]:
    model = palette.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def test_every_action_of_the_menus_is_in_it(window, palette):
    every = {id(e.action) for e in entries(window.menuBar())}
    assert {id(a) for a in window.actions_by_name.values()} <= every
    assert len(titles(palette)) == len(every)


def test_typing_finds_and_enter_does(window, palette, qtbot):
    qtbot.keyClicks(palette.edit, "shortc")
    assert titles(palette)[0] == "Shortcuts"
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(Shortcuts) is not None)
    assert not palette.isVisible()
    window.findChild(Shortcuts).close()


def test_arrows_go_through_the_list_and_esc_leaves(window, palette, qtbot):
    assert palette.list.currentIndex().row() == 0
    qtbot.keyClick(palette.edit, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    qtbot.keyClick(palette.edit, Qt.Key.Key_Up)
    qtbot.keyClick(palette.edit, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 0
    qtbot.keyClick(palette.edit, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.canvas.hasFocus()


@pytest.mark.parametrize("word", ["language", "german", "dark", "settings"])
def test_the_preferences_are_found_by_what_is_in_them(word, palette, qtbot):
    qtbot.keyClicks(palette.edit, word)
    assert "Preferences" in titles(palette)[:3]


def test_what_cannot_be_done_is_last_and_says_why(window, palette, qtbot):
    qtbot.keyClicks(palette.edit, "export")
    model = palette.model
    found: list[Entry] = [model.data(model.index(row, 0), ENTRY) for row in range(model.rowCount())]
    able = [entry.action.isEnabled() for entry in found]
    assert able == sorted(able, reverse=True)
    picture = next(e for e in found if e.action is window.actions_by_name["export"])
    assert picture.why_not == "Needs a fused picture"
    triggered = []
    picture.action.triggered.connect(triggered.append)
    palette._run(found.index(picture))
    assert palette.isVisible()
    assert not triggered


def test_a_command_that_goes_away_meanwhile_cannot_be_done(window, palette, qtbot):
    menu = window.menuBar().findChild(QMenu, "menu-file")
    passing = menu.addAction("Passing thing")
    palette.leave()
    palette.open()
    qtbot.keyClicks(palette.edit, "Passing thing")
    assert titles(palette)[0] == "Passing thing"
    menu.removeAction(passing)
    passing.deleteLater()
    QCoreApplication.sendPostedEvents(passing, QEvent.Type.DeferredDelete)
    del passing
    palette.list.viewport().repaint()
    assert not palette.model.flags(palette.model.index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_nothing_found_is_said(palette, qtbot):
    qtbot.keyClicks(palette.edit, "qqqq")
    assert titles(palette) == []
    assert palette.nothing.isVisible()
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_letters_typed_into_it_are_no_shortcuts(window, palette, qtbot):
    seen = []
    for name in ("weights", "split", "shoot_panel"):
        window.actions_by_name[name].triggered.connect(seen.append)
    qtbot.keyClicks(palette.edit, "wys")
    assert palette.edit.text() == "wys"
    assert not seen


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("zoom", "Zoom in", "Show before"),
        ("undo", "Undo", "Undo history"),
        ("sb", "Show before", "Side by side"),
        ("split", "Split left/right", "Take the chosen frame out of its set"),
    ],
)
def test_the_nearest_name_is_first(qapp, query, better, worse):
    def scored(text: str) -> float:
        return score(query, Entry(QAction(text), text, ("View",), ())) or 0.0

    assert scored(better) > scored(worse)


@pytest.mark.parametrize(
    ("given", "want"),
    [("&Open…", "Open"), ("Show &before  (hold or tap \\)", "Show before"), ("Black && white", "Black & white")],
)
def test_texts_lose_their_marks(given, want):
    assert plain(given) == want


def lines(sheet: Shortcuts) -> list[tuple[str, str, str]]:
    found = []
    for g in range(sheet.tree.topLevelItemCount()):
        group = sheet.tree.topLevelItem(g)
        for i in range(group.childCount()):
            if not group.child(i).isHidden():
                found.append((group.text(0), group.child(i).text(0), group.child(i).text(1)))
    return found


def test_every_key_is_on_the_sheet(window):
    sheet = Shortcuts(window)
    shown = lines(sheet)
    keys = {keys for _, keys, _ in shown}
    for entry in entries(window.menuBar()):
        if entry.keys:
            assert ",  ".join(entry.keys) in keys
    for key, text in extra_keys():
        assert any((k, t) == (key, text) for _, k, t in shown)
    for key, what in (("R", "Refine"), ("W", "Map of weights"), ("N", "Nudge")):
        assert any(k == key and t.startswith(what) for _, k, t in shown)
    sheet.close()


def test_the_sheet_is_searched(window, qtbot):
    window.actions_by_name["shortcuts"].trigger()
    sheet = window.findChild(Shortcuts)
    qtbot.waitUntil(sheet.isVisible)
    everything = lines(sheet)
    qtbot.keyClicks(sheet.filter, "zoom out")
    assert [text for _, _, text in lines(sheet)] == ["Zoom out: Further away"]
    sheet.filter.clear()
    assert lines(sheet) == everything
    sheet.close()


def test_no_line_of_the_sheet_is_cut_off(window, qtbot):
    window.actions_by_name["shortcuts"].trigger()
    sheet = window.findChild(Shortcuts)
    qtbot.waitUntil(sheet.isVisible)
    tree, flags = sheet.tree, Qt.TextFlag.TextWordWrap
    for width in (820, 560):
        sheet.resize(width, 600)
        qtbot.waitUntil(lambda last=width: sheet.width() == last)
        tree.doItemsLayout()
        room, broken = QRect(0, 0, tree.columnWidth(1) - 8, 1000), 0
        for g in range(tree.topLevelItemCount()):
            group = tree.topLevelItem(g)
            for line in (group.child(i) for i in range(group.childCount())):
                needed = tree.fontMetrics().boundingRect(room, flags, line.text(1)).height()
                assert tree.visualItemRect(line).height() >= needed, line.text(1)
                broken += needed > tree.fontMetrics().height()
        assert broken
    sheet.close()
