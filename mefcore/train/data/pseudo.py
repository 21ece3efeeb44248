"""Pseudo-labels: for each stack without a label, the best of several fusion methods.

SICE's labels came about this way: thirteen methods fused each stack and people chose the best (Cai, Gu and Zhang,
2018).  Here measures choose in their place: among the candidates whose colours stay near those of the best-exposed
frames, the one with the highest MEF-SSIM times its luminance variant.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import cv2
import msgspec
import numpy as np

from mefcore.errors import MefError
from mefcore.evaluate import metrics
from mefcore.io.atomic import atomic_path
from mefcore.job import SILENT, Job
from mefcore.train.data.fusers import Fuser, fusers
from mefcore.train.data.layouts import load_stack, split_stacks

REPORT = "pseudo-labels.json"
COLOUR_LIMIT = 45.0
"""Colour error ×1000 above which a candidate is refused, as long as another one stays below."""


class Score(msgspec.Struct, frozen=True):
    """How good one candidate is; see :mod:`mefcore.evaluate.metrics`."""

    mef_ssim: float
    luminance: float
    colour_error: float
    qabf: float = 0.0
    reversed_edges: float = 0.0

    @property
    def quality(self) -> float:
        return self.mef_ssim * self.luminance


class Choice(msgspec.Struct, frozen=True):
    """The method that was chosen for a stack, and every candidate's score."""

    method: str
    scores: dict[str, Score]


class Report(msgspec.Struct, frozen=True):
    """What is in a folder of pseudo-labels."""

    longest: int
    colour_limit: float
    stacks: dict[str, Choice] = {}


def score(target: metrics.Target, result: np.ndarray) -> Score:
    """Measures of ``result`` as a fusion of the frames that ``target`` was made of."""
    found = target.measure(result)
    names = ("mef_ssim", "luminance", "colour_error", "qabf", "reversed_edges")
    return Score(**{name: round(found[name], 5) for name in names})


def choose(scores: dict[str, Score], colour_limit: float = COLOUR_LIMIT) -> str:
    """The best candidate within the limit; the one with the least colour error if none is."""
    within = {name: s for name, s in scores.items() if s.colour_error <= colour_limit}
    if within:
        return max(within, key=lambda name: within[name].quality)
    return min(scores, key=lambda name: scores[name].colour_error)


def best_fusion(
    frames: np.ndarray,
    methods: dict[str, Fuser] | None = None,
    colour_limit: float = COLOUR_LIMIT,
    job: Job = SILENT,
) -> tuple[np.ndarray, Choice]:
    """Fuse one stack ``(K, H, W, 3)`` uint8 by every method and keep the best picture.

    A method that fails on a stack is no candidate for it.

    Raises:
        MefError: every method failed.
    """
    target = metrics.Target(frames)
    pictures, scores = {}, {}
    for name, method in (methods or fusers()).items():
        job.check()
        try:
            pictures[name] = method(frames)
        except (cv2.error, subprocess.CalledProcessError):
            continue
        scores[name] = score(target, pictures[name])
    job.check()  # a signal that stops us stops enfuse first
    if not scores:
        raise MefError("no method can fuse this stack")
    best = choose(scores, colour_limit)
    return pictures[best], Choice(best, scores)


def make_pseudo_labels(
    root: Path,
    out: Path,
    *,
    split: str = "train",
    layout: str = "auto",
    longest: int = 768,
    colour_limit: float = COLOUR_LIMIT,
    job: Job = SILENT,
) -> Report:
    """Write ``out/<scene>.png`` for every stack of a split that has no label, and a report of the scores.

    A stack that the report already names is left as it is, so a run that was stopped goes on where it was.

    Raises:
        MefError: no stacks, ``out`` holds labels made with other settings, or it cannot be written.
    """
    stacks = [s for s in split_stacks(root, split, layout) if s.label is None]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise MefError(f"cannot be made: {e.strerror or e}", path=out) from e
    report = read_report(out) or Report(longest, colour_limit)
    if (report.longest, report.colour_limit) != (longest, colour_limit):
        raise MefError("holds pseudo-labels made with other settings", path=out, hint="name an empty folder")
    methods = fusers()
    for i, stack in enumerate(stacks):
        job.progress(i / len(stacks), stack.name)
        target = out / f"{stack.name}.png"
        if stack.name in report.stacks and target.is_file():
            continue
        picture, choice = best_fusion(load_stack(stack, longest).frames, methods, colour_limit, job)
        with atomic_path(target) as path:
            cv2.imwrite(str(path), picture[..., ::-1])
        report.stacks[stack.name] = choice
        with atomic_path(out / REPORT) as path:
            path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    return report


def read_report(folder: Path) -> Report | None:
    """The report of a folder of pseudo-labels, or None if there is none.

    Raises:
        MefError: it is damaged.
    """
    path = folder / REPORT
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Report)
    except msgspec.DecodeError as e:
        raise MefError(f"is not a report of pseudo-labels: {e}", path=path, hint="remove it") from e
