"""What hostile files are made of: chunks, directories, EXIF blocks, profiles and entities that nobody should write."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

import seeds

Entry = tuple[int, int, int, bytes]
"""One of a TIFF directory: tag, type, count, and four bytes of value or offset."""

SHORT, LONG, RATIONAL, ASCII, BYTE, UNDEFINED = 3, 4, 5, 2, 1, 7
PLENTY = 100_000
"""Pixels a side: more than anybody has memory for."""


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))


def png_header(width: int, height: int, bits: int, kind: int) -> bytes:
    """A PNG that ends after its promise."""
    header = png_chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, bits, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(b"")) + png_chunk(b"IEND", b"")


def number(value: int) -> bytes:
    return struct.pack("<L", value)


def directory(entries: Sequence[Entry], after: int = 0) -> bytes:
    body = b"".join(struct.pack("<HHL", tag, kind, count) + value for tag, kind, count, value in entries)
    return struct.pack("<H", len(entries)) + body + number(after)


def flat_tiff(width: int, height: int, data: bytes, compression: int = 1, **tags: int) -> bytes:
    """One strip of grey; ``tags`` such as ``t277=4`` are added or replace others."""
    values = {256: width, 257: height, 258: 8, 259: compression, 262: 1, 273: 8, 277: 1, 278: height, 279: len(data)}
    values |= {int(name[1:]): value for name, value in tags.items()}
    at = 8 + len(data) + len(data) % 2
    entries = [(tag, LONG, 1, number(value)) for tag, value in sorted(values.items())]
    return b"II*\0" + number(at) + data + b"\0" * (len(data) % 2) + directory(entries)


def exif(inner: Sequence[Entry], heap: bytes = b"", outer: Sequence[Entry] = ()) -> bytes:
    """A block whose first directory stands at 8, EXIF's own at 512 and ``heap`` at 1024."""
    first = directory([*outer, (0x8769, LONG, 1, number(512))])
    return (b"II*\0" + number(8) + first).ljust(512, b"\0") + directory(inner).ljust(512, b"\0") + heap


def exifs() -> Iterator[tuple[str, bytes]]:
    rational = struct.Struct("<LL").pack
    yield "exif-loop", b"II*\0" + number(8) + directory([(0x8769, LONG, 1, number(8))], after=8)
    yield "exif-loop-of-two", exif([(0x8769, LONG, 1, number(8)), (0xA005, LONG, 1, number(512))])
    yield "exif-next-loop", b"II*\0" + number(8) + directory([(0x112, SHORT, 1, number(6))], after=8)
    yield "exif-gps-loop", b"II*\0" + number(8) + directory([(0x8825, LONG, 1, number(8))])
    for count in (0xFFFFFFFF, 0x7FFFFFFF, 1 << 28, 1 << 20):
        for kind in (BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, 12):
            yield f"exif-count-{count:x}-of-{kind}", exif([(0x829A, kind, count, number(8))], bytes(64))
    yield "exif-many-entries", b"II*\0" + number(8) + b"\xff\xff" + bytes(2000)
    yield "exif-offset-outside", b"II*\0" + number(0xFFFFFFF0) + bytes(100)
    yield (
        "exif-unknown-types",
        exif([(0x829A, 99, 1, number(1)), (0x829D, 0, 1, number(1)), (0x8827, 0xFFFF, 1, number(1))]),
    )
    for top, bottom in ((1, 0), (0, 0), (0, 1), (0xFFFFFFFF, 1), (1, 0xFFFFFFFF)):
        block = [(tag, RATIONAL, 1, number(1024)) for tag in (0x829A, 0x829D, 0x9201, 0x9202, 0x920A)]
        yield f"exif-rational-{top:x}-{bottom:x}", exif(block, rational(top, bottom))
    dates = (b"0000:00:00 00:00:00", b"9999:99:99 99:99:99", b"2024-05-06T07:08", b"\xff" * 19, b"    :  :     :  :  ")
    for n, date in enumerate(dates):
        entries = [(0x9003, ASCII, 20, number(1024)), (0x9291, ASCII, 4, b"9e9\0")]
        yield f"exif-date-{n}", exif(entries, date.ljust(20, b"\0"))
    for value in (0, 9, 255, 0xFFFF):
        yield f"exif-orientation-{value}", exif([], outer=[(0x112, SHORT, 1, number(value))])
    yield "exif-orientation-text", exif([], outer=[(0x112, ASCII, 4, b"six\0")])
    yield "exif-orientation-many", exif([], bytes([3, 0] * 40), outer=[(0x112, SHORT, 40, number(1024))])
    yield "exif-sizes", exif([(0xA002, LONG, 1, number(0xFFFFFFFF)), (0xA003, LONG, 1, number(0))])
    yield "exif-iso-zero", exif([(0x8827, SHORT, 1, number(0)), (0x8832, LONG, 1, number(0xFFFFFFFF))])
    yield (
        "exif-maker-note-of-ff",
        exif([(0x927C, UNDEFINED, 400, number(1024))], b"\xff" * 400, [(0x10F, ASCII, 4, b"Nik\0")]),
    )
    for maker in (b"Canon", b"NIKON CORPORATION", b"OLYMPUS", b"FUJIFILM", b"CASIO", b"Apple", b"SONY", b"PENTAX"):
        note = b"Nikon\0\2\x10\0\0II*\0\x08\0\0\0" if maker.startswith(b"NIK") else maker[:5] + b"\0\1\0"
        note += b"\x20\0" + b"\xff\xff\3\0\xff\xff\xff\xff\x08\0\0\0" * 32
        outer = [(0x10F, ASCII, len(maker) + 1, number(1024))]
        heap = maker.ljust(64, b"\0") + note
        yield f"exif-note-{maker[:5].decode()}", exif([(0x927C, UNDEFINED, len(note), number(1088))], heap, outer)
    yield (
        "exif-thumbnail-outside",
        exif([], outer=[(0x201, LONG, 1, number(0xFFFFFF)), (0x202, LONG, 1, number(0xFFFFFF))]),
    )


def bomb_thumbnail() -> bytes:
    """An EXIF thumbnail, progressive, of 65500×65500 pixels."""
    small = bytearray(seeds.pillow(format="JPEG", progressive=True))
    at = small.index(b"\xff\xc2")
    small[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    block = b"II*\0" + number(8) + directory([(0x112, SHORT, 1, number(1))], after=64)
    block = block.ljust(64, b"\0") + directory(
        [(0x103, SHORT, 1, number(6)), (0x201, LONG, 1, number(256)), (0x202, LONG, 1, number(len(small)))]
    )
    return block.ljust(256, b"\0") + bytes(small)


def entities() -> bytes:
    """Billion laughs."""
    lines = [b'<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 12)]
    return (
        b"<?xml version='1.0'?><!DOCTYPE x ["
        + b"".join(lines)
        + b"]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&a11;</x:xmpmeta>"
    )


def profiles() -> Iterator[tuple[str, bytes]]:
    good = seeds.profile()
    yield "icc-garbage", bytes(range(256)) * 4
    yield "icc-cut", good[:200]
    yield "icc-of-lab", seeds.profile("LAB")
    yield "icc-size-lies", struct.pack(">L", 0xFFFFFFFF) + good[4:]
    yield "icc-tags-lie", good[:128] + struct.pack(">L", 0xFFFFFF) + good[132:]
    yield "icc-tag-outside", good[:136] + b"\xff" * 8 + good[144:]
    yield "icc-space-lies", good[:16] + b"CMYK" + good[20:]
    yield "icc-nothing-but-signature", bytes(36) + b"acsp" + bytes(88)
    for at in (132, 200, 400, 480):
        yield f"icc-noise-{at}", good[:at] + b"\xa5" * 40 + good[at + 40 :]
