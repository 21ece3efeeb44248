"""JPEG, PNG and WebP in, and the headers of AVIF; each becomes upright ``(H, W, 3)`` uint8 or uint16, sRGB-encoded."""

from __future__ import annotations

import contextlib
import io
import threading
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from mefcore.bracket import Metadata
from mefcore.errors import ReadError
from mefcore.io.checks import check_size, decoding
from mefcore.io.convert import to_rgb, upright, without_alpha
from mefcore.io.exif import facts, read_tags, says_adobe_rgb
from mefcore.io.formats import NAMES
from mefcore.io.icc import srgb_profile, to_srgb
from mefcore.io.iptc import read_iptc
from mefcore.io.spaces import profile_of
from mefcore.io.xmp import xmp_packet

# Named, so that Pillow registers these and does not load its forty others.
FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        AvifImagePlugin.AvifImageFile,
    )
)

# Pillow's own limit warns at 89 Mpx, a size real cameras and panoramas reach; check_size refuses what is too large.
Image.MAX_IMAGE_PIXELS = None

_headers = threading.Lock()


def read_raster(path: Path) -> tuple[np.ndarray, Metadata]:
    """Decode a file by its content, whatever its suffix says.

    Raises:
        ReadError: not one of :data:`FORMATS`, damaged, cut short, or too large.
    """
    with open_image(path) as image:
        width, height = image.size
        check_size(width, height, path)
        metadata, orientation, adobe_rgb = _metadata(image, path)
        profile = image.info.get("icc_profile") or (profile_of("adobe-rgb") if adobe_rgb else None)
        if image.mode == "CMYK":
            profile = None  # decoding has used it
        pixels = _decode_png16(path) if _is_png16(image, path) else _decode(image, path)
    return upright(to_rgb(to_srgb(without_alpha(pixels), profile)), orientation), metadata


def open_image(source: Path | BinaryIO) -> Image.Image:
    """Pillow's lazy image of a file, its header read and nothing decoded.

    Raises:
        ReadError: not one of :data:`FORMATS`, or the header is damaged.
    """
    path = source if isinstance(source, Path) else None
    with unwarned(), decoding(path):
        try:
            return Image.open(source, formats=FORMATS)
        except UnidentifiedImageError as e:
            raise ReadError("is not a picture Luxcube can read", path=path, hint=f"it reads {NAMES}") from e


@contextlib.contextmanager
def unwarned() -> Iterator[None]:
    """Within the block, Pillow's warnings about odd EXIF, MPO or palette blocks, which do not concern us, are lost.

    That swaps global state, so one thread at a time: it is for headers alone.
    """
    with _headers, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _metadata(image: Image.Image, path: Path) -> tuple[Metadata, int, bool]:
    """EXIF and XMP, and from IPTC what EXIF leaves out; orientation; whether EXIF says that this is Adobe RGB."""
    block = image.info.get("exif")
    if block is None and image.format == "PNG":
        with path.open("rb") as file:  # it may stand behind the pixels, where Pillow has not looked
            tags = read_tags(file)
    else:
        tags = read_tags(block)
    metadata, orientation = facts(tags)
    artist, rights = read_iptc(image) if image.format == "JPEG" else (None, None)
    metadata = replace(
        metadata,
        artist=metadata.artist or artist,
        copyright=metadata.copyright or rights,
        xmp=xmp_packet(image.info.get("xmp")),
    )
    return metadata, orientation, says_adobe_rgb(tags)


def _decode(image: Image.Image, path: Path) -> np.ndarray:
    with decoding(path):
        image.load()
        if image.mode == "CMYK":
            image = _print_to_srgb(image)
        elif image.mode in ("P", "PA"):
            image = image.convert("RGBA")  # straight to RGB would warn about transparent palettes
        elif image.mode not in ("L", "LA", "RGB", "RGBA"):
            image = image.convert("L" if image.mode == "1" else "RGB")
        return np.array(image)


def _print_to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile:
        srgb = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        try:
            converted = ImageCms.profileToProfile(image, io.BytesIO(profile), srgb, intent, "RGB", flags=flags)
            if converted is not None:
                return converted
        except ImageCms.PyCMSError:
            pass  # a broken profile is as good as none
    return image.convert("RGB")


def _is_png16(image: Image.Image, path: Path) -> bool:
    if image.format != "PNG":
        return False
    with path.open("rb") as file:
        return file.read(25)[24:] == b"\x10"  # IHDR is always first, and this is its bit depth


def _decode_png16(path: Path) -> np.ndarray:
    import imagecodecs  # Pillow would silently keep only 8 of the 16 bits of a colour PNG

    with decoding(path):
        return imagecodecs.png_decode(path.read_bytes())
