"""How this process shares the processor's cores with others."""

from __future__ import annotations

import os

_most = 0


def share_the_cores() -> None:
    """Let torch's waiting threads sleep, not spin; only works before torch is imported.

    The network is small: on a machine with other work to do, spinning makes it ten to fifty times slower.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def use_at_most(threads: int) -> None:
    """Limit what :func:`cores` says, from now on; 0 for no limit.

    torch has threads of its own: it is told by its environment, which it reads when it is imported.
    """
    global _most
    _most = max(0, threads)
    if threads > 0:
        os.environ["OMP_NUM_THREADS"] = str(threads)


def cores() -> int:
    """Threads worth starting for one picture: the cores this process may use, and no more than was asked for."""
    have = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(have, _most) if _most else have
