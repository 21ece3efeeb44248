"""Opening again what was open: dropped sidecars, frames that were moved, and after a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import WAIT
from keeping_cases import answer, asked, listed, part, press, saved, sidecars
from PySide6.QtCore import Qt
from test_open import drop

from app.keeping import recent
from app.keeping.again import Reopened
from app.keeping.journal import Journal
from app.keeping.recent import RememberRequest, ShootRecord
from app.shoot.messages import Division
from mefcore import keeping
from mefcore.job import SILENT
from mefcore.recipe import Recipe
from mefcore.sidecar import SUFFIX, FrameRef

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def settled(read):
    """What is kept of a bracket asks for no network."""
    return read


def test_a_dropped_sidecar_opens_its_bracket(opened, qtbot, again, bracket, settled, make):
    opened.session.edit(grid=17)
    saved(qtbot, opened)
    window = again(opened)
    drop(window, sidecars(bracket[0].parent)[0])
    settled(window)
    assert {f.path for f in window.session.bracket.frames} == set(bracket)
    assert window.session.recipe.grid == 17


def test_a_dropped_recipe_is_a_step(opened, qtbot, tmp_path):
    path = tmp_path / "warm.json"
    path.write_bytes(Recipe(grid=9, strength=0.5).to_json())
    drop(opened, path)
    qtbot.waitUntil(lambda: opened.session.recipe.grid == 9, timeout=WAIT)
    assert opened.session.undo_stack.undoText() == "Apply recipe"
    qtbot.mouseClick(opened.notice.action, Qt.MouseButton.LeftButton)
    assert opened.session.recipe == opened.session.start


@pytest.mark.parametrize(("text", "words"), [("[1]", "recipe"), ("{", "holds no recipe"), ('{"sidecar": 7}', "newer")])
def test_other_json_is_told(opened, qtbot, tmp_path, text, words):
    before = opened.session.recipe
    path = tmp_path / "x.json"
    path.write_text(text)
    drop(opened, path)
    qtbot.waitUntil(lambda: opened.notice.kind == "error", timeout=WAIT)
    assert words in opened.notice.text.text()
    assert opened.session.recipe == before


def test_a_recipe_without_a_bracket(window, qtbot, tmp_path):
    path = tmp_path / "warm.json"
    path.write_bytes(Recipe().to_json())
    drop(window, path)
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert "needs a bracket" in window.notice.text.text()


# ---- frames that were moved


def test_moved_frames_are_located(opened, qtbot, bracket, again, tmp_path, settled, monkeypatch):
    opened.session.edit(grid=17)
    opened.close()
    new = tmp_path / "archive" / "deep"
    new.parent.mkdir()
    bracket[0].parent.rename(new)
    window = again(opened)
    listed(qtbot, window, 1)
    button = part(window).list.buttons[0]
    assert "moved" in button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    box = asked(qtbot, window)
    assert [b.text() for b in box.buttons() if "Open" in b.text()] == []
    answer(monkeypatch, tmp_path / "archive")
    press(qtbot, box, "Locate…")
    settled(window)
    assert [f.path.parent for f in window.session.bracket.frames] == [new] * 3
    assert window.session.recipe.grid == 17
    assert window.session.undo_stack.count() == 1


def test_the_state_in_the_own_folder_moves_along(opened, qtbot, bracket, again, tmp_path, settled, monkeypatch):
    opened.settings.set_option("sidecars", "own")
    opened.session.edit(grid=17)
    opened.close()
    assert sidecars(bracket[0].parent) == []
    new = tmp_path / "archive"
    bracket[0].parent.rename(new)
    window = again(opened)
    listed(qtbot, window, 1)
    part(window).open_recent(part(window).recents.lines[0].key)
    box = asked(qtbot, window)
    answer(monkeypatch, new)
    press(qtbot, box, "Locate…")
    settled(window)
    assert window.session.recipe.grid == 17
    assert window.session.undo_stack.count() == 1
    window = again(window, *sorted(new.iterdir()))
    assert window.session.recipe.grid == 17


def test_what_is_gone_can_be_done_without(opened, qtbot, bracket, again, settled, tmp_path, monkeypatch):
    opened.session.edit(grid=17)
    saved(qtbot, opened)
    window = again(opened)
    bracket[1].unlink()
    drop(window, sidecars(bracket[0].parent)[0])
    box = asked(qtbot, window)
    assert "1 of 3 frames" in box.text()
    assert "room_2.jpg" in box.informativeText()
    answer(monkeypatch, tmp_path)
    press(qtbot, box, "Locate…")
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    drop(window, sidecars(bracket[0].parent)[0])
    box = asked(qtbot, window)
    press(qtbot, box, "Open without it")
    settled(window)
    assert [f.path for f in window.session.bracket.frames] == [bracket[0], bracket[2]]
    assert window.session.recipe.grid == 17


def test_a_folder_that_goes_while_it_is_open_is_asked_for(make, qtbot, card_sets, settled, tmp_path, monkeypatch):
    folder = card_sets[0][0].parent
    window = make(folder)
    settled(window)
    window.shoot.merge([2, 3])
    window.session.edit(grid=17)
    new = tmp_path / "archive"
    folder.rename(new)
    window.opener.open_set(window.shoot.sets[1])
    box = asked(qtbot, window)
    assert box.text() == "The frames are not where they were."
    assert [b.text() for b in box.buttons() if "Open" in b.text()] == []
    answer(monkeypatch, new)
    press(qtbot, box, "Locate…")
    wanted = frozenset(new / path.name for path in card_sets[1])
    qtbot.waitUntil(lambda: window.shoot.open == wanted, timeout=WAIT)
    settled(window)
    assert [len(one) for one in window.shoot.sets] == [3, 3, 4]
    window.opener.step(-1)
    qtbot.waitUntil(lambda: window.shoot.open == frozenset(new / path.name for path in card_sets[0]), timeout=WAIT)
    assert window.session.recipe.grid == 17
    assert window.session.undo_stack.count() == 1


def test_frames_that_are_read_anew_and_are_gone_are_asked_for(opened, qtbot, bracket, tmp_path, settled, monkeypatch):
    new = tmp_path / "archive"
    bracket[0].parent.rename(new)
    opened.session.edit(white_balance="daylight")
    box = asked(qtbot, opened)
    answer(monkeypatch, new)
    press(qtbot, box, "Locate…")
    qtbot.waitUntil(lambda: opened.shoot.open == frozenset(new / path.name for path in bracket), timeout=WAIT)


def test_one_frame_that_goes_can_be_done_without(make, qtbot, card_sets, settled):
    window = make(card_sets[0][0].parent)
    settled(window)
    card_sets[1][1].unlink()
    window.opener.step(1)
    box = asked(qtbot, window)
    assert box.text() == "1 of 10 frames are not where they were."
    press(qtbot, box, "Open without it")
    left = frozenset(path for path in card_sets[1] if path != card_sets[1][1])
    qtbot.waitUntil(lambda: window.shoot.open == left, timeout=WAIT)


# ---- crashes

KILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from app.crash import CrashReporter
from app.main import make_application, make_window
from app.settings import Settings
home, paths = Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]]
app = make_application(["luxcube"])
window = make_window(paths, Settings(home / "luxcube.ini"), CrashReporter(home / "log"))
window.show()
count = [0]
def tick():
    if window.session.bracket is not None:
        count[0] += 1
        window.session.edit(grid=2 + count[0] % 120)
        window.opener.keeper.flush()
timer = QTimer()
timer.timeout.connect(tick)
timer.start(5)
app.exec()
"""


def test_killed_while_it_writes_it_offers_to_go_on(make, settled, tmp_path, qtbot, bracket):
    path = bracket[0].with_name(bracket[0].name + SUFFIX)
    remembered = tmp_path / "home" / "state" / "luxcube"
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), str(bracket[0].parent)],
        cwd=REPOSITORY, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip

    def at_work() -> bool:
        written = any((remembered / "sessions").glob("[!.]*.json"))
        return path.exists() and len(keeping.read(path).state.steps) > 20 and written

    try:
        qtbot.waitUntil(at_work, timeout=WAIT)
    finally:
        child.kill()
        child.wait()
    state = keeping.read(path).state
    assert state.recipe == state.steps[-1].after
    assert keeping.find(bracket, keeping.Places(keeping.own_folder())).problems == ()
    assert [recent.load(r) is not None for r in (remembered / "shoots").glob("[!.]*.json")] == [True]

    window = make()
    qtbot.waitUntil(lambda: "not closed properly" in window.notice.text.text(), timeout=WAIT)
    assert "bracket" in window.notice.text.text()
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.session.recipe == state.recipe
    assert window.session.undo_stack.index() == len(state.steps)
    assert window.notice.kind == ""  # the lock of the dead program holds nobody off
    window.close()
    third = make()
    listed(qtbot, third, 1)
    assert third.notice.kind == ""


def test_files_that_were_not_written_to_their_end_count_as_not_there(tmp_path, bracket):
    shoots, sessions = tmp_path / "shoots", tmp_path / "sessions"
    sessions.mkdir()
    record = ShootRecord(paths=(str(bracket[0].parent),), sets=())
    recent.remember(RememberRequest(shoots, record, sessions / "1-a.json"), SILENT)
    for whole in (shoots / f"{record.key}.json", sessions / "1-a.json"):
        whole.rename(whole.with_name(".luxcube-0123456789ab.json"))
    journal = Journal(sessions)
    assert journal.begin() is None
    assert recent.listed(shoots, SILENT) == ()


def test_a_second_window_is_no_crash(opened, make, qtbot):
    listed(qtbot, opened, 1)
    second = make()
    listed(qtbot, second, 1)
    assert second.notice.kind == ""
    assert json.loads(next(part(second).recents.folder.glob("*.json")).read_bytes())["version"] == 1


def test_by_wish_the_last_shoot_is_opened_at_the_start(opened, make, settled, again, bracket):
    opened.settings.set_option("reopen", True)
    window = again(opened)
    settled(window)
    assert {f.path for f in window.session.bracket.frames} == set(bracket)


def test_frames_that_were_set_aside_are_counted(tmp_path):
    paths = [tmp_path / f"{n}.jpg" for n in range(3)]
    division = Division((tuple(paths[:2]),), tuple(paths[2:]))
    gone = {path: FrameRef(name=path.name) for path in paths}
    assert Reopened((tmp_path,), division, gone).frames == 3
