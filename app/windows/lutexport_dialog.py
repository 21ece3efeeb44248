"""Which LUT file to write: for which program, in which format and size, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.panels import words
from app.settings import Settings
from app.text import colour_difference, figure, file_size
from mefcore.lut.targets import TARGETS, Target, target

if TYPE_CHECKING:
    from mefcore.lutexport import Estimate, LutOptions
    from mefcore.recipe import Recipe

_FINE = 16
"""Fewer points per axis make no picture anyone wants."""
HALD = (4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144)
"""What the core takes for each format; kept here so that the dialog needs no numpy, and checked by a test."""
ANY = tuple(range(2, 130))
SIZES = {"cube": ANY, "clf": ANY, "csp": ANY, "hald": HALD, "obs": (64,), "3dl": (17, 32, 33, 64, 65)}


class LutExportDialog(QDialog):
    """Signals:
    asked: the options have changed; measure them and call :meth:`show_estimate`.
    """

    asked = Signal()

    def __init__(self, settings: Settings, recipe: Recipe, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lut_export")
        self.setWindowTitle(self.tr("Export LUT"))
        self.setMinimumWidth(520)
        self._settings = settings
        self._recipe = recipe
        self._filling = False
        self._make_fields(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.start = buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        for button, role in ((self.start, "primary"), (cancel, "plain")):
            button.setProperty("role", role)
            # The box has styled it already.
            button.style().unpolish(button)
            button.style().polish(button)
        self.start.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(14)
        column.addLayout(self._form())
        column.addWidget(self.loading)
        column.addStretch(1)
        column.addWidget(buttons)
        known = [t.name for t in TARGETS]
        self.program.setCurrentIndex(known.index(settings.choice("lut_target", known, "any")))
        self._fill_program()

    @property
    def target(self) -> Target:
        return target(self.program.currentData())

    @property
    def options(self) -> LutOptions:
        from mefcore.lutexport import LutOptions

        return LutOptions(
            self.format.currentData(),
            self.points.currentData(),
            self.title.text().strip(),
            self.shaper.isEnabled() and self.shaper.isChecked(),
        )

    def accept(self) -> None:
        """Remember what was chosen for this program."""
        options = self.options
        self._settings.set_text("lut_target", self.target.name)
        kept = f"{options.format} {options.size} {int(self.shaper.isChecked())}"
        self._settings.set_text(f"lut_for_{self.target.name}", kept)
        super().accept()

    def show_estimate(self, estimate: Estimate | None) -> None:
        """None while it is being measured."""
        if estimate is None:
            for label in (self.bytes, self.error, self.lookup):
                label.setText("…")
            return
        found = estimate.fidelity
        self.bytes.setText(self.tr("about {0}").format(file_size(estimate.bytes)))
        self.error.setText(
            self.tr("ΔE {0} on average, {1} at most, at samples of all colours").format(
                colour_difference(found.trilinear.mean), colour_difference(found.trilinear.max)
            )
        )
        apart = found.between if found.in_picture is None else found.in_picture
        self.lookup.setText(
            self.tr("{0}; tetrahedral differs from trilinear by {1} of 255 at most in this picture").format(
                self._lookup_of(self.target), figure(255 * apart.max, ".1f")
            )
        )
        if self.shaper.isEnabled() and self.shaper.isChecked() and not estimate.shaped:
            self.error.setText(self.error.text() + self.tr("; a shaper would not help, and is left out"))
        self._grow()

    # ---- fields

    def _make_fields(self, title: str) -> None:
        self.program = QComboBox(self)
        for one in TARGETS:
            self.program.addItem(self.tr("Any program") if one.name == "any" else one.label, one.name)
        self.format, self.points = QComboBox(self), QComboBox(self)
        self.title = QLineEdit(title, self)
        self.title.setMaxLength(120)
        self.shaper = QCheckBox(self.tr("1D shaper before the lattice"), self)
        readers = ", ".join(one.label for one in TARGETS if one.shaper and one.name != "any")
        self.shaper.setToolTip(
            self.tr(
                "Puts lattice points closer where colours bend most. Only for .cube files, and these programs: {0}"
            ).format(readers)
        )
        self.bytes, self.error, self.lookup, self.loading = (QLabel("…", self) for _ in range(4))
        lines = self.fontMetrics().lineSpacing()
        # Room for what other programs have to be told, so that the window does not jump from one to the next.
        for label, count in ((self.error, 1), (self.lookup, 2), (self.loading, 5)):
            label.setWordWrap(True)
            label.setMinimumHeight(count * lines)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.loading.setProperty("role", "secondary")
        self.program.currentIndexChanged.connect(self._fill_program)
        self.format.currentIndexChanged.connect(self._fill_sizes)
        self.points.currentIndexChanged.connect(self._look)
        self.shaper.toggled.connect(self._look)

    def _form(self) -> QGridLayout:
        """What is chosen, names level with their fields, and below a line what comes of it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        fields = (self.program, self.format, self.points, self.title)
        height = max(field.sizeHint().height() for field in fields)
        for row, (text, field) in enumerate(
            zip((self.tr("For"), self.tr("Format"), self.tr("Points per axis"), self.tr("Title")), fields, strict=True)
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setFixedHeight(height)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.shaper, 4, 1)
        line = QFrame(self)
        line.setFixedHeight(1)
        line.setProperty("role", "line")
        grid.addWidget(line, 5, 0, 1, 2)
        facts = ((self.tr("File"), self.bytes), (self.tr("Error"), self.error), (self.tr("Lookup"), self.lookup))
        for row, (text, fact) in enumerate(facts, 6):
            label = QLabel(text, self)
            label.setProperty("role", "secondary")
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(fact, row, 1)
        return grid

    def _fill_program(self) -> None:
        one = self.target
        kept = self._settings.text(f"lut_for_{one.name}", "").split()
        self._filling = True
        self.format.clear()
        for name in one.formats:
            self.format.addItem(self._label(name), name)
        self.format.setCurrentIndex(max(0, self.format.findData(kept[0] if kept else "")))
        self._filling = False
        self.shaper.setChecked(len(kept) == 3 and kept[2] == "1")
        self._fill_sizes(kept[1] if len(kept) == 3 else None)
        told = [words.of_program(text) for text in (one.loading, one.caveat) if text]
        if not one.verified:
            told.append(self.tr("Not tried in that program: its menus may be named differently."))
        self.loading.setText(" ".join(told))

    def _fill_sizes(self, wanted: object = None) -> None:
        if self._filling:
            return
        one, name = self.target, self.format.currentData()
        sizes = [n for n in one.sizes if n in SIZES[name]]
        if name in ("hald", "obs") and not sizes:
            sizes = list(SIZES[name])
        if one.name == "any" and name == "hald":
            sizes = [n for n in HALD if n >= _FINE]
        if name in ("cube", "clf", "csp") and self._recipe.grid not in sizes and one.name in ("any", "ffmpeg", "ocio"):
            sizes = sorted([*sizes, self._recipe.grid])
        first = int(wanted) if isinstance(wanted, str) and wanted.isdigit() else one.size
        if first not in sizes:
            first = min(sizes, key=lambda n: (abs(n - one.size), n))
        self._filling = True
        self.points.clear()
        for n in sizes:
            self.points.addItem(str(n), n)
        self.points.setCurrentIndex(sizes.index(first))
        self._filling = False
        self.shaper.setEnabled(one.shaper and name == "cube")
        self._look()

    def _look(self) -> None:
        if self._filling:
            return
        self.show_estimate(None)
        self.asked.emit()

    def _grow(self) -> None:
        """Make room where a text takes more lines than are kept for it."""
        layout = self.layout()
        if layout is not None:
            wanted = layout.totalHeightForWidth(self.width())
            if wanted > self.height():
                self.resize(self.width(), wanted)

    def _label(self, name: str) -> str:
        return {
            "cube": self.tr("Cube (.cube)"),
            "3dl": self.tr("Flame, 12 bit (.3dl)"),
            "hald": self.tr("HaldCLUT picture, 16 bit (.png)"),
            "clf": self.tr("Common LUT Format (.clf)"),
            "csp": self.tr("Cinespace (.csp)"),
            "obs": self.tr("Picture for OBS, 8 bit (.png)"),
        }[name]

    def _lookup_of(self, one: Target) -> str:
        return {
            "trilinear": self.tr("Trilinear there"),
            "tetrahedral": self.tr("Tetrahedral there"),
            "either": self.tr("Trilinear or tetrahedral, as chosen there"),
            "unknown": self.tr("Not known for that program")
            if one.name != "any"
            else self.tr("Depends on the program"),
        }[one.lookup]
