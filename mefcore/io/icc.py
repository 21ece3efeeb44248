"""ICC profiles: the one we write, and bringing what we read to sRGB."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The sRGB IEC 61966-2-1 profile that goes into every file we write; the same bytes on every run."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # Little CMS stamps the time of creation into the header: ICC.1, table 17, bytes 24–35.
    profile[24:36] = np.array([2000, 1, 1, 0, 0, 0], dtype=">u2").tobytes()
    return bytes(profile)


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
    return _transform(pixels, profile)


@lru_cache(maxsize=32)
def _differs_from_srgb(profile: bytes, channels: int) -> bool:
    # Asked of the numbers, because there are dozens of sRGB profiles and no name that all of them bear.
    ramp = np.linspace(0, 65535, 9).round().astype(np.uint16)
    if channels == 3:
        probe = np.stack(np.meshgrid(ramp, ramp, ramp), axis=-1).reshape(1, -1, 3)
    else:
        probe = ramp.reshape(1, -1, 1)
    try:
        result = _transform(probe, profile)
    except Exception:
        return False
    return bool(np.abs(result.astype(np.int64) - probe).max() > 257)


def _transform(pixels: np.ndarray, profile: bytes) -> np.ndarray:
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
    return imagecodecs.cms_transform(pixels[..., 0] if grey else pixels, profile, srgb_profile(), **options)
