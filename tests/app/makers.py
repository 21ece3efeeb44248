"""Brackets made here: a lit room with a bright window, at several exposures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import IFDRational


def scene(width: int, height: int) -> np.ndarray:
    """Linear light, ``(H, W, 3)``, about ten stops from the corners to the window."""
    y, x = np.mgrid[0:height, 0:width] / np.array([[[height]], [[width]]])
    light = 0.02 + 0.3 * x * (1 - 0.5 * y)
    light[(x > 0.55) & (x < 0.85) & (y > 0.15) & (y < 0.55)] += 6.0
    texture = 1 + 0.25 * np.sin(40 * x) * np.sin(30 * y)
    colour = np.stack([1.0 + 0.3 * y, np.ones_like(x), 1.1 - 0.4 * x], axis=-1)
    return (light * texture)[..., None] * colour


def save_bracket(
    folder: Path,
    stops: Sequence[float] = (-2, 0, 2),
    size: tuple[int, int] = (360, 240),
    suffix: str = ".jpg",
    prefix: str = "room",
) -> list[Path]:
    """Frames on disk, dark to bright, with EXIF exposure times around 1/60 s."""
    folder.mkdir(parents=True, exist_ok=True)
    light = scene(*size)
    paths = []
    for k, stop in enumerate(stops):
        encoded = np.clip(light * 2.0**stop, 0, 1) ** (1 / 2.2)
        image = Image.fromarray(np.round(encoded * 255).astype(np.uint8))
        exif = Image.Exif()
        exif.get_ifd(0x8769).update(
            {0x829A: IFDRational(round(100 * 2.0**stop), 6000), 0x829D: IFDRational(8), 0x8827: 100}
        )
        path = folder / f"{prefix}_{k + 1}{suffix}"
        image.save(path, exif=exif, quality=95)
        paths.append(path)
    return paths
