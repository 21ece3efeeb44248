"""How the picture is looked at: before beside after, zooms, and the navigator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup

from app.canvas.sides import MODES, Mode
from app.models.messages import OPENED
from app.panels.navigator import Navigator
from app.windows.feature import Feature
from app.windows.menus import Command, Menu

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow

COMMANDS: dict[str, Mode] = {
    "compare_off": "off",
    "split": "left_right",
    "top_bottom": "top_bottom",
    "side_by_side": "side_by_side",
}
ZOOMS = {"zoom_50": 0.5, "zoom_200": 2.0, "zoom_400": 4.0}


def _tr(text: str) -> str:
    return QCoreApplication.translate("viewing", text)


class Viewing(Feature):
    """Modes of comparison, which are remembered, and fixed zooms."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._canvas = window.canvas
        self.navigator = Navigator(window.sidebar)
        window.sidebar.add_on_top(self.navigator)
        self._canvas.view_changed.connect(self.navigator.show_view)
        window.preview.rendered.connect(self.navigator.show_rendered)
        self.navigator.look_at.connect(self._canvas.look_at)
        self.navigator.fit_requested.connect(self._canvas.fit)
        self.navigator.zoom_by.connect(self._zoom_by)
        self._canvas.compare_changed.connect(self._mode_changed)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "view": (
                Command("fill", _tr("F&ill"), needs="picture", after="fit", tip=_tr("No surround")),
                Command(
                    "zoom_50",
                    _tr("&50 %"),
                    needs="picture",
                    after="fill",
                    tip=_tr("One pixel of the screen for four of the picture"),
                ),
                Command(
                    "zoom_200",
                    _tr("&200 %"),
                    ("Ctrl+2",),
                    needs="picture",
                    after="full_size",
                    tip=_tr("Four pixels of the screen for each of the picture"),
                ),
                Command(
                    "zoom_400",
                    _tr("&400 %"),
                    ("Ctrl+4",),
                    needs="picture",
                    after="zoom_200",
                    tip=_tr("Sixteen pixels of the screen for each of the picture"),
                ),
                Command(
                    "sharp",
                    _tr("S&harp pixels"),
                    checkable=True,
                    after="zoom_400",
                    tip=_tr("Above 200 % pixels are squares; otherwise they are smoothed"),
                ),
                Command(
                    "top_bottom",
                    _tr("Split &top/bottom"),
                    ("Alt+Y",),
                    checkable=True,
                    needs="picture",
                    after="split",
                    tip=_tr("Before above, after below"),
                ),
                Command(
                    "side_by_side",
                    _tr("Side b&y side"),
                    ("Shift+Y",),
                    checkable=True,
                    needs="picture",
                    after="top_bottom",
                    tip=_tr("Two pictures of the same place"),
                ),
                Command(
                    "compare_off",
                    _tr("&Result alone"),
                    checkable=True,
                    needs="picture",
                    after="side_by_side",
                    tip=_tr("No “before” beside it; the keys of the others switch them off, too"),
                ),
                Command(
                    "before_opened",
                    _tr("Compare with the look as &opened"),
                    needs="picture",
                    after="before_blend",
                    tip=_tr("The result as it was when this bracket was opened"),
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            **{name: partial(self._set_mode, mode) for name, mode in COMMANDS.items()},
            **{name: partial(self._canvas.zoom_at_pointer, zoom) for name, zoom in ZOOMS.items()},
            "fill": self._canvas.fill,
            "sharp": self._set_sharp,
            "before_opened": lambda: self._window.comparison.choose(OPENED),
        }

    def ready(self) -> None:
        actions, settings = self._window.actions_by_name, self._window.settings
        # One of them is on; the key of that one switches to the result alone.
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for name in COMMANDS:
            group.addAction(actions[name])
        self._canvas.set_mode(settings.choice("compare", MODES[1:], "left_right"))
        sharp = settings.flag("sharp", True)
        actions["sharp"].setChecked(sharp)
        self._canvas.set_sharp(sharp)
        self._mode_changed()

    def _set_mode(self, mode: Mode, on: bool) -> None:
        self._canvas.set_mode(mode if on else "off")
        self._mode_changed()

    def _mode_changed(self) -> None:
        for name, mode in COMMANDS.items():
            self._window.actions_by_name[name].setChecked(mode == self._canvas.mode)
        self._window.settings.set_text("compare", self._canvas.last_mode)

    def _set_sharp(self, on: bool) -> None:
        self._canvas.set_sharp(on)
        self._window.settings.set_flag("sharp", on)

    def _zoom_by(self, factor: float) -> None:
        if self._canvas.view is not None:
            self._canvas.zoom_to(self._canvas.view.zoom * factor)
