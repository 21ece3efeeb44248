"""Controls of the look that stand together: the curves of four channels, eight colours, a LUT of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.panels import words
from app.panels.controls import CompactControl, Control
from app.panels.curve import CurveControl
from app.text import shortened
from mefcore.parameter import Parameter


class Chip(QAbstractButton):
    """A round button in a colour; ringed when it is chosen, dotted when something behind it was edited."""

    def __init__(self, colour: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = colour
        self.changed = False
        self.setCheckable(True)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(26, 26)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(20, 26)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        ground = QColor(self._colour) if self._colour else theme.colour("fill")
        if not self.isEnabled():
            ground = theme.colour("fill_off")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(middle, 6.5, 6.5)
        if self.changed:
            painter.setBrush(theme.colour("plate"))
            painter.drawEllipse(middle, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(theme.colour("strong"), 1.5))
            painter.drawEllipse(middle, 9.5, 9.5)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()


class Chooser(QWidget):
    """A row of chips, and under it the controls of the one that is chosen.

    Args:
        heading: what the row is for, for screen readers.
    """

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(heading)
        self.chips: list[Chip] = []
        self._controls: list[tuple[Control, ...]] = []
        self._group = QButtonGroup(self)
        self.stack = QStackedWidget(self)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        column.addWidget(self.stack)
        self._group.idToggled.connect(self._switch)

    def add(self, colour: str, name: str, controls: Sequence[Control]) -> None:
        """A chip and what is under it."""
        chip = Chip(colour, name, self)
        page = QWidget(self.stack)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for control in controls:
            column.addWidget(control)
        self._group.addButton(chip, len(self.chips))
        self._row.insertWidget(self._row.count() - 1, chip)
        self.stack.addWidget(page)
        self.chips.append(chip)
        self._controls.append(tuple(controls))
        if len(self.chips) == 1:
            chip.setChecked(True)

    def bring(self, control: QWidget) -> None:
        """Choose the chip that a control is under."""
        for chip, controls in zip(self.chips, self._controls, strict=True):
            if control in controls:
                chip.setChecked(True)

    def mark(self, changed: Callable[[str], bool]) -> None:
        """Dot the chips behind which a parameter was ``changed``."""
        for chip, controls in zip(self.chips, self._controls, strict=True):
            chip.changed = any(changed(c.parameter.name) for c in controls)
            chip.update()

    def _switch(self, index: int, on: bool) -> None:
        if on:
            self.stack.setCurrentIndex(index)


def curves(parameters: Sequence[Parameter], parent: QWidget) -> tuple[Chooser, list[Control]]:
    """The curve of all channels and of each."""
    box = Chooser(parent.tr("Channel"), parent)
    made: list[Control] = []
    for parameter in parameters:
        control = CurveControl(parameter)
        box.add(parameter.colours[0] if parameter.colours else "", words.label(parameter), [control])
        made.append(control)
    return box, made


def mixer(parameters: Sequence[Parameter], parent: QWidget) -> tuple[Chooser, list[Control]]:
    """Hue, saturation and luminance of eight colours; the colour is the last part of a parameter's name."""
    box = Chooser(parent.tr("Colour"), parent)
    kinds = {"hue": parent.tr("Hue"), "saturation": parent.tr("Saturation"), "luminance": parent.tr("Luminance")}
    by_colour: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        by_colour.setdefault(parameter.name.partition("_")[2], []).append(parameter)
    made: list[Control] = []
    for colour, group in by_colour.items():
        controls = [CompactControl(p, name=kinds[p.name.partition("_")[0]]) for p in group]
        groove = next(p.colours for p in group if p.name.startswith("saturation"))
        box.add(groove[-1], words.choice(colour), controls)
        made += controls
    return box, made


class CreativeControl(Control):
    """The name of the LUT that comes after everything else, and how to take another or none.

    Signals:
        load_requested.
    """

    load_requested = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.label.hide()
        self.name = QLabel(self)
        self.name.setProperty("role", "secondary")
        self.load = QPushButton(self.tr("Load…"), self)
        self.load.setToolTip(self.tr("A .cube or another LUT, after all edits; or drop it on the window"))
        self.load.clicked.connect(self.load_requested)
        self.remove = QPushButton(self.tr("Remove"), self)
        self.remove.setToolTip(self.tr("Without a LUT of your own"))
        self.remove.clicked.connect(lambda: self.edited.emit(parameter.name, None, 0))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 1)
        row.addWidget(self.load)
        row.addWidget(self.remove)

    def set_value(self, value: Any) -> None:
        self.name.setText(self.tr("None") if value is None else shortened(value.name, 24))
        self.name.setToolTip("" if value is None else value.name)
        self.remove.setVisible(value is not None)
