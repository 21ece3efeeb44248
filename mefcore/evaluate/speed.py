"""Run time against peers at several sizes (paper, fig. 1), in CPU seconds of all threads and child processes.

Every method runs in the same process, in turns, on the same made-up bracket of three frames; ours includes the
thumbnails, the network and the lattice.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from mefcore.evaluate.methods import Fuse
from mefcore.job import SILENT, Job

SIZES = ((707, 551), (1920, 1080), (3840, 2160))
"""Width and height: MEFB's mean size, as in the paper; Full HD; UHD."""

LONG = 3.0
"""A run of so many seconds is measured once."""


def bracket(width: int, height: int, seed: int = 0) -> np.ndarray:
    """Three exposures of soft coloured noise, two stops apart: ``(3, H, W, 3)`` uint8."""
    rng = np.random.default_rng(seed)
    coarse = rng.random((height // 16 + 2, width // 16 + 2, 3), dtype=np.float32) ** 2
    light = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC).clip(0.01, 1)
    frames = [np.clip(light * g, 0, 1) ** np.float32(1 / 2.2) for g in (0.25, 1.0, 4.0)]
    return np.stack([(f * 255 + 0.5).astype(np.uint8) for f in frames])


def compare(
    methods: Mapping[str, Fuse],
    *,
    sizes: Sequence[tuple[int, int]] = SIZES,
    repeat: int = 3,
    job: Job = SILENT,
) -> list[dict[str, Any]]:
    """Medians by size: ``{"width", "height", "cpu_seconds": {method: seconds}}``.

    Raises:
        Cancelled: the job was cancelled.
    """
    small = bracket(96, 64)
    for fuse in methods.values():
        fuse(small)  # libraries load and pools start here, not on the clock
    rows = []
    for i, (width, height) in enumerate(sizes):
        frames = bracket(width, height)
        taken: dict[str, list[float]] = {name: [] for name in methods}
        for turn in range(repeat):
            for name, fuse in methods.items():
                job.progress((i + turn / repeat) / len(sizes), f"{name} at {width}×{height}")
                if taken[name] and taken[name][0] > LONG:
                    continue
                started = cpu_seconds()
                fuse(frames)
                taken[name].append(cpu_seconds() - started)
        median = {name: statistics.median(seconds) for name, seconds in taken.items()}
        rows.append({"width": width, "height": height, "cpu_seconds": median})
    return rows


def cpu_seconds() -> float:
    """CPU time so far of this process and of the children it has waited for."""
    t = os.times()
    return time.process_time() + t.children_user + t.children_system
