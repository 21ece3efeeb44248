"""ICC profiles: the sRGB one, and bringing what we read to sRGB."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np

from mefcore.io.convert import cpu_count
from mefcore.job import SILENT, Job

_ROWS = 256
"""Rows that are transformed in one go."""


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The sRGB IEC 61966-2-1 profile that goes into every file we write; the same bytes on every run."""
    from PIL import ImageCms

    return stamped(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def stamped(profile: bytes) -> bytes:
    """``profile`` without the time at which Little CMS made it (ICC.1, table 17, bytes 24–35)."""
    fixed = bytearray(profile)
    fixed[24:36] = np.array([2000, 1, 1, 0, 0, 0], dtype=">u2").tobytes()
    return bytes(fixed)


def to_srgb(pixels: np.ndarray, profile: bytes | None) -> np.ndarray:
    """``pixels`` as they look in sRGB, given the ICC profile embedded beside them.

    Relative colorimetric, black point compensated; colours that sRGB lacks are clipped.

    Args:
        pixels: ``(H, W, 1)`` grey or ``(H, W, 3)`` RGB, uint8, uint16 or float32.
        profile: None, sRGB, one of another number of channels or a broken one leave the pixels alone.

    Returns:
        ``(H, W, 1)`` or ``(H, W, 3)`` of the same dtype.
    """
    channels = pixels.shape[2]
    if profile is None or not _differs_from_srgb(profile, channels):
        return pixels
    return through(pixels, profile, srgb_profile())


@lru_cache(maxsize=32)
def _differs_from_srgb(profile: bytes, channels: int) -> bool:
    # Asked of the numbers, because there are dozens of sRGB profiles and no name that all of them bear.
    ramp = np.linspace(0, 65535, 9).round().astype(np.uint16)
    if channels == 3:
        probe = np.stack(np.meshgrid(ramp, ramp, ramp), axis=-1).reshape(1, -1, 3)
    else:
        probe = ramp.reshape(1, -1, 1)
    try:
        result = _transform(probe, profile, srgb_profile())
    except Exception:
        return False
    return bool(np.abs(result.astype(np.int64) - probe).max() > 257)


def through(pixels: np.ndarray, profile: bytes, outcome: bytes, *, job: Job = SILENT) -> np.ndarray:
    """``(H, W, 1)`` or ``(H, W, 3)`` from one profile's space to another's, clipped to its range; same dtype.

    Raises:
        imagecodecs.CmsError: Little CMS does not take the profiles.
        Cancelled: ``job`` was cancelled.
    """
    strips = [pixels[top : top + _ROWS] for top in range(0, pixels.shape[0], _ROWS)]

    def one(strip: np.ndarray) -> np.ndarray:
        job.check()
        return _transform(strip, profile, outcome)

    if len(strips) == 1:
        return one(strips[0])
    with ThreadPoolExecutor(cpu_count(), thread_name_prefix="colour") as pool:
        try:
            return np.concatenate(list(pool.map(one, strips)))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _transform(pixels: np.ndarray, profile: bytes, outcome: bytes) -> np.ndarray:
    import imagecodecs  # Pillow's ImageCms knows 8 bits only

    grey = pixels.shape[2] == 1
    flags = int(imagecodecs.CMS.FLAGS.BLACKPOINTCOMPENSATION)
    if pixels.dtype != np.uint8:
        # Beyond 8 bits Little CMS "optimises" curves into a coarse lattice, off by up to 3 % of full scale in shadows.
        flags |= imagecodecs.CMS.FLAGS.NOOPTIMIZE
    options: dict[str, Any] = {
        "colorspace": "gray" if grey else "rgb",
        "outcolorspace": "rgb",
        "outdtype": pixels.dtype,
        "intent": imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC,
        "flags": flags,
    }
    pixels = np.ascontiguousarray(pixels[..., 0] if grey else pixels)
    result = imagecodecs.cms_transform(pixels, profile, outcome, **options)
    # In float, colours outside the space have values outside the range.
    return np.clip(result, 0.0, 1.0, out=result) if result.dtype == np.float32 else result
