"""What to make of the sets that are exported together, asked once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.batch.options import SUFFIXES, Options
from app.windows import dialogs
from app.windows.notice import sentence
from app.windows.spaces import NAMES
from mefcore.batch import FIELDS, Existing, Naming, Source
from mefcore.choices import Space
from mefcore.errors import MefError


class BatchDialog(QDialog):
    """Shows at once what the first picture will be called.

    Args:
        sources: the brackets.
        options: to begin with.
        rejected: sets that stay out because they are rejected.
    """

    def __init__(self, sources: Sequence[Source], options: Options, parent: QWidget, rejected: int = 0) -> None:
        super().__init__(parent)
        self.sources = sources
        count = len(sources)
        going = self.tr("Export 1 set") if count == 1 else self.tr("Export {0} sets").format(count)
        self.setWindowTitle(going)
        self.setMinimumWidth(480)
        self._make_fields(options)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.start = buttons.addButton(going, QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setProperty("role", "primary")
        # The box has styled it already.
        self.start.style().unpolish(self.start)
        self.start.style().polish(self.start)
        self.start.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(14)
        self.left_out = QLabel(self)
        if rejected:
            one, many = self.tr("1 rejected set is left out."), self.tr("{0} rejected sets are left out.")
            self.left_out.setText(one if rejected == 1 else many.format(rejected))
        self.left_out.setProperty("role", "secondary")
        self.left_out.setVisible(bool(rejected))
        column.addLayout(self._form())
        column.addWidget(self.left_out)
        column.addWidget(buttons)
        self._look()

    @property
    def options(self) -> Options:
        return Options(
            self._folder if self.place.currentData() else None,
            self.format.currentData(),
            self.pattern.text(),
            self.cube.isChecked(),
            self.existing.currentData(),
            self.space.currentData(),
        )

    def set_folder(self, folder: Path) -> None:
        self._folder = folder
        self.folder.setText(str(folder))
        self.folder.setToolTip(str(folder))
        self.place.setCurrentIndex(self.place.findData(True))
        self._look()

    # ---- fields

    def _make_fields(self, options: Options) -> None:
        first = self.sources[0].sources[0]
        self._folder = options.folder or first.parent
        self.place = QComboBox(self)
        self.place.addItem(self.tr("One folder"), True)
        self.place.addItem(self.tr("Beside the frames of each set"), False)
        self.place.setCurrentIndex(self.place.findData(options.folder is not None))
        self.folder = QLineEdit(str(self._folder), self)
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(self.tr("Folder"))
        self.choose = QPushButton(self.tr("Choose…"), self)
        self.choose.clicked.connect(self._choose)
        self.format = _choices(
            self, SUFFIXES, (self.tr("TIFF, 16 bit"), self.tr("PNG, 16 bit"), "JPEG"), options.suffix
        )
        spaces = get_args(Space)
        self.space = _choices(self, spaces, [NAMES[s] for s in spaces], options.space)
        self.cube = QCheckBox(self.tr("Save each LUT beside its picture, as .cube"), self)
        self.cube.setChecked(options.cube)
        self.pattern = QLineEdit(options.pattern, self)
        fields = "  ".join(f"{{{name}}}" for name in FIELDS)
        self.pattern.setToolTip(self.tr("May hold {0}").format(fields))
        self.example = QLabel(self)
        self.example.setProperty("role", "secondary")
        self.example.setWordWrap(True)
        texts = {
            "number": self.tr("Write another, with a number"),
            "skip": self.tr("Leave that set out"),
            "replace": self.tr("Replace it"),
        }
        self.existing = _choices(self, get_args(Existing), [texts[e] for e in get_args(Existing)], options.existing)
        self.place.currentIndexChanged.connect(self._look)
        self.format.currentIndexChanged.connect(self._look)
        self.pattern.textChanged.connect(self._look)

    def _form(self) -> QFormLayout:
        where, line = QVBoxLayout(), QHBoxLayout()
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose)
        where.addWidget(self.place)
        where.addLayout(line)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(self.pattern)
        names.addWidget(self.example)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("&Where"), where)
        form.addRow(self.tr("&Format"), self.format)
        form.addRow(self.tr("&Colour space"), self.space)
        form.addRow(self.tr("LUT"), self.cube)
        form.addRow(self.tr("&Names"), names)
        form.addRow(self.tr("Where one e&xists"), self.existing)
        for row, widget in ((0, self.place), (4, self.pattern)):
            item = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
            label = None if item is None else item.widget()
            if isinstance(label, QLabel):
                label.setBuddy(widget)
        return form

    def _choose(self) -> None:
        folder = dialogs.ask_folder(self, self.tr("Folder for the pictures"), self._folder)
        if folder is not None:
            self.set_folder(folder)

    def _look(self) -> None:
        """What the names will be, or why they cannot be so."""
        one_folder = bool(self.place.currentData())
        self.folder.setEnabled(one_folder)
        self.choose.setEnabled(one_folder)
        try:
            naming = Naming(self.options.folder, self.pattern.text(), self.format.currentData())
            name = naming.target(self.sources[0], 1, len(self.sources)).name
            text = self.tr("Such as {0}").format(name)
        except MefError as e:
            text = sentence(e)
            self.start.setEnabled(False)
        else:
            self.start.setEnabled(True)
        self.example.setText(text)
        needed = self.example.heightForWidth(self.example.width()) if self.example.isVisible() else 0
        self.example.setMinimumHeight(max(2 * self.fontMetrics().height(), needed))


def _choices(parent: QWidget, values: Sequence[str], texts: Sequence[str], chosen: str) -> QComboBox:
    box = QComboBox(parent)
    for value, text in zip(values, texts, strict=True):
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
