"""What tests of keeping ask of a window and of the disk."""

from __future__ import annotations

from pathlib import Path

from conftest import WAIT

from app.keeping.feature import Keeping
from mefcore.sidecar import SUFFIX


def sidecars(folder: Path) -> list[Path]:
    return sorted(folder.rglob(f"*{SUFFIX}"))


def part(window) -> Keeping:
    return next(f for f in window.features if isinstance(f, Keeping))


def saved(qtbot, window) -> None:
    """Waits until everything is on disk, as it is by itself a moment later."""
    window.opener.keeper.flush()
    qtbot.waitUntil(lambda: not window.opener.keeper.unsaved, timeout=WAIT)


def listed(qtbot, window, count: int) -> None:
    qtbot.waitUntil(lambda: len(part(window).recents.lines) == count, timeout=WAIT)
