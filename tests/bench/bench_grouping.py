"""How many brackets of simulated memory cards are found, difficulty by difficulty, and how long 500 files take.

    python tests/bench/bench_grouping.py DATA [--only NAME] [--seeds 2] [--show]

DATA holds train/, val/ and test/ with one folder of frames, dark to bright, for each scene.  Cards are written into a
temporary folder: small JPEGs of real frames, with EXIF as a camera, a bad clock or a careless program leaves it.  A set
counts only if it holds exactly the right files; a single frame counts as a set of one.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
from grouping_cards import Camera, Card, frames_of, write
from grouping_difficulties import DIFFICULTIES, Maker, copies, pairs
from PIL import Image

from mefcore.grouping import GroupingSettings, doubtful, fingerprints, group, group_files, scan

Result = TypeVar("Result")


@dataclass
class Score:
    brackets: int = 0
    brackets_right: int = 0
    singles: int = 0
    singles_right: int = 0
    files: int = 0
    looked: int = 0
    wrong: list[str] = field(default_factory=list)


def measure(name: str, maker: Maker, scenes: list[list[np.ndarray]], seed: int, score: Score) -> None:
    rng = np.random.default_rng([seed, *name.encode()])
    shuffled = [scenes[i] for i in rng.permutation(len(scenes))]
    card = Card(rng, shuffled)
    maker(card)
    settings = GroupingSettings(prefer="raw" if name.endswith("RAW") else "jpeg")
    with tempfile.TemporaryDirectory() as temp:
        write(card, Path(temp))
        if maker is copies:
            shutil.copytree(Path(temp, "DCIM"), Path(temp, "backup"))
        entries = scan([Path(temp)])
        grouping = group_files([Path(temp)], settings)
        suffix = ".NEF" if maker in (pairs,) else ".JPG"
        found = {frozenset(p.relative_to(temp).with_suffix("").name for p in s.paths) for s in grouping.sets}
        wrong_kind = [p for s in grouping.sets for p in s.paths if p.suffix != suffix]
    true: dict[int, list[str]] = {}
    for shot in card.shots:
        true.setdefault(shot.member, []).append(Path(shot.path).stem)
    score.files += len(entries)
    score.looked += len(doubtful(entries, settings))
    for names in true.values():
        right = frozenset(names) in found and not wrong_kind
        if len(names) > 1:
            score.brackets, score.brackets_right = score.brackets + 1, score.brackets_right + right
        else:
            score.singles, score.singles_right = score.singles + 1, score.singles_right + right
        if not right:
            touching = [sorted(f) for f in found if f & set(names)]
            score.wrong.append(f"seed {seed}: {names} became {touching}")


def speed(scenes: list[list[np.ndarray]]) -> None:
    """500 small JPEGs, as long as those of a 24 Mpx camera (zeros behind the picture), and one that is really large."""
    rng = np.random.default_rng(7)
    card = Card(rng, scenes, camera=Camera(ticks=1))
    while len(card.shots) < 500:
        card.bracket(int(rng.integers(2, 10)), order="out", base=1 / 64)
        card.pause(8, 90)
    card.shots = card.shots[:500]
    with tempfile.TemporaryDirectory() as temp:
        write(card, Path(temp))
        for path in Path(temp).rglob("*.JPG"):
            with path.open("r+b") as file:
                file.truncate(8_000_000)
        print(f"\n{len(card.shots)} files; seconds of wall time, and of CPU time:")
        entries = timed("scan", lambda: scan([Path(temp)]))
        timed("group by that alone", lambda: group(entries))
        unclear = doubtful(entries)
        prints = timed(f"look at {len(unclear)} doubtful ones", lambda: fingerprints(unclear))
        timed("group again", lambda: group(entries, prints=prints))
        timed("group_files, which is all of it", lambda: group_files([Path(temp)]))
        large = Path(temp, "large.jpg")
        Image.fromarray(scenes[0][1]).resize((6000, 4000), Image.Resampling.BILINEAR).save(large, quality=92)
        (entry,) = scan([large])
        timed("look at one of 24 Mpx, without a thumbnail in its EXIF", lambda: fingerprints([entry]))


def timed(what: str, work: Callable[[], Result]) -> Result:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    print(f"  {time.perf_counter() - wall:6.2f} {time.process_time() - cpu:6.2f}  {what}", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--only", default="", metavar="NAME", help="difficulties whose name holds this")
    parser.add_argument("--seeds", type=int, default=2, help="cards per difficulty")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print the sets that were not found")
    given = parser.parse_args()
    scenes = frames_of(given.data)
    total = Score()
    print(f"{'difficulty':52} {'brackets':>11} {'singles':>11} {'files':>6} {'looked at':>9}")
    for name, maker in DIFFICULTIES.items():
        if given.only not in name:
            continue
        score = Score()
        for seed in range(given.first_seed, given.first_seed + given.seeds):
            measure(name, maker, scenes, seed, score)
        print(row(name, score), flush=True)
        for line in score.wrong if given.show else ():
            print("   ", line)
        for part in ("brackets", "brackets_right", "singles", "singles_right", "files", "looked"):
            setattr(total, part, getattr(total, part) + getattr(score, part))
    print(row("all", total))
    right, count = total.brackets_right + total.singles_right, total.brackets + total.singles
    print(f"{right} of {count} sets exactly right: {100 * right / count:.2f} %", end="; brackets alone ")
    print(f"{100 * total.brackets_right / max(1, total.brackets):.2f} %")
    if not given.only:
        speed(scenes)


def row(name: str, score: Score) -> str:
    brackets = f"{score.brackets_right}/{score.brackets}"
    singles = f"{score.singles_right}/{score.singles}" if score.singles else ""
    return f"{name:52} {brackets:>11} {singles:>11} {score.files:>6} {score.looked:>9}"


if __name__ == "__main__":
    main()
