"""The scripts behind ``make run``."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from mefcore.io import load_frame


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these always have a display")
def test_a_display_is_one_that_answers(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = script(root, "run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for name in ("", ":49151", "127.0.0.1:49151.0", "nonsense"):
        monkeypatch.setenv("DISPLAY", name)
        assert not run.has_display(), name
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert not run.has_display()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as compositor:
        compositor.bind(str(tmp_path / "wayland-7"))
        compositor.listen()
        assert run.has_display()


def test_your_own_pictures_go_under_their_own_name(
    root: Path, tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    run = script(root, "run")
    (tmp_path / "packaging").symlink_to(root / "packaging")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "has_display", lambda: False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["run.py", str(sample)])
    assert run.main() == 0
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made == {"fused.tif", "fused.cube", "fused-base.tif", "fused-before-after.jpg"}
    said = capfd.readouterr().out
    assert "your pictures" in said
    assert "the sample" not in said


def test_before_and_after_share_one_picture(root: Path, tmp_path: Path, sample: Path) -> None:
    frames = [sample / f"garden-room-{i}.jpg" for i in (1, 2, 3)]
    target = tmp_path / "both.jpg"
    command = [sys.executable, root / "packaging" / "before_after.py", *frames, "--after", frames[2], "-o", target]
    subprocess.run(command, cwd=root, check=True, timeout=120)
    before, after, both = (load_frame(p).pixels.astype(np.float64) for p in (frames[1], frames[2], target))
    half = before.shape[1] // 2
    assert both.shape == before.shape
    assert np.abs(both[:, : half - 16] - before[:, : half - 16]).mean() < 2
    assert np.abs(both[:, half + 16 :] - after[:, half + 16 :]).mean() < 2
    assert both[:, half - 2 : half + 2].mean() > 235


def test_before_and_after_of_frames_that_were_aligned(root: Path, tmp_path: Path, sample: Path) -> None:
    frames = []
    for i, shift in zip((1, 2, 3), (9, 0, -7), strict=True):
        with Image.open(sample / f"garden-room-{i}.jpg") as picture:
            frames.append(tmp_path / f"{i}.png")
            picture.crop((600 + shift, 300, 1100 + shift, 700)).save(frames[-1])
    fused = tmp_path / "fused.png"
    main = "import sys; from mefcore.cli import main; main(sys.argv[1:])"
    subprocess.run([sys.executable, "-c", main, "fuse", *frames, "-o", fused], cwd=root, check=True, timeout=120)
    command = [sys.executable, root / "packaging" / "before_after.py", *frames, "--after", fused]
    subprocess.run([*command, "-o", tmp_path / "both.jpg"], cwd=root, check=True, timeout=120)
    with Image.open(fused) as made, Image.open(tmp_path / "both.jpg") as both:
        assert made.size == both.size != (500, 400)


def test_shell_scripts_parse(root: Path) -> None:
    for name in ("packaging/bootstrap.sh", ".ci/run"):
        subprocess.run(["bash", "-n", name], cwd=root, check=True, timeout=30)
