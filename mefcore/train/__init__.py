"""Training: data, losses and the loop behind ``mef train``.  Nothing at run time imports this package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mefcore.errors import MefError
from mefcore.job import SILENT, Job
from mefcore.train import loop
from mefcore.train.config import kind_of
from mefcore.train.distributed import processes

__all__ = ["run"]


def run(
    config_path: Path,
    *,
    data: Path | None = None,
    out: Path | None = None,
    device: str = "cpu",
    job: Job = SILENT,
    echo: Callable[[str], None] = print,
) -> Path:
    """Train whatever the config's ``kind`` names and return its weights; see :func:`mefcore.train.loop.run`."""
    if kind_of(config_path) != "cyclegan":
        return loop.run(config_path, data=data, out=out, device=device, job=job, echo=echo)
    from mefcore.train.cyclegan import run_cyclegan

    if processes() > 1:
        raise MefError("a CycleGAN trains in one process", path=config_path, hint="start it with: mef train")
    return run_cyclegan(config_path, data=data, out=out, device=device, job=job, echo=echo)
