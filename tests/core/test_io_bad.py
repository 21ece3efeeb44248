"""Files that are not what they should be: one clear sentence each, and never half a picture."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path

import makers
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mefcore.errors import BracketError, MefError, ReadError
from mefcore.io import load_bracket, load_frame, read_preview
from mefcore.io.raster import open_image

Maker = Callable[[Path], Path]


def text_as_jpeg(folder: Path) -> Path:
    (folder / "bad.jpg").write_text("Dear diary, today I renamed this file.\n" * 20)
    return folder / "bad.jpg"


def half(path: Path) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def half_jpeg(folder: Path) -> Path:
    return half(makers.write_jpeg(folder / "bad.jpg", makers.exposed(0)))


def half_progressive(folder: Path) -> Path:
    return half(makers.write_jpeg(folder / "bad.jpg", makers.exposed(0), progressive=True))


def half_png(folder: Path) -> Path:
    return half(makers.write_png(folder / "bad.png", makers.exposed(0)))


def half_png16(folder: Path) -> Path:
    return half(makers.write_png16(folder / "bad.png", makers.exposed(0)))


def half_tiff(folder: Path) -> Path:
    return half(makers.write_tiff(folder / "bad.tif", makers.as_uint16(makers.exposed(0)), rowsperstrip=4))


def half_deflated_tiff(folder: Path) -> Path:
    pixels = makers.as_uint16(makers.exposed(0))
    return half(makers.write_tiff(folder / "bad.tif", pixels, rowsperstrip=4, compression="zlib"))


def half_webp(folder: Path) -> Path:
    Image.fromarray(makers.as_uint8(makers.exposed(0))).save(folder / "bad.webp")
    return half(folder / "bad.webp")


def half_dng(folder: Path) -> Path:
    return half(makers.write_dng(folder / "bad.dng", makers.scene()))


def text_as_raw(folder: Path) -> Path:
    (folder / "bad.nef").write_text("not a RAW file " * 100)
    return folder / "bad.nef"


def empty(folder: Path) -> Path:
    (folder / "bad.jpg").touch()
    return folder / "bad.jpg"


def empty_raw(folder: Path) -> Path:
    (folder / "bad.dng").touch()
    return folder / "bad.dng"


def missing(folder: Path) -> Path:
    return folder / "bad.jpg"


def cmyk_tiff(folder: Path) -> Path:
    tifffile.imwrite(folder / "bad.tif", np.zeros((8, 8, 4), np.uint8), photometric="separated")
    return folder / "bad.tif"


def lab_tiff(folder: Path) -> Path:
    tifffile.imwrite(folder / "bad.tif", np.zeros((8, 8, 3), np.uint8), photometric="cielab")
    return folder / "bad.tif"


def complex_tiff(folder: Path) -> Path:
    tifffile.imwrite(folder / "bad.tif", np.zeros((8, 8), np.complex64), photometric="minisblack")
    return folder / "bad.tif"


def signed_tiff(folder: Path) -> Path:
    tifffile.imwrite(folder / "bad.tif", np.zeros((8, 8, 3), np.int16), photometric="rgb")
    return folder / "bad.tif"


def volume_tiff(folder: Path) -> Path:
    volume = np.zeros((16, 16, 16), np.uint8)
    tifffile.imwrite(folder / "bad.tif", volume, photometric="minisblack", volumetric=True, tile=(16, 16, 16))
    return folder / "bad.tif"


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def bomb(folder: Path) -> Path:
    (folder / "bad.png").write_bytes(png_header(30000, 30000))
    return folder / "bad.png"


BAD: list[tuple[Maker, str]] = [
    (text_as_jpeg, "is not a picture Luxcube can read"),
    (half_jpeg, "is damaged or cut short"),
    (half_progressive, "is damaged or cut short"),
    (half_png, "is damaged or cut short"),
    (half_png16, "is damaged or cut short"),
    (half_tiff, "is damaged or cut short"),
    (half_deflated_tiff, "is damaged or cut short"),
    (half_webp, "is (damaged or cut short|not a picture)"),
    (half_dng, "is damaged or cut short"),
    (text_as_raw, "is not a RAW file"),
    (empty, "is empty"),
    (empty_raw, "is empty"),
    (missing, "does not exist"),
    (cmyk_tiff, "is a CMYK TIFF"),
    (lab_tiff, "holds CIELAB data"),
    (complex_tiff, "holds complex64 numbers"),
    (signed_tiff, "holds int16 numbers"),
    (volume_tiff, "holds a volume"),
    (bomb, "is 30000×30000 pixels, more than Luxcube reads"),
]


def check(error: MefError, path: Path, words: str) -> None:
    """One line: the file, one sentence, a way out."""
    assert re.search(words, error.message), error
    assert error.path == str(path)
    assert error.hint
    assert "\n" not in str(error)
    assert not error.message.endswith(".")


@pytest.mark.parametrize(("make", "words"), BAD, ids=[make.__name__ for make, _ in BAD])
def test_one_sentence(tmp_path: Path, make: Maker, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    path = make(tmp_path)
    good = makers.write_jpeg(tmp_path / "good.jpg", makers.exposed(1))
    for load in (load_frame, read_preview, lambda p: load_bracket([good, p])):
        with pytest.raises(ReadError) as caught:
            load(path)
        check(caught.value, path, words)
    assert capfd.readouterr() == ("", "")  # no library adds words of its own


def test_one_frame(tmp_path: Path) -> None:
    path = makers.write_jpeg(tmp_path / "a.jpg", makers.exposed(0))
    for paths in ([path], [path, path], [tmp_path]):
        with pytest.raises(BracketError) as caught:
            load_bracket(paths)
        check(caught.value, path, "only one frame")


def test_mixed_sizes(tmp_path: Path) -> None:
    makers.write_jpeg(tmp_path / "a.jpg", makers.exposed(0))
    path = makers.write_jpeg(tmp_path / "b.jpg", makers.exposed(0, width=66))
    with pytest.raises(BracketError) as caught:
        load_bracket([tmp_path])
    check(caught.value, path, "is 66×48 pixels, but a.jpg is 64×48")


def test_folder_with_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing to see")
    with pytest.raises(BracketError) as caught:
        load_bracket([tmp_path])
    check(caught.value, tmp_path, "there is no picture in this folder")


def test_nothing_at_all() -> None:
    with pytest.raises(BracketError, match="no files were given"):
        load_bracket([])


def test_a_whole_card_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for number in range(65):
        (tmp_path / f"{number}.jpg").write_bytes(b"never opened")
    with pytest.raises(BracketError, match="65 frames are too many"):
        load_bracket([tmp_path])


def test_odd_names_stay_on_one_line(tmp_path: Path) -> None:
    (tmp_path / "a\nb.jpg").write_text("x")
    with pytest.raises(ReadError) as caught:
        load_frame(tmp_path / "a\nb.jpg")
    assert "\n" not in str(caught.value)


def test_large_pictures_do_not_warn(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png_header(18000, 18000))  # Pillow alone would refuse
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with open_image(tmp_path / "a.png") as image:
            assert image.size == (18000, 18000)


AS_NOBODY = """
import os, sys
from mefcore.io import load_bracket
from mefcore.errors import MefError
import mefcore.io.raster, mefcore.io.raw, mefcore.io.tiff  # while they may be read
folder = sys.argv[1]
if os.geteuid() == 0:
    os.setresuid(65534, 65534, 65534)
for name in ("a.jpg", "a.dng", "closed"):
    try:
        load_bracket([os.path.join(folder, name)])
    except MefError as e:
        print(e)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_unreadable_files_and_folders(tmp_path: Path) -> None:
    makers.write_jpeg(tmp_path / "a.jpg", makers.exposed(0)).chmod(0)
    makers.write_dng(tmp_path / "a.dng", makers.scene()).chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    # In a child that gives up root's right to read everything, where the tests run as root.
    run = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    lines = run.stdout.splitlines()
    assert len(lines) == 3, run
    assert all("may not be read (ask its owner" in line for line in lines), lines


def picture_bytes() -> dict[str, bytes]:
    import io

    pixels = makers.as_uint8(makers.exposed(0, height=24, width=32))
    found = {}
    for name, options in {
        "jpeg": {"format": "JPEG", "quality": 95, "exif": makers.exif(time=0.01, orientation=6)},
        "progressive.jpeg": {"format": "JPEG", "progressive": True},
        "png": {"format": "PNG"},
        "webp": {"format": "WEBP", "lossless": True},
    }.items():
        stream = io.BytesIO()
        Image.fromarray(pixels).save(stream, **options)
        found[name] = stream.getvalue()
    for name, options in {"tiff": {}, "zlib.tiff": {"compression": "zlib"}, "lzw.tiff": {"compression": "lzw"}}.items():
        stream = io.BytesIO()
        tifffile.imwrite(stream, pixels.astype(np.uint16) * 257, photometric="rgb", rowsperstrip=5, **options)
        found[name] = stream.getvalue()
    return found


PICTURES = picture_bytes()
fuzzed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("kind", PICTURES)
@fuzzed
@given(data=st.data())
def test_cut_anywhere_it_is_refused_or_whole(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    whole = PICTURES[kind]
    path = tmp_path / "whole"
    path.write_bytes(whole)
    cut = tmp_path / "cut"
    cut.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    try:
        pixels = load_frame(cut).pixels
    except ReadError:
        return
    np.testing.assert_array_equal(pixels, load_frame(path).pixels)


@pytest.mark.parametrize("kind", PICTURES)
@fuzzed
@given(data=st.data())
def test_corrupt_anywhere_it_is_refused_or_a_picture(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    damaged = bytearray(PICTURES[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged"
    path.write_bytes(damaged)
    try:
        frame = load_frame(path)
    except ReadError:
        return
    assert frame.pixels.ndim == 3
    assert frame.pixels.shape[2] == 3
