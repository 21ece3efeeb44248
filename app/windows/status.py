"""The status bar: colour under the cursor, progress, and the facts about what is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from app.models.messages import Rendered
from app.text import figure
from app.windows.progress import ProgressStrip

if TYPE_CHECKING:
    from mefcore.bracket import Bracket


PAUSE = 250
"""Milliseconds between two texts about the picture."""


class Status(QStatusBar):
    """Left: what is under the cursor.  Right: progress, size, frames, device, engine, milliseconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units = "rgb"
        self._hint = self._facts = ""
        # Another text lays the whole window out anew, which a slider's steps need not pay for.
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._tell_facts)
        self.progress = ProgressStrip(self)
        self.under_cursor, self.facts = QLabel(self), QLabel(self)
        self.under_cursor.setAccessibleDescription(self.tr("Colour under the cursor"))
        self.facts.setAccessibleDescription(self.tr("Picture, engine and render time"))
        self.facts.setProperty("role", "secondary")
        # A long text may be cut off, but must not keep the window from being made smaller.
        for label in (self.under_cursor, self.facts, self.progress.label):
            label.setMinimumWidth(1)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 10, 0)
        self.setMinimumHeight(32)
        self.addWidget(self.under_cursor, 1)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.facts)

    def show_facts(self, bracket: Bracket | None, rendered: Rendered | None) -> None:
        """About the picture, and how long the last repaint took."""
        if bracket is None:
            return
        width, height = bracket.size
        facts = [f"{width} × {height}", self.tr("{0} frames").format(len(bracket))]
        if rendered is not None:
            facts += [rendered.device.upper(), rendered.engine, f"{rendered.milliseconds:.0f} ms"]
        self._facts = "   ·   ".join(facts)
        if not self._pause.isActive():
            self._tell_facts()

    def _tell_facts(self) -> None:
        if self.facts.text() != self._facts:
            self.facts.setText(self._facts)
            self._pause.start()

    def set_units(self, units: str) -> None:
        """How colours are told: ``rgb`` in 8 bits, ``percent`` or ``lab``."""
        self._units = units

    def hint(self, text: str) -> None:
        """What a tool in the hand waits for; an empty text takes it away."""
        self._hint = text
        self.under_cursor.setText(text)

    def show_colour(self, x: int, y: int, colour: QColor | None, weights: Sequence[float] = ()) -> None:
        """Image pixel and its colour on screen, and the frames' weights where they are known."""
        if colour is None:
            self.under_cursor.setText(self._hint)
            return
        text = self.tr("x {0}  y {1}    {2}").format(x, y, _told(colour, self._units))
        if weights:
            text += self.tr("    Weights  {0} %").format("  ".join(str(round(100 * w)) for w in weights))
        self.under_cursor.setText(text)


def _told(colour: QColor, units: str) -> str:
    """Of 8-bit sRGB."""
    rgb = (colour.red(), colour.green(), colour.blue())
    if units == "lab":
        from mefcore.color import srgb_to_lab

        values = srgb_to_lab([v / 255 for v in rgb])
        return "Lab  " + "  ".join(figure(v, ".1f") for v in values)
    if units == "percent":
        return "RGB  " + "  ".join(figure(v / 2.55, ".1f") for v in rgb) + " %"
    return "RGB  " + "  ".join(str(v) for v in rgb)
