"""The sheet of shortcuts, and who made this."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.windows.commands_list import Entry, entries
from app.windows.menus import extra_keys

_BESIDE = 14
"""Pixels beside a text in its cell."""


class _Wrapping(QStyledItemDelegate):
    """Gives a text the lines it needs in its column: a tree asks without saying how wide that is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        size = super().sizeHint(option, index)
        tree = self.parent()
        text = str(index.data() or "")
        if isinstance(tree, QTreeWidget) and index.column() == 1 and text:
            room = QRect(0, 0, max(80, tree.columnWidth(1) - _BESIDE), 1000)
            metrics = tree.fontMetrics()
            needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
            size.setHeight(max(size.height(), needed + size.height() - metrics.height()))
            size.setWidth(room.width())
        return size


class Shortcuts(QDialog):
    """Every command with a key, by menu, made from the actions themselves; and what the mouse does."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setObjectName("shortcuts")
        self.setWindowTitle(_tr("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_tr("Search: a command, a key, or what you want to do"))
        self.filter.setAccessibleName(_tr("Search the shortcuts"))
        self.filter.setToolTip(_tr("Shows only lines that hold every word"))
        self.filter.setClearButtonEnabled(True)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(_tr("Shortcuts by menu"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(14)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setTabKeyNavigation(False)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setWordWrap(True)
        self.tree.setItemDelegate(_Wrapping(self.tree))
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        # Lines that were broken for another width.
        self.tree.header().sectionResized.connect(lambda *_: self.tree.scheduleDelayedItemsLayout())
        self.tree.header().setStretchLastSection(True)
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        by_menu: dict[str, list[Entry]] = {}
        for entry in entries(window.menuBar()):
            by_menu.setdefault(entry.path, []).append(entry)
        for path, commands in by_menu.items():
            self._group(path, [(_keys(e), _line(e)) for e in commands if e.keys])
        self._group(_tr("Mouse and other keys"), list(extra_keys()))
        self.tree.expandAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(10)
        for widget in (self.filter, self.tree, buttons):
            column.addWidget(widget)
        self.filter.textChanged.connect(self.search)
        self.resize(820, 660)
        self.filter.setFocus()

    def search(self, words: str) -> None:
        """Hide the lines that do not hold all words, and groups without a line."""
        wanted = words.casefold().split()
        for group, lines in self._groups:
            left = 0
            for line in lines:
                text = f"{group.text(0)} {line.text(0)} {line.text(1)}".casefold()
                fits = all(word in text for word in wanted)
                line.setHidden(not fits)
                left += fits
            group.setHidden(left == 0)

    def _group(self, title: str, lines: list[tuple[str, str]]) -> None:
        if not lines:
            return
        group = QTreeWidgetItem(self.tree, [title])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFirstColumnSpanned(True)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        made = [QTreeWidgetItem(group, [keys, text]) for keys, text in lines]
        for line in made:
            for column in (0, 1):
                line.setTextAlignment(column, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._groups.append((group, made))


def _keys(entry: Entry) -> str:
    return ",  ".join(entry.keys)


def _line(entry: Entry) -> str:
    """A command, and what it is for where that is said."""
    # Not what undo would undo just now.
    text = {"undo": _tr("Undo"), "redo": _tr("Redo")}.get(entry.action.objectName(), entry.text)
    tip = entry.action.statusTip()
    return f"{text}: {tip}" if tip else text


def show_shortcuts(window: QMainWindow) -> None:
    """The sheet; that which is open comes to the front."""
    sheet = window.findChild(Shortcuts) or Shortcuts(window)
    sheet.show()
    sheet.raise_()
    sheet.activateWindow()


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


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)
