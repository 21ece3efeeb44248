"""Training with several processes, as torch's own launcher starts them.

``torchrun --nproc-per-node 4 -m mefcore.train CONFIG --data DATA --device cuda`` runs one process for each GPU; every
process draws batches of its own, gradients are averaged, and rank 0 alone logs and writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import distributed

from mefcore.errors import MefError

PATIENCE = timedelta(hours=2)
"""How long a process waits for the others: rank 0 validates while they do."""


@dataclass(frozen=True)
class Ranks:
    """This process among those that train together.

    Attributes:
        rank, world: its number, and how many there are.
        device: of torch, with an index if it is one of several.
    """

    device: str
    rank: int = 0
    world: int = 1

    @property
    def first(self) -> bool:
        """Whether this process logs and writes."""
        return self.rank == 0

    def wait(self) -> None:
        """Return when every process has come here."""
        if self.world > 1:
            distributed.barrier()

    def agree(self, step: int) -> None:
        """Check that all processes stand at the same step.

        Raises:
            MefError: they do not; the run's folder is not shared between machines.
        """
        if self.world == 1:
            return
        mine = torch.tensor([step, -step], device=self.device)
        distributed.all_reduce(mine, op=distributed.ReduceOp.MAX)
        if int(mine[0]) != -int(mine[1]):
            raise MefError(
                "the processes found different checkpoints", hint="put the run's folder where all machines see it"
            )


def processes() -> int:
    """How many processes ``torchrun`` started; 1 if it started none."""
    return int(os.environ.get("WORLD_SIZE", "1"))


@contextmanager
def joined(device: str) -> Iterator[Ranks]:
    """Join the processes that ``torchrun`` started; alone if it did not.

    Args:
        device: ``cpu`` (gloo) or ``cuda`` (nccl, one GPU for each process of a machine).
    """
    world = processes()
    if world == 1:
        yield Ranks(device)
        return
    if device == "cuda":
        device = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if device.startswith("cuda") else "gloo", timeout=PATIENCE)
    try:
        yield Ranks(device, distributed.get_rank(), world)
    finally:
        distributed.destroy_process_group()
