"""The two sides: synthetic dark and bright documents, real dark and bright frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mefcore.errors import MefError
from mefcore.io import load_frame
from mefcore.job import SILENT, Job
from mefcore.train.data.documents import document
from mefcore.train.data.layouts import split_stacks
from mefcore.train.data.scenes import shrink

LONGEST_REAL = 4096
"""Real frames are taken at their own size: shrinking would average their noise away."""


@dataclass(frozen=True, eq=False)
class Domain:
    """Pictures ``(h, w, 3)`` uint8: dark ones and bright ones, of the same scenes."""

    dark: list[np.ndarray]
    bright: list[np.ndarray]

    def patches(self, rng: np.random.Generator, count: int, side: int) -> Tensor:
        """``(count, 3, side, side)`` in ``[0, 1]``, dark and bright in turn, turned and mirrored at random."""
        found = []
        for i in range(count):
            pool = self.bright if i % 2 else self.dark
            picture = pool[int(rng.integers(len(pool)))]
            y, x = (int(rng.integers(n - side + 1)) for n in picture.shape[:2])
            patch = np.rot90(picture[y : y + side, x : x + side], int(rng.integers(4)))
            found.append(patch[:, ::-1] if rng.random() < 0.5 else patch)
        return torch.from_numpy(np.stack(found)).permute(0, 3, 1, 2).float() / 255


def synthetic(count: int, seed: int, longest: int, job: Job = SILENT) -> Domain:
    """Exposures of made-up documents."""
    dark, bright = [], []
    for i in range(count):
        job.progress(i / count, "documents")
        made = document(seed, i, longest)
        dark.append(made.under)
        bright.append(made.over)
    return Domain(dark, bright)


def real(root: Path, split: str, side: int, job: Job = SILENT) -> Domain:
    """The darkest and the brightest frame of every stack of a split, as they are.

    Raises:
        MefError: no stacks, or all of them are smaller than a patch.
    """
    dark, bright = [], []
    stacks = split_stacks(root, split)
    for i, stack in enumerate(stacks):
        job.progress(i / len(stacks), stack.name)
        frames = sorted(
            (shrink(load_frame(p).pixels, LONGEST_REAL) for p in stack.frames), key=lambda f: float(f.mean())
        )
        if min(frames[0].shape[:2]) >= side:
            dark.append(frames[0])
            bright.append(frames[-1])
    if not dark:
        raise MefError(f"holds no stack of at least {side} pixels", path=root)
    return Domain(dark, bright)
