"""The sets of the shoot, for views."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.shoot.filters import Filter
from app.shoot.looks import SetLook
from app.shoot.messages import Content
from app.shoot.rows import Kind, Row, day, rows_of, step
from app.shoot.shoot import Shoot
from app.text import shutter

Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole + 1
OPEN = Qt.ItemDataRole.UserRole + 2
FAILURE = Qt.ItemDataRole.UserRole + 3
FOLDED = Qt.ItemDataRole.UserRole + 4
LOOK = Qt.ItemDataRole.UserRole + 5


class ShootModel(QAbstractListModel):
    """Roles: display (file name or heading), :data:`ROW` (:class:`~app.shoot.rows.Row`), :data:`OPEN` (whether it is on
    screen), :data:`FAILURE` (why it could not be opened), :data:`FOLDED` (of a heading), :data:`LOOK`
    (:class:`~app.shoot.looks.SetLook`), tool tip, accessible text."""

    def __init__(self, shoot: Shoot, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shoot = shoot
        self._rows: list[Row] = []
        self._folded = {Kind.SINGLES: True, Kind.IGNOREDS: True}
        self._of_path: dict[Path, int] = {}
        self._filter: Filter | None = None
        shoot.replaced.connect(self._start_over)
        shoot.regrouped.connect(self._fill)
        shoot.marked.connect(self._remark)
        shoot.looks.changed.connect(self._remark)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._rows)

    def row(self, index: Index) -> Row | None:
        """What an index shows."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def row_of(self, path: Path) -> int | None:
        """In which row a file is, unless that is folded away."""
        return self._of_path.get(path)

    def row_of_set(self, wanted: Content) -> int | None:
        """The row of the set with exactly these files."""
        number = self._of_path.get(next(iter(wanted), Path()))
        return number if number is not None and {e.path for e in self._rows[number].entries} == wanted else None

    def heading(self, kind: Kind) -> int | None:
        """The row of a heading."""
        return next((i for i, row in enumerate(self._rows) if row.kind == kind), None)

    def fold(self, kind: Kind, folded: bool) -> None:
        """Show or hide the rows of a section."""
        if self._folded[kind] != folded:
            self._folded[kind] = folded
            self._fill()

    def folded(self, kind: Kind) -> bool:
        return self._folded[kind]

    @property
    def filter(self) -> Filter | None:
        """Which sets are listed; None for all, with single pictures and ignored files."""
        return self._filter

    def set_filter(self, wanted: Filter | None) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self._fill()

    def listed(self, content: Content) -> bool:
        """Whether the filter lets a set through."""
        return self._filter is None or self._filter.shows(self._shoot.looks.of(content), self._shoot.why(content))

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if row.kind.is_heading:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if row.movable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == ROW:
            return row
        if role == OPEN:
            return row.number >= 0 and bool(self._shoot.open) and self._shoot.open == row.content
        if role == FAILURE:
            return self._shoot.why(row.content) if row.number >= 0 else ""
        if role == LOOK:
            return self._shoot.looks.of(row.content) if row.number >= 0 else SetLook()
        if role == FOLDED:
            return self._folded.get(row.kind, False)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(index, row)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._spoken(index, row)
        return None

    def _tool_tip(self, index: Index, row: Row) -> str:
        if row.kind == Kind.SINGLES:
            return self.tr("Pictures that belong to no bracket.  Drop a frame here to take it out of its set.")
        if row.kind == Kind.IGNOREDS:
            return self.tr("Files in no set, and why.  Drop a frame here to ignore it.")
        first = row.entries[0]
        lines = [str(first.path), "   ".join(filter(None, (day(first), first.camera)))]
        if row.kind == Kind.SET:
            pairs = zip(row.entries, row.evs, strict=True)
            shown = [f"{e.path.name}   {step(ev)}   {shutter(e.exposure.time)}" for e, ev in pairs]
            lines += ["", *shown[:12], *([f"… +{len(shown) - 12}"] if len(shown) > 12 else [])]
        if row.why:
            lines.append(f"{first.path.name} {row.why}")
        failure = index.data(FAILURE)
        if failure:
            lines += ["", self.tr("Could not be opened.  {0}").format(failure)]
        return "\n".join(lines)

    def _spoken(self, index: Index, row: Row) -> str:
        if row.kind.is_heading:
            return f"{row.title}, {self.tr('folded') if index.data(FOLDED) else self.tr('unfolded')}"
        told = [row.title]
        if row.kind == Kind.SET:
            told += [self.tr("{0} frames").format(len(row.entries)), row.steps]
        failure = index.data(FAILURE)
        look: SetLook = index.data(LOOK)
        told += [row.time, row.why, self.tr("{0} stars").format(look.rating) if look.rating else ""]
        told += [self.tr("edited") if look.edited else "", self.tr("rejected") if look.rejected else ""]
        told += [self.tr("open") if index.data(OPEN) else ""]
        told += [self.tr("could not be opened: {0}").format(failure) if failure else ""]
        return ", ".join(t for t in told if t)

    def _start_over(self) -> None:
        grouping = self._shoot.grouping
        # With no bracket there are only single pictures to choose from.
        self._folded = {Kind.SINGLES: grouping is not None and bool(grouping.brackets), Kind.IGNOREDS: True}
        self._fill()

    def _fill(self) -> None:
        self.beginResetModel()
        grouping = self._shoot.grouping
        listed = None if self._filter is None else self.listed
        self._rows = (
            []
            if grouping is None
            else rows_of(grouping, not self._folded[Kind.SINGLES], not self._folded[Kind.IGNOREDS], listed)
        )
        self._of_path = {e.path: i for i, row in enumerate(self._rows) for e in row.entries}
        self.endResetModel()

    def _remark(self) -> None:
        if self._filter is not None and self._out_of_date():
            self._fill()
        elif self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [OPEN, FAILURE, LOOK])

    def _out_of_date(self) -> bool:
        """Whether the filter would list others now."""
        wanted = [c for s in self._shoot.sets if s.is_bracket and self.listed(c := frozenset(s.paths))]
        return wanted != [row.content for row in self._rows]
