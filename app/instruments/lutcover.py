"""How much of the lattice the picture uses, what the lattice costs it, and how small it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.controls import WheelGuard
from app.panels.spin import FractionSpinBox
from app.text import colour_difference, small_share

if TYPE_CHECKING:
    from app.instruments.lutmessages import LutFacts, SmallestFound


class SmallestGrid(QWidget):
    """Signals: requested: the smallest grid whose largest ΔE2000 is at most this."""

    requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(self.tr("Smallest grid under ΔE"), self)
        self.button.setToolTip(
            self.tr("Sets the grid to the smallest whose largest difference from the continuous LUT is below this")
        )
        self.limit = FractionSpinBox(self)
        self.limit.setRange(0.05, 20.0)
        self.limit.setSingleStep(0.1)
        self.limit.setDecimals(2)
        self.limit.setValue(1.0)
        self.limit.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.limit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.limit.setFixedWidth(64)
        self.limit.setKeyboardTracking(False)
        self.limit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.limit.setAccessibleName(self.tr("Largest ΔE₀₀ allowed"))
        self.limit.setToolTip(self.tr("About 1 is just visible, side by side"))
        self.limit.installEventFilter(WheelGuard(self))
        self.answer = QLabel(self)
        self.answer.setProperty("role", "secondary")
        self.answer.setWordWrap(True)
        self.answer.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button, 1)
        row.addWidget(self.limit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.answer)
        self.button.clicked.connect(lambda: self.requested.emit(self.limit.value()))

    def set_busy(self, on: bool) -> None:
        self.button.setEnabled(not on)

    def show_found(self, found: SmallestFound | None) -> None:
        """What came of it; None forgets it."""
        self.answer.setVisible(found is not None)
        if found is None:
            return
        limit, answer = colour_difference(found.request.limit), found.found
        last = answer.errors[-1]
        if answer.size is None:
            text = self.tr("No grid is under {0}: {1} points come to {2}.")
            self.answer.setText(text.format(limit, last.size, colour_difference(last.max)))
        else:
            text = self.tr("{0} points: largest ΔE₀₀ {1}, mean {2}.")
            self.answer.setText(text.format(last.size, colour_difference(last.max), colour_difference(last.mean)))


class CoverBox(QWidget):
    """Signals: shown_changed: whether unused nodes are to be faint in the viewer."""

    shown_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.truth = QLabel(self)
        self.truth.setWordWrap(True)
        self.truth.setToolTip(
            self.tr(
                "Interpolated from this lattice, against the continuous LUT, in the picture's own colours.\n"
                "What the read-outs above say of the whole cube may never occur in the picture."
            )
        )
        self.cells = QLabel(self)
        self.cells.setWordWrap(True)
        self.cells.setToolTip(
            self.tr("A photograph visits a small part of all colours. What the LUT does elsewhere, nobody has seen.")
        )
        self.show_used = QCheckBox(self.tr("Show it in the cloud"), self)
        self.show_used.setToolTip(self.tr("Nodes that the picture does not use are faint"))
        self.show_used.toggled.connect(self.shown_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.truth, self.cells, self.show_used):
            column.addWidget(widget)
        self.show_facts(None)

    def show_facts(self, facts: LutFacts | None) -> None:
        if facts is None:
            self.truth.setText("–")
            self.cells.setText("–")
            return
        differs = self.tr("{0} of the picture differs by more than 1 ΔE₀₀; {1} at most.")
        self.truth.setText(differs.format(small_share(facts.truth.share), colour_difference(facts.truth.max)))
        self.cells.setText(self.tr("The picture uses {0} of the cells.").format(small_share(facts.cells)))
        for label in (self.truth, self.cells):
            label.setEnabled(True)

    def set_pending(self) -> None:
        """What is shown is of another lattice."""
        for label in (self.truth, self.cells):
            label.setEnabled(False)
