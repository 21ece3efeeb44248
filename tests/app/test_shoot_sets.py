"""Several sets at once: settings copied and pasted, stars, marks, which sets are listed, and dragging out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import WAIT
from hands import do
from hypothesis import given
from hypothesis import strategies as st
from keeping_cases import saved
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QUndoStack
from PySide6.QtWidgets import QApplication

from app.session import EditSession
from app.shoot.dragging import mime_of, paths_in
from app.shoot.editing import SetEditor
from app.shoot.filters import filters
from app.shoot.looks import Looks, SetLook
from app.shoot.messages import Content
from app.shoot.model import LOOK, OPEN
from app.shoot.parts import PartsDialog
from app.shoot.pasting import MIME, parts, sections_of
from app.shoot.rows import Kind
from app.shoot.shoot import Shoot
from mefcore import keeping
from mefcore.recipe import SECTIONS, Recipe

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def carded(make, qtbot, sets):
    window = make()
    window.opener.fuse = lambda: None
    window.open_paths([sets[0][0].parent])
    qtbot.waitUntil(lambda: window.session.bracket is not None, timeout=WAIT)
    QGuiApplication.clipboard().clear()
    return window


def contents(sets: list[list[Path]]) -> list[Content]:
    return [frozenset(one) for one in sets]


def looks(window, sets: list[list[Path]]) -> list[SetLook]:
    return [window.shoot.looks.of(one) for one in contents(sets)]


def choose(window, *sets: list[Path]) -> None:
    window.desk.view.choose([one[0] for one in sets])


def listed(window) -> list[str]:
    model = window.desk.model
    return [model.row(model.index(i)).title for i in range(model.rowCount())]


# ---- settings


def test_copied_and_pasted_by_keys(carded, qtbot, sets):
    carded.session.edit(strength=0.5, contrast=0.25)
    qtbot.keyClick(carded, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    assert json.loads(mime.text())["strength"] == 0.5
    assert bytes(mime.data(MIME).data()).decode() == mime.text()
    choose(carded, sets[1], sets[2])
    QApplication.processEvents()
    qtbot.keyClick(carded, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    recipes = [look.recipe for look in looks(carded, sets)]
    assert [(r.strength, r.contrast) for r in recipes] == [(0.5, 0.25)] * 3
    # One step for both.
    assert "2 sets" in carded.actions_by_name["undo"].text()
    do(carded, "undo")
    assert [look.edited for look in looks(carded, sets)] == [True, False, False]
    do(carded, "redo")
    # They are opened with it.
    do(carded, "next_set")
    qtbot.waitUntil(lambda: carded.session.recipe.contrast == 0.25, timeout=WAIT)
    assert carded.session.recipe.strength == 0.5


def test_pasted_to_the_one_on_screen_it_is_a_step_of_its_own(carded, sets):
    QGuiApplication.clipboard().setText(Recipe(strength=0.75).to_json().decode())
    do(carded, "paste_settings")
    assert carded.session.recipe.strength == 0.75
    assert carded.session.undo_stack.undoText() == "Paste settings"
    assert looks(carded, sets)[0].recipe == carded.session.recipe
    do(carded, "undo")
    assert carded.session.recipe == carded.session.start
    assert not looks(carded, sets)[0].edited


def test_the_open_one_among_several_comes_along_and_back(carded, sets):
    carded.session.edit(grid=9)
    QGuiApplication.clipboard().setText(Recipe(strength=0.5, grid=17).to_json().decode())
    carded.desk.view.selectAll()
    do(carded, "paste_settings")
    assert (carded.session.recipe.strength, carded.session.recipe.grid) == (0.5, 17)
    do(carded, "undo")
    assert (carded.session.recipe.strength, carded.session.recipe.grid) == (1.0, 9)
    do(carded, "undo")
    assert carded.session.recipe == carded.session.start
    assert [look.edited for look in looks(carded, sets)] == [False] * 3


def test_only_the_parts_that_are_ticked(carded, sets):
    QGuiApplication.clipboard().setText(Recipe(strength=0.5, contrast=0.5, align="off", local=0.25).to_json().decode())
    choose(carded, sets[1], sets[2])
    do(carded, "paste_parts")
    dialog = carded.findChild(PartsDialog, "parts")
    for name, box in dialog.boxes.items():
        box.setChecked(name == "look")
    dialog.accept()
    recipe = looks(carded, sets)[1].recipe
    assert (recipe.contrast, recipe.strength, recipe.align) == (0.5, 1.0, "auto")
    # The same again without being asked.
    choose(carded, sets[0])
    do(carded, "paste_settings")
    assert (carded.session.recipe.contrast, carded.session.recipe.strength) == (0.5, 1.0)
    do(carded, "reset")
    choose(carded, sets[2])
    do(carded, "reset_sets")
    assert not looks(carded, sets)[2].edited


def test_with_no_part_there_is_nothing_to_paste(carded, sets):
    QGuiApplication.clipboard().setText(Recipe().to_json().decode())
    do(carded, "paste_parts")
    dialog = carded.findChild(PartsDialog, "parts")
    for box in dialog.boxes.values():
        box.setChecked(False)
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_a_foreign_text_is_told_and_changes_nothing(carded, sets):
    for text in ('{"strength": 7}', "{not json", '{"what": 1}', '{"version": 99}'):
        QGuiApplication.clipboard().setText(text)
        carded.notice.hide()
        do(carded, "paste_settings")
        assert carded.notice.kind == "error", text
        assert carded.notice.text.text()
        assert carded.session.recipe == carded.session.start


def test_what_is_no_recipe_is_not_offered(carded):
    QGuiApplication.clipboard().setText("a shopping list")
    QApplication.processEvents()
    assert not carded.actions_by_name["paste_settings"].isEnabled()
    QGuiApplication.clipboard().setText(Recipe().to_json().decode())
    QApplication.processEvents()
    assert carded.actions_by_name["paste_settings"].isEnabled()


def test_parts_are_all_of_a_recipe():
    named = [section for part in parts() for section in part.sections]
    assert sorted(named) == sorted(SECTIONS)
    assert sections_of([part.name for part in parts()]) == SECTIONS
    assert sections_of([]) == ()


@pytest.mark.parametrize("written", [False, True])
def test_what_is_done_to_a_set_while_it_is_opening_is_not_lost(carded, qtbot, sets, written):
    """It is read as it was left before that; ``written``: by the time it is there, this is on disk as well."""
    keeper, two = carded.opener.keeper, contents(sets)[1]
    carded.session.edit(strength=0.5)
    do(carded, "copy_settings")
    choose(carded, sets[1])
    begin = carded.opener._begin
    arrived = []
    carded.opener._begin = arrived.append
    carded.opener.open_set(carded.shoot.sets[1])
    do(carded, "paste_settings")
    do(carded, "rate_4")
    qtbot.waitUntil(lambda: len(arrived) == 1, timeout=WAIT)
    if written:
        saved(qtbot, carded)
    begin(arrived[0])
    assert carded.shoot.open == two
    assert carded.session.recipe.strength == 0.5
    assert looks(carded, sets)[1] == SetLook(carded.session.recipe, 4)
    saved(qtbot, carded)
    kept = keeping.find(sets[1], keeper.places).kept
    assert (kept.state.over(Recipe()).recipe.strength, kept.state.rating) == (0.5, 4)
    # What it was before can still be had.
    do(carded, "undo")
    assert carded.session.recipe == carded.session.start


@pytest.mark.parametrize("how", ["undo", "reset_sets"])
def test_what_is_taken_back_while_a_set_is_opening_stays_so(carded, qtbot, sets, how):
    carded.session.edit(strength=0.5)
    do(carded, "copy_settings")
    choose(carded, sets[1])
    do(carded, "paste_settings")
    carded.opener.open_set(carded.shoot.sets[1])
    do(carded, how)
    qtbot.waitUntil(lambda: carded.shoot.open == contents(sets)[1], timeout=WAIT)
    assert carded.session.recipe == carded.session.start
    assert not looks(carded, sets)[1].edited


def test_an_edit_while_the_same_set_is_read_again_is_not_lost(carded, qtbot, sets):
    carded.open_paths(sets[0])
    carded.session.edit(strength=0.5)
    before = carded.session.loaded
    qtbot.waitUntil(lambda: carded.session.loaded is not before, timeout=WAIT)
    assert carded.session.recipe.strength == 0.5
    assert carded.session.undo_stack.count() == 1


# ---- stars and marks


def test_taking_stars_back_leaves_what_was_edited_since(carded, qtbot, sets):
    do(carded, "rate_3")
    carded.session.edit(strength=0.5)
    do(carded, "next_set")
    qtbot.waitUntil(lambda: carded.shoot.open == contents(sets)[1], timeout=WAIT)
    do(carded, "undo")
    first = looks(carded, sets)[0]
    assert (first.rating, first.recipe.strength) == (0, 0.5)


def test_rated_and_rejected_by_keys(carded, qtbot, sets):
    choose(carded, sets[0], sets[2])
    qtbot.keyClick(carded, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert [look.rating for look in looks(carded, sets)] == [4, 0, 4]
    choose(carded, sets[1])
    qtbot.keyClick(carded, Qt.Key.Key_X)
    assert [look.rejected for look in looks(carded, sets)] == [False, True, False]
    index = carded.desk.model.index(1)
    assert index.data(LOOK).rejected
    assert "rejected" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(carded, Qt.Key.Key_X)
    assert not index.data(LOOK).rejected
    choose(carded, sets[0], sets[2])
    qtbot.keyClick(carded, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert [look.rating for look in looks(carded, sets)] == [0, 0, 0]
    for _ in range(4):
        do(carded, "undo")
    assert [look.rating for look in looks(carded, sets)] == [0, 0, 0]
    assert not carded.actions_by_name["undo"].isEnabled()


def test_which_sets_are_listed(carded, sets):
    one, two, three = contents(sets)
    looks = {one: SetLook(rating=3), two: SetLook(Recipe(grid=9), rating=2), three: SetLook(rejected=True)}
    carded.shoot.looks.put(looks)
    for name, want in (
        ("all", ["IMG_0001.JPG", "IMG_0004.JPG", "IMG_0008.JPG", "1 single picture"]),
        ("kept", ["IMG_0001.JPG", "IMG_0004.JPG"]),
        ("rated3", ["IMG_0001.JPG"]),
        ("rated2", ["IMG_0001.JPG", "IMG_0004.JPG"]),
        ("unrated", ["IMG_0008.JPG"]),
        ("edited", ["IMG_0004.JPG"]),
        ("rejected", ["IMG_0008.JPG"]),
        ("failed", []),
    ):
        carded.desk.panel.show_filter(name)
        assert listed(carded) == want, name
        carded.desk.view.grab()


def test_next_goes_to_the_next_that_is_listed(carded, qtbot, sets):
    carded.shoot.looks.put({contents(sets)[2]: SetLook(rating=5)})
    carded.desk.panel.show_filter("rated5")
    assert carded.desk.panel.summary.text() == "1 of 3 sets"
    do(carded, "next_set")
    qtbot.waitUntil(lambda: carded.shoot.open == contents(sets)[2], timeout=WAIT)
    assert carded.desk.model.index(0).data(OPEN)
    # One that the filter no longer lets through leaves the list.
    choose(carded, sets[2])
    do(carded, "rate_0")
    assert listed(carded) == []
    do(carded, "undo")
    assert listed(carded) == ["IMG_0008.JPG"]
    carded.desk.panel.show_filter("all")
    assert len(listed(carded)) == 4


def test_every_filter_has_a_name_of_its_own():
    known = filters()
    assert len({f.name for f in known}) == len({f.text for f in known}) == len(known)


# ---- dragging out


def test_a_set_can_be_dragged_to_other_programs(carded, sets):
    mime = mime_of(sets[1])
    assert [Path(url.toLocalFile()) for url in mime.urls()] == sets[1]
    assert paths_in(mime) == sets[1]


def test_a_drag_from_outside_still_opens(carded, qtbot, sets):
    """Only what comes from this window's own list is not for the rest of the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in sets[2]])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(carded, QDragEnterEvent(QPoint(600, 300), copy, mime, left, NONE))
    QApplication.sendEvent(carded, QDropEvent(QPointF(600, 300), copy, mime, left, NONE))
    qtbot.waitUntil(lambda: carded.shoot.open == contents(sets)[2], timeout=WAIT)


# ---- laws

NAMES = [frozenset({Path(f"/{k}.jpg")}) for k in range(3)]
LOOK_OF = st.builds(SetLook, st.sampled_from([None, Recipe(grid=9), Recipe(grid=17)]), st.integers(0, 5), st.booleans())


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), LOOK_OF)))
def test_looks_tell_what_changed_and_nothing_else(puts):
    known, told = Looks(), []
    known.changed.connect(told.append)
    want: dict[Content, SetLook] = {}
    for put in puts:
        told.clear()
        changed = [c for c, look in put.items() if want.get(c, SetLook()) != look]
        known.put(put)
        want.update(put)
        assert [known.of(c) for c in NAMES] == [want.get(c, SetLook()) for c in NAMES]
        assert told == ([changed] if changed else [])


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("rate"), st.sets(st.sampled_from(NAMES)), st.integers(0, 5)),
            st.tuples(st.just("reject"), st.sets(st.sampled_from(NAMES)), st.booleans()),
            st.tuples(st.just("paste"), st.sets(st.sampled_from(NAMES)), st.sampled_from([9, 17, 33])),
            st.tuples(st.just("reset"), st.sets(st.sampled_from(NAMES)), st.none()),
        ),
        max_size=12,
    )
)
def test_undo_takes_every_step_back_and_redo_brings_it_again(steps):
    session, shoot = EditSession(), Shoot()
    editor = SetEditor(session, shoot, Recipe)
    stack: QUndoStack = shoot.undo_stack

    def state() -> list[SetLook]:
        return [shoot.looks.of(c) for c in NAMES]

    seen = [state()]
    for kind, chosen, value in steps:
        if kind == "paste":
            editor.paste(Recipe(grid=value), chosen, SECTIONS)
        elif kind == "reset":
            editor.reset(chosen)
        else:
            getattr(editor, kind)(chosen, value)
        if state() != seen[-1]:
            seen.append(state())
    assert stack.count() == len(seen) - 1
    for want in reversed(seen[:-1]):
        stack.undo()
        assert state() == want
    for want in seen[1:]:
        stack.redo()
        assert state() == want


def test_a_set_of_raw_files_has_the_look_of_its_jpegs():
    jpegs = frozenset({Path("/a/IMG_1.JPG"), Path("/a/IMG_2.JPG")})
    raws = frozenset({Path("/a/img_1.cr2"), Path("/a/img_2.CR2")})
    others = frozenset({Path("/b/IMG_1.CR2"), Path("/b/IMG_2.CR2")})
    known = Looks()
    known.put({jpegs: SetLook(Recipe(grid=9), 3)})
    known.inherit([jpegs], [raws, others])
    assert known.of(raws) == SetLook(Recipe(grid=9), 3)
    assert known.of(others) == SetLook()


def test_kinds_that_are_no_sets_are_not_rated(carded, sets):
    carded.desk.model.fold(Kind.SINGLES, False)
    view, model = carded.desk.view, carded.desk.model
    view.setCurrentIndex(model.index(4))
    assert view.current.kind == Kind.SINGLE
    do(carded, "rate_3")
    # There is no set selected, so it is about the one on screen.
    assert [look.rating for look in looks(carded, sets)] == [3, 0, 0]


def test_frames_can_be_dragged_out_of_the_strip_below(carded):
    model = carded.filmstrip.model()
    first = model.index(0)
    assert model.flags(first) & Qt.ItemFlag.ItemIsDragEnabled
    urls = model.mimeData([first]).urls()
    assert [Path(url.toLocalFile()) for url in urls] == [carded.session.bracket.frames[0].path]
    # A move would take the frame away.
    assert model.supportedDragActions() == Qt.DropAction.CopyAction
    assert carded.filmstrip.dragEnabled()


def test_numbers_of_sets_follow_corrections(carded, sets):
    for _ in range(2):
        assert [carded.shoot.numbered(frozenset(s.paths)) for s in carded.shoot.sets] == list(range(4))
        carded.shoot.merge([0, 1])
        assert carded.shoot.numbered(contents(sets)[0]) is None
        assert carded.shoot.numbered(frozenset((*sets[0], *sets[1]))) == 0
        carded.shoot.undo_stack.undo()
