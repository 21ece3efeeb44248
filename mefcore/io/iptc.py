"""IPTC-IIM: the photographer and the copyright, where picture agencies' programs look for them."""

from __future__ import annotations

import struct
from typing import Any

from mefcore.bracket import Metadata

IPTC_TAG = 33723
"""Of a TIFF's first directory."""

_UTF8 = b"\x1b%G"  # ISO 2022's way to say so
_CHARSET, _BYLINE, _COPYRIGHT = (1, 90), (2, 80), (2, 116)
_LIMITS = {_BYLINE: 32, _COPYRIGHT: 128}
_RESOURCE = 0x0404


def iptc_block(metadata: Metadata) -> bytes:
    """Records of IIM version 4.2 in UTF-8, cut to the lengths it allows; empty where there is nothing to say."""
    said = {_BYLINE: metadata.artist, _COPYRIGHT: metadata.copyright}
    texts = {place: _cut(text, _LIMITS[place]) for place, text in said.items() if text}
    if not texts:
        return b""
    records = _record(_CHARSET, _UTF8) + _record((2, 0), struct.pack(">H", 4))
    return records + b"".join(_record(place, text) for place, text in texts.items())


def photoshop_segment(metadata: Metadata) -> bytes:
    """A JPEG's APP13 segment with the block in Photoshop's wrapping; empty where there is nothing to say."""
    block = iptc_block(metadata)
    if not block:
        return b""
    padded = block + b"\0" * (len(block) % 2)
    body = b"Photoshop 3.0\0" + struct.pack(">4sHHL", b"8BIM", _RESOURCE, 0, len(block)) + padded
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def read_iptc(image: Any) -> tuple[str | None, str | None]:
    """Photographer and copyright of a picture that Pillow has opened; None for what it does not say."""
    from PIL.IptcImagePlugin import getiptcinfo

    try:
        found = getiptcinfo(image) or {}
    except Exception:  # a courtesy: whatever a broken block makes of the library
        return None, None
    utf8 = found.get(_CHARSET) == _UTF8
    return _text(found.get(_BYLINE), utf8), _text(found.get(_COPYRIGHT), utf8)


def _record(place: tuple[int, int], data: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, *place, len(data)) + data


def _cut(text: str, limit: int) -> bytes:
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore").encode()


def _text(data: Any, utf8: bool) -> str | None:
    data = data[0] if isinstance(data, list) and data else data
    if not isinstance(data, bytes):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8" if utf8 else "latin-1", "replace")
    return "".join(c for c in text if c.isprintable()).strip() or None
