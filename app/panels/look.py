"""The recipe's controls, made from its declarations, on pages of the sidebar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.models.messages import Baked
from app.panels.controls import Control, make_control
from app.panels.found import FoundBox
from app.panels.preparation import FramesPanel
from app.panels.readouts import Readouts
from app.panels.sidebar import Page, Sidebar
from mefcore.recipe import Recipe, parameters

BLEND = ("local",)
"""Parameters on the page of the blend; those of the LUT's page are what is left."""


class LookPanel(QObject):
    """Signals: edited, as :attr:`app.panels.controls.Control.edited`.

    Attributes:
        blend, lut: the pages.
    """

    edited = Signal(str, object, int)

    def __init__(self, sidebar: Sidebar) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._controls: dict[str, Control] = {}
        self.blend, self.lut = Page(sidebar), Page(sidebar)
        self.found = FoundBox(self.blend.body)
        self.readouts = Readouts(self.lut.body)
        self.preparation = FramesPanel(self.blend.body)
        self._fill_blend()
        self._fill_lut()
        sidebar.add_page("blend", self.tr("Blend"), self.blend)
        sidebar.add_page("lut", self.tr("LUT"), self.lut)
        self.show_recipe(Recipe())
        self.set_active(False)

    def _fill_blend(self) -> None:
        for name in BLEND:
            self.blend.add(self._make(name))
        self.blend.add(self.found)
        self.blend.add_line()
        self.preparation.edited.connect(self.edited)
        self.blend.add(self.preparation)
        self._controls.update(self.preparation.controls)

    def _fill_lut(self) -> None:
        for parameter in parameters():
            if parameter.section != "lut" or not parameter.panel:
                continue
            self.lut.add(self._make(parameter.name))
            if parameter.name == "grid":
                self.lut.add(self.readouts)
                self.lut.add_line()

    def _make(self, name: str) -> Control:
        control = make_control(next(p for p in parameters() if p.name == name))
        control.edited.connect(self.edited)
        self._controls[name] = control
        return control

    def control(self, name: str) -> Any:
        """The control of a parameter."""
        return self._controls[name]

    def reveal(self, name: str) -> Any:
        """The same, on screen: on its page, scrolled to."""
        self._sidebar.reveal(self._controls[name])
        return self._controls[name]

    def set_active(self, on: bool, fused: bool = False, local: bool = False) -> None:
        """Enable the controls: there is a picture to change, perhaps fused, perhaps with local weights."""
        for name, control in self._controls.items():
            control.setEnabled(on and (name != "local" or local))
        self.preparation.set_active(on)
        self.found.setEnabled(fused)
        if not on:
            self.readouts.clear()

    def set_start(self, recipe: Recipe) -> None:
        """What resetting a control goes back to."""
        for name, control in self._controls.items():
            control.start = getattr(recipe, name)

    def show_recipe(self, recipe: Recipe) -> None:
        for name, control in self._controls.items():
            control.set_value(getattr(recipe, name))
        self.found.show_recipe(recipe)
        self.preparation.show_recipe(recipe)

    def show_lattice(self, recipe: Recipe, baked: Baked | None) -> None:
        """Fill in the read-outs; None while the exact lattice is being computed."""
        self.readouts.show_size(recipe.grid)
        self.readouts.show_error(baked)
