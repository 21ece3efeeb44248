"""``mef eval``: every method over every scene of a split, as JSON, Markdown and pictures to look at.

Scenes are measured at full resolution on 8-bit results.  Scenes with a label are measured once more with three frames
(the second darkest, the middle and the second brightest, or all where there are no more than three), which is the
paper's case.
"""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mefcore import __version__
from mefcore.engine import Device, select
from mefcore.evaluate import metrics
from mefcore.evaluate.methods import Method, luxcube, peers
from mefcore.io import load_frame
from mefcore.io.atomic import atomic_path
from mefcore.job import SILENT, Job
from mefcore.nets.student import load_model, load_student
from mefcore.recipe import Recipe
from mefcore.train.data import scene_files, scene_folders

HIGHER, LOWER = "higher is better", "lower is better"
MEASURES = {
    "mef_ssim": ("MEF-SSIM", HIGHER),
    "luminance": ("luminance variant", HIGHER),
    "colour_error": ("colour error ×1000", LOWER),
    "psnr": ("label PSNR (dB)", HIGHER),
    "ssim": ("label SSIM", HIGHER),
}


def read_stack(folder: Path) -> tuple[np.ndarray, np.ndarray | None]:
    """Frames ``(K, H, W, 3)`` uint8 by brightness, and the label or None."""
    paths, label = scene_files(folder)
    frames = sorted((load_frame(p).pixels for p in paths), key=lambda f: float(f.mean()))
    return np.stack(frames), None if label is None else load_frame(label).pixels


def three(frames: np.ndarray) -> np.ndarray:
    """The second darkest, the middle and the second brightest frame; all of them if there are at most three."""
    n = len(frames)
    return frames if n <= 3 else frames[[1, n // 2, n - 2]]


def measure(frames: np.ndarray, label: np.ndarray | None, method: Method) -> tuple[dict[str, float], np.ndarray]:
    """All measures of one method on one stack, and its picture."""
    started = time.process_time()
    result = method(frames)
    found = {"cpu_seconds": time.process_time() - started}
    found["mef_ssim"] = metrics.mef_ssim(frames, result)
    found["luminance"] = metrics.mef_ssim_luminance(frames, result)
    found["colour_error"] = metrics.colour_error(frames, result)
    if label is not None and label.shape == result.shape:
        found["psnr"], found["ssim"] = metrics.psnr(result, label), metrics.ssim(result, label)
        few = result if len(three(frames)) == len(frames) else method(three(frames))
        found["psnr_3"], found["ssim_3"] = metrics.psnr(few, label), metrics.ssim(few, label)
    return found, result


def contact_sheet(frames: np.ndarray, pictures: dict[str, np.ndarray], path: Path) -> None:
    """The middle frame and every method's picture in a row, labelled, as a JPEG to look at."""
    tiles = []
    for name, picture in {"middle frame": frames[len(frames) // 2], **pictures}.items():
        h, w = picture.shape[:2]
        tile = cv2.resize(picture, (480, round(480 * h / w)), interpolation=cv2.INTER_AREA)
        strip = np.full((22, 480, 3), 40, np.uint8)
        cv2.putText(strip, name, (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (230, 230, 230), 1, cv2.LINE_AA)
        tiles.append(np.vstack([strip, tile]))
    cv2.imwrite(str(path), np.hstack(tiles)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])


def summary(rows: Sequence[dict[str, float]], key: str, kind: str) -> dict[str, float] | None:
    """Mean, median and worst of a measure over scenes that have it."""
    values = [r[key] for r in rows if key in r]
    if not values:
        return None
    worst = min(values) if kind == HIGHER else max(values)
    return {
        "mean": statistics.fmean(values),
        "median": statistics.median(values),
        "worst": worst,
        "scenes": len(values),
    }


def tables(results: dict[str, dict[str, dict[str, float]]]) -> dict[str, dict[str, Any]]:
    """Summaries by method and measure."""
    keys = {**MEASURES, "psnr_3": ("label PSNR, 3 frames (dB)", HIGHER), "ssim_3": ("label SSIM, 3 frames", HIGHER)}
    return {
        m: {k: summary(list(rows.values()), k, kind) for k, (_, kind) in keys.items()} for m, rows in results.items()
    }


def markdown(table: dict[str, dict[str, Any]], heading: str) -> str:
    """The summary as one Markdown table; each cell is mean / median / worst."""
    titles = {
        **{k: t for k, (t, _) in MEASURES.items()},
        "psnr_3": "label PSNR, 3 frames",
        "ssim_3": "label SSIM, 3 frames",
    }
    lines = [f"# {heading}", "", "Each cell: mean / median / worst scene.", ""]
    lines += ["| | " + " | ".join(table) + " |", "|---|" + "---|" * len(table)]
    for key, title in titles.items():
        digits = 2 if "psnr" in key else 1 if key == "colour_error" else 4
        cells = []
        for method in table.values():
            s = method[key]
            cells.append("–" if s is None else " / ".join(f"{s[k]:.{digits}f}" for k in ("mean", "median", "worst")))
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def run(
    root: Path,
    *,
    split: str = "test",
    out: Path,
    weights: Path | None = None,
    grid: int = 33,
    device: Device = "cpu",
    job: Job = SILENT,
    echo: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Evaluate on ``root/split`` and write ``results.json``, ``results.md`` and ``pictures/`` into ``out``.

    Args:
        weights: a weights file to evaluate instead of the shipped one.
        grid: lattice points per axis.

    Raises:
        MefError: the split holds no scenes, a file cannot be read, or ``out`` cannot be written.
    """
    folders = scene_folders(root / split)
    student = load_model(device) if weights is None else load_student(weights).to(device)
    methods = {**peers(), "Luxcube": luxcube(student, select(device), Recipe(grid=grid))}
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    results: dict[str, dict[str, dict[str, float]]] = {m: {} for m in methods}

    def scene(folder: Path) -> tuple[Path, dict[str, dict[str, float]]]:
        frames, label = read_stack(folder)
        measured = {name: measure(frames, label, method) for name, method in methods.items()}
        contact_sheet(frames, {n: p for n, (_, p) in measured.items()}, out / "pictures" / f"{folder.name}.jpg")
        return folder, {n: m for n, (m, _) in measured.items()}

    with ThreadPoolExecutor(2) as pool:
        for i, (folder, rows) in enumerate(pool.map(scene, folders)):
            job.progress((i + 1) / len(folders), folder.name)
            for name, row in rows.items():
                results[name][folder.name] = row
    table = tables(results)
    report = {
        "split": split,
        "scenes": len(folders),
        "grid": grid,
        "model": student.model_id,
        "parameters": sum(p.numel() for p in student.parameters()),
        "luxcube": __version__,
        "machine": f"{platform.machine()} {platform.system()}, Python {platform.python_version()}",
        "summary": table,
        "by_scene": results,
    }
    with atomic_path(out / "results.json") as path:
        path.write_text(json.dumps(report, indent=1), encoding="utf-8")
    text = markdown(table, f"{student.model_id} on {split} ({len(folders)} scenes, {grid}³ lattice)")
    with atomic_path(out / "results.md") as path:
        path.write_text(text, encoding="utf-8")
    echo(text)
    return report
