"""Thumbnails without decoding the whole file, where the format allows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from mefcore.io import load_frame
from mefcore.io.checks import check_size, decoding, header
from mefcore.io.convert import convert, upright
from mefcore.io.exif import read_exif
from mefcore.io.formats import kind_of
from mefcore.io.raster import open_image
from mefcore.io.raw import read_raw
from mefcore.io.reading import Reading


def read_preview(path: Path, longest: int, reading: Reading) -> np.ndarray:
    """See :func:`mefcore.io.read_preview`."""
    kind = kind_of(path, header(path))
    if kind == "raw":
        small, _ = read_raw(path, reading=replace(reading, half=True))
    elif kind == "jpeg":
        small = _draft(path, longest)
    else:
        small = load_frame(path).pixels
    return convert(_shrink(small, longest), np.uint8)


def _draft(path: Path, longest: int) -> np.ndarray:
    """Upright pixels of a JPEG at the smallest eighth of its size that is no smaller than ``longest``."""
    with open_image(path) as image:
        width, height = image.size
        check_size(width, height, path)
        _, orientation = read_exif(image.info.get("exif"))
        with decoding(path):
            image.draft("RGB", (longest, longest))
            pixels = np.array(image.convert("RGB"))
    return upright(pixels, orientation)


def _shrink(pixels: np.ndarray, longest: int) -> np.ndarray:
    """Area-averaged to at most ``longest`` pixels a side; never enlarged; same dtype and meaning."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, longest / max(height, width))
    if scale == 1.0:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
