"""The training loop of the student: plain torch, resumable, the same result for the same seed."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mefcore.errors import MefError
from mefcore.io.atomic import atomic_path
from mefcore.job import SILENT, Job
from mefcore.nets.student import Shape, Student
from mefcore.nets.weights import WeightsInfo, write_weights
from mefcore.train import losses
from mefcore.train.config import Config, load_config
from mefcore.train.data import THUMBNAIL, Batch, Sampler, digest, load_radiance, load_scene, scene_folders, shrink
from mefcore.train.lookup import blend, look_up, sample

LATTICES = (9, 13, 17, 25)
"""Sizes drawn at random while training: a LUT that must look right on coarse lattices becomes smooth."""


def objective(student: Student, batch: Batch, config: Config, n: int) -> tuple[Tensor, dict[str, float]]:
    """Total loss of one batch looked up in lattices of ``n`` points per axis, and its parts."""
    weights, latent = student(batch.thumbs)
    table = sample(student.implicit, latent, n)
    result = look_up(blend(batch.frames, weights), table)
    fine = losses.fusion_agreement(result, batch.frames)
    half = losses.fusion_agreement(functional.avg_pool2d(result, 2), functional.avg_pool2d(batch.frames.flatten(0, 1), 2).unflatten(0, batch.frames.shape[:2]))
    with torch.no_grad():
        target, mask = losses.colour_target(batch.frames)
    to_label = (result - batch.label).abs().mean((1, 2, 3))
    parts = {
        "structure": 1 - 0.5 * (fine.structure + half.structure),
        "luminance": 1 - 0.5 * (fine.luminance + half.luminance),
        "colour": losses.colour_error(result, target, mask),
        "label": (to_label * batch.has_label).sum() / len(to_label),
        "roughness": losses.lattice_roughness(table),
        "reversal": losses.lattice_reversal(table),
        "out_of_range": losses.out_of_range(result) + 0.25 * losses.out_of_range(table),
    }
    terms = msgspec.structs.asdict(config.loss)
    total = torch.stack([terms[k] * v for k, v in parts.items()]).sum()
    return total, {k: float(v.detach()) for k, v in parts.items()}


class Run:
    """State of a run: student, its running average, optimiser, step; saved and restored as one file."""

    def __init__(self, config: Config, out: Path, device: str) -> None:
        torch.manual_seed(config.seed)
        self.config, self.out, self.device = config, out, device
        shape = Shape(**msgspec.structs.asdict(config.shape))
        self.student = Student(shape, config.name).to(device)
        self.average = Student(shape, config.name).to(device).requires_grad_(False)
        self.average.load_state_dict(self.student.state_dict())
        self.optimiser = torch.optim.AdamW(
            self.student.parameters(), lr=config.lr, betas=config.betas, weight_decay=config.weight_decay
        )
        self.step, self.seconds, self.best = 0, 0.0, float("-inf")

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def save(self) -> None:
        with atomic_path(self.checkpoint) as path:
            state = {k: getattr(self, k).state_dict() for k in ("student", "average", "optimiser")}
            torch.save({**state, "step": self.step, "seconds": self.seconds, "best": self.best}, path)

    def restore(self) -> bool:
        if not self.checkpoint.is_file():
            return False
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        for k in ("student", "average", "optimiser"):
            getattr(self, k).load_state_dict(state[k])
        self.step, self.seconds, self.best = state["step"], state["seconds"], state["best"]
        return True

    def rate(self) -> float:
        c = self.config
        warm = min(1.0, (self.step + 1) / max(1, c.warmup))
        cosine = 0.5 * (1 + np.cos(np.pi * min(1.0, self.step / c.steps)))
        return float(c.lr * warm * (0.01 + 0.99 * cosine))

    def advance(self, sampler: Sampler) -> dict[str, float]:
        """One step; its random numbers depend on seed and step alone, so a resumed run repeats an unbroken one."""
        started = time.perf_counter()
        rng = np.random.default_rng([self.config.seed, self.step])
        batch = sampler.batch(rng, self.config.batch)
        batch = Batch(*(t.to(self.device) for t in vars(batch).values()))
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        total, parts = objective(self.student, batch, self.config, int(rng.choice(LATTICES)))
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        self.optimiser.step()
        decay = min(self.config.ema, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for kept, now in zip(self.average.parameters(), self.student.parameters(), strict=True):
                kept.lerp_(now, 1 - decay)
        self.step += 1
        self.seconds += time.perf_counter() - started
        return {"total": float(total.detach()), **parts}


@torch.no_grad()
def validate(student: Student, stacks: list[tuple[np.ndarray, np.ndarray | None]], device: str) -> dict[str, float]:
    """Mean structure, luminance and colour terms over whole stacks at N = 33, label PSNR in dB, and their score."""
    import cv2

    rows, psnr = [], []
    for frames, label in stacks:
        x = torch.from_numpy(frames).to(device).permute(0, 3, 1, 2).float()[None] / 255
        thumbs = np.stack([cv2.resize(f, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA) for f in frames])
        t = torch.from_numpy(thumbs).to(device).permute(0, 3, 1, 2).float()[None] / 255
        weights, latent = student(t)
        result = look_up(blend(x, weights), sample(student.implicit, latent, 33).clamp(0, 1))
        agreement = losses.fusion_agreement(result, x)
        colour = losses.colour_error(result, *losses.colour_target(x))
        rows.append([float(agreement.structure), float(agreement.luminance), float(colour)])
        if label is not None:
            reference = torch.from_numpy(label).to(device).permute(2, 0, 1).float() / 255
            psnr.append(float(-10 * torch.log10((result[0] - reference).square().mean())))
    structure, luminance, colour = (float(v) for v in np.mean(rows, axis=0))
    found = {"structure": structure, "luminance": luminance, "colour": colour, "psnr": float(np.mean(psnr or [0.0]))}
    return {**found, "score": structure + luminance - 2 * colour + 0.01 * found["psnr"]}


def commit() -> str:
    """Short hash of the commit being run, or ``unknown`` outside a checkout."""
    try:
        done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=Path(__file__).parent)  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def keep(run: Run, metrics: dict[str, float], data_hash: str, name: str) -> Path:
    """Write the averaged student as weights; returns the file."""
    path = run.out / name
    training: dict[str, Any] = {
        "config": msgspec.to_builtins(run.config), "commit": commit(), "data": data_hash, "device": run.device,
        "step": run.step, "seconds": round(run.seconds), "validation": {k: round(v, 5) for k, v in metrics.items()},
    }
    info = WeightsInfo("student", run.config.name, msgspec.to_builtins(run.config.shape), training)
    write_weights(path, run.average.state_dict(), info)
    return path


def run(
    config_path: Path, *, data: Path | None = None, out: Path | None = None, device: str = "cpu",
    job: Job = SILENT, echo: Callable[[str], None] = print,
) -> Path:
    """Train, or go on training, and return the best weights by validation score.

    Args:
        config_path: TOML, see :class:`~mefcore.train.config.Config`.
        data: overrides ``data.root``.
        out: folder of the run; ``runs/<name>`` unless given.  A checkpoint found there is resumed.

    Raises:
        MefError: config or data unusable.
        Cancelled: asked to stop; the last checkpoint stays.
    """
    config = load_config(config_path)
    root = data or Path(config.data.root)
    if not str(root) or not root.is_dir():
        raise MefError("is not a data folder", path=root, hint="say where the data is with --data")
    if config.threads:
        torch.set_num_threads(config.threads)
    out = out or Path("runs") / config.name
    out.mkdir(parents=True, exist_ok=True)
    state = Run(config, out, device)
    if state.restore():
        echo(f"resumed at step {state.step}")
    d = config.data
    scenes = [load_scene(f, d.longest) for f in scene_folders(root / "train")]
    sampler = Sampler(scenes, load_radiance(root / "hdr"), side=d.side, radiance_share=d.radiance_share, labelled_share=d.labelled_share)
    stacks = validation_stacks(root / "val", d.longest)
    data_hash = digest(root / "train")
    echo(f"{len(scenes)} scenes, {len(sampler.radiance)} radiance pictures, {sum(p.numel() for p in state.student.parameters())} parameters")
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(out)) as board, (out / "log.jsonl").open("a") as log:
        while state.step < config.steps:
            job.progress(state.step / config.steps)
            parts = state.advance(sampler)
            if state.step % 50 == 0:
                for k, v in parts.items():
                    board.add_scalar(f"train/{k}", v, state.step)
            if state.step % config.checkpoint_every == 0:
                state.save()
            if state.step % config.validate_every == 0 or state.step == config.steps:
                metrics = validate(state.average, stacks, device)
                for k, v in metrics.items():
                    board.add_scalar(f"val/{k}", v, state.step)
                line = {"step": state.step, "seconds": round(state.seconds), **{k: round(v, 5) for k, v in {**parts, **{f"val_{k}": v for k, v in metrics.items()}}.items()}}
                log.write(json.dumps(line) + "\n")
                log.flush()
                echo(json.dumps(line))
                if metrics["score"] > state.best:
                    state.best = metrics["score"]
                    keep(state, metrics, data_hash, "student.safetensors")
    state.save()
    return out / "student.safetensors"


def validation_stacks(folder: Path, longest: int) -> list[tuple[np.ndarray, np.ndarray | None]]:
    """Every scene of ``folder`` as a whole, and once more with only its darkest, middle and brightest frame."""
    stacks: list[tuple[np.ndarray, np.ndarray | None]] = []
    for f in scene_folders(folder):
        scene = load_scene(f, longest)
        stacks.append((scene.frames, scene.label))
        n = len(scene.frames)
        if n > 3:
            stacks.append((scene.frames[[1, n // 2, n - 2]], scene.label))
    return stacks
