"""Two processes, as torch's launcher starts them, train one network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from train_cases import make_data, write_config

from mefcore.nets.student import load_student
from mefcore.train.config import load_config
from mefcore.train.distributed import Ranks
from mefcore.train.loop import make_sampler, run
from mefcore.train.state import Run

HERE = Path(__file__).parent
DISTILL = "[distill]\ngrid = 0.0\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("data"))


def torchrun(*arguments: str | Path) -> str:
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run([*launcher, *map(str, arguments)], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_processes_average_their_gradients_and_stay_equal(data: Path, tmp_path: Path) -> None:
    path = write_config(tmp_path, 3, tables=DISTILL)
    torchrun(HERE / "train_worker.py", path, data, tmp_path)
    first, second = (torch.load(tmp_path / f"rank{rank}.pt", weights_only=True) for rank in (0, 1))
    for part in ("task", "average"):
        assert all(torch.equal(first[part][name], second[part][name]) for name in first[part])

    # The same first step by hand: the mean of the losses of both processes' batches.
    config = load_config(path)
    alone, other = (Run(config, tmp_path, Ranks("cpu", rank=rank)) for rank in (0, 1))
    sampler = make_sampler(config, data)
    for state in (alone, other):
        rng = state.rng()
        (alone.task.total(alone.task(sampler.batch(rng, config.batch), rng)) / 2).backward()
    torch.nn.utils.clip_grad_norm_(alone.learning.values(), 1.0)
    for name, parameter in alone.learning.items():
        assert parameter.grad is not None
        torch.testing.assert_close(first["gradients"][name], parameter.grad, atol=1e-6, rtol=1e-4)
    assert alone.rng().random() != other.rng().random()


def test_the_documented_command(data: Path, tmp_path: Path) -> None:
    """It goes on where one process stopped, and one process alone writes."""
    out = tmp_path / "run"
    run(write_config(tmp_path, 2), data=data, out=out, echo=lambda _: None)
    said = torchrun("-m", "mefcore.train", write_config(tmp_path, 4), "--data", data, "--out", out)
    assert said.count("resumed at step 2") == 1
    rows = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows] == [2, 4]
    assert load_student(out / "student.safetensors").model_id == "tiny"
