"""EXIF in and out: the few facts of a frame that the program uses and that travel to the result."""

from __future__ import annotations

import io
import logging
import math
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

from mefcore import __version__
from mefcore.bracket import Exposure, Metadata

# Without a handler, Python prints the library's complaints to stderr, where scripts expect one line of ours.
logging.getLogger("exifread").addHandler(logging.NullHandler())

Tags = Mapping[str, Any]
SOFTWARE = f"Luxcube {__version__}"

EXIF_IFD = 0x8769
"""The tag of the first directory that says where the directory of EXIF's own tags is."""


def read_exif(source: BinaryIO | bytes | None) -> tuple[Metadata, int]:
    """Metadata and orientation (EXIF 0x0112, 1…8) of a picture file or of a bare EXIF block.

    EXIF is a courtesy of the camera: a block that is missing, cut short or wrong gives empty fields, never an error.

    Args:
        source: an open picture file (JPEG, TIFF, most RAW formats) or the bytes of an EXIF block, with or without
            its ``Exif\\0\\0`` prefix.
    """
    if not source:
        return Metadata(), 1
    import exifread

    stream = io.BytesIO(source.removeprefix(b"Exif\0\0")) if isinstance(source, bytes) else source
    try:
        tags = exifread.process_file(stream, details=False)
    except Exception:  # anything from KeyError to struct.error, depending on what is broken
        return Metadata(), 1
    return _metadata(tags), _orientation(tags)


def made_by_luxcube(path: Path) -> bool:
    """Whether a picture says that this program wrote it, whatever the version."""
    import exifread

    try:
        with path.open("rb") as file:
            tags = exifread.process_file(file, details=False)
    except Exception:  # as in read_exif; whether the file is any good is found out by reading it
        return False
    return re.match(r"Luxcube \d", _text(tags, "Software") or "") is not None


def _metadata(tags: Tags) -> Metadata:
    return Metadata(
        make=_text(tags, "Make"),
        model=_text(tags, "Model"),
        lens=_text(tags, "LensModel"),
        captured=_text(tags, "DateTimeOriginal", "DateTimeDigitized", "DateTime"),
        focal_length=_positive(tags, "FocalLength"),
        artist=_text(tags, "Artist"),
        copyright=_text(tags, "Copyright"),
        exposure=Exposure(time=_time(tags), f_number=_f_number(tags), iso=_iso(tags)),
    )


def _time(tags: Tags) -> float | None:
    time = _positive(tags, "ExposureTime")
    apex = _number(tags, "ShutterSpeedValue") if time is None else None
    return time if apex is None or abs(apex) > 30 else 2.0**-apex


def _f_number(tags: Tags) -> float | None:
    aperture = _positive(tags, "FNumber")
    apex = _number(tags, "ApertureValue") if aperture is None else None
    return aperture if apex is None or abs(apex) > 30 else 2.0 ** (apex / 2)


def _iso(tags: Tags) -> float | None:
    iso = _positive(tags, "ISOSpeedRatings", "PhotographicSensitivity")
    # 65535 means "does not fit here": the real value is in the 32-bit tags of EXIF 2.3.
    if iso is None or iso >= 65535:
        return _positive(tags, "RecommendedExposureIndex", "ISOSpeed") or iso
    return iso


def _orientation(tags: Tags) -> int:
    # Only the picture's own: ExifRead also lists the thumbnail's.
    tag = tags.get("Image Orientation")
    value = tag.values[0] if tag is not None and getattr(tag, "values", None) else 1
    return value if value in range(1, 9) else 1


def _find(tags: Tags, names: tuple[str, ...]) -> Any:
    # DNG writers often put EXIF's tags straight into the first IFD.
    for name in names:
        for ifd in ("EXIF", "Image"):
            tag = tags.get(f"{ifd} {name}")
            if tag is not None and getattr(tag, "values", None):
                return tag.values
    return None


def _text(tags: Tags, *names: str) -> str | None:
    values = _find(tags, names)
    if not isinstance(values, str):
        return None
    return "".join(c for c in values.split("\0")[0] if c.isprintable()).strip() or None


def _number(tags: Tags, *names: str) -> float | None:
    values = _find(tags, names)
    try:
        number = float(values[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError, KeyError):
        return None
    return number if math.isfinite(number) else None


def _positive(tags: Tags, *names: str) -> float | None:
    number = _number(tags, *names)
    return number if number is not None and number > 0 else None


def camera_tags(metadata: Metadata) -> dict[int, bytes]:
    """The facts that live in a TIFF's first directory: tag → UTF-8 text (Make, Model, Artist, Copyright)."""
    texts = {0x010F: metadata.make, 0x0110: metadata.model, 0x013B: metadata.artist, 0x8298: metadata.copyright}
    return {tag: text.encode() for tag, text in texts.items() if text}


def exif_ifd(metadata: Metadata, offset: int) -> bytes:
    """EXIF's own directory, little endian, as it must stand at byte ``offset`` of a classic TIFF."""
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    directory = ImageFileDirectory_v2(group=EXIF_IFD)
    for tag, value in _exif_tags(metadata).items():
        directory[tag] = value
    return directory.tobytes(offset)


def exif_block(metadata: Metadata, description: str = "") -> bytes:
    """A whole EXIF block for JPEG and PNG, without the ``Exif\\0\\0`` prefix; orientation is upright."""
    from PIL.Image import Exif

    exif = Exif()
    exif[0x0112] = 1
    exif[0x0131] = SOFTWARE
    if description:
        exif[0x010E] = description.encode()
    exif.update(camera_tags(metadata))
    exif[EXIF_IFD] = _exif_tags(metadata)
    return exif.tobytes().removeprefix(b"Exif\0\0")


def _exif_tags(metadata: Metadata) -> dict[int, Any]:
    exposure = metadata.exposure
    tags: dict[int, Any] = {
        0x829A: _rational(exposure.time, 1_000_000),
        0x829D: _rational(exposure.f_number, 100),
        0x9000: b"0232",
        0x9003: metadata.captured,
        0x920A: _rational(metadata.focal_length, 1000),
        0xA000: b"0100",
        0xA001: 1,  # sRGB
        0xA434: metadata.lens,
    }
    if exposure.iso and exposure.iso >= 0.5:
        iso = round(exposure.iso)
        tags[0x8827] = min(iso, 65535)
        if iso >= 65535:
            tags |= {0x8830: 2, 0x8832: iso}
    return {tag: value for tag, value in tags.items() if value is not None}


def _rational(value: float | None, denominator: int) -> Any:
    from PIL.TiffImagePlugin import IFDRational

    if value is None or not 0 < value < 2**31:
        return None
    fraction = Fraction(value).limit_denominator(denominator)
    return IFDRational(fraction.numerator, fraction.denominator)
