"""``mef train``: plain torch, resumable, the same result for the same seed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import msgspec
import torch

from mefcore.errors import MefError
from mefcore.job import SILENT, Job
from mefcore.nets.weights import write_weights
from mefcore.train.config import Config, load_config
from mefcore.train.data import BracketMaker, Sampler, Scene, digest, load_radiance, load_scenes
from mefcore.train.data.sampler import bracket_of_a_crop
from mefcore.train.distributed import Ranks, joined
from mefcore.train.folders import run_folders
from mefcore.train.pictures import contact_sheet
from mefcore.train.state import Run
from mefcore.train.validation import Stack, validation_stacks

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


def run(
    config_path: Path,
    *,
    data: Path | None = None,
    out: Path | None = None,
    device: str = "cpu",
    job: Job = SILENT,
    echo: Callable[[str], None] = print,
) -> Path:
    """Train, or go on training, and return the weights with the best validation score.

    Args:
        config_path: TOML, see :class:`~mefcore.train.config.Config`.
        data: overrides the config's ``data.root``.
        out: folder of the run; ``runs/<name>`` unless given.  A checkpoint found there is resumed.
        device: of torch.  Under ``torchrun``, see :mod:`mefcore.train.distributed`.

    Raises:
        MefError: config or data unusable.
        Cancelled: asked to stop; the last checkpoint stays.
    """
    config = load_config(config_path)
    root, out = run_folders(config.data.root, config.name, data, out)
    if config.threads:
        torch.set_num_threads(config.threads)
    with joined(device) as ranks:
        _train(config, root, out, ranks, job, echo if ranks.first else lambda _: None)
        ranks.wait()
    return out / f"{config.kind}.safetensors"


def make_sampler(config: Config, root: Path) -> Sampler:
    """Everything below ``root`` that a config's batches are drawn from.

    Raises:
        MefError: there are no scenes, or a teacher would have nothing to learn from.
    """
    data = config.data
    scenes = load_scenes(root, "train", data.longest, layout=data.layout, pseudo_labels=_pseudo_labels(config))
    for folder in data.also:
        scenes += load_scenes(Path(folder), "train", data.longest, layout=data.layout)
    radiance = load_radiance(root / "hdr", exr=data.exact_brackets, whole=data.exact_brackets)
    referenced = data.exact_brackets and radiance and data.radiance_share > 0
    if config.kind == "teacher" and not referenced and not any(scene.label is not None for scene in scenes):
        raise MefError("has no scene with a label", path=root, hint="a teacher learns from labels alone")
    return Sampler(
        scenes,
        radiance,
        side=data.side,
        radiance_share=data.radiance_share,
        labelled_share=data.labelled_share,
        maker=BracketMaker() if data.exact_brackets else bracket_of_a_crop,
        reference_trust=data.reference_trust,
        tone_jitter=data.tone_jitter,
    )


def validation_scenes(config: Config, root: Path) -> list[Scene]:
    """The validation split; with pseudo-labels for a teacher, which is measured against labels alone."""
    pseudo = _pseudo_labels(config) if config.kind == "teacher" else None
    return load_scenes(root, "val", config.data.longest, layout=config.data.layout, pseudo_labels=pseudo)


def _pseudo_labels(config: Config) -> Path | None:
    return Path(config.data.pseudo_labels) if config.data.pseudo_labels else None


def _train(config: Config, root: Path, out: Path, ranks: Ranks, job: Job, echo: Callable[[str], None]) -> None:
    state = Run(config, out, ranks)
    if state.restore():
        echo(f"resumed at step {state.step}" + (", with a changed config" if state.changed else ""))
    ranks.agree(state.step)
    sampler = make_sampler(config, root)
    count = sum(p.numel() for p in state.task.network.parameters())
    echo(f"{len(sampler.scenes)} scenes, {len(sampler.radiance)} radiance pictures, {count} parameters")
    if ranks.first:
        _steps_with_logs(state, sampler, root, job, echo)
        return
    while state.step < config.steps:
        job.check()
        state.advance(sampler)


def _steps_with_logs(state: Run, sampler: Sampler, root: Path, job: Job, echo: Callable[[str], None]) -> None:
    from torch.utils.tensorboard import SummaryWriter  # slow to import, and only this function writes logs

    config = state.config
    stacks = validation_stacks(validation_scenes(config, root))
    data_hash = digest(root / "train" if (root / "train").is_dir() else root)
    with SummaryWriter(str(state.out)) as board, (state.out / "log.jsonl").open("a", encoding="utf-8") as log:
        while state.step < config.steps:
            job.progress(state.step / config.steps)
            parts = state.advance(sampler)
            if state.step % 50 == 0:
                for name, value in parts.items():
                    board.add_scalar(f"train/{name}", value, state.step)
            if state.step % config.validate_every == 0 or state.step == config.steps:
                metrics = _validate(state, stacks, board)
                echo(_write_line(log, state, parts, metrics))
                if metrics["score"] > state.best:
                    state.best = metrics["score"]
                    keep(state, metrics, data_hash)
            if state.step % config.checkpoint_every == 0 or state.step == config.steps:
                state.save()


def _validate(state: Run, stacks: list[Stack], board: SummaryWriter) -> dict[str, float]:
    metrics = state.task.validate(state.average, stacks, state.device)
    for name, value in metrics.items():
        board.add_scalar(f"val/{name}", value, state.step)
    sheet = contact_sheet(state.task.renderer(state.average), stacks, state.device)
    board.add_image("val/blend, result, label", sheet, state.step, dataformats="HWC")
    return metrics


def _write_line(log: TextIO, state: Run, parts: dict[str, float], metrics: dict[str, float]) -> str:
    row = {**parts, **{f"val_{name}": value for name, value in metrics.items()}}
    line = {"step": state.step, "seconds": round(state.seconds)}
    text = json.dumps({**line, **{name: round(value, 5) for name, value in row.items()}})
    log.write(text + "\n")
    log.flush()
    return text


def keep(state: Run, metrics: dict[str, float], data_hash: str) -> None:
    """Write the averaged network as weights that say where they come from."""
    training = {
        "config": msgspec.to_builtins(state.config),
        "commit": commit(),
        "data": data_hash,
        "device": state.device,
        "processes": state.ranks.world,
        "step": state.step,
        "seconds": round(state.seconds),
        "validation": {name: round(value, 5) for name, value in metrics.items()},
    }
    info = state.task.info(state.config.name, training)
    write_weights(state.out / f"{info.kind}.safetensors", state.average.state_dict(), info)


def commit() -> str:
    """Short hash of the commit being run, or ``unknown`` outside a checkout."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
