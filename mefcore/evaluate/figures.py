"""The paper's plots, of what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mefcore.evaluate.measure import OURS
from mefcore.io.atomic import atomic_path

ACCENT = "#c8553d"


def _save(figure: Figure, path: Path) -> None:
    with atomic_path(path) as temporary:
        figure.savefig(temporary, format="png", dpi=130)


def _tidy(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(True, color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def quality_and_time(
    sizes: Sequence[int], psnr: Sequence[float | None], mef_ssim: Sequence[float], speed: Sequence[Any], path: Path
) -> None:
    """Fig. 1: quality against the lattice's size, and run time against peers at several picture sizes."""
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    positions = np.arange(len(sizes))
    if any(p is not None for p in psnr):
        left.plot(positions, [np.nan if p is None else p for p in psnr], "o-", color=ACCENT)
    left.set_ylabel("label PSNR, 3 frames (dB)", color=ACCENT)
    left.set_xticks(positions, [f"{n}³" for n in sizes])
    left.set_xlabel("lattice")
    _tidy(left)
    other = left.twinx()
    other.plot(positions, mef_ssim, "s--", color="#3a6ea5")
    other.set_ylabel("MEF-SSIM, all frames", color="#3a6ea5")
    other.spines["top"].set_visible(False)
    if speed:
        megapixels = [row["width"] * row["height"] / 1e6 for row in speed]
        for name in speed[0]["cpu_seconds"]:
            seconds = [row["cpu_seconds"][name] for row in speed]
            ours = name == OURS
            right.loglog(megapixels, seconds, "o-", label=name, color=ACCENT if ours else None, lw=2.5 if ours else 1.2)
        right.legend(frameon=False, fontsize=9)
    right.set_xlabel("megapixels, 3 frames")
    right.set_ylabel("CPU seconds")
    _tidy(right)
    _save(figure, path)


def value_distribution(pooled: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """Fig. 10: how the values of predicted grids are distributed, a panel for each network.

    Args:
        pooled: from :func:`mefcore.evaluate.distribution.pool`, by name.
    """
    columns = min(3, len(pooled))
    rows = -(-len(pooled) // columns)
    figure = Figure(figsize=(4 * columns, 2.8 * rows), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for panel, (name, p) in zip(panels, pooled.items(), strict=False):
        density, step = np.array(p["density"]), (p["to"] - p["from"]) / len(p["density"])
        centres = p["from"] + step * (np.arange(len(density)) + 0.5)
        panel.fill_between(centres, density / step, step="mid", color=ACCENT if name == OURS else "#3a6ea5", lw=0)
        filled = centres[density > 1e-5]
        panel.set_xlim(min(-0.1, filled[0]), max(1.1, filled[-1]))
        panel.set_ylim(0, 1.15 * float(np.sort(density)[-3]) / step or None)  # a spike of clipped values may stand out
        panel.set_title(f"{name}: {p['mean']:.2f} ± {p['std']:.2f}", fontsize=10)
        _tidy(panel)
    for panel in panels[len(pooled) :]:
        panel.set_visible(False)
    _save(figure, path)
