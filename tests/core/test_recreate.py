"""A folder from which others make our picture: the command in it is run, and its layers are put together."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
import pytest
import tifffile
from cli_cases import Run, names
from PIL import Image

from mefcore import pipeline
from mefcore.engine import select
from mefcore.errors import Cancelled, WriteError
from mefcore.io import load_bracket
from mefcore.job import Job
from mefcore.lut.formats.cube import read_cube
from mefcore.prepare import Prepared, prepare
from mefcore.recipe import Recipe
from mefcore.recreate import recreate


@dataclass(frozen=True, eq=False)
class Ready:
    prepared: Prepared
    prediction: pipeline.Prediction

    def picture(self, recipe: Recipe, dtype: type[np.generic]) -> np.ndarray:
        """What the app exports."""
        lut = pipeline.bake(self.prediction, recipe)
        frames = self.prepared.bracket.pixels
        return pipeline.apply(frames, self.prediction, lut, recipe, select("cpu"), dtype=dtype)


@pytest.fixture
def ready(bracket: list[Path]) -> Ready:
    prepared = prepare(load_bracket(bracket), Recipe(align="off", deghost="off"))
    return Ready(prepared, pipeline.infer(pipeline.thumbnails(prepared.bracket)))


def run_script(folder: Path, tools: Path) -> np.ndarray:
    """``fused.png`` by the shell script, with ffmpeg found by its name: ``(H, W, 3)`` uint16."""
    tools.mkdir()
    (tools / "ffmpeg").symlink_to(imageio_ffmpeg.get_ffmpeg_exe())
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [folder / "recreate.sh"], env={**os.environ, "PATH": path}, cwd="/", capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found = cv2.imread(str(folder / "fused.png"), cv2.IMREAD_UNCHANGED)
    assert found.dtype == np.uint16
    return found[..., ::-1].astype(np.int64)


@pytest.mark.parametrize(
    "changes",
    [{}, {"interpolation": "tetrahedral", "grid": 17}, {"local": 1.0, "strength": 0.7}],
    ids=["default", "tetrahedral", "local"],
)
def test_the_script_makes_our_picture(ready: Ready, tmp_path: Path, changes: dict[str, object]) -> None:
    recipe = Recipe().with_(**changes)
    done = recreate(tmp_path / "again", ready.prepared, ready.prediction, recipe, select("cpu"))
    theirs = run_script(tmp_path / "again", tmp_path / "tools")
    assert np.abs(theirs - ready.picture(recipe, np.uint16)).max() <= 3  # of 65535
    in_8_bits = np.rint(theirs / 257)
    assert np.abs(in_8_bits - ready.picture(recipe, np.uint8)).max() <= 1
    assert done.rounding <= 5.1e-7
    assert names(tmp_path) == {"again", "frames", "tools"}


def test_what_is_in_the_folder(ready: Ready, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    done = recreate(folder, ready.prepared, ready.prediction, Recipe(), select("cpu"))
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert found == set(done.files)
    about = json.loads((folder / "recreate.json").read_text())
    assert set(about["files"]) == found
    assert about["command"] == list(done.command)
    assert sum(f["weight"] for f in about["frames"]) == pytest.approx(1, abs=3e-6)
    assert Recipe.load(folder / "recipe.json") == Recipe()
    assert read_cube(folder / "look.cube").size == 33
    with Image.open(folder / "expected.jpg") as expected:
        shown = np.asarray(expected.convert("RGB")).astype(int)
    assert np.abs(shown - ready.picture(Recipe(), np.uint8)).mean() < 3
    for name in ("README.txt", "recreate.bat", "recreate.sh"):
        (folder / name).read_bytes().decode("ascii")
    readme = (folder / "README.txt").read_text()
    assert " ".join(done.command) in readme
    assert (folder / "recreate.bat").read_bytes().count(b"\r\n") == 4
    assert os.access(folder / "recreate.sh", os.X_OK)


@pytest.mark.parametrize("local", [0.0, 1.0], ids=["opacities", "masks"])
def test_the_layers_make_the_base(ready: Ready, tmp_path: Path, local: float) -> None:
    """In float64, as any program that stacks layers in normal mode does."""
    folder = tmp_path / "again"
    recreate(folder, ready.prepared, ready.prediction, Recipe(local=local), select("cpu"))
    frames = json.loads((folder / "recreate.json").read_text())["frames"]
    stack = np.zeros(())
    for frame in frames:
        layer = tifffile.imread(folder / frame["layer"]) / 65535
        opacity = np.float64(1.0 if frame["opacity"] is None else frame["opacity"])
        if "mask" in frame:
            opacity = cv2.imread(str(folder / frame["mask"]), cv2.IMREAD_UNCHANGED)[..., None] / 65535
        stack = opacity * layer + (1 - opacity) * stack
    assert [("mask" in frame) for frame in frames] == [False, local > 0, local > 0]
    base = tifffile.imread(folder / "base.tif") / 65535
    assert np.abs(stack - base).max() < 2.5 / 65535


def test_frames_of_any_depth_become_layers(ready: Ready, tmp_path: Path) -> None:
    from mefcore.recreate import _sixteen

    for dtype, top in ((np.uint8, 255), (np.uint16, 65535), (np.float32, 1.0)):
        values = (np.array([0.0, 0.2, 1.0]) * top).astype(dtype)
        assert _sixteen(values).tolist() == [0, 13107, 65535]


def test_without_layers(ready: Ready, tmp_path: Path) -> None:
    done = recreate(tmp_path / "a", ready.prepared, ready.prediction, Recipe(), select("cpu"), layers=False)
    assert not any("layers" in name for name in done.files)
    assert "As layers" not in (tmp_path / "a" / "README.txt").read_text()


def test_an_earlier_folder_is_replaced_and_any_other_kept(ready: Ready, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    arguments = (ready.prepared, ready.prediction)
    folder.mkdir()
    recreate(folder, *arguments, Recipe(), select("cpu"))
    (folder / "fused.png").write_bytes(b"what the script made")
    recreate(folder, *arguments, Recipe(grid=9), select("cpu"), layers=False)
    assert read_cube(folder / "look.cube").size == 9
    assert "layers" not in names(folder)
    (folder / "my edit.psd").write_bytes(b"mine")
    with pytest.raises(WriteError, match="holds other files"):
        recreate(folder, *arguments, Recipe(), select("cpu"))
    assert read_cube(folder / "look.cube").size == 9
    assert (folder / "my edit.psd").read_bytes() == b"mine"
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(WriteError, match="is a file"):
        recreate(tmp_path / "file", *arguments, Recipe(), select("cpu"))
    with pytest.raises(WriteError, match="folder does not exist"):
        recreate(tmp_path / "no" / "where", *arguments, Recipe(), select("cpu"))


def test_stopping_at_any_time_leaves_nothing(ready: Ready, tmp_path: Path) -> None:
    seen: list[float] = []
    recreate(
        tmp_path / "whole",
        ready.prepared,
        ready.prediction,
        Recipe(),
        select("cpu"),
        job=Job(lambda f, _: seen.append(f)),
    )
    before = names(tmp_path)
    for at in sorted(set(seen))[:-1:4]:
        job = Job(lambda f, _: job.cancel() if f >= at else None)  # noqa: B023 - used within the turn
        with pytest.raises(Cancelled):
            recreate(tmp_path / "again", ready.prepared, ready.prediction, Recipe(), select("cpu"), job=job)
        assert names(tmp_path) == before
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_a_failure_halfway_leaves_the_earlier_folder(
    ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "again"
    recreate(folder, ready.prepared, ready.prediction, Recipe(grid=9), select("cpu"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mefcore.recreate._write_texts", full)
    with pytest.raises(WriteError, match="disk is full"):
        recreate(folder, ready.prepared, ready.prediction, Recipe(), select("cpu"))
    assert read_cube(folder / "look.cube").size == 9
    assert names(tmp_path) == {"again", "frames"}


def test_the_command(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "again"
    status, out, _ = mef("lut", "recreate", bracket[0].parent, "-o", folder, "--set", "grid=9", "--no-layers")
    assert status == 0
    assert out.splitlines()[-1].startswith("ffmpeg -y -i base.tif")
    assert read_cube(folder / "look.cube").size == 9
    (folder / "note.txt").write_text("x")
    status, _, err = mef("lut", "recreate", bracket[0].parent, "-o", folder)
    assert status == 2
    assert "holds other files" in err


def test_converting_and_applying_by_the_command(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    mef("fuse", *bracket, "-o", tmp_path / "a.tif", "--cube", tmp_path / "a.cube", "--base", tmp_path / "base.tif")
    status, out, _ = mef("lut", "convert", tmp_path / "a.cube", tmp_path / "a.png")
    assert status == 0
    assert "36 points per axis" in out
    assert "ΔE2000" in out
    status, out, _ = mef("lut", "info", tmp_path / "a.png")
    assert "hald  36 points" in out
    status, out, _ = mef("lut", "convert", tmp_path / "a.cube", tmp_path / "a.clf")
    assert "off by at most 0.0" in out
    for kind in ("cube", "clf"):
        status, out, _ = mef("lut", "apply", tmp_path / f"a.{kind}", tmp_path / "base.tif", tmp_path / f"{kind}.tif")
        assert status == 0
        apart = tifffile.imread(tmp_path / f"{kind}.tif").astype(int) - tifffile.imread(tmp_path / "a.tif")
        assert np.abs(apart).max() <= 3
    one, other = tmp_path / "cube.tif", tmp_path / "other.tif"
    assert mef("lut", "apply", tmp_path / "a.cube", tmp_path / "base.tif", "-o", other)[0] == 0
    assert np.array_equal(tifffile.imread(one), tifffile.imread(other))
    for wrong in ((), (one, "-o", other)):
        status, _, err = mef("lut", "apply", tmp_path / "a.cube", tmp_path / "base.tif", *wrong)
        assert status == 2
        assert "after -o" in err
    status, _, err = mef("lut", "info", bracket[0])
    assert status == 2
    assert "is not a LUT" in err
    status, out, _ = mef("lut", "targets")
    assert "resolve" in out
    assert "usually" in out
