"""Camera RAW in, through LibRaw: every frame of a bracket developed alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from mefcore.bracket import Exposure, Metadata
from mefcore.errors import ReadError
from mefcore.io.checks import check_size, damaged, header, too_large
from mefcore.io.convert import to_rgb
from mefcore.io.exif import read_exif

Multipliers = tuple[float, float, float, float]
"""White balance: what the sensor's R, G, B and second G are multiplied by."""


def white_balance(path: Path) -> Multipliers:
    """What the camera chose when it took ``path``; its daylight balance where it does not say.

    Raises:
        ReadError: not a RAW file that LibRaw knows, or damaged.
    """
    with _open(path) as raw:
        chosen = [float(m) for m in raw.camera_whitebalance]
        if min(chosen[:3]) <= 0:
            chosen = [float(m) for m in raw.daylight_whitebalance]
    red, green, blue, green2 = chosen
    return red, green, blue, green2 if green2 > 0 else green


def read_raw(path: Path, balance: Multipliers | None = None, *, half_size: bool = False) -> tuple[np.ndarray, Metadata]:
    """Demosaic (AHD) to upright ``(H, W, 3)`` uint16, sRGB-encoded; white is the sensor's saturation.

    Nothing depends on the frame's content: no automatic brightness, and no lowering of the white level to the
    brightest pixel, which LibRaw does by default and which would change the exposure from frame to frame.

    Args:
        path: the file.
        balance: multipliers shared by a bracket; the file's own when None.
        half_size: one pixel for each 2×2 of the sensor, several times faster.

    Raises:
        ReadError: not a RAW file that LibRaw knows, damaged, or too large.
    """
    import rawpy

    if balance is None:
        balance = white_balance(path)
    with _open(path) as raw:
        check_size(raw.sizes.width, raw.sizes.height, path)
        metadata = _metadata(path, raw)
        try:
            pixels = raw.postprocess(
                user_wb=list(balance),
                half_size=half_size,
                no_auto_bright=True,
                adjust_maximum_thr=0.0,
                output_bps=16,
                output_color=rawpy.ColorSpace.sRGB,
                gamma=(2.4, 12.92),
            )
        except (MemoryError, rawpy.LibRawUnsufficientMemoryError) as e:
            raise too_large(path) from e
        except rawpy.LibRawError as e:
            raise damaged(path) from e
    return to_rgb(pixels), metadata


def _open(path: Path) -> Any:
    import rawpy

    header(path)
    _check_whole(path)
    try:
        return rawpy.imread(str(path))
    except rawpy.LibRawFileUnsupportedError as e:
        raise ReadError(
            "is not a RAW file this version of LibRaw knows",
            path=path,
            hint="convert it to DNG, or export TIFFs from it",
        ) from e
    except rawpy.LibRawError as e:
        raise damaged(path) from e


def _check_whole(path: Path) -> None:
    """Refuse a DNG that was cut short, before LibRaw writes about it to stderr."""
    if path.suffix.lower() != ".dng":
        return  # other makers' byte counts are not always true
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            pages = [tiff.pages[0], *(tiff.pages[0].pages or ())]
            size = tiff.filehandle.size
            ends = [o + n for page in pages for o, n in zip(page.dataoffsets, page.databytecounts, strict=False)]
    except OSError:
        raise
    except Exception:
        return  # LibRaw forgives more than tifffile
    if max(ends, default=0) > size:
        raise damaged(path)


def _metadata(path: Path, raw: Any) -> Metadata:
    """From the file's EXIF, else from that of the JPEG inside (Fujifilm), else from what LibRaw knows (Canon CR3)."""
    with path.open("rb") as file:
        metadata, _ = read_exif(file)
    if metadata.exposure.time is None and (jpeg := _thumbnail(raw)):
        inner, _ = read_exif(jpeg)
        metadata = inner if inner.exposure.time else metadata
    other, lens = getattr(raw, "other", None), getattr(raw, "lens", None)  # rawpy ≥ 0.26
    if metadata.exposure.time is None and other is not None:
        exposure = Exposure(other.shutter_speed or None, other.aperture or None, other.iso_speed or None)
        metadata = replace(metadata, exposure=exposure, focal_length=other.focal_length or metadata.focal_length)
    if metadata.lens is None and lens is not None and lens.model:
        metadata = replace(metadata, lens=lens.model)
    return metadata


def _thumbnail(raw: Any) -> bytes | None:
    import rawpy

    try:
        thumb = raw.extract_thumb()
    except rawpy.LibRawError:
        return None
    return bytes(thumb.data) if thumb.format == rawpy.ThumbFormat.JPEG else None
