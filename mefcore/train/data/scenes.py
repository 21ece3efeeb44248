"""Scene folders in our own layout: ``ROOT/<split>/<scene>/<frame>.jpg`` with an optional ``label.*``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from mefcore.bracket import full_scale
from mefcore.errors import MefError
from mefcore.io import READABLE, load_frame


@dataclass(frozen=True, eq=False)
class Scene:
    """A small stack in memory.

    Attributes:
        frames: ``(K, h, w, 3)`` uint8, sRGB-encoded, dark to bright.
        label: what fusing them should give, ``(h, w, 3)`` uint8, or None.
        trust: how much the label counts: 1 if people chose it, less if a program did.
    """

    name: str
    frames: np.ndarray
    label: np.ndarray | None = None
    trust: float = 1.0


def shrink(pixels: np.ndarray, longest: int) -> np.ndarray:
    """Area-average to at most ``longest`` pixels, as uint8."""
    h, w = pixels.shape[:2]
    scale = min(1.0, longest / max(h, w))
    small = (
        pixels
        if scale == 1.0
        else cv2.resize(pixels, (round(w * scale), round(h * scale)), interpolation=cv2.INTER_AREA)
    )
    return (
        small
        if small.dtype == np.uint8
        else np.clip(small * (255.0 / full_scale(small.dtype)) + 0.5, 0, 255).astype(np.uint8)
    )


def scene_folders(folder: Path) -> list[Path]:
    """Folders of ``folder`` that hold pictures, by name.

    Raises:
        MefError: there is none.
    """
    found = sorted(d for d in folder.iterdir() if d.is_dir()) if folder.is_dir() else []
    if not found:
        raise MefError(
            "holds no scene folders", path=folder, hint="expected SPLIT/SCENE/0.jpg, 1.jpg, … and optionally label.jpg"
        )
    return found


def scene_files(folder: Path) -> tuple[list[Path], Path | None]:
    """The frames of a scene folder, and its label if it has one."""
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in READABLE)
    label = next((p for p in files if p.stem == "label"), None)
    return [p for p in files if p.stem != "label"], label


def load_scene(folder: Path, longest: int) -> Scene:
    """Read one scene, shrunk to ``longest``; frames by brightness, which is all training needs to know."""
    paths, label = scene_files(folder)
    frames = [shrink(load_frame(p).pixels, longest) for p in paths]
    return assemble(folder.name, frames, None if label is None else shrink(load_frame(label).pixels, longest))


def assemble(name: str, frames: list[np.ndarray], label: np.ndarray | None, trust: float = 1.0) -> Scene:
    """A scene of frames in any order; the label is brought to their size."""
    frames = sorted(frames, key=lambda f: float(f.mean()))
    if label is not None and label.shape != frames[0].shape:
        label = cv2.resize(label, frames[0].shape[1::-1], interpolation=cv2.INTER_AREA)
    return Scene(name, np.stack(frames), label, trust)


def digest(folder: Path) -> str:
    """SHA-256 over names and contents of every file below ``folder``: which data a model was trained on."""
    h = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        h.update(path.relative_to(folder).as_posix().encode())
        h.update(path.read_bytes())
    return h.hexdigest()[:16]
