"""Sidecars on disk: found, never written over by mistake, and whole whatever happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from mefcore import keeping, moved
from mefcore.bracket import Exposure
from mefcore.errors import RecipeError, WriteError
from mefcore.found import Found
from mefcore.grouping import scan
from mefcore.io import expand
from mefcore.keeping import Kept, Places
from mefcore.recipe import Recipe
from mefcore.sidecar import FrameRef, NewerSidecar, State


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
    weights, latent = np.full((3, 1, 1, 1), 1 / 3, np.float32), np.ones((12, 8, 8, 8), np.float32)
    found = Found.of(weights, latent, model="m", local=False, before=1.0, after=0.5)
    kept = write(paths, State(recipe=Recipe(grid=29, found=found)), places(tmp_path)).kept
    assert Recipe.load(kept.path) == Recipe(grid=29, found=found)


def test_the_command_finds_what_the_editor_kept(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    paths = bracket(tmp_path / "card")
    assert keeping.kept_state(paths) is None
    kept = write(paths, state(41), places(tmp_path)).kept
    assert keeping.kept_state(paths[::-1]).recipe == Recipe(grid=41)
    kept.path.write_text("{")
    with pytest.raises(RecipeError, match="damaged"):
        keeping.kept_state(paths)
    assert kept.path.read_text() == "{"
    write(paths, state(43), Places(keeping.own_folder(), beside=False))
    assert keeping.kept_state(paths).recipe == Recipe(grid=43)


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
