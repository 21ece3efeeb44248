"""Rows of the preferences, made from the options' declarations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.options import Option, tr


class Row(QWidget):
    """One option: the field, and below it what it is for.

    Attributes:
        label: stands beside it; empty where the field says it itself.
        field: what takes the focus.

    Signals:
        edited: ``(name, value)``.
    """

    edited = Signal(str, object)

    def __init__(self, option: Option, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option = option
        self.label = QLabel("" if option.kind == "flag" else tr(option.label), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.field, self._show, self._extra = self._make()
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.field, 0 if option.kind in ("number", "flag") else 1)
        for widget in self._extra:
            top.addWidget(widget)
        if option.kind in ("number", "flag"):
            top.addStretch(1)
        column.addLayout(top)
        said = [tr(option.help)]
        if option.restart:
            said.append(_tr("Takes effect at the next start."))
        self.help = QLabel(" ".join(said), self)
        self.help.setProperty("role", "secondary")
        self.help.setWordWrap(True)
        font = self.help.font()
        font.setPointSizeF(font.pointSizeF() * 0.92)
        self.help.setFont(font)
        column.addWidget(self.help)
        self.label.setBuddy(self.field)
        self.field.setAccessibleName(tr(option.label))
        self.field.setAccessibleDescription(self.help.text())
        self.field.setToolTip(self.help.text())
        self.show_value(value)

    def show_value(self, value: Any) -> None:
        """Without telling of it."""
        with QSignalBlocker(self.field):
            self._show(value)

    def add_note(self, text: str) -> None:
        """Below the help, what holds on this machine; an empty text leaves the help alone."""
        base = self.field.accessibleDescription()
        self.help.setText(f"{base}\n{text}" if text else base)

    def _tell(self, value: object) -> None:
        self.edited.emit(self.option.name, value)

    def _make(self) -> tuple[QWidget, Callable[[Any], None], tuple[QWidget, ...]]:
        option = self.option
        if option.kind == "flag":
            box = QCheckBox(tr(option.label), self)
            box.toggled.connect(self._tell)
            return box, box.setChecked, ()
        if option.kind == "choice":
            combo = QComboBox(self)
            for value, label in option.choices:
                combo.addItem(tr(label), value)
            combo.activated.connect(lambda i: self._tell(combo.itemData(i)))
            return combo, lambda v: combo.setCurrentIndex(combo.findData(v)), ()
        if option.kind == "number":
            spin = QSpinBox(self)
            spin.setRange(option.low, option.high)
            spin.setSingleStep(option.step)
            spin.setSuffix(option.unit)
            spin.setSpecialValueText(tr(option.zero))
            spin.setKeyboardTracking(False)
            spin.setMinimumSize(90, 26)
            spin.valueChanged.connect(self._tell)
            return spin, spin.setValue, ()
        line = QLineEdit(self)
        line.editingFinished.connect(lambda: self._tell(line.text().strip()))
        if option.kind == "text":
            return line, line.setText, ()
        button = QPushButton(_tr("Choose…"), self)
        button.setAccessibleName(_tr("Choose: {0}").format(tr(option.label)))
        button.setToolTip(tr(option.help))
        button.clicked.connect(lambda: self._ask(line))
        return line, line.setText, (button,)

    def _ask(self, line: QLineEdit) -> None:
        if self.option.kind == "folder":
            chosen = QFileDialog.getExistingDirectory(self, tr(self.option.label), line.text())
        else:
            kinds = _tr("ICC profiles (*.icc *.icm *.ICC *.ICM)")
            chosen, _ = QFileDialog.getOpenFileName(self, tr(self.option.label), line.text(), kinds)
        if chosen:
            line.setText(chosen)
            self._tell(chosen)


def _tr(text: str) -> str:
    return QCoreApplication.translate("preferences", text)
