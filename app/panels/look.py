"""The recipe's controls, made from its declarations, on pages of the sidebar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.models.messages import Baked, Loaded, Weights
from app.panels import boxes
from app.panels.boxes import Chooser, CreativeControl
from app.panels.controls import Control, make_control
from app.panels.found import FoundBox
from app.panels.preparation import FramesPanel
from app.panels.readouts import Readouts
from app.panels.section import Section
from app.panels.sidebar import Page, Sidebar
from app.panels.weights import WeightsControl
from mefcore.parameter import LOOK_SECTIONS, Parameter
from mefcore.recipe import Recipe, parameters

OPEN = ("light", "colour")
"""Sections of the look that begin unfolded."""


class LookPanel(QObject):
    """Everything about the recipe that is set by a control.

    Attributes:
        look, blend, lut: the pages.
        sections: of the look, by name.

    Signals:
        edited: as :attr:`app.panels.controls.Control.edited`.
        stepped: as :attr:`app.panels.weights.WeightsControl.stepped`.
        reset_requested: these parameters are to go back to the beginning.
        folded: a section was opened or closed by the person: its name, and whether it is closed.
        load_requested: a LUT of the person's own.
    """

    edited = Signal(str, object, int)
    stepped = Signal(str, object, str)
    reset_requested = Signal(tuple)
    folded = Signal(str, bool)
    load_requested = Signal()

    def __init__(self, sidebar: Sidebar) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._controls: dict[str, Control] = {}
        self._start = Recipe()
        self._recipe: Recipe | None = None
        self._edited: frozenset[str] = frozenset()
        self._active = False
        self.look, self.blend, self.lut = (Page(sidebar.stack) for _ in range(3))
        self.sections: dict[str, Section] = {}
        self._choosers: list[Chooser] = []
        self.found = FoundBox(self.blend.body)
        self.readouts = Readouts(self.lut.body)
        self.preparation = FramesPanel(self.blend.body)
        self._fill_look()
        self._fill_blend()
        self._fill_lut()
        sidebar.add_page("look", self.tr("Look"), self.look)
        sidebar.add_page("blend", self.tr("Blend"), self.blend)
        sidebar.add_page("lut", self.tr("LUT"), self.lut)
        self.show_recipe(Recipe())
        self.set_active(False)

    # ---- putting together

    def _fill_look(self) -> None:
        self.look.column.setSpacing(4)
        self.look.column.setContentsMargins(12, 10, 12, 10)
        self.auto = QPushButton(self.tr("Auto"), self.look.body)
        self.plain = QPushButton(self.tr("Reset"), self.look.body)
        self.plain.setToolTip(self.tr("All edits of the look back to the beginning"))
        self.plain.clicked.connect(lambda: self.reset_requested.emit(tuple(p.name for p in parameters() if p.look)))
        top = QWidget(self.look.body)
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 4)
        row.addWidget(self.auto, 1)
        row.addWidget(self.plain, 1)
        self.look.add(top)
        titles = {
            "light": self.tr("Light"),
            "curve": self.tr("Tone curve"),
            "colour": self.tr("Colour"),
            "mixer": self.tr("Colour mixer"),
            "toning": self.tr("Split toning"),
            "gamut": self.tr("Gamut"),
            "creative": self.tr("Creative LUT"),
        }
        for name in LOOK_SECTIONS:
            self.look.add(self._section(name, titles[name]))
            self.look.add_line()

    def _section(self, name: str, title: str) -> Section:
        section = Section(title, self.look.body)
        of_it = [p for p in parameters() if p.section == name]
        grouped = {"curve": boxes.curves, "mixer": boxes.mixer}
        if name in grouped:
            box, made = grouped[name](of_it, section.body)
            self._choosers.append(box)
            section.add(box)
            self._take(made)
        else:
            for parameter in of_it:
                section.add(self._make(parameter, compact=True))
        names = tuple(p.name for p in of_it)
        section.reset_requested.connect(lambda: self.reset_requested.emit(names))
        section.folded.connect(lambda closed: self.folded.emit(name, closed))
        section.fold(name not in OPEN)
        self.sections[name] = section
        return section

    def _fill_blend(self) -> None:
        for parameter in (p for p in parameters() if p.section == "blend" and p.panel):
            if parameter.name == "weights":
                self.blend.add_line()
            self.blend.add(self._make(parameter))
            if parameter.name == "local":
                self.blend.add(self.found)
        self.blend.add_line()
        self.preparation.edited.connect(self.edited)
        self.blend.add(self.preparation)
        self._controls.update(self.preparation.controls)

    def _fill_lut(self) -> None:
        for parameter in (p for p in parameters() if p.section == "lut" and p.panel):
            self.lut.add(self._make(parameter))
            if parameter.name == "grid":
                self.lut.add(self.readouts)
                self.lut.add_line()

    def _make(self, parameter: Parameter, compact: bool = False) -> Control:
        control: Control
        if parameter.kind == "shares":
            control = self.weights = WeightsControl(parameter)
        elif parameter.kind == "embedded":
            control = CreativeControl(parameter)
            control.load_requested.connect(self.load_requested)
        else:
            control = make_control(parameter, compact=compact)
        self._take([control])
        return control

    def _take(self, controls: Iterable[Control]) -> None:
        for control in controls:
            control.edited.connect(self.edited)
            if isinstance(control, WeightsControl):
                control.stepped.connect(self.stepped)
            self._controls[control.parameter.name] = control

    # ---- asking

    def control(self, name: str) -> Any:
        """The control of a parameter."""
        return self._controls[name]

    def reveal(self, name: str) -> Any:
        """The same, on screen: on its page, in an open section, scrolled to."""
        control = self._controls[name]
        for section in self.sections.values():
            if section.isAncestorOf(control):
                section.fold(False)
        for chooser in self._choosers:
            chooser.bring(control)
        self._sidebar.reveal(control)
        return control

    # ---- showing

    def set_active(self, on: bool, fused: bool = False, local: bool = False) -> None:
        """Enable the controls: there is a picture to change, perhaps fused, perhaps with local weights."""
        self._active = on
        for name, control in self._controls.items():
            control.setEnabled(on and (name != "local" or local))
        self._follow_creative()
        self.preparation.set_active(on)
        self.found.setEnabled(fused)
        self.plain.setEnabled(on)
        if not on:
            self.readouts.clear()

    def _follow_creative(self) -> None:
        """Without a LUT of one's own there is nothing whose opacity could be set."""
        there = self._recipe is not None and self._recipe.creative is not None
        self._controls["creative_opacity"].setEnabled(self._active and there)

    def set_start(self, recipe: Recipe) -> None:
        """What resetting a control goes back to."""
        self._start = recipe
        for name, control in self._controls.items():
            control.start = getattr(recipe, name)
        self._mark(tuple(self._controls))

    def show_loaded(self, loaded: Loaded) -> None:
        """Frames of another bracket, or prepared anew."""
        self.preparation.show_loaded(loaded)
        self.weights.show_frames(loaded)

    def show_weights(self, weights: Weights) -> None:
        """What the frames weigh in the picture on screen."""
        self.weights.show_means(weights.means)

    def show_recipe(self, recipe: Recipe) -> None:
        before, self._recipe = self._recipe, recipe
        moved = [n for n in self._controls if before is None or getattr(recipe, n) is not getattr(before, n)]
        for name in moved:
            self._controls[name].set_value(getattr(recipe, name))
        self._follow_creative()
        self.found.show_recipe(recipe)
        self.preparation.show_recipe(recipe)
        self._mark(moved)

    def _changed(self, name: str) -> bool:
        return self._recipe is not None and getattr(self._recipe, name) != getattr(self._start, name)

    def _mark(self, names: Iterable[str]) -> None:
        """Dot what is not as it was at the beginning; only these may be otherwise than before."""
        edited = self._edited.difference(names) | {name for name in names if self._changed(name)}
        if edited == self._edited:
            return
        self._edited = edited
        for title, section in self.sections.items():
            section.set_changed(any(p.name in edited for p in parameters() if p.section == title))
        for chooser in self._choosers:
            chooser.mark(edited.__contains__)

    def show_lattice(self, recipe: Recipe, baked: Baked | None) -> None:
        """Fill in the read-outs; None while the exact lattice is being computed."""
        self.readouts.show_size(recipe.grid)
        self.readouts.show_error(baked)
