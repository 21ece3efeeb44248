"""What the grid slider trades: size of the lattice and of its file against distance from the continuous LUT."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from app.models.messages import Baked
from app.text import colour_difference, file_size, grouped

_PENDING = "…"


class Readouts(QWidget):
    """Four facts about the lattice, and one sentence on how to read them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, QLabel] = {}
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows = (
            ("lattice", self.tr("Lattice")),
            ("points", self.tr("Points")),
            ("file", self.tr(".cube on disk")),
            ("mean", self.tr("Mean ΔE₀₀")),
            ("max", self.tr("Largest ΔE₀₀ of samples")),
        )
        tip = self.tr(
            "Measured at a few thousand colours, the same for every picture. Between them, and so in a picture,\n"
            "a colour can be further off: what your picture shows is told under In this picture."
        )
        for key, text in rows:
            label, value = QLabel(text, self), QLabel("–", self)
            label.setProperty("role", "secondary")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setProperty("role", "value")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleDescription(text)
            if key in ("mean", "max"):
                for widget in (label, value):
                    widget.setToolTip(tip)
            form.addRow(label, value)
            self._values[key] = value
        note = QLabel(
            self.tr(
                "ΔE₀₀: how far this lattice strays from the continuous LUT, at samples spread over all colours. "
                "Below 1 is hardly visible."
            ),
            self,
        )
        note.setWordWrap(True)
        note.setProperty("role", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(note)

    def text(self, key: str) -> str:
        """What is shown for ``lattice``, ``points``, ``file``, ``mean`` or ``max``."""
        return self._values[key].text()

    def clear(self) -> None:
        for value in self._values.values():
            value.setText("–")

    def show_size(self, n: int) -> None:
        from mefcore.lut.error import cube_file_bytes

        self._values["lattice"].setText(f"{n} × {n} × {n}")
        self._values["points"].setText(grouped(n**3))
        self._values["file"].setText(file_size(cube_file_bytes(n)))

    def show_error(self, baked: Baked | None) -> None:
        """The distance of an exact lattice; None while it is being computed."""
        self._values["mean"].setText(_PENDING if baked is None else colour_difference(baked.error.mean))
        self._values["max"].setText(_PENDING if baked is None else colour_difference(baked.error.max))
