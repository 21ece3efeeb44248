"""Which files are pictures: by suffix in a folder, by content when one is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

RAW = frozenset(
    {".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".kdc", ".mef", ".mos", ".mrw"}
    | {".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f"}
)
READABLE: frozenset[str] = (
    frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff"})
    | {".heic", ".heif", ".hif", ".avif", ".jxl", ".exr", ".hdr"}
    | RAW
)
"""Lower-case suffixes of the files a folder is searched for; a file given by name is judged by its content."""

NAMES = "JPEG, PNG, TIFF, HEIC, AVIF, JPEG XL, WebP, EXR, HDR and camera RAW"
"""What Luxcube reads, for people."""

HEAD = 64
"""So many bytes from a file's start tell what it is."""

Kind = Literal["raw", "tiff", "jpeg", "png", "webp", "heif", "avif", "jxl", "exr", "hdr", "unknown"]

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
    (b"\x76\x2f\x31\x01", "exr"),
    (b"#?RADIANCE", "hdr"),
    (b"#?RGBE", "hdr"),
    (b"FUJIFILMCCD-RAW", "raw"),
    (b"FOVb", "raw"),
    (b"\0MRM", "raw"),
    (b"IIU\0", "raw"),  # Panasonic
    (b"IIRO", "raw"),  # Olympus
    (b"IIRS", "raw"),
    (b"MMOR", "raw"),
    (b"II\x1a\0\0\0HEAPCCDR", "raw"),  # Canon CRW
)
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


def kind_of(path: Path, head: bytes) -> Kind:
    """What a file is, by its first :data:`HEAD` bytes; only a TIFF, and what nobody knows, is judged by suffix too.

    Most makers' RAW files are TIFFs inside, so there the name decides.
    """
    raw_name = path.suffix.lower() in RAW
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(_TIFF):
        return "raw" if raw_name else "tiff"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _by_brand(head) or ("raw" if raw_name else "unknown")
    return "raw" if raw_name else "unknown"


def _by_brand(head: bytes) -> Kind | None:
    # ISO/IEC 14496-12: a major brand, a version, and then every brand that the file is compatible with.
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[i : i + 4] for i in range(16, end - 3, 4))]
    if brands[0] == b"crx ":
        return "raw"
    if any(brand in (b"avif", b"avis") for brand in brands):
        return "avif"
    return "heif" if _HEIF_BRANDS.intersection(brands) else None
