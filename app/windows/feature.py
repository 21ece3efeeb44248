"""A part of the window that brings commands of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.windows.menus import Menu

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow


class Feature(QObject):
    """One is made for each class in :mod:`app.windows.features` when all else of the window is there.

    A feature takes what it needs of the window (its session, canvas, sidebar, …), connects it, and adds pages and
    commands.  The window knows nothing else of it.

    Signals:
        changed: what :meth:`can` says is something else now.
    """

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        """Commands by the name of the menu they go into: ``file``, ``edit``, ``view``, ``shoot`` or ``help``."""
        return {}

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """What the commands do, by their names; one that toggles is told whether it is on."""
        return {}

    def can(self) -> Mapping[str, bool]:
        """Whether what commands need is there, by the keys they name."""
        return {}

    def ready(self) -> None:
        """The window is complete: ``window.actions_by_name`` holds the actions of all features."""

    def take_drop(self, paths: Sequence[Path]) -> bool:
        """Files dropped on the window: whether the feature takes them, so that they are not opened."""
        return False

    def escape(self) -> bool:
        """Esc: put away what is in the hand; False if there is nothing."""
        return False

    def may_close(self) -> bool:
        """Whether the window may close; ask the person where something would be lost."""
        return True

    def close(self) -> None:
        """The window is closing: end workers and wait for them."""
