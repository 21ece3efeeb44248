"""Ways to fuse a bracket: frames ``(K, H, W, 3)`` uint8, dark to bright, in; picture ``(H, W, 3)`` uint8 out."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

import cv2
import numpy as np
import torch

from mefcore import pipeline
from mefcore.engine import Engine
from mefcore.errors import ModelError
from mefcore.lut.grid import Lut3D
from mefcore.nets import rivals
from mefcore.nets.student import Student, load_student
from mefcore.nets.teacher import Teacher, load_teacher
from mefcore.nets.weights import read_info
from mefcore.recipe import Recipe
from mefcore.refine import Effort, refine

Fuse = Callable[[np.ndarray], np.ndarray]
VALUES_GRID = 32
"""Points per axis of the lattice whose values are counted (paper, fig. 10)."""


class Network(Protocol):
    """A network that fuses, with what the tables and figures say about it."""

    model_id: str
    parameters: int

    def fuse(self, frames: np.ndarray) -> np.ndarray:
        """The picture."""

    def values(self, frames: np.ndarray) -> np.ndarray:
        """The numbers of the grid it predicts for these frames (paper, fig. 10), any shape."""


def three(frames: np.ndarray) -> np.ndarray:
    """The second darkest, the middle and the second brightest frame; all of them if there are at most three."""
    n = len(frames)
    return frames if n <= 3 else frames[[1, n // 2, n - 2]]


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


def peers() -> dict[str, Fuse]:
    """What needs no training: the mean, OpenCV Mertens, and enfuse where it is installed."""
    found: dict[str, Fuse] = {"average": average, "Mertens": mertens}
    if shutil.which("enfuse"):
        found["enfuse"] = enfuse
    return found


def single_frames() -> dict[str, Fuse]:
    """The frames themselves, as the paper's Table I has them: the dark, the middle and the bright one of three."""
    return {
        "short": lambda frames: three(frames)[0],
        "medium": lambda frames: frames[len(frames) // 2],
        "long": lambda frames: three(frames)[-1],
    }


@dataclass(frozen=True)
class Way:
    """How a student is used.

    Attributes:
        local: with local weights; else in the paper's global mode.
        effort: of refining every bracket by itself; None for the network's answer.
    """

    local: bool = False
    effort: Effort | None = None


GLOBAL = Way()
PAST_THE_PAPER = {
    "local": Way(local=True),
    "global + refine": Way(effort=Effort()),
    "local + refine": Way(local=True, effort=Effort()),
}
ORACLE = {"oracle": Way(local=True, effort=Effort(steps=150))}
"""As good as local weights and a LUT can be made for a bracket by itself, by the same objective."""


class LutNetwork:
    """A student or teacher through the pipeline as shipped, to 8 bit.

    Args:
        grid: lattice points per axis.
    """

    def __init__(self, model: Student | Teacher, engine: Engine, grid: int, way: Way = GLOBAL) -> None:
        self.model, self.engine, self.grid, self.way = model, engine, grid, way
        self.model_id = model.model_id
        self.parameters = sum(p.numel() for n, p in model.named_parameters() if way.local or not n.startswith("local."))

    def predict(self, frames: np.ndarray) -> pipeline.Prediction:
        """Weights and continuous LUT."""
        return pipeline.predict(cast(Student, self.model), np.stack([pipeline.thumbnail(f) for f in frames]))

    def picture(self, frames: np.ndarray, prediction: pipeline.Prediction, grid: int) -> np.ndarray:
        """The picture at ``grid`` lattice points per axis."""
        recipe = Recipe(grid=grid, local=float(self.way.local))
        if self.way.effort is not None:
            found = refine(list(frames), prediction, local=self.way.local, effort=self.way.effort)
            recipe = recipe.with_(found=found)
        lut: Lut3D = pipeline.bake(prediction, recipe)
        return pipeline.apply(list(frames), prediction, lut, recipe, self.engine, dtype=np.uint8)

    def fuse(self, frames: np.ndarray) -> np.ndarray:
        return self.picture(frames, self.predict(frames), self.grid)

    def values(self, frames: np.ndarray) -> np.ndarray:
        return self.predict(frames).lut.sample(VALUES_GRID).table

    def used(self, way: Way) -> LutNetwork:
        """The same network in another way."""
        return LutNetwork(self.model, self.engine, self.grid, way)

    @property
    def has_local(self) -> bool:
        return getattr(self.model, "local", None) is not None


class ImageNetwork:
    """A rival, which makes pixels itself."""

    def __init__(self, model: rivals.Rival, device: str) -> None:
        self.model, self.device = model, device
        self.model_id = model.model_id
        self.parameters = sum(p.numel() for p in model.parameters())

    def _read(self, frames: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        def tensor(images: np.ndarray) -> torch.Tensor:
            return torch.from_numpy(np.ascontiguousarray(images)).to(self.device).permute(0, 3, 1, 2)[None]

        thumbs = np.stack([pipeline.thumbnail(f) for f in frames])
        return tensor(frames).float() / 255, tensor(thumbs)

    @torch.no_grad()
    def fuse(self, frames: np.ndarray) -> np.ndarray:
        picture = self.model(*self._read(frames))[0].clamp(0, 1)
        return (picture.permute(1, 2, 0) * 255).round().to(torch.uint8).cpu().numpy()

    @torch.no_grad()
    def values(self, frames: np.ndarray) -> np.ndarray:
        return self.model.grid(*self._read(frames)).cpu().numpy()


def load_network(path: Path, *, engine: Engine, grid: int, device: str = "cpu") -> Network:
    """The network of a weights file, whichever kind it is.

    Raises:
        ModelError: missing, damaged, or of a kind that does not fuse.
    """
    kind = read_info(path).kind
    if kind == "student":
        return LutNetwork(load_student(path).to(device), engine, grid)
    if kind == "teacher":
        return LutNetwork(load_teacher(path).to(device), engine, grid)
    if kind in rivals.KINDS:
        return ImageNetwork(rivals.load_rival(path, kind).to(device), device)
    raise ModelError(f"holds a {kind}, which does not fuse brackets", path=path)
