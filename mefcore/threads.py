"""How this process shares the processor's cores with others."""

from __future__ import annotations

import os


def share_the_cores() -> None:
    """Let torch's waiting threads sleep, not spin; only works before torch is imported.

    The network is small: on a machine with other work to do, spinning makes it ten to fifty times slower.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
