"""The panel on the right: every parameter of the recipe, made from its declaration, and what the grid costs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.models.messages import Baked
from app.panels.controls import Control, make_control
from app.panels.found import FoundBox
from app.panels.preparation import FramesPanel
from app.panels.readouts import Readouts
from mefcore.recipe import Recipe, parameters


class LookPanel(QScrollArea):
    """Signals: edited, as :attr:`app.panels.controls.Control.edited`."""

    edited = Signal(str, object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(256)
        self.setMaximumWidth(460)
        self.setAccessibleName(self.tr("Look"))
        body = QWidget(self)
        body.setObjectName("look")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(16)
        heading = QLabel(self.tr("Look"), body)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        self.found = FoundBox(body)
        self.readouts = Readouts(body)
        self._controls: dict[str, Control] = {}
        for parameter in (p for p in parameters() if not p.prepares):
            control = make_control(parameter, body)
            control.edited.connect(self.edited)
            column.addWidget(control)
            self._controls[parameter.name] = control
            if parameter.name == "local":
                column.addWidget(self.found)
                column.addWidget(_line(body))
            if parameter.name == "grid":
                column.addWidget(self.readouts)
                column.addWidget(_line(body))
        self.preparation = FramesPanel(body)
        self.preparation.edited.connect(self.edited)
        column.addWidget(_line(body))
        column.addWidget(self.preparation)
        self._controls.update(self.preparation.controls)
        column.addStretch(1)
        self.setWidget(body)
        self.show_recipe(Recipe())
        self.set_active(False)

    def control(self, name: str) -> Any:
        """The control of a parameter."""
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


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFixedHeight(1)
    line.setProperty("role", "line")
    return line
