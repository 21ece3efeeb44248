"""What tests of keeping ask of a window and of the disk, and answer."""

from __future__ import annotations

from pathlib import Path

from conftest import WAIT
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

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


def answer(monkeypatch, folder: Path) -> None:
    """To the question for a folder."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))


def asked(qtbot, window) -> QMessageBox:
    """The question where frames are."""
    reopener = part(window).reopener
    qtbot.waitUntil(lambda: reopener.box is not None, timeout=WAIT)
    return reopener.box


def press(qtbot, box, text: str) -> None:
    button = next(b for b in box.buttons() if b.text().replace("&", "") == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
