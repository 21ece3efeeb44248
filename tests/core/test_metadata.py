"""What travels from a frame to the result: EXIF, GPS, XMP, IPTC; read back by exiftool, the pixels bit for bit."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import exifread
import imagecodecs
import makers
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from xmp_cases import PACKET

from mefcore import __version__
from mefcore.bracket import ExifField, Exposure, Metadata
from mefcore.export import save_image
from mefcore.io import load_frame
from mefcore.io.exif import facts, read_exif, read_tags
from mefcore.io.xmp import carried_over

EVERY = [(f"a.{s}", d) for s, d in (("tif", np.uint8), ("tif", np.uint16), ("tif", np.float32), ("png", np.uint8))]
EVERY += [("a.png", np.uint16), ("a.jpg", np.uint8)]


def ratio(numerator: int, denominator: int) -> Any:
    from PIL.TiffImagePlugin import IFDRational

    return IFDRational(numerator, denominator)


def block() -> Image.Exif:
    """A camera's EXIF with everything that should travel, and much that should not."""
    exif = makers.exif(time=1 / 250, f_number=5.6, iso=800, orientation=6)
    exif[0x013B], exif[0x8298] = "Zoë 日本".encode(), "© 2024 Zoë".encode()
    exif[0x0131] = "Firmware 1.2"
    exif[0x8769] = {
        **exif[0x8769],
        0x8822: 3,  # aperture priority
        0x9204: ratio(-4, 3),
        0x9207: 5,
        0x9209: 16,
        0x920A: ratio(245, 10),
        0x9291: "42",
        0x9011: "+02:00",
        0xA402: 2,
        0xA403: 1,
        0xA405: 36,
        0xA432: (ratio(24, 1), ratio(70, 1), ratio(28, 10), ratio(4, 1)),
        0xA433: "Acme Optics",
        0xA431: "SECRET-BODY",
        0xA435: "SECRET-LENS",
        0x927C: b"maker note",
        0xA002: 6000,
        0xA003: 4000,
    }
    exif[0x8825] = {
        0: b"\x02\x03\x00\x00",
        1: "N",
        2: (ratio(52, 1), ratio(31, 1), ratio(12345, 1000)),
        3: "E",
        4: (ratio(13, 1), ratio(24, 1), ratio(1789, 100)),
        5: b"\x00",
        6: ratio(348, 10),
        7: (ratio(5, 1), ratio(6, 1), ratio(7, 1)),
        16: "T",
        17: ratio(2715, 10),
        18: "WGS-84",
        27: b"ASCII\0\0\0GPS",
        29: "2024:05:06",
    }
    return exif


EXPECTED = {
    "IFD0:Make": "Acme",
    "IFD0:Model": "Testcam 3",
    "IFD0:Artist": "Zoë 日本",
    "IFD0:Copyright": "© 2024 Zoë",
    "IFD0:Orientation": 1,
    "IFD0:Software": f"Luxcube {__version__}",
    "ExifIFD:LensModel": "Acme 24mm F8",
    "ExifIFD:LensMake": "Acme Optics",
    "ExifIFD:LensInfo": "24 70 2.8 4",
    "ExifIFD:DateTimeOriginal": "2024:05:06 07:08:09",
    "ExifIFD:SubSecTimeOriginal": 42,
    "ExifIFD:OffsetTimeOriginal": "+02:00",
    "ExifIFD:ExposureTime": 0.004,
    "ExifIFD:FNumber": 5.6,
    "ExifIFD:ISO": 800,
    "ExifIFD:ExposureProgram": 3,
    "ExifIFD:MeteringMode": 5,
    "ExifIFD:Flash": 16,
    "ExifIFD:WhiteBalance": 1,
    "ExifIFD:FocalLength": 24.5,
    "ExifIFD:FocalLengthIn35mmFormat": 36,
    "ExifIFD:ColorSpace": 1,
    "GPS:GPSVersionID": "2 3 0 0",
    "GPS:GPSLatitudeRef": "N",
    "GPS:GPSLongitudeRef": "E",
    "GPS:GPSAltitudeRef": 0,
    "GPS:GPSAltitude": 34.8,
    "GPS:GPSTimeStamp": "05:06:07",
    "GPS:GPSImgDirectionRef": "T",
    "GPS:GPSImgDirection": 271.5,
    "GPS:GPSMapDatum": "WGS-84",
    "GPS:GPSProcessingMethod": "GPS",
    "GPS:GPSDateStamp": "2024:05:06",
}


def exiftool(path: Path) -> dict[str, Any]:
    assert shutil.which("exiftool"), (
        "the tests need exiftool (Debian: libimage-exiftool-perl); packaging/bootstrap.sh dev"
    )
    command = [
        "exiftool",
        "-json",
        "-n",
        "-G1",
        "-struct",
        "-charset",
        "iptc=utf8",
        "-api",
        "largefilesupport=1",
        str(path),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(run.stdout)[0]
    assert not {"ExifTool:Error", "ExifTool:Warning"} & found.keys(), found
    return found


def check(path: Path) -> dict[str, Any]:
    found = exiftool(path)
    assert {key: found.get(key) for key in EXPECTED} == EXPECTED
    assert found["ExifIFD:ExposureCompensation"] == pytest.approx(-4 / 3, abs=1e-9)
    assert found["GPS:GPSLatitude"] == pytest.approx(52 + 31 / 60 + 12.345 / 3600, abs=1e-9)
    assert found["GPS:GPSLongitude"] == pytest.approx(13 + 24 / 60 + 17.89 / 3600, abs=1e-9)
    assert "SECRET" not in json.dumps(found)
    assert not {"ExifIFD:ExifImageWidth", "ExifIFD:ExposureMode"} & found.keys()
    return found


def picture(dtype: type) -> np.ndarray:
    pixels = makers.exposed(0) + np.random.default_rng(1).normal(0, 0.01, (48, 64, 3))
    pixels = np.clip(pixels, 0, 1)
    return pixels.astype(np.float32) if dtype == np.float32 else np.rint(pixels * np.iinfo(dtype).max).astype(dtype)


@pytest.fixture
def metadata(tmp_path: Path) -> Metadata:
    """What is read of a camera's JPEG."""
    path = tmp_path / "source.jpg"
    Image.fromarray(picture(np.uint8)).save(path, exif=block(), xmp=PACKET)
    return load_frame(path).metadata


class TestOut:
    @pytest.mark.parametrize(("name", "dtype"), EVERY)
    def test_all_of_it_by_exiftool(self, tmp_path: Path, metadata: Metadata, name: str, dtype: type) -> None:
        pixels = picture(dtype)
        save_image(tmp_path / name, pixels, metadata=metadata, description="three frames")
        found = check(tmp_path / name)
        assert found["IFD0:ImageDescription"] == "three frames"
        assert "sRGB" in found["ICC_Profile:ProfileDescription"]
        assert found["XMP-xmp:Rating"] == 4
        assert found["XMP-xmp:Label"] == "Küche"
        assert found["XMP-dc:Title"] == "Zoë’s house & garden"
        assert found["XMP-dc:Subject"] == ["kitchen", "日本"]
        assert found["XMP-aux:Lens"] == "Acme 24mm F8"
        gone = ("XMP-crs", "XMP-tiff", "XMP-xmpMM", "XMP-exif", "XMP-xmp:Thumbnails", "XMP-xmp:CreatorTool")
        assert not [key for key in found if key.startswith((*gone, "XMP-aux:SerialNumber"))]
        if name != "a.png":
            assert (found["IPTC:By-line"], found["IPTC:CopyrightNotice"]) == ("Zoë 日本", "© 2024 Zoë")
        if name != "a.jpg":
            stored = cv2.imread(str(tmp_path / name), cv2.IMREAD_UNCHANGED)[..., ::-1]
            np.testing.assert_array_equal(stored, pixels, strict=True)

    @pytest.mark.parametrize(("name", "dtype"), EVERY)
    def test_what_comes_back_is_what_went_in(self, tmp_path: Path, metadata: Metadata, name: str, dtype: type) -> None:
        save_image(tmp_path / name, picture(dtype), metadata=metadata)
        back = load_frame(tmp_path / name).metadata
        assert replace(back, xmp=None) == replace(metadata, xmp=None)
        assert back.xmp == carried_over(metadata.xmp, (64, 48))
        save_image(tmp_path / f"again-{name}", picture(dtype), metadata=back)
        assert (tmp_path / f"again-{name}").read_bytes() == (tmp_path / name).read_bytes()

    def test_bigtiff_carries_it_too(self, tmp_path: Path, metadata: Metadata, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mefcore.io.tiff._CLASSIC_LIMIT", 1000)
        pixels = picture(np.uint16)
        save_image(tmp_path / "a.tif", pixels, metadata=metadata)
        with tifffile.TiffFile(tmp_path / "a.tif") as tiff:
            assert tiff.is_bigtiff
            np.testing.assert_array_equal(tiff.asarray(), pixels, strict=True)
            # exiftool takes a BigTIFF's position for EXIF; tifffile knows what it is.
            position = tiff.pages.first.tags["GPSTag"].value
        assert position["GPSLatitude"] == (52, 1, 31, 1, 2469, 200)
        assert (position["GPSMapDatum"], position["GPSVersionID"]) == ("WGS-84", b"\2\3\0\0")
        told = {key.partition(":")[2]: value for key, value in exiftool(tmp_path / "a.tif").items()}
        wanted = {k.partition(":")[2]: v for k, v in EXPECTED.items() if not k.startswith("GPS")}
        assert {key: told.get(key) for key in wanted} == wanted
        assert replace(load_frame(tmp_path / "a.tif").metadata, xmp=None) == replace(metadata, xmp=None)

    def test_from_every_container(self, tmp_path: Path, metadata: Metadata) -> None:
        eight = picture(np.uint8)
        exif = block()
        for name, options in {
            "b.png": {},
            "b.webp": {"lossless": True, "xmp": PACKET},
            "b.avif": {"quality": 90, "xmp": PACKET},
        }.items():
            Image.fromarray(eight).save(tmp_path / name, exif=exif, **options)
            found = load_frame(tmp_path / name).metadata
            assert replace(found, xmp=None) == replace(metadata, xmp=None), name
            assert (found.xmp == PACKET) == ("xmp" in options)
        makers.write_tiff(tmp_path / "b.tif", eight)
        command = ["exiftool", "-q", "-overwrite_original", "-tagsfromfile", str(tmp_path / "source.jpg"), "-all:all"]
        subprocess.run([*command, str(tmp_path / "b.tif")], check=True, timeout=60)
        found = load_frame(tmp_path / "b.tif").metadata
        assert replace(found, xmp=None) == replace(metadata, xmp=None)
        save_image(tmp_path / "c.tif", eight, metadata=found)
        check(tmp_path / "c.tif")

    def test_raw_files_hand_theirs_on(self, tmp_path: Path) -> None:
        path = makers.write_dng(tmp_path / "a.dng", makers.scene() * 0.2)
        with tifffile.TiffFile(path) as tiff:
            assert tiff.pages.first.tags[271].value == "Acme"
        write = [
            "-EXIF:ExposureCompensation=-2",
            "-EXIF:GPSLatitude=52.5",
            "-EXIF:GPSLatitudeRef=N",
            "-XMP-dc:Title=House",
        ]
        subprocess.run(["exiftool", "-q", "-overwrite_original", *write, str(path)], check=True, timeout=60)
        found = load_frame(path).metadata
        assert found.xmp is not None
        save_image(tmp_path / "b.tif", picture(np.uint16), metadata=found)
        told = exiftool(tmp_path / "b.tif")
        assert (told["ExifIFD:ExposureCompensation"], told["GPS:GPSLatitude"]) == (-2, 52.5)
        assert "House" in str(told["XMP-dc:Title"])


class TestIptc:
    def test_stands_in_where_exif_is_silent(self, tmp_path: Path) -> None:
        path = makers.write_jpeg(tmp_path / "a.jpg", makers.exposed(0))
        write = ["-IPTC:By-line=Zoë 日本", "-IPTC:CopyrightNotice=© Zoë", "-IPTC:CodedCharacterSet=UTF8"]
        subprocess.run(["exiftool", "-q", "-overwrite_original", *write, str(path)], check=True, timeout=60)
        found = load_frame(path).metadata
        assert (found.artist, found.copyright) == ("Zoë 日本", "© Zoë")

    def test_exif_comes_first(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x013B] = "From EXIF"
        path = makers.write_jpeg(tmp_path / "a.jpg", makers.exposed(0), exif)
        write = ["-IPTC:By-line=From IPTC", "-IPTC:CopyrightNotice=Rights"]
        subprocess.run(["exiftool", "-q", "-overwrite_original", *write, str(path)], check=True, timeout=60)
        found = load_frame(path).metadata
        assert (found.artist, found.copyright) == ("From EXIF", "Rights")

    def test_long_names_are_cut_between_letters(self, tmp_path: Path) -> None:
        save_image(tmp_path / "a.jpg", picture(np.uint8), metadata=Metadata(artist="é" * 40, copyright="日" * 100))
        found = exiftool(tmp_path / "a.jpg")
        assert (found["IPTC:By-line"], found["IPTC:CopyrightNotice"]) == ("é" * 16, "日" * 42)
        assert (found["IFD0:Artist"], found["IFD0:Copyright"]) == ("é" * 40, "日" * 100)


class TestExif:
    def test_latin_1_is_understood(self) -> None:
        exif = Image.Exif()
        exif[0x8298] = "© Müller".encode("latin-1")
        assert read_exif(exif.tobytes())[0].copyright == "© Müller"

    def test_broken_maker_notes_do_not_hide_the_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = exifread.process_file

        def read(stream: Any, *, details: bool) -> Any:
            if details:
                raise IndexError("a maker note that is none")
            return whole(stream, details=False)

        monkeypatch.setattr(exifread, "process_file", read)
        data = block().tobytes()
        assert facts(read_tags(data, maker_notes=True)) == read_exif(data)

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_broken_exif_never_breaks_an_export(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        broken = bytearray(block().tobytes())
        for _ in range(data.draw(st.integers(1, 12))):
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
        metadata, _ = read_exif(bytes(broken))
        folder = tmp_path_factory.mktemp("e")
        pixels = np.full((4, 4, 3), 128, np.uint8)
        for name in ("a.tif", "a.png", "a.jpg"):
            save_image(folder / name, pixels, metadata=metadata)
            frame = load_frame(folder / name)
            assert frame.size == (4, 4)
            if metadata.exposure.f_number and 0.01 < metadata.exposure.f_number < 1e6:
                assert frame.metadata.exposure.f_number == pytest.approx(metadata.exposure.f_number, rel=0.5, abs=0.01)

    def test_a_very_long_text_is_cut(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x013B] = "x" * 60000
        metadata, _ = read_exif(exif.tobytes())
        metadata = replace(metadata, copyright="y" * 999, carried=(ExifField("gps", 18, 2, "z" * 999),))
        for name in ("a.tif", "a.png", "a.jpg"):
            save_image(tmp_path / name, picture(np.uint8), metadata=metadata)
            assert len(load_frame(tmp_path / name).metadata.artist or "") == 999

    def test_zero_denominators_do_not_travel(self, tmp_path: Path) -> None:
        exif = makers.exif(time=0.5)
        exif[0x8769] = {**exif[0x8769], 0x9204: ratio(-7, 3), 0xA405: 24}
        data = exif.tobytes()
        minus_seven = (-7).to_bytes(4, "big", signed=True)
        broken = data.replace(minus_seven + (3).to_bytes(4, "big"), minus_seven + bytes(4))
        assert broken != data
        assert [field.number for field in read_exif(broken)[0].carried] == [0xA405]

    def test_half_a_surrogate_is_written_as_something(self, tmp_path: Path) -> None:
        metadata = Metadata(artist="a\udc80b", exposure=Exposure(time=0.5))
        for name in ("a.tif", "a.png", "a.jpg"):
            save_image(tmp_path / name, picture(np.uint8), metadata=metadata)
            assert load_frame(tmp_path / name).metadata.artist == "a?b"


def test_png_text_is_whole(tmp_path: Path, metadata: Metadata) -> None:
    """An independent decoder takes the file, extra chunks and all."""
    pixels = picture(np.uint16)
    save_image(tmp_path / "a.png", pixels, metadata=metadata)
    np.testing.assert_array_equal(imagecodecs.png_decode((tmp_path / "a.png").read_bytes()), pixels, strict=True)
    with Image.open(tmp_path / "a.png") as image:
        image.load()
        assert image.info["xmp"] == carried_over(metadata.xmp, (64, 48))
