"""HEIC, AVIF, JPEG XL, OpenEXR and Radiance HDR: values, orientation, colour, EXIF.

Written with libheif, libavif, libjxl, OpenEXR and ffmpeg; what comes back is compared with the pixels that went in.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import cv2
import imagecodecs
import makers
import numpy as np
import OpenEXR
import pytest
from format_cases import HEIF, P3_TO_SRGB, ffmpeg, from_p3, picture, turned
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from mefcore.bracket import Exposure
from mefcore.errors import ReadError
from mefcore.grouping import fingerprint
from mefcore.grouping.entries import read_entry
from mefcore.io import expand, load_bracket, load_frame, read_preview
from mefcore.io.jxl import read_header


class TestHeif:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_turned_once(self, orientation: int) -> None:
        frame = load_frame(HEIF / f"turned-{orientation}.heic")
        expected = turned(makers.as_uint8(picture()), orientation)
        np.testing.assert_array_equal(frame.pixels, expected, strict=True)
        entry = read_entry(HEIF / f"turned-{orientation}.heic")
        assert entry is not None
        assert entry.size == frame.size
        assert entry.exposure == frame.metadata.exposure == Exposure(0.008, 1.8, 64.0)

    def test_the_container_is_believed_and_not_exif(self) -> None:
        frame = load_frame(HEIF / "exif-only.heic")
        np.testing.assert_array_equal(frame.pixels, makers.as_uint8(picture()), strict=True)
        assert frame.metadata.model == "Testcam 3"
        assert frame.metadata.xmp is not None
        assert b'dc:source="heif"' in frame.metadata.xmp

    def test_ten_bits_are_kept(self) -> None:
        pixels = load_frame(HEIF / "ten-bits.heic").pixels
        expected = np.rint(np.rint(picture() * 1023) * 65535 / 1023)
        np.testing.assert_array_equal(pixels, expected.astype(np.uint16), strict=True)

    @pytest.mark.parametrize("name", ["p3-coded", "p3-profile"])
    def test_display_p3(self, name: str) -> None:
        pixels = load_frame(HEIF / f"{name}.heic").pixels
        expected = from_p3(makers.as_uint8(picture()) / 255)
        assert np.abs(pixels / 255 - expected).max() < 0.7 / 255
        assert np.abs(expected - picture()).max() > 0.1

    def test_perceptual_quantiser(self) -> None:
        """SMPTE ST 2084 and BT.2020 in float64, diffuse white of 203 cd/m² at 1.0."""
        value = (np.rint(picture() * 1023) / 1023) ** (1 / 78.84375)
        light = (
            10000 / 203 * (np.maximum(value - 0.8359375, 0) / (18.8515625 - 18.6875 * value)) ** (1 / 0.1593017578125)
        )
        to_709 = np.array(
            [[1.660491, -0.587641, -0.072850], [-0.124550, 1.132900, -0.008349], [-0.018151, -0.100579, 1.118730]]
        )
        inside = (light < 0.98).all(axis=-1)
        expected = makers.encode(np.clip(light, 0, 1) @ to_709.T)
        pixels = load_frame(HEIF / "pq.heic").pixels / 65535
        assert inside.mean() > 0.2
        # 16-bit linear light in the profile: a step is 1/400 near black, and far less than a 10-bit step elsewhere.
        np.testing.assert_allclose(pixels[inside], expected[inside], rtol=0, atol=4e-3)
        assert (pixels[(light > 1.3).all(axis=-1)] > 0.999).all()

    def test_grey_and_alpha(self) -> None:
        eight = makers.as_uint8(picture())
        np.testing.assert_array_equal(load_frame(HEIF / "grey.heic").pixels, eight[..., :1].repeat(3, axis=2))
        np.testing.assert_array_equal(load_frame(HEIF / "alpha.heic").pixels, eight, strict=True)

    def test_previews_and_folders(self, tmp_path: Path) -> None:
        assert read_preview(HEIF / "turned-6.heic", 16).shape == (16, 12, 3)
        assert len(expand([HEIF])) == 15
        entry = read_entry(HEIF / "turned-1.heic")
        assert entry is not None
        assert fingerprint(entry) is not None

    def test_an_item_with_a_broken_name_is_refused(self, tmp_path: Path) -> None:
        """pi-heif 1.4.0 crashes the whole program on these."""
        whole = (HEIF / "exif-only.heic").read_bytes()
        for text in (b"Exif", b"application/rdf+xml"):
            damaged = whole.replace(text, b"\xff" + text[1:])
            (tmp_path / "a.heic").write_bytes(damaged)
            with pytest.raises(ReadError, match="damaged"):
                load_frame(tmp_path / "a.heic")


class TestAvif:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_turned_once(self, tmp_path: Path, orientation: int) -> None:
        path = tmp_path / "a.avif"
        eight = makers.as_uint8(makers.exposed(0))
        block = makers.exif(time=0.5, orientation=orientation)
        Image.fromarray(eight).save(path, exif=block, quality=90, subsampling="4:4:4", speed=8)
        frame = load_frame(path)
        with Image.open(path) as image:
            np.testing.assert_array_equal(frame.pixels, np.asarray(ImageOps.exif_transpose(image)), strict=True)
        assert np.abs(frame.pixels.astype(int) - turned(eight, orientation)).mean() < 3
        assert frame.metadata.exposure.time == 0.5
        entry = read_entry(path)
        assert entry is not None
        assert (entry.size, entry.exposure.time) == (frame.size, 0.5)

    @pytest.mark.parametrize("bits", [10, 12])
    def test_more_than_8_bits_are_kept(self, tmp_path: Path, bits: int) -> None:
        top = (1 << bits) - 1
        stored = np.rint(makers.exposed(0) * top).astype(np.uint16)
        data = imagecodecs.avif_encode(stored, level=100, bitspersample=bits, speed=8)  # lossless
        (tmp_path / "a.avif").write_bytes(data)
        expected = np.rint(stored * (65535 / top)).astype(np.uint16)
        np.testing.assert_array_equal(load_frame(tmp_path / "a.avif").pixels, expected, strict=True)

    def test_display_p3_by_code_points(self, tmp_path: Path) -> None:
        stored = makers.as_uint8(makers.exposed(0))
        colour = ("-color_primaries", "smpte432", "-color_trc", "iec61966-2-1", "-colorspace", "rgb")
        codec = ("-c:v", "libaom-av1", "-still-picture", "1", "-aom-params", "lossless=1", "-pix_fmt", "gbrp")
        path = ffmpeg(tmp_path / "a.avif", stored * np.uint16(257), *codec, *colour, before=colour)
        error = np.abs(load_frame(path).pixels / 255 - from_p3(stored / 255))  # ffmpeg's way to 8 bits dithers
        assert error.mean() < 1 / 255
        assert error.max() < 5 / 255

    def test_profile(self, tmp_path: Path) -> None:
        stored = makers.as_uint8(makers.exposed(0))
        profile = imagecodecs.cms_profile("adobergb")
        Image.fromarray(stored).save(
            tmp_path / "a.avif", quality=100, subsampling="4:4:4", icc_profile=profile, speed=8
        )
        Image.fromarray(stored).save(tmp_path / "a.png", icc_profile=profile)
        one, other = (load_frame(tmp_path / name).pixels.astype(int) for name in ("a.avif", "a.png"))
        assert np.abs(one - other).mean() < 2
        assert np.abs(other - stored).max() > 12

    def test_grey_and_alpha(self, tmp_path: Path) -> None:
        eight = makers.as_uint8(makers.exposed(0))
        for stored in (eight[..., 0], np.dstack([eight, eight[..., :1]])):
            (tmp_path / "a.avif").write_bytes(imagecodecs.avif_encode(np.ascontiguousarray(stored), level=100, speed=8))
            expected = eight if stored.ndim == 3 else eight[..., :1].repeat(3, axis=2)
            np.testing.assert_array_equal(load_frame(tmp_path / "a.avif").pixels, expected, strict=True)


class TestJpegXl:
    @pytest.mark.parametrize("bits", [8, 10, 12, 16])
    @pytest.mark.parametrize("container", [False, True])
    def test_lossless(self, tmp_path: Path, bits: int, container: bool) -> None:
        top = (1 << bits) - 1
        stored = np.rint(makers.exposed(0) * top).astype(np.uint8 if bits == 8 else np.uint16)
        data = imagecodecs.jpegxl_encode(stored, lossless=True, bitspersample=bits, usecontainer=container)
        (tmp_path / "a.jxl").write_bytes(data)
        pixels = load_frame(tmp_path / "a.jxl").pixels
        if bits == 8:
            np.testing.assert_array_equal(pixels, stored, strict=True)
        else:  # imagecodecs marks all that is deeper as linear light
            assert pixels.dtype == np.uint16
            np.testing.assert_allclose(pixels / 65535, makers.encode(stored / top), rtol=0, atol=2e-4)

    @pytest.mark.parametrize("dtype", [np.float16, np.float32])
    def test_float(self, tmp_path: Path, dtype: type) -> None:
        stored = makers.exposed(0).astype(dtype)
        (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode(stored, lossless=True))
        pixels = load_frame(tmp_path / "a.jxl").pixels
        assert pixels.dtype == np.float32
        np.testing.assert_allclose(pixels, makers.encode(stored.astype(np.float64)), rtol=0, atol=2e-4)

    def test_grey_and_alpha(self, tmp_path: Path) -> None:
        eight = makers.as_uint8(makers.exposed(0))
        for stored in (eight[..., 0], np.dstack([eight, eight[..., :1]])):
            (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode(np.ascontiguousarray(stored), lossless=True))
            expected = eight if stored.ndim == 3 else eight[..., :1].repeat(3, axis=2)
            np.testing.assert_array_equal(load_frame(tmp_path / "a.jxl").pixels, expected, strict=True)

    @pytest.mark.parametrize(
        ("primaries", "transfer", "lossy"),
        [
            ("bt709", "iec61966-2-1", True),
            ("bt709", "iec61966-2-1", False),
            ("smpte432", "iec61966-2-1", True),
            ("smpte432", "iec61966-2-1", False),
            ("bt709", "linear", False),
        ],
    )
    def test_colour_spaces(self, tmp_path: Path, primaries: str, transfer: str, lossy: bool) -> None:
        colour = ("-color_primaries", primaries, "-color_trc", transfer, "-colorspace", "rgb")
        mode = ("-distance", "0.2", "-xyb", "1") if lossy else ("-distance", "0", "-xyb", "0")
        stored = makers.as_uint16(0.05 + 0.9 * makers.exposed(0))
        path = ffmpeg(tmp_path / "a.jxl", stored, "-c:v", "libjxl", *mode, *colour, before=colour)
        shown = stored / 65535
        if transfer == "linear":
            shown = makers.encode(shown)
        elif primaries == "smpte432":
            shown = from_p3(shown)
        pixels = load_frame(path).pixels / 65535
        assert np.abs(pixels - shown).mean() < (0.004 if lossy else 1e-4)
        assert np.abs(pixels - shown).max() < (0.08 if lossy else 2e-3)
        if not lossy and primaries == "bt709" and transfer != "linear":
            np.testing.assert_array_equal(load_frame(path).pixels, stored, strict=True)

    def test_colours_only_a_profile_describes_are_refused(self, tmp_path: Path) -> None:
        stored = makers.as_uint8(makers.exposed(0))
        data = bytearray(imagecodecs.jpegxl_encode(stored, lossless=True, usecontainer=False))
        header = read_header(bytes(data))
        assert (header.size, header.bits, header.icc, header.profile) == ((64, 48), 8, False, None)
        bits = "".join(f"{byte:08b}"[::-1] for byte in data[2:])
        # Bit 18 says that the colours are the default: instead, that they are not, that there is a profile, and RGB.
        assert bits[17:19] == "01"
        bits = bits[:18] + "01" + "00" + bits[19:]
        raw = bytes(int(bits[i : i + 8][::-1], 2) for i in range(0, len(bits) // 8 * 8, 8))
        (tmp_path / "a.jxl").write_bytes(bytes(data[:2]) + raw)
        with pytest.raises(ReadError, match="only an ICC profile describes"):
            load_frame(tmp_path / "a.jxl")

    @settings(max_examples=40, deadline=None)
    @given(st.integers(1, 700), st.integers(1, 300), st.sampled_from([1, 3, 4]), st.sampled_from([8, 11, 16]))
    def test_the_header_tells_the_size(self, width: int, height: int, channels: int, bits: int) -> None:
        shape = (height, width) if channels == 1 else (height, width, channels)
        stored = np.zeros(shape, np.uint8 if bits == 8 else np.uint16)
        data = imagecodecs.jpegxl_encode(stored, lossless=True, bitspersample=bits, effort=1)
        header = read_header(data)
        assert (header.size, header.bits, header.turned) == ((width, height), bits, False)

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_turned_once(self, tmp_path: Path, orientation: int) -> None:
        stored = makers.as_uint8(makers.exposed(0))
        data = imagecodecs.jpegxl_encode(stored, lossless=True, usecontainer=False)
        bits = "".join(f"{byte:08b}"[::-1] for byte in data[2:])
        assert (bits[9:11], bits[18:22], bits[22:24]) == ("00", "1001", "00")
        # Bit 10 says that there is more: an orientation, neither intrinsic size, preview nor animation, and, behind
        # the colours, the default tone mapping.  The pixels begin at the next whole byte.
        header = bits[:10] + "1" + f"{orientation - 1:03b}"[::-1] + "000" + bits[11:19] + "1" + bits[19:22]
        bits = header + "0" * (-len(header) % 8) + bits[24:]
        raw = bytes(int(bits[i : i + 8][::-1], 2) for i in range(0, len(bits), 8))
        (tmp_path / "a.jxl").write_bytes(data[:2] + raw)
        frame = load_frame(tmp_path / "a.jxl")
        np.testing.assert_array_equal(frame.pixels, turned(stored, orientation), strict=True)
        entry = read_entry(tmp_path / "a.jxl")
        assert entry is not None
        assert entry.size == frame.size

    def test_exif_and_xmp_from_their_boxes(self, tmp_path: Path) -> None:
        def box(kind: bytes, content: bytes) -> bytes:
            return (8 + len(content)).to_bytes(4, "big") + kind + content

        stored = makers.as_uint8(makers.exposed(0))
        block = bytes(4) + makers.exif(time=0.25, orientation=6).tobytes().removeprefix(b"Exif\0\0")
        data = imagecodecs.jpegxl_encode(stored, lossless=True, usecontainer=True)
        for exif in (box(b"Exif", block), box(b"brob", b"Exif" + imagecodecs.brotli_encode(block))):
            (tmp_path / "a.jxl").write_bytes(data + exif + box(b"xml ", b"<x/>"))
            frame = load_frame(tmp_path / "a.jxl")
            np.testing.assert_array_equal(frame.pixels, stored)  # the codestream's orientation counts, not EXIF's
            assert frame.metadata.exposure.time == 0.25
            assert frame.metadata.xmp == b"<x/>"
            entry = read_entry(tmp_path / "a.jxl")
            assert entry is not None
            assert (entry.size, entry.exposure.time) == ((64, 48), 0.25)


class TestLinear:
    def exr(self, path: Path, channels: dict[str, np.ndarray], **header: object) -> Path:
        start = {"type": OpenEXR.scanlineimage, "compression": OpenEXR.ZIP_COMPRESSION}
        OpenEXR.File({**start, **header}, channels).write(str(path))
        return path

    @pytest.mark.parametrize("dtype", [np.float16, np.float32])
    def test_exr(self, tmp_path: Path, dtype: type) -> None:
        light = makers.scene().astype(dtype)
        frame = load_frame(self.exr(tmp_path / "a.exr", {"RGB": light}, expTime=0.125, aperture=8.0, isoSpeed=200.0))
        assert frame.pixels.dtype == np.float32
        np.testing.assert_allclose(frame.pixels, makers.encode(light.astype(np.float64)), rtol=0, atol=1e-6)
        assert frame.pixels.max() == 1.0
        assert frame.metadata.exposure == Exposure(0.125, 8.0, 200.0)

    def test_exr_from_another_program(self, tmp_path: Path) -> None:
        encoded = makers.as_uint16(makers.exposed(0))
        path = ffmpeg(tmp_path / "a.exr", encoded, "-c:v", "exr", "-pix_fmt", "gbrpf32le", "-compression", "zip16")
        # ffmpeg does not linearise: what it writes are its encoded values, and those we take for light.
        expected = makers.encode(encoded / 65535)
        np.testing.assert_allclose(load_frame(path).pixels, expected, rtol=0, atol=1e-3)

    def test_chromaticities(self, tmp_path: Path) -> None:
        light = makers.scene() * 0.4
        p3 = (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329)
        path = self.exr(tmp_path / "a.exr", {"RGB": light.astype(np.float32)}, chromaticities=p3)
        np.testing.assert_allclose(load_frame(path).pixels, makers.encode(light @ P3_TO_SRGB.T), rtol=0, atol=2e-5)
        # ACEScg's white is not D65: grey must stay grey all the same.
        ap1 = (0.713, 0.293, 0.165, 0.830, 0.128, 0.044, 0.32168, 0.33767)
        grey = np.full((8, 8, 3), 0.18, np.float32)
        pixels = load_frame(self.exr(tmp_path / "b.exr", {"RGB": grey}, chromaticities=ap1)).pixels
        np.testing.assert_allclose(pixels, makers.encode(np.float64(0.18)), rtol=0, atol=1e-5)

    def test_alpha_grey_and_layers(self, tmp_path: Path) -> None:
        light = makers.scene().astype(np.float32)
        expected = load_frame(self.exr(tmp_path / "a.exr", {"RGB": light})).pixels
        rgba = np.dstack([light, light[..., :1]])
        np.testing.assert_array_equal(load_frame(self.exr(tmp_path / "b.exr", {"RGBA": rgba})).pixels, expected)
        layer = {f"beauty.{c}": np.ascontiguousarray(light[..., i]) for i, c in enumerate("RGB")}
        np.testing.assert_array_equal(load_frame(self.exr(tmp_path / "c.exr", layer)).pixels, expected)
        grey = load_frame(self.exr(tmp_path / "d.exr", {"Y": np.ascontiguousarray(light[..., 1])})).pixels
        np.testing.assert_array_equal(grey, expected[..., 1:2].repeat(3, axis=2))
        depth = self.exr(tmp_path / "e.exr", {"Z": np.ascontiguousarray(light[..., 1])})
        with pytest.raises(ReadError, match="no red, green and blue"):
            load_frame(depth)

    @pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="there, names are Unicode")
    def test_a_name_that_is_no_unicode(self, tmp_path: Path) -> None:
        path = self.exr(tmp_path / "a.exr", {"RGB": makers.scene().astype(np.float32)})
        odd = path.rename(tmp_path / os.fsdecode(b"\xff\n \xf0\x9f\x8f\xa0.exr"))
        assert load_frame(odd).size == (64, 48)

    def test_what_is_no_number_is_black_and_the_sun_is_white(self, tmp_path: Path) -> None:
        light = np.full((4, 4, 3), 0.5, np.float32)
        light[0, 0] = np.nan, np.inf, -np.inf
        light[0, 1] = 3e38, -5.0, 0.0
        p3 = (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329)
        pixels = load_frame(self.exr(tmp_path / "a.exr", {"RGB": light})).pixels
        np.testing.assert_array_equal(pixels[0, :2], [[0, 1, 0], [1, 0, 0]])
        wide = load_frame(self.exr(tmp_path / "b.exr", {"RGB": light}, chromaticities=p3)).pixels
        assert np.isfinite(wide).all()
        assert wide.min() >= 0
        assert wide.max() <= 1

    def test_hdr(self, tmp_path: Path) -> None:
        light = makers.scene().astype(np.float32)
        (tmp_path / "a.hdr").write_bytes(cv2.imencode(".hdr", light[..., ::-1])[1].tobytes())
        frame = load_frame(tmp_path / "a.hdr")
        assert frame.pixels.dtype == np.float32
        # A pixel's three channels share an exponent: 8 bits of the largest.
        error = np.abs(makers.decode(frame.pixels.astype(np.float64)) - np.clip(light, 0, 1))
        assert (error <= light.max(axis=-1, keepdims=True) / 128).all()

    def test_a_bracket_of_linear_frames(self, tmp_path: Path) -> None:
        for number, stop in enumerate((1, -3, -1)):
            light = (makers.scene() * 0.25 * 2.0**stop).astype(np.float32)
            self.exr(tmp_path / f"{number}.exr", {"RGB": light})
        bracket = load_bracket([tmp_path])
        assert [frame.path.name for frame in bracket.frames] == ["1.exr", "2.exr", "0.exr"]
        np.testing.assert_allclose(bracket.frames[2].pixels, makers.exposed(1), atol=1e-6)
