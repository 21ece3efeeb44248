"""JPEG XL in: upright ``(H, W, 3)`` uint8, uint16 or float32, in sRGB.

imagecodecs decodes the pixels and says nothing else; size, depth and colour space stand in the first bits of the
codestream, EXIF and XMP in boxes beside it (ISO/IEC 18181-1 annex A and D, 18181-2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mefcore.bracket import Metadata
from mefcore.color import srgb_to_linear
from mefcore.errors import ReadError
from mefcore.io.checks import check_size, decoding
from mefcore.io.convert import stretched, to_rgb, without_alpha
from mefcore.io.exif import read_exif
from mefcore.io.icc import to_srgb
from mefcore.io.spaces import Chromaticities, coded_profile, custom_profile

_LARGEST_BOX = 1 << 24
"""Bytes of metadata that are worth reading."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a codestream says before its pixels.

    Attributes:
        size: ``(width, height)`` as stored; the decoder turns them.
        turned: whether width and height are swapped for that.
        bits: per channel.
        xyb: whether the colours were converted for compression, so that the decoder may choose what to convert to.
        icc: whether the colours are described by an ICC profile, which only libjxl could read.
        profile: what the decoded colours are in; None for sRGB.
    """

    size: tuple[int, int]
    turned: bool = False
    bits: int = 8
    xyb: bool = True
    icc: bool = False
    profile: bytes | None = None


def read_jxl(path: Path) -> tuple[np.ndarray, Metadata]:
    """The first picture of a JPEG XL file; 9 to 15 bits are scaled to 16, halves become float32 in ``[0, 1]``.

    Raises:
        ReadError: damaged, cut short, too large, or in a colour space that only its ICC profile describes.
    """
    import imagecodecs

    data = path.read_bytes()
    with decoding(path):
        header = read_header(data)
    check_size(*header.size, path)
    if header.icc and not header.xyb:
        raise ReadError(
            "has colours that only an ICC profile describes, which cannot be read from JPEG XL",
            path=path,
            hint="save it in sRGB or Display P3, or as TIFF or PNG",
        )
    with decoding(path):
        pixels = imagecodecs.jpegxl_decode(data, 0)
        if pixels.dtype == np.uint16:
            pixels = stretched(pixels, header.bits)
    if pixels.dtype.kind == "f":
        pixels = np.clip(np.nan_to_num(pixels.astype(np.float32), nan=0.0), 0.0, 1.0)
    return to_rgb(to_srgb(without_alpha(pixels), header.profile)), jxl_metadata(data)


def jxl_size(path: Path) -> tuple[tuple[int, int], bytes]:
    """Upright ``(width, height)`` of a file, and its EXIF block; nothing is decoded.

    Raises:
        ReadError: its header is damaged.
    """
    data = path.read_bytes()
    with decoding(path):
        header = read_header(data)
    width, height = header.size
    return (height, width) if header.turned else (width, height), jxl_exif(data)


def jxl_exif(data: bytes) -> bytes:
    """The EXIF block of a file's content; empty for none."""
    for kind, box in _boxes(data):
        if kind == b"Exif":
            return box[4 + int.from_bytes(box[:4], "big") :]
    return b""


def jxl_metadata(data: bytes) -> Metadata:
    """EXIF and XMP from the boxes of a file's content; the decoder has turned the picture, so EXIF must not."""
    metadata, _ = read_exif(jxl_exif(data))
    return replace(metadata, xmp=next((box for kind, box in _boxes(data) if kind == b"xml "), None))


def read_header(data: bytes) -> Header:
    """The header of a file or a bare codestream.

    Raises:
        IndexError, ValueError: it is damaged.
    """
    stream = data if data.startswith(b"\xff\x0a") else b""
    for kind, box in () if stream else _boxes(data):
        if kind in (b"jxlc", b"jxlp"):
            stream = box if kind == b"jxlc" else box[4:]  # the first part of several; the header is never split
            break
    if not stream.startswith(b"\xff\x0a"):
        raise ValueError("no codestream")
    return _header(_Bits(stream[2:4096]))


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Top-level boxes of the container; those compressed by Brotli are opened."""
    at = 0
    while at + 8 <= len(data) and not data.startswith(b"\xff\x0a"):
        length, kind, start = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if length == 1:
            length, start = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = len(data) if length == 0 else at + length
        if end < start:
            return
        box = data[start:end]
        if kind == b"brob" and len(box) <= _LARGEST_BOX:
            kind, box = box[:4], _unbrotli(box[4:])
        yield kind, box
        at = end


def _unbrotli(data: bytes) -> bytes:
    import imagecodecs

    try:
        return bytes(imagecodecs.brotli_decode(data, out=_LARGEST_BOX))
    except Exception:  # metadata is a courtesy; whatever the library makes of a broken box
        return b""


class _Bits:
    """Numbers of a codestream, the lowest bit of a byte first."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "little"), 8 * len(data)

    def u(self, count: int) -> int:
        if count > self._left:
            raise ValueError("the header is cut short")
        value = self._value & ((1 << count) - 1)
        self._value >>= count
        self._left -= count
        return value

    def choice(self, *options: tuple[int, int]) -> int:
        """U32: two bits choose one of four (bits, offset)."""
        bits, offset = options[self.u(2)]
        return self.u(bits) + offset

    def enum(self) -> int:
        return self.choice((0, 0), (0, 1), (4, 2), (6, 18))

    def coordinate(self) -> float:
        packed = self.choice((19, 0), (19, 524288), (20, 1048576), (21, 2097152))
        return (-(packed + 1) // 2 if packed & 1 else packed // 2) / 1e6


_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_D65, _E, _DCI = (0.3127, 0.3290), (1 / 3, 1 / 3), (0.314, 0.351)
_PRIMARIES: dict[int, Chromaticities] = {
    1: (0.64, 0.33, 0.30, 0.60, 0.15, 0.06),
    9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    11: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
}


def _size(bits: _Bits) -> tuple[int, int]:
    small = bits.u(1)

    def side() -> int:
        return 8 * (bits.u(5) + 1) if small else bits.choice((9, 1), (13, 1), (18, 1), (30, 1))

    height = side()
    ratio = bits.u(3)
    width = height * _RATIOS[ratio][0] // _RATIOS[ratio][1] if ratio else side()
    return width, height


def _header(bits: _Bits) -> Header:
    size = _size(bits)
    if bits.u(1):
        return Header(size)
    turned = False
    if bits.u(1):
        turned = bits.u(3) >= 4
        if bits.u(1):
            _size(bits)  # intrinsic
        if bits.u(1):
            _skip_preview(bits)
        if bits.u(1):
            bits.choice((0, 100), (0, 1000), (10, 1), (30, 1))
            bits.choice((0, 1), (0, 1001), (8, 1), (10, 1))
            bits.choice((0, 0), (3, 0), (16, 0), (32, 0))
            bits.u(1)
    depth = _depth(bits)
    bits.u(1)
    for _ in range(bits.choice((0, 0), (0, 1), (4, 2), (12, 1))):
        _skip_extra_channel(bits)
    xyb = bool(bits.u(1))
    icc, profile = (False, None) if bits.u(1) else _colour(bits)
    return Header(size, turned, depth, xyb, icc, profile)


def _depth(bits: _Bits) -> int:
    if bits.u(1):
        depth = bits.choice((0, 32), (0, 16), (0, 24), (6, 1))
        bits.u(4)
        return depth
    return bits.choice((0, 8), (0, 10), (0, 12), (6, 1))


def _skip_preview(bits: _Bits) -> None:
    sides = ((0, 16), (0, 32), (5, 1), (9, 33)) if bits.u(1) else ((6, 1), (8, 65), (10, 321), (12, 1345))
    bits.choice(*sides)
    if not bits.u(3):
        bits.choice(*sides)


def _skip_extra_channel(bits: _Bits) -> None:
    if bits.u(1):
        return
    kind = bits.enum()
    _depth(bits)
    bits.choice((0, 0), (0, 3), (0, 4), (3, 1))
    bits.u(8 * bits.choice((0, 0), (4, 0), (5, 16), (10, 48)))
    if kind == 0:  # alpha
        bits.u(1)
    elif kind == 2:  # spot colour
        bits.u(64)
    elif kind == 5:  # colour filter array
        bits.choice((0, 1), (2, 0), (4, 3), (8, 19))


def _colour(bits: _Bits) -> tuple[bool, bytes | None]:
    """Whether an ICC profile follows, and a profile of our own where numbers say what the colours are."""
    icc = bool(bits.u(1))
    space = bits.enum()
    if icc or space == 2:
        return icc, None
    white = {1: _D65, 10: _E, 11: _DCI}.get(code := bits.enum(), _D65)
    if code == 2:
        white = (bits.coordinate(), bits.coordinate())
    primaries = _PRIMARIES[1]
    if space != 1:
        primaries = _PRIMARIES.get(code := bits.enum(), _PRIMARIES[1])
        if code == 2:
            primaries = tuple(bits.coordinate() for _ in range(6))  # type: ignore[assignment]
    gamma = bits.u(24) / 1e7 if bits.u(1) else None
    transfer = 13 if gamma else bits.enum()
    if gamma is None and white == _D65 and primaries in _PRIMARIES.values():
        coded = {value: key for key, value in _PRIMARIES.items()}[primaries]
        return False, coded_profile(12 if coded == 11 else coded, transfer)
    v = np.linspace(0.0, 1.0, 4096)
    curve = srgb_to_linear(v) if gamma is None else v ** (1 / max(gamma, 0.01))
    return False, custom_profile(primaries, white, curve)
