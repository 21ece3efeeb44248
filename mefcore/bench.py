"""``mef bench``: what fusing costs, stage by stage, beside OpenCV's Mertens fusion on the same frames and machine.

Each method runs in a process of its own, so that its peak memory is its own.  Times are CPU seconds of all threads
together: they compare work, not how many cores were free.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mefcore import __version__
from mefcore.errors import MefError
from mefcore.io.atomic import atomic_path, check_target
from mefcore.job import SILENT, Job

if TYPE_CHECKING:
    from mefcore.blend import WeightGrid

METHODS = ("luxcube", "mertens")
WEIGHTS = "local weights"
"""Measured besides the methods: the same picture made with one set of weights, and with a grid of them."""
SYNTHETIC = (3840, 2160)
"""Width and height of the made-up bracket."""

Figures = dict[str, Any]


def run(out: Path, *, frames: Sequence[Path] = (), repeat: int = 3, job: Job = SILENT) -> Figures:
    """Measure and write ``out`` as JSON.

    Args:
        frames: a bracket; by default three made-up JPEGs of 3840×2160.
        repeat: medians are taken over so many runs in one process, after one that is not counted.

    Returns:
        ``methods.<name>.cpu_seconds`` and ``.seconds`` by stage (medians), ``.peak_mb`` after each stage of the
        uncounted run; ``ratio``: Mertens over ours; and ``local_weights``: ``cpu_seconds`` of applying with one set of
        weights and with a grid of them, and their ``ratio``.

    Raises:
        ReadError, BracketError: the frames.
        WriteError: ``out`` cannot be written.
        Cancelled: the job was cancelled.
    """
    check_target(out)
    with tempfile.TemporaryDirectory() as folder:
        job.progress(0.0, "Prepare frames")
        files = list(frames) or synthetic_bracket(Path(folder))
        measured = {}
        for k, method in enumerate((*METHODS, WEIGHTS)):
            job.progress((1 + k) / (2 + len(METHODS)), f"Measure {method}")
            measured[method] = _in_child(method, files, repeat, Path(folder), job)
    methods = {method: measured[method] for method in METHODS}
    figures: Figures = {
        "luxcube": __version__,
        "machine": f"{platform.machine()} {platform.system()}, Python {platform.python_version()}",
        "frames": [str(f) for f in files] if frames else f"{len(files)} made-up JPEGs",
        "repeat": repeat,
        "methods": methods,
        "ratio": _ratios(methods),
        "local_weights": _local_weights(measured[WEIGHTS]),
    }
    with atomic_path(out) as temporary:
        temporary.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    job.progress(1.0, "Done")
    return figures


def table(figures: Figures) -> str:
    """The figures as a person reads them."""
    lines = [f"{'CPU seconds':<14}" + "".join(f"{m:>12}" for m in METHODS)]
    stages: list[str] = []
    for method in METHODS:
        stages += [s for s in figures["methods"][method]["cpu_seconds"] if s not in stages]
    stages.sort(key=lambda s: s == "total")
    for stage in stages:
        cells = [figures["methods"][m]["cpu_seconds"].get(stage) for m in METHODS]
        lines.append(f"{stage:<14}" + "".join(f"{'' if c is None else f'{c:.3f}':>12}" for c in cells))
    peaks = [max(figures["methods"][m]["peak_mb"].values()) for m in METHODS]
    lines.append(f"{'peak MB':<14}" + "".join(f"{p:>12.0f}" for p in peaks))
    local = figures["local_weights"]["cpu_seconds"]
    lines.append(
        f"{WEIGHTS:<14}{local['local']:>12.3f}  to apply, {figures['local_weights']['ratio']:.1f} × one set of them"
    )
    lines.append("Mertens / Luxcube: " + ", ".join(f"{k} {v:.1f}" for k, v in figures["ratio"].items()))
    return "\n".join(lines)


def synthetic_bracket(folder: Path, size: tuple[int, int] = SYNTHETIC) -> list[Path]:
    """Three JPEGs of a made-up scene, two stops apart: gradients, edges and a little grain, as decoders expect."""
    import cv2

    width, height = size
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(width)
    blocks = cv2.resize(rng.random((24, 40, 3), dtype=np.float32), size, interpolation=cv2.INTER_NEAREST)
    scene = (0.2 + 0.8 * blocks) * np.exp2(5 * np.sin(3 * x + 2 * y) - 4)[..., None]
    scene *= 1 + 0.03 * rng.standard_normal((height, width, 1), dtype=np.float32)
    files = []
    for k, gain in enumerate((0.25, 1.0, 4.0)):
        encoded = np.rint(255 * np.clip(gain * scene, 0, 1) ** (1 / 2.2)).astype(np.uint8)
        files.append(folder / f"frame{k}.jpg")
        if not cv2.imwrite(str(files[-1]), encoded, [cv2.IMWRITE_JPEG_QUALITY, 95]):
            raise MefError("the made-up frames cannot be written", path=folder, hint="free some space there")
    return files


def _in_child(method: str, files: Sequence[Path], repeat: int, folder: Path, job: Job) -> Figures:
    arguments = json.dumps([method, [str(f) for f in files], repeat, str(folder)])
    command = [sys.executable, "-c", "from mefcore.bench import _child; _child()", arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        while True:
            try:
                text, _ = process.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                job.check()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode != 0:
        raise RuntimeError(f"measuring {method} failed with exit status {process.returncode}")
    answer: Figures = json.loads(text)
    if "error" in answer:
        raise MefError(**answer["error"])
    return answer


def _child() -> None:
    method, files, repeat, folder = json.loads(sys.argv[-1])
    measure = {"luxcube": _luxcube, "mertens": _mertens, WEIGHTS: _weights}[method]
    try:
        answer = _measure(measure, [Path(f) for f in files], repeat, Path(folder) / f"{method}.tif")
    except MefError as e:
        answer = {"error": {"message": e.message, "path": e.path, "hint": e.hint}}
    print(json.dumps(answer))


Stages = Sequence[tuple[str, Callable[[], None]]]


def _measure(prepare: Callable[[list[Path], Path], Stages], files: list[Path], repeat: int, out: Path) -> Figures:
    from mefcore.report import Stopwatch, peak_mb

    stages = prepare(files, out)
    peaks: dict[str, float | None] = {"start": peak_mb()}
    cpu: dict[str, list[float]] = {name: [] for name, _ in stages}
    wall: dict[str, list[float]] = {name: [] for name, _ in stages}
    for turn in range(repeat + 1):
        watch = Stopwatch()
        for name, stage in stages:
            with watch.stage(name):
                stage()
            peaks.setdefault(name, peak_mb())
        if turn:
            for name in cpu:
                cpu[name].append(watch.cpu[name] / 1000)
                wall[name].append(watch.wall[name] / 1000)
    return {"cpu_seconds": _medians(cpu), "seconds": _medians(wall), "peak_mb": {k: p or 0.0 for k, p in peaks.items()}}


def _medians(runs: dict[str, list[float]]) -> dict[str, float]:
    totals = [sum(turn) for turn in zip(*runs.values(), strict=True)]
    return {k: round(statistics.median(v), 4) for k, v in {**runs, "total": totals}.items()}


def _luxcube(files: list[Path], out: Path) -> Stages:
    from mefcore import pipeline
    from mefcore.engine import select
    from mefcore.export import save_image
    from mefcore.io import load_bracket
    from mefcore.nets.student import load_model
    from mefcore.recipe import Recipe

    load_model("cpu")
    engine, recipe = select("cpu"), Recipe()
    state: dict[str, Any] = {}

    def load() -> None:
        state["bracket"] = load_bracket(files)

    def infer() -> None:
        state["prediction"] = pipeline.infer(pipeline.thumbnails(state["bracket"]))

    def bake() -> None:
        state["lut"] = pipeline.bake(state["prediction"], recipe)

    def apply() -> None:
        state["out"] = pipeline.apply(state["bracket"].pixels, state["prediction"], state["lut"], recipe, engine)

    def write() -> None:
        save_image(out, state["out"])

    return [("load", load), ("infer", infer), ("bake", bake), ("apply", apply), ("write", write)]


def _mertens(files: list[Path], out: Path) -> Stages:
    import cv2

    from mefcore.export import save_image
    from mefcore.io import load_bracket
    from mefcore.io.convert import convert

    state: dict[str, Any] = {}

    def load() -> None:
        state["bracket"] = load_bracket(files)

    def apply() -> None:
        # OpenCV takes 8-bit frames only; the order of the channels makes no difference to it.
        frames = [convert(p, np.dtype(np.uint8)) for p in state["bracket"].pixels]
        fused = cv2.createMergeMertens().process(frames)
        state["out"] = np.rint(65535 * np.clip(fused, 0, 1)).astype(np.uint16)

    def write() -> None:
        save_image(out, state["out"])

    return [("load", load), ("apply", apply), ("write", write)]


def _weights(files: list[Path], out: Path) -> Stages:
    """Blend and lookup alone, of the same frames, in turn with equal weights everywhere and with varying ones."""
    from mefcore.blend import WeightGrid
    from mefcore.engine import select
    from mefcore.io import load_bracket
    from mefcore.lut.grid import Lut3D
    from mefcore.recipe import Recipe

    frames = load_bracket(files).pixels
    engine, lut = select("cpu"), Lut3D.identity(Recipe().grid)
    result = np.empty(frames[0].shape, np.uint16)

    def apply(weights: WeightGrid) -> None:
        engine.apply(frames, weights, lut, out=result)

    return [
        ("global", partial(apply, WeightGrid.of(np.full(len(frames), 1 / len(frames))))),
        ("local", partial(apply, example_grid(len(frames)))),
    ]


def example_grid(k: int) -> WeightGrid:
    """A made-up grid of the usual 8×16×16 nodes: bright frames in the dark, dark ones in the light, more so below."""
    from mefcore.blend import WeightGrid

    frame, z, y, x = np.meshgrid(*(np.linspace(0, 1, n) for n in (k, 8, 16, 16)), indexing="ij", sparse=True)
    values = np.exp(-(2 + 4 * y) * (frame + z - 1 + 0.2 * np.sin(6 * x)) ** 2)
    values /= values.sum(axis=0)
    return WeightGrid(values.astype(np.float32), np.full(k, 1 / k, np.float32))


def _local_weights(measured: Figures) -> Figures:
    seconds = {stage: measured["cpu_seconds"][stage] for stage in ("global", "local")}
    return {"cpu_seconds": seconds, "ratio": round(seconds["local"] / max(seconds["global"], 1e-4), 2)}


def _ratios(methods: dict[str, Figures]) -> dict[str, float]:
    ours, theirs = (methods[m] for m in METHODS)
    fusing = sum(ours["cpu_seconds"][s] for s in ("infer", "bake", "apply"))
    peaks = [max(m["peak_mb"].values()) for m in (ours, theirs)]
    return {
        "apply": round(theirs["cpu_seconds"]["apply"] / ours["cpu_seconds"]["apply"], 2),
        "infer to apply": round(theirs["cpu_seconds"]["apply"] / fusing, 2),
        "total": round(theirs["cpu_seconds"]["total"] / ours["cpu_seconds"]["total"], 2),
        "peak memory": round(peaks[1] / max(peaks[0], 1.0), 2),
    }
