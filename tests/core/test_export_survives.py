"""Exports on a full disk, on one that may not be written, and killed half-way: the whole new file, or the old one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from mefcore.bracket import Metadata
from mefcore.io.tiff import write_tiff

pytestmark = pytest.mark.skipif(os.name != "posix", reason="mounts, limits and signals are POSIX")

HERE = Path(__file__).resolve().parent
NAMES = ("a.tif", "a.png", "a.jpg", "a.cube", "a.json")

EXPORTS = """
import json, os, random, resource, signal, sys, tempfile, time
from pathlib import Path
import numpy as np
from mefcore.errors import MefError
from mefcore.export import save_image
from mefcore.io.atomic import atomic_path
from mefcore.lut.formats.cube import write_cube
from mefcore.lut.grid import Lut3D
from mefcore.recipe import Recipe
import mefcore.io.tiff, mefcore.io.png, imagecodecs, tifffile, PIL.Image, PIL.ImageCms

def export(target, version, side=400):
    "One of two versions of every file, every value of which says which."
    if target.suffix == ".cube":
        write_cube(target, Lut3D(np.full((33, 33, 33, 3), version / 2, np.float32)))
    elif target.suffix == ".json":
        with atomic_path(target) as temp:
            temp.write_text(json.dumps({"version": version, "rows": [version] * 200_000}))
    else:
        noise = np.random.default_rng(version).integers(0, 100, (side, side, 3))
        save_image(target, (noise + 100 * version).astype(np.uint8 if target.suffix == ".jpg" else np.uint16))

def drop_rights():
    "Become nobody, where the tests run as root and both are to be tried."
    if os.environ.get("AS_NOBODY"):
        with tempfile.TemporaryDirectory() as warm:  # nobody may not be allowed to read the libraries
            for name in sys.argv[2:]:
                export(Path(warm, name), 0)
        os.setresuid(65534, 65534, 65534)

def try_all(folder):
    for name in sys.argv[2:]:
        try:
            export(Path(folder, name), 1)
            print(name, "was written")
        except MefError as e:
            print(name, type(e).__name__, e.message, "|", e.hint)
"""


ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
USERS = ("root", "nobody") if ROOT else ("oneself",)
APART = ("unshare", "-m") if ROOT else ("unshare", "-rm")
"""A mount that nobody else sees; an ordinary user is root of his own name space in it."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that anyone may write."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


def on_tmpfs(folder: Path) -> tuple[str, ...]:
    """What stands before a command that finds 2 MB of room in the folder."""
    return (*APART, "sh", "-c", f'mount -t tmpfs -o size=2m,mode=777 none "{folder}" && exec "$@"', "sh")


def run(code: str, folder: Path, *before: str, user: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-c", EXPORTS + code, str(folder), *NAMES],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=HERE.parents[1],
        env={**os.environ, "AS_NOBODY": "1" if user == "nobody" else ""},
    )


def check_refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert (done.returncode, done.stderr) == (0, ""), done
    lines = done.stdout.splitlines()
    assert len(lines) == len(NAMES), lines
    for line in lines:
        assert "WriteError" in line, line
        assert words in line, line
        assert line.partition("|")[2].strip(), line


def mounts() -> bool:
    """Whether this user may mount a file system, where nobody else sees it."""
    command = [*APART, "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    except OSError:
        return False


needs_mount = pytest.mark.skipif(not mounts(), reason="this user may not mount a file system, not even for itself")

FULL = """
drop_rights()
for name in sys.argv[2:]:
    Path(sys.argv[1], name).write_bytes(b"old")
fill = Path(sys.argv[1], "fill")
with fill.open("wb", buffering=0) as file:
    try:
        while True:
            file.write(bytes(4096))
    except OSError:
        pass
os.truncate(fill, fill.stat().st_size - 65536)  # so that it is in the middle of a file that the room ends
try_all(sys.argv[1])
assert sorted(os.listdir(sys.argv[1])) == sorted([*sys.argv[2:], "fill"]), os.listdir(sys.argv[1])
assert all(Path(sys.argv[1], name).read_bytes() == b"old" for name in sys.argv[2:])
"""


@needs_mount
@pytest.mark.parametrize("user", USERS)
def test_a_full_disk(folder: Path, user: str) -> None:
    check_refused(run(FULL, folder, *on_tmpfs(folder), user=user), "the disk is full")


READ_ONLY = """
import subprocess
for name in sys.argv[2:]:
    Path(sys.argv[1], name).write_bytes(b"old")
subprocess.run(["mount", "-o", "remount,ro", sys.argv[1]], check=True)
drop_rights()
try_all(sys.argv[1])
assert all(Path(sys.argv[1], name).read_bytes() == b"old" for name in sys.argv[2:])
"""


@needs_mount
@pytest.mark.parametrize("user", USERS)
def test_a_disk_that_may_not_be_written(folder: Path, user: str) -> None:
    check_refused(run(READ_ONLY, folder, *on_tmpfs(folder), user=user), "the disk is read-only")


LIMITED = """
drop_rights()
for name in sys.argv[2:]:
    Path(sys.argv[1], name).write_bytes(b"old")
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
try_all(sys.argv[1])
"""


@pytest.mark.parametrize("user", USERS)
def test_a_file_that_outgrows_its_limit(folder: Path, user: str) -> None:
    check_refused(run(LIMITED, folder, user=user), "would be too large for this disk")
    assert sorted(p.name for p in folder.iterdir()) == sorted(NAMES)
    assert all((folder / name).read_bytes() == b"old" for name in NAMES)


KILLED = """
rng = random.Random(7)
for name in sys.argv[2:]:
    target = Path(sys.argv[1], name)
    export(target, 0)  # imports what has not been yet
    start = time.perf_counter()
    export(target, 0)
    usual = time.perf_counter() - start
    for count in range(8):
        child = os.fork()
        if child == 0:
            export(target, 1)
            os._exit(0)
        time.sleep(usual * rng.uniform(0, 1.1))
        os.kill(child, signal.SIGKILL)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        kept = target.with_name(f"{name[2:]}-{count}-{'killed' if killed else 'done'}{target.suffix}")
        os.link(target, kept)
        export(target, 0)
"""


def version_of(path: Path) -> int:
    """Which version a file is; fails where it is half of one, or both."""
    if path.suffix == ".json":
        content = json.loads(path.read_text())
        assert content["rows"] == [content["version"]] * 200_000
        return int(content["version"])
    if path.suffix == ".cube":
        rows = {line for line in path.read_text().splitlines() if line[:1].isdigit()}
        assert len(path.read_text().splitlines()) == 33**3 + 1
        (row,) = rows
        return round(2 * float(row.split()[0]))
    if path.suffix == ".jpg":
        pixels = np.asarray(Image.open(path))
    else:
        import cv2

        pixels = tifffile.imread(path) if path.suffix == ".tif" else cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert pixels.shape == (400, 400, 3)
    halves = {round((float(half.mean()) - 50) / 100) for half in np.array_split(pixels, 8)}
    (version,) = halves
    return version


def test_killed_at_any_moment(tmp_path: Path) -> None:
    done = run(KILLED, tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done
    kept = sorted(p for p in tmp_path.iterdir() if "-" in p.name and not p.name.startswith("."))
    assert len(kept) == 8 * len(NAMES)
    versions = [version_of(path) for path in kept]
    assert set(versions) <= {0, 1}
    assert all(version == 1 for path, version in zip(kept, versions, strict=True) if "done" in path.name)
    killed = [path for path in kept if "killed" in path.name]
    assert len(killed) >= 20, "most were faster than the signal"
    leftovers = [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]
    assert all(name.startswith(".luxcube-") for name in leftovers), leftovers


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_leaves_no_threads():
    """Not even while somebody still holds the error, whose traceback knows the strips."""
    pixels = np.random.default_rng(3).integers(0, 65535, (2000, 900, 3)).astype(np.uint16)
    with pytest.raises(OSError, match="No space left") as error:
        write_tiff(Path("/dev/full"), pixels, Metadata())
    assert error.value is not None
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("deflate")]
