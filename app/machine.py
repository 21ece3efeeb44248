"""What makes the pictures: chosen by the person, with something that works in place of what is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mefcore.threads import use_at_most

if TYPE_CHECKING:
    from mefcore.engine import Device, Engine
    from mefcore.job import Job

_wanted: Device = "auto"


@dataclass(frozen=True)
class Machines:
    """What was found here.

    Attributes:
        devices: that can make pictures, apart from ``auto``.
        name: of the engine in use.
    """

    devices: tuple[str, ...]
    name: str


def use(device: Device, threads: int) -> None:
    """From the next picture on.

    Args:
        threads: of the processor; 0 for all.
    """
    global _wanted
    _wanted = device
    use_at_most(threads)


def wanted() -> Device:
    return _wanted


def engine() -> Engine:
    """The engine that was asked for, or else the one this machine prefers.  For workers: it may import torch."""
    from mefcore.engine import select
    from mefcore.errors import MefError

    made = _made.get(_wanted)
    if made is None:
        try:
            made = select(_wanted)
        except MefError:
            made = select("auto")
        _made[_wanted] = made
    return made


_made: dict[str, Engine] = {}
_kept = 1.0


def keep(share: float) -> None:
    """How much may be kept on disk of small pictures, times what is usual; for caches that are opened from now on."""
    global _kept
    _kept = share


def kept() -> float:
    return _kept


def look_around(_: None, job: Job) -> Machines:
    """Every device here.  For a worker: it imports torch."""
    from mefcore.engine import available

    job.check()
    return Machines(tuple(dict.fromkeys(e.device for e in available())), engine().name)
