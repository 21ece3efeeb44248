"""Files that somebody made to hurt: promises that cannot be kept, loops, bombs, numbers that are none."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator

import imagecodecs
import numpy as np
import seeds
import tifffile
from ingredients import (
    ASCII,
    BYTE,
    LONG,
    PLENTY,
    RATIONAL,
    SHORT,
    UNDEFINED,
    bomb_thumbnail,
    directory,
    entities,
    exifs,
    flat_tiff,
    number,
    png_chunk,
    png_header,
    profiles,
)
from PIL import Image, PngImagePlugin


def with_exif(block: bytes, form: str = "JPEG") -> bytes:
    """A whole picture around an EXIF block of any bytes."""
    if form == "JPEG":
        plain = seeds.pillow(format="JPEG")
        segment = b"Exif\0\0" + block
        return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]
    plain = seeds.pillow(format="PNG")
    return plain[:33] + png_chunk(b"eXIf", block) + plain[33:]


def _jpegs() -> Iterator[tuple[str, bytes]]:
    for name, block in exifs():
        yield name, with_exif(block)
    yield "exif-thumbnail-bomb", with_exif(bomb_thumbnail())
    plain = seeds.pillow(format="JPEG")
    for width, height in ((65500, 65500), (65535, 65535), (0, 24), (32, 0), (20000, 20000), (65535, 1)):
        for name, option in (("", {}), ("-progressive", {"progressive": True})):
            broken = bytearray(seeds.pillow(format="JPEG", **option))
            at = broken.index(b"\xff\xc2" if option else b"\xff\xc0")
            broken[at + 5 : at + 9] = struct.pack(">HH", height, width)
            yield f"jpeg-promises-{width}x{height}{name}", bytes(broken)
    for components in (0, 2, 5, 255):
        broken = bytearray(plain)
        broken[broken.index(b"\xff\xc0") + 9] = components
        yield f"jpeg-components-{components}", bytes(broken)
    scan = plain.index(b"\xff\xda")
    yield "jpeg-many-scans", seeds.pillow(format="JPEG", progressive=True)[:-2] * 200 + b"\xff\xd9"
    yield "jpeg-no-tables", plain[:2] + plain[plain.index(b"\xff\xc0") :]
    yield "jpeg-only-markers", plain[:scan] + b"\xff\xd8" * 5000
    yield "jpeg-endless-padding", plain[:2] + b"\xff" * 60000 + plain[2:]
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + entities()
    yield "jpeg-xmp-entities", plain[:2] + b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp + plain[2:]
    for name, profile in profiles():
        yield f"jpeg-{name}", seeds.pillow(format="JPEG", icc_profile=profile)
        yield f"jpeg-cmyk-{name}", seeds.pillow("CMYK", format="JPEG", icc_profile=profile)
    mpo = b"MPF\0II*\0\x08\0\0\0" + directory(
        [(0xB001, LONG, 1, number(0xFFFF)), (0xB002, UNDEFINED, 0xFFFFFF, number(8))]
    )
    yield "jpeg-mpf", plain[:2] + b"\xff\xe2" + struct.pack(">H", len(mpo) + 2) + mpo + plain[2:]


def _pngs() -> Iterator[tuple[str, bytes]]:
    for width, height in (
        (PLENTY, PLENTY),
        (30000, 30000),
        (19000, 19000),
        (0x7FFFFFFF, 1),
        (1, 0x7FFFFFFF),
        (0, 5),
        (5, 0),
    ):
        for bits, kind in ((8, 2), (16, 2), (1, 0), (16, 6), (8, 3)):
            yield f"png-promises-{width}x{height}-{bits}-{kind}", png_header(width, height, bits, kind)
    laughs = zlib.compress(bytes(100 << 20))
    plain, deep = seeds.pillow(format="PNG"), seeds.MAKERS["png16"][1]()
    for name, whole in (("png", plain), ("png16", deep)):
        for chunk, start in ((b"iTXt", b"k\0\1\0\0\0"), (b"zTXt", b"k\0\0"), (b"iCCP", b"k\0\0")):
            yield f"{name}-{chunk.decode()}-bomb", whole[:33] + png_chunk(chunk, start + laughs) + whole[33:]
            at = whole.index(b"IEND") - 4
            yield f"{name}-late-{chunk.decode()}-bomb", whole[:at] + png_chunk(chunk, start + laughs) + whole[at:]
        head = whole[:33]
        yield f"{name}-pixels-bomb", head + png_chunk(b"IDAT", laughs) + png_chunk(b"IEND", b"")
        yield f"{name}-no-pixels", head + png_chunk(b"IEND", b"")
        yield f"{name}-chunk-length", head + struct.pack(">L", 0x7FFFFFFF) + b"tEXt" + bytes(100)
        yield f"{name}-20000-texts", head + png_chunk(b"tEXt", b"a\0b") * 20000 + whole[33:]
        yield f"{name}-palette-of-nothing", head + png_chunk(b"PLTE", b"") + whole[33:]
        yield f"{name}-two-headers", head + whole[8:33] + whole[33:]
    for name, profile in profiles():
        chunk = png_chunk(b"iCCP", b"x\0\0" + zlib.compress(profile))
        yield f"png16-{name}", deep[:33] + chunk + deep[33:]
    for name, block in exifs():
        yield f"png-{name}", with_exif(block, "PNG")
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", entities().decode())
    yield "png-xmp-entities", seeds.pillow(format="PNG", pnginfo=info)
    for kind in (0, 1, 5, 7, 255):
        for bits in (0, 3, 4, 32):
            yield f"png-kind-{kind}-{bits}", png_header(4, 4, bits, kind)
    yield "png-apng", plain[:33] + png_chunk(b"acTL", struct.pack(">LL", 0xFFFFFFFF, 0)) + plain[33:]


def _tiff_promises() -> Iterator[tuple[str, bytes]]:
    few = bytes(100)
    for width, height in ((PLENTY, PLENTY), (0xFFFFFFFF, 0xFFFFFFFF), (19000, 19000), (4000, 4000), (0, 5), (5, 0)):
        for compression in (1, 5, 8, 7, 34925, 50000, 32773):
            yield f"tiff-promises-{width}x{height}-{compression}", flat_tiff(width, height, few, compression)
    for tag, value in (
        (277, 0xFFFF),
        (277, 0),
        (258, 0),
        (258, 64),
        (258, 0xFFFF),
        (339, 99),
        (317, 3),
        (317, 34892),
        (266, 2),
    ):
        yield f"tiff-tag-{tag}-{value}", flat_tiff(10, 10, few, **{f"t{tag}": value})
    for tag, value in (
        (284, 2),
        (284, 9),
        (262, 2),
        (262, 9999),
        (274, 0xFFFF),
        (278, 0),
        (278, 0xFFFFFFFF),
        (32997, 0xFFFF),
    ):
        yield f"tiff-tag-{tag}-{value}", flat_tiff(10, 10, few, **{f"t{tag}": value})
    for tile in (PLENTY, 0, 1, 0xFFFFFFFF, 16):
        tags = {"t322": tile, "t323": tile, "t324": 8, "t325": 100}
        yield f"tiff-tile-{tile}", flat_tiff(10, 10, few, **tags)
        yield f"tiff-tile-{tile}-deflate", flat_tiff(10, 10, zlib.compress(bytes(1 << 24)), 8, **tags)
        yield f"tiff-tile-{tile}-depth", flat_tiff(10, 10, few, **tags, t32997=tile, t32998=tile)
    zeros = bytes(100 << 20)
    bombs = {
        8: zlib.compress(zeros),
        50000: imagecodecs.zstd_encode(zeros),
        5: imagecodecs.lzw_encode(zeros[: 8 << 20]),
        34925: imagecodecs.lzma_encode(zeros[: 8 << 20]),
        32773: b"\x81\0" * 100_000,
    }
    for compression, data in bombs.items():
        for rows in (10, 0xFFFFFFFF):
            yield f"tiff-bomb-{compression}-{rows:x}", flat_tiff(10, 10, data, compression, t278=rows)
        yield f"tiff-bomb-{compression}-predictor", flat_tiff(10, 10, data, compression, t317=2)
        yield f"tiff-bomb-{compression}-flat", flat_tiff(4000, 4000, data, compression)


def _tiff_loops() -> Iterator[tuple[str, bytes]]:
    usual = [
        (tag, LONG, 1, number(v))
        for tag, v in ((256, 10), (257, 10), (258, 8), (259, 1), (262, 1), (273, 8), (279, 100))
    ]
    reduced = [(254, LONG, 1, number(1)), *usual]
    at = 108
    head = b"II*\0" + number(at) + bytes(100)
    yield "tiff-loop", head + directory(reduced, after=at)
    length = len(directory(reduced))
    yield "tiff-loop-of-two", head + directory(reduced, after=at + length) + directory(reduced, after=at)
    chain = b"".join(directory(reduced, after=at + length * (n + 1)) for n in range(3000))
    yield "tiff-3000-pages", head + chain + directory(usual)
    yield "tiff-3000-pages-and-back", head + chain + directory(reduced, after=at)
    yield "tiff-subifd-loop", head + directory([*usual, (330, LONG, 1, number(at)), (0x8769, LONG, 1, number(at))])
    yield "tiff-same-strip", _same_strip()
    for kind in (BYTE, ASCII, SHORT, LONG, RATIONAL, 12, 16, 13):
        for count in (0xFFFFFFFF, 1 << 28, 0):
            yield f"tiff-count-{count:x}-of-{kind}", head + directory([*usual, (0x10F, kind, count, number(8))])
            offsets = [e for e in usual if e[0] != 273]
            yield (
                f"tiff-offsets-{count:x}-of-{kind}",
                head + directory(sorted([*offsets, (273, kind, count, number(8))])),
            )


def _same_strip() -> bytes:
    """Every one of 4000 rows is the same deflated row of 4000 pixels."""
    rows, data = 4_000, zlib.compress(bytes(4000), 9)
    values = ((256, 4000), (257, rows), (258, 8), (259, 8), (262, 1))
    offsets, counts = np.full(rows, 8, "<u4").tobytes(), np.full(rows, len(data), "<u4").tobytes()
    body = data + b"\0" * (len(data) % 2) + offsets + counts
    first = 8 + len(data) + len(data) % 2
    entries = [(tag, LONG, 1, number(v)) for tag, v in values]
    entries += [(273, LONG, rows, number(first)), (277, SHORT, 1, number(1)), (278, LONG, 1, number(1))]
    entries += [(279, LONG, rows, number(first + 4 * rows))]
    return b"II*\0" + number(8 + len(body)) + body + directory(entries)


def _tiffs() -> Iterator[tuple[str, bytes]]:
    yield from _tiff_promises()
    yield from _tiff_loops()
    for dtype in (np.float16, np.float32, np.float64):
        values = seeds.pixels(dtype)
        values[0, :5, 0] = np.nan, np.inf, -np.inf, -7, np.finfo(dtype).max
        yield f"tiff-odd-{np.dtype(dtype)}", seeds.tiff(values)
        yield f"tiff-all-nan-{np.dtype(dtype)}", seeds.tiff(np.full_like(values, np.nan))
        yield f"tiff-odd-profile-{np.dtype(dtype)}", seeds.tiff(values, iccprofile=_wide())
    for name, profile in profiles():
        yield f"tiff-{name}", seeds.tiff(iccprofile=profile)
    grey = np.zeros((8, 8), np.uint8)
    for name, values, options in (
        ("cmyk", np.zeros((8, 8, 4), np.uint8), {"photometric": "separated"}),
        ("lab", np.zeros((8, 8, 3), np.uint8), {"photometric": "cielab"}),
        ("complex", grey.astype(np.complex64), {"photometric": "minisblack"}),
        ("signed", np.zeros((8, 8, 3), np.int16), {}),
        ("int64", np.zeros((8, 8, 3), np.int64), {}),
        ("uint32", np.zeros((8, 8, 3), np.uint32), {}),
        ("stack", np.zeros((5, 8, 8), np.uint8), {"photometric": "minisblack"}),
        ("two-channels", np.zeros((8, 8, 2), np.uint8), {"photometric": "minisblack", "planarconfig": "contig"}),
        ("nine-channels", np.zeros((8, 8, 9), np.uint8), {"planarconfig": "contig"}),
        ("mask", grey > 0, {"photometric": "mask"}),
        ("one-pixel", np.zeros((1, 1, 3), np.uint8), {}),
        ("wide", np.zeros((10, 30000, 3), np.uint8), {}),
        ("tall", np.zeros((30000, 10, 3), np.uint8), {}),
    ):
        yield f"tiff-{name}", seeds.tiff(values, **options)
    stream = io.BytesIO()
    tifffile.imwrite(
        stream, np.zeros((4, 16, 16), np.uint8), volumetric=True, tile=(4, 16, 16), photometric="minisblack"
    )
    yield "tiff-volume", stream.getvalue()


def _wide() -> bytes:
    """A profile that is not sRGB: its curves are linear."""
    return seeds.profile("XYZ")


def _webps() -> Iterator[tuple[str, bytes]]:
    whole = bytearray(seeds.pillow("RGBA", format="WEBP", lossless=True))
    for bits in (0xFFFFFFF, 0):
        at = whole.index(b"VP8L") + 9
        yield f"webp-promises-{bits:x}", bytes(whole[:at]) + number(bits) + bytes(whole[at + 4 :])
    rich = bytearray(seeds.pillow(format="WEBP", exif=b"Exif\0\0II*\0", icc_profile=b"x" * 500))
    at = rich.index(b"VP8X") + 12
    yield "webp-canvas", bytes(rich[:at]) + b"\xff" * 6 + bytes(rich[at + 6 :])
    yield "webp-riff-size", bytes(rich[:4]) + b"\xff\xff\xff\xff" + bytes(rich[8:])
    stream = io.BytesIO()
    Image.new("L", (16383, 600)).save(stream, "WEBP", lossless=True)
    yield "webp-flat", stream.getvalue()


def _containers() -> Iterator[tuple[str, bytes]]:
    """HEIC, AVIF, JPEG XL, OpenEXR and Radiance with sizes that their pixels do not have."""
    for kind in ("heic", "avif"):
        suffix, whole = seeds.seed(kind)
        at = whole.index(b"ispe") + 8
        for side in (PLENTY, 0xFFFFFFFF, 4000, 0):
            sized = whole[:at] + struct.pack(">LL", side, side) + whole[at + 8 :]
            yield f"{kind}-promises-{side}{suffix}", sized
        for box in (b"meta", b"iloc", b"iinf", b"iprp", b"ipco", b"mdat", b"ftyp"):
            at = whole.index(box) - 4
            for size in (0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF):
                yield f"{kind}-{box.decode()}-{size:x}{suffix}", whole[:at] + struct.pack(">L", size) + whole[at + 4 :]
            nested = whole[at:] * 30
            yield f"{kind}-{box.decode()}-again{suffix}", whole[:at] + nested
    for name, bits in (("small", "1" + "11111" + "111"), ("huge", "0" + "11" + "1" * 30 + "000" + "11" + "1" * 30)):
        value = int(bits[::-1], 2) if name == "small" else int("".join(reversed(bits)), 2)
        yield f"jxl-promises-{name}.jxl", b"\xff\x0a" + value.to_bytes(12, "little") + bytes(60)
    for length in (0, 1, 4, 0xFFFFFFFF):
        box = struct.pack(">L", length) + b"jxlc" + bytes(50)
        yield f"jxl-box-{length:x}.jxl", b"\0\0\0\x0cJXL \r\n\x87\n" + box * 100
    laughs = imagecodecs.brotli_encode(bytes(100 << 20), level=3)
    brob = struct.pack(">L", len(laughs) + 12) + b"brobExif" + laughs
    whole = seeds.seed("jxl16").data
    yield "jxl-brotli-bomb.jxl", whole + brob * 3
    whole = seeds.exr()
    at = whole.index(b"dataWindow\0box2i\0") + 21
    for side in (PLENTY, 0x7FFFFFFF, 4000, -5):
        yield f"exr-promises-{side}.exr", whole[:at] + struct.pack("<llll", 0, 0, side, side) + whole[at + 16 :]
    yield "exr-inside-out.exr", whole[:at] + struct.pack("<llll", 9, 9, 0, 0) + whole[at + 16 :]
    odd = seeds.pixels(np.float32)
    odd[0, :5, 0] = np.nan, np.inf, -np.inf, -7, 3e38
    for size in (b"-Y 100000 +X 100000", b"-Y 4000 +X 4000", b"-Y 0 +X 5", b"+X 5 -Y 5", b"-Y 999999999999 +X 1"):
        yield f"hdr-{size.decode()}.hdr", b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n" + size + b"\n" + bytes(100)
    yield "hdr-endless-header.hdr", b"#?RADIANCE\n" + b"A=1\n" * 500_000


def _raws() -> Iterator[tuple[str, bytes]]:
    tail = bytes(range(256)) * 64
    heads = {
        "raf": b"FUJIFILMCCD-RAW 0201FF123456X-T1".ljust(84, b"\0") + struct.pack(">LLLL", 148, 0xFFFF, 200, 0xFFFF),
        "x3f": b"FOVb" + struct.pack("<L", 0x20003),
        "mrw": b"\0MRM" + struct.pack(">L", 0xFFFFFF) + b"\0PRD" + struct.pack(">L", 24) + b"27820001" + b"\xff" * 16,
        "crw": b"II\x1a\0\0\0HEAPCCDR" + bytes(12),
        "cr3": struct.pack(">L", 24) + b"ftypcrx \0\0\0\1crx isom" + struct.pack(">L", 0xFFFFFFFF) + b"moov",
        "rw2": b"IIU\0" + number(24),
        "orf": b"IIRO" + number(8),
        "iiq": b"IIII" + number(8) + b"\xff" * 64,
        "3fr": b"MM\0*\0\0\0\x08",
        "cr2": b"II*\0\x10\0\0\0CR\2\0\0\0\0\0",
        "arw": b"II*\0" + number(8),
    }
    for suffix, head in heads.items():
        yield f"raw-{suffix}.{suffix}", head + tail
        yield f"raw-{suffix}-cut.{suffix}", head[:20]
    whole = seeds.dng()
    for name, tag, value in (
        ("size", 256, PLENTY), ("rows", 257, PLENTY), ("flat", 256, 4000), ("compression", 259, 7),
        ("compression-34892", 259, 34892),
        ("white", 50717, 0), ("black", 50714, 0xFFFFFFFF), ("bits", 258, 0), ("bits-64", 258, 64),
        ("strips", 273, 0xFFFFFFF0), ("samples", 277, 999), ("cfa", 33421, 0xFFFFFFFF), ("orientation", 274, 77),
    ):  # fmt: skip
        yield f"dng-{name}.dng", _with_tag(whole, tag, value)


def _with_tag(data: bytes, tag: int, value: int) -> bytes:
    """A little-endian TIFF whose first directory says something else."""
    broken = bytearray(data)
    start = struct.unpack_from("<L", data, 4)[0]
    for n in range(struct.unpack_from("<H", data, start)[0]):
        at = start + 2 + 12 * n
        if struct.unpack_from("<H", data, at)[0] == tag:
            struct.pack_into("<HLL", broken, at + 2, LONG, 1, value)
    return bytes(broken)


def _others() -> Iterator[tuple[str, bytes]]:
    for name, data in (
        ("nothing", b""),
        ("zeros", bytes(4096)),
        ("ones", b"\xff" * 4096),
        ("text", b"Dear diary\n" * 50),
    ):
        for suffix in (".jpg", ".png", ".tif", ".dng", ".cr2", ".webp", ".heic", ".avif", ".jxl", ".exr", ".hdr", ""):
            yield f"{name}{suffix}", data
    for name, size in (("1x1", (1, 1)), ("wide", (30000, 10)), ("tall", (10, 30000))):
        for form, suffix in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")):
            if max(size) < 16384 or form != "WEBP":
                stream = io.BytesIO()
                Image.new("RGB", size, "teal").save(stream, form)
                yield f"{name}.{suffix}", stream.getvalue()
    gif = io.BytesIO()
    Image.new("P", (8, 8)).save(gif, "GIF")
    yield "gif.jpg", gif.getvalue()
    yield "svg.png", b"<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'/>"
    yield "postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"


FAMILIES: dict[str, tuple[str, Callable[[], Iterator[tuple[str, bytes]]]]] = {
    "jpeg": (".jpg", _jpegs),
    "png": (".png", _pngs),
    "tiff": (".tif", _tiffs),
    "webp": (".webp", _webps),
    "containers": ("", _containers),
    "raw": ("", _raws),
    "others": ("", _others),
}


def hostile(family: str) -> Iterator[tuple[str, str, bytes]]:
    """Name, suffix and bytes of every file of one of :data:`FAMILIES`."""
    usual, make = FAMILIES[family]
    for name, data in make():
        stem, dot, suffix = name.rpartition(".")
        yield (name, usual, data) if usual else (stem or name, dot + suffix if dot else "", data)
