"""Where the look has been: the steps of its history, and snapshots to come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QFont, QKeyEvent, QUndoStack
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.models.undo import UndoModel

if TYPE_CHECKING:
    from mefcore.recipe import Recipe
    from mefcore.snapshot import Snapshot

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class StepList(QListView):
    """The steps of an undo stack; the current one is the one that is chosen, and choosing another goes there."""

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._following = False
        self.setObjectName("steps")
        self.steps = UndoModel(stack, self)
        self.setModel(self.steps)
        _dress(self)
        self.setAccessibleName(self.tr("History: the steps of this look, the oldest first"))
        stack.indexChanged.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if not isValid(self._stack):
            return  # it clears itself when the window is deleted
        # Rows that come and go move the current one, which is no wish to go there.
        self._following = True
        self.steps.follow()
        current = self.steps.index(self._stack.index())
        self.setCurrentIndex(current)
        self._following = False
        self.scrollTo(current)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if not self._following and current.isValid() and current.row() != self._stack.index():
            self._stack.setIndex(current.row())


class SnapshotModel(QAbstractListModel):
    """Signals: renamed, a snapshot and the name it is to have."""

    renamed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshots: tuple[Snapshot, ...] = ()
        self._recipe: Recipe | None = None
        self._before: Snapshot | None = None

    def show(self, snapshots: tuple[Snapshot, ...]) -> None:
        if len(snapshots) == len(self._snapshots):  # one of them was renamed, perhaps in a field that is still open
            self._snapshots = snapshots
            self._all_changed()
            return
        self.beginResetModel()
        self._snapshots = snapshots
        self.endResetModel()

    def mark(self, recipe: Recipe, before: Snapshot | None) -> None:
        """Which one is the look as it is now, and which is "before"."""
        if (recipe, before) != (self._recipe, self._before):
            self._recipe, self._before = recipe, before
            self._all_changed()

    def _all_changed(self) -> None:
        if self._snapshots:
            self.dataChanged.emit(self.index(0), self.index(len(self._snapshots) - 1))

    def at(self, index: Index) -> Snapshot | None:
        return self._snapshots[index.row()] if index.isValid() and index.row() < len(self._snapshots) else None

    def row_of(self, snapshot: Snapshot) -> QModelIndex:
        return self.index(self._snapshots.index(snapshot)) if snapshot in self._snapshots else QModelIndex()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._snapshots)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        snapshot = self.at(index)
        if snapshot is None:
            return None
        if role == Qt.ItemDataRole.EditRole:
            return snapshot.name
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("{0}   (before)").format(snapshot.name) if snapshot == self._before else snapshot.name
        if role == Qt.ItemDataRole.FontRole and snapshot.recipe == self._recipe:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and snapshot.recipe == self._recipe:
            return self.tr("The look as it is now")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("{0}\n{1}\nClick to go back to it; F2 renames it; right-click for more").format(
                snapshot.name, _when(snapshot.made)
            )
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        snapshot = self.at(index)
        if snapshot is None or role != Qt.ItemDataRole.EditRole:
            return False
        self.renamed.emit(snapshot, str(value))
        return True


class SnapshotList(QListView):
    """Signals: chosen and remove_requested, a snapshot each; menu_requested, one and where on the screen."""

    chosen = Signal(object)
    remove_requested = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(self, model: SnapshotModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("snapshots")
        self._model = model
        self.setModel(model)
        _dress(self)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.setAccessibleName(self.tr("Snapshots of this bracket"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        model.modelReset.connect(self.updateGeometry)

    @property
    def current(self) -> Snapshot | None:
        """The one that the keys are about."""
        return self._model.at(self.currentIndex())

    def rename(self, snapshot: Snapshot) -> None:
        """Let the person type a name."""
        index = self._model.row_of(snapshot)
        if not index.isValid():
            return  # deleted, or named already
        self.setCurrentIndex(index)
        self.edit(index)

    def _choose(self, index: QModelIndex) -> None:
        snapshot = self._model.at(index)
        if snapshot is not None:
            self.chosen.emit(snapshot)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        editing = self.state() == QListView.State.EditingState
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.current is not None and not editing:
            self.remove_requested.emit(self.current)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        snapshot = self._model.at(index)
        if snapshot is not None:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_requested.emit(snapshot, below if by_key else event.globalPos())

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its rows, of which six are seen at once."""
        rows = min(max(self._model.rowCount(), 1), 6)
        height = max(self.sizeHintForRow(0), self.fontMetrics().height() + 8)
        return QSize(200, rows * height + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, self.sizeHint().height())


class HistoryPage(QWidget):
    """Snapshots above, the history of the look below."""

    def __init__(self, stack: QUndoStack, take: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        heading = QHBoxLayout()
        heading.addWidget(_heading(self.tr("Snapshots"), self), 1)
        self.take = QPushButton(take.iconText(), self)
        self.take.setAccessibleName(take.text().replace("&", ""))
        self.take.setToolTip(take.toolTip())
        self.take.setEnabled(take.isEnabled())
        self.take.clicked.connect(lambda: take.trigger())
        take.enabledChanged.connect(self.take.setEnabled)
        heading.addWidget(self.take)
        column.addLayout(heading)
        self.model = SnapshotModel(self)
        self.snapshots = SnapshotList(self.model, self)
        column.addWidget(self.snapshots)
        self.note = QLabel(
            self.tr("A snapshot keeps the look as it is now: to come back to, or to compare with."), self
        )
        self.note.setWordWrap(True)
        self.note.setProperty("role", "secondary")
        column.addWidget(self.note)
        column.addSpacing(10)
        column.addWidget(_heading(self.tr("History"), self))
        self.steps = StepList(stack, self)
        column.addWidget(self.steps, 1)
        self.show_snapshots(())

    def show_snapshots(self, snapshots: tuple[Snapshot, ...]) -> None:
        current = self.snapshots.currentIndex().row()
        self.model.show(snapshots)
        self.snapshots.setVisible(bool(snapshots))
        self.note.setVisible(not snapshots)
        if snapshots and current >= 0:
            self.snapshots.setCurrentIndex(self.model.index(min(current, len(snapshots) - 1)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() == QEvent.Type.FontChange:
            self.snapshots.updateGeometry()
        super().changeEvent(event)


class _Rows(QStyledItemDelegate):
    """Rows with some air around their text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return super().sizeHint(option, index) + QSize(0, 8)


def _dress(view: QListView) -> None:
    view.setItemDelegate(_Rows(view))
    view.setUniformItemSizes(True)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setSelectionMode(QListView.SelectionMode.SingleSelection)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setMouseTracking(True)


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label


def _when(made: str) -> str:
    """ISO time as the person's locale writes it; empty where it is not known."""
    then = QDateTime.fromString(made, Qt.DateFormat.ISODateWithMs)
    return QLocale().toString(then.toLocalTime(), QLocale.FormatType.ShortFormat) if then.isValid() else ""
