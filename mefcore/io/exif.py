"""EXIF in: the few facts of a frame that the program uses, and those that only travel to the result."""

from __future__ import annotations

import io
import logging
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from mefcore.bracket import ExifField, Exposure, Metadata

# Without a handler, Python prints the library's complaints to stderr, where scripts expect one line of ours.
logging.getLogger("exifread").addHandler(logging.NullHandler())

Tags = Mapping[str, Any]

_OURS = re.compile(r"Luxcube \d")  # whatever the version

_CARRIED = frozenset(
    # Exposure program; when it was digitized, offsets from UTC, fractions of seconds.
    {0x8822, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292}
    # Bias, widest aperture, distance, metering, light source, flash.
    | {0x9204, 0x9205, 0x9206, 0x9207, 0x9208, 0x9209}
    # White balance, digital zoom, 35 mm equivalent, kind of scene, range of distance, lens and its maker.
    | {0xA403, 0xA404, 0xA405, 0xA406, 0xA40C, 0xA432, 0xA433}
)
"""EXIF's tags that stay true of the result.  Serial numbers, maker notes and develop settings are none of them."""

_GPS = range(32)
_TEXT, _RATIOS, _INTEGERS = 2, (5, 10), (1, 3, 4, 6, 7, 8, 9)
_LONGEST = 999  # numbers or letters in one field; what ExifRead reads at most

_READS = 100_000
"""ExifRead reads every number by itself; a camera's file with all its maker notes takes it a tenth of this at most."""


def read_exif(source: BinaryIO | bytes | None) -> tuple[Metadata, int]:
    """Metadata and orientation (EXIF 0x0112, 1…8) of a picture file or of a bare EXIF block.

    EXIF is a courtesy of the camera: a block that is missing, cut short or wrong gives empty fields, never an error.

    Args:
        source: an open picture file (JPEG, TIFF, most RAW formats) or the bytes of an EXIF block, with or without
            its ``Exif\\0\\0`` prefix.
    """
    return facts(read_tags(source))


def read_tags(source: BinaryIO | bytes | None, *, maker_notes: bool = False) -> Tags:
    """ExifRead's tags of a picture file or of a bare EXIF block; none where that is missing, cut short or wrong.

    Args:
        source: as for :func:`read_exif`.
        maker_notes: read what the camera's maker adds too, unless it is broken.
    """
    if not source:
        return {}
    import exifread

    stream = io.BytesIO(source.removeprefix(b"Exif\0\0")) if isinstance(source, bytes) else source
    limited = cast(BinaryIO, _Limited(stream))
    for details in (True, False) if maker_notes else (False,):
        try:
            stream.seek(0)
            return exifread.process_file(limited, details=details)
        except Exception:  # anything from KeyError to struct.error, depending on what is broken
            continue
    return {}


class _Limited:
    """A stream that can be read so often and no more: directories may list each other, thousands of times over."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = _READS
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, count: int = -1) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise ValueError("no end of directories")
        return self._stream.read(count)


def facts(tags: Tags) -> tuple[Metadata, int]:
    """Metadata and orientation (1…8) that :func:`read_tags` found."""
    metadata = Metadata(
        make=_text(tags, "Make"),
        model=_text(tags, "Model"),
        lens=_text(tags, "LensModel"),
        captured=_text(tags, "DateTimeOriginal", "DateTimeDigitized", "DateTime"),
        focal_length=_positive(tags, "FocalLength"),
        artist=_text(tags, "Artist"),
        copyright=_text(tags, "Copyright"),
        exposure=Exposure(time=_time(tags), f_number=_f_number(tags), iso=_iso(tags)),
        carried=_carried(tags),
    )
    return metadata, _orientation(tags)


def says_adobe_rgb(tags: Tags) -> bool:
    """Whether a camera's JPEG is in Adobe RGB by DCF's convention, which stands in for a profile (index ``R03``)."""
    return str(tags.get("Interoperability InteroperabilityIndex", "")).strip("\0 ") == "R03"


def made_by_luxcube(source: Path | Tags) -> bool:
    """Whether a picture, or the tags that were read from it, say that this program wrote it, whatever the version."""
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                tags = read_tags(file)
        except OSError:
            return False  # whether the file is any good is found out by reading it
    else:
        tags = source
    return _OURS.match(_text(tags, "Software") or "") is not None


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


def _carried(tags: Tags) -> tuple[ExifField, ...]:
    found: dict[tuple[str, int], ExifField] = {}
    for key, tag in tags.items():
        number, kind = getattr(tag, "tag", None), getattr(tag, "field_type", None)
        if not isinstance(number, int) or not isinstance(kind, int):
            continue
        place, _, name = key.partition(" ")
        directory: Literal["exif", "gps"] = "gps" if place == "GPS" else "exif"
        # DNG writers often put EXIF's tags straight into the first IFD.
        known = number in _GPS if place == "GPS" else place in ("EXIF", "Image") and number in _CARRIED
        values = _values(int(kind), tag.values) if known and not name.startswith("SubIFD") else None
        if values is not None and (place != "Image" or (directory, number) not in found):
            found[directory, number] = ExifField(directory, number, int(kind), values)
    return tuple(found[key] for key in sorted(found))


def _values(kind: int, values: Any) -> str | tuple[int, ...] | tuple[tuple[int, int], ...] | None:
    """As :class:`ExifField` holds them; None for what is empty, oversized, half a ratio or of no known type."""
    if not values or len(values) > _LONGEST:
        return None
    if kind == _TEXT:
        return _decoded(values) or None
    try:
        if kind in _RATIOS:
            pairs = tuple((int(v.num), int(v.den)) for v in values)
            return pairs if all(den > 0 for _, den in pairs) else None
        return tuple(int(v) for v in values) if kind in _INTEGERS else None
    except (AttributeError, TypeError, ValueError):
        return None


def _find(tags: Tags, names: tuple[str, ...]) -> Any:
    # DNG writers often put EXIF's tags straight into the first IFD.
    for name in names:
        for ifd in ("EXIF", "Image"):
            tag = tags.get(f"{ifd} {name}")
            if tag is not None and getattr(tag, "values", None):
                return tag.values
    return None


def _text(tags: Tags, *names: str) -> str | None:
    return _decoded(_find(tags, names)) or None


def _decoded(values: Any) -> str:
    """Printable text up to the first NUL; ExifRead leaves bytes that are not UTF-8, and those are mostly Latin-1."""
    if isinstance(values, bytes):
        values = values.decode("latin-1")
    if not isinstance(values, str):
        return ""
    return "".join(c for c in values.split("\0")[0] if c.isprintable()).strip()[:_LONGEST]


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
