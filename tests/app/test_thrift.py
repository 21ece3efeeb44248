"""What the window leaves behind: free memory, objects, halves of objects."""

from __future__ import annotations

import gc
import weakref
from collections import Counter

from conftest import WAIT
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from shiboken6 import isValid
from waiting import pause

from app.commands import SwapRecipe
from app.keeping.feature import Keeping
from app.windows.thrift import Thrift
from mefcore import heap


def test_another_bracket_gives_free_memory_back(opened, bracket, settled, qtbot, monkeypatch):
    given = []
    give_back = heap.give_back
    monkeypatch.setattr(heap, "give_back", lambda: given.append(give_back()))
    thrift = next(f for f in opened.features if isinstance(f, Thrift))
    qtbot.waitUntil(lambda: not thrift.busy, timeout=WAIT)
    given.clear()
    opened.open_paths(bracket)
    qtbot.waitUntil(lambda: thrift.busy, timeout=WAIT)
    settled(opened)
    qtbot.waitUntil(lambda: not thrift.busy, timeout=WAIT)
    assert given == [None]


def test_opening_again_and_again_leaves_nothing_behind(opened, bracket, settled, qtbot):
    recents = next(f for f in opened.features if isinstance(f, Keeping)).recents
    written = []
    recents.listed.connect(lambda: written.append(recents.lines))

    def open_often() -> tuple[Counter[tuple[str, str]], int]:
        for files in (bracket[:2], bracket) * 3:
            written.clear()
            opened.open_paths(files)
            pause(50)
            settled(opened)
            qtbot.waitUntil(lambda: bool(written), timeout=WAIT)  # in the menu of recent shoots
        pause(50)
        gc.collect()
        halves = [o for o in gc.get_objects() if type(o) is QAction and not isValid(o)]
        return Counter((type(o).__name__, o.objectName()) for o in opened.findChildren(QObject)), len(halves)

    before = open_often()
    assert open_often() == before


def test_a_drag_keeps_no_look_but_its_first_and_last(opened):
    session = opened.session
    session.edit(1, exposure=0.5)
    for step in range(60):
        session.edit(1, exposure=step / 100)
    gc.collect()
    assert session.undo_stack.count() == 1
    holding = [o for o in gc.get_objects() if type(o) is SwapRecipe and vars(o).get("_session") is session]
    assert len(holding) == 1
    assert (holding[0].before.exposure, holding[0].after.exposure) == (0.0, 0.59)


def test_a_bracket_that_was_left_is_let_go(make, settled, qtbot, card_sets):
    window = make(card_sets[0][0].parent)
    settled(window)
    window.session.edit(local=0.5, weights=(0.2, 0.5, 0.3), fade=0.4)
    settled(window)
    left = [weakref.ref(kept) for kept in (window.session.loaded, window.session.prediction)]
    for _ in range(2):
        was = window.shoot.open
        window.opener.step(1)
        qtbot.waitUntil(lambda was=was: window.shoot.open != was, timeout=WAIT)
        settled(window)
    gc.collect()
    assert [ref() for ref in left] == [None, None]
