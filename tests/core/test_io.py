"""Reading pictures: values, channels, orientation, colour profiles, EXIF, order."""

from __future__ import annotations

import io
from pathlib import Path

import imagecodecs
import makers
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from mefcore.bracket import Exposure, Metadata
from mefcore.errors import Cancelled
from mefcore.export import save_image
from mefcore.io import expand, load_bracket, load_frame, read_preview
from mefcore.io.convert import convert, upright
from mefcore.io.exif import read_exif
from mefcore.job import Job

ADOBE_TO_XYZ = np.array(
    [[0.5767309, 0.1855540, 0.1881852], [0.2973769, 0.6273491, 0.0752741], [0.0270343, 0.0706872, 0.9911085]]
)


@pytest.fixture
def picture() -> np.ndarray:
    return makers.exposed(0)


class TestFormats:
    def test_jpeg_is_what_pillow_decodes(self, tmp_path: Path, picture: np.ndarray) -> None:
        path = makers.write_jpeg(tmp_path / "a.jpg", picture)
        frame = load_frame(path)
        assert frame.pixels.dtype == np.uint8
        np.testing.assert_array_equal(frame.pixels, np.asarray(Image.open(path)))
        assert np.abs(frame.pixels / 255 - picture).max() < 0.03

    def test_png_8(self, tmp_path: Path, picture: np.ndarray) -> None:
        frame = load_frame(makers.write_png(tmp_path / "a.png", picture))
        np.testing.assert_array_equal(frame.pixels, makers.as_uint8(picture), strict=True)

    def test_png_keeps_16_bits(self, tmp_path: Path, picture: np.ndarray) -> None:
        frame = load_frame(makers.write_png16(tmp_path / "a.png", picture))
        np.testing.assert_array_equal(frame.pixels, makers.as_uint16(picture), strict=True)

    def test_webp(self, tmp_path: Path, picture: np.ndarray) -> None:
        Image.fromarray(makers.as_uint8(picture)).save(tmp_path / "a.webp", lossless=True)
        np.testing.assert_array_equal(load_frame(tmp_path / "a.webp").pixels, makers.as_uint8(picture), strict=True)

    @pytest.mark.parametrize("compression", [None, "lzw", "zlib", "zstd", "packbits"])
    @pytest.mark.parametrize("layout", ["contig", "separate", "tiled", "big-endian", "BigTIFF"])
    def test_tiff_16(self, tmp_path: Path, picture: np.ndarray, compression: str | None, layout: str) -> None:
        pixels = makers.as_uint16(picture)
        options = {
            "contig": {},
            "separate": {"planarconfig": "separate"},
            "tiled": {"tile": (32, 32)},
            "big-endian": {"byteorder": ">"},
            "BigTIFF": {"bigtiff": True},
        }[layout]
        stored = np.moveaxis(pixels, -1, 0) if layout == "separate" else pixels
        path = makers.write_tiff(tmp_path / "a.tif", stored, compression=compression, **options)
        np.testing.assert_array_equal(load_frame(path).pixels, pixels, strict=True)

    def test_tiff_jpeg(self, tmp_path: Path, picture: np.ndarray) -> None:
        Image.fromarray(makers.as_uint8(picture)).save(tmp_path / "a.tif", compression="jpeg", quality=95)
        assert np.abs(load_frame(tmp_path / "a.tif").pixels / 255 - picture).max() < 0.05

    def test_tiff_8_and_float(self, tmp_path: Path, picture: np.ndarray) -> None:
        for pixels in (makers.as_uint8(picture), picture.astype(np.float32)):
            path = makers.write_tiff(tmp_path / "a.tif", pixels)
            np.testing.assert_array_equal(load_frame(path).pixels, pixels, strict=True)

    def test_float_tiff_is_brought_into_range(self, tmp_path: Path) -> None:
        wild = np.full((4, 4, 3), 0.5, np.float32)
        wild[0, 0] = np.nan, np.inf, -np.inf
        wild[0, 1] = 7.0, -3.0, 1.0
        pixels = load_frame(makers.write_tiff(tmp_path / "a.tif", wild)).pixels
        np.testing.assert_array_equal(pixels[0, :2], [[0, 1, 0], [1, 0, 1]])
        assert np.all(pixels[1:] == 0.5)

    def test_tiff_12_bits_fill_the_range(self, tmp_path: Path) -> None:
        levels = np.array([[[0, 1, 4095], [2048, 100, 4000]]], np.uint16)
        path = makers.write_tiff(tmp_path / "a.tif", levels)
        with tifffile.TiffFile(path, mode="r+b") as tiff:  # two 12-bit values to three bytes
            page = tiff.pages.first
            tiff.filehandle.seek(page.dataoffsets[0])
            tiff.filehandle.write(bytes.fromhex("".join(f"{v:03x}" for v in levels.flat)))
            page.tags["BitsPerSample"].overwrite((12, 12, 12))
            page.tags["StripByteCounts"].overwrite(9)
        expected = np.rint(levels / 4095 * 65535).astype(np.uint16)
        np.testing.assert_array_equal(load_frame(tmp_path / "a.tif").pixels, expected, strict=True)

    def test_tiff_white_is_zero(self, tmp_path: Path) -> None:
        grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
        tifffile.imwrite(tmp_path / "a.tif", grey, photometric="miniswhite")
        np.testing.assert_array_equal(load_frame(tmp_path / "a.tif").pixels[..., 1], 255 - grey)

    def test_tiff_palette_is_what_pillow_decodes(self, tmp_path: Path, picture: np.ndarray) -> None:
        Image.fromarray(makers.as_uint8(picture)).quantize(40).save(tmp_path / "a.tif")
        np.testing.assert_array_equal(
            load_frame(tmp_path / "a.tif").pixels, np.asarray(Image.open(tmp_path / "a.tif").convert("RGB"))
        )

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
    def test_png_modes_become_rgb(self, tmp_path: Path, picture: np.ndarray, mode: str) -> None:
        Image.fromarray(makers.as_uint8(picture)).convert(mode).save(tmp_path / "a.png")
        expected = np.asarray(Image.open(tmp_path / "a.png").convert("RGB"))
        np.testing.assert_array_equal(load_frame(tmp_path / "a.png").pixels, expected, strict=True)

    def test_transparent_palette_does_not_warn(self, tmp_path: Path, picture: np.ndarray) -> None:
        image = Image.fromarray(makers.as_uint8(picture)).quantize(16)
        image.save(tmp_path / "a.png", transparency=bytes(range(16)))
        np.testing.assert_array_equal(load_frame(tmp_path / "a.png").pixels, np.asarray(image.convert("RGB")))

    @pytest.mark.parametrize("channels", [1, 2, 4])
    def test_png_16_modes(self, tmp_path: Path, picture: np.ndarray, channels: int) -> None:
        rgba = np.concatenate([makers.as_uint16(picture), np.full((*picture.shape[:2], 1), 777, np.uint16)], axis=-1)
        stored = {1: rgba[..., 0], 2: rgba[..., [0, 3]], 4: rgba}[channels]
        (tmp_path / "a.png").write_bytes(imagecodecs.png_encode(np.ascontiguousarray(stored)))
        expected = rgba[..., :3] if channels == 4 else np.repeat(rgba[..., :1], 3, axis=-1)
        np.testing.assert_array_equal(load_frame(tmp_path / "a.png").pixels, expected, strict=True)

    def test_cmyk_jpeg(self, tmp_path: Path, picture: np.ndarray) -> None:
        Image.fromarray(makers.as_uint8(picture)).convert("CMYK").save(tmp_path / "a.jpg", quality=98)
        assert np.abs(load_frame(tmp_path / "a.jpg").pixels / 255 - picture).max() < 0.03

    def test_content_decides_not_the_suffix(self, tmp_path: Path, picture: np.ndarray) -> None:
        makers.write_tiff(tmp_path / "a.jpg", makers.as_uint16(picture))
        makers.write_jpeg(tmp_path / "b.tif", picture)
        assert load_frame(tmp_path / "a.jpg").pixels.dtype == np.uint16
        assert load_frame(tmp_path / "b.tif").pixels.dtype == np.uint8

    def test_pixels_are_read_only_and_contiguous(self, tmp_path: Path, picture: np.ndarray) -> None:
        for path in makers.bracket(tmp_path) + makers.bracket(tmp_path, ".tif16"):
            pixels = load_frame(path).pixels
            assert not pixels.flags.writeable
            assert pixels.flags.c_contiguous


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
    def test_as_pillow_turns_it(self, tmp_path: Path, picture: np.ndarray, orientation: int, suffix: str) -> None:
        path = tmp_path / f"a{suffix}"
        if suffix == ".tif":
            makers.write_tiff(path, makers.as_uint8(picture), orientation=orientation)
        else:
            block = makers.exif(orientation=orientation)
            Image.fromarray(makers.as_uint8(picture)).save(path, exif=block, lossless=True)
        with Image.open(path) as image:
            expected = np.asarray(ImageOps.exif_transpose(image))
        pixels = load_frame(path).pixels
        np.testing.assert_array_equal(pixels, expected, strict=True)
        assert pixels.flags.c_contiguous
        assert read_preview(path, 8).shape[0] == (8 if orientation >= 5 else 6)

    @settings(deadline=None)
    @given(st.integers(1, 8), st.integers(1, 5), st.integers(1, 5))
    def test_eight_ways_are_a_group(self, orientation: int, height: int, width: int) -> None:
        pixels = np.arange(height * width * 3, dtype=np.uint16).reshape(height, width, 3)
        inverse = {6: 8, 8: 6}.get(orientation, orientation)
        np.testing.assert_array_equal(upright(upright(pixels, orientation), inverse), pixels)


class TestColour:
    def test_adobe_rgb_jpeg_becomes_srgb(self, tmp_path: Path, picture: np.ndarray) -> None:
        profile = imagecodecs.cms_profile("adobergb")
        path = makers.write_jpeg(tmp_path / "a.jpg", picture, icc_profile=profile)
        with Image.open(path) as image:
            expected = ImageCms.profileToProfile(
                image,
                io.BytesIO(profile),
                ImageCms.createProfile("sRGB"),
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        assert np.abs(load_frame(path).pixels.astype(int) - np.asarray(expected)).max() <= 1
        assert np.abs(np.asarray(expected).astype(int) - np.asarray(Image.open(path))).max() > 10

    @pytest.mark.parametrize(("name", "tolerance"), [("a.png", 1.5 / 255), ("a.tif", 1e-3)])
    def test_adobe_rgb_by_its_equations(self, tmp_path: Path, name: str, tolerance: float) -> None:
        profile = imagecodecs.cms_profile("adobergb")
        stored = 0.25 + 0.5 * makers.exposed(1)
        if name == "a.png":
            stored = makers.as_uint8(stored) / 255
            Image.fromarray(makers.as_uint8(stored)).save(tmp_path / name, icc_profile=profile)
        else:
            makers.write_tiff(tmp_path / name, makers.as_uint16(stored), iccprofile=profile)
        linear = stored ** (563 / 256) @ ADOBE_TO_XYZ.T @ np.reshape(makers.XYZ_TO_SRGB, (3, 3)).T
        inside = ((linear > 0.001) & (linear < 0.999)).all(axis=-1)
        assert inside.mean() > 0.5
        pixels = load_frame(tmp_path / name).pixels
        full = np.iinfo(pixels.dtype).max
        np.testing.assert_allclose(pixels[inside] / full, makers.encode(linear)[inside], rtol=0, atol=tolerance)

    def test_grey_profile(self, tmp_path: Path) -> None:
        ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (4, 1))
        profile = imagecodecs.cms_profile("gray", gamma=1.8)
        path = makers.write_tiff(tmp_path / "a.tif", ramp, photometric="minisblack", iccprofile=profile)
        pixels = load_frame(path).pixels / 65535
        np.testing.assert_allclose(pixels, makers.encode((ramp / 65535) ** 1.8)[..., None].repeat(3, 2), atol=2e-3)

    @pytest.mark.parametrize(
        "profile", [b"not a profile", b"", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()]
    )
    def test_srgb_and_broken_profiles_change_nothing(self, tmp_path: Path, picture: np.ndarray, profile: bytes) -> None:
        path = makers.write_jpeg(tmp_path / "a.jpg", picture, icc_profile=profile)
        np.testing.assert_array_equal(load_frame(path).pixels, np.asarray(Image.open(path)))


class TestExif:
    def test_what_travels(self, tmp_path: Path, picture: np.ndarray) -> None:
        block = makers.exif(time=1 / 250, f_number=5.6, iso=800)
        block[0x013B], block[0x8298] = "Zoë".encode(), "© Zoë".encode()
        path = makers.write_jpeg(tmp_path / "a.jpg", picture, block)
        assert load_frame(path).metadata == Metadata(
            make="Acme",
            model="Testcam 3",
            lens="Acme 24mm F8",
            captured="2024:05:06 07:08:09",
            artist="Zoë",
            copyright="© Zoë",
            exposure=Exposure(time=0.004, f_number=5.6, iso=800),
        )

    def test_apex_values_stand_in(self) -> None:
        block = Image.Exif()
        block[0x8769] = {0x9201: makers._ratio(7.0), 0x9202: makers._ratio(6.0)}
        metadata, _ = read_exif(block.tobytes())
        assert metadata.exposure == Exposure(time=1 / 128, f_number=8.0)

    def test_zero_denominators_are_no_numbers(self) -> None:
        block = makers.exif(time=0.5, f_number=4).tobytes()
        broken = block.replace(
            (1).to_bytes(4, "little") + (2).to_bytes(4, "little"), (1).to_bytes(4, "little") + bytes(4)
        )
        assert broken != block
        assert read_exif(broken)[0].exposure.time is None

    @settings(deadline=None)
    @given(st.data())
    def test_broken_blocks_are_forgiven(self, data: st.DataObject) -> None:
        block = bytearray(makers.exif(time=1 / 60, f_number=8, iso=200, orientation=6).tobytes())
        for _ in range(data.draw(st.integers(1, 6))):
            block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))
        metadata, orientation = read_exif(bytes(block[: data.draw(st.integers(0, len(block)))]))
        assert orientation in range(1, 9)
        assert metadata.exposure.time is None or metadata.exposure.time > 0

    def test_broken_exif_in_a_jpeg_does_not_spoil_the_picture(self, tmp_path: Path, picture: np.ndarray) -> None:
        image = Image.fromarray(makers.as_uint8(picture))
        image.save(tmp_path / "a.jpg", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
        frame = load_frame(tmp_path / "a.jpg")
        assert frame.size == (64, 48)
        assert frame.metadata == Metadata()

    @pytest.mark.parametrize("bits", [8, 16])
    def test_png_with_exif_behind_the_pixels(self, tmp_path: Path, picture: np.ndarray, bits: int) -> None:
        (makers.write_png if bits == 8 else makers.write_png16)(tmp_path / "a.png", picture)
        block = makers.exif(time=0.5, orientation=6).tobytes().removeprefix(b"Exif\0\0")
        chunk = io.BytesIO()
        PngImagePlugin.putchunk(chunk, b"eXIf", block)
        data = (tmp_path / "a.png").read_bytes()
        (tmp_path / "a.png").write_bytes(data[:-12] + chunk.getvalue() + data[-12:])
        frame = load_frame(tmp_path / "a.png")
        assert frame.metadata.exposure.time == 0.5
        assert frame.size == (48, 64)


class TestOrder:
    def names(self, folder: Path) -> list[str]:
        return [f.path.name for f in load_bracket([folder]).frames]

    def test_by_exposure_time(self, tmp_path: Path) -> None:
        makers.bracket(tmp_path, stops=(2, -2, 0))
        bracket = load_bracket([tmp_path])
        assert [f.path.name for f in bracket.frames] == ["1.jpg", "2.jpg", "0.jpg"]
        assert bracket.frames[bracket.reference].path.name == "2.jpg"
        assert bracket.ev == pytest.approx((-2, 0, 2), abs=1e-3)

    def test_iso_and_aperture_count(self, tmp_path: Path) -> None:
        # Brightness would say the opposite of each: only EXIF can give this order.
        makers.write_jpeg(tmp_path / "a.jpg", makers.exposed(2), makers.exif(time=0.01, f_number=8, iso=100))
        makers.write_jpeg(tmp_path / "b.jpg", makers.exposed(0), makers.exif(time=0.01, f_number=4, iso=100))
        makers.write_jpeg(tmp_path / "c.jpg", makers.exposed(-2), makers.exif(time=0.01, f_number=8, iso=1600))
        assert self.names(tmp_path) == ["a.jpg", "b.jpg", "c.jpg"]

    def test_equal_exposures_go_by_brightness(self, tmp_path: Path) -> None:
        for name, stop in (("a", 1), ("b", -1), ("c", 0)):
            makers.write_jpeg(
                tmp_path / f"{name}.jpg", makers.exposed(stop), makers.exif(time=0.01, f_number=8, iso=100)
            )
        assert self.names(tmp_path) == ["b.jpg", "c.jpg", "a.jpg"]

    @pytest.mark.parametrize("suffix", [".png16", ".tif", ".tif16"])
    def test_no_exif_goes_by_brightness(self, tmp_path: Path, suffix: str) -> None:
        makers.bracket(tmp_path, suffix, stops=(1, -1, 0))
        bracket = load_bracket([tmp_path])
        assert [f.path.stem for f in bracket.frames] == ["1", "2", "0"]
        assert bracket.ev == (None, None, None)

    @settings(deadline=None)
    @given(st.permutations(range(4)))
    def test_order_given_does_not_matter(self, tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
        paths = makers.bracket(tmp_path_factory.mktemp("b"), stops=(-3, -1, 1, 3), height=8, width=8)
        assert [f.path for f in load_bracket([paths[i] for i in order]).frames] == paths


class TestBracket:
    @pytest.mark.parametrize("count", [2, 9])
    def test_two_to_nine_frames(self, tmp_path: Path, count: int) -> None:
        assert len(load_bracket(makers.bracket(tmp_path, stops=np.linspace(-3, 3, count)))) == count

    def test_mixed_depths_become_the_widest(self, tmp_path: Path, picture: np.ndarray) -> None:
        makers.write_png(tmp_path / "a.png", picture)
        makers.write_png16(tmp_path / "b.png", makers.exposed(1))
        eight, sixteen = (f.pixels for f in load_bracket([tmp_path]).frames)
        np.testing.assert_array_equal(eight, makers.as_uint8(picture) * np.uint16(257), strict=True)
        assert sixteen.dtype == np.uint16
        makers.write_tiff(tmp_path / "c.tif", makers.exposed(2).astype(np.float32))
        assert {f.pixels.dtype for f in load_bracket([tmp_path]).frames} == {np.dtype(np.float32)}

    @settings(deadline=None)
    @given(st.sampled_from([np.uint8, np.uint16]), st.sampled_from([np.uint16, np.float32]))
    def test_widening_loses_nothing(self, narrow: type, wide: type) -> None:
        values = np.arange(np.iinfo(narrow).max + 1).astype(narrow)
        np.testing.assert_array_equal(convert(convert(values, wide), narrow), values, strict=True)

    def test_files_given_twice_are_read_once(self, tmp_path: Path) -> None:
        paths = makers.bracket(tmp_path, stops=(-1, 1))
        (tmp_path / "link.jpg").symlink_to(paths[0])
        assert len(load_bracket([*paths, tmp_path, tmp_path / "." / "0.jpg", tmp_path / "link.jpg"])) == 2

    def test_folders_in_natural_order(self, tmp_path: Path) -> None:
        names = ["img2.JPG", "IMG10.jpg", "img1.Tiff", "img3.CR2"]
        for name in [*names, "._img1.jpg", "notes.txt", "img4.jpg.bak"]:
            (tmp_path / name).write_bytes(b"x")
        (tmp_path / "folder.jpg").mkdir()
        found = [p.name for p in expand([tmp_path])]
        assert found == ["img1.Tiff", "img2.JPG", "img3.CR2", "IMG10.jpg"]

    def test_progress_and_cancel(self, tmp_path: Path) -> None:
        paths = makers.bracket(tmp_path)
        seen: list[float] = []
        load_bracket(paths, job=Job(lambda fraction, text: seen.append(fraction)))
        assert seen == sorted(seen)
        assert seen[-1] == 1.0
        job = Job(lambda fraction, text: job.cancel() if fraction > 0 else None)
        with pytest.raises(Cancelled):
            load_bracket(makers.bracket(tmp_path, stops=range(-4, 5)), job=job)
        with pytest.raises(Cancelled):
            load_frame(paths[0], job=job)


class TestPreview:
    @pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif16", ".dng"])
    def test_small_and_alike(self, tmp_path: Path, suffix: str) -> None:
        path = makers.bracket(tmp_path, suffix, stops=(0,), height=300, width=400)[0]
        small = read_preview(path, 50)
        assert small.dtype == np.uint8
        assert small.shape == (38, 50, 3)
        whole = convert(load_frame(path).pixels, np.float32)
        assert np.abs(small.mean(axis=(0, 1)) / 255 - whole.mean(axis=(0, 1))).max() < 0.02


@pytest.mark.parametrize("name", ["fused.tif", "fused.png", "fused.jpg"])
def test_what_luxcube_wrote_into_a_folder_is_no_frame(tmp_path: Path, name: str) -> None:
    frames = makers.bracket(tmp_path, ".jpg")
    save_image(tmp_path / name, load_frame(frames[0]).pixels, metadata=Metadata(make="Canon"))
    assert expand([tmp_path]) == frames
    assert expand([tmp_path / name, tmp_path]) == [tmp_path / name, *frames]  # by name it is
