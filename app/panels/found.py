"""Under the local slider: what was found for this bracket alone, and how to be rid of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.text import refinement
from mefcore.recipe import Recipe


class FoundRow(QWidget):
    """A sentence, and a way back from what it tells.

    Signals:
        removed: the person wants to be rid of it.
    """

    removed = Signal()

    def __init__(self, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = QLabel(self)
        self.text.setProperty("role", "secondary")
        self.text.setWordWrap(True)
        self.remove = QPushButton(self.tr("Remove"), self)
        self.remove.setObjectName("remove")
        self.remove.setFlat(True)
        self.remove.setToolTip(tip)
        self.remove.setAccessibleName(tip)
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_text(self, text: str, removable: bool) -> None:
        self.text.setText(text)
        self.remove.setVisible(removable)
        self.setVisible(bool(text))


class FoundBox(QWidget):
    """Refine or Stop, what refining found, and how many nudges there are.

    Signals:
        refine_requested, stop_requested.
        remove_refinement, remove_nudges.
    """

    refine_requested = Signal()
    stop_requested = Signal()
    remove_refinement = Signal()
    remove_nudges = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._press)
        self.refined = FoundRow(self.tr("Remove the refinement"), self)
        self.nudged = FoundRow(self.tr("Remove all nudges"), self)
        self.refined.removed.connect(self.remove_refinement)
        self.nudged.removed.connect(self.remove_nudges)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.button, self.refined, self.nudged):
            column.addWidget(widget)
        self._recipe = Recipe()
        self._progress: int | None = None
        self._show()

    @property
    def running(self) -> bool:
        return self._progress is not None

    def show_progress(self, percent: int | None) -> None:
        """How far a refinement has come; None when none is under way."""
        self._progress = percent
        self._show()

    def show_recipe(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._show()

    def _show(self) -> None:
        if self._progress is None:
            self.button.setText(self.tr("Refine"))
            self.button.setToolTip(
                self.tr("Fit weights and LUT to these frames alone; takes some seconds and can be undone  (R)")
            )
            found = self._recipe.found
            self.refined.show_text("" if found is None else refinement(found, self._recipe.local), found is not None)
        else:
            self.button.setText(self.tr("Stop"))
            self.button.setToolTip(self.tr("Stop here and keep the best so far  (R)"))
            self.refined.show_text(self.tr("Refining… {0} %").format(self._progress), False)
        count = len(self._recipe.nudges)
        told = self.tr("1 nudge") if count == 1 else self.tr("{0} nudges").format(count)
        self.nudged.show_text(told if count else "", True)

    def _press(self) -> None:
        (self.stop_requested if self.running else self.refine_requested).emit()
