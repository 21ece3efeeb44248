"""``mef group``: what it prints, what it writes, and how it fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_cases import Run
from makers import exif, exposed, write_jpeg


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Two brackets of three, a minute apart, and a single frame a minute later; a copy, and something else."""
    folder = tmp_path / "card" / "100ACME"
    folder.mkdir(parents=True)
    number = 0
    for minute, stops in ((1, (0, -2, 2)), (2, (0, -2, 2)), (3, (0,))):
        for second, stop in enumerate(stops):
            number += 1
            block = exif(time=0.01 * 2.0**stop, f_number=8, iso=100)
            block[0x8769] = {**block[0x8769], 0x9003: f"2024:05:06 07:{minute:02d}:{second:02d}"}
            write_jpeg(folder / f"IMG_{number:04d}.JPG", exposed(stop), block)
    copy = tmp_path / "card" / "backup"
    copy.mkdir()
    (copy / "IMG_0007.JPG").write_bytes((folder / "IMG_0007.JPG").read_bytes())
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing of a picture")
    return tmp_path / "card"


def test_sets_are_printed_with_their_exposures(mef: Run, card: Path) -> None:
    status, out, err = mef("group", card)
    assert (status, err) == (0, "")
    told = out.splitlines()
    # Where more than one folder is involved, which.
    assert told[0] == "  1  3 frames  100ACME:  IMG_0001.JPG +0.0, IMG_0002.JPG -2.0, IMG_0003.JPG +2.0"
    assert told[1] == "  2  3 frames  100ACME:  IMG_0004.JPG +0.0, IMG_0005.JPG -2.0, IMG_0006.JPG +2.0"
    single, broken, copy = (str(Path(p)) for p in ("100ACME/IMG_0007.JPG", "100ACME/broken.jpg", "backup/IMG_0007.JPG"))
    assert told[2] == f"     1 single  {single}"
    assert told[3].startswith(f"     ignored  {broken} ")
    assert told[4] == f"     ignored  {copy} is a copy of IMG_0007.JPG"
    assert told[-1] == "2 brackets of 6 frames, 1 single, 2 ignored"


def test_of_one_folder_names_alone_are_printed(mef: Run, card: Path) -> None:
    shutil.rmtree(card / "backup")
    assert mef("group", card)[1].startswith("  1  3 frames  IMG_0001.JPG +0.0, ")


def test_json_holds_every_file_once(mef: Run, card: Path, tmp_path: Path) -> None:
    out = tmp_path / "sets.json"
    assert mef("group", card, "--json", out)[0] == 0
    written = json.loads(out.read_text())
    assert written["version"] == 1
    assert [len(s["frames"]) for s in written["sets"]] == [3, 3, 1]
    dark = written["sets"][0]["frames"][1]
    assert dark["ev"] == pytest.approx(-2, abs=0.01)
    assert dark["time"] == pytest.approx(0.0025)
    assert (dark["iso"], dark["f_number"], dark["size"]) == (100, 8, [64, 48])
    paths = [f["path"] for s in written["sets"] for f in s["frames"]] + [i["path"] for i in written["ignored"]]
    assert sorted(paths) == sorted(str(p) for p in card.rglob("*") if p.is_file())


def test_a_fixed_count_is_kept(mef: Run, card: Path, tmp_path: Path) -> None:
    out = tmp_path / "sets.json"
    assert mef("group", card, "--count", 2, "--json", out)[0] == 0
    assert {len(s["frames"]) for s in json.loads(out.read_text())["sets"]} <= {1, 2}


def test_a_gap_that_is_given_always_divides(mef: Run, card: Path) -> None:
    assert mef("group", card, "--gap", "0")[1].endswith("2 brackets of 6 frames, 1 single, 2 ignored\n")  # clock: 1 s
    assert mef("group", card, "--gap", "100", "--count", "7")[1].splitlines()[-1].startswith("1 bracket of 7 frames")
    assert mef("group", card, "--gap", "50", "--count", "7")[1].splitlines()[-1].startswith("0 brackets")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "nowhere: does not exist"),
        (["."], "there is no picture in this folder"),
        ([".", "--prefer", "tiff"], "prefer"),
        ([".", "--count", "0"], "count"),
        ([".", "--gap", "-1"], "gap"),
        ([".", "--gap", "nan"], "gap"),
        ([".", "--gap", "inf"], "a gap of inf seconds"),
        ([".", "--json", "missing/sets.json"], "its folder does not exist"),
        ([], "argument"),
    ],
)
def test_what_a_person_can_act_on_is_one_line(
    mef: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = mef("group", *arguments)
    assert status == 2
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 1


def test_names_stay_on_one_line(mef: Run, tmp_path: Path) -> None:
    write_jpeg(tmp_path / "two\nlines.jpg", exposed(0))
    status, out, _ = mef("group", tmp_path)
    assert status == 0
    assert out.splitlines() == ["     1 single  two?lines.jpg", "0 brackets of 0 frames, 1 single, 0 ignored"]


def test_grouping_needs_neither_torch_nor_a_window(root: Path, card: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from mefcore.grouping import group_files
group_files([Path({str(card)!r})])
print(sorted({{m.partition(".")[0] for m in sys.modules}} & {{"torch", "PySide6", "rawpy"}}))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
