"""``mef fuse`` past the paper: local weights, refinement, a look to match, and the recipe that remembers them."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import PyOpenColorIO
import pytest
from cli_cases import Run, names
from PIL import Image

from mefcore.recipe import Recipe


def read(path: Path) -> np.ndarray:
    """``(H, W, 3)`` as stored."""
    return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., ::-1]


def test_local_weights_are_blended_and_looked_up(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    """OpenColorIO makes the picture of base and ``.cube``; the base is no blend with constant weights."""
    out, base, cube, report = (tmp_path / n for n in ("out.tif", "base.png", "look.cube", "r.json"))
    arguments = ("-o", out, "--base", base, "--cube", cube, "--report", report, "--mode", "local")
    assert mef("fuse", *bracket, *arguments)[0] == 0
    picture, blend = read(out), read(base)
    transform = PyOpenColorIO.FileTransform(str(cube), interpolation=PyOpenColorIO.INTERP_LINEAR)
    looked_up = np.ascontiguousarray(blend / np.float32(65535), dtype=np.float32)
    PyOpenColorIO.Config.CreateRaw().getProcessor(transform).getDefaultCPUProcessor().applyRGB(looked_up)
    assert np.abs(looked_up - picture / 65535).max() <= 1 / 255

    told = json.loads(report.read_text())
    assert (told["mode"], told["local"], told["refined"]) == ("local", 1.0, None)
    assert [f["opacity"] for f in told["frames"]] == [None] * 3
    weights = np.array([f["weight"] for f in told["frames"]])
    assert weights.sum() == pytest.approx(1, abs=1e-4)
    frames = [np.asarray(Image.open(f["path"]), np.float64) / 255 for f in told["frames"]]
    constant = sum(w * f for w, f in zip(weights, frames, strict=True))
    assert np.abs(constant - blend / 65535).max() > 4 / 255
    inside = (np.min(frames, 0) - 1e-4 <= blend / 65535) & (blend / 65535 <= np.max(frames, 0) + 1e-4)
    assert inside.all()

    said = cube.read_text()
    assert "base picture that Luxcube exports" in said
    assert "mean weight" in said
    assert "opacity" not in said


def test_the_slider_goes_from_global_to_local(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    pictures = {}
    for name, flags in {
        "default": (),
        "global": ("--mode", "global"),
        "0": ("--local", 0),
        "1": ("--local", 1),
        "local": ("--mode", "local"),
        "half": ("--mode", "local", "--local", 0.5),
    }.items():
        assert mef("fuse", *bracket, "-o", tmp_path / "p.png", "--base", tmp_path / f"{name}.png", *flags)[0] == 0
        pictures[name] = read(tmp_path / f"{name}.png").astype(float)
    np.testing.assert_array_equal(pictures["default"], pictures["global"])
    np.testing.assert_array_equal(pictures["0"], pictures["global"])
    np.testing.assert_array_equal(pictures["1"], pictures["local"])
    # Weights are mixed in proportion, so blends are too.
    np.testing.assert_allclose(pictures["half"], (pictures["global"] + pictures["local"]) / 2, atol=2)


def test_a_cube_of_local_weights_alone_says_what_it_needs(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    flags = ("-o", tmp_path / "p.png", "--cube", tmp_path / "l.cube")
    assert "--base" in mef("fuse", *bracket, *flags, "--mode", "local")[1]
    assert "--base" not in mef("fuse", *bracket, *flags)[1]


def test_mode_and_amount_must_agree(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    status, _, said = mef("fuse", *bracket, "-o", tmp_path / "p.png", "--mode", "global", "--local", 0.5)
    assert status == 2
    assert "contradict" in said
    assert names(tmp_path) == {"frames"}


def test_refining_is_remembered(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    """The sidecar makes the same picture again, without refining again."""
    sidecar, report = tmp_path / "found.json", tmp_path / "r.json"
    flags = ("--mode", "local", "--refine", "--sidecar", sidecar, "--report", report)
    assert mef("fuse", *bracket, "-o", tmp_path / "plain.png", "--mode", "local")[0] == 0
    status, said, _ = mef("fuse", *bracket, "-o", tmp_path / "one.png", *flags)
    assert status == 0
    assert "% nearer to what the frames show" in said
    told = json.loads(report.read_text())
    assert told["refined"]["after"] < told["refined"]["before"]
    assert told["milliseconds"]["refine"] > 0
    assert mef("fuse", *bracket, "-o", tmp_path / "two.png", "--recipe", sidecar, "--report", report)[0] == 0
    assert "refine" not in json.loads(report.read_text())["milliseconds"]
    np.testing.assert_array_equal(read(tmp_path / "one.png"), read(tmp_path / "two.png"))
    assert (read(tmp_path / "one.png") != read(tmp_path / "plain.png")).any()


def test_a_look_is_matched(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    look = tmp_path / "look.png"
    middle = np.asarray(Image.open(bracket[0]), float) * [1.2, 1.05, 0.75]
    Image.fromarray(np.clip(middle, 0, 255).astype(np.uint8)).save(look)
    pictures = []
    for flags in ((), ("--match", look)):
        assert mef("fuse", *bracket, "-o", tmp_path / "p.png", "--mode", "local", *flags)[0] == 0
        pictures.append(np.abs(read(tmp_path / "p.png") / 257.0 - np.asarray(Image.open(look))).mean())
    assert pictures[1] < 0.6 * pictures[0]


@pytest.mark.parametrize("name", ["none.png", "text.png"])
def test_a_look_that_cannot_be_read_says_so(mef: Run, bracket: list[Path], tmp_path: Path, name: str) -> None:
    (tmp_path / "text.png").write_text("no picture")
    before = names(tmp_path)
    status, _, said = mef("fuse", *bracket, "-o", tmp_path / "p.png", "--match", tmp_path / name)
    assert status == 2
    assert name in said
    assert names(tmp_path) == before


def test_the_look_itself_is_never_overwritten(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    look = tmp_path / "look.png"
    Image.open(bracket[0]).save(look)
    status, _, said = mef("fuse", *bracket, "-o", look, "--match", look)
    assert status == 2
    assert "overwritten" in said


def test_a_nudge_in_the_recipe_moves_the_picture_there(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    recipe = tmp_path / "nudged.json"
    text = '{"nudges": [{"frame": 2, "x": 0.25, "y": 0.5, "luma": %s, "amount": 4.0}]}'
    frames = [np.asarray(Image.open(p)) for p in sorted(bracket, key=lambda p: "cba".index(p.stem))]
    base = tmp_path / "base.png"
    assert mef("fuse", *bracket, "-o", tmp_path / "p.png", "--base", base)[0] == 0
    before = read(base).astype(float) / 65535
    luma = float(before[60, 40] @ [0.299, 0.587, 0.114])
    recipe.write_text(text % luma)
    assert mef("fuse", *bracket, "-o", tmp_path / "p.png", "--base", base, "--recipe", recipe)[0] == 0
    change = read(base).astype(float) / 65535 - before
    expected = (frames[2][55:66, 35:46] / 255 - before[55:66, 35:46]).mean()
    assert change[55:66, 35:46].mean() / expected > 0.5
    assert np.abs(change[:, 120:]).max() < 2e-3
    assert Recipe.load(recipe).nudges[0].frame == 2
