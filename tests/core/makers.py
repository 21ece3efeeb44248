"""Test brackets made from scratch: one smooth scene, known exposures, in every format that is read.

Written with Pillow, tifffile and OpenCV directly, never with the code under test.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tifffile
from PIL import Image

CAMERA = {"Make": "Acme", "Model": "Testcam 3", "LensModel": "Acme 24mm F8"}
NEUTRAL = (0.5, 1.0, 0.625)
"""What the synthetic sensor records of grey: its AsShotNeutral."""
XYZ_TO_SRGB = (3.2404542, -1.5371385, -0.4985314, -0.969266, 1.8760108, 0.041556, 0.0556434, -0.2040259, 1.0572252)


def scene(height: int = 48, width: int = 64) -> np.ndarray:
    """A smooth coloured radiance, ``(H, W, 3)`` float64, linear, from about 0.02 to 2; asymmetric under any flip."""
    y, x = np.mgrid[0:height, 0:width] / (height + width)
    red = 0.1 + 3.0 * x**2 + 0.2 * np.sin(9 * y)
    green = 0.3 + 1.5 * y + 0.3 * x
    blue = 0.9 - 1.2 * x * y - 0.4 * y
    return np.clip(np.stack([red, green, blue], axis=-1), 0.02, 2.0)


def encode(linear: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1 encoding of linear light, clipped to ``[0, 1]``."""
    linear = np.clip(linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def decode(encoded: np.ndarray) -> np.ndarray:
    """Inverse of :func:`encode`."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def exposed(stops: float, *, height: int = 48, width: int = 64) -> np.ndarray:
    """The scene as a camera would show it, ``(H, W, 3)`` float64 in ``[0, 1]``, sRGB-encoded; 0 stops is a quarter."""
    return encode(scene(height, width) * 0.25 * 2.0**stops)


def as_uint8(pixels: np.ndarray) -> np.ndarray:
    return np.rint(pixels * 255).astype(np.uint8)


def as_uint16(pixels: np.ndarray) -> np.ndarray:
    return np.rint(pixels * 65535).astype(np.uint16)


def exif(
    *, time: float | None = None, f_number: float | None = None, iso: int | None = None, orientation: int | None = None
) -> Image.Exif:
    """An EXIF block with the camera's name and what is given."""
    block = Image.Exif()
    block[0x010F], block[0x0110] = CAMERA["Make"], CAMERA["Model"]
    if orientation is not None:
        block[0x0112] = orientation
    inner: dict[int, Any] = {0xA434: CAMERA["LensModel"], 0x9003: "2024:05:06 07:08:09"}
    if time is not None:
        inner[0x829A] = _ratio(time)
    if f_number is not None:
        inner[0x829D] = _ratio(f_number)
    if iso is not None:
        inner[0x8827] = iso
    block[0x8769] = inner
    return block


def write_jpeg(path: Path, pixels: np.ndarray, block: Image.Exif | None = None, **options: Any) -> Path:
    Image.fromarray(as_uint8(pixels)).save(path, format="JPEG", quality=95, exif=block or Image.Exif(), **options)
    return path


def write_png(path: Path, pixels: np.ndarray, block: Image.Exif | None = None) -> Path:
    Image.fromarray(as_uint8(pixels)).save(path, format="PNG", exif=block or Image.Exif())
    return path


def write_png16(path: Path, pixels: np.ndarray) -> Path:
    path.write_bytes(cv2.imencode(".png", as_uint16(pixels)[..., ::-1])[1].tobytes())
    return path


def write_tiff(path: Path, pixels: np.ndarray, *, orientation: int = 1, **options: Any) -> Path:
    """``pixels`` in whatever dtype they have."""
    tifffile.imwrite(
        path,
        pixels,
        photometric=options.pop("photometric", "rgb"),
        extratags=[(274, 3, 1, orientation, True)],
        **options,
    )
    return path


def write_dng(
    path: Path,
    linear: np.ndarray,
    *,
    time: float = 0.01,
    neutral: Sequence[float] = NEUTRAL,
    cast: Sequence[float] = NEUTRAL,
    orientation: int = 1,
) -> Path:
    """A 12-bit RGGB mosaic of ``linear`` (1.0 saturates green), whose camera space is linear sRGB.

    ``cast`` is what the sensor records of grey, ``neutral`` what the file claims that it does.
    """
    black, white = 256, 4095
    sensor = np.clip(linear * np.asarray(cast), 0.0, 1.0)
    mosaic = np.empty(linear.shape[:2])
    for (y, x), channel in {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 2}.items():
        mosaic[y::2, x::2] = sensor[y::2, x::2, channel]
    tags = [
        (271, 2, 5, b"Acme", True),
        (272, 2, 10, b"Testcam 3", True),
        (274, 3, 1, orientation, True),
        (33421, 3, 2, (2, 2), True),  # CFARepeatPatternDim
        (33422, 1, 4, bytes([0, 1, 1, 2]), True),  # CFAPattern
        (33434, 5, 1, _pair(time), True),  # ExposureTime
        (33437, 5, 1, (8, 1), True),  # FNumber
        (34855, 3, 1, 100, True),  # ISO
        (50706, 1, 4, bytes([1, 4, 0, 0]), True),  # DNGVersion
        (50708, 2, 15, b"Acme Testcam 3", True),  # UniqueCameraModel
        (50714, 3, 1, black, True),  # BlackLevel
        (50717, 3, 1, white, True),  # WhiteLevel
        (50721, 10, 9, sum((_pair(v) for v in XYZ_TO_SRGB), ()), True),  # ColorMatrix1
        (50728, 5, 3, sum((_pair(v) for v in neutral), ()), True),  # AsShotNeutral
        (50778, 3, 1, 21, True),  # CalibrationIlluminant1: D65
    ]
    levels = np.rint(black + mosaic * (white - black)).astype(np.uint16)
    tifffile.imwrite(path, levels, photometric="cfa", extratags=tags, metadata=None)
    return path


def bracket(folder: Path, suffix: str = ".jpg", stops: Sequence[float] = (-2, 0, 2), **size: int) -> list[Path]:
    """A bracket in ``folder``, its files numbered in the order given, exposure times in EXIF where the format has it.

    ``suffix`` is ``.jpg``, ``.png``, ``.png16``, ``.tif`` (8 bits), ``.tif16`` or ``.dng``.
    """
    paths = []
    for number, stop in enumerate(stops):
        pixels = exposed(stop, **size)
        time = 0.01 * 2.0**stop
        path = folder / f"{number}{suffix.removesuffix('16')}"
        if suffix == ".jpg":
            write_jpeg(path, pixels, exif(time=time, f_number=8, iso=100))
        elif suffix == ".png":
            write_png(path, pixels, exif(time=time, f_number=8, iso=100))
        elif suffix == ".png16":
            write_png16(path, pixels)
        elif suffix == ".dng":
            write_dng(path, scene(**size) * 0.25 * 2.0**stop, time=time)
        else:
            write_tiff(path, as_uint16(pixels) if suffix == ".tif16" else as_uint8(pixels))
        paths.append(path)
    return paths


def _ratio(value: float) -> Any:
    from PIL.TiffImagePlugin import IFDRational

    return IFDRational(*_pair(value))


def _pair(value: float) -> tuple[int, int]:
    fraction = Fraction(value).limit_denominator(1_000_000)
    return fraction.numerator, fraction.denominator
