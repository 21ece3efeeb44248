"""``mef eval``: every method over every scene of a split, as JSON, Markdown, figures and pictures to look at.

Scenes are measured at full resolution on 8-bit results.  Scenes with a label are measured once more with three frames
(the second darkest, the middle and the second brightest, or all where there are no more than three), which is the
paper's case.  What is known of a scene is kept in ``OUT/scenes``: an evaluation that was stopped goes on where it was,
and one with another model added measures only that model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import torch

from mefcore.engine import Device, select
from mefcore.errors import MefError
from mefcore.evaluate import speed as run_time
from mefcore.evaluate.measure import OURS, Plan, Row, measure_scene, refinement_digest
from mefcore.evaluate.methods import (
    ORACLE,
    PAST_THE_PAPER,
    LutNetwork,
    Network,
    load_network,
    peers,
    single_frames,
)
from mefcore.evaluate.report import Result, write_report
from mefcore.io.atomic import check_target, unwritable
from mefcore.job import SILENT, Job
from mefcore.nets.weights import SHIPPED
from mefcore.train.data.scenes import scene_folders

LATTICES = (8, 16, 32, 64, 128)
WORKERS = 2


def run(
    root: Path,
    *,
    split: str = "test",
    out: Path,
    weights: Path | None = None,
    models: Mapping[str, Path] | None = None,
    grid: int = 33,
    lattices: Sequence[int] | None = None,
    refined: bool = True,
    oracle: bool = False,
    speed: bool = True,
    speed_sizes: Sequence[tuple[int, int]] = run_time.SIZES,
    device: Device = "cpu",
    job: Job = SILENT,
    echo: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Evaluate on ``root/split`` and write ``results.json``, ``results.md``, figures and contact sheets into ``out``.

    Args:
        weights: a student's or teacher's weights to evaluate instead of the shipped ones.
        models: further networks for Table II and the discussion, by the names of their rows: students, teachers or
            rivals.
        grid: lattice points per axis of Tables I and II.
        lattices: sizes of Table III, :data:`LATTICES` unless given; may be empty.
        refined: also refine every bracket, which takes some seconds each.
        oracle: also refine every bracket for long, to see how far it could go.
        speed: also measure run time, which takes about a minute.
        speed_sizes: widths and heights at which it is measured.

    Returns:
        What ``results.json`` holds.

    Raises:
        MefError: the split holds no scenes, a file cannot be read, or ``out`` cannot be written.
        Cancelled: the job was cancelled; what was measured is kept.
    """
    folders = scene_folders(root / split)
    taken = {OURS, *peers(), *single_frames()} & set(models or {})
    if taken:
        raise MefError(f"the name {sorted(taken)[0]} is taken", hint="name the model otherwise")
    _prepare(out)
    engine = select(device)
    paths = {OURS: weights or SHIPPED, **(models or {})}
    networks = {n: load_network(p, engine=engine, grid=grid, device=device) for n, p in paths.items()}
    digests = {n: hashlib.sha256(p.read_bytes()).hexdigest()[:16] for n, p in paths.items()}
    variants = _variants(networks[OURS], refined, oracle)
    digests |= {n: f"{digests[OURS]} {v.way} {refinement_digest()}" for n, v in variants.items()}
    sizes = tuple(LATTICES if lattices is None else lattices)
    plan = Plan({**single_frames(), **peers()}, networks, variants, digests, grid, sizes)
    with _one_thread_each():
        by_scene = _measure(folders, plan, out, job.part(0.0, 0.9 if speed else 1.0))
        times = []
        if speed:
            methods = {n: f for n, f in plan.plain.items() if n not in single_frames()}
            methods |= {n: network.fuse for n, network in networks.items() if n == OURS or _is_rival(n, plan)}
            methods |= {n: v.fuse for n, v in variants.items() if v.way.effort is None}
            times = run_time.compare(methods, sizes=speed_sizes, job=job.part(0.9, 1.0))
    result = Result(split, plan, by_scene, times, paths)
    report, text = write_report(result, out)
    echo(text)
    return report


def named_paths(given: Sequence[str]) -> dict[str, Path]:
    """``NAME=PATH`` arguments as a dict.

    Raises:
        MefError: one is not of that form, or a name comes twice.
    """
    found: dict[str, Path] = {}
    for text in given:
        name, _, path = text.partition("=")
        if not name or not path or name in found:
            raise MefError(f"{text!r} is not NAME=PATH with a new name", hint="such as --models teacher=t.safetensors")
        found[name] = Path(path)
    return found


def _prepare(out: Path) -> None:
    """Make the folders, and see now, not after minutes, whether they can be written."""
    for name in ("scenes", "pictures", "models"):
        try:
            (out / name).mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise unwritable(out / name, e) from e
    check_target(out / "results.json")


def _measure(folders: Sequence[Path], plan: Plan, out: Path, job: Job) -> dict[str, dict[str, Row]]:
    """Rows by scene and method; scenes are measured side by side."""
    by_scene: dict[str, dict[str, Row]] = {}
    pool = ThreadPoolExecutor(WORKERS)
    try:
        pending = [pool.submit(measure_scene, folder, plan, out, job) for folder in folders]
        for i, (folder, future) in enumerate(zip(folders, pending, strict=True)):
            by_scene[folder.name] = future.result()
            job.progress((i + 1) / len(folders), folder.name)
    finally:
        pool.shutdown(cancel_futures=True)
    return by_scene


def _variants(ours: Network, refined: bool, oracle: bool) -> dict[str, LutNetwork]:
    """Ours in all the ways there are, if it has a local head."""
    if not isinstance(ours, LutNetwork) or not ours.has_local:
        return {}
    ways = {**PAST_THE_PAPER, **(ORACLE if oracle else {})}
    return {f"{OURS} {n}": ours.used(way) for n, way in ways.items() if refined or way.effort is None}


def _is_rival(name: str, plan: Plan) -> bool:
    """Whether a network costs something else than ours does."""
    return type(plan.networks[name]) is not type(plan.networks[OURS])


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Scenes run side by side; libraries that also use every core would only get in each other's way."""
    before = torch.get_num_threads(), cv2.getNumThreads()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before[0])
        cv2.setNumThreads(before[1])
