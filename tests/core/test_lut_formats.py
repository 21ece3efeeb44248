"""LUT files of every kind, read back by us and by other people's programs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import PyOpenColorIO
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mefcore.errors import Cancelled, LutError, MefError
from mefcore.job import Job
from mefcore.lut.error import probe_points
from mefcore.lut.formats import FORMATS, Lattice, format_of, on_unit_domain, open_lut, read_lut, write_lut
from mefcore.lut.formats.shaper import Shaped
from mefcore.lut.grid import Lut3D, lattice
from mefcore.lut.roundtrip import verify

MIX = np.array([[0.8, 0.15, 0.0], [0.1, 0.8, 0.2], [0.1, 0.05, 0.8]])


class Smooth:
    """A strong, smooth colour map with cross-talk between the channels, in float64."""

    power = 0.7

    def at(self, rgb: np.ndarray) -> np.ndarray:
        mixed = np.asarray(rgb, np.float64) @ MIX
        return 0.5 - 0.48 * np.cos(np.pi * mixed**self.power)

    def sample(self, n: int, *, job: Job | None = None) -> Lut3D:
        return Lut3D(self.at(lattice(n).astype(np.float64)).astype(np.float32))


class Bent(Smooth):
    """One that bends hard in the shadows, where evenly spaced nodes are too far apart."""

    power = 0.3


def by_opencolorio(path: Path, points: np.ndarray, tetrahedral: bool = False) -> np.ndarray:
    kind = PyOpenColorIO.INTERP_TETRAHEDRAL if tetrahedral else PyOpenColorIO.INTERP_LINEAR
    PyOpenColorIO.ClearAllCaches()
    transform = PyOpenColorIO.FileTransform(str(path), interpolation=kind)
    processor = PyOpenColorIO.Config.CreateRaw().getProcessor(transform)
    values = np.array(points, np.float32)
    processor.getOptimizedCPUProcessor(PyOpenColorIO.OPTIMIZATION_NONE).applyRGB(values)
    return values


def by_ffmpeg(folder: Path, chain: str, pixels: np.ndarray, *more: str) -> np.ndarray:
    """``(h, n, 3)`` uint16 through a graph of ffmpeg's filters; in parts of 65535."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb48le", "-s", f"{pixels.shape[1]}x{pixels.shape[0]}"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *raw, "-i", "-", *more, "-lavfi", chain]
    done = subprocess.run(
        [*command, "-frames:v", "1", *raw, "-"], input=pixels.tobytes(), capture_output=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return np.frombuffer(done.stdout, "<u2").reshape(pixels.shape).astype(np.float64)


def colours(count: int = 4096) -> np.ndarray:
    return np.rint(probe_points(count).reshape(1, count, 3) * 65535).astype("<u2")


@pytest.mark.parametrize(
    ("name", "size"), [("cube", 33), ("3dl", 17), ("3dl", 32), ("3dl", 33), ("clf", 33), ("csp", 33)]
)
def test_opencolorio_reads_what_we_write(tmp_path: Path, name: str, size: int) -> None:
    path = tmp_path / f"look{format_of(Path(), name).suffix}"
    meant = write_lut(path, Smooth(), size=size, title="A löok", comments=["made here"])
    expected = Lut3D(Smooth().sample(size).table)
    for tetrahedral, interpolation in ((False, "trilinear"), (True, "tetrahedral")):
        theirs = by_opencolorio(path, probe_points(), tetrahedral)
        step = format_of(path).step
        assert np.abs(theirs - expected.evaluate(probe_points(), interpolation)).max() <= step / 2 + 2e-6
    back = open_lut(path)
    assert (back.lut.size, back.kind, back.error) == (size, name, 0.0)
    assert np.abs(back.lut.table - meant.table).max() <= format_of(path).step / 2 + 2e-7


def test_ffmpeg_reads_our_3dl(tmp_path: Path) -> None:
    """It divides 12-bit values by 4096, so white comes out one 4096th too dark."""
    write_lut(tmp_path / "look.3dl", Smooth(), size=17)
    theirs = by_ffmpeg(tmp_path, "format=gbrp16,lut3d=look.3dl:interp=trilinear", colours())
    expected = Smooth().sample(17).evaluate(colours() / 65535) * 4095 / 4096
    assert np.abs(theirs / 65535 - expected).max() < 0.6 / 4095


@pytest.mark.parametrize("size", [25, 64])
def test_ffmpeg_reads_our_hald(tmp_path: Path, size: int) -> None:
    write_lut(tmp_path / "look.png", Smooth(), size=size)
    chain = "[0]format=rgb48[a];[1]format=rgb48[b];[a][b]haldclut=interp=trilinear"
    theirs = by_ffmpeg(tmp_path, chain, np.tile(colours(), (4, 1, 1)), "-i", "look.png")[0]
    expected = Smooth().sample(size).evaluate(colours()[0] / 65535)
    assert np.abs(theirs / 65535 - expected).max() < 2.5 / 65535


class Squares(Smooth):
    """One that costs little where there are millions of nodes."""

    def at(self, rgb: np.ndarray) -> np.ndarray:
        return rgb * rgb


@pytest.mark.parametrize("level", [2, 5, 8, 12])
def test_a_hald_is_what_its_definition_says(tmp_path: Path, level: int) -> None:
    """Pillow reads the picture, and a pixel's place says its colour."""
    source = Smooth() if level < 12 else Squares()
    path = tmp_path / "look.png"
    meant = write_lut(path, source, size=level**2)
    with Image.open(path) as image:
        assert image.size == (level**3, level**3)
        top = np.asarray(image.convert("RGB"))  # its upper 8 bits
    rng = np.random.default_rng(1)
    for index in rng.integers(0, level**6, 50):
        n = level**2
        colour = np.array([index % n, index // n % n, index // n**2]) / (n - 1)
        assert np.abs(top.reshape(-1, 3)[index] / 255 - source.at(colour)).max() < 1.01 / 255
    back = open_lut(path)
    assert (back.kind, back.lut.size) == ("hald", level**2)
    assert np.abs(back.lut.table - meant.table).max() <= 0.5 / 65535 + 1e-7


def test_pillow_finds_the_colours_in_the_picture_for_obs(tmp_path: Path) -> None:
    path = tmp_path / "look.png"
    write_lut(path, Smooth(), size=64, format="obs")
    with Image.open(path) as image:
        assert (image.mode, image.size) == ("RGB", (512, 512))
        for r, g, b in np.random.default_rng(2).integers(0, 64, (200, 3)).tolist():
            pixel = image.getpixel((b % 8 * 64 + r, b // 8 * 64 + g))
            wanted = 255 * Smooth().at(np.array([r, g, b]) / 63)
            assert np.abs(np.array(pixel) - wanted).max() <= 0.5 + 1e-3


def test_both_pictures_of_512_pixels_are_told_apart(tmp_path: Path) -> None:
    """They have one size and lie differently."""
    for name in ("hald", "obs"):
        path = tmp_path / f"{name}.png"
        meant = write_lut(path, Smooth(), size=64, format=name)
        back = open_lut(path)
        assert back.kind == name
        assert np.abs(back.lut.table - meant.table).max() <= 0.51 / (65535 if name == "hald" else 255)


def test_a_photograph_is_no_lut(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (512, 512, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    Image.fromarray(noise[:300]).save(tmp_path / "wide.png")
    for name in ("noise", "wide"):
        with pytest.raises(LutError, match="is a picture and no LUT"):
            read_lut(tmp_path / f"{name}.png")


def test_a_shaper_helps_and_opencolorio_agrees(tmp_path: Path) -> None:
    path = tmp_path / "look.cube"
    meant = write_lut(path, Bent(), size=17, title="shaped", shaper=True)
    assert isinstance(meant, Shaped)
    theirs = by_opencolorio(path, probe_points())
    assert np.abs(theirs - meant.evaluate(probe_points())).max() < 3e-6
    wanted = Bent().at(probe_points())
    plain = np.abs(Bent().sample(17).evaluate(probe_points()) - wanted)
    shaped = np.abs(theirs - wanted)
    assert shaped.mean() < 0.7 * plain.mean()
    assert shaped.max() < plain.max()
    read = open_lut(path)
    assert read.kind == "cube"
    assert 0 < read.error < 8 / 255
    assert np.abs(read.lut.evaluate(probe_points(), "tetrahedral") - theirs).max() < read.error + 0.01


def test_a_shaper_that_does_not_help_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "look.cube"
    meant = write_lut(path, Lattice(Lut3D.identity(9)), size=9, shaper=True)
    assert isinstance(meant, Lut3D)
    assert b"LUT_1D" not in path.read_bytes()


def test_a_1d_cube_becomes_a_lattice(tmp_path: Path) -> None:
    path = tmp_path / "curve.cube"
    rows = "".join(f"{v**0.5:.6f} {v:.6f} {v**2:.6f}\n" for v in np.linspace(0, 1, 256))
    path.write_text("LUT_1D_SIZE 256\n" + rows)
    found = open_lut(path)
    points = probe_points()
    wanted = np.stack([points[:, 0] ** 0.5, points[:, 1], points[:, 2] ** 2], axis=1)
    assert np.abs(found.lut.evaluate(points, "tetrahedral") - wanted).max() < found.error + 0.02
    assert found.error < 0.03


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_every_format_makes_the_round_trip(tmp_path: Path, name: str) -> None:
    kind = format_of(Path(), name)
    path = tmp_path / f"look{kind.suffix}"
    size = 64 if 64 in kind.sizes else 33
    meant = write_lut(path, Smooth(), size=size, format=name)
    trip = verify(path, meant, Smooth(), colours=probe_points(512))
    assert trip.written.max <= kind.step / 2 + 3e-7
    assert trip.identical == (kind.step < 1e-4)
    assert trip.size == size
    assert trip.bytes == path.stat().st_size
    assert (trip.second is None) == (kind.suffix == ".png")
    assert trip.second is None or trip.second.max < 3e-6
    exact = Smooth().at(probe_points())
    by_hand = np.abs(read_lut(path).evaluate(probe_points()) - exact)
    assert trip.fidelity.code.max == pytest.approx(by_hand.max(), abs=1e-9)
    assert trip.fidelity.trilinear.mean < 0.4
    assert trip.fidelity.in_picture is not None
    assert 0 < trip.fidelity.in_picture.max < 0.02


def test_tetrahedral_and_trilinear_differ_as_computed_here(tmp_path: Path) -> None:
    path = tmp_path / "look.cube"
    trip = verify(path, write_lut(path, Smooth(), size=9), Smooth())
    apart = np.abs(by_opencolorio(path, probe_points(), True) - by_opencolorio(path, probe_points()))
    assert trip.fidelity.between.max == pytest.approx(float(apart.max()), abs=3e-6)
    assert trip.fidelity.between.mean == pytest.approx(float(apart.mean()), abs=3e-6)
    assert trip.fidelity.in_picture is None


@settings(max_examples=12, deadline=None)
@given(st.integers(2, 9), st.sampled_from(["cube", "clf", "csp"]), st.integers(0, 2**32 - 1))
def test_any_table_survives(tmp_path_factory: pytest.TempPathFactory, size: int, name: str, seed: int) -> None:
    table = np.random.default_rng(seed).uniform(-0.2, 1.2, (size, size, size, 3)).astype(np.float32)
    path = tmp_path_factory.mktemp("lut") / f"look.{name}"
    write_lut(path, Lattice(Lut3D(table)), size=size)
    found = open_lut(path, trusted=True).lut  # without a process of its own, for speed
    assert np.abs(found.table - np.clip(table, 0, 1)).max() <= 2e-6


def test_a_dark_lut_is_not_written_as_3dl(tmp_path: Path) -> None:
    """OpenColorIO would read its 12-bit numbers as of 10 bits."""
    dark = Lut3D(0.3 * lattice(17))
    with pytest.raises(LutError, match="too dark"):
        write_lut(tmp_path / "look.3dl", Lattice(dark), size=17)
    assert list(tmp_path.iterdir()) == []
    write_lut(tmp_path / "look.3dl", Lattice(Lut3D(0.51 * lattice(17))), size=17)
    assert by_opencolorio(tmp_path / "look.3dl", np.ones((1, 3))) == pytest.approx(np.full((1, 3), 0.51), abs=2e-4)


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_nan_and_cancelling_leave_nothing(tmp_path: Path, name: str) -> None:
    kind = format_of(Path(), name)
    path = tmp_path / f"look{kind.suffix}"
    size = 64 if 64 in kind.sizes else 33
    table = lattice(size).copy()
    table[3, 2, 1, 0] = np.nan
    with pytest.raises(LutError, match="not finite"):
        write_lut(path, Lattice(Lut3D(table)), size=size, format=name)
    stopped = Job()
    stopped.cancel()
    with pytest.raises(Cancelled):
        write_lut(path, Smooth(), size=size, format=name, job=stopped)
    assert list(tmp_path.iterdir()) == []


def test_wrong_wishes_are_told(tmp_path: Path) -> None:
    with pytest.raises(LutError, match=r"HaldCLUT picture cannot have 33.*choose 25 or 36 or 49"):
        write_lut(tmp_path / "a.png", Smooth(), size=33)
    with pytest.raises(LutError, match=r"end it in \.cube, \.3dl"):
        write_lut(tmp_path / "a.txt", Smooth(), size=33)
    with pytest.raises(LutError, match="no LUT format"):
        write_lut(tmp_path / "a.cube", Smooth(), size=33, format="xyz")
    with pytest.raises(LutError, match="has no shaper"):
        write_lut(tmp_path / "a.clf", Smooth(), size=33, shaper=True)


@pytest.mark.parametrize("suffix", [".3dl", ".clf", ".csp", ".cube", ".png", ".txt"])
@pytest.mark.parametrize("content", [b"", b"hello\n1 2 3\n", b"\x89PNG\r\n\x1a\n" + bytes(40), b"<ProcessList/>"])
def test_what_is_no_lut_is_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    with pytest.raises(MefError) as refused:
        read_lut(path)
    assert "a" + suffix in str(refused.value)
    assert refused.value.hint


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.cube", tmp_path):
        with pytest.raises(MefError):
            read_lut(path)


def test_without_opencolorio_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PyOpenColorIO", None)
    with pytest.raises(MefError, match="pip install opencolorio"):
        write_lut(tmp_path / "a.clf", Smooth(), size=9)
    write_lut(tmp_path / "a.cube", Smooth(), size=9)
    assert read_lut(tmp_path / "a.cube").size == 9


def test_another_domain_is_sampled_anew() -> None:
    wide = Lut3D((lattice(65) * 2) ** 0.5 / 2**0.5, (0, 0, 0), (2, 2, 2))
    unit = on_unit_domain(wide)
    assert unit.unit_domain
    wanted = wide.evaluate(probe_points(), "tetrahedral")
    assert np.abs(unit.evaluate(probe_points(), "tetrahedral") - wanted).max() < 1e-5


def test_a_file_that_opencolorio_never_finishes_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mefcore.lut.formats.ocio._PATIENCE", 1.0)
    path = tmp_path / "look.csp"
    write_lut(path, Smooth(), size=5)
    path.write_text(path.read_text().replace("END METADATA", ""))
    with pytest.raises(LutError, match="is not a LUT"):
        read_lut(path)
