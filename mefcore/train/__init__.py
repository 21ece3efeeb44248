"""Training: data, losses and the loop behind ``mef train``.  Nothing at run time imports this package."""

from mefcore.train.loop import run

__all__ = ["run"]
