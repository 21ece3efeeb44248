"""Scenes to measure on, read at full size."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from mefcore.io import load_frame
from mefcore.train.data.scenes import scene_files, shrink


@dataclass(frozen=True, eq=False)
class Stack:
    """One scene.

    Attributes:
        frames: ``(K, H, W, 3)`` uint8, sRGB-encoded, dark to bright.
        label: ``(H, W, 3)`` uint8, or None.
    """

    name: str
    frames: np.ndarray
    label: np.ndarray | None


def read_stack(folder: Path) -> Stack:
    """A scene folder's frames, by brightness, and its label.

    Raises:
        ReadError: a file is not what it claims to be.
    """
    paths, label_path = scene_files(folder)
    frames = sorted((_eight_bit(p) for p in paths), key=lambda f: float(f.mean()))
    label = None if label_path is None else _eight_bit(label_path)
    if label is not None and label.shape != frames[0].shape:
        label = cv2.resize(label, frames[0].shape[1::-1], interpolation=cv2.INTER_AREA)
    return Stack(folder.name, np.stack(frames), label)


def _eight_bit(path: Path) -> np.ndarray:
    pixels = load_frame(path).pixels
    return shrink(pixels, max(pixels.shape))


def fingerprint(folder: Path) -> str:
    """Changes when a file of the folder does: names, sizes and times."""
    paths, label = scene_files(folder)
    h = hashlib.sha256()
    for path in [*paths, *([label] if label else [])]:
        stat = path.stat()
        h.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return h.hexdigest()[:16]
