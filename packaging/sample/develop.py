"""Photograph linear light three times, as a camera with automatic bracketing would.

    python packaging/sample/develop.py LINEAR.hdr FOLDER

LINEAR.hdr is what ``scene.py`` renders.  Each exposure passes through a lens (blur, vignetting, a veil of stray
light), a 14-bit sensor (photon and read-out noise, clipping at saturation) and a camera's JPEG rendering (sRGB with
a mild S-shaped tone curve, a little sharpening).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from PIL import ExifTags, Image, TiffImagePlugin

from mefcore.color import linear_to_srgb
from mefcore.io.icc import srgb_profile

STOPS = (-3, 0, 3)
MIDDLE_SECONDS = 1 / 15
MEDIAN = 0.055
"""Scene-linear value of the median pixel in the middle exposure, 1.0 being saturation."""

FULL_WELL = 26000.0
"""Electrons at saturation; sets how strong photon noise is."""
READ_NOISE = 3.5
"""Electrons, standard deviation."""


def lens(linear: np.ndarray) -> np.ndarray:
    """What reaches the sensor: ``(H, W, 3)`` float32 linear light in, the same out."""
    h, w = linear.shape[:2]
    sharp = cv2.GaussianBlur(linear, (0, 0), 0.55)
    stray = cv2.GaussianBlur(np.minimum(linear, 60 * np.median(linear)), (0, 0), 0.04 * w)
    y, x = np.mgrid[:h, :w].astype(np.float32)
    radius2 = ((x - w / 2) ** 2 + (y - h / 2) ** 2) / ((w / 2) ** 2 + (h / 2) ** 2)
    return ((0.994 * sharp + 0.006 * stray) / (1 + 0.16 * radius2[..., None]) ** 2).astype(np.float32)


def sensor(light: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Noise, saturation and 14-bit steps: light with saturation at 1.0 in, float in [0, 1] out."""
    electrons = np.minimum(light, 1.5) * FULL_WELL
    noisy = electrons + rng.normal(size=light.shape) * np.sqrt(electrons + READ_NOISE**2)
    return np.clip(np.rint(noisy / FULL_WELL * 16383) / 16383, 0, 1)


def camera_jpeg(raw: np.ndarray) -> np.ndarray:
    """``(H, W, 3)`` sRGB-encoded uint8 from linear [0, 1], with the contrast a camera adds."""
    encoded = linear_to_srgb(raw)
    curved = encoded + 0.11 * (encoded - 0.5) * encoded * (1 - encoded) * 4
    sharper = curved + 0.35 * (curved - cv2.GaussianBlur(curved, (0, 0), 1.0))
    return np.rint(255 * np.clip(sharper, 0, 1)).astype(np.uint8)


def exif(stop: int, number: int) -> Image.Exif:
    """The tags a camera writes for one frame of a bracket."""
    base, sub = ExifTags.Base, {}
    rational = TiffImagePlugin.IFDRational
    tags = Image.Exif()
    tags[base.Make], tags[base.Model], tags[base.Software] = "Luxcube", "Rendered sample", "Luxcube sample maker"
    tags[base.Artist], tags[base.Copyright] = "Luxcube contributors", "CC0 1.0"
    tags[base.DateTime], tags[base.Orientation] = f"2025:05:17 10:24:{30 + number:02d}", 1
    denominator = round(1 / (MIDDLE_SECONDS * 2.0**stop) * 8)
    sub[base.ExposureTime] = rational(8, denominator)
    sub[base.FNumber], sub[base.ISOSpeedRatings] = rational(8, 1), 100
    sub[base.DateTimeOriginal] = sub[base.DateTimeDigitized] = tags[base.DateTime]
    sub[base.ExposureBiasValue] = TiffImagePlugin.IFDRational(stop, 1)
    sub[base.ExposureMode], sub[base.ExposureProgram] = 2, 3  # bracketed, aperture priority
    sub[base.FocalLength], sub[base.LensModel] = rational(45, 2), "Virtual 22.5 mm"
    sub[base.ExifVersion], sub[base.ColorSpace] = b"0232", 1
    tags.get_ifd(ExifTags.IFD.Exif).update(sub)
    return tags


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("linear", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    bgr = cv2.imread(str(arguments.linear), cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR)
    if bgr is None:
        parser.error(f"{arguments.linear} cannot be read")
    light = lens(np.ascontiguousarray(bgr[..., ::-1]))
    light *= MEDIAN / np.median(light.mean(axis=2))
    rng = np.random.default_rng(17)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for number, stop in enumerate(STOPS):
        picture = Image.fromarray(camera_jpeg(sensor(light * 2.0**stop, rng)))
        target = arguments.folder / f"garden-room-{number + 1}.jpg"
        picture.save(
            target, quality=95, subsampling=0, optimize=True, exif=exif(stop, number), icc_profile=srgb_profile()
        )
        print(f"{target}  {stop:+d} EV  {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
