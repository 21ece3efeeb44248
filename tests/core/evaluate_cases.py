"""Brackets with the range and detail of a real scene, and data folders of them, for tests of whole pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import makers
import numpy as np


def light(height: int = 150, width: int = 200, seed: int = 0) -> np.ndarray:
    """Scene-linear ``(H, W, 3)``: a dim textured room with a bright window, and a coloured lamp."""
    rng = np.random.default_rng(seed)
    texture = 0.4 + sum(
        a * cv2.resize(rng.random((height // s + 2, width // s + 2)), (width, height), interpolation=cv2.INTER_CUBIC)
        for a, s in ((0.5, 24), (0.3, 7), (0.2, 2))
    )
    y, x = np.mgrid[0:height, 0:width] / np.array([height, width]).reshape(2, 1, 1)
    window = 1 / (1 + np.exp(-40 * (np.minimum(0.2 - abs(x - 0.7), 0.25 - abs(y - 0.35)))))
    lamp = np.exp(-((x - 0.2) ** 2 + (y - 0.6) ** 2) / 0.02)
    room = 0.04 + 0.1 * (1 - y) + 0.5 * lamp
    tint = np.array([1.1, 1.0, 0.8]) + np.array([0.1, 0.0, -0.3]) * lamp[..., None]
    return texture[..., None] * (room[..., None] * tint + 4 * window[..., None] * np.array([0.85, 1.0, 1.2]))


def exposures(stops: Sequence[float], **size: int) -> list[np.ndarray]:
    """The scene at these exposures: ``(H, W, 3)`` uint8, sRGB-encoded, with a camera's noise."""
    linear, rng = light(**size), np.random.default_rng(1)
    frames = []
    for stop in stops:
        x = linear * 2.0**stop
        x = x + rng.normal(0, 1, x.shape) * np.sqrt(1e-6 + 1e-4 * np.clip(x, 0, 1))
        frames.append(makers.as_uint8(makers.encode(x)))
    return frames


def write_bracket(folder: Path, stops: Sequence[float], *, exif: bool, **size: int) -> list[Path]:
    """PNG files, by exposure; with exposure times if ``exif``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for i, (stop, frame) in enumerate(zip(stops, exposures(stops, **size), strict=True)):
        block = makers.exif(time=0.01 * 2.0**stop, f_number=8, iso=100) if exif else None
        paths.append(makers.write_png(folder / f"{i}.png", frame / 255, block))
    return paths


def make_data(root: Path, scenes: int = 2) -> Path:
    """``ROOT/val`` with small scenes of 2 and more frames; every other one has a label."""
    for n in range(scenes):
        folder = root / "val" / f"scene{n}"
        write_bracket(folder, np.linspace(-4, 3, 2 + 2 * n), exif=False, height=64, width=80 + n, seed=n)
        if n % 2:
            tones = np.log1p(30 * light(64, 80 + n, n)) / np.log1p(30 * 20)
            makers.write_png(folder / "label.png", np.clip(tones, 0, 1))
    return root
