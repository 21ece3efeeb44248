"""A pile of files becomes sets: how they are divided, and how a person corrects it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from grouping_cases import Roll, names, print_of, seen, shown
from hypothesis import given
from hypothesis import strategies as st

from mefcore.bracket import Exposure
from mefcore.errors import MefError
from mefcore.grouping import Entry, Grouping, GroupingSettings, Set, doubtful, group
from mefcore.grouping.prints import Likeness

# Dividing by what files say


def test_pauses_divide() -> None:
    assert Roll().shoot(0, -2, 2, pause=10).shoot(0, -2, 2, pause=30).shoot(0, -2, 2).sizes() == [3, 3, 3]


@pytest.mark.parametrize("order", [(0, -2, 2), (-2, 0, 2), (2, 0, -2), (0, 2, -2)])
@pytest.mark.parametrize("whole", [False, True])
def test_steps_divide_where_pauses_do_not(order: Sequence[float], whole: bool) -> None:
    roll = Roll()
    for _ in range(6):
        roll.shoot(*order, dead=0.4)
    assert (roll.whole_seconds() if whole else roll).sizes() == [3] * 6


@pytest.mark.parametrize("frames", range(2, 10))
def test_brackets_of_many_lengths(frames: int) -> None:
    up = [1.0 * i - frames // 2 for i in range(frames)]
    outwards = sorted(up, key=lambda v: (abs(v), v))
    roll = Roll().shoot(*up, pause=20).shoot(*outwards, pause=20).shoot(*up[::-1])
    assert roll.sizes() == [frames] * 3


def test_singles_stay_single() -> None:
    roll = Roll().shoot(0, pause=12).shoot(0, -2, 2, pause=12).shoot(1, pause=12).shoot(0, pause=12).shoot(0, -2, 2)
    assert roll.sizes() == [1, 3, 1, 1, 3]


def test_a_burst_of_one_exposure_is_no_bracket() -> None:
    assert Roll().shoot(*[0] * 7, dead=0.1).sizes() == [1] * 7


@pytest.mark.parametrize("stops", [(0, -2, 2, 0), (0, 0, -2, 2), (0, 0, -2, -2, 2, 2), (-2, -2, 0, 0, 2, 2)])
def test_exposures_may_be_repeated_inside(stops: Sequence[float]) -> None:
    assert Roll().shoot(*stops, pause=15).shoot(*stops, pause=15).shoot(*stops).sizes() == [len(stops)] * 3


@pytest.mark.parametrize(("quiet", "late"), [(0, 0), (1, 0), (0, 1)])
def test_a_pause_begins_where_an_exposure_ends(quiet: int, late: int) -> None:
    """``quiet``: the camera subtracts a dark frame as long; ``late``: its clock says when the exposure ended."""
    roll = Roll()
    for _ in range(3):
        for stop in (-2, 0, 2):
            seconds = 8.0 * 2.0**stop
            roll.shoot(stop, base=8.0, dead=0.3 + quiet * seconds, captured=roll.now + late * seconds)
        roll.now += 25
    assert roll.sizes() == [3, 3, 3]


def test_iso_is_exposure_too() -> None:
    roll = Roll()
    for _ in range(3):
        for iso in (100.0, 400.0, 1600.0):
            roll.shoot(0, exposure=Exposure(1 / 60, 8.0, iso))
        roll.now += 10
    assert roll.sizes() == [3, 3, 3]


def test_other_sizes_and_cameras_never_join() -> None:
    roll = Roll().shoot(-2, 0).shoot(2, size=(4000, 6000))
    assert roll.sizes() == [2, 1]
    two = Roll().shoot(-2, 0, 2)
    others = [
        replace(e, camera="Bcme B-7", path=e.path.with_name(f"DSC{i}.JPG"), captured=(e.captured or 0.0) + 0.1)
        for i, e in enumerate(two.entries)
    ]
    mixed = group([*two.entries, *others])
    assert sorted(len({e.camera for e in s.entries}) for s in mixed.sets) == [1, 1]
    assert [len(s) for s in mixed.sets] == [3, 3]


def test_what_the_camera_says_of_its_bracketing_counts() -> None:
    plain = Roll().shoot(0, dead=1.0).shoot(-2, 0, 2)
    said = Roll().shoot(0, dead=1.0).shoot(-2, 0, 2, bracketing=True)
    assert said.sizes() == [1, 3]
    assert plain.sizes() != [1, 3], "or this test would show nothing"
    numbered = Roll()
    for shots in ((1, 2, 3), (1, 2), (1, 2, 3)):
        for shot in shots:
            numbered.shoot(shot * 1.0 if len(shots) == 3 else shot * 3.0, bracketing=True, shot=shot)
    assert numbered.sizes() == [3, 2, 3]


def test_a_gap_that_is_given_is_a_limit() -> None:
    roll = Roll().shoot(-2, 0, 2, dead=3.0, pause=60)
    assert roll.sizes(GroupingSettings(gap=2.5)) == [1, 1, 1]
    assert roll.sizes(GroupingSettings(gap=3.5)) == [3]


def test_a_count_that_is_given_is_kept() -> None:
    roll = Roll().shoot(0, pause=8).shoot(0, -2, 2, dead=5.0, pause=6).shoot(0, -2, 2, dead=5.0, pause=9).shoot(0)
    assert roll.sizes(GroupingSettings(count=3)) == [1, 3, 3, 1]
    assert roll.sizes(GroupingSettings(count=1)) == [1] * 8


def test_a_clock_that_stands_still_does_not_join() -> None:
    roll = Roll()
    for _ in range(4):
        roll.shoot(0, -2, 2, captured=5.0, resolution=1.0)
    assert roll.sizes() == [3] * 4


def test_a_clock_set_inside_a_bracket() -> None:
    roll = Roll()
    for _ in range(5):
        roll.shoot(0, -2, 2, pause=10)
    back = [replace(e, captured=(e.captured or 0) - 9e8) if i > 6 else e for i, e in enumerate(roll.entries)]
    assert [len(s) for s in group(back).sets] == [3] * 5


def test_a_counter_that_runs_over() -> None:
    roll = Roll()
    for _ in range(4):
        roll.shoot(0, -2, 2, pause=10)
    over = [
        replace(e, path=Path("card", f"IMG_{(9994 + i - 1) % 9999 + 1:04d}.JPG")) for i, e in enumerate(roll.entries)
    ]
    assert over[-1].path.name == "IMG_0006.JPG"
    assert [len(s) for s in group(over).sets] == [3] * 4


# RAW beside JPEG


def test_of_raw_and_jpeg_one_is_used() -> None:
    roll = Roll().shoot(0, -2, 2)
    raws = [replace(e, path=e.path.with_suffix(".ARW"), size=None) for e in roll.entries]
    lone = replace(raws[0], path=Path("card", "IMG_0009.ARW"), captured=roll.now + 100)
    pile = [*roll.entries, *raws, lone]
    raw = group(pile, GroupingSettings(prefer="raw"))
    assert names(raw) == [["IMG_0001.ARW", "IMG_0002.ARW", "IMG_0003.ARW"], ["IMG_0009.ARW"]]
    assert raw.ignored[0].why == "stands beside IMG_0001.ARW"
    jpeg = group(pile, GroupingSettings(prefer="jpeg"))
    assert names(jpeg) == [["IMG_0001.JPG", "IMG_0002.JPG", "IMG_0003.JPG"], ["IMG_0009.ARW"]]


def test_twins_may_lie_in_two_folders_and_namesakes_are_none() -> None:
    roll = Roll().shoot(0, -2, 2)
    raws = [replace(e, path=Path("raw", e.path.with_suffix(".ARW").name)) for e in roll.entries]
    assert [len(s) for s in group([*roll.entries, *raws]).sets] == [3]
    later = [replace(e, captured=(e.captured or 0) + 9999) for e in raws]
    assert [len(s) for s in group([*roll.entries, *later]).sets] == [3, 3]


# Dividing by what pictures show


def test_likeness_sees_through_exposure_and_not_through_scenes() -> None:
    frames = [print_of(shown(seed, stops)) for seed in range(8) for stops in (-1, 0)]
    alike = Likeness(frames).all()
    same = [alike[2 * i, 2 * i + 1] for i in range(8)]
    other = [alike[i, j] for i, j in itertools.combinations(range(16), 2) if i // 2 != j // 2]
    assert min(same) > 0.85
    assert np.quantile(other, 0.95) < 0.45
    near, weight = Likeness(frames).apart(1)
    assert near == pytest.approx(np.diag(alike, 1), abs=1e-5)
    assert weight.max() <= 480
    black = print_of(np.zeros((48, 64, 3), np.uint8))
    assert np.isnan(Likeness([black, frames[0]]).apart(1)[0][0])


def test_pictures_divide_where_nothing_else_does() -> None:
    roll = Roll(camera="", captured=None, exposure=Exposure())
    roll.shoot(*[0] * 8)
    frames = [(1, -1), (1, 0), (1, -2), (2, -1), (2, 0), (3, -2), (3, -1), (3, 0)]
    assert set(doubtful(roll.entries)) == set(roll.entries)
    assert roll.sizes(prints=seen(roll, *frames)) == [3, 2, 3]


def test_one_scene_twice_is_two_sets() -> None:
    roll = Roll(camera="", captured=None, exposure=Exposure()).shoot(*[0] * 6)
    frames = [(1, -1.0), (1, -2.0), (1, 0.0)] * 2
    assert roll.sizes(prints=seen(roll, *frames)) == [3, 3]


def test_frames_in_no_order_are_put_together() -> None:
    rng = np.random.default_rng(3)
    scenes = {bytes(rng.integers(0, 256, 5, dtype=np.uint8)).hex(): (s, float(-e)) for s in range(4) for e in range(3)}
    entries = [Entry(Path("pile", f"{name}.jpg"), (64, 48)) for name in sorted(scenes)]
    prints = {e.path: print_of(shown(*scenes[e.path.stem])) for e in entries}
    found = {frozenset(scenes[p.stem][0] for p in s.paths) for s in group(entries, prints=prints).sets}
    assert found == {frozenset({s}) for s in range(4)}
    assert len(group(entries, prints=prints).sets) == 4


def test_exposures_that_cannot_be_true_are_not_believed() -> None:
    roll = Roll(exposure=Exposure(0.01, 8.0, 100.0)).shoot(*[0] * 3, pause=20).shoot(*[0] * 3)
    bracket, burst = [(1, -2.0), (1, -1.0), (1, 0.0)], [(2, -1.0)] * 3
    assert roll.sizes(prints=seen(roll, *bracket, *burst)) == [3, 1, 1, 1]


def test_a_frame_without_exif_comes_back_to_its_neighbours() -> None:
    roll = Roll().shoot(0, -2, 2, pause=15).shoot(0, -2, 2)
    lost = [Entry(e.path, e.size) if i == 4 else e for i, e in enumerate(roll.entries)]
    frames = [(1, -1.0), (1, -2.0), (1, 0.0), (2, -1.0), (2, -2.0), (2, 0.0)]
    assert [len(s) for s in group(lost, prints=seen(roll, *frames)).sets] == [3, 3]


def test_what_is_clear_is_not_looked_at() -> None:
    roll = Roll()
    for _ in range(5):
        roll.shoot(0, -2, 2, pause=30)
    assert doubtful(roll.entries) == ()
    prints = seen(roll, *[(i // 3, 0.0) for i in range(15)])
    assert doubtful(roll.shoot(0, 0, dead=2).entries, prints=prints) == tuple(roll.entries[-2:])


# Laws

stops = st.integers(-6, 6).map(lambda n: n / 2)
gaps = st.sampled_from([0.0, 0.3, 1.0, 4.0, 30.0])
shots = st.tuples(
    stops, gaps, st.sampled_from(["", "A", "B"]), st.sampled_from([".JPG", ".ARW"]), st.integers(0, 30), st.booleans()
)


def pile(drawn: Iterable[tuple[float, float, str, str, int, bool]]) -> list[Entry]:
    entries: dict[Path, Entry] = {}
    now = 1e9
    for stop, gap, camera, suffix, number, timed in drawn:
        path = Path("card", f"IMG_{number:04d}{suffix}")
        exposure = Exposure(0.1 * 2.0**stop, 8.0, 100.0) if camera else Exposure()
        entries[path] = Entry(path, (60, 40), camera, now if timed else None, 1.0, exposure)
        now += gap
    return list(entries.values())


piles = st.lists(shots, max_size=14).map(pile)
settings = st.builds(
    GroupingSettings,
    st.sampled_from(["raw", "jpeg"]),
    st.sampled_from([None, 0.0, 2.0]),
    st.sampled_from([None, 1, 3]),
)


def check_partition(grouping: Grouping, entries: Iterable[Entry]) -> None:
    assert sorted(e.path for e in grouping.entries) == sorted(e.path for e in entries)
    assert all(s.entries for s in grouping.sets)


@given(piles, settings, st.randoms(use_true_random=False))
def test_grouping_is_a_partition_and_order_does_not_matter(
    entries: list[Entry], settings: GroupingSettings, random: Any
) -> None:
    grouping = group(entries, settings)
    check_partition(grouping, entries)
    if settings.count:
        assert {len(s) for s in grouping.sets} <= {1, settings.count}
    shuffled = random.sample(entries, len(entries))
    assert group([*shuffled, *shuffled[:2]], settings) == grouping
    assert set(doubtful(shuffled, settings)) == set(doubtful(entries, settings))


@given(piles, st.data())
def test_corrections_keep_the_partition(entries: list[Entry], data: st.DataObject) -> None:
    grouping = group(entries)
    for _ in range(data.draw(st.integers(0, 6)) if entries else 0):
        before = grouping
        kind = data.draw(st.sampled_from(["merge", "split", "move", "alone", "ignore", "every"]))
        numbers = st.integers(0, len(grouping.sets) - 1) if grouping.sets else st.nothing()
        path = data.draw(st.sampled_from([e.path for e in grouping.entries]))
        if kind == "alone":
            grouping = grouping.move(path, None)
            assert grouping.sets[grouping.find(path) or 0].paths == (path,)
        elif kind == "ignore":
            grouping = grouping.ignore([path])
            assert grouping.find(path) is None
        elif grouping.sets:
            number = data.draw(numbers)
            if kind == "merge":
                chosen = {number, data.draw(numbers)}
                grouping = grouping.merge(chosen)
                assert len(grouping.sets) == len(before.sets) - len(chosen) + 1
            elif kind == "split" and len(grouping.sets[number]) > 1:
                at = data.draw(st.integers(1, len(grouping.sets[number]) - 1))
                grouping = grouping.split(number, grouping.sets[number].paths[at])
                assert grouping.merge([number, number + 1]) == before
            elif kind == "move":
                grouping = grouping.move(path, number)
                home = grouping.sets[grouping.find(path) or 0].paths
                assert set(home) == {path, *before.sets[number].paths}
            elif kind == "every":
                count = data.draw(st.integers(1, 4))
                grouping = grouping.every(count)
                assert all(len(s) == count for s in grouping.sets[:-1])
        check_partition(grouping, entries)


# Correcting


@pytest.fixture
def two_sets() -> Grouping:
    roll = Roll().shoot(0, -2, 2, pause=20).shoot(0, -2, 2)
    return group(roll.entries)


def test_a_frame_goes_where_it_was_shot(two_sets: Grouping) -> None:
    first = Path("card/IMG_0001.JPG")
    moved = two_sets.move(first, 1)
    assert names(moved) == [
        ["IMG_0002.JPG", "IMG_0003.JPG"],
        ["IMG_0001.JPG", "IMG_0004.JPG", "IMG_0005.JPG", "IMG_0006.JPG"],
    ]
    assert moved.move(first, 0) == two_sets
    assert two_sets.ignore([first]).move(first, 0) == two_sets


def test_sets_can_be_divided_by_count(two_sets: Grouping) -> None:
    assert [len(s) for s in two_sets.every(2).sets] == [2, 2, 2]
    assert [len(s) for s in two_sets.every(4).sets] == [4, 2]
    assert [len(s) for s in two_sets.every(1, [1]).sets] == [3, 1, 1, 1]


def test_exposures_are_told_from_the_middle_one(two_sets: Grouping) -> None:
    assert two_sets.sets[0].ev == pytest.approx((0, -2, 2))
    assert Set((Entry(Path("a.jpg")), two_sets.sets[0].entries[1])).ev == (None, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda g: g.merge([0, 2]),
        lambda g: g.split(0, Path("card/IMG_0001.JPG")),
        lambda g: g.split(0, Path("card/IMG_0004.JPG")),
        lambda g: g.split(-1, Path("card/IMG_0005.JPG")),
        lambda g: g.move(Path("card/IMG_0001.JPG"), 2),
        lambda g: g.move(Path("elsewhere.JPG"), 0),
        lambda g: g.ignore([Path("elsewhere.JPG")]),
        lambda g: g.every(0),
        lambda g: g.every(3, [5]),
    ],
)
def test_what_is_not_there_is_refused(two_sets: Grouping, wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"set|grouping"):
        wrong(two_sets)


@pytest.mark.parametrize(
    "wrong", [{"prefer": "tiff"}, {"gap": -1.0}, {"gap": float("nan")}, {"count": 0}, {"count": 65}]
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MefError):
        GroupingSettings(**wrong)
