"""XMP packets: those of a frame become those of the result, without what is no longer true.

What a packet says of the scene and its maker stays: title, keywords, rights, ratings, place, camera and lens.  What it
says of the frame's own pixels and file goes: size, orientation, develop settings, history, thumbnails, regions.
"""

from __future__ import annotations

import re
from typing import Any
from xml.dom import minidom
from xml.parsers.expat import ExpatError

XMP_TAG = 700
"""Of a TIFF's first directory."""

MAX_PACKET = 1 << 20
"""Bytes; a packet with more than this carries thumbnails or masks, and reading it would take seconds."""

_XMLNS = "http://www.w3.org/2000/xmlns/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_EXIF, _TIFF = "http://ns.adobe.com/exif/1.0/", "http://ns.adobe.com/tiff/1.0/"
_XMP, _PHOTOSHOP = "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/photoshop/1.0/"
_PANORAMA = "http://ns.google.com/photos/1.0/panorama/"

_GONE = frozenset(
    {
        "http://ns.adobe.com/camera-raw-settings/1.0/",
        "http://ns.adobe.com/camera-raw-saved-settings/1.0/",
        "http://ns.adobe.com/camera-raw-defaults/1.0/",
        "http://ns.adobe.com/xap/1.0/mm/",  # identity and history of the frame's file
        "http://ns.adobe.com/xmp/note/",
        "http://ns.adobe.com/hdr-gain-map/1.0/",
        "http://ns.apple.com/HDRGainMap/1.0/",
        "http://ns.google.com/photos/1.0/camera/",
        "http://ns.google.com/photos/1.0/container/",
        "http://ns.google.com/photos/1.0/depthmap/",
        "http://ns.google.com/photos/1.0/image/",
        "http://www.metadataworkinggroup.com/schemas/regions/",
        "http://darktable.sf.net/",
        "http://www.rawtherapee.com/1.0/",
    }
)
"""Namespaces of which nothing stays."""

_GONE_NAMES: dict[str, frozenset[str]] = {
    _TIFF: frozenset(
        {"Orientation", "ImageWidth", "ImageLength", "BitsPerSample", "Compression", "PhotometricInterpretation"}
        | {"SamplesPerPixel", "PlanarConfiguration", "XResolution", "YResolution", "ResolutionUnit", "Software"}
        | {"YCbCrSubSampling", "YCbCrPositioning", "YCbCrCoefficients", "TransferFunction", "WhitePoint"}
        | {"PrimaryChromaticities", "ReferenceBlackWhite", "DateTime", "NativeDigest"}
    ),
    _EXIF: frozenset(
        {"PixelXDimension", "PixelYDimension", "ColorSpace", "ComponentsConfiguration", "CompressedBitsPerPixel"}
        | {"MakerNote", "NativeDigest", "ImageUniqueID", "CFAPattern", "Gamma"}
    ),
    "http://cipa.jp/exif/1.0/": frozenset({"BodySerialNumber", "LensSerialNumber"}),
    "http://ns.adobe.com/exif/1.0/aux/": frozenset({"SerialNumber", "LensSerialNumber", "ImageNumber"}),
    _XMP: frozenset({"Thumbnails", "CreatorTool", "ModifyDate", "MetadataDate"}),
    _PHOTOSHOP: frozenset({"ICCProfile", "ColorMode", "History", "SidecarForExtension", "EmbeddedXMPDigest"}),
    "http://purl.org/dc/elements/1.1/": frozenset({"format"}),
}


def xmp_packet(value: Any) -> bytes | None:
    """What a library gives for a packet, as bytes; None if it is none, or too long to be carried."""
    if isinstance(value, str):
        value = value.encode("utf-8", "replace")
    if isinstance(value, (list, tuple)):
        try:
            value = bytes(value)
        except (TypeError, ValueError):
            return None
    return bytes(value) if isinstance(value, (bytes, bytearray)) and 0 < len(value) <= MAX_PACKET else None


def carried_over(packet: bytes | None, size: tuple[int, int]) -> bytes | None:
    """The packet that a result may carry; None where nothing is left, or where the packet is broken.

    Args:
        packet: of the reference frame.
        size: ``(width, height)`` of the result; what a packet says of a spherical panorama stays true only at its size.

    Returns:
        A whole packet in UTF-8, for a file that is written once.
    """
    if packet is None or len(packet) > MAX_PACKET:
        return None
    text = _text(packet)
    # A packet needs no document type; in one, a few lines of entities can grow to gigabytes.
    if text is None or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        roots = minidom.parseString(text.encode("utf-8")).getElementsByTagNameNS(_RDF, "RDF")
        body = roots[0].toxml() if roots and _cleaned(roots[0], size) else ""
    except (ExpatError, ValueError, UnicodeError, RecursionError):
        return None
    if not body:
        return None
    wrapped = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{body}</x:xmpmeta>'
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{wrapped}<?xpacket end="r"?>'.encode()


def _text(packet: bytes) -> str | None:
    """The packet's XML, without the processing instructions around it and the padding that follows."""
    marks = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
    encoding = next((name for mark, name in marks if packet.startswith(mark)), "utf-8")
    try:
        text = packet.rstrip(b"\0").decode(encoding) if encoding == "utf-8" else packet.decode(encoding)
    except UnicodeDecodeError:
        return None
    text = re.sub(r"<\?.*?\?>", "", text, flags=re.DOTALL)
    start, end = text.find("<"), text.rfind(">")
    return text[start : end + 1] if start >= 0 else None


def _cleaned(root: minidom.Element, size: tuple[int, int]) -> bool:
    """Remove from every description what is gone; whether any property is left."""
    descriptions = [
        node for node in root.childNodes if node.nodeType == node.ELEMENT_NODE and node.localName == "Description"
    ]
    sized = _same_panorama(descriptions, size)
    left = 0
    for description in descriptions:
        for attribute in list(description.attributes.values()):
            if attribute.namespaceURI in (_XMLNS, _RDF, None):
                continue
            if _gone(attribute.namespaceURI, attribute.localName, sized):
                description.removeAttributeNode(attribute)
            else:
                left += 1
        for child in list(description.childNodes):
            if child.nodeType != child.ELEMENT_NODE:
                continue
            if _gone(child.namespaceURI, child.localName, sized):
                description.removeChild(child).unlink()
            else:
                left += 1
    return left > 0


def _gone(namespace: str | None, name: str | None, sized: bool) -> bool:
    if namespace == _PANORAMA:
        return not sized
    return namespace in _GONE or name in _GONE_NAMES.get(namespace or "", ())


def _same_panorama(descriptions: list[Any], size: tuple[int, int]) -> bool:
    def number(name: str) -> int | None:
        for description in descriptions:
            text = description.getAttributeNS(_PANORAMA, name)
            for child in description.getElementsByTagNameNS(_PANORAMA, name):
                text = child.firstChild.data if child.firstChild is not None else ""
            if text.strip().isdigit():
                return int(text)
        return None

    return (number("CroppedAreaImageWidthPixels"), number("CroppedAreaImageHeightPixels")) == size
