"""What tests of the ``mef`` command share: a bracket on disk, and the command run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from mefcore.cli import main

Run = Callable[..., tuple[int, str, str]]


def scene(gain: float, size: tuple[int, int] = (160, 120)) -> np.ndarray:
    """``(H, W, 3)`` uint8 of a made-up scene under one exposure."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]] / size[0]
    light = np.stack([x, y, 1 - x * y], axis=-1) ** 2 + np.random.default_rng(0).random((size[1], size[0], 3)) * 0.02
    return np.rint(255 * np.clip(gain * light, 0, 1) ** (1 / 2.2)).astype(np.uint8)


@pytest.fixture
def bracket(tmp_path: Path) -> list[Path]:
    """Three JPEGs with exposure times two stops apart, named so that neither order nor name helps."""
    folder = tmp_path / "frames"
    folder.mkdir()
    files = []
    for name, stops in (("b.jpg", 0), ("c.jpg", -2), ("a.jpg", 2)):
        exif = Image.Exif()
        exif.get_ifd(0x8769).update(
            {0x829A: IFDRational(round(2.0 ** (stops + 2)), 240), 0x829D: IFDRational(8), 0x8827: 100}
        )
        files.append(folder / name)
        Image.fromarray(scene(2.0**stops)).save(files[-1], quality=98, exif=exif)
    return files


@pytest.fixture
def mef(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; gives exit status, stdout and stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return int(caught.value.code or 0), captured.out, captured.err

    return run


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}
