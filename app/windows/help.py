"""The list of shortcuts, and who made this."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QMessageBox, QVBoxLayout, QWidget

from app.windows.menus import extra_keys


def shortcuts_dialog(parent: QWidget, actions: dict[str, QAction]) -> QDialog:
    """Every key, made from the actions themselves."""
    dialog = QDialog(parent)
    dialog.setObjectName("shortcuts")
    dialog.setWindowTitle(_tr("Shortcuts"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(6)
    rows: list[tuple[str, str]] = []
    for action in actions.values():
        keys = ",  ".join(k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts())
        # Not what undo would undo just now.
        plain = {"undo": _tr("Undo"), "redo": _tr("Redo")}.get(action.objectName(), action.text())
        text = plain.replace("&", "").split("  (")[0]
        if keys:
            rows.append((keys, text))
    half = -(-len(rows) // 2)
    _fill(grid, 0, rows[:half])
    _fill(grid, 3, rows[half:])
    grid.setColumnMinimumWidth(2, 24)
    extra = QGridLayout()
    extra.setHorizontalSpacing(18)
    extra.setVerticalSpacing(6)
    _fill(extra, 0, list(extra_keys()))
    extra.setColumnStretch(1, 1)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(22, 18, 22, 16)
    column.setSpacing(16)
    column.addLayout(grid)
    column.addLayout(extra)
    column.addWidget(buttons)
    return dialog


def about(parent: QWidget, model_id: str, engine: str) -> QMessageBox:
    """Version, model and engine."""
    from mefcore import __version__

    box = QMessageBox(parent)
    box.setObjectName("about")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(_tr("About Luxcube"))
    box.setIconPixmap(parent.windowIcon().pixmap(64, 64))
    box.setText(_tr("Luxcube {0}").format(__version__))
    facts = [_tr("Exposure brackets into pictures, by one blend and one colour cube.")]
    if model_id:
        facts.append(_tr("Model: {0}").format(model_id))
    if engine:
        facts.append(_tr("Engine: {0}").format(engine))
    facts.append(_tr("Nothing you open leaves this computer."))
    box.setInformativeText("\n".join(facts))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    return box


def _fill(grid: QGridLayout, column: int, rows: list[tuple[str, str]]) -> None:
    for i, (keys, text) in enumerate(rows):
        left, right = QLabel(keys), QLabel(text)
        left.setProperty("role", "value")
        right.setProperty("role", "secondary")
        grid.addWidget(left, i, column)
        grid.addWidget(right, i, column + 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)
