"""The frames of the bracket, for views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.messages import Loaded
from app.shoot.dragging import urls_of
from app.text import exposure_value, figure, heading, offset, share, shutter

if TYPE_CHECKING:
    from mefcore.prepare import Prepared

Index = QModelIndex | QPersistentModelIndex

EV = Qt.ItemDataRole.UserRole + 1
WEIGHT = Qt.ItemDataRole.UserRole + 2
ELIDE = Qt.ItemDataRole.UserRole + 3
VARIES = Qt.ItemDataRole.UserRole + 4
PLACE = Qt.ItemDataRole.UserRole + 5
REFERENCE = Qt.ItemDataRole.UserRole + 6


class FrameModel(QAbstractListModel):
    """Roles: display (file name), decoration (QImage), :data:`EV` (text), :data:`WEIGHT` (float or None),
    :data:`VARIES` (whether that is the mean of weights that vary over the picture), :data:`PLACE` (how far alignment
    moved it and how sure that is, as a text; empty where it did not), :data:`REFERENCE` (whether the others are aligned
    to it), tool tip, and :data:`ELIDE`: which end of a long name can go so that the frames can still be told apart."""

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

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The frames' files, for other programs."""
        frames = () if self._loaded is None else self._loaded.bracket.frames
        return urls_of(frames[index.row()].path for index in indexes)

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.CopyAction  # never a move: that would take the frame away

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
        if role == PLACE:
            return self._place(row)
        if role == REFERENCE:
            return self._loaded.prepared.changed and row == bracket.reference
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            told = self.tr(", mean weight {0} %") if self._vary else self.tr(", weight {0} %")
            share = "" if weight is None else told.format(round(100 * weight))
            return f"{frame.path.name}, {exposure_value(bracket.ev[row])}{share}"
        return None

    def _place(self, row: int) -> str:
        prepared = self._loaded.prepared if self._loaded is not None else None
        if prepared is None or prepared.alignment is None:
            return ""
        if row + 1 in prepared.recipe.unaligned:
            return self.tr("not aligned")
        motion = prepared.alignment.motions[row]
        if motion.kind == "unaligned":
            return self.tr("no sure match")
        told = self.tr("{0}, {1} sure").format(heading(*_moved_by(prepared, row)), share(motion.confidence))
        return told if motion.moves else ""

    def _prepared(self, row: int) -> list[str]:
        """What was done to the frame before it is blended."""
        prepared = self._loaded.prepared if self._loaded is not None else None
        if prepared is None:
            return []
        if row == prepared.bracket.reference:
            what = self.tr("Reference: the others are aligned to it, and moving things are taken from it.")
            return [what] if prepared.changed else []
        lines = []
        if prepared.alignment is not None:
            motion = prepared.alignment.motions[row]
            sure = self.tr("{0} sure").format(share(motion.confidence))
            if row + 1 in prepared.recipe.unaligned:
                lines.append(self.tr("Left where it is, as you wish."))
            elif motion.moves:
                kind = {"similarity": self.tr(", turned"), "homography": self.tr(", turned and tilted")}
                moved = offset(*_moved_by(prepared, row)) + kind.get(motion.kind, "")
                lines.append(self.tr("Moved by {0} to match the reference ({1}).").format(moved, sure))
            elif motion.kind == "none":
                lines.append(self.tr("Matches the reference as it is ({0}).").format(sure))
            else:
                lines.append(self.tr("Left where it is: no sure match with the reference ({0}).").format(sure))
        if prepared.ghosts is not None and prepared.ghosts.shares[row]:
            part = share(prepared.ghosts.shares[row])
            lines.append(self.tr("Moving things: {0} taken from the reference.").format(part))
        return lines

    def _tool_tip(self, row: int) -> str:
        if self._loaded is None:
            return ""
        frame = self._loaded.bracket.frames[row]
        exposure = frame.metadata.exposure
        facts = [
            shutter(exposure.time),
            f"f/{figure(exposure.f_number)}" if exposure.f_number else "",
            f"ISO {figure(exposure.iso)}" if exposure.iso else "",
        ]
        lines = [str(frame.path), "  ".join(f for f in facts if f)]
        if row < len(self._weights):
            told = self.tr("Mean weight over the picture: {0} %") if self._vary else self.tr("Weight: {0} %")
            lines.append(told.format(figure(100 * self._weights[row], ".1f")))
            if self._vary:
                lines.append(self.tr("Its weight differs from place to place: key W shows where."))
        lines += self._prepared(row)
        if row < 9:
            lines.append(self.tr("Key {0} shows it as “before”.").format(row + 1))
        return "\n".join(line for line in lines if line)


def _moved_by(prepared: Prepared, row: int) -> tuple[float, float]:
    """How far alignment moved a frame's middle, right and down, in pixels; it had been that far to the other side."""
    if prepared.alignment is None:
        return 0.0, 0.0
    dx, dy = prepared.alignment.motions[row].offset(prepared.source.size)
    return -dx, -dy


def _common_start(names: list[str]) -> int:
    """How many characters all names begin with."""
    return next((i for i, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1), 0)
