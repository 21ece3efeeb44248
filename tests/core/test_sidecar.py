"""The sidecar: what a person did to a bracket survives the disk, other versions, other programs and other people."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore import keeping, moved, sidecar
from mefcore.bracket import Exposure
from mefcore.errors import RecipeError, WriteError
from mefcore.found import Found, Nudge
from mefcore.grouping import scan
from mefcore.io import expand
from mefcore.keeping import Kept, Places
from mefcore.recipe import Recipe
from mefcore.sidecar import FrameRef, NewerSidecar, State, Step
from mefcore.snapshot import Snapshot

FRAMES = (FrameRef(name="a.jpg", size=5, hash="00ff"), FrameRef(name="../b ü.jpg", time=0.25, f_number=8.0, iso=100.0))


def found(seed: int, nodes: int = 8) -> Found:
    latent = np.random.default_rng(seed).normal(size=(12, nodes, nodes, nodes)).astype(np.float32)
    weights = np.full((3, 1, 1, 1), 1 / 3, np.float32)
    return Found.of(weights, latent, model="m", local=False, before=1.0, after=0.5)


FOUND = tuple(found(seed) for seed in range(3))
nudges = st.builds(
    Nudge,
    frame=st.integers(0, 63),
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    luma=st.floats(0, 1),
    amount=st.floats(-8, 8),
)
recipes = st.builds(
    Recipe,
    local=st.floats(0, 1),
    grid=st.integers(2, 129),
    interpolation=st.sampled_from(["trilinear", "tetrahedral"]),
    found=st.none() | st.sampled_from(FOUND),
    nudges=st.lists(nudges, max_size=60).map(tuple),
)


@st.composite
def states(draw: st.DrawFn) -> State:
    chain = draw(st.lists(recipes, min_size=1, max_size=6))
    steps = tuple(Step(a, b, draw(st.text(max_size=9))) for a, b in itertools.pairwise(chain))
    at = draw(st.integers(0, len(steps)))
    return State(
        recipe=chain[at],
        rating=draw(st.integers(0, 5)),
        rejected=draw(st.booleans()),
        snapshots=tuple(draw(st.lists(st.builds(Snapshot, name=st.text(max_size=9), recipe=recipes), max_size=2))),
        steps=steps,
        at=at,
    )


@settings(max_examples=60, deadline=None)
@given(states())
def test_whatever_was_done_survives(state: State) -> None:
    read = sidecar.decode(sidecar.encode(FRAMES, state, writer="w"))
    assert read.state == state
    assert read.frames == FRAMES
    assert read.writer == "w"


def history(count: int, make=lambda recipe, n: recipe.with_(grid=2 + n % 100)) -> tuple[Step, ...]:
    steps, recipe = [], Recipe()
    for n in range(count):
        after = make(recipe, n)
        steps.append(Step(recipe, after, f"step {n}"))
        recipe = after
    return tuple(steps)


def test_a_person_can_read_it() -> None:
    steps = history(2)
    text = sidecar.encode(FRAMES, State(recipe=steps[-1].after, rating=4, steps=steps, at=2)).decode()
    raw = json.loads(text)
    assert raw["frames"][1] == {"name": "../b ü.jpg", "time": 0.25, "f_number": 8.0, "iso": 100.0}
    assert raw["history"]["steps"][1] == {"text": "step 1", "set": {"grid": 3}}
    assert raw["recipe"]["grid"] == 3
    assert raw["rating"] == 4
    assert text.count("\n") > 40


def test_what_steps_share_is_stored_once() -> None:
    steps = (
        Step(Recipe(), Recipe(found=FOUND[0]), "Refine"),
        *(Step(Recipe(found=FOUND[0], grid=n), Recipe(found=FOUND[0], grid=n + 1), "Grid") for n in range(33, 60)),
    )
    one = len(sidecar.encode(FRAMES, State(recipe=steps[0].after, steps=steps[:1], at=1)))
    many = sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=len(steps)))
    assert len(many) < one + 4_000
    assert len(json.loads(many)["blobs"]) == 1
    read = sidecar.decode(many).state
    assert read.recipe == steps[-1].after
    assert len({id(s.after.found) for s in read.steps}) == 1


@pytest.mark.parametrize("at", [0, 1, 70, 250, 299, 300])
def test_a_long_history_keeps_what_is_near(at: int) -> None:
    steps = history(300)
    recipe = steps[at - 1].after if at else steps[0].before
    read = sidecar.decode(sidecar.encode(FRAMES, State(recipe=recipe, steps=steps, at=at))).state
    assert len(read.steps) == sidecar.MAX_STEPS
    assert read.recipe == recipe
    begin = max(0, at - sidecar.MAX_STEPS)
    assert read.steps == steps[begin : begin + sidecar.MAX_STEPS]
    assert read.at == at - begin


def test_a_heavy_history_is_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = history(40, lambda recipe, n: recipe.with_(found=found(n, nodes=6)))
    state = State(recipe=steps[-1].after, steps=steps, at=40)
    monkeypatch.setattr(sidecar, "HISTORY_BYTES", 300_000)
    data = sidecar.encode(FRAMES, state)
    assert len(data) < 300_000
    read = sidecar.decode(data).state
    assert 0 < len(read.steps) < 40
    assert read.steps == steps[-len(read.steps) :]
    assert read.recipe == state.recipe


def test_huge_but_quick() -> None:
    steps = history(100, lambda r, n: r.with_(nudges=(*r.nudges, *[Nudge(frame=0, x=0, y=0, luma=0, amount=1)] * 5)))
    begin = time.process_time()
    data = sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=100))
    sidecar.decode(data)
    assert time.process_time() - begin < 3.0


def plain(**more: object) -> dict[str, object]:
    return {"sidecar": 1, "frames": [{"name": "a.jpg"}, {"name": "b.jpg"}], "recipe": {"version": 3}, **more}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_recipes_of_every_older_version_are_upgraded(version: int) -> None:
    recipe: dict[str, object] = {"version": version, "grid": 17}
    step = {"text": "Strength 50 %", "set": {"strength": 0.5}}
    raw = plain(recipe=recipe, history={"first": recipe, "steps": [step], "at": 0})
    state = sidecar.decode(json.dumps(raw).encode()).state
    alone = Recipe.of(recipe)
    assert state.recipe == alone
    assert state.recipe.align == ("off" if version < 3 else "auto")
    assert state.steps == (Step(alone, alone.with_(strength=0.5), "Strength 50 %"),)


def test_sidecars_are_upgraded_one_version_after_the_other() -> None:
    upgrades = {1: lambda raw: {**raw, "stars": raw["rating"]}, 2: lambda raw: {**raw, "stars": raw["stars"] + 1}}
    raw = sidecar.upgraded({"sidecar": 1, "rating": 3}, None, upgrades, to=3)
    assert raw == {"sidecar": 3, "rating": 3, "stars": 4}


@pytest.mark.parametrize(
    "raw",
    [
        {"sidecar": 2, "anything": 1},
        plain(recipe={"version": 99, "later": 1}),
        plain(snapshots=[{"name": "a", "recipe": {"version": 99}}]),
    ],
)
def test_a_newer_one_says_so(tmp_path: Path, raw: dict[str, object]) -> None:
    with pytest.raises(NewerSidecar, match="newer Luxcube") as caught:
        sidecar.decode(json.dumps(raw).encode(), tmp_path / "x.luxcube.json")
    assert "x.luxcube.json" in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        [],
        {"sidecar": "1"},
        {"sidecar": 0},
        plain(frames=[]),
        plain(later=1),
        plain(rating=6),
        plain(recipe={"grid": 1}),
        plain(recipe={"exposures": 1}),
        plain(recipe={"version": 3, "found": {"blob": "gone"}}),
        plain(history={"first": {}, "steps": [{"text": "x"}], "at": 0}),
        plain(snapshots=[{"name": "a"}]),
        plain(recipe={"version": 3, "found": {**msgspec.to_builtins(FOUND[0]), "weights": "AAAA"}}),
    ],
)
def test_damage_is_told(raw: object) -> None:
    with pytest.raises(RecipeError):
        sidecar.decode(json.dumps(raw).encode())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_never_crashes(data: st.DataObject) -> None:
    steps = history(3)
    good = bytearray(sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=3)))
    at = data.draw(st.integers(0, len(good) - 1))
    if data.draw(st.booleans()):
        del good[at:]
    else:
        good[at : at + 1] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(RecipeError):  # nothing else
        sidecar.decode(bytes(good))


def test_a_look_that_somebody_changed_by_hand_counts() -> None:
    steps = history(3)
    raw = json.loads(sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=3)))
    raw["recipe"]["grid"] = 65
    state = sidecar.decode(json.dumps(raw).encode()).state
    assert state.recipe.grid == 65
    assert state.steps == ()


# ---- on disk


def bracket(folder: Path, *files: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name in files or ("IMG_1.JPG", "IMG_2.JPG"):
        (folder / name).write_bytes(name.encode() * 900)
    return [folder / name for name in files or ("IMG_1.JPG", "IMG_2.JPG")]


def places(tmp_path: Path, beside: bool = True) -> Places:
    return Places(tmp_path / "own" / "sidecars", beside)


def state(grid: int = 17, **rest: object) -> State:
    return State(recipe=Recipe(grid=grid), **rest)


def write(paths: list[Path], what: State, where: Places, writer: str = "me", last: Kept | None = None):
    return keeping.write(dict.fromkeys(paths, Exposure(0.5, 8.0, 100.0)), what, where, writer=writer, last=last)


def test_it_lies_beside_the_frames_and_is_found(tmp_path: Path) -> None:
    paths, where = bracket(tmp_path / "card", "IMG_10.CR2", "IMG_9.CR2"), places(tmp_path)
    kept = write(paths, state(rating=2), where).kept
    assert kept.path == tmp_path / "card" / "IMG_9.CR2.luxcube.json"
    again = keeping.find(paths[::-1], where)
    assert again.kept == kept
    assert again.problems == ()
    ref = kept.places()[paths[0]]
    assert (ref.size, ref.time, ref.hash) == (9000, 0.5, moved.quick_hash(paths[0]))
    assert not where.own.exists()


def test_it_is_never_taken_for_a_frame(tmp_path: Path) -> None:
    from PIL import Image

    folder = tmp_path / "card"
    folder.mkdir()
    paths = [folder / "a.png", folder / "b.png"]
    for n, path in enumerate(paths):
        Image.new("RGB", (9, 9), (n, n, n)).save(path)
    write(paths, state(), places(tmp_path))
    assert len(list(folder.iterdir())) == 3
    assert expand([folder]) == paths
    assert [e.path for e in scan([folder])] == paths


def test_sets_that_begin_alike_do_not_collide(tmp_path: Path) -> None:
    where = places(tmp_path)
    three = bracket(tmp_path / "card", "IMG_1.CR2", "IMG_2.CR2", "IMG_3.CR2")
    jpegs = bracket(tmp_path / "card", "IMG_1.JPG", "IMG_2.JPG")
    sets = [three, three[:2], jpegs, [three[0], jpegs[1]]]
    written = [write(paths, state(10 + n), where).kept.path for n, paths in enumerate(sets)]
    assert len(set(written)) == 4
    for n, paths in enumerate(sets):
        assert keeping.find(paths, where).kept.state.recipe.grid == 10 + n
    assert keeping.find(three[1:], where) == keeping.Search()


def test_frames_of_several_folders(tmp_path: Path) -> None:
    where = places(tmp_path)
    paths = [*bracket(tmp_path / "a", "x.jpg"), *bracket(tmp_path / "b", "y.jpg")]
    kept = write(paths, state(), where).kept
    assert [ref.name for ref in kept.frames] == ["x.jpg", "../b/y.jpg"]
    assert keeping.find(paths, where).kept == kept


def test_a_folder_that_moves_takes_it_along(tmp_path: Path) -> None:
    where = places(tmp_path)
    write(bracket(tmp_path / "a"), state(41), where)
    (tmp_path / "a").rename(tmp_path / "z")
    moved = keeping.find([tmp_path / "z" / "IMG_1.JPG", tmp_path / "z" / "IMG_2.JPG"], where)
    assert moved.kept.state.recipe.grid == 41


def test_one_that_cannot_be_beside_the_frames_goes_to_the_persons_folder(tmp_path, monkeypatch) -> None:
    import mefcore.io.atomic as atomic

    paths, where = bracket(tmp_path / "card"), places(tmp_path)
    real = os.access
    monkeypatch.setattr(atomic.os, "access", lambda p, m: Path(p) != tmp_path / "card" and real(p, m))
    done = write(paths, state(21), where)
    assert "read-only" in str(done.elsewhere)
    assert done.kept.path.parent == where.own
    assert [ref.name for ref in done.kept.frames] == [p.as_posix() for p in paths]
    assert keeping.find(paths, where).kept == done.kept
    assert sorted(p.name for p in (tmp_path / "card").iterdir()) == ["IMG_1.JPG", "IMG_2.JPG"]
    again = write(paths, state(22), where, last=done.kept)
    assert again.kept.path == done.kept.path


def test_by_wish_all_are_in_the_persons_folder(tmp_path: Path) -> None:
    paths, where = bracket(tmp_path / "card"), places(tmp_path, beside=False)
    done = write(paths, state(), where)
    assert done.elsewhere is None
    assert done.kept.path.parent == where.own
    # One that is beside the frames already stays there, and is found.
    other = bracket(tmp_path / "other")
    beside = write(other, state(5), places(tmp_path)).kept
    assert keeping.find(other, where).kept == beside
    assert write(other, state(6), where, last=beside).kept.path == beside.path


def test_nowhere_to_write_loses_nothing(tmp_path: Path) -> None:
    paths = bracket(tmp_path / "card")
    (tmp_path / "file").write_text("")
    where = Places(tmp_path / "file" / "sidecars", beside=False)
    with pytest.raises(WriteError):
        write(paths, state(), where)
    assert len(list((tmp_path / "card").iterdir())) == 2


def test_a_full_disk_leaves_the_old_one(tmp_path, monkeypatch) -> None:
    import errno

    paths = bracket(tmp_path / "card")
    (tmp_path / "file").write_text("")
    where = Places(tmp_path / "file" / "sidecars")
    kept = write(paths, state(5), where).kept

    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(WriteError, match="full"):
            write(paths, state(6), where, last=kept)
    assert keeping.find(paths, where).kept == kept
    assert write(paths, state(6), where, last=kept).kept.state.recipe.grid == 6


def test_damaged_ones_are_kept_aside(tmp_path: Path) -> None:
    paths, where = bracket(tmp_path / "card"), places(tmp_path)
    path = write(paths, state(), where).kept.path
    for n, name in enumerate([".damaged", ".damaged-2"]):
        path.write_text(f"{{ {n}")
        search = keeping.find(paths, where)
        assert search.kept is None
        assert "damaged" in str(search.problems[0])
        assert path.with_name(path.name + name).read_text() == f"{{ {n}"
        assert not path.exists()
    assert keeping.find(paths, where) == keeping.Search()


def test_a_newer_one_is_left_alone(tmp_path: Path) -> None:
    paths, where = bracket(tmp_path / "card"), places(tmp_path)
    path = write(paths, state(), where).kept.path
    newer = json.dumps({"sidecar": 9, "what": "ever"})
    path.write_text(newer)
    search = keeping.find(paths, where)
    assert search.kept is None
    assert isinstance(search.problems[0], NewerSidecar)
    kept = write(paths, state(9), where).kept
    assert kept.path != path
    assert path.read_text() == newer
    assert keeping.find(paths, where).kept == kept


def test_what_somebody_else_wrote_meanwhile_stays(tmp_path: Path) -> None:
    paths, where = bracket(tmp_path / "card"), places(tmp_path)
    first = write(paths, state(5), where).kept
    theirs = write(paths, state(6), where, writer="other", last=keeping.find(paths, where).kept)
    assert theirs.kept.path == first.path
    assert theirs.conflict is None
    # The first has not noticed: its file has the other's content now.
    mine = write(paths, state(7), where, last=first)
    assert mine.conflict == first.path
    assert mine.kept.path != first.path
    assert keeping.read(first.path).state.recipe.grid == 6
    assert keeping.read(mine.kept.path).state.recipe.grid == 7
    # What it wrote itself it writes over, even where nobody told it what that was.
    assert write(paths, state(8), where, last=mine.kept).kept.path == mine.kept.path


def test_nothing_left_to_keep(tmp_path: Path) -> None:
    paths, where = bracket(tmp_path / "card"), places(tmp_path)
    kept = write(paths, state(), where).kept
    write(paths, state(9), where, writer="other", last=kept)
    keeping.discard(kept, "me")
    assert kept.path.exists()
    keeping.discard(keeping.read(kept.path), "me")
    assert not kept.path.exists()
    keeping.discard(kept, "me")
    assert State(recipe=Recipe()).untouched(Recipe())
    assert not State(recipe=Recipe(), rejected=True).untouched(Recipe())


def test_it_is_a_recipe_too(tmp_path: Path) -> None:
    paths = bracket(tmp_path / "card")
    kept = write(paths, State(recipe=Recipe(grid=29, found=FOUND[1])), places(tmp_path)).kept
    assert Recipe.load(kept.path) == Recipe(grid=29, found=FOUND[1])


def test_the_command_finds_what_the_editor_kept(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    paths = bracket(tmp_path / "card")
    assert keeping.kept_recipe(paths) is None
    kept = write(paths, state(41), places(tmp_path)).kept
    assert keeping.kept_recipe(paths[::-1]) == Recipe(grid=41)
    kept.path.write_text("{")
    with pytest.raises(RecipeError, match="damaged"):
        keeping.kept_recipe(paths)
    assert kept.path.read_text() == "{"
    write(paths, state(43), Places(keeping.own_folder(), beside=False))
    assert keeping.kept_recipe(paths) == Recipe(grid=43)


# ---- frames that were moved


def test_moved_frames_are_found_by_what_they_are(tmp_path: Path) -> None:
    paths = bracket(tmp_path / "card", "a.jpg", "b.jpg", "c.jpg", "d.jpg")
    lost = write(paths, state(), places(tmp_path)).kept.places()
    new = tmp_path / "archive" / "2024"
    (new / "deep").mkdir(parents=True)
    (new / "other").mkdir()
    paths[0].rename(new / "deep" / "a.jpg")
    (new / "other" / "a.jpg").write_bytes(b"x" * len("a.jpg") * 900)  # of one name and size
    paths[1].rename(new / "renamed.jpg")
    paths[2].rename(new / "C.JPG")
    paths[3].unlink()
    got = moved.locate(tmp_path / "archive", lost)
    assert got == {paths[0]: new / "deep" / "a.jpg", paths[1]: new / "renamed.jpg", paths[2]: new / "C.JPG"}


def test_without_a_hash_the_name_decides(tmp_path: Path) -> None:
    paths = bracket(tmp_path / "new" / "card", "a.jpg", "b.jpg")
    bracket(tmp_path / "new" / "zzz", "a.jpg")
    lost = {Path("/old/card/a.jpg"): FrameRef(name=""), Path("/old/card/b.jpg"): FrameRef(name="", size=1)}
    assert moved.locate(tmp_path / "new", lost) == {Path("/old/card/a.jpg"): paths[0]}


# ---- a program that is killed

WRITER = """
import sys
from pathlib import Path
from mefcore import keeping
from mefcore.recipe import Recipe
from mefcore.sidecar import State, Step
paths = [Path(p) for p in sys.argv[2:]]
last, recipe, steps = None, Recipe(), ()
print("ready", flush=True)
n = 0
while True:
    n += 1
    after = recipe.with_(grid=2 + n % 120)
    steps = (*steps, Step(recipe, after, str(n)))[-100:]
    recipe = after
    what = State(recipe=recipe, steps=steps, at=len(steps))
    last = keeping.write(dict.fromkeys(paths), what, keeping.Places(Path(sys.argv[1])), writer="w", last=last).kept
"""


def test_killing_the_writer_leaves_a_valid_file(tmp_path: Path) -> None:
    paths, where = bracket(tmp_path / "card"), places(tmp_path)
    grids = set()
    for k in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(where.own), *map(str, paths)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        goal, before = time.monotonic() + 20, keeping.find(paths, where).kept
        while time.monotonic() < goal and (now := keeping.find(paths, where).kept) in (None, before):
            pass
        for _ in range(7 * k):  # at another moment of its work each time
            moved.quick_hash(paths[0])
        child.kill()
        child.wait()
        child.stdout.close()
        search = keeping.find(paths, where)
        assert search.problems == ()
        assert search.kept is not None
        assert search.kept.state.recipe == search.kept.state.steps[-1].after
        grids.add(search.kept.state.steps[-1].text)
        assert now is not None
    assert grids
    names = {p.name for p in (tmp_path / "card").iterdir()}
    assert {n for n in names if n.endswith(".damaged")} == set()
