"""What the tests of formats share."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import makers
import numpy as np
from PIL import Image, ImageOps

HEIF = Path(__file__).parents[1] / "data" / "heif"
P3_TO_SRGB = np.array([[1.2249402, -0.2249402, 0], [-0.0420569, 1.0420569, 0], [-0.0196376, -0.0786361, 1.0982735]])
"""Linear Display P3 to linear sRGB (CSS Color 4's values, seven digits)."""


def picture() -> np.ndarray:
    """What the HEIC files show, ``(24, 32, 3)`` float64."""
    return makers.exposed(0, height=24, width=32)


def from_p3(encoded: np.ndarray) -> np.ndarray:
    return makers.encode(makers.decode(encoded) @ P3_TO_SRGB.T)


def turned(pixels: np.ndarray, orientation: int) -> np.ndarray:
    image = Image.fromarray(pixels)
    image.getexif()[0x0112] = orientation
    return np.asarray(ImageOps.exif_transpose(image))


def ffmpeg(path: Path, pixels: np.ndarray, *options: str, before: tuple[str, ...] = ()) -> Path:
    """``(H, W, 3)`` uint16 by one of ffmpeg's encoders."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb48le"]
    command += ["-s", f"{pixels.shape[1]}x{pixels.shape[0]}", *before, "-i", "-", "-frames:v", "1", *options, str(path)]
    subprocess.run(command, input=pixels.tobytes(), check=True, timeout=60)
    return path
