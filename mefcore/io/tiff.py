"""TIFF in and out: 8 bits, 16 bits and float, any compression imagecodecs knows, real EXIF directories."""

from __future__ import annotations

import logging
import struct
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import islice
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from mefcore.bracket import Metadata, full_scale
from mefcore.choices import Space
from mefcore.errors import ReadError
from mefcore.io.checks import check_size, damaged, decoding
from mefcore.io.convert import cpu_count, stretched, to_rgb, upright, without_alpha
from mefcore.io.exif import read_exif
from mefcore.io.exif_write import (
    EXIF_IFD,
    GPS_IFD,
    SOFTWARE,
    Field,
    camera_tags,
    directory,
    exif_fields,
    gps_fields,
    joined,
)
from mefcore.io.icc import to_srgb
from mefcore.io.iptc import IPTC_TAG, iptc_block
from mefcore.io.spaces import profile_of
from mefcore.io.xmp import XMP_TAG, carried_over, xmp_packet
from mefcore.job import SILENT, Job

# Without a handler, Python prints the library's complaints to stderr, where scripts expect one line of ours.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_ORIENTATION, _ICC_PROFILE, _DNG_VERSION = 274, 34675, 50706
_CAMERA = (0x010E, 0x010F, 0x0110, 0x0112, 0x0131, 0x0132, 0x013B, 0x8298)
_JPEG = (6, 7, 34892)
"""Compressions whose decoder turns YCbCr into RGB."""
_PAGES = 64
"""So many are looked at for one that is no thumbnail; a chain of directories may be endless."""
_SAMPLES = 16
"""Channels of a pixel at most, those that are thrown away included."""
_ROWS_PER_STRIP = 64
_CLASSIC_LIMIT = 2**32 - 2**25
"""Bytes of pixels that fit into a classic TIFF's 32-bit offsets however badly they compress."""


def is_dng(path: Path) -> bool:
    """Whether a TIFF says in its first directory that it is a camera's negative."""
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            return _DNG_VERSION in tiff.pages.first.tags
    except Exception:  # reading it will say what is wrong
        return False


def read_tiff(path: Path) -> tuple[np.ndarray, Metadata]:
    """The first full picture of a TIFF: ``(H, W, 3)`` uint8, uint16 or float32, upright, sRGB-encoded.

    9 to 15 bits are scaled to the full 16; 32-bit integers and all floats become float32 in ``[0, 1]``.

    Raises:
        ReadError: damaged, cut short, too large, or not a photograph (complex numbers, volumes, sensor data…).
    """
    import tifffile

    with decoding(path), tifffile.TiffFile(path) as tiff:
        page = next((p for p in islice(tiff.pages, _PAGES) if not p.is_reduced), tiff.pages[0])
        check_size(page.imagewidth, page.imagelength, path)
        _check_layout(page, path)
        _check_whole(page, tiff.filehandle.size, path)
        pixels = _normalise(page, page.asarray(maxworkers=cpu_count()), path)
        if pixels.shape[:2] != (page.imagelength, page.imagewidth) or pixels.ndim > 3:
            raise damaged(path)
        profile = page.tags.valueof(_ICC_PROFILE)
        orientation = page.tags.valueof(_ORIENTATION, default=1)
        xmp = xmp_packet(page.tags.valueof(XMP_TAG))
        big = tiff.is_bigtiff
    with path.open("rb") as file:
        metadata, _ = read_exif(_classic_exif(file) if big else file)
    pixels = without_alpha(pixels)
    if pixels.dtype == np.float32:
        pixels = np.clip(np.nan_to_num(pixels), 0.0, 1.0)
    pixels = to_srgb(pixels, profile)
    return upright(to_rgb(pixels), orientation), replace(metadata, xmp=xmp)


def _classic_exif(file: BinaryIO) -> bytes:
    """The camera's directories of a BigTIFF, which ExifRead does not know, as an EXIF block."""
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    from mefcore.io.raster import unwarned

    header = file.read(16)

    def fields(start: int | None) -> dict[int, Field]:
        read = ImageFileDirectory_v2(header, group=0)
        file.seek(read.next if start is None else start)
        read.load(file)
        # Pillow takes texts for Latin-1, whatever they are; this is the way back to their bytes.
        values = {tag: value.encode("latin-1") if isinstance(value := read[tag], str) else value for tag in read}
        return {tag: (read.tagtype[tag], value) for tag, value in values.items() if read.tagtype[tag] <= 12}

    try:
        with unwarned():
            first = ImageFileDirectory_v2(header, group=0)
            file.seek(first.next)
            first.load(file)
            inner, position = (fields(first[tag]) if tag in first else {} for tag in (EXIF_IFD, GPS_IFD))
            return joined({tag: field for tag, field in fields(None).items() if tag in _CAMERA}, inner, position)
    except Exception:  # as in read_tags
        return b""


def _check_layout(page: Any, path: Path) -> None:
    # What a pixel and a tile take may be promised as freely as what the picture does.
    if page.samplesperpixel > _SAMPLES:
        raise ReadError(f"has {page.samplesperpixel} channels", path=path, hint="save it as an RGB TIFF")
    if page.is_tiled:
        check_size(page.tilewidth, page.tilelength, path)
    depth = max(page.imagedepth, page.tiledepth or 1)
    if depth > 1:
        check_size(page.imagewidth * depth, page.imagelength, path)


def _check_whole(page: Any, size: int, path: Path) -> None:
    # tifffile fills strips that are not there with zeros; a picture that is half black must not pass for one.
    segments = zip(page.dataoffsets, page.databytecounts, strict=True)
    if len(page.dataoffsets) < prod(page.chunked) or not page.dataoffsets:
        raise damaged(path)
    if any(count < 1 or offset + count > size for offset, count in segments):
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
        with np.errstate(over="ignore", invalid="ignore"):  # infinities and NaN stay what they are
            return pixels.astype(np.float32)
    if pixels.dtype.kind == "b" or (pixels.dtype == np.uint8 and bits < 8):
        return (pixels.astype(np.uint16) * 255 // ((1 << bits) - 1)).astype(np.uint8)
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels if bits == 8 else stretched(pixels, bits)
    if pixels.dtype == np.uint32:
        return (pixels / float((1 << bits) - 1)).astype(np.float32)
    raise ReadError(f"holds {pixels.dtype} numbers", path=path, hint="save it as an 8-bit, 16-bit or float RGB TIFF")


def write_tiff(
    path: Path,
    pixels: np.ndarray,
    metadata: Metadata,
    *,
    description: str = "",
    space: Space = "srgb",
    job: Job = SILENT,
) -> None:
    """Write ``(H, W, 3)`` uint8, uint16 or float32, already in ``space``: deflate with predictor, metadata, profile.

    Every reader takes deflate; level 1 is within a few per cent of the smallest and several times faster.  Pictures
    beyond 4 GB become BigTIFF.

    Raises:
        OSError: from the operating system.
        Cancelled: ``job`` was cancelled.
    """
    import tifffile

    big = pixels.nbytes > _CLASSIC_LIMIT
    extra: list[tuple[int, int, int, int | bytes, bool]] = [(_ORIENTATION, 3, 1, 1, True)]
    extra += [(tag, 2, len(text) + 1, text, True) for tag, text in camera_tags(metadata).items()]
    packet, iptc = carried_over(metadata.xmp, (pixels.shape[1], pixels.shape[0])), iptc_block(metadata)
    extra += [(tag, 1, len(data), data, True) for tag, data in ((XMP_TAG, packet), (IPTC_TAG, iptc)) if data]
    # tifffile insists on writing these directories itself, and does not; their neighbours keep the places in the
    # sorted first directory.
    directories = {EXIF_IFD: exif_fields(metadata, srgb=space == "srgb"), GPS_IFD: gps_fields(metadata)}
    directories = {tag: fields for tag, fields in directories.items() if fields}
    extra += [(tag + 1, 16 if big else 4, 1, 0, True) for tag in directories]
    # Where the disk is full, the error would keep the strips, and those their threads.
    with closing(_strips(pixels, job)) as strips:
        tifffile.imwrite(
            path,
            strips,
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
            iccprofile=profile_of(space),
            metadata=None,
            extratags=extra,
        )
    for tag, fields in directories.items():
        _append_directory(path, tag, fields, big)


def _strips(pixels: np.ndarray, job: Job) -> Generator[bytes, None, None]:
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


def _append_directory(path: Path, tag: int, fields: dict[int, Field], big: bool) -> None:
    """Write a directory at the file's end, and into the place kept for it where that is."""
    import tifffile

    with tifffile.TiffFile(path) as tiff:
        entry = tiff.pages.first.tags[tag + 1].offset
    with path.open("r+b") as file:
        offset = file.seek(0, 2)
        offset += file.write(b"\0" * (offset % 2))  # directories stand at even offsets
        file.write(directory(fields, offset, big=big))
        file.seek(entry)
        file.write(struct.pack("<HHQQ", tag, 16, 1, offset) if big else struct.pack("<HHLL", tag, 4, 1, offset))
