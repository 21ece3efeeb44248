"""An undo stack as a list: what was opened, and every step since."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QUndoStack

from app import theme

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class UndoModel(QAbstractListModel):
    """Row 0 is the beginning, row n what step n led to; those that were undone are grey."""

    def __init__(self, stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._rows = stack.count() + 1

    def follow(self) -> None:
        """The stack is another."""
        wanted = self._stack.count() + 1
        if wanted < self._rows:
            self.beginRemoveRows(QModelIndex(), wanted, self._rows - 1)
            self._rows = wanted
            self.endRemoveRows()
        elif wanted > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, wanted - 1)
            self._rows = wanted
            self.endInsertRows()
        self.dataChanged.emit(self.index(0), self.index(self._rows - 1))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = index.row()
        undone = row > self._stack.index()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("As opened") if row == 0 else self._stack.text(row - 1)
        if role == Qt.ItemDataRole.ForegroundRole and undone:
            return theme.colour("disabled")
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and undone:
            return self.tr("Undone")
        if role == Qt.ItemDataRole.ToolTipRole:
            start = self.tr("The look before the first step; click to go back to it")
            return self._stack.text(row - 1) if row else start
        return None
