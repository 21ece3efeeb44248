"""What one expects of any program: commands found by typing, the way of looking that print shops use, hints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.theme import surround
from app.windows import mnemonics
from app.windows.feature import Feature
from app.windows.menus import Command, Menu
from app.windows.palette import Palette

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow


class Habits(Feature):
    """The command palette and judging view."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.palette = Palette(window)
        surround.judge(False)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "view": (
                Command(
                    "judge",
                    _tr("&Judging view"),
                    ("Ctrl+B",),
                    checkable=True,
                    needs="picture",
                    tip=_tr("A white border and middle grey around the picture, as print shops look at proofs"),
                    after="sharp",
                ),
            ),
            "help": (
                Command(
                    "palette",
                    _tr("&Find a command…"),
                    ("Ctrl+K", "Ctrl+Shift+P"),
                    tip=_tr("Type a few letters of what you want to do"),
                    after="shortcuts",
                ),
            ),
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"palette": self.palette.open, "judge": self._judge}

    def ready(self) -> None:
        mnemonics.apply(self._window.menuBar().actions())

    def _judge(self, on: bool) -> None:
        surround.judge(on)
        self._window.canvas.follow_surround()


def _tr(text: str) -> str:
    return QCoreApplication.translate("habits", text)
