"""What stands where a picture should: links, pipes, devices, folders, files with odd names, files nobody may read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from breaking import broken
from hostile import hostile
from judge import Judge
from seeds import seed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes, devices and permissions are POSIX")

ENTRIES = ("picture", "cube", "recipe")


def dangling(path: Path) -> Path:
    path.symlink_to("nowhere.jpg")
    return path


def own_tail(path: Path) -> Path:
    path.symlink_to(path.name)
    return path


def to_folder(path: Path) -> Path:
    path.symlink_to(path.parent)
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def bound_socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))  # its name may have a hundred bytes
    return path


def endless(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def nothing(path: Path) -> Path:
    path.symlink_to("/dev/null")
    return path


def noise(path: Path) -> Path:
    path.symlink_to("/dev/urandom")
    return path


def missing(path: Path) -> Path:
    return path


def under_a_file(path: Path) -> Path:
    path.write_bytes(b"x")
    return path / "inner.jpg"


def name_too_long(path: Path) -> Path:
    return path.with_name("x" * 300 + path.suffix)


def sparse(path: Path) -> Path:
    """As long as a disk and taking no room on it."""
    with path.open("wb") as file:
        file.truncate(1 << 40)
    return path


NO_FILES: tuple[Callable[[Path], Path], ...] = (
    dangling, own_tail, to_folder, folder, pipe, bound_socket, endless, nothing, noise, missing, under_a_file,
    name_too_long, sparse,
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".dng", ".cube", ".json"])
@pytest.mark.parametrize("make", NO_FILES, ids=[m.__name__ for m in NO_FILES])
def test_no_file(
    judge: Judge, tmp_path: Path, make: Callable[[Path], Path], suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = make(tmp_path / f"case{suffix}")
    entry = {".cube": "cube", ".json": "recipe"}.get(suffix, "picture")
    outcome = judge.try_path("no file", path, f"{make.__name__}{suffix}", entry)
    assert outcome in ("ReadError", "GoneError", "LutError", "RecipeError", "BracketError"), outcome


NAMES = (
    b"a\nb.jpg", b"-rf.jpg", b"--out=x.jpg", b" .jpg", "🏠 Haus – 日本.jpg".encode(), b"caf\xe9.jpg", b"\xff\xfe.jpg",
    b"\x1b[31mred.jpg", b"%s%n.jpg", b"a'b\"c.jpg", b"x" * 251 + b".jpg", "\u202egpj.exe.jpg".encode(), b"*.jpg",
    b"a.JPG", b"\x01\x02.jpg", b"c\xe9.dng", b"c\xe9.tif", b"c\xe9.png", b"c\xe9.webp", b"a\rb.tif", "ﷺ.dng".encode(),
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_odd_names(judge: Judge, tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    kind = {".dng": "dng", ".tif": "tiff16", ".png": "png16", ".webp": "webp"}.get(path.suffix, "jpeg")
    path.write_bytes(seed(kind).data)
    assert judge.try_path("odd names", path, repr(name)) == "picture"
    path.write_bytes(seed(kind).data[:100])
    assert judge.try_path("odd names", path, repr(name) + ", cut") == "ReadError"


def good_frames(folder: Path) -> None:
    import makers

    for number, stops in enumerate((-2, 0, 2)):
        block = makers.exif(time=0.01 * 2.0**stops, f_number=8, iso=100)
        makers.write_jpeg(folder / f"good-{number}.jpg", makers.exposed(stops), block)


BAD = ("cut.jpg", "text.png", "nothing.tif", "cut.dng", "noise.jpg")


def bad_frame(path: Path) -> Path:
    data = {
        "cut.jpg": seed("jpeg").data[:700],
        "text.png": b"Dear diary\n" * 30,
        "nothing.tif": b"",
        "cut.dng": seed("dng").data[:3000],
        "noise.jpg": bytes(range(256)) * 9,
    }
    path.write_bytes(data[path.name])
    return path


@pytest.mark.parametrize("name", BAD)
def test_one_bad_frame_is_the_one_that_is_named(judge: Judge, tmp_path: Path, name: str) -> None:
    good_frames(tmp_path)
    assert judge.try_path("one bad frame", bad_frame(tmp_path / name), name, "among") == "ReadError"


def test_others_of_a_pile_are_grouped_as_if_the_bad_were_not_there(judge: Judge, tmp_path: Path) -> None:
    good_frames(tmp_path)
    for name in BAD:
        bad_frame(tmp_path / name)
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "closed").mkdir()
    for make in (dangling, own_tail, pipe, endless):
        make(tmp_path / f"{make.__name__}.jpg")
    judge.try_path("pile", tmp_path, "places", "pile")


@pytest.mark.parametrize("family", ["jpeg", "tiff", "png", "raw"])
def test_others_of_a_hostile_pile(judge: Judge, tmp_path: Path, family: str) -> None:
    """Broken pictures that still say when they were taken may well be put beside the good ones; these say nothing."""
    good_frames(tmp_path)
    (tmp_path / "zz").mkdir()
    for number, (_, suffix, data) in enumerate(hostile(family)):
        if number % 5 == 0 and len(data) < 300_000:
            (tmp_path / "zz" / f"h{number:04}{suffix}").write_bytes(data)
    judge.try_path("pile", tmp_path, f"hostile {family}", "pile")


@pytest.mark.parametrize("kind", ["jpeg", "png", "tiff", "dng"])
def test_others_of_a_broken_pile(judge: Judge, tmp_path: Path, kind: str) -> None:
    good_frames(tmp_path)
    (tmp_path / "zz").mkdir()
    whole = seed(kind)
    for number, (_, data) in enumerate(broken(kind, whole.data, 30)):
        (tmp_path / "zz" / f"b{number:04}{whole.suffix}").write_bytes(data)
    judge.try_path("pile", tmp_path, f"broken {kind}", "pile")


AS_NOBODY = """
import os, sys
sys.path.insert(0, sys.argv[2])
import worker
worker._import_everything()
import mefcore.io.atomic
folder = sys.argv[1]
if os.geteuid() == 0:
    os.setresuid(65534, 65534, 65534)
from pathlib import Path
from mefcore.errors import MefError
for name, entry in (("a.jpg", "picture"), ("a.tif", "picture"), ("a.dng", "picture"), ("a.cube", "cube"),
                    ("a.json", "recipe"), ("closed", "pile"), ("closed/b.jpg", "picture")):
    try:
        for step in worker.ENTRIES[entry]:
            step(Path(folder, name))
        print(name, "was read")
    except MefError as e:
        print(e)
"""


def test_what_may_not_be_read(tmp_path: Path) -> None:
    """In a child that gives up root's right to read everything, where the tests run as root."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:  # tmp_path's own parents are closed to others
        home = Path(name)
        home.chmod(0o755)
        for file, data in (("a.jpg", seed("jpeg").data), ("a.tif", seed("tiff").data), ("a.dng", seed("dng").data)):
            (home / file).write_bytes(data)
        (home / "a.cube").write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8)
        (home / "a.json").write_text("{}")
        for file in home.iterdir():
            file.chmod(0)
        (home / "closed").mkdir(mode=0)
        command = [sys.executable, "-c", AS_NOBODY, str(home), str(Path(__file__).parent)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120)
        shutil.rmtree(home / "closed")
    lines = run.stdout.splitlines()
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert len(lines) == 7, lines
    assert all("may not be read (ask its owner" in line or "Permission denied" in line for line in lines), lines
