"""Memory cards made here: several brackets of different scenes, as a camera with a clock writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from makers import scene
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

STOPS = (0, -2, 2)
"""In the order in which cameras shoot."""


def shoot(
    folder: Path,
    number: int,
    seconds: float,
    stops: Sequence[float] = STOPS,
    size: tuple[int, int] = (180, 120),
    turned: int = 0,
) -> list[Path]:
    """Frames of one scene, numbered from ``number``, begun at ``seconds`` after nine; ``turned`` makes other scenes."""
    folder.mkdir(parents=True, exist_ok=True)
    light = np.roll(scene(*size), turned * size[0] // 7, axis=1)[:, :: -1 if turned % 2 else 1]
    paths = []
    for k, stop in enumerate(stops):
        moment = datetime(2024, 5, 6, 9) + timedelta(seconds=seconds + 0.5 * k)
        exif = Image.Exif()
        exif[0x010F], exif[0x0110] = "Acme", "Mark I"
        exif.get_ifd(0x8769).update(
            {
                0x829A: IFDRational(round(100 * 2.0**stop), 6000),
                0x829D: IFDRational(8),
                0x8827: 100,
                0x9003: f"{moment:%Y:%m:%d %H:%M:%S}",
                0x9291: f"{moment.microsecond // 10_000:02d}",
            }
        )
        path = folder / f"IMG_{number + k:04d}.JPG"
        encoded = np.clip(light * 2.0**stop, 0, 1) ** (1 / 2.2)
        Image.fromarray(np.round(encoded * 255).astype(np.uint8)).save(path, exif=exif, quality=92)
        paths.append(path)
    return paths


def card(folder: Path) -> list[list[Path]]:
    """Three brackets, with a single picture after the second."""
    return [
        shoot(folder, 1, 0),
        shoot(folder, 4, 60, turned=2),
        shoot(folder, 7, 120, stops=(-1,), turned=5),
        shoot(folder, 8, 180, turned=3),
    ]
