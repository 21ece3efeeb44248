"""Every part of the window looks as it did: pictures of it beside those in ``tests/images``.

A change of looks on purpose: ``pytest tests/app/test_screens.py --take-screens``, look at every picture, commit them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

HERE = Path(__file__).parent
IMAGES = HERE.parent / "images"
SIZES = {"1280x800": (1280, 800, "1"), "4k": (1920, 1080, "2")}
"""Width and height in logical pixels, and how many real ones make one."""
KEPT_WIDTH = 1920
"""References are no wider."""
COMPARED_WIDTH = 320
"""So small that the edges of letters, which no two systems draw alike, are of no account."""
MEAN, MOST = 2.0, 48.0
"""Of 255, by which pictures may differ at that size: on average, and in the 99.9th percentile."""


@pytest.mark.parametrize("size", SIZES)
def test_every_part_looks_as_it_did(qapp, tmp_path, size, request):
    width, height, scale = SIZES[size]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, str(HERE / "screens.py"), str(tmp_path), str(width), str(height)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    taken = sorted(tmp_path.glob("*.png"))
    if request.config.getoption("--take-screens"):
        keep(taken, IMAGES / size)
    assert [p.stem for p in taken] == sorted(p.stem for p in (IMAGES / size).glob("*.webp"))
    differing = {p.stem: d for p in taken if (d := difference(p, IMAGES / size / f"{p.stem}.webp"))}
    assert not differing, f"{differing}; those taken are in {tmp_path}"


def keep(taken: list[Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    for path in taken:
        with Image.open(path) as image:
            small = image.convert("RGB")
            small.thumbnail((KEPT_WIDTH, KEPT_WIDTH), Image.Resampling.LANCZOS)
            small.save(folder / f"{path.stem}.webp", quality=82, method=6)


def difference(path: Path, reference: Path) -> str:
    """What is different, in words; empty where nothing is."""
    with Image.open(path) as one, Image.open(reference) as other:
        if abs(one.width / one.height - other.width / other.height) > 0.02:
            return f"{one.size} and {other.size}"
        size = (COMPARED_WIDTH, round(COMPARED_WIDTH * other.height / other.width))
        first, second = (np.asarray(i.convert("RGB").resize(size, Image.Resampling.BOX), float) for i in (one, other))
    apart = np.abs(first - second)
    mean, most = float(apart.mean()), float(np.percentile(apart, 99.9))
    return f"mean {mean:.1f}, most {most:.0f}" if mean > MEAN or most > MOST else ""
