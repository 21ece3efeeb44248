"""From measured rows to ``results.json``, ``results.md`` and the figures."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from mefcore import __version__
from mefcore.evaluate import distribution, tables
from mefcore.evaluate.measure import OURS, Plan, Row
from mefcore.io.atomic import atomic_path
from mefcore.nets.weights import SHIPPED, read_info


@dataclass(frozen=True)
class Result:
    """All that was measured.

    Attributes:
        by_scene: scene → method → row.
        times: from :func:`mefcore.evaluate.speed.compare`; may be empty.
        paths: the weights of each network.
    """

    split: str
    plan: Plan
    by_scene: Mapping[str, Mapping[str, Row]]
    times: list[dict[str, Any]]
    paths: Mapping[str, Path]


def write_report(result: Result, out: Path) -> tuple[dict[str, Any], str]:
    """Write the files and return what they hold: the data and the Markdown.

    Raises:
        WriteError: ``out`` cannot be written.
    """
    from mefcore.evaluate import figures  # imports matplotlib, which is slow

    report = _data(result)
    summary, sizes = report["summary"], report["lattices"]
    text = _markdown(result, report)
    with atomic_path(out / "results.json") as path:
        path.write_text(json.dumps(report, indent=1), encoding="utf-8")
    with atomic_path(out / "results.md") as path:
        path.write_text(text, encoding="utf-8")
    if sizes:
        psnr = [s["mean"] if (s := summary[f"lattice {n}"]["psnr_3"]) else None for n in sizes]
        mef_ssim = [summary[f"lattice {n}"]["mef_ssim"]["mean"] for n in sizes]
        figures.quality_and_time(sizes, psnr, mef_ssim, result.times, out / "figure-1.png")
    figures.value_distribution(report["distribution"], out / "figure-10.png")
    return report, text


def _data(result: Result) -> dict[str, Any]:
    from mefcore.train.loop import commit  # not at the top: training measures, too

    plan = result.plan
    lattices = [n for n in plan.lattices if all(f"lattice {n}" in rows for rows in result.by_scene.values())]
    return {
        "split": result.split,
        "scenes": len(result.by_scene),
        "grid": plan.grid,
        "lattices": lattices,
        "model": plan.networks[OURS].model_id,
        "command": _command(result),
        "commit": commit(),
        "luxcube": __version__,
        "machine": machine(),
        "parameters": {n: plan.trained(n).parameters for n in (*plan.networks, *plan.variants)},
        "weights": {n: {"model": plan.networks[n].model_id, "sha256": plan.digests[n]} for n in plan.networks},
        "summary": tables.summarise(result.by_scene),
        "speed": result.times,
        "distribution": {
            _grid_name(n, result): distribution.pool([rows[n]["values"] for rows in result.by_scene.values()])
            for n in plan.networks
        },
        "by_scene": {
            scene: {n: {k: v for k, v in row.items() if k != "values"} for n, row in rows.items()}
            for scene, rows in result.by_scene.items()
        },
    }


def _grid_name(name: str, result: Result) -> str:
    kind = {"hdrnet": "bilateral grid", "laplacian": "mask"}.get(read_info(result.paths[name]).kind, "")
    return f"{name} ({kind})" if kind else name


def _command(result: Result) -> str:
    """The command that measured this; folders are named by what they hold, not by where they were."""
    models = {n: p for n, p in result.paths.items() if n != OURS}
    given = [f"--models {n!r}={p.name}" if " " in n else f"--models {n}={p.name}" for n, p in models.items()]
    own = [] if result.paths[OURS] == SHIPPED else [f"--weights {result.paths[OURS].name}"]
    own += ["--oracle"] if f"{OURS} oracle" in result.plan.variants else []
    return " ".join(["mef eval DATA", f"--split {result.split}", "--out RESULTS", *own, *given])


def machine() -> str:
    """Processor, cores and versions: whatever can change a number or a time."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        model = f"{names[0]}, {len(names)} cores" if names else model
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, OpenCV {cv2.__version__}"
    return f"{model}; {platform.system()}; {versions}, PyTorch {torch.__version__}"


def _markdown(result: Result, report: Mapping[str, Any]) -> str:
    plan, summary, parameters = result.plan, report["summary"], report["parameters"]
    labelled = sum("psnr" in rows[OURS] for rows in result.by_scene.values())
    parts = [
        f"# {report['model']} on {result.split}\n",
        f"{report['scenes']} scenes, {labelled} of them labelled; {plan.grid}³ lattice, 8-bit results at full size.\n",
        f"- command: `{report['command']}`\n- commit: {report['commit']}\n- machine: {report['machine']}\n",
        "## Table I: comparison\n",
        "Mean / median / worst scene.  SSIM is of gray; label measures are over labelled scenes.\n",
        tables.comparison(summary, [*plan.plain, OURS], parameters),
    ]
    if len(plan.networks) > 1:
        parts += ["## Table II: other networks\n", tables.ablations(summary, list(plan.networks), parameters)]
    if plan.variants:
        peers = [n for n in ("Mertens", "enfuse") if n in plan.plain]
        parts += [
            "## Past the paper: local weights and refinement\n",
            tables.past_the_paper(summary, [*peers, OURS, *plan.variants], parameters),
        ]
    if report["lattices"]:
        parts += ["## Table III: lattice\n", tables.lattices(summary, report["lattices"]), "![](figure-1.png)\n"]
    if result.times:
        note = "Three made-up frames; CPU time of all threads, methods in turns in one process.\n"
        parts += ["## Figure 1: run time\n", note, tables.speeds(result.times)]
    parts += ["## Figure 10: values of the predicted grids\n", tables.spreads(report["distribution"])]
    parts += ["![](figure-10.png)\n", _worst(result)]
    return "\n".join(parts)


def _worst(result: Result) -> str:
    """The scenes to look at first."""
    lines = ["## Scenes by MEF-SSIM, worst first\n"]
    order = sorted(result.by_scene, key=lambda s: result.by_scene[s][OURS]["mef_ssim"])
    cells = [["scene", "MEF-SSIM", "Mertens", "luminance variant", "Mertens", "colour error", "Mertens"]]
    for scene in order[:10]:
        ours, peer = result.by_scene[scene][OURS], result.by_scene[scene]["Mertens"]
        row = [f"[{scene}](pictures/{scene}.jpg)"]
        for key in ("mef_ssim", "luminance", "colour_error"):
            row += [f"{r[key]:.{tables.MEASURES[key].digits}f}" for r in (ours, peer)]
        cells.append(row)
    return "\n".join([*lines, tables.grid_of(cells)])
