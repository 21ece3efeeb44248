"""Camera RAW in, through LibRaw: every frame of a bracket developed alike."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from mefcore.bracket import Exposure, Metadata
from mefcore.choices import WhiteBalance
from mefcore.errors import ReadError
from mefcore.io.checks import check_size, damaged, header, too_large
from mefcore.io.convert import to_rgb
from mefcore.io.exif import read_exif
from mefcore.io.quiet import quiet
from mefcore.io.reading import DEFAULT, Reading
from mefcore.io.xmp import XMP_TAG, xmp_packet

Multipliers = tuple[float, float, float, float]
"""White balance: what the sensor's R, G, B and second G are multiplied by."""


def white_balance(path: Path, choice: WhiteBalance = "camera") -> Multipliers:
    """What the camera chose when it took ``path``, or another of :class:`~mefcore.io.reading.Reading`'s choices.

    The camera's daylight balance stands in where a file does not say, or where the average of a picture is no colour.

    Raises:
        ReadError: not a RAW file that LibRaw knows, or damaged.
    """
    with _open(path) as raw:
        chosen = [0.0] * 3
        if choice == "camera":
            chosen = [float(m) for m in raw.camera_whitebalance]
        elif choice == "auto":
            raw.postprocess(use_auto_wb=True, half_size=True, no_auto_bright=True, output_bps=8)
            chosen = [float(m) for m in raw.auto_whitebalance or chosen]
        if not _sound(chosen):
            chosen = [float(m) for m in raw.daylight_whitebalance]
        if not _sound(chosen):
            raise damaged(path)
    red, green, blue, green2 = chosen
    return red, green, blue, green2 if 0 < green2 < math.inf else green


def _sound(multipliers: list[float]) -> bool:
    return all(0 < m < math.inf for m in multipliers[:3])


def read_raw(path: Path, balance: Multipliers | None = None, reading: Reading = DEFAULT) -> tuple[np.ndarray, Metadata]:
    """Demosaic (AHD) to upright ``(H, W, 3)`` uint16, sRGB-encoded; white is the sensor's saturation.

    Nothing depends on the frame's content: no automatic brightness, and no lowering of the white level to the
    brightest pixel, which LibRaw does by default and which would change the exposure from frame to frame.

    Args:
        path: the file.
        balance: multipliers shared by a bracket; those that ``reading`` chooses for this file alone when None.
        reading: how to develop it.

    Raises:
        ReadError: not a RAW file that LibRaw knows, damaged, or too large.
    """
    import rawpy

    if balance is None:
        balance = white_balance(path, reading.white_balance)
    modes = rawpy.HighlightMode
    highlights = {"clip": modes.Clip, "blend": modes.Blend, "rebuild": modes.ReconstructDefault}
    with _open(path) as raw:
        metadata = _metadata(path, raw)
        pixels = raw.postprocess(
            user_wb=list(balance),
            half_size=reading.half,
            highlight_mode=highlights[reading.highlights],
            no_auto_bright=True,
            adjust_maximum_thr=0.0,
            output_bps=16,
            output_color=rawpy.ColorSpace.sRGB,
            gamma=(2.4, 12.92),
        )
    return to_rgb(pixels), metadata


@contextlib.contextmanager
def _open(path: Path) -> Iterator[Any]:
    """The file in LibRaw's hands; whatever it says within the block about the data is a :class:`ReadError`."""
    import rawpy

    header(path)
    _check_whole(path)
    try:
        with open_raw(path) as raw:
            check_size(raw.sizes.raw_width, raw.sizes.raw_height, path)
            yield raw
    except rawpy.LibRawFileUnsupportedError as e:
        raise ReadError(
            "is not a RAW file this version of LibRaw knows",
            path=path,
            hint="convert it to DNG, or export TIFFs from it",
        ) from e
    except (MemoryError, rawpy.LibRawUnsufficientMemoryError) as e:
        raise too_large(path) from e
    except rawpy.LibRawError as e:
        raise damaged(path) from e


@contextlib.contextmanager
def open_raw(path: Path) -> Iterator[Any]:
    """rawpy's view of a file; LibRaw's words about its data are lost.

    Raises:
        rawpy.LibRawError: not a RAW file that LibRaw knows, or damaged.
    """
    import rawpy

    try:
        str(path).encode()
        source: Any = str(path)
    except UnicodeEncodeError:
        source = io.BytesIO(path.read_bytes())  # rawpy passes on names in UTF-8 only
    with quiet(), rawpy.imread(source) as raw:
        yield raw


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
    return replace(metadata, xmp=_xmp(path))


def _xmp(path: Path) -> bytes | None:
    """The XMP packet of a RAW file that is a TIFF inside; None for others."""
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            return xmp_packet(tiff.pages[0].tags.valueof(XMP_TAG))
    except Exception:  # a courtesy: tifffile knows few of the makers' formats
        return None


def _thumbnail(raw: Any) -> bytes | None:
    import rawpy

    try:
        thumb = raw.extract_thumb()
    except rawpy.LibRawError:
        return None
    return bytes(thumb.data) if thumb.format == rawpy.ThumbFormat.JPEG else None
