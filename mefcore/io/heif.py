"""HEIC, HEIF and AVIF in: upright ``(H, W, 3)`` uint8 or uint16, in sRGB."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from mefcore.bracket import Metadata
from mefcore.io.checks import check_size, damaged, decoding
from mefcore.io.convert import stretched, to_rgb, upright, without_alpha
from mefcore.io.exif import read_exif
from mefcore.io.icc import to_srgb
from mefcore.io.quiet import quiet
from mefcore.io.spaces import coded_profile


def read_heif(path: Path) -> tuple[np.ndarray, Metadata]:
    """The main picture of a HEIC or HEIF file; more than 8 bits are scaled to 16.

    libheif turns the picture as the container says.  The container's word is final: EXIF's orientation, which phones
    write too, would turn it a second time.

    Raises:
        ReadError: damaged, cut short or too large.
    """
    image = open_heif(path)
    width, height = image.size
    check_size(width, height, path)
    with decoding(path), quiet():
        pixels = np.array(image)
        # It comes shifted to the top of 16 bits.
        if pixels.dtype == np.uint16:
            depth = image.info["bit_depth"]
            pixels = stretched(pixels >> (16 - depth), depth)
    return to_rgb(to_srgb(without_alpha(pixels), _profile(image))), _metadata(image)


def read_avif(path: Path) -> tuple[np.ndarray, Metadata]:
    """The first picture of an AVIF file; more than 8 bits are scaled to 16.

    Raises:
        ReadError: damaged, cut short or too large.
    """
    import imagecodecs  # Pillow keeps only 8 bits

    from mefcore.io.raster import open_image

    # libheif reads the container, libavif the pixels; which way up they are, only Pillow tells.
    container = open_heif(path)
    with open_image(path) as image:
        width, height = image.size
        check_size(width, height, path)
        _, orientation = read_exif(image.info.get("exif"))
    with decoding(path), quiet():
        pixels = imagecodecs.avif_decode(path.read_bytes(), 0)
        if pixels.dtype == np.uint16:
            pixels = stretched(pixels, container.info["bit_depth"])
    pixels = to_srgb(without_alpha(pixels), _profile(container))
    return upright(to_rgb(pixels), orientation), _metadata(container)


def open_heif(path: Path) -> Any:
    """pi-heif's picture of a HEIF or AVIF container, its metadata read and nothing decoded.

    Raises:
        ReadError: the container is damaged.
    """
    import pi_heif

    # Depth maps and their like are not looked at, so that nothing in them can go wrong.
    pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
    data = path.read_bytes()
    _check_items(data, path)
    with decoding(path):
        file = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=False)
        return file[file.primary_index]


def _check_items(data: bytes, path: Path) -> None:
    """Refuse an item entry (ISO/IEC 14496-12, 8.11.6) whose texts are none: pi-heif up to 1.4.0 would crash on it."""
    for match in re.finditer(b"infe([\2\3])", data):
        start = match.start()
        length = int.from_bytes(data[max(0, start - 4) : start], "big")
        if length > len(data) - start + 4:
            continue  # four bytes of the pixels that happen to look like one
        type_at = start + 4 + (8 if length == 1 else 0) + (8 if match[1] == b"\2" else 10)
        entry = data[type_at : start - 4 + length] if length > 1 else data[type_at : type_at + 4]
        try:
            entry.decode("utf-8")
        except UnicodeDecodeError as e:
            raise damaged(path) from e


def heif_exif(image: Any) -> bytes:
    """The EXIF block of what :func:`open_heif` gave; empty for none."""
    return image.info.get("exif") or b""


def _profile(image: Any) -> bytes | None:
    """The ICC profile, or one made from the container's code points where there is none."""
    if profile := image.info.get("icc_profile"):
        return profile
    coded = image.info.get("nclx_profile") or {}
    return coded_profile(coded.get("color_primaries", 2), coded.get("transfer_characteristics", 2))


def _metadata(image: Any) -> Metadata:
    metadata, _ = read_exif(heif_exif(image))
    return replace(metadata, xmp=image.info.get("xmp"))
