"""``mef batch``: what it makes, leaves out and tells, and how it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from batch_cases import brackets
from cli_cases import Run, names
from makers import exif, exposed, write_jpeg

from mefcore.recipe import Recipe


def test_the_command_fuses_every_bracket(mef: Run, card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    folder, out, told = card[0][0].parent, tmp_path / "out", tmp_path / "r.json"
    write_jpeg(folder / "zz.jpg", exposed(0)[:40], exif(time=0.01, f_number=4, iso=3200))
    arguments = ("batch", folder, "-o", out, "--format", "jpg", "--cube", "--grid", 9, "--name", "{number}-{name}")
    status, stdout, stderr = mef(*arguments, "--json", told)
    assert (status, stderr) == (0, "")
    lines = stdout.splitlines()
    assert lines[0].startswith("  1  3 frames  01-IMG_0001.jpg  64×48  ")
    assert lines[-1] == "2 fused, 1 single left out"
    assert names(out) == {"01-IMG_0001.jpg", "01-IMG_0001.cube", "02-IMG_0004.jpg", "02-IMG_0004.cube"}
    written = json.loads(told.read_text())
    assert written["version"] == 1
    assert [s["state"] for s in written["sets"]] == ["done", "done"]
    assert [Path(p).name for p in written["sets"][1]["outputs"]] == ["02-IMG_0004.jpg", "02-IMG_0004.cube"]
    assert [Path(p).name for p in written["single"]] == ["zz.jpg"]
    # What exists is left, and pictures of ours among the frames are no frames.
    status, stdout, _ = mef(
        "batch", folder, "-o", out, "--format", "jpg", "--name", "{number}-{name}", "--existing", "skip"
    )
    assert status == 0
    assert stdout.splitlines()[-1] == "0 fused, 2 there already, 1 single left out"


def test_the_command_tells_what_failed(mef: Run, card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    cut = card[0][2]
    cut.write_bytes(cut.read_bytes()[:-400])
    told = tmp_path / "r.json"
    status, stdout, stderr = mef("batch", card[0][0].parent, "-o", tmp_path / "out", "--grid", 9, "--json", told)
    assert (status, stderr) == (2, "")
    assert "failed: " in stdout.splitlines()[0]
    assert cut.name in stdout.splitlines()[0]
    assert stdout.splitlines()[-1] == "1 fused, 1 failed"
    assert [s["state"] for s in json.loads(told.read_text())["sets"]] == ["failed", "done"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--name", "{what}"), "{what}"),
        (("--format", "jpg", "--bits", 16), "16"),
        (("--json", "/nowhere/r.json"), "folder"),
    ],
)
def test_the_command_refuses_before_it_begins(
    mef: Run, card: list[tuple[Path, ...]], tmp_path: Path, arguments: tuple[object, ...], word: str
) -> None:
    status, stdout, stderr = mef("batch", card[0][0].parent, "-o", tmp_path / "out", *arguments)
    assert (status, stdout) == (2, "")
    assert word in stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_a_folder_that_may_not_be_written_is_told_once(
    mef: Run, card: list[tuple[Path, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mefcore.io.atomic as atomic

    locked, real = tmp_path / "locked", os.access
    locked.mkdir()
    monkeypatch.setattr(atomic.os, "access", lambda p, m: not (Path(p) == locked and m & os.W_OK) and real(p, m))
    for out in (locked, locked / "new" / "deep"):
        status, stdout, stderr = mef("batch", card[0][0].parent, "-o", out)
        assert (status, stdout) == (2, "")
        assert "read-only" in stderr
        assert len(stderr.splitlines()) == 1
    assert names(locked) == set()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is Linux's")
def test_a_folder_that_cannot_be_made_is_told_once(mef: Run, card: list[tuple[Path, ...]]) -> None:
    """Root may write there, by its rights; but nothing can be made."""
    status, stdout, stderr = mef("batch", card[0][0].parent, "-o", "/proc/bt")
    assert (status, stdout) == (2, "")
    assert "cannot be made" in stderr
    assert len(stderr.splitlines()) == 1


def test_nothing_to_fuse_is_told(mef: Run, card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    status, _, stderr = mef("batch", card[0][0], "-o", tmp_path / "out")
    assert status == 2
    assert "bracket" in stderr


def test_each_with_the_recipe_that_was_kept_with_it(
    mef: Run, card: list[tuple[Path, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mefcore.keeping import Places, names, write
    from mefcore.sidecar import State

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    places = Places(tmp_path / "home")
    card = brackets(card[0][0].parent, 3)
    write(dict.fromkeys(card[1]), State(recipe=Recipe(grid=5, strength=0.5)), places, writer="x")
    names(card[2], places)[0].write_text('{"sidecar": 1, "nonsense": true}')
    out = tmp_path / "out"
    arguments = ("batch", card[0][0].parent, "-o", out, "--sidecars", "--cube", "--set", "interpolation=tetrahedral")
    status, stdout, _ = mef(*arguments)
    assert status == 2
    assert "failed: " in stdout
    assert stdout.splitlines()[-1] == "2 fused, 1 failed"
    sizes = [
        next(line for line in p.read_text().splitlines() if "LUT_3D_SIZE" in line) for p in sorted(out.glob("*.cube"))
    ]
    assert sizes == ["LUT_3D_SIZE 33", "LUT_3D_SIZE 5"]
    assert "tetrahedral" in (out / "IMG_0004-fused.cube").read_text()


def test_what_was_rejected_is_left_out_unless_it_is_asked_for(
    mef: Run, card: list[tuple[Path, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mefcore.keeping import Places, write
    from mefcore.sidecar import State

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    write(dict.fromkeys(card[0]), State(recipe=None, rejected=True), Places(tmp_path / "home"), writer="x")
    out, told = tmp_path / "out", tmp_path / "r.json"
    command = ("batch", card[0][0].parent, "-o", out, "--grid", 9, "--json", told, "--name", "{number}-{name}")
    status, stdout, _ = mef(*command, "--sidecars")
    assert (status, stdout.splitlines()[-1]) == (0, "1 fused, 1 rejected left out")
    assert names(out) == {"01-IMG_0004.tif"}
    written = json.loads(told.read_text())
    assert [[Path(p) for p in one] for one in written["rejected"]] == [list(card[0])]
    assert len(written["sets"]) == 1
    status, stdout, _ = mef(*command, "--sidecars", "--rejected")
    assert (status, stdout.splitlines()[-1]) == (0, "2 fused")
    assert json.loads(told.read_text())["rejected"] == []
    # Who does not ask for sidecars gets everything, and cannot mean this.
    assert mef(*command)[1].splitlines()[-1] == "2 fused"
    status, _, stderr = mef(*command, "--rejected")
    assert status == 2
    assert "--sidecars" in stderr


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_ctrl_c_stops_it_cleanly(tmp_path: Path) -> None:
    folder, out = tmp_path / "card", tmp_path / "out"
    brackets(folder, 12)
    root = Path(__file__).resolve().parents[2]
    told = tmp_path / "r.json"
    command = [sys.executable, "-u", "-m", "mefcore.cli", "batch", str(folder), "-o", str(out), "--grid", "65"]
    command += ["--json", str(told)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert "IMG_0001-fused.tif" in first
    assert (process.returncode, errors) == (130, "mef: stopped\n")
    *lines, last = rest.splitlines()
    done = 1 + len(lines)
    assert done < 12
    assert last == f"{done} fused, {12 - done} not begun"
    assert [s["state"] for s in json.loads(told.read_text())["sets"]] == ["done"] * done + ["waiting"] * (12 - done)
    found = sorted(p.name for p in out.iterdir())
    assert all(name.endswith("-fused.tif") for name in found), "nothing half-written"
    assert len(found) in (done, done + 1)
