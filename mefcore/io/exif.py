"""EXIF in: the few facts of a frame that the rest of the program uses."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Mapping
from typing import Any, BinaryIO

from mefcore.bracket import Exposure, Metadata

# Without a handler, Python prints the library's complaints about odd files to stderr, where scripts expect our one line.
logging.getLogger("exifread").addHandler(logging.NullHandler())

Tags = Mapping[str, Any]


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
    except Exception:  # noqa: BLE001 - the library raises anything from KeyError to struct.error on broken blocks
        return Metadata(), 1
    return _metadata(tags), _orientation(tags)


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
