"""How much of a ghost is left, and what deghosting does to pictures without one.

    python tests/bench/bench_deghost.py DATA [--split test] [--cases 120] [--seed 1] [--mode global] [--json OUT]

DATA holds train/, val/ and test/ with one folder of frames for each scene.  Something is planted in a bracket in which
nothing moves (``deghost_cases.py``), the bracket is fused with and without deghosting by what the network says about
the clean one, and both are compared with the picture of the bracket in which every frame agrees with the reference.

    ghost energy   mean squared difference to that picture where any frame shows the planted thing
    static         mean absolute difference, of 255, between with and without deghosting, away from it
    unchanged      clean brackets of which every frame came back as the very same array
    harm           the largest mean absolute difference, of 255, of any box of 16x16 pixels that deghosting makes in the
                   fused picture of a clean bracket; with --cases 0 nothing else is measured
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from deghost_cases import KINDS, MOTIONS, Case, plant

from mefcore import pipeline
from mefcore.deghost import STRENGTH, choose_reference, deghost
from mefcore.engine import select
from mefcore.recipe import Recipe

VISIBLE = 4 / 255
"""Root mean square that a ghost must have in the picture without deghosting; else another thing is planted."""

BOX = 16
"""Pixels along the side of the boxes in which harm is looked for: a blotch that one can see."""

HARMLESS = 2.0
"""Harm, of 255, that nobody sees."""

MARGIN = 12
"""Pixels around the planted thing that count neither as affected nor as static."""

NOT_STATIC = {
    *("jacky_stack_alignment", "jacky_stack_ghost", "adan_room", "cwz_building1", "cwz_test2", "jacky_1", "jacky_2"),
    *("jacky_3", "merc_fog", "merc_turtle", "merc_moon", "yuki_park", "hdrps_exploratorium-1", "hdrps_waffle-house"),
    *("hdrps_bar-harbor-sunrise", "meri_searock", "misc5_tree", "misc5_land", "kedema_arno", "merc_exposures"),
    *("iccv17_seq-19", "d3_forth4", "sice_033_forth3", "d3_creteseashore1", "d3_marketmires2", "fym_bonsai", "fym_mug"),
    *(
        "cwz_library1",
        "cwz_library3",
        "thej_coach",
        "d3_lowerlewisfalls",
        "hdrps_canadian-falls",
        "hdrps_yosemite-falls",
    ),
    *("d3_cretesunset1", "d3_stonetower1", "d3_montsaintmichel", "merc_flower", "kim_3", "jacky_stack"),
    *(
        "hdrps_flamingo",
        "iccv17_seq-69",
        "kim_1",
        "bant_room",
        "hdrps_west-branch-ausable-1",
        "hdrps_west-branch-ausable-2",
    ),
}
"""Scenes in which something moves, or which are hand-held (seen by eye, or said so by the data's manifest)."""


@dataclass
class Result:
    scene: str
    kind: str
    motion: str
    frames: int
    before: float
    after: float
    static: float
    seconds: float

    @property
    def reduced(self) -> float:
        return 1.0 - self.after / self.before


class Fuser:
    """The program's own picture of a bracket, with what the network says about the clean one."""

    def __init__(self, clean: list[np.ndarray], mode: str) -> None:
        self.recipe = Recipe(local=1.0 if mode == "local" else 0.0)
        self.prediction = pipeline.infer(np.stack([pipeline.thumbnail(f) for f in clean]))
        self.lut = pipeline.bake(self.prediction, self.recipe)
        self.engine = select("cpu")

    def __call__(self, frames: list[np.ndarray] | tuple[np.ndarray, ...]) -> np.ndarray:
        picture = pipeline.apply(frames, self.prediction, self.lut, self.recipe, self.engine, dtype=np.uint16)
        return picture.astype(np.float32) / 65535


def harm(without: np.ndarray, picture: np.ndarray) -> float:
    """The largest change of a box of ``BOX`` pixels between two pictures in ``[0, 1]``, of 255."""
    change = np.abs(picture - without).mean(axis=-1)
    return float(cv2.blur(change, (BOX, BOX)).max() * 255)


def read(folder: Path) -> list[np.ndarray]:
    """The frames of a scene, ``(H, W, 3)`` uint8 RGB."""
    paths = sorted((p for p in folder.iterdir() if p.stem.isdigit()), key=lambda p: int(p.stem))
    return [np.ascontiguousarray(cv2.imread(str(p))[..., ::-1]) for p in paths]


def judged(scene: str, case: Case, reference: int, fuse: Fuser, strength: float) -> Result | None:
    """None if without deghosting there is no ghost to speak of."""
    answer, without = fuse(case.answer), fuse(case.frames)
    inside = case.affected
    before = float(np.mean((without - answer)[inside] ** 2))
    if before < VISIBLE**2:
        return None
    start = time.process_time()
    made = deghost(case.frames, reference, strength=strength)
    seconds = time.process_time() - start
    picture = fuse(made.frames)
    after = float(np.mean((picture - answer)[inside] ** 2))
    around = cv2.dilate(inside.astype(np.uint8), np.ones((2 * MARGIN + 1, 2 * MARGIN + 1), np.uint8)) == 0
    static = float(np.abs(picture - without)[around].mean() * 255) if around.any() else 0.0
    return Result(scene, case.kind, case.motion, len(case.frames), before, after, static, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", nargs="+", default=["test"])
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", choices=["global", "local"], default="global")
    parser.add_argument("--strength", type=float, default=STRENGTH)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--dump", type=Path, help="folder for pictures of the worst cases")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    folders = sorted(d for s in options.split for d in (options.data / s).iterdir() if d.is_dir())
    folders = [d for d in folders if d.name not in NOT_STATIC]
    results, clean_changes, harms, kept = [], {}, {}, []
    rng = np.random.default_rng(options.seed)
    each = -(-options.cases // len(folders))
    pictures = [(d, f) for d in folders for f in [read(d)] for f in [f[choose_reference(f)]]]
    for folder in folders:
        clean = read(folder)
        reference = choose_reference(clean)
        fuse = Fuser(clean, options.mode)
        made = deghost(clean, reference, strength=options.strength)
        same = all(a is b for a, b in zip(clean, made.frames, strict=True))
        with_it, without = (clean[0], clean[0]) if same else (fuse(made.frames), fuse(clean))
        clean_changes[folder.name] = 0.0 if same else float(np.abs(with_it - without).mean() * 255)
        harms[folder.name] = 0.0 if same else harm(without, with_it)
        done = 0
        for _ in range(8 * each):  # many things cannot be seen in the fused picture
            case = plant(clean, reference, [p for d, p in pictures if d != folder], rng)
            result = judged(folder.name, case, reference, fuse, options.strength)
            if result is not None:
                results.append(result)
                kept.append((result.after / result.before, case, reference, fuse))
                kept = sorted(kept, key=lambda k: -k[0])[:12]
                done += 1
            if done == each:
                break
    if results:
        report(results)
    report_clean(clean_changes, harms)
    if options.json:
        options.json.write_text(
            json.dumps({"cases": [asdict(r) for r in results], "clean": clean_changes, "harm": harms}, indent=1)
        )
    if options.dump:
        dump(options.dump, kept, options.strength)


def report_clean(clean_changes: dict[str, float], harms: dict[str, float]) -> None:
    changes = list(clean_changes.values())
    worst = max(clean_changes, key=clean_changes.__getitem__)
    print(
        f"clean brackets: {len(changes)}, unchanged {sum(c == 0 for c in changes)}, changed by at most 0.5 of 255 "
        f"{sum(c <= 0.5 for c in changes)}, worst {max(changes):.2f} ({worst})"
    )
    found = list(harms.values())
    print(
        f"harm, largest {BOX}x{BOX} box: median {np.median(found):.2f}, worst {max(found):.2f}, "
        f"below {HARMLESS:g} of 255 in {sum(h < HARMLESS for h in found)} of {len(found)}"
    )
    for name in sorted(harms, key=lambda n: -harms[n])[:12]:
        if harms[name] > 0:
            print(f"  {harms[name]:7.2f}  {name}")


def report(results: list[Result]) -> None:
    print(f"{'':24}{'cases':>6}{'median':>9}{'mean':>8}{'>= 90 %':>9}{'pooled':>8}{'static':>8}{'worst':>7}")
    groups = [("all", results)]
    groups += [(m, [r for r in results if r.motion == m]) for m in MOTIONS]
    groups += [(k, [r for r in results if r.kind == k]) for k in KINDS]
    for name, group in groups:
        if group:
            cut = np.array([r.reduced for r in group])
            pooled = 1 - sum(r.after for r in group) / sum(r.before for r in group)
            static = [r.static for r in group]
            print(
                f"{name:24}{len(group):6}{np.median(cut):9.1%}{cut.mean():8.1%}{(cut >= 0.9).mean():9.1%}"
                f"{pooled:8.1%}{np.mean(static):8.3f}{max(static):7.2f}"
            )
    quiet = np.mean([r.static <= 0.5 for r in results])
    print(f"static areas changed by at most 0.5 of 255 in {quiet:.1%} of the cases")
    for r in sorted(results, key=lambda r: r.reduced)[:12]:
        rms = f"{255 * r.before**0.5:5.1f} -> {255 * r.after**0.5:5.1f}"
        print(f"  {r.reduced:7.1%} rms {rms}  {r.scene}, {r.kind}, {r.motion}")


def dump(folder: Path, kept: list[tuple[float, Case, int, Fuser]], strength: float) -> None:
    """For each of the worst cases: without, with, the answer, and the masks' maximum."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, (_, case, reference, fuse) in enumerate(kept):
        made = deghost(case.frames, reference, strength=strength)
        h, w = case.affected.shape
        mask = cv2.resize(made.masks.max(axis=0), (w, h))[..., None].repeat(3, 2) / 255
        row = np.hstack([fuse(case.frames), fuse(made.frames), fuse(case.answer), mask])
        cv2.imwrite(str(folder / f"{i:02}.jpg"), np.rint(row[..., ::-1] * 255).astype(np.uint8))


if __name__ == "__main__":
    main()
