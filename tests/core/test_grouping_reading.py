"""What grouping reads of files: what they say of themselves, and what they show."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from grouping_cases import names, print_of, shown
from makers import as_uint8, exif, exposed, write_dng, write_jpeg, write_png, write_tiff
from PIL import Image

from mefcore.bracket import Exposure
from mefcore.errors import BracketError, Cancelled, ReadError
from mefcore.export import save_image
from mefcore.grouping import Entry, fingerprint, fingerprints, group_files, scan
from mefcore.grouping.prints import Likeness
from mefcore.job import Job
from mefcore.names import natural

# Reading


def block(**inner: Any) -> Image.Exif:
    """EXIF of a made-up frame; ``inner`` are tags of EXIF's own directory by their numbers, as ``t9291="25"``."""
    found = exif(time=0.01, f_number=8, iso=100)
    found[0x8769] = {**found[0x8769], **{int(name[1:], 16): value for name, value in inner.items()}}
    return found


def test_what_is_read_of_a_file(tmp_path: Path) -> None:
    told = block(t9291="25", tA431="4711", tA402=2, t920A=24)
    told[0x0112] = 6
    write_jpeg(tmp_path / "a.jpg", exposed(0), told)
    (entry,) = scan([tmp_path])
    assert entry.size == (48, 64), "upright"
    assert entry.camera == "Acme Testcam 3 4711"
    assert entry.captured == pytest.approx(1_714_979_289.25, abs=1e-3)  # 2024-05-06 07:08:09.25, no time zone
    assert entry.resolution == 0.01
    assert entry.exposure == Exposure(0.01, 8.0, 100.0)
    assert entry.focal_length == 24
    assert (entry.bracketing, entry.shot, entry.problem, entry.copy_of) == (True, None, "", None)


def test_sony_says_which_shot_of_a_bracket_it_is(tmp_path: Path) -> None:
    directory = struct.pack(">H", 2)
    for tag, value in ((0xB049, 5), (0xB04A, 3)):  # ReleaseMode: exposure bracketing; SequenceNumber
        directory += struct.pack(">HHIHH", tag, 3, 1, value, 0)
    told = block(t927C=directory + b"\0\0\0\0")
    told[0x010F] = "SONY"
    path = write_jpeg(tmp_path / "a.jpg", exposed(0), told)
    (entry,) = scan([path])
    assert (entry.bracketing, entry.shot) == (True, 3)


def test_other_formats_are_read(tmp_path: Path) -> None:
    write_png(tmp_path / "a.png", exposed(0), block())
    write_tiff(tmp_path / "b.tif", as_uint8(exposed(0)), orientation=8)
    write_dng(tmp_path / "c.dng", np.full((48, 64, 3), 0.2), time=0.5)
    png, tiff, dng = scan([tmp_path])
    assert (png.size, png.exposure.time) == ((64, 48), 0.01)
    assert (tiff.size, tiff.exposure.time) == ((48, 64), None)
    assert (dng.raw, dng.exposure.time, dng.problem) == (True, 0.5, "")


def test_folders_are_searched_to_the_bottom(tmp_path: Path) -> None:
    for name in (
        "DCIM/100ACME/IMG_10.JPG",
        "DCIM/100ACME/IMG_9.JPG",
        "DCIM/.trash/IMG_1.JPG",
        "._IMG_2.JPG",
        "readme.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_jpeg(path, exposed(len(name) / 10))
    save_image(tmp_path / "DCIM" / "fused.jpg", as_uint8(exposed(0)))
    found: list[Entry] = []
    entries = scan([tmp_path, tmp_path / "DCIM" / "100ACME" / "IMG_9.JPG"], found=found.append)
    assert [e.path.name for e in entries] == ["IMG_9.JPG", "IMG_10.JPG"]
    assert list(entries) == found
    by_name = scan([tmp_path / "DCIM" / "fused.jpg"])
    assert [e.path.name for e in by_name] == ["fused.jpg"]


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "good.jpg", exposed(0))
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.jpg").write_bytes(b"no picture at all, but a name like one")
    (tmp_path / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "nowhere.jpg").symlink_to(tmp_path / "gone.jpg")
    grouping = group_files([tmp_path])
    assert names(grouping) == [["good.jpg"]]
    assert {i.entry.path.name: i.why for i in grouping.ignored} == {
        "empty.jpg": "is empty",
        "text.jpg": "is not a picture Luxcube can read",
        "cut.jpg": "is not a picture Luxcube can read",
    }


def test_the_sample_is_one_bracket(sample: Path) -> None:
    assert names(group_files([sample])) == [[f"garden-room-{i}.jpg" for i in (1, 2, 3)]]


def test_copies_are_ignored_and_lookalikes_are_not(tmp_path: Path) -> None:
    first = write_jpeg(tmp_path / "1.jpg", exposed(0), block())
    (tmp_path / "2.jpg").write_bytes(first.read_bytes())
    (tmp_path / "3.jpg").write_bytes(first.read_bytes()[:-2] + b"\0\0")
    entries = {e.path.name: e.copy_of for e in scan([tmp_path])}
    assert entries == {"1.jpg": None, "2.jpg": first, "3.jpg": None}


def test_of_equal_files_the_one_with_the_shortest_name_is_no_copy(tmp_path: Path) -> None:
    written = write_jpeg(tmp_path / "IMG_2.jpg", exposed(0), block()).read_bytes()
    for name in ("Copy of IMG_2.jpg", "IMG_2 (1).jpg"):
        (tmp_path / name).write_bytes(written)
    assert [e.path.name for e in scan([tmp_path]) if e.copy_of is None] == ["IMG_2.jpg"]


def test_nothing_to_group_is_told(tmp_path: Path) -> None:
    with pytest.raises(BracketError, match="no files"):
        scan([])
    with pytest.raises(BracketError, match="no picture in this folder"):
        scan([tmp_path])
    with pytest.raises(ReadError, match="does not exist"):
        scan([tmp_path / "gone"])


def test_scanning_and_looking_can_be_cancelled(tmp_path: Path) -> None:
    for i in range(6):
        write_jpeg(tmp_path / f"{i}.jpg", exposed(0), block())
    entries = scan([tmp_path])
    for work in (lambda job: scan([tmp_path], job=job), lambda job: fingerprints(entries, job=job)):
        job = Job(lambda fraction, _: job.cancel() if fraction > 0.4 else None)  # noqa: B023
        with pytest.raises(Cancelled):
            work(job)


# Looking


def test_fingerprints_are_what_the_picture_shows(tmp_path: Path) -> None:
    for name, seed, level in (("a", 1, -1.0), ("b", 1, 0.0), ("c", 2, 0.0)):
        Image.fromarray(shown(seed, level).repeat(8, 0).repeat(8, 1)).save(tmp_path / f"{name}.jpg", quality=90)
    Image.fromarray(shown(1)).save(tmp_path / "d.png")
    write_tiff(tmp_path / "e.tif", shown(1))
    (tmp_path / "f.jpg").write_bytes((tmp_path / "a.jpg").read_bytes()[:200])
    found: list[str] = []
    prints = fingerprints(scan([tmp_path]), found=lambda path, _: found.append(path.name))
    assert found == ["a.jpg", "b.jpg", "c.jpg", "d.png", "e.tif"], "the broken one has none"
    a, b, c, d, e = prints.values()
    alike = Likeness([a, b, c, d, e]).all()
    assert alike[0, 1] > 0.9
    assert alike[1, 2] < 0.5
    assert alike[1, 3] > 0.99
    assert alike[3, 4] > 0.99
    assert b.luma == pytest.approx(print_of(shown(1)).luma, abs=3)
    assert b.brightness - a.brightness == pytest.approx(1.0, abs=0.15)


def test_the_thumbnail_inside_is_enough(tmp_path: Path) -> None:
    small = io.BytesIO()
    bars = np.zeros((120, 160, 3), np.uint8)
    bars[7:113] = np.asarray(Image.fromarray(shown(1)).resize((160, 106), Image.Resampling.BOX))
    Image.fromarray(bars).save(small, "JPEG", quality=95)
    entry = Entry(tmp_path / "gone.jpg", (6000, 4000), thumbnail=small.getvalue())
    found = fingerprint(entry)
    assert found is not None
    whole = print_of(shown(1))
    assert np.abs(found.luma - whole.luma).mean() < 4
    assert found.luma[[0, -1]] == pytest.approx(whole.luma[[0, -1]], abs=12), "a bar would darken them"
    assert fingerprint(replace(entry, thumbnail=b"")) is None


def test_files_are_grouped_by_looking_where_needed(tmp_path: Path) -> None:
    number = 0
    for seed in range(4):
        for stop in (-1.0, -2.0, 0.0):
            number += 1
            Image.fromarray(shown(seed, stop).repeat(4, 0).repeat(4, 1)).save(tmp_path / f"{number}.jpg", quality=90)
    assert [len(s) for s in group_files([tmp_path]).sets] == [3] * 4


def test_names_count_as_people_do_and_no_name_breaks_that() -> None:
    given = ["b10.jpg", "B2.jpg", "²1.jpg", "a.jpg"]
    assert sorted(given, key=natural) == ["a.jpg", "B2.jpg", "b10.jpg", "²1.jpg"]
