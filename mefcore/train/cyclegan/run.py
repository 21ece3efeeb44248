"""``mef train`` of a CycleGAN: resumable, the same result for the same seed."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import torch

from mefcore.io.atomic import atomic_path
from mefcore.job import SILENT, Job
from mefcore.nets.weights import WeightsInfo, write_weights
from mefcore.train.cyclegan.apply import add_noise
from mefcore.train.cyclegan.config import CycleConfig, load_cycle_config
from mefcore.train.cyclegan.domains import Domain, real, synthetic
from mefcore.train.cyclegan.losses import discriminator_loss, generator_loss
from mefcore.train.cyclegan.measure import noise_distance, noise_profile
from mefcore.train.cyclegan.nets import Discriminator, Generator
from mefcore.train.folders import run_folders

WEIGHTS = "cyclegan.safetensors"
HELD_OUT = 6
"""So many documents, never trained on, measure whether the noise is right."""


class CycleRun:
    """Networks, optimisers and step of a run; saved and restored as one file."""

    def __init__(self, config: CycleConfig, out: Path, device: str) -> None:
        torch.manual_seed(config.seed)
        self.config, self.out, self.device = config, out, device
        self.to_real = Generator(config.width, config.blocks).to(device)
        self.to_clean = Generator(config.width, config.blocks).to(device)
        self.real_judge = Discriminator(config.discriminator_width).to(device)
        self.clean_judge = Discriminator(config.discriminator_width).to(device)
        self.makers = self._optimiser(self.to_real, self.to_clean)
        self.judges = self._optimiser(self.real_judge, self.clean_judge)
        self.step = 0

    def _optimiser(self, *nets: torch.nn.Module) -> torch.optim.AdamW:
        parameters = itertools.chain(*(n.parameters() for n in nets))
        c = self.config
        return torch.optim.AdamW(parameters, lr=c.lr, betas=c.betas, weight_decay=c.weight_decay)

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def _parts(self) -> dict[str, torch.nn.Module | torch.optim.AdamW]:
        names = ("to_real", "to_clean", "real_judge", "clean_judge", "makers", "judges")
        return {name: getattr(self, name) for name in names}

    def save(self) -> None:
        """Write the checkpoint, atomically."""
        with atomic_path(self.checkpoint) as path:
            torch.save({"step": self.step, **{k: v.state_dict() for k, v in self._parts().items()}}, path)

    def restore(self) -> bool:
        """Go back to the checkpoint; False if there is none."""
        if not self.checkpoint.is_file():
            return False
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        self.step = state["step"]
        return True

    def rate(self, steps: int) -> float:
        """Learning rate of the next step of so many: a tenth after half, a hundredth after three quarters."""
        done = self.step / steps
        return self.config.lr * (0.01 if done >= 0.75 else 0.1 if done >= 0.5 else 1.0)

    def advance(self, clean: Domain, noisy: Domain, steps: int) -> dict[str, float]:
        """One step of generators and discriminators; its random numbers depend on seed and step alone."""
        c = self.config
        rng = np.random.default_rng([c.seed, self.step])
        a = clean.patches(rng, c.batch, c.side).to(self.device)
        b = noisy.patches(rng, c.batch, c.side).to(self.device)
        drawn = rng.standard_normal((3, c.batch, 1, c.side, c.side), dtype=np.float32)
        noise = torch.from_numpy(drawn).to(self.device)
        for group in (*self.makers.param_groups, *self.judges.param_groups):
            group["lr"] = self.rate(steps)
        judges = (self.real_judge, self.clean_judge)
        for judge in judges:
            judge.requires_grad_(False)
        total, parts, fakes = generator_loss(self.to_real, self.to_clean, *judges, a, b, noise, c)
        self.makers.zero_grad(set_to_none=True)
        total.backward()
        self.makers.step()
        for judge in judges:
            judge.requires_grad_(True)
        judged = discriminator_loss(*judges, a, b, fakes)
        self.judges.zero_grad(set_to_none=True)
        judged.backward()
        self.judges.step()
        self.step += 1
        return {"generators": float(total.detach()), "discriminators": float(judged.detach()), **parts}


def run_cyclegan(
    config_path: Path,
    *,
    data: Path | None = None,
    out: Path | None = None,
    device: str = "cpu",
    job: Job = SILENT,
    echo: Callable[[str], None] = print,
) -> Path:
    """Train, or go on training, and return the weights of the generator that adds noise.

    Beside it, ``noise.json`` says whether it helps: the distance in decibels between the noise of real frames that
    were not trained on and that of documents that were not trained on, before and after, and what two halves of the
    real frames differ by.

    Args:
        config_path: TOML, see :class:`CycleConfig`.
        data: overrides the config's ``root``.
        out: folder of the run; ``runs/<name>`` unless given.  A checkpoint found there is resumed.

    Raises:
        MefError: config or data unusable.
        Cancelled: asked to stop; the last checkpoint stays.
    """
    config = load_cycle_config(config_path)
    root, out = run_folders(config.root, config.name, data, out)
    if config.threads:
        torch.set_num_threads(config.threads)
    state = CycleRun(config, out, device)
    if state.restore():
        echo(f"resumed at step {state.step}")
    noisy = real(root, "train", config.side)
    clean = synthetic(config.documents, config.seed, config.longest, job.part(0, 0))
    steps = config.epochs * max(1, 2 * len(noisy.dark) // config.batch)
    count = sum(p.numel() for p in state.to_real.parameters())
    echo(f"{2 * len(noisy.dark)} real frames, {config.documents} documents, {steps} steps, {count} parameters")
    _train(state, clean, noisy, steps, job, echo)
    found = measure(state, root)
    with atomic_path(out / "noise.json") as path:
        path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    echo(json.dumps(found))
    shape = {"width": config.width, "blocks": config.blocks}
    training: dict[str, object] = {"config": msgspec.to_builtins(config), "step": state.step, "noise": found}
    write_weights(out / WEIGHTS, state.to_real.state_dict(), WeightsInfo("cyclegan", config.name, shape, training))
    return out / WEIGHTS


def _train(state: CycleRun, clean: Domain, noisy: Domain, steps: int, job: Job, echo: Callable[[str], None]) -> None:
    from torch.utils.tensorboard import SummaryWriter  # slow to import, and only this function writes logs

    started = time.perf_counter()
    with SummaryWriter(str(state.out)) as board:
        while state.step < steps:
            job.progress(state.step / steps)
            parts = state.advance(clean, noisy, steps)
            if state.step % 50 == 0:
                for name, value in parts.items():
                    board.add_scalar(f"train/{name}", value, state.step)
            if state.step % state.config.checkpoint_every == 0 or state.step == steps:
                state.save()
                line = {"step": state.step, "seconds": round(time.perf_counter() - started)}
                echo(json.dumps({**line, **{k: round(v, 4) for k, v in parts.items()}}))


def measure(state: CycleRun, root: Path) -> dict[str, dict[str, float]]:
    """Noise of held-out documents beside held-out real frames, dark and bright, before and after."""
    config = state.config
    held_out = synthetic(HELD_OUT, config.seed + 1, config.longest)
    frames = real(root, "val", config.side)
    found = {}
    for name in ("dark", "bright"):
        wanted, before = getattr(frames, name), getattr(held_out, name)
        rng = np.random.default_rng([config.seed, 2])
        after = [add_noise(state.to_real, picture, rng) for picture in before]
        target = noise_profile(wanted)
        found[name] = {
            "before_db": round(noise_distance(noise_profile(before), target), 3),
            "after_db": round(noise_distance(noise_profile(after), target), 3),
            "real_halves_db": round(noise_distance(noise_profile(wanted[::2]), noise_profile(wanted[1::2])), 3),
            "before_deviation": round(noise_profile(before).deviation, 3),
            "after_deviation": round(noise_profile(after).deviation, 3),
            "real_deviation": round(target.deviation, 3),
        }
    return found
