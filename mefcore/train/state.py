"""A run in progress: task, running average, optimiser and step; saved and restored as one file."""

from __future__ import annotations

import copy
import time
from pathlib import Path

import msgspec
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from mefcore.errors import MefError
from mefcore.io.atomic import atomic_path
from mefcore.train.config import Config
from mefcore.train.data import Batch, Sampler
from mefcore.train.distributed import Ranks
from mefcore.train.task import make_task


class Run:
    """One run of a :class:`~mefcore.train.config.Config`.

    Attributes:
        task: what the optimiser moves: the network, and whatever learns along with it.
        average: the running average of the network's parameters, which is validated and kept.
        step, seconds: how far it is, and the time that took.
        best: validation score of the weights kept so far.
        changed: whether the checkpoint it went on from is of another version of this config.
    """

    def __init__(self, config: Config, out: Path, ranks: Ranks) -> None:
        torch.manual_seed(config.seed)
        self.config, self.out, self.ranks = config, out, ranks
        self.device = ranks.device
        self.task = make_task(config).to(self.device)
        self.average = copy.deepcopy(self.task.network).requires_grad_(False)
        self.learning = {name: p for name, p in self.task.named_parameters() if p.requires_grad}
        self.optimiser = torch.optim.AdamW(
            self.learning.values(), lr=config.lr, betas=config.betas, weight_decay=config.weight_decay
        )
        # Its buffers are constants, the same in every process.
        self._forward: nn.Module = (
            DistributedDataParallel(self.task, broadcast_buffers=False) if ranks.world > 1 else self.task
        )
        self.step, self.seconds, self.best = 0, 0.0, float("-inf")
        self.changed = False
        self._config = msgspec.json.encode(config).decode()

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    @property
    def _beside(self) -> dict[str, Tensor]:
        """Parameters that learn along with the network."""
        return {name: p.detach() for name, p in self.learning.items() if not name.startswith("network.")}

    def save(self) -> None:
        """Write the checkpoint, atomically."""
        state = {
            self.config.kind: self.task.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "beside": self._beside,
            "step": self.step,
            "seconds": self.seconds,
            "best": self.best,
            "config": self._config,
        }
        with atomic_path(self.checkpoint) as path:
            torch.save(state, path)

    def restore(self) -> bool:
        """Go back to the checkpoint; False if there is none.

        Raises:
            MefError: the checkpoint is of another kind of run.
        """
        if not self.checkpoint.is_file():
            return False
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        beside = state.get("beside", {})
        if self.config.kind not in state or beside.keys() != self._beside.keys():
            raise MefError("is of a run with another config", path=self.checkpoint, hint="choose another folder")
        self.task.network.load_state_dict(state[self.config.kind])
        self.average.load_state_dict(state["average"])
        for name, value in beside.items():
            self.learning[name].data.copy_(value)
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds, self.best = state["step"], state["seconds"], state["best"]
        self.changed = state.get("config") != self._config
        return True

    def rate(self) -> float:
        """Learning rate of the next step: linear warm-up, then a cosine to 1 %."""
        warm = min(1.0, (self.step + 1) / max(1, self.config.warmup))
        cosine = 0.5 * (1 + np.cos(np.pi * min(1.0, self.step / self.config.steps)))
        return float(self.config.lr * warm * (0.01 + 0.99 * cosine))

    def rng(self) -> np.random.Generator:
        """The next step's random numbers: of seed, step and process alone, so a resumed run repeats an unbroken one."""
        key = [self.config.seed, self.step]
        return np.random.default_rng(key if self.ranks.first else [*key, self.ranks.rank])

    def advance(self, sampler: Sampler) -> dict[str, float]:
        """One step; returns the loss and its unweighted parts."""
        started = time.perf_counter()
        rng = self.rng()
        batch = sampler.batch(rng, self.config.batch)
        batch = Batch(*(t.to(self.device) for t in vars(batch).values()))
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        parts = self._forward(batch, rng)
        total = self.task.total(parts)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.learning.values(), 1.0)
        self.optimiser.step()
        decay = min(self.config.ema, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for kept, now in zip(self.average.parameters(), self.task.network.parameters(), strict=True):
                kept.lerp_(now, 1 - decay)
        self.step += 1
        self.seconds += time.perf_counter() - started
        return {"total": float(total.detach()), **{name: float(part.detach()) for name, part in parts.items()}}
