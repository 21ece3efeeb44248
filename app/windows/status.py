"""The status bar: colour under the cursor, progress, and the facts about what is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from app.models.messages import Rendered
from app.windows.progress import ProgressStrip

if TYPE_CHECKING:
    from mefcore.bracket import Bracket


class Status(QStatusBar):
    """Left: what is under the cursor.  Right: progress, size, frames, device, engine, milliseconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self.facts.setText("   ·   ".join(facts))

    def show_colour(self, x: int, y: int, colour: QColor | None, weights: Sequence[float] = ()) -> None:
        """Image pixel and its colour on screen, sRGB in 8 bits, and the frames' weights where they are known."""
        if colour is None:
            self.under_cursor.clear()
            return
        rgb = f"{colour.red()}  {colour.green()}  {colour.blue()}"
        text = self.tr("x {0}  y {1}    RGB  {2}").format(x, y, rgb)
        if weights:
            text += self.tr("    Weights  {0} %").format("  ".join(str(round(100 * w)) for w in weights))
        self.under_cursor.setText(text)
