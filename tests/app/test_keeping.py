"""Nothing lost: edits come back, whatever ended the program."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from cards import card
from conftest import WAIT
from keeping_cases import saved, sidecars
from makers import save_bracket

from app import snapshots
from app.keeping.keeper import AT_ONCE, CALM_MS
from app.shoot.looks import SetLook
from mefcore import keeping
from mefcore.recipe import Recipe
from mefcore.sidecar import SUFFIX, State


@pytest.fixture
def settled(read):
    """What is kept of a bracket asks for no network."""
    return read


def test_an_edit_is_on_disk_a_moment_later_and_back_the_next_time(opened, qtbot, again, bracket):
    folder = bracket[0].parent
    assert sidecars(folder) == []
    opened.session.edit(grid=17)
    opened.session.edit(strength=0.5)
    opened.session.edit(strength=0.75)
    opened.session.undo_stack.undo()
    snapshots.take(opened.session)
    assert CALM_MS < 2000
    qtbot.waitUntil(lambda: len(sidecars(folder)) == 1 and not opened.opener.keeper.unsaved, timeout=WAIT)
    kept = keeping.read(sidecars(folder)[0])
    assert kept.path.name == f"room_1.jpg{SUFFIX}"
    assert kept.state.recipe == opened.session.recipe
    assert [f.time for f in kept.frames] == [f.metadata.exposure.time for f in opened.session.bracket.frames]

    window = again(opened, *bracket)
    session = window.session
    assert (session.recipe.grid, session.recipe.strength) == (17, 0.5)
    assert window.look.control("grid").slider.value() == 17
    assert [s.name for s in session.snapshots] == [s.name for s in kept.state.snapshots]
    assert session.undo_stack.count() == 3
    assert session.undo_stack.index() == 2
    assert window.actions_by_name["undo"].text().endswith(session.undo_stack.undoText())
    window.actions_by_name["redo"].trigger()
    assert session.recipe.strength == 0.75
    for _ in range(3):
        window.actions_by_name["undo"].trigger()
    assert session.recipe == session.start
    assert not window.actions_by_name["undo"].isEnabled()


def test_undo_works_before_the_network_has_answered(opened, again, qtbot, bracket, settled, make):
    opened.session.edit(grid=17)
    opened.close()
    window = make()
    window.open_paths(bracket)
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    window.actions_by_name["undo"].trigger()
    assert window.session.recipe.grid == 33
    qtbot.waitUntil(lambda: window.session.prediction is not None, timeout=WAIT)
    assert window.session.recipe.grid == 33
    window.actions_by_name["redo"].trigger()
    assert window.session.recipe.grid == 17


def test_looking_leaves_no_litter(opened, again, qtbot, bracket):
    opened.close()
    assert sorted(bracket[0].parent.iterdir()) == bracket
    assert not (opened.settings and keeping.own_folder().exists())


def test_taking_everything_back_and_closing(opened, again, qtbot, bracket):
    opened.session.edit(grid=17)
    saved(qtbot, opened)
    opened.session.undo_stack.undo()
    window = again(opened, *bracket)
    # There is a step to redo.
    assert window.session.undo_stack.canRedo()
    assert len(sidecars(bracket[0].parent)) == 1
    window.session.undo_stack.clear()
    window.close()
    assert sidecars(bracket[0].parent) == []


def test_an_edit_just_before_the_end_is_kept(opened, again, bracket):
    opened.session.edit(grid=65)
    window = again(opened, *bracket)
    assert window.session.recipe.grid == 65


def test_each_set_of_a_shoot_keeps_its_own(make, settled, qtbot, tmp_path, again):
    sets = card(tmp_path / "card")
    window = make(tmp_path / "card")
    settled(window)
    window.session.edit(grid=17)
    window.opener.step(1)
    qtbot.waitUntil(lambda: window.shoot.open == frozenset(sets[1]), timeout=WAIT)
    settled(window)
    window.session.edit(grid=65)
    window.opener.step(-1)
    qtbot.waitUntil(lambda: window.shoot.open == frozenset(sets[0]), timeout=WAIT)
    settled(window)
    assert window.session.recipe.grid == 17
    assert window.session.undo_stack.count() == 1
    # Stars, and a look that is given to a set that is not open.
    rated, pasted = frozenset(sets[0]), frozenset(sets[3])
    window.shoot.looks.put(
        {
            rated: SetLook(window.shoot.looks.of(rated).recipe, 4),
            pasted: SetLook(Recipe(local=1.0, grid=9), 0, rejected=True),
        }
    )
    saved(qtbot, window)
    assert len(sidecars(tmp_path / "card")) == 3

    second = again(window, tmp_path / "card")
    looks = second.shoot.looks
    qtbot.waitUntil(lambda: looks.of(pasted).rejected, timeout=WAIT)
    assert looks.recipe(frozenset(sets[1])).grid == 65
    assert looks.of(rated).rating == 4
    assert second.session.recipe.grid == 17
    second.opener.open_set(second.shoot.sets[second.shoot.numbered(pasted)])
    qtbot.waitUntil(lambda: second.shoot.open == pasted, timeout=WAIT)
    assert second.session.recipe.grid == 9
    second.session.undo_stack.undo()
    assert second.session.recipe == second.session.start


def test_stars_given_before_the_sidecars_were_read_leave_the_look(make, settled, qtbot, tmp_path):
    sets = card(tmp_path / "card")
    where, one = keeping.Places(keeping.own_folder()), frozenset(sets[3])
    keeping.write(dict.fromkeys(sets[3]), State(recipe=Recipe(grid=9, local=1.0)), where, writer="before")
    window = make()
    window.shoot.replaced.connect(lambda: window.opener.keeper.read_lane.cancel())
    window.open_paths([tmp_path / "card"])
    qtbot.waitUntil(lambda: bool(window.shoot.sets), timeout=WAIT)
    window.shoot.looks.put({one: SetLook(None, 5)})
    qtbot.waitUntil(lambda: window.shoot.looks.recipe(one) is not None, timeout=WAIT)
    saved(qtbot, window)
    kept = keeping.find(sets[3], where).kept
    assert (kept.state.recipe.grid, kept.state.rating) == (9, 5)
    assert window.shoot.looks.of(one) == SetLook(kept.state.recipe, 5)


def test_stars_alone_keep_no_look(make, settled, qtbot, tmp_path):
    """So that sets that were only rated follow when brackets are opened with another look."""
    sets = card(tmp_path / "card")
    where = keeping.Places(keeping.own_folder())
    window = make(tmp_path / "card")
    settled(window)
    window.shoot.looks.put({frozenset(one): SetLook(None, 3) for one in (sets[0], sets[1])})
    saved(qtbot, window)
    assert [keeping.find(one, where).kept.state.recipe for one in sets[:2]] == [None, None]
    before = sidecars(tmp_path / "card")[0].read_bytes()
    window.close()

    second = make()
    second.settings.set_share("local", 0.25)
    second.open_paths([tmp_path / "card"])
    settled(second)
    looks = second.shoot.looks
    qtbot.waitUntil(lambda: looks.of(frozenset(sets[1])).rating == 3, timeout=WAIT)
    assert looks.of(frozenset(sets[0])) == looks.of(frozenset(sets[1])) == SetLook(None, 3)
    assert second.session.recipe.local == 0.25
    saved(qtbot, second)
    assert sidecars(tmp_path / "card")[0].read_bytes() == before
    second.session.edit(grid=17)
    saved(qtbot, second)
    kept = keeping.find(sets[0], where).kept
    assert (kept.state.recipe.grid, kept.state.recipe.local, kept.state.rating) == (17, 0.25, 3)


def test_what_was_pasted_to_many_is_a_step_of_the_open_one_too(make, settled, qtbot, tmp_path, again):
    sets = card(tmp_path / "card")
    window = make(tmp_path / "card")
    settled(window)
    window.session.edit(grid=17)
    everywhere = [frozenset(one) for one in (sets[0], sets[1])]
    window.desk.editor.paste(window.session.recipe.with_(strength=0.5, grid=9), everywhere, ("lut",))
    window.session.edit(contrast=0.5)
    window.session.edit(contrast=0.25)
    window.history.undo()
    saved(qtbot, window)

    second = again(window, tmp_path / "card")
    session = second.session
    assert (session.undo_stack.count(), session.undo_stack.index()) == (4, 3)
    gone = []
    while second.session.undo_stack.canUndo():
        gone.append((session.recipe.grid, session.recipe.strength, session.recipe.contrast))
        second.session.undo_stack.undo()
    assert gone == [(9, 0.5, 0.5), (9, 0.5, 0.0), (17, 1.0, 0.0)]
    assert session.recipe == session.start
    session.undo_stack.setIndex(4)
    assert session.recipe.contrast == 0.25


def test_many_sets_are_written_some_at_a_time(window, qtbot, tmp_path):
    keeper = window.opener.keeper
    keeper._settings.set_option("sidecars", "beside")
    sets = []
    for number in range(3 * AT_ONCE):
        folder = tmp_path / f"{number:02d}"
        folder.mkdir()
        sets.append(frozenset(folder / f"{k}.jpg" for k in range(2)))
        for path in sets[-1]:
            path.write_bytes(b"x")
    waiting, written = [], []
    keeper.queue.started.connect(lambda *_: waiting.append(keeper.queue.waiting))
    keeper.saved.connect(written.append)
    window.shoot.looks.put({one: SetLook(None, 3) for one in sets})
    keeper.flush()
    qtbot.waitUntil(lambda: len(written) == len(sets), timeout=WAIT)
    assert set(written) == set(sets)
    assert max(waiting) == AT_ONCE
    assert not keeper.unsaved
    assert len(sidecars(tmp_path)) == len(sets)


def test_the_sample_stays_as_it_is(make, settled, qtbot):
    from app.windows.samples import sample_folder, sample_frames

    window = make(*sample_frames())
    settled(window)
    window.session.edit(grid=17)
    window.close()
    assert sidecars(sample_folder()) == []
    assert len(sidecars(keeping.own_folder())) == 1


# ---- what goes wrong


def test_a_folder_that_cannot_be_written_is_told_once(opened, qtbot, monkeypatch, again, bracket):
    import mefcore.io.atomic as atomic

    real = os.access
    monkeypatch.setattr(atomic.os, "access", lambda p, m: Path(p) != bracket[0].parent and real(p, m))
    opened.session.edit(grid=17)
    qtbot.waitUntil(lambda: "own folder" in opened.notice.text.text(), timeout=WAIT)
    saved(qtbot, opened)
    opened.notice.hide()
    opened.session.edit(grid=18)
    saved(qtbot, opened)
    assert opened.notice.kind == ""
    assert sidecars(bracket[0].parent) == []
    window = again(opened, *bracket)
    assert window.session.recipe.grid == 18


def test_a_full_disk_loses_nothing(opened, qtbot, monkeypatch, again, bracket, tmp_path):
    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        opened.session.edit(grid=17)
        qtbot.waitUntil(lambda: opened.notice.kind == "error", timeout=WAIT)
        assert "full" in opened.notice.text.text()
        opened.notice.hide()
        opened.session.edit(grid=19)
        opened.opener.keeper.flush()
        qtbot.waitUntil(lambda: not opened.opener.keeper.queue.busy, timeout=WAIT)
        assert opened.notice.kind == ""  # it was told
        # Another bracket, and back: what could not be written is still there.
        opened.open_paths(save_bracket(tmp_path / "other", stops=(-1, 1)))
        qtbot.waitUntil(lambda: len(opened.session.bracket) == 2, timeout=WAIT)
        opened.open_paths(bracket)
        qtbot.waitUntil(lambda: len(opened.session.bracket) == 3, timeout=WAIT)
        assert opened.session.recipe.grid == 19
        assert opened.session.undo_stack.count() == 2
    opened.session.edit(grid=20)
    saved(qtbot, opened)
    window = again(opened, *bracket)
    assert window.session.recipe.grid == 20


def test_a_damaged_sidecar_is_told_and_kept(window, qtbot, bracket, settled):
    path = bracket[0].with_name(bracket[0].name + SUFFIX)
    path.write_text("{ half")
    window.open_paths(bracket)
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=WAIT)
    assert "damaged" in window.notice.text.text()
    settled(window)
    assert window.notice.kind == "error"
    window.session.edit(grid=17)
    saved(qtbot, window)
    assert path.with_name(path.name + ".damaged").read_text() == "{ half"
    assert keeping.read(path).state.recipe.grid == 17


def test_another_window_has_it(opened, make, qtbot, settled, bracket):
    opened.session.edit(grid=17)
    saved(qtbot, opened)
    second = make(*bracket)
    settled(second)
    assert second.session.recipe.grid == 17
    qtbot.waitUntil(lambda: "another Luxcube" in second.notice.text.text(), timeout=WAIT)
    second.session.edit(grid=65)
    saved(qtbot, second)
    opened.session.edit(grid=19)
    saved(qtbot, opened)
    first, other = (keeping.read(p).state.recipe.grid for p in sidecars(bracket[0].parent))
    assert (other, first) == (65, 19) or (first, other) == (65, 19)


def test_a_file_changed_by_somebody_else_stays(opened, qtbot, bracket):
    opened.session.edit(grid=17)
    saved(qtbot, opened)
    path = sidecars(bracket[0].parent)[0]
    theirs = dict.fromkeys(bracket)
    last = keeping.read(path)
    keeping.write(theirs, State(recipe=Recipe(grid=99)), keeping.Places(keeping.own_folder()), writer="x", last=last)
    opened.session.edit(grid=18)
    saved(qtbot, opened)
    assert keeping.read(path).state.recipe.grid == 99
    assert sorted(keeping.read(p).state.recipe.grid for p in sidecars(bracket[0].parent)) == [18, 99]
    qtbot.waitUntil(lambda: "somebody else" in opened.notice.text.text(), timeout=WAIT)
