"""Many brackets: names, what exists already, failures that stop nobody else, a full disk, Ctrl+C; and ``mef batch``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import tifffile
from cli_cases import Run, names
from hypothesis import given
from hypothesis import strategies as st
from test_export_survives import APART, needs_mount

from mefcore.batch import FIELDS, Batch, BatchJob, Naming, Source, check_pattern, out_of_room, plan, run, run_job
from mefcore.errors import BracketError, Cancelled, MefError, WriteError
from mefcore.job import Job
from mefcore.quick import look_at, picture
from mefcore.recipe import Recipe

GRID = Recipe(grid=9)


def jobs_of(sets: list[tuple[Path, ...]], out: Path, **options: object) -> tuple[BatchJob, ...]:
    suffix = str(options.pop("suffix", ".tif"))
    return plan([Source(s, GRID) for s in sets], Naming(out, suffix=suffix), **options)  # type: ignore[arg-type]


# ---- names


def test_names_are_made_of_what_the_pattern_holds(tmp_path: Path) -> None:
    source = Source((Path("/card/IMG_7.CR2"), Path("/card/IMG_8.CR2")), GRID, captured=1_714_979_000.0)
    naming = Naming(tmp_path, "{date} {number} {name}_x", ".jpg")
    assert naming.target(source, 7, 120) == tmp_path / "2024-05-06 007 IMG_7_x.jpg"
    assert naming.target(Source(source.sources, GRID), 7, 12).name == "undated 07 IMG_7_x.jpg"
    assert Naming(None).target(source, 1, 1) == Path("/card/IMG_7-fused.tif")
    assert Naming(tmp_path, "{folder} {number}").target(source, 1, 1).name == "card 01.tif"


def test_a_mere_number_is_told_apart_by_its_folder() -> None:
    """Frames that are called 0.jpg, 1.jpg … in every folder."""
    sources = [Source((Path(f"/shoot/{room}/{k}.jpg"),), GRID) for room in ("hall", "kitchen") for k in (0, 3)]
    planned = [job.out.name for job in plan(sources, Naming(Path("/out")))]
    assert planned == ["hall-0-fused.tif", "hall-3-fused.tif", "kitchen-0-fused.tif", "kitchen-3-fused.tif"]
    assert Naming(Path("/out")).target(Source((Path("/0.jpg"),), GRID), 1, 1).name == "0-fused.tif"


@pytest.mark.parametrize(
    "pattern",
    ["", "  ", "{", "a}b", "{nome}", "{}", "{0}", "{name!r}", "{name:>9}", "{name.stem}", "a/b", "a\\b", "a\nb"],
)
def test_a_pattern_that_makes_no_name_is_refused(pattern: str) -> None:
    with pytest.raises(MefError) as caught:
        check_pattern(pattern)
    assert caught.value.hint


@given(
    st.lists(st.sampled_from(["a", "A", "b", "a-2", "a-3"]), min_size=1, max_size=12),
    st.sampled_from(["{name}", "{name}-fused", "x", "{number}", "{date}"]),
)
def test_no_two_of_a_batch_have_one_name(stems: list[str], pattern: str) -> None:
    sources = [Source((Path(f"/{k}/{stem}.jpg"),), GRID) for k, stem in enumerate(stems)]
    planned = plan(sources, Naming(Path("/out"), pattern))
    assert len({str(j.out).casefold() for j in planned}) == len(stems)
    assert all(j.out.parent == Path("/out") and j.out.suffix == ".tif" for j in planned)


def test_fields_are_those_that_are_documented() -> None:
    check_pattern("".join(f"{{{f}}}" for f in FIELDS))


# ---- doing them


def test_each_is_what_fuse_makes_of_it(mef: Run, card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    planned = jobs_of(card, tmp_path / "new" / "out", cube=True)
    seen: list[int] = []
    results = run(planned, told=lambda number, result: seen.append(number))
    assert seen == [0, 1]
    assert [r.error for r in results] == [None, None]
    for one, result in zip(card, results, strict=True):
        alone, cube = tmp_path / "alone.tif", tmp_path / "alone.cube"
        assert mef("fuse", *one, "-o", alone, "--cube", cube, "--grid", 9)[0] == 0
        assert np.array_equal(tifffile.imread(result.outputs[0]), tifffile.imread(alone))
        rows = [[line for line in p.read_text().splitlines() if line[:1].isdigit()] for p in (result.outputs[1], cube)]
        assert rows[0] == rows[1]
    assert names(tmp_path / "new" / "out") == {f"IMG_000{n}-fused{s}" for n in (1, 4) for s in (".tif", ".cube")}


def test_several_at_a_time_make_the_same(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    seen: list[float] = []
    one = run(jobs_of(card, tmp_path / "1"), job=Job(lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen)
    seen.clear()
    two = run(jobs_of(card, tmp_path / "2"), workers=2, job=Job(lambda fraction, _: seen.append(fraction)))
    assert seen == [0.5, 1.0]
    for a, b in zip(one, two, strict=True):
        assert np.array_equal(tifffile.imread(a.outputs[0]), tifffile.imread(b.outputs[0]))


def test_one_that_fails_stops_nobody(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    cut = card[0][1]
    cut.write_bytes(cut.read_bytes()[:-400])
    gone = (tmp_path / "gone_1.jpg", tmp_path / "gone_2.jpg")
    results = run(jobs_of([card[0], gone, card[1]], tmp_path / "out"))
    assert results[0].error is not None
    assert cut.name in str(results[0].error)
    assert isinstance(results[1].error, MefError)
    assert results[2].error is None
    assert names(tmp_path / "out") == {"IMG_0004-fused.tif"}


def test_every_frame_counts_even_where_two_have_one_name(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    """Who groups by hand means it: no frame is taken for the twin of another."""
    other = tmp_path / "b"
    other.mkdir()
    twin = other / card[0][0].name
    shutil.copy(card[1][0], twin)
    (result,) = run(jobs_of([(*card[0], twin)], tmp_path / "out"))
    assert result.report is not None
    assert len(result.report.frames) == 4


@pytest.mark.parametrize("existing", ["skip", "replace", "number"])
def test_what_is_there_already(card: list[tuple[Path, ...]], tmp_path: Path, existing: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    old = out / "IMG_0001-fused.tif"
    old.write_bytes(b"old")
    planned = jobs_of(card, out, existing=existing)
    results = run(planned)
    assert [r.error for r in results] == [None, None]
    if existing == "skip":
        assert results[0].skipped
        assert names(out) == {"IMG_0001-fused.tif", "IMG_0004-fused.tif"}
    elif existing == "number":
        assert results[0].outputs == (out / "IMG_0001-fused-2.tif",)
        assert len(names(out)) == 3
        # Again: the next number.
        assert run(planned[:1])[0].outputs == (out / "IMG_0001-fused-3.tif",)
    else:
        assert tifffile.imread(old).ndim == 3
    assert (old.read_bytes() == b"old") == (existing != "replace")


@pytest.mark.parametrize("existing", ["skip", "replace", "number"])
def test_another_program_writes_there_at_the_same_time(
    card: list[tuple[Path, ...]], tmp_path: Path, existing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its picture appears while ours is made; it is not lost unless we were told to replace what there is."""
    import mefcore.fuse as at_work

    out = tmp_path / "out" / "IMG_0001-fused.tif"
    real = at_work.save_image

    def meanwhile(*arguments: object, **options: object) -> None:
        real(*arguments, **options)  # type: ignore[arg-type]
        if not out.exists():
            out.write_bytes(b"theirs")

    monkeypatch.setattr(at_work, "save_image", meanwhile)
    (result,) = run(jobs_of(card[:1], out.parent, cube=True, existing=existing))
    assert result.error is None
    assert (out.read_bytes() == b"theirs") == (existing != "replace")
    if existing == "skip":
        assert result.skipped
        assert names(out.parent) == {out.name}
    elif existing == "number":
        assert [p.name for p in result.outputs] == ["IMG_0001-fused-2.tif", "IMG_0001-fused-2.cube"]
        assert names(out.parent) == {out.name, *(p.name for p in result.outputs)}


def test_a_cube_that_exists_counts_as_the_name(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "IMG_0001-fused.cube").write_bytes(b"old")
    (numbered,) = run(jobs_of(card[:1], out, cube=True))
    assert [p.name for p in numbered.outputs] == ["IMG_0001-fused-2.tif", "IMG_0001-fused-2.cube"]
    (left,) = run(jobs_of(card[:1], out, cube=True, existing="skip"))
    assert [p.name for p in left.outputs] == ["IMG_0001-fused.tif"]
    assert (out / "IMG_0001-fused.cube").read_bytes() == b"old"


def test_frames_of_other_brackets_are_never_overwritten(card: list[tuple[Path, ...]]) -> None:
    before = [p.read_bytes() for one in card for p in one]
    folder = card[0][0].parent
    sources = [Source(card[0], GRID), Source(card[1], GRID)]
    planned = plan(sources, Naming(folder, "IMG_0004", ".JPG"), existing="replace")
    results = run(planned)
    assert isinstance(results[0].error, WriteError)
    assert "frame of the shoot" in str(results[0].error)
    assert [p.read_bytes() for one in card for p in one] == before


def test_what_ends_beside_what_is_stopped_is_told(
    card: list[tuple[Path, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two at a time, of which one does not look whether it should stop: its picture is there, so it is told of."""
    import mefcore.fuse as at_work

    (tmp_path / "out").mkdir()
    job, real, begun = Job(), at_work.fuse, threading.Barrier(2, action=lambda: job.cancel())

    def slow(request: at_work.FuseRequest, *, job: Job) -> object:
        begun.wait(60)
        return real(request) if "0001" in request.out.name else real(request, job=job)

    monkeypatch.setattr(at_work, "fuse", slow)
    told: list[str] = []
    with pytest.raises(Cancelled):
        run(jobs_of(card, tmp_path / "out"), workers=2, job=job, told=lambda _, r: told.append(r.outputs[0].name))
    assert set(told) == names(tmp_path / "out") == {"IMG_0001-fused.tif"}


def test_cancelled_keeps_what_is_finished(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    job = Job()
    with pytest.raises(Cancelled):
        run(jobs_of(card, tmp_path / "out"), job=job, told=lambda *_: job.cancel())
    assert names(tmp_path / "out") == {"IMG_0001-fused.tif"}
    assert not [t for t in threading.enumerate() if t.name.startswith("batch")]


def test_a_name_of_nothing_can_be_given_again(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    (job,) = jobs_of(card[:1], tmp_path)
    batch = Batch([job.out])
    hidden = card[0][0].with_suffix(".hidden")
    card[0][0].rename(hidden)
    with pytest.raises(MefError):
        run_job(job, batch)
    hidden.rename(card[0][0])
    assert run_job(job, batch).outputs == (job.out,)


def test_a_folder_that_cannot_be(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        (result,) = run(jobs_of(card[:1], folder))
        assert isinstance(result.error, WriteError)
        assert not out_of_room(result.error)


FULL = """
import sys
from pathlib import Path
from mefcore.batch import Naming, Source, out_of_room, plan, run
from mefcore.recipe import Recipe

out, *files = map(Path, sys.argv[1:])
(out / "fill").write_bytes(bytes((2 << 20) - 24576))
sets = [tuple(files[i : i + 3]) for i in range(0, len(files), 3)]
results = run(plan([Source(s, Recipe(grid=33)) for s in sets], Naming(out), cube=True))
assert len(results) == 1, results
assert out_of_room(results[0].error), results[0].error
print(results[0].error.message, sorted(p.name for p in out.iterdir()))
"""


@needs_mount
@pytest.mark.skipif(os.name != "posix", reason="mounts are POSIX")
def test_a_full_disk_ends_it(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    """On a disk of two megabytes; the next bracket is not even begun."""
    out = tmp_path / "small"
    out.mkdir()
    mount = f'mount -t tmpfs -o size=2m,mode=777 none "{out}" && exec "$@"'
    done = subprocess.run(
        [*APART, "sh", "-c", mount, "sh", sys.executable, "-c", FULL, str(out), *(str(p) for s in card for p in s)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "the disk is full ['fill']\n"


# ---- small


def test_a_quick_look_resembles_the_picture(card: list[tuple[Path, ...]], tmp_path: Path) -> None:
    from mefcore.io import load_bracket

    frames = load_bracket(card[0]).frames
    quick = look_at(frames)
    (result,) = run(plan([Source(card[0], Recipe(grid=17, align="off", deghost="off"))], Naming(tmp_path)))
    small = picture(quick, Recipe())
    assert small.shape == (48, 64, 3)
    assert small.dtype == np.uint8
    assert np.abs(small - tifffile.imread(result.outputs[0]) / 257).max() <= 1
    assert not np.array_equal(small, picture(quick, Recipe(strength=0.0)))


def test_a_quick_look_leaves_out_what_is_of_another_bracket(card: list[tuple[Path, ...]]) -> None:
    from mefcore.io import load_bracket

    quick = look_at(load_bracket(card[0]).frames)
    painted = Recipe().with_(nudges=[{"frame": 7, "x": 0.5, "y": 0.5, "luma": 0.5, "amount": 1.0}], weights=[0.5, 0.5])
    assert np.array_equal(picture(quick, painted), picture(quick, Recipe()))
    with pytest.raises(BracketError):
        look_at(load_bracket(card[0]).frames[:1])
