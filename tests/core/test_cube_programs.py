"""Other people's programs read our ``.cube`` and make our picture."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
import PyOpenColorIO
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefcore.engine import select
from mefcore.lut.formats.cube import write_cube
from mefcore.lut.grid import Lut3D, lattice
from mefcore.lut.provenance import ffmpeg_command, opacities, provenance

INTERPOLATIONS = pytest.mark.parametrize("interpolation", ["trilinear", "tetrahedral"])
WEIGHTS = np.array([0.2, 0.3, 0.5], np.float32)


def look(n: int) -> Lut3D:
    """A strong, smooth colour map with cross-talk between the channels."""
    rgb = lattice(n).astype(np.float64) @ np.array([[0.8, 0.15, 0.0], [0.1, 0.8, 0.2], [0.1, 0.05, 0.8]])
    return Lut3D((0.5 - 0.48 * np.cos(np.pi * rgb**0.7)).astype(np.float32))


def picture(seed: int, gain: float = 1.0, dtype: type = np.uint16) -> np.ndarray:
    """``(96, 160, 3)``: ramps through the whole range with noise on top."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:96, 0:160] / np.array([95, 159])[:, None, None]
    ramps = np.stack([x, y, 1 - x * y], axis=-1)
    return np.rint(np.clip(gain * ramps + rng.normal(0, 0.05, ramps.shape), 0, 1) * np.iinfo(dtype).max).astype(dtype)


def ffmpeg(arguments: list[str], data: bytes = b"", cwd: Path | None = None) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *arguments]
    done = subprocess.run(command, input=data, capture_output=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@INTERPOLATIONS
@pytest.mark.parametrize("n", [2, 33, 129])
def test_opencolorio_makes_our_picture(tmp_path: Path, n: int, interpolation: str) -> None:
    base, lut = picture(1), look(n)
    write_cube(tmp_path / "look.cube", lut, title='Näme "quoted" 😀\nline', comments=["LUT_3D_SIZE 7", "x" * 900])
    kind = PyOpenColorIO.INTERP_LINEAR if interpolation == "trilinear" else PyOpenColorIO.INTERP_TETRAHEDRAL
    transform = PyOpenColorIO.FileTransform(str(tmp_path / "look.cube"), interpolation=kind)
    config = PyOpenColorIO.Config.CreateRaw()
    processor = config.getProcessor(transform).getOptimizedCPUProcessor(PyOpenColorIO.OPTIMIZATION_NONE)
    theirs = (base / 65535).astype(np.float32)
    processor.applyRGB(theirs)
    ours = select("cpu").apply([base], [1.0], lut, interpolation=interpolation)
    assert np.abs(theirs * 65535 - ours).max() <= 2  # of 65535; 257 would be 1/255


@INTERPOLATIONS
@pytest.mark.parametrize("n", [2, 33, 129])
def test_ffmpeg_makes_our_picture(tmp_path: Path, n: int, interpolation: str) -> None:
    base, lut = picture(2), look(n)
    write_cube(tmp_path / "look.cube", lut, title='Näme "quoted" 😀\nline', comments=["LUT_3D_SIZE 7", "x" * 900])
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb48le", "-s", "160x96"]
    chain = f"format=gbrp16,lut3d=look.cube:interp={interpolation}"
    found = ffmpeg([*raw, "-i", "-", "-vf", chain, *raw, "-"], base.astype("<u2").tobytes(), tmp_path)
    theirs = np.frombuffer(found, "<u2").reshape(base.shape).astype(np.int64)
    ours = select("cpu").apply([base], [1.0], lut, interpolation=interpolation)
    assert np.abs(theirs - ours).max() <= 4  # of 65535


def command_in(text: str) -> list[str]:
    """The arguments a shell makes of the command in a .cube's comments, with the comment signs taken off."""
    lines = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    first = next(k for k, line in enumerate(lines) if line.startswith("ffmpeg "))
    return shlex.split("\n".join(lines[first:]).replace("\\\n", ""))


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.uint8, 2 * 257), (np.uint16, 26)])  # of 65535
def test_the_command_in_the_comments_makes_our_picture(tmp_path: Path, dtype: type, tolerance: int) -> None:
    frames = [picture(3, gain, dtype) for gain in (0.4, 0.9, 1.8)]
    names = [f"IMG_{k}.png" for k in range(3)]
    for name, pixels in zip(names, frames, strict=True):
        cv2.imwrite(str(tmp_path / name), pixels[..., ::-1])
    lut = look(33)
    lines = provenance(names, WEIGHTS, model_id="test", grid=33, cube="look.cube")
    write_cube(tmp_path / "look.cube", lut, comments=lines)

    text = (tmp_path / "look.cube").read_text()
    ffmpeg(command_in(text)[1:], cwd=tmp_path)
    theirs = cv2.imread(str(tmp_path / "OUT.png"), cv2.IMREAD_UNCHANGED)
    assert theirs.dtype == np.uint16
    ours = select("cpu").apply(frames, WEIGHTS, lut)
    assert np.abs(theirs[..., ::-1].astype(np.int64) - ours).max() <= tolerance


def test_the_opacities_in_the_comments_rebuild_the_base(tmp_path: Path) -> None:
    frames = [picture(4, gain).astype(np.float64) / 65535 for gain in (0.4, 0.9, 1.8)]
    lines = provenance(["a", "b", "c"], WEIGHTS, model_id="test", grid=33)
    found = [re.search(r"weight ([\d.]+), opacity ([\d.]+) %", line) for line in lines]
    printed = [(float(m[1]), float(m[2]) / 100) for m in found if m]
    assert len(printed) == 3
    stack = np.zeros_like(frames[0])
    for pixels, (_, opacity) in zip(frames, printed, strict=True):
        stack = opacity * pixels + (1 - opacity) * stack
    base = select("cpu").apply([f.astype(np.float32) for f in frames], WEIGHTS, None, dtype=np.float32)
    assert np.abs(stack - base).max() < 0.1 / 255
    assert sum(weight for weight, _ in printed) == pytest.approx(1, abs=3e-6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda w: sum(w) > 1e-3))
def test_layers_rebuild_any_blend(raw: list[float]) -> None:
    weights = np.array(raw) / sum(raw)
    values = np.random.default_rng(0).random(len(raw))
    stack = 0.0
    for value, opacity in zip(values, opacities(weights), strict=True):
        assert 0 <= opacity <= 1
        stack = opacity * value + (1 - opacity) * stack
    assert stack == pytest.approx(float(weights @ values), abs=1e-9)
    assert opacities(weights)[0] == 1


def test_names_that_a_shell_would_misread_become_placeholders() -> None:
    assert "-i a.jpg -i b.jpg" in ffmpeg_command(["a.jpg", "b.jpg"], [0.5, 0.5], cube="x.cube")
    for names in (["a b.jpg", "b.jpg"], ["-y", "b.jpg"], ['$(rm)".jpg', "b.jpg"], ["é.jpg", "b.jpg"], ["x" * 255, "b"]):
        command = ffmpeg_command(names, [0.5, 0.5], cube="a look.cube")
        assert "-i FRAME1 -i FRAME2" in command
        assert "lut3d=LOOK.cube" in command


def test_nine_frames_fit_the_comment(tmp_path: Path) -> None:
    names = [f"DSC_{k}_of_the_kitchen.jpg" for k in range(9)]
    weights = [1 / 9] * 9
    lines = provenance(names, weights, model_id="m", grid=33, strength=0.5, cube="look.cube")
    write_cube(tmp_path / "look.cube", look(2), comments=lines)
    text = (tmp_path / "look.cube").read_text()
    assert "strength 50 %" in text
    header = text.split("LUT_3D_SIZE")[0].splitlines()
    assert all(line.startswith("# ") and len(line) <= 250 for line in header)
    assert command_in(text) == shlex.split(ffmpeg_command(names, weights, cube="look.cube"))


def test_raw_frames_are_rebuilt_from_the_base() -> None:
    """Another program would develop them in its own way."""
    lines = provenance(["a.dng", "b.DNG", "c.nef"], WEIGHTS, model_id="test", grid=33, cube="look.cube")
    assert lines[-1] == "ffmpeg -i BASE.tif -vf lut3d=look.cube:interp=trilinear OUT.png"
    assert not any("-i a.dng" in line for line in lines)
