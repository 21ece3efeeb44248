"""What the fuzz suite found, made small and given a name; each once crashed, hung, or spoke out of turn."""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import makers
import numpy as np
import pytest
import tifffile

from mefcore.errors import LutError, MefError, ReadError, RecipeError, WriteError
from mefcore.grouping import fingerprint, scan
from mefcore.io import expand, load_bracket, load_frame, read_preview
from mefcore.io.atomic import check_target
from mefcore.io.checks import FLAT_PIXELS, PIXELS_PER_BYTE, check_size
from mefcore.io.exif import read_tags
from mefcore.io.quiet import quiet
from mefcore.lut.formats.cube import read_cube
from mefcore.recipe import Recipe

posix = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and names of bytes are POSIX")
glibc = pytest.mark.skipif(sys.platform != "linux", reason="looks for the C library of Linux")


def directory(*entries: tuple[int, int, int, int], after: int = 0) -> bytes:
    """A TIFF directory of (tag, type, count, value or offset)."""
    return (
        struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHLL", *e) for e in entries) + struct.pack("<L", after)
    )


def tiff(*more: tuple[int, int, int, int], height: int = 10, after: int = 0) -> bytes:
    """One strip of 10 rows of 10 grey pixels at 8, and a directory at 108."""
    usual = {256: 10, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 10, 279: 100}
    entries = {tag: (tag, 4, 1, value) for tag, value in usual.items()} | {e[0]: e for e in more}
    return (
        b"II*\0" + struct.pack("<L", 108) + bytes(100) + directory(*(entries[t] for t in sorted(entries)), after=after)
    )


def test_a_chain_of_directories_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff((254, 4, 1, 1), after=108))  # a thumbnail, followed by itself
    assert load_frame(path).pixels.shape == (10, 10, 3)


def test_a_tiff_with_fewer_strips_than_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff(height=30_000_000 // 10))
    with pytest.raises(ReadError, match="damaged or cut short"):
        load_frame(path)


def test_a_tile_of_ten_thousand_million_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff((322, 4, 1, 100_000), (323, 4, 1, 100_000), (324, 4, 1, 8), (325, 4, 1, 100)))
    with pytest.raises(ReadError, match="100000×100000 pixels"):
        load_frame(path)


def test_pixels_of_a_thousand_channels(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff((277, 4, 1, 1000)))
    with pytest.raises(ReadError):
        load_frame(path)


def test_doubles_beyond_floats_and_signalling_nan(tmp_path: Path) -> None:
    values = np.full((4, 4, 3), 0.5)
    values[0, 0], values[1, 1] = 1e300, -1e300
    values.view(np.uint64)[2, 2] = 0x7FF0000000000001
    tifffile.imwrite(tmp_path / "a.tif", values, photometric="rgb")
    pixels = load_frame(tmp_path / "a.tif").pixels
    assert pixels[0, 0].tolist() == [1, 1, 1]
    assert pixels[1, 1].tolist() == [0, 0, 0]
    assert np.isfinite(pixels).all()


def test_a_promise_that_a_file_cannot_keep(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(bytes(60_000))
    check_size(FLAT_PIXELS // 1000, 1000, path)
    check_size(PIXELS_PER_BYTE * 60, 1000, path)
    with pytest.raises(ReadError, match="60001×1000 pixels, and is only 60000 bytes long"):
        check_size(PIXELS_PER_BYTE * 60 + 1, 1000, path)


def test_a_deep_png_that_is_damaged_is_told_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = makers.write_png16(tmp_path / "a.png", makers.exposed(0))
    data = bytearray(path.read_bytes())
    data[-20] ^= 1  # in the checksum of the pixels
    path.write_bytes(data)
    with pytest.raises(ReadError, match="damaged"):
        load_frame(path)
    assert capfd.readouterr() == ("", "")


def test_what_a_library_logs_is_not_printed(tmp_path: Path) -> None:
    """In a program that has read nothing but this one file."""
    path = makers.write_png16(tmp_path / "a.png", makers.exposed(0))
    data = path.read_bytes()
    profile = b"x\0\0" + zlib.compress(bytes(16) + b"CMYK" + bytes(200))
    chunk = struct.pack(">L", len(profile)) + b"iCCP" + profile + struct.pack(">L", zlib.crc32(b"iCCP" + profile))
    path.write_bytes(data[:33] + chunk + data[33:])
    code = "import sys; from pathlib import Path; from mefcore.io import load_frame; load_frame(Path(sys.argv[1]))"
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert (run.stdout, run.stderr) == ("", "")


def test_a_raw_file_whose_pixels_are_missing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its white balance is what is asked for first, and LibRaw unpacks the pixels for that."""
    whole = makers.write_dng(tmp_path / "a.nef", makers.scene())
    whole.write_bytes(whole.read_bytes()[:2000])
    good = makers.write_jpeg(tmp_path / "b.jpg", makers.exposed(0))
    for read in (load_frame, read_preview, lambda path: load_bracket([good, path])):
        with pytest.raises(ReadError, match="damaged"):
            read(whole)
    fingerprint(*scan([whole]))
    assert capfd.readouterr() == ("", "")


@posix
@pytest.mark.parametrize("suffix", [".dng", ".jpg", ".tif"])
def test_a_name_that_is_no_utf8(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9" + suffix.encode())
    if suffix == ".dng":
        makers.write_dng(path, makers.scene())
    elif suffix == ".jpg":
        makers.write_jpeg(path, makers.exposed(0))
    else:
        makers.write_tiff(path, makers.as_uint8(makers.exposed(0)))
    assert load_frame(path).pixels.shape == (48, 64, 3)
    assert not scan([path])[0].problem


@pytest.mark.parametrize("name", ["²1.jpg", "①.jpg", "٣2.jpg"])
def test_names_with_digits_that_are_no_decimals(tmp_path: Path, name: str) -> None:
    for file in (name, "10.jpg", "2.jpg"):
        makers.write_jpeg(tmp_path / file, makers.exposed(0))
    assert [p.name for p in expand([tmp_path]) if p.name[0].isascii()] == ["2.jpg", "10.jpg"]
    assert len(scan([tmp_path])) == 3


def test_a_fraction_of_zeroths_where_a_number_should_be(tmp_path: Path) -> None:
    exif = b"II*\0" + struct.pack("<L", 8) + directory((0x8769, 4, 1, 26))
    exif += directory((0xA402, 5, 1, 44)) + struct.pack("<LL", 5, 0)  # ExposureMode 5/0
    path = tmp_path / "a.jpg"
    plain = makers.write_jpeg(path, makers.exposed(0)).read_bytes()
    segment = b"Exif\0\0" + exif
    path.write_bytes(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:])
    (entry,) = scan([path])
    assert entry.bracketing is None
    assert not entry.problem


def test_directories_that_list_each_other_thousands_of_times() -> None:
    """A hundred sub-directories, all of them the header of the file, which claims to have 18 761 entries."""
    read_tags(tiff((330, 1, 100, 0)) + bytes(100), maker_notes=True)


@posix
def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for suffix in (".jpg", ".tif", ".dng", ".cube", ".json"):
        for name, place in (("pipe", tmp_path / "pipe"), ("zero", Path("/dev/zero"))):
            path = tmp_path / f"{name}{suffix}"
            path.symlink_to(place)
            if suffix == ".cube":
                with pytest.raises(LutError, match="is no file"):
                    read_cube(path)
            elif suffix == ".json":
                with pytest.raises(RecipeError, match="is no file"):
                    Recipe.load(path)
            else:
                for read in (load_frame, read_preview):
                    with pytest.raises(ReadError, match="is no file"):
                        read(path)
                (entry,) = scan([path])
                assert entry.problem == "is no file"
                assert fingerprint(entry) is None
    with pytest.raises(WriteError, match="is no file"):
        check_target("/dev/null")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" * 100_000, "is not JSON"),
        (b'{"nudges":' + b"[" * 5000 + b"]" * 5000 + b"}", "is not (JSON|a valid recipe)"),
        (b'{"' + b"k" * 100_000 + b'":1}', "is not a valid recipe"),
        (b" " * (33 << 20) + b"{}", "is 33 MB long; no recipe is"),
    ],
)
def test_recipes_that_are_too_deep_or_too_long(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(RecipeError, match=words) as caught:
        Recipe.load(path)
    assert caught.value.hint
    assert len(caught.value.message) < 300


def test_a_recipe_with_a_broken_refinement_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(
        b'{"found":{"model":"x","local":false,"shape":[2,1,1,1],"latent_shape":[1,1,1,1],"before":1,"after":1,'
        b'"weights":"AADAfwAAwH8=","latent":"AAAAAA=="}}'
    )
    with pytest.raises(MefError, match="damaged") as caught:
        Recipe.load(path)
    assert caught.value.path == str(path)


@glibc
def test_quiet_silences_c_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    library = ctypes.CDLL(None)

    def speak(text: bytes) -> None:
        library.fputs(text, ctypes.c_void_p.in_dll(library, "stderr"))
        library.fflush(None)

    speak(b"before ")
    with quiet():
        speak(b"lost ")
        with quiet():
            thread = threading.Thread(target=speak, args=(b"lost too ",))
            thread.start()
            thread.join()
        speak(b"still lost ")
        os.write(2, b"ours ")
    speak(b"after")
    assert capfd.readouterr().err == "before ours after"
