"""The list at work: pictures come while one looks, hundreds of sets stay fluid, and memory stays bounded."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from cards import shoot
from conftest import WAIT
from PIL import Image
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage

from app.main import make_application
from app.shoot.layout import GAP, tiles
from app.shoot.messages import Preferences, Surveyed
from app.shoot.model import ShootModel
from app.shoot.rows import Kind, Row, span, steps
from app.shoot.shoot import Shoot, content
from app.shoot.thumbnails import Thumbnails
from app.shoot.view import ShootView
from app.shoot.work import thumbnail
from mefcore.bracket import Exposure
from mefcore.grouping import Entry, Grouping, Ignored, Set, scan


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Many names of one small file."""
    first = shoot(tmp_path / "one", 1, 0, (0,), size=(240, 160))[0]
    folder = tmp_path / "many"
    folder.mkdir()
    paths = [folder / f"IMG_{i:04d}.JPG" for i in range(2500)]
    for path in paths:
        path.hardlink_to(first)
    return paths


def sets_of(paths: list[Path], count: int = 5) -> Grouping:
    entries = [
        Entry(p, size=(240, 160), captured=10.0 * i, exposure=Exposure(2.0 ** (i % count - 6), 8.0, 100.0))
        for i, p in enumerate(paths)
    ]
    return Grouping(tuple(Set(tuple(entries[i : i + count])) for i in range(0, len(entries), count)))


@pytest.fixture
def listed(qtbot, pictures):
    """A list of five hundred sets on screen, no editor around it."""
    make_application(["luxcube"])
    owner = Shoot()
    model, thumbnails = ShootModel(owner), Thumbnails(most=8 << 20)
    view = ShootView(model, thumbnails)
    view.resize(300, 700)
    view.show()
    qtbot.addWidget(view)
    owner.replace(Surveyed(sets_of(pictures), Preferences()))
    yield view, owner, model, thumbnails
    thumbnails.close()


def visible(view: ShootView, model: ShootModel) -> set[Path]:
    rows = [model.row(model.index(i)) for i in view.visible_rows()]
    return {e.path for row in rows for e in row.entries}


def test_pictures_come_for_what_is_in_view_and_that_first(listed, qtbot):
    view, _, model, thumbnails = listed
    arrived: list[Path] = []
    thumbnails.arrived.connect(arrived.extend)
    qtbot.waitUntil(lambda: bool(arrived) and thumbnails.settled, timeout=WAIT)
    seen = visible(view, model)
    assert 20 <= len(seen) <= 50
    assert set(arrived[: len(seen)]) == seen
    assert len(arrived) < 200, "of 2500 files"
    arrived.clear()
    view.scrollToBottom()
    qtbot.waitUntil(lambda: bool(arrived) and thumbnails.settled, timeout=WAIT)
    assert visible(view, model) <= set(arrived[: len(seen) + 10])
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    view.viewport().render(image)
    area = view.frame_area(499, 4)
    assert QColor(image.pixel(area.center())) != QColor("#262626")


def test_memory_stays_bounded_and_what_is_in_view_is_kept(listed, qtbot):
    view, owner, model, thumbnails = listed
    bar = view.verticalScrollBar()
    most, before = 8 << 20, set()
    for k in range(12):
        bar.setValue(bar.maximum() * k // 12)
        qtbot.waitUntil(lambda last=before: visible(view, model) != last, timeout=WAIT)
        before = visible(view, model)
        view._want()
        qtbot.waitUntil(lambda: thumbnails.settled, timeout=WAIT)
        assert thumbnails.nbytes <= most
        assert all(thumbnails.picture(p) is not None for p in before)
    paths = [path for one in owner.sets for path in one.paths]
    kept = [image for path in paths if (image := thumbnails.picture(path)) is not None]
    assert thumbnails.nbytes == sum(image.sizeInBytes() for image in kept)
    thumbnails.forget()
    assert thumbnails.nbytes == 0


def test_a_correction_among_five_hundred_sets_is_quick(listed, qtbot):
    view, owner, model, _ = listed
    view.verticalScrollBar().setValue(20_000)
    start = time.process_time()
    owner.merge([100, 101])
    owner.split(300, owner.sets[300].paths[2])
    owner.undo_stack.undo()
    view.grab()
    assert (time.process_time() - start) / 3 < 0.5
    assert len(owner.sets) == 499
    assert view.verticalScrollBar().value() == 20_000
    assert model.row_of_set(content(owner.sets[100])) == 100


def test_places_of_frames(qapp):
    """Side by side, equally wide, within the row; the last place of a long set says how many there are besides."""
    metrics, area = QFontMetrics(qapp.font()), QRect(0, 0, 280, 120)
    for count in (2, 3, 5, 7, 9, 64):
        row = Row(Kind.SET, 0, tuple(Entry(Path(f"{i}.jpg"), size=(300, 200)) for i in range(count)))
        shown, hidden = tiles(row, area, metrics)
        assert len(shown) + hidden == count
        assert [t.frame for t in shown] == list(range(len(shown)))
        assert len({t.area.width() for t in shown}) == 1
        assert all(a.area.right() + GAP < b.area.left() + 1 for a, b in pairwise(shown))
        assert all(area.contains(t.area) for t in shown)
        assert shown[0].area.width() <= round(1.6 * shown[0].area.height())
        room = area.right() - shown[-1].area.right()
        assert not hidden or room >= QFontMetrics(qapp.font()).horizontalAdvance(f"+{hidden}")
    assert hidden == 60, "four beside the fused picture"
    # The keys reach the frames that are not shown at first.
    last, _ = tiles(row, area, metrics, first=60)
    assert last[-1].frame >= 61


@pytest.mark.parametrize(
    ("evs", "told"),
    [
        ((0.0, -2.0, 2.0), "−2  0  +2"),
        ((0.0, 0.0, 2 / 3, -2 / 3), "−0.7  0  +0.7"),
        ((None, None), ""),
        (tuple(float(v) for v in range(-4, 5)), "−4 … +4"),
        ((-0.01, 1.0), "0  +1"),
    ],
)
def test_steps_as_people_read_them(evs, told):
    assert steps(evs) == told


def with_inner(path: Path, inner: Image.Image, orientation: int, size: tuple[int, int]) -> Entry:
    """A file whose small JPEG, as its maker put it there, shows something else than its pixels do."""
    block = Image.Exif()
    block[0x0112] = orientation
    Image.new("RGB", size, "black").save(path, exif=block)
    (entry,) = scan([path])
    small = io.BytesIO()
    inner.save(small, "JPEG", quality=95)
    return replace(entry, thumbnail=small.getvalue())


def test_the_small_jpeg_inside_is_used_upright_and_without_its_bars(tmp_path):
    inner = Image.new("RGB", (160, 120), "black")
    inner.paste((200, 60, 60), (0, 7, 80, 113))
    inner.paste((60, 60, 200), (80, 7, 160, 113))
    image = thumbnail(with_inner(tmp_path / "a.jpg", inner, 1, (300, 200)))
    assert image.width() == 160
    assert abs(image.width() / image.height() - 1.5) < 0.06
    assert image.pixelColor(10, 1).red() > 150
    assert image.pixelColor(150, image.height() - 2).blue() > 150
    # Turned by the camera: what was at the left is at the top.
    turned = thumbnail(with_inner(tmp_path / "b.jpg", inner, 6, (300, 200)))
    assert turned.height() > turned.width()
    assert turned.pixelColor(turned.width() // 2, 10).red() > 150
    assert turned.pixelColor(turned.width() // 2, turned.height() - 10).blue() > 150


def test_a_broken_small_jpeg_is_not_used_and_a_broken_file_has_no_picture(tmp_path):
    path = shoot(tmp_path, 1, 0, (0,), size=(240, 160))[0]
    (entry,) = scan([path])
    image = thumbnail(replace(entry, thumbnail=b"\xff\xd8\xffnonsense"))
    assert image.size() == QSize(192, 128)
    path.write_bytes(b"no picture")
    assert thumbnail(entry) is None


def test_ignored_files_are_told_in_a_section_of_their_own(listed):
    _, owner, model, _ = listed
    broken = Entry(Path("/card/x.jpg"), problem="is damaged")
    grouping = owner.grouping
    owner.replace(Surveyed(Grouping(grouping.sets[:2], (Ignored(broken, "is damaged"),)), Preferences()))
    assert model.rowCount() == 3
    model.fold(Kind.IGNOREDS, False)
    index = model.index(3)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "x.jpg, is damaged"
    # It can be looked at, but there is no frame in it to be dragged anywhere.
    assert not model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(index) & Qt.ItemFlag.ItemIsSelectable


def test_the_time_has_room_beside_five_exposures(listed):
    """The steps between the first and the last give way to it."""
    view, _, model, _ = listed
    index, metrics = model.index(0), view.fontMetrics()
    row = model.row(index)
    full, short = f"{row.steps} EV", f"{span(row.evs)} EV"
    both = metrics.horizontalAdvance(f"{full}   {row.time}")
    delegate = view.itemDelegate()
    assert delegate.told(row, index, both, metrics) == (full, False)
    assert delegate.told(row, index, both - 1, metrics) == (short, False)
    assert metrics.horizontalAdvance(f"{short}   {row.time}") < both


def test_a_set_says_which_of_its_files_is_damaged(listed, qtbot, pictures):
    view, owner, model, thumbnails = listed
    bad = pictures[1]
    whole = bad.read_bytes()
    bad.unlink()
    bad.write_bytes(whole[:300])
    thumbnails.forget()
    view.viewport().update()
    thumbnails.want(entry for one in owner.sets[:2] for entry in one.entries)
    qtbot.waitUntil(lambda: thumbnails.settled, timeout=WAIT)
    delegate, metrics = view.itemDelegate(), view.fontMetrics()
    told = [delegate.told(model.row(model.index(i)), model.index(i), 500, metrics) for i in (0, 1)]
    assert told[0] == (f"Damaged: {bad.name}", True)
    assert told[1][0].endswith("EV")
    assert not told[1][1]
