"""Colour spaces in and out, against OpenColorIO and against float64 arithmetic from the published primaries."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import imagecodecs
import makers
import numpy as np
import PyOpenColorIO
import pytest
import tifffile
from PIL import Image, ImageCms

from mefcore.errors import Cancelled, MefError
from mefcore.export import save_image
from mefcore.io import load_frame
from mefcore.io.icc import srgb_profile, to_srgb
from mefcore.io.spaces import SPACES, coded_profile, from_srgb, linear_matrix, profile_of
from mefcore.job import Job

D65, D50 = (0.3127, 0.3290), (0.3457, 0.3585)
PUBLISHED: dict[str, tuple[tuple[float, ...], tuple[float, float], float | None]] = {
    "srgb": ((0.64, 0.33, 0.30, 0.60, 0.15, 0.06), D65, None),
    "display-p3": ((0.68, 0.32, 0.265, 0.69, 0.15, 0.06), D65, None),
    "adobe-rgb": ((0.64, 0.33, 0.21, 0.71, 0.15, 0.06), D65, 2.19921875),
    "prophoto": ((0.734699, 0.265301, 0.159597, 0.840403, 0.036598, 0.000105), D50, 1.8),
}
DTYPES = [np.uint8, np.uint16, np.float32]
EVERY = [("a.tif", d) for d in DTYPES] + [("a.png", np.uint8), ("a.png", np.uint16), ("a.jpg", np.uint8)]
WIDE = [space for space in SPACES if space != "srgb"]


def to_xyz_d50(space: str, linear: np.ndarray) -> np.ndarray:
    """Linear light to XYZ relative to D50, adapted by Bradford, all from chromaticities."""
    primaries, white, _ = PUBLISHED[space]
    columns = np.array([[primaries[2 * i], primaries[2 * i + 1]] for i in range(3)])
    matrix = np.stack([columns[:, 0] / columns[:, 1], np.ones(3), (1 - columns.sum(axis=1)) / columns[:, 1]])

    def xyz(w: tuple[float, float]) -> np.ndarray:
        return np.array([w[0] / w[1], 1.0, (1 - w[0] - w[1]) / w[1]])

    matrix = matrix * np.linalg.solve(matrix, xyz(white))
    cone = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    adapt = np.linalg.inv(cone) @ np.diag(cone @ xyz(D50) / (cone @ xyz(white))) @ cone
    return linear @ (adapt @ matrix).T


def linear_of(space: str, encoded: np.ndarray) -> np.ndarray:
    gamma = PUBLISHED[space][2]
    return makers.decode(encoded) if gamma is None else encoded**gamma


def converted(encoded: np.ndarray, one: str, other: str) -> tuple[np.ndarray, np.ndarray]:
    """Linear light in the other space, not clipped, and where it is inside of it."""
    basis = to_xyz_d50(other, np.eye(3))
    linear = to_xyz_d50(one, linear_of(one, encoded)) @ np.linalg.inv(basis)
    return linear, ((linear >= 0) & (linear <= 1)).all(axis=-1)


def values(dtype: type, count: int = 4000) -> np.ndarray:
    """Random colours, ``(1, n, 3)``, with the corners of the cube and a ramp of grey among them."""
    rng = np.random.default_rng(5)
    corners = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).reshape(3, -1).T
    grey = np.linspace(0, 1, 64)[:, None].repeat(3, axis=1)
    colours = np.concatenate([corners, grey, rng.random((count, 3))])[None]
    if dtype == np.float32:
        return colours.astype(np.float32)
    return np.rint(colours * np.iinfo(dtype).max).astype(dtype)


def normal(pixels: np.ndarray) -> np.ndarray:
    return pixels / (1.0 if pixels.dtype == np.float32 else float(np.iinfo(pixels.dtype).max))


class TestProfiles:
    @pytest.mark.parametrize("space", SPACES)
    def test_matrix_and_white_are_the_published_ones(self, space: str) -> None:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(profile_of(space))).profile
        found = np.array([profile.red_colorant[0], profile.green_colorant[0], profile.blue_colorant[0]])
        # ICC's D50 is rounded to four digits, and so differs from its chromaticities in Z.
        np.testing.assert_allclose(found, to_xyz_d50(space, np.eye(3)), rtol=0, atol=3e-4)
        assert profile.version == pytest.approx(4.4, abs=0.1)

    @pytest.mark.parametrize(
        ("space", "title"),
        [
            ("srgb", "sRGB"),
            ("display-p3", "Display P3"),
            ("adobe-rgb", "Adobe RGB (1998)"),
            ("prophoto", "ProPhoto RGB"),
        ],
    )
    def test_titles(self, space: Any, title: str) -> None:
        assert title in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile_of(space))))
        imagecodecs.cms_profile_validate(profile_of(space))

    def test_same_bytes_every_time(self) -> None:
        for space in SPACES:
            first = profile_of(space)
            profile_of.cache_clear()
            assert profile_of(space) == first

    def test_unknown_spaces(self) -> None:
        with pytest.raises(MefError, match="'cmyk' is not a colour space"):
            profile_of("cmyk")  # type: ignore[arg-type]


class TestIn:
    """What is read, from every space, at every depth."""

    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("space", WIDE)
    def test_by_the_published_primaries(self, tmp_path: Path, space: Any, dtype: type) -> None:
        stored = values(dtype)
        path = makers.write_tiff(tmp_path / "a.tif", stored, iccprofile=profile_of(space))
        pixels = load_frame(path).pixels
        assert pixels.dtype == dtype
        linear, inside = converted(normal(stored).astype(np.float64), space, "srgb")
        assert inside.mean() > 0.2
        expected = makers.encode(linear)
        # An ICC profile's matrix is rounded to 1/65536, its own white included.
        tolerance = 0.7 / 255 if dtype == np.uint8 else 1e-3
        np.testing.assert_allclose(normal(pixels)[inside], expected[inside], rtol=0, atol=tolerance)
        # Outside, what can be shown is clipped channel by channel.
        np.testing.assert_allclose(normal(pixels), expected, rtol=0, atol=3 * tolerance)
        assert np.abs(expected - normal(stored)).max() > 0.1

    @pytest.mark.parametrize("dtype", [np.uint16, np.float32])
    def test_display_p3_by_opencolorio(self, tmp_path: Path, dtype: type) -> None:
        steps = PyOpenColorIO.GroupTransform()
        for style, direction in (
            ("DISPLAY - CIE-XYZ-D65_to_DisplayP3", PyOpenColorIO.TRANSFORM_DIR_INVERSE),
            ("DISPLAY - CIE-XYZ-D65_to_sRGB", PyOpenColorIO.TRANSFORM_DIR_FORWARD),
        ):
            steps.appendTransform(PyOpenColorIO.BuiltinTransform(style, direction))
        processor = PyOpenColorIO.Config.CreateRaw().getProcessor(steps).getDefaultCPUProcessor()
        stored = values(dtype)
        expected = normal(stored).astype(np.float32)
        processor.applyRGB(expected)
        inside = ((expected >= 0) & (expected <= 1)).all(axis=-1)
        path = makers.write_tiff(tmp_path / "a.tif", stored, iccprofile=profile_of("display-p3"))
        np.testing.assert_allclose(normal(load_frame(path).pixels)[inside], expected[inside], rtol=0, atol=1.5e-3)

    def test_another_maker_of_profiles(self, tmp_path: Path) -> None:
        """A version 2 profile with a curve of one exponent says the same as ours."""
        stored = values(np.uint16)
        one = to_srgb(stored, profile_of("adobe-rgb"))
        other = to_srgb(stored, imagecodecs.cms_profile("adobergb"))
        assert np.abs(one.astype(int) - other).max() < 90

    def test_a_cameras_adobe_rgb_without_a_profile(self, tmp_path: Path) -> None:
        """DCF 2.0: interoperability index R03; what most cameras write instead of a profile."""
        stored = makers.as_uint8(makers.exposed(0))
        for index in ("R98", "R03"):
            exif = makers.exif(time=0.5)
            exif[0x8769] = {**exif[0x8769], 0xA001: 0xFFFF, 0xA005: {1: index}}
            Image.fromarray(stored).save(tmp_path / f"{index}.jpg", exif=exif, quality=95)
        with Image.open(tmp_path / "R03.jpg") as image:
            plain = np.asarray(image)
            assert image.getexif().get_ifd(0x8769)[0xA001] == 0xFFFF
        np.testing.assert_array_equal(load_frame(tmp_path / "R98.jpg").pixels, plain)
        expected = to_srgb(plain, profile_of("adobe-rgb"))
        np.testing.assert_array_equal(load_frame(tmp_path / "R03.jpg").pixels, expected)
        assert np.abs(expected.astype(int) - plain).max() > 10

    @pytest.mark.parametrize("dtype", DTYPES)
    def test_srgb_is_left_alone(self, tmp_path: Path, dtype: type) -> None:
        stored = values(dtype)
        path = makers.write_tiff(tmp_path / "a.tif", stored, iccprofile=srgb_profile())
        np.testing.assert_array_equal(load_frame(path).pixels, stored, strict=True)

    def test_many_rows_are_one_picture(self) -> None:
        tall = np.tile(values(np.uint16, 40), (700, 1, 1))
        whole = to_srgb(tall, profile_of("prophoto"))
        np.testing.assert_array_equal(whole, np.tile(whole[:1], (700, 1, 1)))


class TestOut:
    """What is exported, in every space, format and depth."""

    @pytest.mark.parametrize("space", SPACES)
    @pytest.mark.parametrize(("name", "dtype"), EVERY)
    def test_pixels_and_profile(self, tmp_path: Path, name: str, dtype: type, space: Any) -> None:
        pixels = makers.exposed(0)
        pixels = (
            pixels.astype(np.float32) if dtype == np.float32 else np.rint(pixels * np.iinfo(dtype).max).astype(dtype)
        )
        save_image(tmp_path / name, pixels, space=space, quality=100)
        if name == "a.tif":
            with tifffile.TiffFile(tmp_path / name) as tiff:
                stored, profile = tiff.asarray(), tiff.pages.first.tags[34675].value
        else:
            with Image.open(tmp_path / name) as image:
                stored, profile = np.asarray(image), image.info["icc_profile"]
            if dtype == np.uint16:
                stored = imagecodecs.png_decode((tmp_path / name).read_bytes())
        assert profile == profile_of(space)
        assert stored.dtype == dtype
        linear, inside = converted(normal(pixels).astype(np.float64), "srgb", space)
        assert inside.mean() > 0.99  # each of them contains sRGB
        tolerance = {np.uint8: 3e-3, np.uint16: 3e-4, np.float32: 3e-4}[dtype] if name != "a.jpg" else 0.02
        np.testing.assert_allclose(linear_of(space, normal(stored)), np.clip(linear, 0, 1), rtol=0, atol=tolerance)
        # And back again: what is read is what was meant.
        error = np.abs(normal(load_frame(tmp_path / name).pixels) - normal(pixels))
        assert error.mean() < (1 / 255 if name == "a.jpg" else 0.5 / 255 if dtype == np.uint8 else 1e-4)
        assert error.max() < (0.15 if name == "a.jpg" else 8 / 255 if dtype == np.uint8 else 1e-3)

    @pytest.mark.parametrize("space", WIDE)
    def test_exif_says_that_it_is_not_srgb(self, tmp_path: Path, space: Any) -> None:
        for name in ("a.tif", "a.png", "a.jpg"):
            save_image(tmp_path / name, makers.as_uint8(makers.exposed(0)), space=space)
            with Image.open(tmp_path / name) as image:
                assert image.getexif().get_ifd(0x8769)[0xA001] == 0xFFFF

    def test_srgb_is_written_bit_for_bit(self) -> None:
        pixels = values(np.uint16)
        assert from_srgb(pixels, "srgb") is pixels

    def test_unknown_space_leaves_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(MefError, match="choose srgb, display-p3, adobe-rgb or prophoto"):
            save_image(tmp_path / "a.tif", makers.as_uint8(makers.exposed(0)), space="cmyk")  # type: ignore[arg-type]
        assert list(tmp_path.iterdir()) == []

    def test_cancelled(self) -> None:
        job = Job(lambda fraction, text: None)
        job.cancel()
        with pytest.raises(Cancelled):
            from_srgb(np.zeros((1000, 8, 3), np.uint16), "display-p3", job=job)


class TestCodePoints:
    def test_srgb_and_unknown_need_no_profile(self) -> None:
        for primaries, transfer in ((1, 13), (1, 1), (2, 2), (1, 6), (2, 13), (250, 250), (5, 13)):
            assert coded_profile(primaries, transfer) is None

    def test_hybrid_log_gamma(self) -> None:
        """ITU-R BT.2100 with a display of 1000 cd/m²; 75 % is the reference white of 203."""
        profile = coded_profile(9, 18)
        assert profile is not None
        grey = np.array([0.0, 0.25, 0.5, 0.6, 0.75, 1.0])[None, :, None].repeat(3, axis=2)
        found = to_srgb(grey.astype(np.float32), profile)[0, :, 1]
        scene = np.where(
            grey[0, :, 1] <= 0.5,
            grey[0, :, 1] ** 2 / 3,
            (np.exp((grey[0, :, 1] - 0.55991073) / 0.17883277) + 0.28466892) / 12,
        )
        expected = makers.encode(np.minimum(1000 * scene**1.2 / 203, 1))
        np.testing.assert_allclose(found, expected, rtol=0, atol=2e-3)
        assert expected[4] == pytest.approx(1.0, abs=0.01)

    def test_linear_matrix_of_our_own_primaries_is_identity(self) -> None:
        primaries, white, _ = PUBLISHED["srgb"]
        np.testing.assert_allclose(linear_matrix(primaries, white), np.eye(3), atol=1e-12)  # type: ignore[arg-type]
        basis = to_xyz_d50("prophoto", np.eye(3)) @ np.linalg.inv(to_xyz_d50("srgb", np.eye(3)))
        primaries, white, _ = PUBLISHED["prophoto"]
        np.testing.assert_allclose(linear_matrix(primaries, white), basis.T, atol=1e-9)  # type: ignore[arg-type]
