"""The frames of the bracket, for views."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.messages import Loaded
from app.text import exposure_value, shutter

Index = QModelIndex | QPersistentModelIndex

EV = Qt.ItemDataRole.UserRole + 1
WEIGHT = Qt.ItemDataRole.UserRole + 2
ELIDE = Qt.ItemDataRole.UserRole + 3
VARIES = Qt.ItemDataRole.UserRole + 4


class FrameModel(QAbstractListModel):
    """Roles: display (file name), decoration (QImage), :data:`EV` (text), :data:`WEIGHT` (float or None),
    :data:`VARIES` (whether that is the mean of weights that vary over the picture), tool tip, and :data:`ELIDE`: which
    end of a long name can go so that the frames can still be told apart."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loaded: Loaded | None = None
        self._weights: tuple[float, ...] = ()
        self._vary = False
        self._elide = Qt.TextElideMode.ElideRight

    def set_loaded(self, loaded: Loaded | None) -> None:
        self.beginResetModel()
        self._loaded, self._weights = loaded, ()
        names = [frame.path.name for frame in loaded.bracket.frames] if loaded is not None else []
        differ_late = names and _common_start(names) >= min(map(len, names)) / 2
        self._elide = Qt.TextElideMode.ElideLeft if differ_late else Qt.TextElideMode.ElideRight
        self.endResetModel()

    def set_weights(self, weights: tuple[float, ...], vary: bool) -> None:
        """The frames' weights, or the means of such as ``vary``."""
        self._weights, self._vary = weights, vary
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if self._loaded is None or parent.isValid() else len(self._loaded.bracket)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._loaded is None or not index.isValid():
            return None
        row, bracket = index.row(), self._loaded.bracket
        frame = bracket.frames[row]
        weight = self._weights[row] if row < len(self._weights) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return frame.path.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._loaded.thumbs[row]
        if role == EV:
            return exposure_value(bracket.ev[row])
        if role == WEIGHT:
            return weight
        if role == VARIES:
            return self._vary
        if role == ELIDE:
            return self._elide
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            told = self.tr(", mean weight {0} %") if self._vary else self.tr(", weight {0} %")
            share = "" if weight is None else told.format(round(100 * weight))
            return f"{frame.path.name}, {exposure_value(bracket.ev[row])}{share}"
        return None

    def _tool_tip(self, row: int) -> str:
        if self._loaded is None:
            return ""
        frame = self._loaded.bracket.frames[row]
        exposure = frame.metadata.exposure
        facts = [
            shutter(exposure.time),
            f"f/{exposure.f_number:g}" if exposure.f_number else "",
            f"ISO {exposure.iso:g}" if exposure.iso else "",
        ]
        lines = [str(frame.path), "  ".join(f for f in facts if f)]
        if row < len(self._weights):
            told = self.tr("Mean weight over the picture: {0:.1f} %") if self._vary else self.tr("Weight: {0:.1f} %")
            lines.append(told.format(100 * self._weights[row]))
            if self._vary:
                lines.append(self.tr("Its weight differs from place to place: key W shows where."))
        if row < 9:
            lines.append(self.tr("Key {0} shows it as “before”.").format(row + 1))
        return "\n".join(line for line in lines if line)


def _common_start(names: list[str]) -> int:
    """How many characters all names begin with."""
    return next((i for i, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1), 0)
