"""TIFFs of every depth; files under wrong names; broken files of the newer formats."""

from __future__ import annotations

import io
from pathlib import Path

import imagecodecs
import makers
import numpy as np
import OpenEXR
import pytest
from format_cases import HEIF, picture, turned
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mefcore.errors import ReadError
from mefcore.grouping.entries import read_entry
from mefcore.io import READABLE, expand, load_frame, read_preview


class TestTiff:
    @pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
    @pytest.mark.parametrize("compression", [None, "zlib", "zstd", "lzw"])
    def test_floats(self, tmp_path: Path, dtype: type, compression: str | None) -> None:
        stored = makers.exposed(0).astype(dtype)
        options = {"predictor": 3} if compression else {}
        path = makers.write_tiff(tmp_path / "a.tif", stored, compression=compression, **options)
        np.testing.assert_array_equal(load_frame(path).pixels, stored.astype(np.float32), strict=True)

    @pytest.mark.parametrize("compression", ["zlib", "zstd", "lzw"])
    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32])
    def test_whole_numbers_with_predictor(self, tmp_path: Path, dtype: type, compression: str) -> None:
        stored = np.rint(makers.exposed(0) * np.iinfo(dtype).max).astype(dtype)
        path = makers.write_tiff(tmp_path / "a.tif", stored, compression=compression, predictor=2)
        expected = (stored / (2**32 - 1)).astype(np.float32) if dtype == np.uint32 else stored
        np.testing.assert_array_equal(load_frame(path).pixels, expected, strict=True)

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_sixteen_bits_turned(self, tmp_path: Path, orientation: int) -> None:
        stored = makers.as_uint16(makers.exposed(0))
        path = makers.write_tiff(tmp_path / "a.tif", stored, orientation=orientation)
        channels = [turned(np.ascontiguousarray(stored[..., c]).astype(np.int32), orientation) for c in range(3)]
        np.testing.assert_array_equal(
            load_frame(path).pixels, np.stack(channels, axis=-1).astype(np.uint16), strict=True
        )


class TestContent:
    """A file that is given by name is judged by its content."""

    def files(self) -> dict[str, bytes]:
        eight = makers.as_uint8(picture())
        found = {"heic": (HEIF / "turned-1.heic").read_bytes(), "jxl": imagecodecs.jpegxl_encode(eight, lossless=True)}
        for suffix, options in {
            "avif": {"quality": 95},
            "webp": {"lossless": True},
            "png": {},
            "jpeg": {"quality": 95},
        }.items():
            stream = io.BytesIO()
            Image.fromarray(eight).save(stream, suffix, **options)
            found[suffix] = stream.getvalue()
        light = makers.decode(picture()).astype(np.float32)
        found["hdr"] = imagecodecs.rgbe_encode(light, header=True)
        return found

    @pytest.mark.parametrize("name", ["a.jpg", "a.tif", "a.dng", "a.exr", "a"])
    def test_wrong_suffixes(self, tmp_path: Path, name: str) -> None:
        for kind, data in self.files().items():
            (tmp_path / name).write_bytes(data)
            pixels = load_frame(tmp_path / name).pixels
            full = 1.0 if pixels.dtype == np.float32 else 255.0
            assert np.abs(pixels / full - picture()).mean() < 0.02, kind
            assert read_preview(tmp_path / name, 16).shape == (12, 16, 3)

    def test_exr_and_raw_by_any_name(self, tmp_path: Path) -> None:
        dng = makers.write_dng(tmp_path / "a.dng", makers.scene() * 0.2)
        developed = load_frame(dng).pixels
        for name in ("b.tif", "b.jpg"):
            dng = dng.rename(tmp_path / name)
            np.testing.assert_array_equal(load_frame(dng).pixels, developed, strict=True)
        light = makers.scene(24, 32).astype(np.float32)
        OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": light}).write(str(tmp_path / "a.exr"))
        (tmp_path / "a.exr").rename(tmp_path / "a.png")
        np.testing.assert_allclose(load_frame(tmp_path / "a.png").pixels, makers.encode(light), atol=1e-6)

    @pytest.mark.parametrize("suffix", sorted({".heic", ".heif", ".hif", ".avif", ".jxl", ".exr", ".hdr"}))
    def test_folders_know_them(self, tmp_path: Path, suffix: str) -> None:
        assert suffix in READABLE
        (tmp_path / f"A{suffix.upper()}").write_bytes(b"x")
        assert [p.suffix for p in expand([tmp_path])] == [suffix.upper()]


def seeds() -> dict[str, bytes]:
    found = {k: v for k, v in TestContent().files().items() if k in ("jxl", "avif", "hdr")}
    return {**found, "heic": (HEIF / "turned-6.heic").read_bytes()}


SEEDS = seeds()


@pytest.mark.parametrize("kind", SEEDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_files_are_refused_or_pictures(
    tmp_path: Path, kind: str, data: st.DataObject, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = bytearray(SEEDS[kind])
    cut = data.draw(st.booleans())
    if cut:
        broken = broken[: data.draw(st.integers(1, len(broken) - 1))]
    else:
        for _ in range(data.draw(st.integers(1, 4))):
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "broken").write_bytes(broken)
    (tmp_path / "whole").write_bytes(SEEDS[kind])
    assert read_entry(tmp_path / "broken") is not None
    try:
        pixels = load_frame(tmp_path / "broken").pixels
    except ReadError:
        return
    finally:
        assert capfd.readouterr() == ("", "")
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    if cut:
        np.testing.assert_array_equal(pixels, load_frame(tmp_path / "whole").pixels)
