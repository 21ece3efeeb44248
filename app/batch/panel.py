"""The exports of a batch below the list of sets: how far they are, and what can be done about them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.batch.items import Item, State
from app.batch.queue import BatchQueue
from app.batch.rows import ExportDelegate


class ExportList(QListView):
    """Signals: remove_requested, by the key for it; menu_requested, a point on the screen."""

    remove_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, queue: BatchQueue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(queue)
        self.setItemDelegate(ExportDelegate(self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setAccessibleName(self.tr("Exports"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_requested.emit(self.viewport().mapToGlobal(at)))
        # A row that fails needs a second line.
        queue.dataChanged.connect(lambda *_: self.scheduleDelayedItemsLayout())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)


class BatchPanel(QFrame):
    """Signals: show_requested, an :class:`~app.batch.items.Item` whose picture is to be shown in its folder."""

    show_requested = Signal(object)
    close_requested = Signal()

    def __init__(self, queue: BatchQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shoot")
        self._queue = queue
        self._make_widgets()
        self._connect()
        self._tell()

    def _make_widgets(self) -> None:
        heading = QLabel(self.tr("Exports"), self)
        heading.setProperty("role", "heading")
        self.summary = QLabel(self)
        self.summary.setProperty("role", "secondary")
        self.summary.setMinimumWidth(1)
        self.dismiss = QToolButton(self)
        self.dismiss.setText("×")
        self.dismiss.setAutoRaise(True)
        self.dismiss.setAccessibleName(self.tr("Hide the exports"))
        self.dismiss.setToolTip(self.tr("Hide; exports go on"))
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of all exports"))
        self.trouble = QLabel(self)
        self.trouble.setWordWrap(True)
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list = ExportList(self._queue, self)
        self.pause = QPushButton(self.tr("Pause"), self)
        self.pause.setToolTip(self.tr("What is running is finished first"))
        self.cancel = QPushButton(self.tr("Cancel all"), self)
        self.cancel.setToolTip(self.tr("Files that are written already stay"))
        self.retry = QPushButton(self.tr("Retry"), self)
        self.retry.setToolTip(self.tr("Try those again that failed"))
        self.clear = QPushButton(self.tr("Clear"), self)
        self.clear.setToolTip(self.tr("Take what is over off the list; files stay"))
        title, keys = QHBoxLayout(), QHBoxLayout()
        title.setContentsMargins(12, 8, 8, 6)
        title.setSpacing(6)
        title.addWidget(heading)
        title.addWidget(self.summary, 1)
        title.addWidget(self.dismiss)
        keys.setContentsMargins(12, 6, 12, 10)
        keys.setSpacing(6)
        for button in (self.pause, self.cancel, self.retry):
            keys.addWidget(button)
        keys.addStretch(1)
        # Far from the others: the queue may end just as one of them is pressed, which would then be this one.
        keys.addWidget(self.clear)
        progress = QHBoxLayout()
        progress.setContentsMargins(12, 0, 12, 6)
        progress.addWidget(self.bar)
        trouble = QHBoxLayout()
        trouble.setContentsMargins(12, 0, 12, 6)
        trouble.addWidget(self.trouble)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(title)
        column.addLayout(progress)
        column.addLayout(trouble)
        column.addWidget(self.list, 1)
        column.addLayout(keys)

    def _connect(self) -> None:
        queue = self._queue
        queue.altered.connect(self._tell)
        queue.begun.connect(lambda row: self.list.scrollTo(queue.index(row)))
        queue.rowsInserted.connect(self._tell)
        queue.rowsRemoved.connect(self._tell)
        queue.rowsRemoved.connect(self._close_empty)
        self.pause.clicked.connect(lambda: queue.pause(not queue.paused))
        self.cancel.clicked.connect(lambda: queue.cancel())
        self.retry.clicked.connect(lambda: queue.retry())
        self.clear.clicked.connect(queue.clear)
        self.dismiss.clicked.connect(self.close_requested)
        self.list.remove_requested.connect(self.remove)
        self.list.menu_requested.connect(lambda at: self.menu().popup(at))
        self.list.doubleClicked.connect(self._show)

    def _close_empty(self) -> None:
        if not self._queue.rowCount():
            self.close_requested.emit()

    @property
    def chosen(self) -> list[Item]:
        """The selected exports."""
        found = (self._queue.item(index) for index in self.list.selectedIndexes())
        return [item for item in found if item is not None]

    def remove(self) -> None:
        """Cancel what is selected and not over yet, and take all of it off the list."""
        numbers = [item.number for item in self.chosen]
        self._queue.cancel(numbers)
        self._queue.remove(numbers)

    def menu(self) -> QMenu:
        """Of the selected exports."""
        chosen, menu = self.chosen, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        numbers = [item.number for item in chosen]
        again = any(item.state in (State.FAILED, State.CANCELLED) for item in chosen)
        for name, text, can, call in (
            ("show", self.tr("&Show in folder"), any(i.outputs for i in chosen), lambda: self._show_first(chosen)),
            ("retry", self.tr("&Retry"), again, lambda: self._queue.retry(numbers)),
            ("cancel", self.tr("&Cancel"), any(not i.state.over for i in chosen), lambda: self._queue.cancel(numbers)),
            ("remove", self.tr("Re&move from the list  (Del)"), bool(chosen), self.remove),
        ):
            action = menu.addAction(text)
            action.setObjectName(name)
            action.setEnabled(can)
            action.triggered.connect(lambda _=False, do=call: do())
        return menu

    def _show(self, index: QModelIndex) -> None:
        item = self._queue.item(index)
        if item is not None:
            self._show_first([item])

    def _show_first(self, items: list[Item]) -> None:
        item = next((i for i in items if i.outputs), None)
        if item is not None:
            self.show_requested.emit(item)

    def _tell(self) -> None:
        queue, items = self._queue, self._queue.items
        ended, found = sum(item.state.over for item in items), queue.summary
        self.bar.setValue(round(1000 * queue.fraction))
        self.bar.setVisible(bool(queue.unfinished))
        self.trouble.setText(queue.trouble)
        self.trouble.setVisible(bool(queue.trouble))
        self.pause.setText(self.tr("Resume") if queue.paused else self.tr("Pause"))
        self.pause.setVisible(bool(queue.unfinished))
        self.cancel.setVisible(bool(queue.unfinished))
        self.retry.setVisible(bool(found.failed))
        self.clear.setVisible(bool(ended) and not queue.unfinished)
        if not queue.unfinished:
            self.summary.setText(outcome(found.done, len(found.failed), found.skipped, found.cancelled))
            return
        text = self.tr("{0} of {1}").format(ended, len(items))
        left = queue.seconds_left
        if queue.paused:
            text += self.tr(", finishing one") if queue.busy else self.tr(", paused")
        elif left is not None:
            text += "   " + remaining(left)
        self.summary.setText(text)


def outcome(done: int, failed: int, skipped: int, cancelled: int) -> str:
    """``38 exported, 2 failed``."""
    told = [_tr("{0} exported").format(done)] if done or not (failed or skipped or cancelled) else []
    for count, text in (
        (failed, _tr("{0} failed")),
        (skipped, _tr("{0} there already")),
        (cancelled, _tr("{0} cancelled")),
    ):
        if count:
            told.append(text.format(count))
    return ", ".join(told)


def remaining(seconds: float) -> str:
    """``about 3 min left``: no more exactly than anybody can know."""
    if seconds < 10:
        return _tr("a few seconds left")
    if seconds < 55:
        return _tr("about {0} s left").format(10 * round(seconds / 10))
    if seconds < 3600:
        return _tr("about {0} min left").format(max(1, round(seconds / 60)))
    hours, rest = divmod(round(seconds / 60), 60)
    return _tr("about {0} h {1} min left").format(hours, rest)


def _tr(text: str) -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("batch", text)
