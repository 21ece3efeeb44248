"""What each process of ``test_train_distributed`` runs: three steps, leaving its gradients and parameters."""

import sys
from pathlib import Path

import torch

from mefcore.train.config import load_config
from mefcore.train.distributed import joined
from mefcore.train.loop import make_sampler
from mefcore.train.state import Run

torch.set_num_threads(1)
config_path, data, out = (Path(a) for a in sys.argv[1:])
with joined("cpu") as ranks:
    state = Run(load_config(config_path), out, ranks)
    sampler = make_sampler(state.config, data)
    state.advance(sampler)
    gradients = {name: p.grad for name, p in state.learning.items()}
    for _ in range(2):
        state.advance(sampler)
    found = {"gradients": gradients, "task": state.task.state_dict(), "average": state.average.state_dict()}
    torch.save(found, out / f"rank{ranks.rank}.pt")
