"""A run in progress: student, its running average, optimiser and step; saved and restored as one file."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import numpy as np
import torch

from mefcore.io.atomic import atomic_path
from mefcore.nets.student import Shape, Student
from mefcore.train.config import Config
from mefcore.train.data import Batch, Sampler
from mefcore.train.objective import objective

LATTICES = (9, 13, 17, 25)
"""Sizes drawn at random while training: a LUT that must look right on coarse lattices becomes smooth."""


class Run:
    """One run of a :class:`~mefcore.train.config.Config`.

    Attributes:
        student: what the optimiser moves.
        average: the running average of its parameters, which is validated and kept.
        step, seconds: how far it is, and the time that took.
        best: validation score of the weights kept so far.
    """

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
        """Write the checkpoint, atomically."""
        with atomic_path(self.checkpoint) as path:
            state = {k: getattr(self, k).state_dict() for k in ("student", "average", "optimiser")}
            torch.save({**state, "step": self.step, "seconds": self.seconds, "best": self.best}, path)

    def restore(self) -> bool:
        """Go back to the checkpoint; False if there is none."""
        if not self.checkpoint.is_file():
            return False
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        for k in ("student", "average", "optimiser"):
            getattr(self, k).load_state_dict(state[k])
        self.step, self.seconds, self.best = state["step"], state["seconds"], state["best"]
        return True

    def rate(self) -> float:
        """Learning rate of the next step: linear warm-up, then a cosine to 1 %."""
        warm = min(1.0, (self.step + 1) / max(1, self.config.warmup))
        cosine = 0.5 * (1 + np.cos(np.pi * min(1.0, self.step / self.config.steps)))
        return float(self.config.lr * warm * (0.01 + 0.99 * cosine))

    def advance(self, sampler: Sampler) -> dict[str, float]:
        """One step; returns the loss and its parts.

        The step's random numbers depend on seed and step alone, so a resumed run repeats an unbroken one.
        """
        started = time.perf_counter()
        rng = np.random.default_rng([self.config.seed, self.step])
        batch = sampler.batch(rng, self.config.batch)
        batch = Batch(*(t.to(self.device) for t in vars(batch).values()))
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        total, parts = objective(self.student, batch, self.config.loss, int(rng.choice(LATTICES)))
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
