"""The command palette: type a few letters of what you want done."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtCore import QTimer as Timer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app import theme
from app.windows.commands_list import Entry, entries, score

Index = QModelIndex | QPersistentModelIndex
_ROWS = 11
_PAD = 9
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
ENTRY = Qt.ItemDataRole.UserRole


class Found(QAbstractListModel):
    """The commands that fit what was typed, the best first; what can be done before what cannot."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Entry] = []
        self._shown: list[Entry] = []

    def begin(self, everything: list[Entry], recent: list[str]) -> None:
        """With these, those done lately first."""
        order = {name: i for i, name in enumerate(recent)}
        self._all = sorted(everything, key=lambda e: order.get(e.action.objectName(), len(order)))
        self.search("")

    def search(self, query: str) -> None:
        self.beginResetModel()
        scored = [(score(query, e), i, e) for i, e in enumerate(self._all) if isValid(e.action)]
        fitting = [(s, i, e) for s, i, e in scored if s is not None]
        fitting.sort(key=lambda f: (not f[2].able, -f[0] if query.strip() else 0.0, f[1]))
        self._shown = [e for _, _, e in fitting]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._shown)

    def entry(self, row: int) -> Entry:
        return self._shown[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.ToolTipRole:
            return (entry.action.statusTip() or None) if entry.able else entry.why_not
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (entry.text, entry.path, " ".join(entry.keys), entry.why_not)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEnabled if self._shown[index.row()].able else flags


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(200, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        enabled = entry.able
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver) and enabled:
            role = "chosen" if option.state & QStyle.StateFlag.State_Selected else "hover"
            painter.fillRect(option.rect, theme.colour(role))
        metrics, area = option.fontMetrics, option.rect.adjusted(_PAD + 16, 0, -_PAD - 4, 0)
        if enabled and entry.action.isCheckable() and entry.action.isChecked():
            mark = QRect(option.rect.left() + 6, area.top(), 18, area.height())
            self._text(painter, option, mark, "✓", "text", Qt.AlignmentFlag.AlignHCenter)
        right = "   ".join(entry.keys[:2]) if enabled else entry.why_not
        room = metrics.horizontalAdvance(right)
        self._text(painter, option, area, right, "secondary" if enabled else "disabled", Qt.AlignmentFlag.AlignRight)
        area.setRight(area.right() - room - 14)
        self._text(painter, option, area, entry.text, "text" if enabled else "disabled", Qt.AlignmentFlag.AlignLeft)
        area.setLeft(area.left() + metrics.horizontalAdvance(entry.text) + 14)
        path = metrics.elidedText(entry.path, Qt.TextElideMode.ElideRight, area.width())
        if area.width() > 30:
            role = "secondary" if enabled else "disabled"
            self._text(painter, option, area, path, role, Qt.AlignmentFlag.AlignLeft)
        painter.restore()

    def _text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        text: str,
        role: str,
        align: Qt.AlignmentFlag,
    ) -> None:
        """In ``area`` as it would be where texts run from left to right; mirrored where they do not."""
        placed = QStyle.visualRect(option.direction, option.rect, area)
        painter.setPen(theme.colour(role))
        painter.drawText(placed, QStyle.visualAlignment(option.direction, align) | Qt.AlignmentFlag.AlignVCenter, text)


class Palette(QFrame):
    """At the top of its window, above everything; gone when something is chosen or the focus leaves it."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._window = window
        self._recent: list[str] = []
        self._back: QWidget | None = None
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(self.tr("What do you want to do?"))
        self.edit.setAccessibleName(self.tr("Search all commands"))
        self.edit.setToolTip(self.tr("A few letters of a command; Enter does it, Esc leaves"))
        self.edit.setClearButtonEnabled(False)
        self.model = Found(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Commands"))
        self.nothing = QLabel(self.tr("No command is called like that."), self)
        self.nothing.setProperty("role", "secondary")
        self.nothing.setContentsMargins(_PAD, 4, _PAD, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self.edit, self.list, self.nothing):
            column.addWidget(widget)
        self.edit.textChanged.connect(self._search)
        self.edit.returnPressed.connect(self._choose)
        self.edit.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it, empty; or put it away."""
        if self.isVisible():
            self.leave()
            return
        self._back = self._window.focusWidget()
        self.model.begin(entries(self._window.menuBar()), self._recent)
        self.edit.clear()
        self._search("")
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Without having done anything."""
        had_focus = self.edit.hasFocus()
        self.hide()
        if had_focus and self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search(self, query: str) -> None:
        self.model.search(query)
        empty = self.model.rowCount() == 0
        self.list.setVisible(not empty)
        self.nothing.setVisible(empty)
        if not empty:
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.list.scrollToTop()
        self._place()

    def _place(self) -> None:
        width = min(560, self._window.width() - 24)
        row = self.list.sizeHintForRow(0) if self.model.rowCount() else 0
        rows = min(_ROWS, self.model.rowCount())
        top = self._window.menuBar().height() + 6
        self.list.setFixedHeight(min(rows * row + 2, max(row, self._window.height() - top - 90)))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._window.width() - width) // 2, top)

    def _choose(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._run(index.row())

    def _run(self, row: int) -> None:
        entry = self.model.entry(row)
        if not entry.able:
            return
        action = entry.action
        name = action.objectName()
        self._recent = [name, *(n for n in self._recent if n != name)][:5]
        self.leave()
        # Not from within the key press that belongs to the line of text.
        Timer.singleShot(0, action, action.trigger)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.underMouse():
            self.leave()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Esc is a shortcut of the window, too.
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in _TO_LIST:
                self._step(Qt.Key(event.key()))
                return True
        return False

    def _step(self, key: Qt.Key) -> None:
        """To the next command that can be done."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}[key]
        able = sum(self.model.entry(r).able for r in range(self.model.rowCount()))
        if able:
            row = min(max(self.list.currentIndex().row() + by, 0), able - 1)
            self.list.setCurrentIndex(self.model.index(row, 0))
