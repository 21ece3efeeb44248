"""Writing pictures: every bit comes back, metadata travels, and a failed export leaves no trace."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import exifread
import makers
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from mefcore import __version__
from mefcore.bracket import Exposure, Metadata
from mefcore.errors import Cancelled, MefError, WriteError
from mefcore.export import check_can_write, dtype_for, save_image
from mefcore.io import load_frame
from mefcore.io.icc import srgb_profile
from mefcore.job import Job

METADATA = Metadata(
    make="Acme",
    model="Testcam 3",
    lens="Acme 24mm F8",
    captured="2024:05:06 07:08:09",
    focal_length=24.5,
    artist="Zoë 日本",
    copyright="© 2024 Zoë",
    exposure=Exposure(time=1 / 250, f_number=5.6, iso=800.0),
)
LOSSLESS = [
    ("a.tif", np.uint8),
    ("a.tiff", np.uint16),
    ("a.TIF", np.float32),
    ("a.png", np.uint8),
    ("a.PNG", np.uint16),
]
EVERY = [*LOSSLESS, ("a.jpg", np.uint8), ("a.jpeg", np.uint8)]


def picture(dtype: type, height: int = 150, width: int = 203) -> np.ndarray:
    """Smooth, with noise in every bit, and both ends of the range."""
    pixels = makers.exposed(0, height=height, width=width)
    pixels += np.random.default_rng(1).normal(0, 0.01, pixels.shape)
    pixels.flat[:2] = 0.0, 1.0
    pixels = np.clip(pixels, 0, 1)
    if dtype == np.float32:
        return pixels.astype(np.float32)
    return makers.as_uint8(pixels) if dtype == np.uint8 else makers.as_uint16(pixels)


def independent(path: Path) -> np.ndarray:
    """Read by libtiff or libpng through OpenCV."""
    return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., ::-1]


class TestPixels:
    @pytest.mark.parametrize(("name", "dtype"), LOSSLESS)
    def test_every_bit_comes_back(self, tmp_path: Path, name: str, dtype: type) -> None:
        pixels = picture(dtype)
        save_image(tmp_path / name, pixels, metadata=METADATA)
        np.testing.assert_array_equal(independent(tmp_path / name), pixels, strict=True)
        np.testing.assert_array_equal(load_frame(tmp_path / name).pixels, pixels, strict=True)
        if name.lower().startswith("a.tif"):
            np.testing.assert_array_equal(tifffile.imread(tmp_path / name), pixels, strict=True)

    @settings(max_examples=30, deadline=None)
    @given(st.sampled_from([n for n, _ in LOSSLESS]), st.integers(1, 200), st.integers(1, 9))
    def test_any_size(self, tmp_path_factory: pytest.TempPathFactory, name: str, height: int, width: int) -> None:
        dtype = dict(LOSSLESS)[name]
        pixels = picture(dtype, height, width)
        path = tmp_path_factory.mktemp("s") / name
        save_image(path, pixels)
        np.testing.assert_array_equal(independent(path), pixels, strict=True)

    @pytest.mark.parametrize(("name", "dtype"), LOSSLESS)
    def test_views_with_strides(self, tmp_path: Path, name: str, dtype: type) -> None:
        view = picture(dtype)[10:-7:2, 5:-3]
        save_image(tmp_path / name, view)
        np.testing.assert_array_equal(independent(tmp_path / name), view, strict=True)

    @pytest.mark.parametrize(("quality", "factors"), [(95, (1, 1)), (90, (1, 1)), (80, (2, 2))])
    def test_jpeg(self, tmp_path: Path, quality: int, factors: tuple[int, int]) -> None:
        pixels = makers.as_uint8(makers.exposed(0))
        save_image(tmp_path / "a.jpg", pixels, quality=quality)
        with Image.open(tmp_path / "a.jpg") as image:
            assert image.layer[0][1:3] == factors  # sampling of luma relative to chroma
            assert np.abs(np.asarray(image).astype(int) - pixels).max() < 12

    def test_same_bytes_every_time(self, tmp_path: Path) -> None:
        for name, dtype in EVERY:
            for folder in ("1", "2"):
                (tmp_path / folder).mkdir(exist_ok=True)
                save_image(tmp_path / folder / name, picture(dtype), metadata=METADATA)
            assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()

    def test_deflate_with_predictor(self, tmp_path: Path) -> None:
        for dtype, predictor in ((np.uint8, 2), (np.uint16, 2), (np.float32, 3)):
            save_image(tmp_path / "a.tif", picture(dtype))
            with tifffile.TiffFile(tmp_path / "a.tif") as tiff:
                page = tiff.pages.first
                assert page.compression == tifffile.COMPRESSION.ADOBE_DEFLATE
                assert page.predictor == predictor
                assert page.photometric == tifffile.PHOTOMETRIC.RGB
                assert not page.is_tiled
                assert not tiff.is_bigtiff
                assert len(tiff.pages) == 1

    def test_more_than_4_gb_becomes_bigtiff(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mefcore.io.tiff._CLASSIC_LIMIT", 1000)
        pixels = picture(np.uint16)
        save_image(tmp_path / "a.tif", pixels, metadata=METADATA)
        with tifffile.TiffFile(tmp_path / "a.tif") as tiff:
            assert tiff.is_bigtiff
            assert tiff.pages.first.tags["Model"].value == "Testcam 3"
            np.testing.assert_array_equal(tiff.asarray(), pixels, strict=True)


class TestMetadata:
    @pytest.mark.parametrize(("name", "dtype"), EVERY)
    def test_comes_back(self, tmp_path: Path, name: str, dtype: type) -> None:
        save_image(tmp_path / name, picture(dtype), metadata=METADATA, description="three frames")
        assert load_frame(tmp_path / name).metadata == METADATA
        with (tmp_path / name).open("rb") as file:
            tags = exifread.process_file(file, details=False)
        assert str(tags["EXIF ExposureTime"]) == "1/250"
        assert str(tags["Image Software"]) == f"Luxcube {__version__}"
        assert str(tags["Image ImageDescription"]) == "three frames"
        assert tags["Image Orientation"].values == [1]
        assert tags["EXIF ColorSpace"].values == [1]

    @pytest.mark.parametrize(("name", "dtype"), [e for e in EVERY if e[1] == np.uint8])
    def test_pillow_reads_it(self, tmp_path: Path, name: str, dtype: type) -> None:
        save_image(tmp_path / name, picture(dtype), metadata=METADATA)
        with Image.open(tmp_path / name) as image:
            exif = image.getexif()
            inner = exif.get_ifd(0x8769)
            assert (exif[0x0110], inner[0xA434], inner[0x8827]) == ("Testcam 3", "Acme 24mm F8", 800)
            assert image.info["icc_profile"] == srgb_profile()

    @pytest.mark.parametrize(("name", "dtype"), EVERY)
    def test_exiftool_reads_it(self, tmp_path: Path, name: str, dtype: type) -> None:
        save_image(tmp_path / name, picture(dtype), metadata=METADATA, description="three frames")
        run = subprocess.run(
            ["exiftool", "-json", "-n", "-G1", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(run.stdout)[0]
        assert not {"ExifTool:Error", "ExifTool:Warning"} & found.keys()
        expected = {
            "IFD0:Make": "Acme",
            "IFD0:Model": "Testcam 3",
            "IFD0:Artist": "Zoë 日本",
            "IFD0:Copyright": "© 2024 Zoë",
            "IFD0:Software": f"Luxcube {__version__}",
            "IFD0:ImageDescription": "three frames",
            "IFD0:Orientation": 1,
            "ExifIFD:LensModel": "Acme 24mm F8",
            "ExifIFD:DateTimeOriginal": "2024:05:06 07:08:09",
            "ExifIFD:ExposureTime": 0.004,
            "ExifIFD:FNumber": 5.6,
            "ExifIFD:ISO": 800,
            "ExifIFD:FocalLength": 24.5,
            "ICC_Profile:ProfileDescription": "sRGB built-in",
        }
        assert {key: found.get(key) for key in expected} == expected

    def test_nothing_known_is_nothing_said(self, tmp_path: Path) -> None:
        for name, dtype in EVERY:
            save_image(tmp_path / name, picture(dtype))
            assert load_frame(tmp_path / name).metadata == Metadata()

    def test_iso_beyond_16_bits(self, tmp_path: Path) -> None:
        metadata = Metadata(exposure=Exposure(time=30.0, iso=102400.0))
        for name, dtype in EVERY:
            save_image(tmp_path / name, picture(dtype), metadata=metadata)
            assert load_frame(tmp_path / name).metadata == metadata

    @pytest.mark.parametrize("time", [1 / 8000, 1 / 3, 0.0666667, 1.3, 30.0, 900.0])
    def test_times_survive(self, tmp_path: Path, time: float) -> None:
        save_image(tmp_path / "a.tif", picture(np.uint8), metadata=Metadata(exposure=Exposure(time=time)))
        assert load_frame(tmp_path / "a.tif").metadata.exposure.time == pytest.approx(time, rel=1e-4)

    def test_profile(self, tmp_path: Path) -> None:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
        assert "sRGB" in ImageCms.getProfileDescription(profile)
        save_image(tmp_path / "a.tif", picture(np.uint16))
        with tifffile.TiffFile(tmp_path / "a.tif") as tiff:
            assert tiff.pages.first.tags[34675].value == srgb_profile()


class TestChoices:
    def test_depths(self) -> None:
        assert [dtype_for(Path(n)) for n in ("a.tif", "a.png", "a.JPG")] == [np.uint16, np.uint16, np.uint8]
        assert [dtype_for(Path("a.tiff"), b) for b in (8, 16, 32)] == [np.uint8, np.uint16, np.float32]

    @pytest.mark.parametrize(
        ("name", "bits", "words"),
        [
            ("a.jpg", 16, "JPEG cannot hold 16 bits per channel (choose 8 bits, or TIFF or PNG)"),
            ("a.jpg", 32, "JPEG cannot hold 32 bits per channel (choose 8 bits, or TIFF)"),
            ("a.png", 32, "PNG cannot hold 32 bits per channel (choose 8 or 16 bits, or TIFF)"),
            ("a.tif", 12, "12 bits per channel are not supported (choose 8, 16 or 32)"),
            ("a.gif", 8, "the suffix .gif is not one Luxcube writes"),
            ("a", 8, "the name has no suffix"),
        ],
    )
    def test_impossible_choices(self, name: str, bits: int, words: str) -> None:
        with pytest.raises(MefError) as caught:
            dtype_for(Path(name), bits)
        assert words in str(caught.value)

    def test_told_before_the_work(self, tmp_path: Path) -> None:
        check_can_write(tmp_path / "a.tif")
        for bad in (tmp_path / "a.gif", tmp_path / "nowhere" / "a.tif", tmp_path):
            with pytest.raises(WriteError):
                check_can_write(bad)
        assert list(tmp_path.iterdir()) == []

    def test_wrong_dtype_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(WriteError, match="JPEG cannot hold 16 bits"):
            save_image(tmp_path / "a.jpg", picture(np.uint16))
        assert list(tmp_path.iterdir()) == []


class TestFailures:
    @pytest.mark.parametrize(("name", "dtype"), EVERY)
    @pytest.mark.parametrize("moment", [0.0, 0.5, 1.0])
    def test_cancelled(self, tmp_path: Path, name: str, dtype: type, moment: float) -> None:
        (tmp_path / name).write_bytes(b"old")
        job = Job(lambda fraction, text: job.cancel() if fraction >= moment else None)
        # Cancelling in the very last report comes too late to be noticed by anyone but the next check.
        if moment < 1.0:
            with pytest.raises(Cancelled):
                save_image(tmp_path / name, picture(dtype), job=job)
            assert (tmp_path / name).read_bytes() == b"old"
        else:
            save_image(tmp_path / name, picture(dtype), job=job)
            assert load_frame(tmp_path / name).size == (203, 150)
        assert [p.name for p in tmp_path.iterdir()] == [name]

    @pytest.mark.parametrize(("name", "dtype"), EVERY)
    def test_progress(self, tmp_path: Path, name: str, dtype: type) -> None:
        seen: list[float] = []
        save_image(tmp_path / name, picture(dtype), job=Job(lambda fraction, text: seen.append(fraction)))
        assert seen == sorted(seen)
        assert seen[-1] == 1.0

    LIMITED = """
import resource, sys
import numpy as np
from pathlib import Path
from mefcore.errors import MefError
from mefcore.export import save_image
import imagecodecs, tifffile, PIL.Image
noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), dtype=np.uint8)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
for path in sys.argv[1:]:
    try:
        save_image(Path(path), noise, quality=100)
        print("written")
    except MefError as e:
        print(e)
"""

    @pytest.mark.skipif(os.name != "posix", reason="needs setrlimit")
    def test_the_disk_refuses_half_way(self, tmp_path: Path) -> None:
        paths = [tmp_path / name for name in ("a.tif", "a.png", "a.jpg")]
        for path in paths:
            path.write_bytes(b"old")
        run = subprocess.run(
            [sys.executable, "-c", self.LIMITED, *map(str, paths)],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        lines = run.stdout.splitlines()
        assert [line.split(": ")[1] for line in lines] == [
            "the file would be too large for this disk (choose another disk)"
        ] * 3
        assert run.stderr == ""
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: b"old" for p in paths}

    KILLED = """
import sys
import numpy as np
from pathlib import Path
from mefcore.export import save_image
from mefcore.job import Job
def stop_half_way(fraction, text):
    if fraction >= 0.5:
        print("half", flush=True)
        sys.stdin.read()
save_image(Path(sys.argv[1]), np.zeros((1000, 300, 3), np.uint16), job=Job(stop_half_way))
"""

    @pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
    def test_killed_half_way(self, tmp_path: Path) -> None:
        (tmp_path / "a.tif").write_bytes(b"old")
        with subprocess.Popen(
            [sys.executable, "-c", self.KILLED, str(tmp_path / "a.tif")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"half\n"
            child.send_signal(signal.SIGKILL)
        assert (tmp_path / "a.tif").read_bytes() == b"old"
        assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == ["a.tif"]
