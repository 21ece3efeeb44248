"""Any number of frames, from files to a picture: repeated, out of order and missing ones do no harm."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import makers
import numpy as np
import pytest
import tifffile
from evaluate_cases import exposures, write_bracket

from mefcore.evaluate import metrics
from mefcore.fuse import FuseRequest, fuse
from mefcore.io import load_frame

MOST = 9
STOPS = np.linspace(-5, 4, MOST)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Nine frames without EXIF, dark to bright."""
    return write_bracket(tmp_path_factory.mktemp("frames"), STOPS, exif=False, height=90, width=120)


def picture(files: list[Path], folder: Path, bits: int = 16) -> np.ndarray:
    """``mef fuse`` of ``files``."""
    fuse(FuseRequest(tuple(files), folder / "out.tif", bits=bits, device="cpu"))
    return tifffile.imread(folder / "out.tif")


def subset(files: list[Path], k: int) -> list[Path]:
    """``k`` different frames, spread over the range; few leave out its ends, as a photographer would."""
    ends = (MOST - k) / 3.5
    return [files[int(i)] for i in np.linspace(ends, MOST - 0.01 - ends, k)]


def shuffled(files: list[Path], seed: int) -> list[Path]:
    return random.Random(seed).sample(files, len(files))


@pytest.mark.parametrize("k", [2, 3, 4, 6, MOST])
def test_the_order_of_files_does_not_matter(files: list[Path], k: int, tmp_path: Path) -> None:
    chosen = subset(files, k)
    wanted = picture(chosen, tmp_path)
    np.testing.assert_array_equal(picture(shuffled(chosen, k), tmp_path), wanted)
    np.testing.assert_array_equal(picture(chosen[::-1], tmp_path), wanted)


def test_nor_does_it_where_exif_tells_the_exposure(tmp_path: Path) -> None:
    files = write_bracket(tmp_path / "frames", STOPS, exif=True, height=60, width=80)
    for k in (2, 5, MOST):
        chosen = subset(files, k)
        np.testing.assert_array_equal(picture(shuffled(chosen, k), tmp_path), picture(chosen, tmp_path))


def test_nor_does_it_for_frames_of_equal_brightness(tmp_path: Path) -> None:
    """Nothing but their names tells these apart."""
    pixels = exposures([-3, 0, 3], height=60, width=80)
    files = []
    for i, frame in enumerate([*pixels, *(p[:, ::-1] for p in pixels)]):
        files.append(makers.write_png(tmp_path / f"{i}.png", frame / 255))
    wanted = picture(files, tmp_path)
    for seed in range(4):
        np.testing.assert_array_equal(picture(shuffled(files, seed), tmp_path), wanted)


@pytest.mark.parametrize("k", [2, 3, 5, MOST - 1])
def test_frames_shot_twice_count_once(files: list[Path], k: int, tmp_path: Path) -> None:
    chosen = subset(files, k)
    wanted = picture(chosen, tmp_path).astype(int)
    copies = [Path(shutil.copy(p, tmp_path / f"copy of {p.name}")) for p in chosen]
    for repeated in ([copies[0]], [copies[-1]], copies[: MOST - k]):
        again = picture([*repeated, *chosen], tmp_path).astype(int)
        assert abs(again - wanted).max() <= 65535 / 255, f"{len(repeated)} of {k} repeated"


def test_a_frame_shot_many_times_counts_once(files: list[Path], tmp_path: Path) -> None:
    chosen = subset(files, 3)
    wanted = picture(chosen, tmp_path).astype(int)
    copies = [Path(shutil.copy(chosen[2], tmp_path / f"{i}.png")) for i in range(6)]
    assert abs(picture([*chosen, *copies], tmp_path).astype(int) - wanted).max() <= 65535 / 255


def test_quality_survives_dropped_frames(tmp_path: Path) -> None:
    """Measured against all nine frames, pictures of fewer lose little, and stay better than any frame alone."""
    files = write_bracket(tmp_path / "frames", STOPS, exif=False)
    target = metrics.Target([load_frame(p).pixels for p in files])
    alone = [target.measure(load_frame(p).pixels) for p in files]
    whole = target.measure(picture(files, tmp_path, bits=8))
    for k in range(2, MOST):
        found = target.measure(picture(subset(files, k), tmp_path, bits=8))
        assert found["mef_ssim"] > whole["mef_ssim"] - 0.08, k
        assert found["luminance"] > max(whole["luminance"] - 0.08, *(frame["luminance"] for frame in alone)), k
        assert found["qabf"] > whole["qabf"] - 0.15, k
        assert found["reversed_edges"] < 0.002, k
        assert found["colour_error"] < whole["colour_error"] + 15, k
