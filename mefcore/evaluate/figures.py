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

ACCENT, SECOND = "#c8553d", "#3a6ea5"


def _save(figure: Figure, path: Path) -> None:
    with atomic_path(path) as temporary:
        figure.savefig(temporary, format="png", dpi=130)


def _tidy(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(True, color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def quality_and_time(
    sizes: Sequence[int],
    psnr: Sequence[float | None],
    mef_ssim: Sequence[float],
    speed: Sequence[Mapping[str, Any]],
    path: Path,
) -> None:
    """Fig. 1: quality against the lattice's size, and run time against peers at several picture sizes.

    Args:
        sizes: lattice points per axis.
        psnr: at those sizes in dB, None where there are no labels.
        mef_ssim: at those sizes.
        speed: from :func:`mefcore.evaluate.speed.compare`; the second panel is left out where there is none.
    """
    panels = 2 if speed else 1
    figure = Figure(figsize=(5.5 * panels, 4.2), layout="constrained")
    axes = figure.subplots(1, panels, squeeze=False)[0]
    _quality(axes[0], sizes, psnr, mef_ssim)
    if speed:
        _time(axes[1], speed)
    _save(figure, path)


def _quality(axes: Axes, sizes: Sequence[int], psnr: Sequence[float | None], mef_ssim: Sequence[float]) -> None:
    positions = np.arange(len(sizes))
    axes.set_xticks(positions, [f"{n}³" for n in sizes])
    axes.set_xlabel("lattice")
    _tidy(axes)
    values = np.array([np.nan if p is None else p for p in psnr])
    if not np.isnan(values).all():
        axes.plot(positions, values, "o-", color=ACCENT)
        axes.set_ylim(*_at_least(values, 2.0))
    axes.set_ylabel("label PSNR, 3 frames (dB)", color=ACCENT)
    other = axes.twinx()
    other.plot(positions, mef_ssim, "s--", color=SECOND)
    other.set_ylim(*_at_least(np.array(mef_ssim), 0.02))
    other.set_ylabel("MEF-SSIM, all frames", color=SECOND)
    other.spines["top"].set_visible(False)


def _at_least(values: np.ndarray, span: float) -> tuple[float, float]:
    """Limits that hold the values and do not blow up differences far below ``span``."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    margin = max(0.1 * (high - low), 0.5 * (span - (high - low)))
    return low - margin, high + margin


def _time(axes: Axes, speed: Sequence[Mapping[str, Any]]) -> None:
    megapixels = [row["width"] * row["height"] / 1e6 for row in speed]
    for name in speed[0]["cpu_seconds"]:
        seconds = [row["cpu_seconds"][name] for row in speed]
        ours = name == OURS
        axes.loglog(megapixels, seconds, "o-", label=name, color=ACCENT if ours else None, lw=2.5 if ours else 1.2)
    axes.set_xticks(megapixels, [f"{m:.1f}" for m in megapixels], minor=False)
    axes.set_xticks([], minor=True)
    axes.legend(frameon=False, fontsize=9)
    axes.set_xlabel("megapixels, 3 frames")
    axes.set_ylabel("CPU seconds")
    _tidy(axes)


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
        density, low, high = _coarser(p)
        edges = np.linspace(low, high, len(density) + 1)
        panel.stairs(density, edges, fill=True, color=ACCENT if name.startswith(OURS) else SECOND)
        filled = np.flatnonzero(density > 1e-3)
        panel.set_xlim(min(-0.1, edges[filled[0]]), max(1.1, edges[filled[-1] + 1]))
        panel.set_title(f"{name}: {p['mean']:.2f} ± {p['std']:.2f}", fontsize=10)
        _tidy(panel)
    for panel in panels[len(pooled) :]:
        panel.set_visible(False)
    _save(figure, path)


def _coarser(p: Mapping[str, Any], join: int = 5) -> tuple[np.ndarray, float, float]:
    """Density in wider bins: those that are counted are finer than the steps of a lattice."""
    shares = np.array(p["density"]).reshape(-1, join).sum(1)
    return shares / (p["to"] - p["from"]) * len(shares), p["from"], p["to"]
