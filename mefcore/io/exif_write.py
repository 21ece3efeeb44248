"""EXIF out: directories for TIFF and whole blocks for JPEG and PNG."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from mefcore import __version__
from mefcore.bracket import Metadata

SOFTWARE = f"Luxcube {__version__}"

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
"""The tags of the first directory that say where EXIF's own directory is, and that of the position."""

Field = tuple[int, Any]
"""EXIF's type number, and a value: UTF-8 text, bytes, a whole number, a ratio, or a tuple of those."""

_BYTE, _TEXT, _SHORT, _LONG, _RATIO, _UNDEFINED = 1, 2, 3, 4, 5, 7


def camera_tags(metadata: Metadata) -> dict[int, bytes]:
    """The facts that live in a TIFF's first directory: tag → UTF-8 text (Make, Model, Artist, Copyright)."""
    texts = {0x010F: metadata.make, 0x0110: metadata.model, 0x013B: metadata.artist, 0x8298: metadata.copyright}
    return {tag: text.encode("utf-8", "replace") for tag, text in texts.items() if text}


def exif_fields(metadata: Metadata, *, srgb: bool = True) -> dict[int, Field]:
    """EXIF's own directory.

    Args:
        metadata: of the reference frame.
        srgb: whether the pixels are in sRGB; if not, the ICC profile says in what.
    """
    exposure = metadata.exposure
    fields = _carried(metadata, "exif")
    ours: dict[int, tuple[int, Any]] = {
        0x829A: (_RATIO, _rational(exposure.time, 1_000_000)),
        0x829D: (_RATIO, _rational(exposure.f_number, 100)),
        0x9000: (_UNDEFINED, b"0232"),
        0x9003: (_TEXT, _utf8(metadata.captured)),
        0x920A: (_RATIO, _rational(metadata.focal_length, 1000)),
        0xA000: (_UNDEFINED, b"0100"),
        0xA001: (_SHORT, 1 if srgb else 0xFFFF),
        0xA434: (_TEXT, _utf8(metadata.lens)),
    }
    if exposure.iso and exposure.iso >= 0.5:
        iso = min(round(exposure.iso), 2**32 - 1)
        ours[0x8827] = (_SHORT, min(iso, 65535))
        if iso >= 65535:
            ours |= {0x8830: (_SHORT, 2), 0x8832: (_LONG, iso)}
    fields |= {tag: field for tag, field in ours.items() if field[1] is not None and field[1] != b""}
    return fields


def gps_fields(metadata: Metadata) -> dict[int, Field]:
    """The directory of the position, as the camera wrote it; empty where it wrote none."""
    return _carried(metadata, "gps")


def directory(fields: Mapping[int, Field], offset: int, *, big: bool = False) -> bytes:
    """A little-endian directory as it must stand at byte ``offset`` of a classic TIFF, or of a BigTIFF."""
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    header = struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16) if big else struct.pack("<2sHL", b"II", 42, 8)
    built = ImageFileDirectory_v2(header, group=0)  # no group: types and counts are ours, not Pillow's guesses
    for tag, (kind, value) in fields.items():
        built.tagtype[tag] = kind
        built[tag] = value
    return built.tobytes(offset)


def exif_block(metadata: Metadata, description: str = "", *, srgb: bool = True) -> bytes:
    """A whole EXIF block for JPEG and PNG, without the ``Exif\\0\\0`` prefix; orientation is upright."""
    first: dict[int, Field] = {tag: (_TEXT, text) for tag, text in camera_tags(metadata).items()}
    first |= {0x0112: (_SHORT, 1), 0x0131: (_TEXT, SOFTWARE.encode())}
    if description:
        first[0x010E] = (_TEXT, _utf8(description))
    return joined(first, exif_fields(metadata, srgb=srgb), gps_fields(metadata))


def joined(first: Mapping[int, Field], exif: Mapping[int, Field], gps: Mapping[int, Field]) -> bytes:
    """An EXIF block of its three directories, without the prefix; an empty ``gps`` is left out."""
    pointers: dict[int, Field] = {EXIF_IFD: (_LONG, 0)} | ({GPS_IFD: (_LONG, 0)} if gps else {})
    start = 8
    exif_at = start + _even(len(directory({**first, **pointers}, start)))
    inner = directory(exif, exif_at)
    gps_at = exif_at + _even(len(inner))
    pointers = {EXIF_IFD: (_LONG, exif_at)} | ({GPS_IFD: (_LONG, gps_at)} if gps else {})
    parts = [directory({**first, **pointers}, start), inner, directory(gps, gps_at) if gps else b""]
    return struct.pack("<2sHL", b"II", 42, start) + b"".join(part.ljust(_even(len(part)), b"\0") for part in parts)


def _even(length: int) -> int:
    return length + length % 2  # directories stand at even offsets


def _carried(metadata: Metadata, where: Literal["exif", "gps"]) -> dict[int, Field]:
    from PIL.TiffImagePlugin import IFDRational

    fields: dict[int, Field] = {}
    for _, number, kind, values in (field for field in metadata.carried if field.directory == where):
        value: Any = values
        if isinstance(values, str):
            value = _utf8(values)
        elif kind in (_BYTE, _UNDEFINED):
            value = bytes(v for v in values if isinstance(v, int))
        elif values and isinstance(values[0], tuple):
            value = tuple(IFDRational(*pair) for pair in values if isinstance(pair, tuple))
        fields[number] = (kind, value)
    return fields


def _utf8(text: str | None) -> bytes | None:
    # A name can hold half of a surrogate pair, which no encoding knows.
    return None if text is None else text.encode("utf-8", "replace")


def _rational(value: float | None, denominator: int) -> Any:
    from PIL.TiffImagePlugin import IFDRational

    if value is None or not 0 < value < 2**31:
        return None
    fraction = Fraction(value).limit_denominator(denominator)
    return IFDRational(fraction.numerator, fraction.denominator) if fraction else None
