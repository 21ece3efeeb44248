"""Shoots that were open lately: listed, opened again as they were, and grouped as they were corrected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cards import card, shoot
from conftest import WAIT
from hands import do
from keeping_cases import answer, asked, listed, part, press
from makers import save_bracket
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from test_open import drop


@pytest.fixture
def settled(read):
    """What is kept of a bracket asks for no network."""
    return read


def test_a_shoot_is_reopened_from_the_list_as_it_was(make, settled, qtbot, tmp_path, again):
    sets = card(tmp_path / "card")
    window = make(tmp_path / "card")
    settled(window)
    window.shoot.merge([0, 1])
    window.shoot.ignore([sets[3][0]])
    contents = [set(one.paths) for one in window.shoot.sets]
    qtbot.waitUntil(lambda: not window.opener.load_lane.busy, timeout=WAIT)
    settled(window)
    last = window.shoot.sets[-1]
    window.opener.open_set(last)
    qtbot.waitUntil(lambda: window.shoot.open == frozenset(last.paths), timeout=WAIT)

    second = again(window)
    listed(qtbot, second, 1)
    assert second.empty.isVisible()
    button = part(second).list.buttons[0]
    assert "card" in button.text()
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settled(second)
    assert [set(one.paths) for one in second.shoot.sets] == contents
    assert second.shoot.open == frozenset(last.paths)
    assert second.shoot.grouping.find(sets[3][0]) is None


def test_new_files_of_a_recent_folder_join(make, settled, qtbot, tmp_path, again):
    card(tmp_path / "card")
    window = make(tmp_path / "card")
    settled(window)
    contents = [set(one.paths) for one in window.shoot.sets]
    more = shoot(tmp_path / "card", 40, 4000, turned=4)
    second = again(window)
    listed(qtbot, second, 1)
    second.actions_by_name["reopen_last"].trigger()
    settled(second)
    assert [set(one.paths) for one in second.shoot.sets] == [*contents, set(more)]


def test_the_list_in_the_menu(make, settled, qtbot, tmp_path, bracket, again):
    window = make(*bracket)
    settled(window)
    listed(qtbot, window, 1)
    other = save_bracket(tmp_path / "garden", stops=(-1, 1))
    window.open_paths([other[0].parent])
    qtbot.waitUntil(lambda: len(window.session.bracket) == 2, timeout=WAIT)
    listed(qtbot, window, 2)
    menu = part(window).menu
    texts = [a.text() for a in menu.actions() if a.text()]
    assert texts[0].startswith("garden\t")
    assert texts[1].startswith("room_1.jpg and 2 more")
    assert texts[2] == "&Clear list"
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: len(window.session.bracket) == 3, timeout=WAIT)
    next(a for a in menu.actions() if a.objectName() == "clear_recent").trigger()
    listed(qtbot, window, 0)
    assert not menu.menuAction().isEnabled()


def test_what_was_open_for_a_moment_is_listed(window, make, qtbot, tmp_path):
    """Also if the next is opened, or the window closed, before there was time to write it down."""
    part(window).recents._timer.setInterval(3_600_000)
    for name in ("garden", "sea", "hill"):
        files = save_bracket(tmp_path / name)
        window.open_paths([files[0].parent])
        qtbot.waitUntil(lambda one=frozenset(files): window.shoot.open == one, timeout=WAIT)
    window.close()
    second = make()
    listed(qtbot, second, 3)
    lines = part(second).recents.lines
    assert [line.name for line in lines] == ["hill", "sea", "garden"]
    assert all(line.thumb is not None for line in lines)


def test_the_last_shoot_that_is_gone_is_asked_for(opened, qtbot, again, bracket, settled, tmp_path, monkeypatch):
    opened.close()
    new = tmp_path / "archive"
    bracket[0].parent.rename(new)
    window = again(opened)
    listed(qtbot, window, 1)
    QApplication.processEvents()
    assert window.actions_by_name["reopen_last"].isEnabled()
    window.actions_by_name["reopen_last"].trigger()
    box = asked(qtbot, window)
    answer(monkeypatch, new)
    press(qtbot, box, "Locate…")
    settled(window)
    assert [f.path.parent for f in window.session.bracket.frames] == [new] * 3


def test_the_last_shoot_that_is_there_comes_before_one_that_is_gone(make, settled, qtbot, tmp_path, bracket, again):
    window = make(*bracket)
    settled(window)
    listed(qtbot, window, 1)
    other = save_bracket(tmp_path / "garden", stops=(-1, 1))
    second = again(window, other[0].parent)
    second.close()
    other[0].parent.rename(tmp_path / "elsewhere")
    third = make()
    listed(qtbot, third, 2)
    part(third).open_last()
    settled(third)
    assert {f.path for f in third.session.bracket.frames} == set(bracket)


# ---- corrections of a grouping


@pytest.fixture
def corrected(make, settled, qtbot, card_sets):
    """A window with a card in it whose first two brackets were joined, and a frame of the last set aside."""
    window = make(card_sets[0][0].parent)
    settled(window)
    window.shoot.merge([0, 1])
    window.shoot.ignore([card_sets[3][0]])
    qtbot.waitUntil(lambda: not window.opener.load_lane.busy, timeout=WAIT)
    settled(window)
    return window


def by_itself(card_sets) -> list[set[Path]]:
    return [set(one) for one in card_sets]


def sets_of(window) -> list[set[Path]]:
    return [set(one.paths) for one in window.shoot.sets]


def test_corrections_come_back_whenever_the_folder_is_opened(corrected, qtbot, again, card_sets, settled):
    contents = sets_of(corrected)
    assert contents != by_itself(card_sets)
    window = again(corrected)
    drop(window, card_sets[0][0].parent)
    settled(window)
    assert sets_of(window) == contents
    assert window.shoot.grouping.find(card_sets[3][0]) is None
    # The first is opened, as always.
    assert window.shoot.open == frozenset(contents[0])
    qtbot.waitUntil(lambda: "as you left them" in window.notice.text.text(), timeout=WAIT)
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sets_of(window) == by_itself(card_sets), timeout=WAIT)
    QApplication.processEvents()
    assert not window.actions_by_name["group_anew"].isEnabled()
    # Once they were taken back they stay so.
    third = again(window, card_sets[0][0].parent)
    assert sets_of(third) == by_itself(card_sets)
    assert third.notice.kind == ""


def test_corrections_come_along_with_a_folder_that_was_moved(corrected, again, card_sets):
    old = card_sets[0][0].parent
    new, contents = old.with_name("summer"), sets_of(corrected)
    corrected.close()
    copied = Path(shutil.copytree(old, old.with_name("copy")))
    window = again(corrected, copied)  # while the other is there, this may be any card
    assert len(window.shoot.sets) == len(card_sets)
    shutil.rmtree(copied)
    old.rename(new)
    third = again(window, new)
    assert sets_of(third) == [{new / path.name for path in one} for one in contents]
    assert [i.entry.path for i in third.shoot.grouping.ignored] == [new / card_sets[3][0].name]
    # One file of another size, and they are other frames.
    third.close()
    path = new / card_sets[1][0].name
    path.write_bytes(path.read_bytes() + b"\0")
    new.rename(old.with_name("winter"))
    fourth = again(third, old.with_name("winter"))
    assert len(fourth.shoot.sets) == len(card_sets)


def test_grouping_anew_is_a_command_and_a_step(corrected, qtbot, card_sets):
    contents = sets_of(corrected)
    do(corrected, "group_anew")
    qtbot.waitUntil(lambda: sets_of(corrected) == by_itself(card_sets), timeout=WAIT)
    QApplication.processEvents()
    assert not corrected.actions_by_name["group_anew"].isEnabled()
    do(corrected, "undo")
    assert sets_of(corrected) == contents
    assert corrected.shoot.corrected


def test_corrections_of_other_frames_do_not_come_back(corrected, qtbot, again, card_sets, settled):
    contents = sets_of(corrected)
    more = shoot(card_sets[0][0].parent, 40, 4000, turned=4)
    window = again(corrected, card_sets[0][0].parent)
    assert sets_of(window) == [*contents, set(more)]  # those are new, and harm nobody
    path = card_sets[1][0]
    path.write_bytes(path.read_bytes() + b"\0")
    third = again(window, card_sets[0][0].parent)
    assert sets_of(third) == [*by_itself(card_sets), set(more)]
