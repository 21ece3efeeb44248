"""Numbers of many scenes to tables: mean, median and worst of each measure, as data and as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mefcore.evaluate.measure import OURS, Row


@dataclass(frozen=True)
class Measure:
    """A measure's name in tables, which way is better, and how many digits are worth showing."""

    title: str
    higher: bool
    digits: int


MEASURES: dict[str, Measure] = {
    "psnr_3": Measure("label PSNR, 3 frames (dB) ↑", True, 2),
    "ssim_3": Measure("label SSIM, 3 frames ↑", True, 4),
    "psnr": Measure("label PSNR, all frames (dB) ↑", True, 2),
    "ssim": Measure("label SSIM, all frames ↑", True, 4),
    "mef_ssim": Measure("MEF-SSIM ↑", True, 4),
    "luminance": Measure("MEF-SSIM, luminance variant ↑", True, 4),
    "qabf": Measure("Q_AB/F ↑", True, 4),
    "reversed_edges": Measure("reversed edges ↓", False, 5),
    "colour_error": Measure("colour error ×1000 ↓", False, 1),
    "ssim_rgb_3": Measure("label SSIM over RGB, 3 frames ↑", True, 4),
}
SHORT = ("psnr_3", "ssim_3", "mef_ssim", "luminance", "qabf", "reversed_edges", "colour_error")
"""What Table II compares."""

Summary = dict[str, Any]


def summarise(by_scene: Mapping[str, Mapping[str, Row]]) -> dict[str, dict[str, Summary | None]]:
    """Method → measure → mean, median, worst, the worst scene's name and the number of scenes; None where none has it.

    Args:
        by_scene: scene → method → row.
    """
    names = list(dict.fromkeys(n for rows in by_scene.values() for n in rows))
    return {
        name: {
            key: _summary({s: rows[name][key] for s, rows in by_scene.items() if key in rows.get(name, {})}, measure)
            for key, measure in MEASURES.items()
        }
        for name in names
    }


def _summary(values: Mapping[str, float], measure: Measure) -> Summary | None:
    if not values:
        return None
    worst = (min if measure.higher else max)(values, key=lambda s: values[s])
    return {
        "mean": statistics.fmean(values.values()),
        "median": statistics.median(values.values()),
        "worst": values[worst],
        "worst_scene": worst,
        "scenes": len(values),
    }


def grid_of(cells: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first row is its head."""
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|---" * len(cells[0]) + "|", *lines[1:]]) + "\n"


def _cell(summary: Summary | None, measure: Measure, parts: Sequence[str] = ("mean", "median", "worst")) -> str:
    return "–" if summary is None else " / ".join(f"{summary[p]:.{measure.digits}f}" for p in parts)


def comparison(
    summaries: Mapping[str, Mapping[str, Summary | None]], names: Sequence[str], parameters: Mapping[str, int]
) -> str:
    """Table I: measures down, methods across; mean / median / worst."""
    rows = [["", *names]]
    for key, measure in MEASURES.items():
        rows.append([measure.title, *(_cell(summaries[n][key], measure) for n in names)])
    rows.append(["parameters", *(f"{parameters[n]:,}" if n in parameters else "–" for n in names)])
    return grid_of(rows)


PAST = {
    "mef_ssim": ("mean", "worst"),
    "luminance": ("mean",),
    "qabf": ("mean",),
    "reversed_edges": ("mean",),
    "colour_error": ("mean",),
    "psnr_3": ("mean",),
    "ssim_3": ("mean",),
    "psnr": ("mean",),
}
"""What the table of local weights and refinement shows of each measure."""


def past_the_paper(
    summaries: Mapping[str, Mapping[str, Summary | None]], names: Sequence[str], parameters: Mapping[str, int]
) -> str:
    """Methods down, measures across: means, and MEF-SSIM's worst scene."""
    heads = [MEASURES[k].title + (" mean / worst" if "worst" in parts else "") for k, parts in PAST.items()]
    rows = [["", *heads, "parameters"]]
    for name in names:
        cells = [_cell(summaries[name][k], MEASURES[k], parts) for k, parts in PAST.items()]
        rows.append([name, *cells, f"{parameters[name]:,}" if name in parameters else "–"])
    return grid_of(rows)


def ablations(
    summaries: Mapping[str, Mapping[str, Summary | None]], names: Sequence[str], parameters: Mapping[str, int]
) -> str:
    """Table II: models down, means of measures across."""
    rows = [["", *(MEASURES[k].title for k in SHORT), "parameters"]]
    for name in names:
        means = [_cell(summaries[name][k], MEASURES[k], ("mean",)) for k in SHORT]
        rows.append([name, *means, f"{parameters[name]:,}"])
    return grid_of(rows)


def lattices(summaries: Mapping[str, Mapping[str, Summary | None]], sizes: Sequence[int]) -> str:
    """Table III: measures down, lattice sizes across; means, and the loss against 64 points where that was measured."""
    rows = [["", *(f"{n}³" for n in sizes)]]
    for key in ("psnr_3", "ssim_3", "psnr", "mef_ssim"):
        found = [summaries[f"lattice {n}"][key] for n in sizes]
        rows.append([MEASURES[key].title, *(_cell(s, MEASURES[key], ("mean",)) for s in found)])
    at_64 = summaries.get("lattice 64", {}).get("psnr_3")
    if at_64 is not None:
        losses = []
        for n in sizes:
            own = summaries[f"lattice {n}"]["psnr_3"]
            losses.append("–" if own is None else f"{own['mean'] - at_64['mean']:+.2f}")
        rows.append(["label PSNR against 64³ (dB)", *losses])
    return grid_of(rows)


def speeds(rows: Sequence[Mapping[str, Any]]) -> str:
    """Run time by size: CPU seconds, and how many times ours."""
    names = list(rows[0]["cpu_seconds"])
    cells = [["CPU seconds (times ours)", *names]]
    for row in rows:
        ours = row["cpu_seconds"][OURS]
        own = [f"{row['cpu_seconds'][n]:.3f} ({row['cpu_seconds'][n] / ours:.1f}×)" for n in names]
        cells.append([f"{row['width']}×{row['height']}", *own])
    return grid_of(cells)


def spreads(pooled: Mapping[str, Mapping[str, Any]]) -> str:
    """Fig. 10 as numbers: mean, standard deviation and range of the values of predicted grids."""
    rows = [["", "mean", "standard deviation", "smallest", "largest"]]
    for name, p in pooled.items():
        rows.append([name, *(f"{p[k]:.3f}" for k in ("mean", "std", "min", "max"))])
    return grid_of(rows)
