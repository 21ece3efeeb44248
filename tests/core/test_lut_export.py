"""What an exported LUT says of itself holds for the very file, and so does what the export dialog says beforehand."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
import pytest
from cli_cases import Run, bracket, mef, scene

from mefcore import pipeline
from mefcore.engine import select
from mefcore.finish import picks
from mefcore.io import load_bracket
from mefcore.lut.roundtrip import RoundTrip
from mefcore.lutexport import LutOptions, estimate, export_lut
from mefcore.prepare import Prepared, prepare
from mefcore.recipe import Recipe

__all__ = ["bracket", "mef"]

Ready = tuple[Prepared, pipeline.Prediction]

STRONG = Recipe().with_(exposure=3.0, shadows=0.5, align="off")
"""Bends so hard in the shadows that a shaper pays."""


@pytest.fixture
def ready(tmp_path: Path) -> Ready:
    files = []
    for k, gain in enumerate((0.25, 1.0, 4.0)):
        files.append(tmp_path / f"IMG_{k}.png")
        cv2.imwrite(str(files[-1]), scene(gain)[..., ::-1])
    prepared = prepare(load_bracket(files), STRONG)
    return prepared, pipeline.infer(pipeline.thumbnails(prepared.bracket), picks=picks(prepared.bracket.pixels))


def exported(path: Path, ready: Ready, recipe: Recipe, options: LutOptions) -> RoundTrip:
    return export_lut(path, *ready, recipe, options)


def test_the_line_of_a_plain_cube_makes_the_picture(tmp_path: Path, ready: Ready) -> None:
    exported(tmp_path / "look.cube", ready, STRONG, LutOptions(size=17))
    lines = [line[2:] for line in (tmp_path / "look.cube").read_text().splitlines() if line.startswith("# ")]
    first = next(k for k, line in enumerate(lines) if line.startswith("ffmpeg "))
    command = shlex.split("\n".join(lines[first:]).replace("\\\n", ""))
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *command[1:]], cwd=tmp_path, check=True, capture_output=True)
    theirs = cv2.imread(str(tmp_path / "OUT.png"), cv2.IMREAD_UNCHANGED)[..., ::-1]
    prepared, prediction = ready
    lut = pipeline.bake(prediction, STRONG.with_(grid=17))
    pixels, weights = prepared.bracket.pixels, pipeline.weights_of(prediction, STRONG)
    ours = select("cpu").apply(pixels, pipeline.mean_weights(prediction, weights), lut)
    assert np.abs(theirs.astype(np.int64) - ours).max() <= 3 * 257


@pytest.mark.parametrize("local", [0.0, 1.0])
def test_no_line_for_ffmpeg_where_ffmpeg_does_not_read_the_file(tmp_path: Path, ready: Ready, local: float) -> None:
    recipe = STRONG.with_(local=local)
    exported(tmp_path / "shaped.cube", ready, recipe, LutOptions(size=17, shaper=True))
    exported(tmp_path / "look.clf", ready, recipe, LutOptions("clf", size=17))
    shaped = (tmp_path / "shaped.cube").read_text()
    assert "LUT_1D_SIZE" in shaped
    for text in (shaped, (tmp_path / "look.clf").read_text()):
        assert "OpenColorIO" in text
        assert "lut3d" not in text
        assert "ffmpeg -i" not in text
        assert "frame 2: IMG_1.png" in text


def test_a_shaper_that_is_left_out_leaves_the_line(tmp_path: Path, ready: Ready) -> None:
    exported(tmp_path / "a.cube", ready, Recipe().with_(strength=0.0, align="off"), LutOptions(size=9, shaper=True))
    text = (tmp_path / "a.cube").read_text()
    assert "LUT_1D" not in text
    assert "lut3d=a.cube" in text


@pytest.mark.parametrize("options", [LutOptions("clf", 33), LutOptions("cube", 33), LutOptions("csp", 33)])
def test_the_estimated_size_is_about_the_file(tmp_path: Path, ready: Ready, options: LutOptions) -> None:
    told = estimate(ready[1], STRONG, options).bytes
    path = tmp_path / f"look.{options.format}"
    exported(path, ready, STRONG, options)
    assert told == pytest.approx(path.stat().st_size, rel=0.05)


def test_info_tells_what_a_shaped_file_holds(tmp_path: Path, ready: Ready, mef: Run) -> None:
    path = tmp_path / "shaped.cube"
    exported(path, ready, STRONG, LutOptions(size=17, title="Nave, evening", shaper=True))
    status, told, _ = mef("lut", "info", path)
    assert status == 0
    assert "1D LUT of 4096 entries, then 3D LUT of 17 points per axis" in told
    assert "title: Nave, evening" in told
    assert "in Luxcube one 3D LUT of 129 points per axis" in told
