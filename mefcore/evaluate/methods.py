"""Ways to fuse a bracket: frames ``(K, H, W, 3)`` uint8, dark to bright, in; picture ``(H, W, 3)`` uint8 out."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from mefcore import pipeline
from mefcore.engine import Engine
from mefcore.nets.student import Student
from mefcore.recipe import Recipe

Method = Callable[[np.ndarray], np.ndarray]


def average(frames: np.ndarray) -> np.ndarray:
    """The plain mean of the frames."""
    return np.round(frames.mean(0, dtype=np.float64)).astype(np.uint8)


def mertens(frames: np.ndarray) -> np.ndarray:
    """OpenCV's exposure fusion with its default parameters (Mertens, Kautz and Van Reeth, 2007)."""
    fused = cv2.createMergeMertens().process([np.ascontiguousarray(f[..., ::-1]) for f in frames])
    return np.ascontiguousarray(np.clip(np.round(fused * 255), 0, 255).astype(np.uint8)[..., ::-1])


def enfuse(frames: np.ndarray) -> np.ndarray:
    """The ``enfuse`` program with its default parameters, on TIFF files."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{i}.tif" for i in range(len(frames))]
        for name, frame in zip(names, frames, strict=True):
            cv2.imwrite(str(Path(folder) / name), frame[..., ::-1])
        subprocess.run(["enfuse", "-o", "out.tif", *names], cwd=folder, check=True, capture_output=True)
        picture = cv2.imread(str(Path(folder) / "out.tif"), cv2.IMREAD_COLOR)
    if picture is None:
        raise RuntimeError("enfuse wrote nothing readable")
    return np.ascontiguousarray(picture[..., ::-1])


def luxcube(student: Student, engine: Engine, recipe: Recipe) -> Method:
    """Ours: the pipeline as shipped, to 8 bit."""

    def fuse(frames: np.ndarray) -> np.ndarray:
        thumbs = np.stack([pipeline.thumbnail(f) for f in frames])
        prediction = pipeline.predict(student, thumbs)
        lut = pipeline.bake(prediction, recipe)
        return pipeline.apply(list(frames), prediction, lut, recipe, engine, dtype=np.uint8)

    return fuse


def peers() -> dict[str, Method]:
    """What we compare ourselves with: the mean, OpenCV Mertens, and enfuse where it is installed."""
    found: dict[str, Method] = {"average": average, "Mertens": mertens}
    if shutil.which("enfuse"):
        found["enfuse"] = enfuse
    return found
