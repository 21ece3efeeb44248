"""Thumbnails without decoding the whole file, where the format allows."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from mefcore.bracket import full_scale
from mefcore.errors import ReadError
from mefcore.io import RAW, load_frame
from mefcore.io.convert import convert, to_rgb, upright, without_alpha
from mefcore.io.exif import read_exif
from mefcore.io.raw import embedded_jpeg


def read_preview(path: Path, longest: int) -> np.ndarray:
    """See :func:`mefcore.io.read_preview`."""
    if path.suffix.lower() in RAW:
        jpeg = embedded_jpeg(path)
        small = None if jpeg is None else _draft(jpeg, longest)
    else:
        with path.open("rb") as file:
            is_jpeg = file.read(3) == b"\xff\xd8\xff"
        small = _draft(path.read_bytes(), longest) if is_jpeg else None
    if small is None:
        pixels = load_frame(path).pixels
        small = convert(_shrink(pixels, longest), np.uint8)
    return small


def _draft(jpeg: bytes, longest: int) -> np.ndarray | None:
    from mefcore.io.raster import open_image

    try:
        with open_image(io.BytesIO(jpeg)) as image:
            _, orientation = read_exif(image.info.get("exif"))
            image.draft("RGB", (longest, longest))
            pixels = np.array(image.convert("RGB"))
    except (ReadError, OSError):
        return None  # the full decoder says better what is wrong
    return upright(_shrink(to_rgb(without_alpha(pixels)), longest), orientation)


def _shrink(pixels: np.ndarray, longest: int) -> np.ndarray:
    """Area-averaged to at most ``longest`` pixels a side; never enlarged; same dtype and meaning."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, longest / max(height, width))
    if scale == 1.0:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.clip(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), 0, full_scale(pixels.dtype)).astype(
        pixels.dtype
    )
