"""``mef`` beside hostile files: it ends with 0 or with 2 and exactly one line on stderr, never with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import FAMILIES, hostile
from judge import HERE
from seeds import seed
from test_places import bad_frame, endless, good_frames, pipe
from test_text import found

ORDINARY = 8
"""Commands of an ordinary run; each takes a second or two to start."""

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices are POSIX")


def mef(*arguments: object) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of the command, after what every run promises was checked."""
    run = subprocess.run(
        [sys.executable, "-W", "always", "-m", "mefcore.cli", *map(str, arguments)],
        capture_output=True,
        timeout=120,
        cwd=HERE.parents[1],
        stdin=subprocess.DEVNULL,
    )
    out, err = run.stdout.decode(), run.stderr.decode()
    assert run.returncode in (0, 2), (arguments, run)
    lines = err.splitlines()
    assert len(lines) == (1 if run.returncode == 2 else 0), (arguments, err)
    assert run.returncode == 0 or lines[0].startswith("mef: "), err
    return run.returncode, out, err


def bad_files(folder: Path, count: int) -> list[Path]:
    """Some of the hostile files, of every family in turn."""
    made = []
    found = {family: hostile(family) for family in FAMILIES}
    step = max(1, 600 // count)
    everything = [
        (name, suffix, data) for family in found for name, suffix, data in found[family] if len(data) < 1 << 20
    ]
    for number, (name, suffix, data) in enumerate(everything[step // 2 :: step][:count]):
        made.append(folder / f"{number:03}-{name[:40].replace(os.sep, '_')}{suffix}")
        made[-1].write_bytes(data)
    return made


def test_fuse_beside_a_bad_frame(tmp_path: Path, cases: int) -> None:
    good_frames(tmp_path)
    good = sorted(tmp_path.iterdir())
    (tmp_path / "bad").mkdir()
    (tmp_path / "out").mkdir()
    for bad in bad_files(tmp_path / "bad", ORDINARY if cases <= 1000 else 60):
        status, _, said = mef("fuse", *good, bad, "-o", tmp_path / "out" / "a.tif")
        if status == 2:
            assert bad.name in said, said
            assert not list((tmp_path / "out").iterdir()), said


def test_fuse_with_hostile_names_and_settings(tmp_path: Path) -> None:
    good_frames(tmp_path)
    good = sorted(tmp_path.iterdir())
    odd = tmp_path / os.fsdecode(b"-a\nb \xf0\x9f\x8f\xa0\xff.jpg")
    good[0].rename(odd)
    target = tmp_path / os.fsdecode(b"out\n\xff.tif")
    recipe = tmp_path / "recipe.json"
    recipe.write_text("[" * 100_000)
    assert mef("fuse", odd, *good[1:], "-o", target, "--recipe", recipe)[0] == 2
    recipe.write_text(json.dumps(found()))  # a refinement of two frames, and there are three
    assert mef("fuse", odd, *good[1:], "-o", target, "--recipe", recipe)[0] == 2
    assert not target.exists()
    arguments = ("--cube", tmp_path / "a.cube", "--report", tmp_path / "r.json", "--sidecar", tmp_path / "s.json")
    assert mef("fuse", odd, *good[1:], "-o", target, *arguments)[0] == 0
    assert target.stat().st_size > 1000
    assert json.loads((tmp_path / "r.json").read_text())


@posix
def test_group_a_pile(tmp_path: Path) -> None:
    good_frames(tmp_path)
    for name in ("cut.jpg", "text.png", "nothing.tif", "cut.dng", "noise.jpg"):
        bad_frame(tmp_path / name)
    pipe(tmp_path / "pipe.jpg")
    endless(tmp_path / "endless.jpg")
    (tmp_path / os.fsdecode(b"a\nb\xff.jpg")).write_bytes(seed("jpeg").data[:300])
    (tmp_path / "zz").mkdir()
    bad_files(tmp_path / "zz", 60)
    status, out, _ = mef("group", tmp_path, "--json", tmp_path / "sets.json")
    assert status == 0
    assert any("good-0.jpg" in line and "3 frames" in line for line in out.splitlines()), out
    sets = json.loads((tmp_path / "sets.json").read_text())
    assert ["good-0.jpg", "good-1.jpg", "good-2.jpg"] in [
        [Path(f["path"]).name for f in one["frames"]] for one in sets["sets"]
    ]
    assert mef("group", tmp_path / "pipe.jpg")[0] in (0, 2)
