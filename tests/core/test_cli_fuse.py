"""``mef fuse`` from files to files: the contract others script against."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import cv2
import makers
import numpy as np
import PyOpenColorIO
import pytest
from cli_cases import Run, names, scene
from PIL import Image

import mefcore.fuse as fuse_module
from mefcore import pipeline
from mefcore.errors import WriteError
from mefcore.lut.formats.cube import read_cube
from mefcore.recipe import Recipe, parameters


def test_every_output(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    out, base, cube, report = (tmp_path / n for n in ("out.tif", "base.tif", "look.cube", "report.json"))
    status, stdout, stderr = mef(
        "fuse", *bracket, "-o", out, "--base", base, "--cube", cube, "--report", report, "--grid", 17
    )
    assert (status, stderr) == (0, "")
    assert str(out) in stdout
    assert names(tmp_path) == {"frames", "out.tif", "base.tif", "look.cube", "report.json"}

    told = json.loads(report.read_text())
    assert [Path(f["path"]).name for f in told["frames"]] == ["c.jpg", "b.jpg", "a.jpg"]
    steps = np.diff([f["ev"] for f in told["frames"]])
    assert steps == pytest.approx([2, 2], abs=0.01)
    weights = np.array([f["weight"] for f in told["frames"]])
    assert weights.sum() == pytest.approx(1, abs=1e-5)
    assert [f["opacity"] for f in told["frames"]] == pytest.approx(list(weights / np.cumsum(weights)), abs=1e-6)
    assert (told["grid"], told["strength"], told["mode"], told["size"]) == (17, 1.0, "global", [160, 120])
    assert told["device"] == "cpu"
    assert told["model"]
    assert told["engine"]
    assert {"load", "infer", "bake", "apply", "write", "total"} <= set(told["milliseconds"])
    assert 0 <= told["lut_error"]["mean"] <= told["lut_error"]["max"]
    assert told["peak_mb"] is None or told["peak_mb"] > 20
    assert "numpy" in told["versions"]


@pytest.mark.parametrize("interpolation", ["trilinear", "tetrahedral"])
def test_the_lut_on_the_base_is_the_picture(mef: Run, bracket: list[Path], tmp_path: Path, interpolation: str) -> None:
    out, base, cube, report = (tmp_path / n for n in ("out.tif", "base.png", "look.cube", "r.json"))
    arguments = ("-o", out, "--base", base, "--cube", cube, "--report", report, "--interpolation", interpolation)
    assert mef("fuse", *bracket, *arguments)[0] == 0
    blend, picture = (cv2.imread(str(p), cv2.IMREAD_UNCHANGED)[..., ::-1] for p in (base, out))
    assert blend.dtype == picture.dtype == np.uint16

    kinds = {"trilinear": PyOpenColorIO.INTERP_LINEAR, "tetrahedral": PyOpenColorIO.INTERP_TETRAHEDRAL}
    transform = PyOpenColorIO.FileTransform(str(cube), interpolation=kinds[interpolation])
    looked_up = np.ascontiguousarray(blend / np.float32(65535), dtype=np.float32)
    PyOpenColorIO.Config.CreateRaw().getProcessor(transform).getDefaultCPUProcessor().applyRGB(looked_up)
    assert np.abs(looked_up - picture / 65535).max() <= 1 / 255

    rows = json.loads(report.read_text())["frames"]
    expected = sum(f["weight"] * np.asarray(Image.open(f["path"]), np.float64) / 255 for f in rows)
    assert np.abs(expected - blend / 65535).max() <= 1.01 / 65535


def test_order_and_folders_make_no_difference(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    results = []
    for k, sources in enumerate((bracket, bracket[::-1], [bracket[0].parent])):
        assert mef("fuse", *sources, "-o", tmp_path / f"{k}.png")[0] == 0
        results.append(cv2.imread(str(tmp_path / f"{k}.png"), cv2.IMREAD_UNCHANGED))
    assert np.array_equal(results[0], results[1])
    assert np.array_equal(results[0], results[2])


def test_a_second_run_into_the_same_folder_reads_the_same_frames(mef: Run, bracket: list[Path]) -> None:
    folder = bracket[0].parent
    arguments = ("fuse", folder, "-o", folder / "fused.tif", "--base", folder / "blend.png", "--grid", 9)
    assert mef(*arguments)[0] == 0
    first = (folder / "fused.tif").read_bytes()
    assert mef(*arguments)[0] == 0
    assert (folder / "fused.tif").read_bytes() == first


@pytest.mark.parametrize(
    ("name", "bits", "dtype"),
    [
        ("o.tif", None, np.uint16),
        ("o.tif", 8, np.uint8),
        ("o.tif", 32, np.float32),
        ("o.png", 8, np.uint8),
        ("o.jpg", None, np.uint8),
    ],
)
def test_depths(mef: Run, bracket: list[Path], tmp_path: Path, name: str, bits: int | None, dtype: type) -> None:
    flags = () if bits is None else ("--bits", bits)
    assert mef("fuse", *bracket, "-o", tmp_path / name, "--grid", 9, *flags)[0] == 0
    assert cv2.imread(str(tmp_path / name), cv2.IMREAD_UNCHANGED).dtype == dtype


def test_no_strength_is_the_plain_blend(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    out, base = tmp_path / "out.png", tmp_path / "base.png"
    assert mef("fuse", *bracket, "-o", out, "--base", base, "--strength", 0)[0] == 0
    difference = cv2.imread(str(out), -1).astype(int) - cv2.imread(str(base), -1)
    assert np.abs(difference).max() <= 1


def test_every_parameter_can_be_given(mef: Run) -> None:
    """By a flag of its own, or, as the many of the look, by --set."""
    _, text, _ = mef("fuse", "--help")
    for parameter in parameters():
        if parameter.flag:
            assert f"--{parameter.flag} " in text
    assert "--set " in text
    assert {p.flag for p in parameters()} >= {"local", "grid", "strength", "highlights", "white-balance", "deghost"}


def test_flags_win_over_the_recipe(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    recipe, report = tmp_path / "r.json", tmp_path / "report.json"
    recipe.write_bytes(Recipe(grid=9, strength=0.25, interpolation="tetrahedral").to_json())
    rest = ("-o", tmp_path / "o.png", "--report", report, "--recipe", recipe)
    assert mef("fuse", *bracket, *rest, "--strength", 0.5)[0] == 0
    told = json.loads(report.read_text())
    assert (told["grid"], told["strength"], told["interpolation"]) == (9, 0.5, "tetrahedral")


def refusals(tmp: Path, frames: list[Path]) -> dict[str, tuple[list[object], str]]:
    """What goes wrong: the arguments, and a word that must be in the one line told."""
    empty, taken = tmp / "empty", tmp / "taken"
    empty.mkdir()
    taken.mkdir()
    text, cut, other, bad = tmp / "text.jpg", tmp / "cut.jpg", tmp / "other.png", tmp / "bad.json"
    text.write_text("this is no picture")
    cut.write_bytes(frames[0].read_bytes()[:-2000])
    Image.fromarray(scene(1, (100, 80))).save(other)
    bad.write_text('{"grid": 1000}')
    o: list[object] = ["-o", tmp / "o.tif"]
    return {
        "one frame": ([frames[0], *o], "b.jpg"),
        "the same frame twice": ([frames[0], frames[0], *o], "b.jpg"),
        "sizes": ([*frames, other, *o], "other.png"),
        "text": ([*frames, text, *o], "text.jpg"),
        "cut short": ([*frames, cut, *o], "cut.jpg"),
        "not there": ([*frames, tmp / "none.jpg", *o], "none.jpg"),
        "empty folder": ([empty, *o], "empty"),
        "no such output folder": ([*frames, "-o", tmp / "no" / "o.tif"], "folder"),
        "output is a folder": (
            [*frames, "-o", tmp / "o.tif", "--cube", taken.rename(tmp / "taken.cube")],
            "taken.cube",
        ),
        "suffix": ([*frames, "-o", tmp / "o.gif"], ".gif"),
        "no suffix": ([*frames, "-o", tmp / "o"], "suffix"),
        "cube suffix": ([*frames, *o, "--cube", tmp / "look.txt"], "look.cube"),
        "report suffix": ([*frames, *o, "--report", tmp / "report.txt"], "report.json"),
        "8-bit base": ([*frames, *o, "--base", tmp / "base.jpg"], "base.jpg"),
        "depth": ([*frames, "-o", tmp / "o.png", "--bits", 32], "32"),
        "odd depth": ([*frames, *o, "--bits", 12], "12"),
        "over a frame": ([*frames, "-o", frames[1]], "overwritten"),
        "over a frame of a folder": ([frames[0].parent, "-o", frames[1]], "overwritten"),
        "two outputs, one name": ([*frames, *o, "--base", tmp / "o.tif"], "two outputs"),
        "recipe": ([*frames, *o, "--recipe", bad], "bad.json"),
        "no recipe": ([*frames, *o, "--recipe", tmp / "none.json"], "none.json"),
    }


def test_refusals_are_one_line_and_leave_nothing(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    cases = refusals(tmp_path, bracket)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    for name, (arguments, word) in cases.items():
        status, stdout, stderr = mef("fuse", *arguments)
        assert (status, stdout) == (2, ""), name
        assert stderr.startswith("mef: "), name
        assert stderr.count("\n") == 1, f"{name}: {stderr}"
        assert word in stderr, f"{name}: {stderr}"
        assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before, name


@pytest.mark.skipif(sys.platform == "darwin", reason="an Apple machine has it")
def test_a_device_that_is_not_there(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    status, _, stderr = mef("fuse", *bracket, "-o", tmp_path / "o.tif", "--device", "mps")
    assert status == 2
    assert stderr.count("\n") == 1
    assert names(tmp_path) == {"frames"}


@pytest.mark.parametrize(
    "flags", [["--grid", "1"], ["--grid", "130"], ["--strength", "1.5"], ["--interpolation", "x"], ["--nope"]]
)
def test_wrong_flags(mef: Run, bracket: list[Path], tmp_path: Path, flags: list[str]) -> None:
    status, _, stderr = mef("fuse", *bracket, "-o", tmp_path / "o.tif", *flags)
    assert status == 2
    assert flags[0] in stderr
    assert names(tmp_path) == {"frames"}


def test_a_disk_that_refuses_the_lut_keeps_every_old_file(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="file size limits are a Unix thing")
    outputs = {flag: tmp_path / n for flag, n in (("-o", "o.jpg"), ("--base", "b.tif"), ("--cube", "l.cube"))}
    for path in outputs.values():
        path.write_text("old")
    flags = [x for pair in outputs.items() for x in pair]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        status, _, stderr = mef("fuse", *bracket, *flags, "--grid", 49)  # 3 MB of rows
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert status == 2
    assert stderr.count("\n") == 1
    assert str(outputs["--cube"]) in stderr
    assert all(path.read_text() == "old" for path in outputs.values())
    assert names(tmp_path) == {"frames", "o.jpg", "b.tif", "l.cube"}


@pytest.mark.parametrize("stage", ["load_bracket", "save_image", "save_cube"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_nothing(
    mef: Run, bracket: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, number: signal.Signals
) -> None:
    work = getattr(fuse_module, stage)

    def interrupted(*arguments: object, **options: object) -> object:
        signal.raise_signal(number)
        return work(*arguments, **options)

    monkeypatch.setattr(fuse_module, stage, interrupted)
    out = tmp_path / "o.tif"
    out.write_text("old")
    handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    status, _, stderr = mef("fuse", *bracket, "-o", out, "--cube", tmp_path / "l.cube", "--grid", 5)
    assert (status, stderr) == (130, "mef: stopped\n")
    assert out.read_text() == "old"
    assert names(tmp_path) == {"frames", "o.tif"}
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers


def test_a_bug_is_told_as_one(mef: Run, bracket: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(pipeline, "bake", broken)
    status, _, stderr = mef("fuse", *bracket, "-o", tmp_path / "o.tif")
    assert status == 1
    assert "Traceback" in stderr
    assert "bug (ZeroDivisionError)" in stderr.splitlines()[-1]
    assert names(tmp_path) == {"frames"}


def test_an_inner_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    target, hidden = tmp_path / "o.tif", tmp_path / ".o.abc.tif"
    with pytest.raises(WriteError, match=r"/o\.tif: the disk is full"), fuse_module._named(target, hidden):
        raise WriteError("the disk is full", path=hidden)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are Unicode")
def test_names_that_are_no_text(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    odd = bracket[0].rename(os.fsdecode(os.fsencode(bracket[0].parent) + b"/fr\xff\n.jpg"))
    cube, report = tmp_path / "l.cube", tmp_path / "r.json"
    assert mef("fuse", odd, *bracket[1:], "-o", tmp_path / "o.png", "--cube", cube, "--report", report)[0] == 0
    assert any("fr\ufffd" in f["path"] for f in json.loads(report.read_text())["frames"])
    assert read_cube(cube).size == 33


def test_of_raw_and_jpeg_of_one_exposure_one_is_read(mef: Run, tmp_path: Path) -> None:
    folder = tmp_path / "card"
    folder.mkdir()
    raws = makers.bracket(folder, ".dng", stops=(-2, 0, 2))
    for raw in raws:
        Image.fromarray(np.zeros((48, 64, 3), np.uint8)).save(raw.with_suffix(".JPG"))
    for flags, suffix in (((), ".dng"), (("--prefer", "jpeg"), ".JPG")):
        report = tmp_path / "report.json"
        assert mef("fuse", folder, "-o", tmp_path / "o.png", "--report", report, *flags)[0] == 0
        assert {Path(f["path"]).suffix for f in json.loads(report.read_text())["frames"]} == {suffix}
    status, _, stderr = mef("fuse", folder, "-o", raws[0].with_suffix(".JPG"))  # it is not read, but it is theirs
    assert (status, "overwritten" in stderr) == (2, True)


def test_a_folder_of_two_brackets_is_refused_and_files_given_by_name_are_trusted(mef: Run, tmp_path: Path) -> None:
    folder = tmp_path / "card"
    folder.mkdir()
    for number, turned in enumerate((False, True)):
        for k, stops in enumerate((-2, 0, 2)):
            pixels = makers.as_uint8(makers.exposed(stops))
            block = makers.exif(time=0.01 * 2.0**stops, f_number=8, iso=100)
            name = folder / f"IMG_{3 * number + k:04}.jpg"
            Image.fromarray(pixels[::-1, ::-1] if turned else pixels).save(name, quality=98, exif=block)
    code, _, said = mef("fuse", folder, "-o", tmp_path / "o.png")
    assert code == 2
    assert "holds 2 brackets" in said
    assert "mef group" in said
    assert mef("fuse", *sorted(folder.iterdir()), "-o", tmp_path / "o.png")[0] == 0


def test_what_was_done_to_the_frames_is_told(mef: Run, tmp_path: Path) -> None:
    light = makers.decode(np.random.default_rng(2).random((60, 80, 3)))
    wide = cv2.resize(light, (400, 300), interpolation=cv2.INTER_CUBIC)
    frames = []
    for k, (stops, shift) in enumerate(((-2, 6), (0, 0), (2, -4))):
        shot = makers.encode(np.clip(wide[20:260, 20 + shift : 340 + shift], 0, 1) * 0.3 * 2.0**stops)
        frames.append(tmp_path / f"{k}.png")
        Image.fromarray(makers.as_uint8(shot)).save(frames[-1])
    out = tmp_path / "o.png"
    code, said, _ = mef("fuse", *frames, "-o", out, "--reference", 2, "--unaligned", 3, "--deghost", "off")
    assert code == 0
    assert "aligned: 1 to frame 2, by up to 6" in said
    assert "% cropped" in said
    assert "aligned" not in mef("fuse", *frames, "-o", out, "--align", "off", "--deghost", "off")[1]
