"""Files appear whole or not at all, whatever happens half-way."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mefcore.errors import Cancelled, TakenError, WriteError
from mefcore.io.atomic import atomic_path, check_target, unwritable

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and signals")


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Without root's right to write everywhere, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def open_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that anyone may reach and write."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
        Path(name).chmod(0o777)


def write(target: Path, content: bytes, failure: BaseException | type[BaseException] | None = None) -> None:
    """Write ``content`` and then fail, if asked to."""
    with atomic_path(target) as temp:
        temp.write_bytes(content)
        if failure is not None:
            raise failure


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_appears_only_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "a.tif"
    with atomic_path(target) as temp:
        assert temp.parent == tmp_path
        assert temp.name.startswith(".")
        assert temp.suffix == ".tif"
        temp.write_bytes(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["a.tif"]


@pytest.mark.parametrize("failure", [ValueError, Cancelled, KeyboardInterrupt, SystemExit, MemoryError])
def test_any_failure_leaves_the_old_file(tmp_path: Path, failure: type[BaseException]) -> None:
    target = tmp_path / "a.tif"
    target.write_bytes(b"old")
    with pytest.raises(failure):
        write(target, b"half of the n", failure)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.tif"]


def test_two_writers_of_one_file(tmp_path: Path) -> None:
    target = tmp_path / "a.tif"
    with atomic_path(target) as first, atomic_path(target) as second:
        first.write_bytes(b"first")
        second.write_bytes(b"second")
        assert first != second
    assert target.read_bytes() in (b"first", b"second")
    assert names(tmp_path) == ["a.tif"]


def test_long_and_odd_names(tmp_path: Path) -> None:
    names = (
        "x" * 250 + ".tif",
        "ünï 日本.tif",
        "no suffix",
        "🏠" * 62 + ".tif",
        "a." + "x" * 250,
        "a\nb.tif",
        "-rf",
        ".tif",
    )
    for name in names:
        with atomic_path(tmp_path / name) as temp:
            temp.write_bytes(b"new")
        assert (tmp_path / name).read_bytes() == b"new"


@posix
def test_permissions(tmp_path: Path) -> None:
    old = tmp_path / "old.tif"
    old.touch()
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        for name in ("old.tif", "new.tif"):
            with atomic_path(tmp_path / name) as temp:
                temp.write_bytes(b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "new.tif").stat().st_mode) == 0o640


@posix
def test_a_link_keeps_pointing(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.tif").write_bytes(b"old")
    (tmp_path / "link.tif").symlink_to("real/a.tif")
    with atomic_path(tmp_path / "link.tif") as temp:
        temp.write_bytes(b"new")
    assert (tmp_path / "link.tif").is_symlink()
    assert (tmp_path / "real" / "a.tif").read_bytes() == b"new"


@posix
def test_links_to_nowhere_and_to_themselves(tmp_path: Path) -> None:
    (tmp_path / "new.tif").symlink_to("made.tif")
    write(tmp_path / "new.tif", b"new")
    assert (tmp_path / "made.tif").read_bytes() == b"new"
    assert (tmp_path / "new.tif").is_symlink()
    (tmp_path / "lost.tif").symlink_to("nowhere/made.tif")
    assert refused(tmp_path / "lost.tif") == "its folder does not exist"
    (tmp_path / "self.tif").symlink_to("self.tif")
    with contextlib.suppress(WriteError):
        write(tmp_path / "self.tif", b"new")
    assert not [n for n in names(tmp_path) if n.startswith(".")]


@posix
def test_devices_and_pipes_are_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null.tif").symlink_to("/dev/null")
    for target in (tmp_path / "pipe", tmp_path / "null.tif", Path("/dev/null")):
        assert refused(target) == "is no file"
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
def test_a_file_that_is_open_elsewhere(tmp_path: Path) -> None:
    target = tmp_path / "a.tif"
    target.write_bytes(b"old")
    with target.open("rb") as reader, target.open("ab"):
        write(target, b"new")
        assert reader.read() == b"old"
    assert target.read_bytes() == b"new"


@posix
def test_a_folder_that_vanishes(tmp_path: Path) -> None:
    folder = tmp_path / "card"
    folder.mkdir()

    def half() -> None:
        with atomic_path(folder / "a.tif") as temp:
            temp.write_bytes(b"half")
            shutil.rmtree(folder)

    with pytest.raises(WriteError, match="cannot be written"):
        half()


def refused(target: Path) -> str:
    for attempt in (check_target, lambda t: atomic_path(t).__enter__()):
        with pytest.raises(WriteError) as caught:
            attempt(target)
        assert caught.value.path == str(target)
        assert caught.value.hint
    return caught.value.message


def test_impossible_targets(tmp_path: Path) -> None:
    assert refused(tmp_path) == "is a folder"
    assert refused(tmp_path / "nowhere" / "a.tif") == "its folder does not exist"
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "a.tif") == "its folder does not exist"
    assert names(tmp_path) == ["file"]


@posix
def test_read_only_folder(open_folder: Path) -> None:
    (open_folder / "a.tif").write_bytes(b"old")
    (open_folder / "a.tif").chmod(0o666)
    open_folder.chmod(0o555)
    with nobody():
        assert refused(open_folder / "a.tif") == "its folder is read-only"
        assert refused(open_folder / "b.tif") == "its folder is read-only"
    assert (open_folder / "a.tif").read_bytes() == b"old"


@posix
def test_write_protected_file(open_folder: Path) -> None:
    (open_folder / "a.tif").write_bytes(b"old")
    (open_folder / "a.tif").chmod(0o444)
    with nobody():
        assert refused(open_folder / "a.tif") == "is write-protected"
    assert names(open_folder) == ["a.tif"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EFBIG, "too large for this disk"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "may not be written"),
        (errno.ENAMETOOLONG, "its name is too long"),
        (errno.EIO, "cannot be written: Input/output error"),
    ],
)
def test_what_the_system_says_in_plain_words(tmp_path: Path, code: int, words: str) -> None:
    target = tmp_path / "a.tif"
    target.write_bytes(b"old")
    with pytest.raises(WriteError, match=words) as caught:
        write(target, b"half", OSError(code, os.strerror(code)))
    assert caught.value.path == str(target)
    assert unwritable(target, OSError("no number")).message == "cannot be written: no number"
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.tif"]


@posix
def test_a_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="its name is too long"):
        write(tmp_path / ("x" * 300 + ".tif"), b"new")
    assert names(tmp_path) == []


KILLED = """
import sys
from mefcore.io.atomic import atomic_path
with atomic_path(sys.argv[1]) as temp:
    with open(temp, "wb") as file:
        file.write(b"half of the n")
        file.flush()
        print("half", flush=True)
        sys.stdin.read()
"""


@posix
def test_killed_half_way(tmp_path: Path) -> None:
    """The old file stays, and the next export removes what is left once nobody can be writing it any more."""
    target = tmp_path / "a.tif"
    target.write_bytes(b"old")
    (tmp_path / ".hidden.tif").write_bytes(b"somebody's own")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"half\n"
        (left,) = {tmp_path / n for n in names(tmp_path)} - {target, tmp_path / ".hidden.tif"}
        yesterday = left.stat().st_mtime - 86400
        for file in (left, tmp_path / ".hidden.tif"):
            os.utime(file, (yesterday, yesterday))
        write(tmp_path / "b.tif", b"new")
        assert left.exists()  # its writer lives
        child.kill()
    assert target.read_bytes() == b"old"
    os.utime(left)
    write(tmp_path / "b.tif", b"new")
    assert left.exists()  # somebody on another machine may be writing it
    os.utime(left, (yesterday, yesterday))
    write(tmp_path / "b.tif", b"new")
    assert names(tmp_path) == [".hidden.tif", "a.tif", "b.tif"]


@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
def test_a_fresh_file_replaces_none(tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the disk knows links or, as those of cameras, does not."""

    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    target = tmp_path / "new.txt"
    with atomic_path(target, fresh=True) as temp:
        temp.write_text("ours")
    assert target.read_text() == "ours"
    with pytest.raises(TakenError), atomic_path(target, fresh=True) as temp:
        temp.write_text("again")
    assert [p.name for p in tmp_path.iterdir()] == ["new.txt"]
    assert target.read_text() == "ours"
    with atomic_path(target) as temp:
        temp.write_text("replaced")
    assert target.read_text() == "replaced"
