"""The command as a whole: what it imports, what it says, and its lesser subcommands."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from mefcore import __version__, cli
from mefcore.bench import run, synthetic_bracket, table
from mefcore.errors import MefError, ReadError


def leave(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        cli.main([str(a) for a in arguments])
    return int(caught.value.code or 0)


def imported_by(code: str) -> set[str]:
    """Top-level modules that are loaded after ``code`` ran in a fresh interpreter."""
    code += "\nimport sys\nprint(*sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "modules",
    [
        "mefcore",
        "mefcore.cli",
        "mefcore.fuse, mefcore.doctor, mefcore.bench",
        "mefcore.pipeline, mefcore.engine, mefcore.io, mefcore.export",
        "mefcore.lut.grid, mefcore.lut.error, mefcore.lut.formats.cube, mefcore.lut.provenance, mefcore.color",
    ],
)
def test_nothing_imports_torch_or_qt_at_import_time(modules: str) -> None:
    assert not imported_by(f"import {modules}") & {"torch", "PySide6", "shiboken6", "cv2", "rawpy"}


def test_help_and_version_stay_light() -> None:
    code = "from mefcore.cli import main\ntry: main(['--version'])\nexcept SystemExit: pass"
    assert not imported_by(code) & {"torch", "PySide6", "cv2", "rich"}


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("--version") == 0
    assert capsys.readouterr().out == f"mef {__version__}\n"


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("--help") == 0
    text = capsys.readouterr().out
    assert all(name in text for name in ("fuse", "doctor", "train", "eval", "bench"))


def test_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("fuze") == 2
    assert "fuze" in capsys.readouterr().err


def test_a_missing_extra_says_how_to_get_it() -> None:
    with pytest.raises(MefError, match=r"mef train needs no_such_package .*luxcube\[train\]"), cli._extra("train"):
        import no_such_package  # noqa: F401


@pytest.mark.parametrize(
    ("arguments", "package"), [(("train", "a.toml"), "tensorboard"), (("eval", "a", "--out", "out"), "skimage")]
)
def test_what_is_imported_later_is_missed_at_once(
    arguments: tuple[str, ...], package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == package else find(name, *rest))
    assert leave(*arguments) == 2
    message = capsys.readouterr().err
    assert f"mef {arguments[0]} needs {package} " in message
    assert message.count("\n") == 1


def test_a_module_of_our_own_that_is_missing_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), cli._extra("train"):
        import mefcore.no_such_module  # noqa: F401


@pytest.mark.parametrize("arguments", [("train", "none.toml"), ("eval", "none", "--out", "out")])
def test_training_and_evaluation_tell_what_is_missing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert leave(*arguments) == 2
    message = capsys.readouterr().err
    assert "none" in message
    assert message.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_progress_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with cli._watched() as job:
        job.progress(0.5, "Read 1 of 2 frames")
    assert "Read 1 of 2 frames" in terminal.getvalue()
    assert "50 %" in terminal.getvalue()


def test_no_progress_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with cli._watched() as job:
        job.progress(0.5, "half")
    assert capsys.readouterr() == ("", "")


def test_bench_measures_both_methods(tmp_path: Path) -> None:
    frames = synthetic_bracket(tmp_path, (320, 180))
    figures = run(tmp_path / "bench.json", frames=frames, repeat=1)
    assert json.loads((tmp_path / "bench.json").read_text()) == figures
    ours, theirs = figures["methods"]["luxcube"], figures["methods"]["mertens"]
    assert set(ours["cpu_seconds"]) == {"load", "infer", "bake", "apply", "write", "total"}
    assert set(theirs["cpu_seconds"]) == {"load", "apply", "write", "total"}
    assert ours["cpu_seconds"]["total"] > 0
    local = figures["local_weights"]
    assert set(local["cpu_seconds"]) == {"global", "local"}
    assert local["ratio"] > 0
    assert "local weights" in table(figures)
    assert "Mertens / Luxcube" in table(figures)


def test_bench_tells_of_bad_frames(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_text("no")
    with pytest.raises(MefError, match=r"bad\.jpg"):
        run(tmp_path / "bench.json", frames=[bad, bad], repeat=1)
    assert [p.name for p in tmp_path.iterdir()] == ["bad.jpg"]


def test_the_made_up_bracket_is_one(tmp_path: Path) -> None:
    means = [float(np.mean(cv2.imread(str(f)))) for f in synthetic_bracket(tmp_path, (160, 90))]
    assert means == sorted(means)
    assert means[-1] - means[0] > 60


def test_errors_pass_through_unchanged() -> None:
    with pytest.raises(ReadError), cli._extra("train"):
        raise ReadError("x")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fuse", "a.jpg", "b.jpg"], "-o"),
        (["fuse", "a.jpg", "-o", "x.tif", "--grid", "500"], "129"),
        (["fuse", "a.jpg", "-o", "x.tif", "--strength", "nan"], "--strength"),
        (["fuse", "a.jpg", "-o", "x.tif", "--grid", "200"], "--grid cannot be 200 (give a whole number from 2 to 129)"),
        (["fuse", "a.jpg", "-o", "x.tif", "--set", "contrast=5"], "contrast cannot be 5 (give a number from -1 to 1)"),
        (["fuse", "a.jpg", "-o", "x.tif", "--interpolation", "cubic"], "tetrahedral"),
        (["fuse", "a.jpg", "--speed"], "--speed"),
        (["bogus"], "bogus"),
    ],
)
def test_a_wrong_flag_is_told_in_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mef: ")
    assert err.count("\n") == 1
    assert words in err


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    leave()
    out, err = capsys.readouterr()
    assert "Usage: mef" in out + err
    assert "doctor" in out + err
