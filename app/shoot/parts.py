"""Which settings to paste, asked when a person wants to choose."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.shoot.pasting import parts


class PartsDialog(QDialog):
    """One box for each of :func:`~app.shoot.pasting.parts`.

    Args:
        title: of the window.
        text: what will happen.
        go: on the button that does it.
        chosen: names of the parts that are ticked.
    """

    def __init__(self, title: str, text: str, go: str, chosen: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        told = QLabel(text, self)
        told.setWordWrap(True)
        told.setMinimumWidth(320)
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(8)
        column.addWidget(told)
        column.addSpacing(4)
        for part in parts():
            box = QCheckBox(part.text, self)
            box.setChecked(part.name in chosen)
            box.setToolTip(part.tip)
            box.toggled.connect(self._look)
            what = QLabel(part.tip, self)
            what.setProperty("role", "secondary")
            what.setContentsMargins(24, 0, 0, 4)
            what.setWordWrap(True)
            column.addWidget(box)
            column.addWidget(what)
            self.boxes[part.name] = box
        note = QLabel(self.tr("What was refined or nudged on one picture stays with it."), self)
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = buttons.addButton(go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("role", "primary")
        # The box has styled it already.
        self.go.style().unpolish(self.go)
        self.go.style().polish(self.go)
        self.go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(note)
        column.addSpacing(8)
        column.addWidget(buttons)
        self._look()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the parts that are ticked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def _look(self) -> None:
        self.go.setEnabled(bool(self.chosen))
