"""Whole files of every kind that is read, small, made from scratch and always the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import cv2
import imagecodecs
import makers
import numpy as np
import tifffile
from PIL import Image, ImageCms

HEIGHT, WIDTH = 24, 32


class Seed(NamedTuple):
    """A whole file: its usual suffix and its bytes."""

    suffix: str
    data: bytes


def pixels(dtype: type = np.uint8) -> np.ndarray:
    """``(24, 32, 3)``; floats in ``[0, 1]``."""
    encoded = makers.exposed(0, height=HEIGHT, width=WIDTH)
    if np.dtype(dtype).kind == "f":
        return encoded.astype(dtype)
    return np.rint(encoded * np.iinfo(dtype).max).astype(dtype)


def profile(name: str = "sRGB") -> bytes:
    """An ICC profile that Little CMS makes."""
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes())  # type: ignore[arg-type]


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'


def pillow(mode: str = "RGB", **options: Any) -> bytes:
    """The picture by Pillow's encoders."""
    image = Image.fromarray(pixels())
    if mode == "P":
        image = image.quantize(16)
    elif mode in ("LA", "RGBA"):
        image.putalpha(Image.fromarray(pixels()[..., 0]))
        image = image.convert(mode)
    else:
        image = image.convert(mode)
    stream = io.BytesIO()
    image.save(stream, **options)
    return stream.getvalue()


def tiff(values: np.ndarray | None = None, **options: Any) -> bytes:
    """The picture by tifffile, a strip for every five rows unless there are tiles."""
    stream = io.BytesIO()
    options = {"photometric": "rgb", "metadata": None, **options}
    if "tile" not in options:
        options.setdefault("rowsperstrip", 5)
    tifffile.imwrite(stream, pixels(np.uint16) if values is None else values, **options)
    return stream.getvalue()


def pages() -> bytes:
    """Three pages, of which the first is a thumbnail."""
    stream = io.BytesIO()
    with tifffile.TiffWriter(stream) as writer:
        writer.write(pixels()[::4, ::4], photometric="rgb", subfiletype=1)
        writer.write(pixels(), photometric="rgb")
        writer.write(pixels(np.uint16), photometric="rgb")
    return stream.getvalue()


def dng() -> bytes:
    with TemporaryDirectory() as folder:
        return makers.write_dng(Path(folder, "a.dng"), makers.scene(48, 64) * 0.25, time=0.01).read_bytes()


def exr(dtype: type = np.float16, **header: Any) -> bytes:
    import OpenEXR

    with TemporaryDirectory() as folder:
        path = Path(folder, "a.exr")
        values = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage, **header}
        OpenEXR.File(values, {"RGB": pixels(dtype)}).write(str(path))
        return path.read_bytes()


def _tiled_exr() -> bytes:
    import OpenEXR

    return exr(type=OpenEXR.tiledimage, compression=OpenEXR.PIZ_COMPRESSION, tiles=OpenEXR.TileDescription())


def heic(name: str) -> bytes:
    """Nothing that may be installed with the rest writes HEIC, so these lie ready."""
    return Path(__file__).resolve().parents[1].joinpath("data", "heif", name).read_bytes()


def _exif() -> Any:
    block = makers.exif(time=0.01, f_number=8, iso=100, orientation=6)
    block[0x0132] = "2024:05:06 07:08:09"
    return block


def _rich_jpeg() -> bytes:
    return pillow(format="JPEG", quality=90, exif=_exif(), icc_profile=profile(), xmp=XMP, comment=b"hello")


def _grey(dtype: type = np.uint8) -> np.ndarray:
    return np.ascontiguousarray(pixels(dtype)[..., 1])


MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "jpeg": (".jpg", _rich_jpeg),
    "jpeg-progressive": (".jpg", lambda: pillow(format="JPEG", progressive=True, exif=_exif())),
    "jpeg-grey": (".jpg", lambda: pillow("L", format="JPEG")),
    "jpeg-cmyk": (".jpg", lambda: pillow("CMYK", format="JPEG")),
    "jpeg-restart": (".jpg", lambda: pillow(format="JPEG", restart_marker_rows=1)),
    "png": (".png", lambda: pillow(format="PNG", exif=_exif(), icc_profile=profile())),
    "png-palette": (".png", lambda: pillow("P", format="PNG", transparency=3)),
    "png-1": (".png", lambda: pillow("1", format="PNG")),
    "png-grey": (".png", lambda: pillow("L", format="PNG")),
    "png-grey-alpha": (".png", lambda: pillow("LA", format="PNG")),
    "png-alpha": (".png", lambda: pillow("RGBA", format="PNG")),
    "png16": (".png", lambda: cv2.imencode(".png", pixels(np.uint16))[1].tobytes()),
    "png16-grey": (".png", lambda: imagecodecs.png_encode(_grey(np.uint16))),
    "webp": (".webp", lambda: pillow(format="WEBP", exif=_exif(), icc_profile=profile(), xmp=XMP)),
    "webp-lossless": (".webp", lambda: pillow("RGBA", format="WEBP", lossless=True)),
    "webp-animation": (
        ".webp",
        lambda: pillow(format="WEBP", save_all=True, append_images=[Image.new("RGB", (32, 24))]),
    ),
    "tiff": (".tif", lambda: tiff(pixels(), iccprofile=profile(), software="x", description="y")),
    "tiff16": (".tif", lambda: tiff(extratags=[(274, 3, 1, 6, True)])),
    "tiff-big-endian": (".tif", lambda: tiff(byteorder=">")),
    "tiff-big": (".tif", lambda: tiff(bigtiff=True)),
    "tiff-float": (".tif", lambda: tiff(pixels(np.float32), predictor=3, compression="zlib")),
    "tiff-half": (".tif", lambda: tiff(pixels(np.float16))),
    "tiff-double": (".tif", lambda: tiff(pixels(np.float64))),
    "tiff-lzw": (".tif", lambda: tiff(compression="lzw", predictor=2)),
    "tiff-deflate": (".tif", lambda: tiff(compression="zlib", predictor=2)),
    "tiff-zstd": (".tif", lambda: tiff(compression="zstd", predictor=2)),
    "tiff-packbits": (".tif", lambda: tiff(pixels(), compression="packbits")),
    "tiff-jpeg": (".tif", lambda: tiff(pixels(), compression="jpeg", rowsperstrip=8)),
    "tiff-webp": (".tif", lambda: tiff(pixels(), compression="webp")),
    "tiff-jxl": (".tif", lambda: tiff(pixels(), compression="jpegxl")),
    "tiff-jpeg2000": (".tif", lambda: tiff(pixels(), compression="jpeg2000", rowsperstrip=24)),
    "tiff-lerc": (".tif", lambda: tiff(pixels(), compression="lerc")),
    "tiff-lzma": (".tif", lambda: tiff(compression="lzma")),
    "tiff-tiles": (".tif", lambda: tiff(tile=(16, 16), compression="zlib")),
    "tiff-planes": (".tif", lambda: tiff(np.moveaxis(pixels(), 2, 0).copy(), planarconfig="separate")),
    "tiff-palette": (
        ".tif",
        lambda: tiff(_grey(), photometric="palette", colormap=np.arange(768, dtype=np.uint16).reshape(3, 256) * 85),
    ),
    "tiff-1": (".tif", lambda: tiff(_grey() > 128, photometric="minisblack")),
    "tiff-grey": (".tif", lambda: tiff(_grey(np.uint16), photometric="miniswhite")),
    "tiff-alpha": (".tif", lambda: tiff(np.dstack([pixels(), _grey()]), extrasamples=["unassalpha"])),
    "tiff-pages": (".tif", pages),
    "heic": (".heic", lambda: heic("turned-6.heic")),
    "heic-profile": (".heic", lambda: heic("p3-profile.heic")),
    "heic-ten-bits": (".heic", lambda: heic("ten-bits.heic")),
    "heic-alpha": (".heic", lambda: heic("alpha.heic")),
    "avif": (".avif", lambda: pillow(format="AVIF", exif=_exif(), icc_profile=profile(), xmp=XMP)),
    "avif-ten-bits": (".avif", lambda: imagecodecs.avif_encode(pixels(np.uint16) >> 6, bitspersample=10)),
    "jxl": (".jxl", lambda: imagecodecs.jpegxl_encode(pixels())),
    "jxl16": (".jxl", lambda: imagecodecs.jpegxl_encode(pixels(np.uint16), usecontainer=True)),
    "jxl-float": (".jxl", lambda: imagecodecs.jpegxl_encode(pixels(np.float32))),
    "exr": (".exr", exr),
    "exr-float": (".exr", lambda: exr(np.float32)),
    "exr-tiles": (".exr", _tiled_exr),
    "hdr": (".hdr", lambda: cv2.imencode(".hdr", pixels(np.float32))[1].tobytes()),
    "dng": (".dng", dng),
    "nef": (".nef", dng),  # LibRaw looks inside, whatever the suffix says
}


@cache
def seed(kind: str) -> Seed:
    """The whole file of one of :data:`MAKERS`."""
    suffix, make = MAKERS[kind]
    return Seed(suffix, make())
