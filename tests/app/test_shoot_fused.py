"""Fused pictures of the sets: they come by themselves, follow the look, wait for the editor, and are kept on disk."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from cards import card, shoot
from conftest import WAIT
from PySide6.QtGui import QColor, QImage
from test_canvas import as_array

from app.main import make_application
from app.shoot.cache import ThumbCache
from app.shoot.fused import FusedThumbnails
from app.shoot.messages import Content
from app.shoot.work import small_picture
from mefcore.grouping import Entry, scan
from mefcore.recipe import Recipe


class Sets:
    """Brackets on disk with a look each, and the pictures that are wanted of them."""

    def __init__(self, folder: Path, cache: Path, count: int = 3) -> None:
        self.entries: dict[Content, tuple[Entry, ...]] = {}
        for k in range(count):
            found = scan(shoot(folder / str(k), 1, 0, turned=k))
            self.entries[frozenset(e.path for e in found)] = found
        self.recipes = dict.fromkeys(self.entries, Recipe(local=1.0))
        self.busy = False
        self.fused = FusedThumbnails(self.recipes.__getitem__, lambda: self.busy, lambda: cache)

    @property
    def contents(self) -> list[Content]:
        return list(self.entries)

    def want(self) -> None:
        self.fused.want(self.entries.items())

    def array(self, k: int) -> object:
        return as_array(self.fused.picture(self.contents[k]))


@pytest.fixture
def sets(qtbot, tmp_path):
    make_application(["luxcube"])
    made = Sets(tmp_path / "sets", tmp_path / "thumbs")
    yield made
    made.fused.close()


def wait(qtbot, sets: Sets) -> None:
    qtbot.waitUntil(lambda: sets.fused.settled, timeout=WAIT)


def test_they_are_the_picture_made_small(qtbot, make, settled, tmp_path):
    """On screen at full size, beside it in the list: the same colours."""
    folder = tmp_path / "card"
    card(folder)
    window = make(folder)
    settled(window)
    qtbot.waitUntil(lambda: window.desk.fused.settled, timeout=WAIT)
    window.session.edit(exposure=1.0)
    qtbot.waitUntil(lambda: window.preview.settled and window.desk.fused.settled, timeout=WAIT)
    small = as_array(window.desk.fused.picture(window.shoot.open)).astype(float)
    assert small.shape == (120, 180, 3)
    with qtbot.waitSignal(window.exporter.exported, timeout=WAIT):
        window.exporter.export_to(tmp_path / "a.png")
    whole = as_array(QImage(str(tmp_path / "a.png")).convertToFormat(QImage.Format.Format_RGB32)).astype(float)
    # Alike but for half the lattice and no deghosting.
    assert abs(small - whole).mean() < 2.0
    area = window.desk.view.viewport().rect()
    image = QImage(area.size(), QImage.Format.Format_RGB32)
    window.desk.view.viewport().render(image)
    assert QColor(image.pixel(60, 40)).value() > 0


def test_a_look_that_changes_has_another_picture_a_moment_later(sets, qtbot):
    sets.want()
    wait(qtbot, sets)
    before, others = sets.array(0).mean(), [sets.array(k).mean() for k in (1, 2)]
    first = sets.contents[0]
    sets.recipes[first] = sets.recipes[first].with_(strength=0.0, exposure=-2.0)
    sets.fused.look_changed([first])
    # The old one stays until the new one is here.
    assert sets.array(0).mean() == before
    with qtbot.waitSignal(sets.fused.arrived, timeout=WAIT) as arrived:
        pass
    assert arrived.args[0] == [first]
    assert sets.array(0).mean() < before - 20
    assert [sets.array(k).mean() for k in (1, 2)] == others


def test_they_wait_while_there_is_other_work(sets, qtbot):
    sets.busy = True
    sets.want()
    assert not sets.fused.lane.busy
    sets.busy = False
    sets.fused.go_on()
    assert sets.fused.lane.busy
    sets.busy = True
    sets.fused.pause()
    assert not sets.fused.lane.busy
    sets.busy = False
    sets.fused.go_on()
    wait(qtbot, sets)
    assert all(sets.fused.picture(one) is not None for one in sets.contents)


def test_they_are_kept_on_disk(qtbot, tmp_path, sets):
    sets.want()
    wait(qtbot, sets)
    files = sorted((tmp_path / "thumbs").glob("*/*.jpg"))
    assert len(files) == 3
    stamps = {p: p.stat().st_mtime_ns for p in files}
    for path in files:
        os.utime(path, (1e9, 1e9))
    # Another run of the program, on frames it could no longer decode: only names, times and sizes are looked at.
    again = Sets.__new__(Sets)
    again.__dict__.update(sets.__dict__)
    again.fused = FusedThumbnails(sets.recipes.__getitem__, lambda: False, lambda: tmp_path / "thumbs")
    for entries in sets.entries.values():
        status = entries[0].path.stat()
        entries[0].path.write_bytes(bytes(status.st_size))
        os.utime(entries[0].path, ns=(status.st_atime_ns, status.st_mtime_ns))
    again.want()
    wait(qtbot, again)
    again.fused.close()
    assert all(again.fused.picture(one) is not None for one in sets.contents)
    assert all(p.stat().st_mtime > 1e9 for p in files), "looked at, they are the last to go"
    assert set(stamps) == set((tmp_path / "thumbs").glob("*/*.jpg"))


def test_a_broken_file_of_the_cache_is_made_anew(qtbot, tmp_path, sets):
    sets.want()
    wait(qtbot, sets)
    for path in (tmp_path / "thumbs").glob("*/*.jpg"):
        path.write_bytes(b"\xff\xd8\xffnonsense")
    sets.fused.forget()
    sets.want()
    wait(qtbot, sets)
    assert all(sets.fused.picture(one) is not None for one in sets.contents)
    assert all(QImage(str(p)).width() == 180 for p in (tmp_path / "thumbs").glob("*/*.jpg"))


def test_frames_that_make_no_picture_have_none(qtbot, sets):
    first, second = sets.contents[:2]
    sets.entries[first][1].path.write_bytes(b"no picture")
    sets.entries[second][1].path.unlink()
    sets.want()
    wait(qtbot, sets)
    assert [sets.fused.picture(one) is not None for one in sets.contents] == [False, False, True]
    assert all(sets.fused.known(one) for one in sets.contents)


def test_memory_stays_bounded(qtbot, tmp_path):
    sets = Sets(tmp_path / "many", tmp_path / "thumbs", count=6)
    most = 2 * 4 * 320 * 320
    sets.fused = FusedThumbnails(sets.recipes.__getitem__, lambda: False, lambda: tmp_path / "thumbs", most=most)
    items = list(sets.entries.items())
    for k in range(0, 6, 2):
        sets.fused.want(items[k : k + 2])
        wait(qtbot, sets)
        assert all(sets.fused.picture(one) is not None for one, _ in items[k : k + 2])
        kept = [image for one in sets.entries if (image := sets.fused.picture(one)) is not None]
        assert sets.fused.nbytes == sum(image.sizeInBytes() for image in kept) <= most + 4 * 180 * 120 * 2
    sets.fused.close()


# ---- the cache


def picture(shade: int, side: int = 64) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(shade, shade, shade))
    return image


def test_the_cache_gives_back_what_was_put(tmp_path):
    cache = ThumbCache(tmp_path / "thumbs")
    assert cache.get("ab12") is None
    cache.put("ab12", picture(90))
    cache.put("ab13", picture(160))
    assert abs(cache.get("ab12").pixelColor(5, 5).red() - 90) <= 2
    cache.put("ab12", picture(30))
    assert abs(cache.get("ab12").pixelColor(5, 5).red() - 30) <= 2
    assert cache.get("ab13").format() == QImage.Format.Format_RGB32
    assert sorted(p.name for p in (tmp_path / "thumbs" / "ab").iterdir()) == ["12.jpg", "13.jpg"]


def test_the_oldest_go_when_there_is_too_much(tmp_path):
    cache = ThumbCache(tmp_path, most=10**9)
    for k in range(10):
        cache.put(f"00{k}", picture(20 * k))
        os.utime(tmp_path / "00" / f"{k}.jpg", (1e9 + k, 1e9 + k))
    size = sum(p.stat().st_size for p in tmp_path.glob("*/*.jpg"))
    cache.get("000")  # so it is not the oldest any more
    small = ThumbCache(tmp_path, most=size // 2)
    small.put("aa1", picture(200))
    left = {p.parent.name + p.stem for p in tmp_path.glob("*/*.jpg")}
    assert sum(p.stat().st_size for p in tmp_path.glob("*/*.jpg")) <= size // 2
    assert {"000", "aa1", "009"} <= left
    assert not {"001", "002", "003"} & left


def test_a_cache_that_cannot_be_is_none(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    cache = ThumbCache(tmp_path / "file" / "below")
    cache.put("ab12", picture(90))
    assert cache.get("ab12") is None


def test_small_pictures_of_frames_are_large_enough(tmp_path):
    """Not those of 160×120 that cameras put in for their own screens."""
    path = shoot(tmp_path, 1, 0, (0,), size=(1200, 800))[0]
    (entry,) = scan([path])
    assert small_picture(entry, 320).shape == (213, 320, 3)
    assert small_picture(replace(entry, thumbnail=b"\xff\xd8\xff"), 320).shape == (213, 320, 3)
