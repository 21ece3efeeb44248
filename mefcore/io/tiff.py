"""TIFF in and out: 8 bits, 16 bits and float, any compression imagecodecs knows, a real EXIF directory."""

from __future__ import annotations

import logging
import struct
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from mefcore.bracket import Metadata, full_scale
from mefcore.errors import ReadError
from mefcore.io.checks import check_size, damaged, decoding
from mefcore.io.convert import cpu_count, to_rgb, upright, without_alpha
from mefcore.io.exif import EXIF_IFD, SOFTWARE, camera_tags, exif_ifd, read_exif
from mefcore.io.icc import srgb_profile, to_srgb
from mefcore.job import SILENT, Job

# Without a handler, Python prints the library's complaints to stderr, where scripts expect one line of ours.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_ORIENTATION, _ICC_PROFILE = 274, 34675
_JPEG = (6, 7, 34892)
"""Compressions whose decoder turns YCbCr into RGB."""
_ROWS_PER_STRIP = 64
_CLASSIC_LIMIT = 2**32 - 2**25
"""Bytes of pixels that fit into a classic TIFF's 32-bit offsets however badly they compress."""


def read_tiff(path: Path) -> tuple[np.ndarray, Metadata]:
    """The first full picture of a TIFF: ``(H, W, 3)`` uint8, uint16 or float32, upright, sRGB-encoded.

    9 to 15 bits are scaled to the full 16; 32-bit integers and all floats become float32 in ``[0, 1]``.

    Raises:
        ReadError: damaged, cut short, too large, or not a photograph (complex numbers, volumes, sensor data…).
    """
    import tifffile

    with decoding(path), tifffile.TiffFile(path) as tiff:
        page = next((p for p in tiff.pages if not p.is_reduced), tiff.pages[0])
        check_size(page.imagewidth, page.imagelength, path)
        _check_whole(page, tiff.filehandle.size, path)
        pixels = _normalise(page, page.asarray(maxworkers=cpu_count()), path)
        if pixels.shape[:2] != (page.imagelength, page.imagewidth) or pixels.ndim > 3:
            raise damaged(path)
        profile = page.tags.valueof(_ICC_PROFILE)
        orientation = page.tags.valueof(_ORIENTATION, default=1)
    with path.open("rb") as file:
        metadata, _ = read_exif(file)
    pixels = to_srgb(without_alpha(pixels), profile)
    if pixels.dtype == np.float32:
        pixels = np.clip(np.nan_to_num(pixels, copy=False), 0.0, 1.0)
    return upright(to_rgb(pixels), orientation), metadata


def _check_whole(page: Any, size: int, path: Path) -> None:
    # tifffile fills strips that are not there with zeros; a picture that is half black must not pass for one.
    segments = zip(page.dataoffsets, page.databytecounts, strict=True)
    if not page.dataoffsets or any(count < 1 or offset + count > size for offset, count in segments):
        raise damaged(path)


def _normalise(page: Any, pixels: np.ndarray, path: Path) -> np.ndarray:
    """Decoded values to ``(H, W[, C])`` uint8, uint16 or float32 where zero is black and full scale is white."""
    import tifffile

    kind = tifffile.PHOTOMETRIC
    if page.axes == "SYX":
        pixels = np.moveaxis(pixels, 0, -1)
    elif page.axes not in ("YX", "YXS"):
        raise ReadError("holds a volume, not a picture", path=path, hint="save one plane as an RGB TIFF")
    if page.photometric == kind.PALETTE:
        # Palettes are 16 bits wide on paper, yet what they index has 8.
        return (np.asarray(page.colormap).T[pixels] >> 8).astype(np.uint8)
    if page.photometric == kind.SEPARATED:
        raise ReadError("is a CMYK TIFF, made for print", path=path, hint="convert it to RGB first")
    if page.photometric == kind.YCBCR and page.compression not in _JPEG:
        raise ReadError("holds uncompressed YCbCr data", path=path, hint="save it as an RGB TIFF")
    if page.photometric not in (kind.MINISBLACK, kind.MINISWHITE, kind.RGB, kind.YCBCR):
        raise ReadError(f"holds {kind(page.photometric).name} data", path=path, hint="save it as an RGB TIFF")
    pixels = _scale(pixels, page.bitspersample, path)
    if page.photometric == kind.MINISWHITE:
        return (pixels.dtype.type(full_scale(pixels.dtype)) - pixels).astype(pixels.dtype)
    return pixels


def _scale(pixels: np.ndarray, bits: int, path: Path) -> np.ndarray:
    if pixels.dtype.kind == "f":
        return pixels.astype(np.float32)
    if pixels.dtype.kind == "b" or (pixels.dtype == np.uint8 and bits < 8):
        return (pixels.astype(np.uint16) * 255 // ((1 << bits) - 1)).astype(np.uint8)
    if pixels.dtype in (np.uint8, np.uint16):
        top = (1 << bits) - 1
        return pixels if bits in (8, 16) else ((pixels.astype(np.uint32) * 65535 + top // 2) // top).astype(np.uint16)
    if pixels.dtype == np.uint32:
        return (pixels / float((1 << bits) - 1)).astype(np.float32)
    raise ReadError(f"holds {pixels.dtype} numbers", path=path, hint="save it as an 8-bit, 16-bit or float RGB TIFF")


def write_tiff(path: Path, pixels: np.ndarray, metadata: Metadata, *, description: str = "", job: Job = SILENT) -> None:
    """Write ``(H, W, 3)`` uint8, uint16 or float32: deflate with predictor, sRGB profile, EXIF, software tag.

    Every reader takes deflate; level 1 is within a few per cent of the smallest and several times faster.  Pictures
    beyond 4 GB become BigTIFF, and then carry the camera's name but no EXIF directory.

    Raises:
        OSError: from the operating system.
        Cancelled: ``job`` was cancelled.
    """
    import tifffile

    big = pixels.nbytes > _CLASSIC_LIMIT
    extra: list[tuple[int, int, int, int | bytes, bool]] = [(_ORIENTATION, 3, 1, 1, True)]
    extra += [(tag, 2, len(text) + 1, text, True) for tag, text in camera_tags(metadata).items()]
    # tifffile insists on writing EXIF_IFD itself, and does not; its neighbour keeps the place in the sorted directory.
    placeholder = EXIF_IFD + 1
    if not big:
        extra.append((placeholder, 4, 1, 0, True))
    tifffile.imwrite(
        path,
        _strips(pixels, job),
        shape=pixels.shape,
        dtype=pixels.dtype,
        byteorder="<",
        bigtiff=big,
        photometric="rgb",
        compression="adobe_deflate",
        predictor=3 if pixels.dtype == np.float32 else 2,
        rowsperstrip=_ROWS_PER_STRIP,
        resolution=(300, 300),
        resolutionunit="inch",
        software=SOFTWARE,
        description=description.encode() or None,
        iccprofile=srgb_profile(),
        metadata=None,
        extratags=extra,
    )
    if not big:
        _append_exif(path, metadata, placeholder)


def _strips(pixels: np.ndarray, job: Job) -> Iterator[bytes]:
    """Compressed strips from top to bottom; a few are in the works at any time, so memory stays small."""
    height = pixels.shape[0]
    workers = cpu_count()
    with ThreadPoolExecutor(workers, thread_name_prefix="deflate") as pool:
        waiting: deque[Future[bytes]] = deque()
        try:
            for top in range(0, height, _ROWS_PER_STRIP):
                waiting.append(pool.submit(_compress, pixels[top : top + _ROWS_PER_STRIP]))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
                job.progress(top / height)
            while waiting:
                job.check()
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _compress(strip: np.ndarray) -> bytes:
    import imagecodecs

    strip = np.ascontiguousarray(strip, dtype=strip.dtype.newbyteorder("<"))
    predict = imagecodecs.floatpred_encode if strip.dtype.kind == "f" else imagecodecs.delta_encode
    predicted: Any = predict(strip, axis=-2)
    # libdeflate: the same format in less than half of zlib's time.
    deflate = imagecodecs.deflate_encode if imagecodecs.DEFLATE.available else imagecodecs.zlib_encode
    return bytes(deflate(predicted, level=1))


def _append_exif(path: Path, metadata: Metadata, placeholder: int) -> None:
    import tifffile

    with tifffile.TiffFile(path) as tiff:
        entry = tiff.pages.first.tags[placeholder].offset
    with path.open("r+b") as file:
        offset = file.seek(0, 2)
        offset += file.write(b"\0" * (offset % 2))  # directories stand at even offsets
        file.write(exif_ifd(metadata, offset))
        file.seek(entry)
        file.write(struct.pack("<HHLL", EXIF_IFD, 4, 1, offset))
