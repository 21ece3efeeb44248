"""The values of the sample points, beside the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.instruments.picker_messages import MOST, SIZES, Sample, Value
from app.text import figure
from app.theme import colours

Units = Literal["rgb", "percent", "lab"]
UNITS: tuple[Units, ...] = get_args(Units)
_ROW = 20
_MOST_ROWS = 8
_SWATCH = 12


def numbers(value: Value, units: Units) -> tuple[str, str, str]:
    """A colour in three texts of one decimal."""
    if units == "lab":
        values = value.lab
    else:
        factor = 255 if units == "rgb" else 100
        values = (factor * value.rgb[0], factor * value.rgb[1], factor * value.rgb[2])
    red, green, blue = (figure(v, ".1f") for v in values)
    return red, green, blue


class SampleTable(QWidget):
    """A button for each point, and the values of the one that is chosen.

    Signals:
        chosen: a point's index.
        units_chosen, size_chosen: one of :data:`UNITS`, of :data:`~app.instruments.picker_messages.SIZES`.
        grey_wanted: the chosen point is to become grey.
        remove_wanted: the chosen point is to go.
    """

    chosen = Signal(int)
    units_chosen = Signal(str)
    size_chosen = Signal(int)
    grey_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, units: Units, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samples")
        self.setAccessibleName(self.tr("Colour samples"))
        self._units: Units = units
        self._samples: tuple[Sample, ...] = ()
        self._current = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addLayout(self._make_buttons())
        column.addLayout(self._make_choices(units, size))
        column.addWidget(self._make_table())

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        for k in range(MOST):
            button = _small(QPushButton(str(k + 1), self))
            button.setCheckable(True)
            button.setIconSize(QSize(_SWATCH, _SWATCH))
            button.setAccessibleName(self.tr("Sample {0}").format(k + 1))
            button.setToolTip(self.tr("Choose this sample; arrows move it on the picture"))
            button.clicked.connect(lambda _=False, i=k: self.chosen.emit(i))
            self.group.addButton(button)
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self.grey = _small(QPushButton(self.tr("Make grey"), self))
        self.grey.setToolTip(self.tr("Set temperature and tint so that the chosen sample becomes neutral"))
        self.grey.clicked.connect(self.grey_wanted)
        self.remove = _small(QPushButton("×", self))
        self.remove.setToolTip(self.tr("Remove the chosen sample  (Del on its mark)"))
        self.remove.setAccessibleName(self.tr("Remove the chosen sample"))
        self.remove.clicked.connect(self.remove_wanted)
        row.addWidget(self.grey)
        row.addWidget(self.remove)
        return row

    def _make_choices(self, units: Units, size: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.units = QComboBox(self)
        names = {"rgb": self.tr("RGB 0–255"), "percent": self.tr("RGB %"), "lab": self.tr("Lab")}
        for name in UNITS:
            self.units.addItem(names[name], name)
        self.units.setCurrentIndex(UNITS.index(units))
        self.units.setAccessibleName(self.tr("Units of colours"))
        self.units.setToolTip(self.tr("How colours are told: 8-bit values, percent, or CIE Lab"))
        self.units.activated.connect(lambda i: self.units_chosen.emit(UNITS[i]))
        self.size_box = QComboBox(self)
        for side in SIZES:
            text = self.tr("1 pixel") if side == 1 else self.tr("Mean of {0} × {0}").format(side)
            self.size_box.addItem(text, side)
        self.size_box.setCurrentIndex(SIZES.index(size))
        self.size_box.setAccessibleName(self.tr("Pixels averaged"))
        self.size_box.setToolTip(self.tr("Around the sample; more of them are less noisy"))
        self.size_box.activated.connect(lambda i: self.size_chosen.emit(SIZES[i]))
        for box in (self.units, self.size_box):
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.addWidget(box, 1)
        return row

    def _make_table(self) -> QTableWidget:
        self.table = QTableWidget(0, 4, self)
        self.table.setAccessibleName(self.tr("Values of the chosen sample"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.verticalHeader().setMinimumSectionSize(_ROW)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table.setIconSize(QSize(_SWATCH, _SWATCH))
        header = self.table.horizontalHeader()
        header.setFixedHeight(_ROW + 2)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setStyleSheet(
            "QHeaderView, QHeaderView::section { background: transparent; border: none; padding: 0 4px; }"
        )
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        return self.table

    @property
    def units_shown(self) -> Units:
        return self._units

    def set_units(self, units: Units) -> None:
        self._units = units
        self.units.setCurrentIndex(UNITS.index(units))
        self._fill()

    def set_size(self, size: int) -> None:
        self.size_box.setCurrentIndex(SIZES.index(size))

    def show_points(self, count: int, current: int) -> None:
        """How many points there are, and which is chosen; their values follow."""
        for k, button in enumerate(self.buttons):
            button.setVisible(k < count)
        self._current = current
        if 0 <= current < count:
            self.buttons[current].setChecked(True)
        self._fill()

    def show_samples(self, samples: Sequence[Sample]) -> None:
        self._samples = tuple(samples)
        for button, sample in zip(self.buttons, samples, strict=False):
            button.setIcon(QIcon(_swatch(sample.shown)))
            button.setToolTip("  ".join(numbers(sample.shown, self._units)))
        self.grey.setEnabled(any(sample.result is not None for sample in samples))
        self._fill()

    def rows(self) -> list[tuple[str, Value]]:
        """What the table says of the chosen sample: of every frame, of the blend and of the result."""
        if not 0 <= self._current < len(self._samples):
            return []
        sample = self._samples[self._current]
        rows = [(self.tr("Frame {0}").format(k + 1), value) for k, value in enumerate(sample.frames)]
        made = ((self.tr("Blend"), sample.blend), (self.tr("Result"), sample.result))
        return rows + [(name, value) for name, value in made if value is not None]

    def text(self) -> str:
        """All values of the chosen sample, for the clipboard."""
        heads = "\t".join(("", *self._heads()))
        return "\n".join([heads, *("\t".join((name, *numbers(v, self._units))) for name, v in self.rows())])

    def copy(self) -> None:
        """Put the values where they can be pasted."""
        QGuiApplication.clipboard().setText(self.text())

    def _heads(self) -> tuple[str, str, str]:
        return ("L*", "a*", "b*") if self._units == "lab" else ("R", "G", "B")

    def _fill(self) -> None:
        rows = self.rows()
        self.table.setRowCount(len(rows))
        for i, head in enumerate(("", *self._heads())):
            item = QTableWidgetItem(head)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setHorizontalHeaderItem(i, item)
        for i, (name, value) in enumerate(rows):
            first = QTableWidgetItem(QIcon(_swatch(value)), name)
            self.table.setItem(i, 0, first)
            for k, text in enumerate(numbers(value, self._units), start=1):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(i, k, item)
        shown = min(max(len(rows), 1), _MOST_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().height() + shown * _ROW + 2 * self.table.frameWidth())


def _small(button: QPushButton) -> QPushButton:
    button.setStyleSheet("QPushButton { padding: 2px 7px; }")
    return button


def _swatch(value: Value) -> QPixmap:
    red, green, blue = value.rgb
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(QColor(colours().edge))
    painter = QPainter(pixmap)
    painter.fillRect(1, 1, _SWATCH - 2, _SWATCH - 2, QColor.fromRgbF(red, green, blue))
    painter.end()
    return pixmap
