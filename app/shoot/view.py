"""The list of sets: choosing, opening and dragging, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QWidget

from app.shoot.delegate import RowDelegate
from app.shoot.dragging import MIME, drag_pixmap, mime_of, paths_in
from app.shoot.fused import FusedThumbnails
from app.shoot.layout import tiles
from app.shoot.messages import Content
from app.shoot.model import ShootModel
from app.shoot.rows import Kind, Row
from app.shoot.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

_PAGES = 2
"""How many views below the one on screen are made ready."""


class ShootView(QListView):
    """Within a row, a frame may be chosen; commands are then about that frame.

    Signals:
        open_requested: a :class:`~app.shoot.rows.Row`, to be opened.
        dropped: ``(paths, row)``: files fell on a row, or on none.
        chosen_changed: other rows are selected, or another frame is chosen.
        menu_requested: a point on the screen for the context menu.
        ignore_requested: the key for it was pressed.
    """

    open_requested = Signal(object)
    dropped = Signal(object, object)
    chosen_changed = Signal()
    menu_requested = Signal(QPoint)
    ignore_requested = Signal()

    def __init__(
        self,
        model: ShootModel,
        thumbnails: Thumbnails,
        fused: FusedThumbnails | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shoot-list")
        self._rows = model
        self._thumbnails = thumbnails
        self._fused = fused
        self._frame: int | None = None
        self._pressed: int | None = None
        self._plain = False
        self._target: int | None = None
        self._dragging = False
        self._kept: tuple[int, Row | None, int] = (0, None, -1)
        self._delegate = RowDelegate(thumbnails, fused, self._cursor, self._is_target, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setAccessibleName(self.tr("Sets of the shoot"))
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())
        self.clicked.connect(self._clicked)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._put_back)
        thumbnails.arrived.connect(self._repaint)
        if fused is not None:
            fused.arrived.connect(lambda contents: self._repaint([next(iter(c)) for c in contents if c]))

    # ---- what is chosen

    @property
    def current(self) -> Row | None:
        """The row that keys act on."""
        return self._rows.row(self.currentIndex())

    @property
    def chosen(self) -> list[Row]:
        """The selected rows, from top to bottom."""
        indexes = sorted(self.selectedIndexes(), key=lambda i: i.row())
        return [row for i in indexes if (row := self._rows.row(i)) is not None]

    @property
    def frame(self) -> Path | None:
        """The frame that is chosen in the one selected set."""
        rows = self.chosen
        if self._frame is None or len(rows) != 1 or rows[0] is not self.current or rows[0].kind != Kind.SET:
            return None
        return rows[0].entries[self._frame].path if self._frame < len(rows[0].entries) else None

    def choose(self, paths: Iterable[Path], frame: int | None = None) -> None:
        """Select the rows that hold these files, and scroll to the first."""
        numbers = sorted({n for p in paths if (n := self._rows.row_of(p)) is not None})
        if numbers:
            self._go_to(self._rows.index(numbers[0]))
            for number in numbers:
                self.selectionModel().select(self._rows.index(number), self.selectionModel().SelectionFlag.Select)
        self._set_frame(frame)

    def show_set(self, wanted: Content) -> None:
        """Make the row of a set the current one, unless it is among several that are selected."""
        number = self._rows.row_of_set(wanted)
        if number is None:
            return
        index = self._rows.index(number)
        if not self.selectionModel().isSelected(index):
            self._frame = None
            self._go_to(index)
        self.scrollTo(index)
        self.viewport().update()

    def selectionChanged(self, *changed: object) -> None:  # noqa: N802
        super().selectionChanged(*changed)  # type: ignore[arg-type]
        self.chosen_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        self._frame = None
        super().currentChanged(current, previous)
        self.chosen_changed.emit()

    def _go_to(self, index: Index) -> None:
        """Select one row, whatever keys are held: they are for what the person does, and this is not."""
        flag = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)

    def _cursor(self, index: Index) -> int | None:
        return self._frame if self._frame is not None and index.row() == self.currentIndex().row() else None

    def _set_frame(self, frame: int | None) -> None:
        self._frame = frame
        self.update(self.currentIndex())
        self._look.start()
        self.chosen_changed.emit()

    # ---- mouse and keys

    def frame_at(self, point: QPoint) -> int | None:
        """Which frame of its row is at a point of the viewport."""
        index = self.indexAt(point)
        row = self._rows.row(index)
        if row is None:
            return None
        return next((t.frame for t in self._tiles(index, row) if t.area.contains(point)), None)

    def frame_area(self, number: int, frame: int) -> QRect:
        """Where a frame of a row is in the viewport; empty if it is not shown."""
        index = self._rows.index(number)
        row = self._rows.row(index)
        shown = [] if row is None else self._tiles(index, row)
        return next((t.area for t in shown if t.frame == frame), QRect())

    def _tiles(self, index: Index, row: Row) -> list:
        area = self.visualRect(index)
        first = self._delegate.first_shown(row, area, self.fontMetrics(), index)
        return tiles(row, area, self.fontMetrics(), first, self.layoutDirection())[0]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = event.position().toPoint()
        frame = self.frame_at(point)
        self._pressed = frame
        super().mousePressEvent(event)
        self._plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        row = self._rows.row(self.indexAt(point))
        if self._plain and row is not None and len(self.chosen) <= 1:
            self._set_frame(frame if row.kind == Kind.SET else None)

    def _clicked(self, index: QModelIndex) -> None:
        row = self._rows.row(index)
        if row is not None and self._plain:
            self._act(row)

    def _act(self, row: Row) -> None:
        if row.kind.is_heading:
            self._rows.fold(row.kind, not self._rows.folded(row.kind))
        elif row.kind == Kind.SET:
            self.open_requested.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        row, key = self.current, event.key()
        if row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(row)
        elif row is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self._sideways(row, 1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Delete:
            self.ignore_requested.emit()
        elif key == Qt.Key.Key_Escape and self._frame is not None:
            self._set_frame(None)
        else:
            super().keyPressEvent(event)

    def _sideways(self, row: Row, way: int) -> None:
        """From frame to frame; left of the first is the set as a whole."""
        if row.kind.is_heading:
            self._rows.fold(row.kind, way < 0)
        elif row.kind == Kind.SET:
            frame = (-1 if self._frame is None else self._frame) + way
            self._set_frame(None if frame < 0 else min(frame, len(row.entries) - 1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid() and not self.selectionModel().isSelected(index):
                self._go_to(index)
            if len(self.chosen) <= 1:
                self._set_frame(self.frame_at(event.pos()))
            self.menu_requested.emit(event.globalPos())
        else:
            below = self.visualRect(self.currentIndex()).center()
            self.menu_requested.emit(self.viewport().mapToGlobal(below))
        event.accept()

    # ---- dragging

    def payload(self) -> list[Path]:
        """The files a drag that begins now would carry."""
        rows = self.chosen
        if len(rows) == 1 and rows[0].kind == Kind.SET and self._pressed is not None:
            return [rows[0].entries[self._pressed].path]
        return [e.path for row in rows if row.movable for e in row.entries]

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802
        paths = self.payload()
        if not paths:
            return
        drag = QDrag(self)
        drag.setMimeData(mime_of(paths))
        ground, edge = self.palette().color(QPalette.ColorRole.Base), self.palette().color(QPalette.ColorRole.Text)
        drag.setPixmap(drag_pixmap(paths, self._thumbnails.picture, ground, edge, self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(-8, -8))
        # Never a move: another program would take the frames away.
        drag.exec(Qt.DropAction.CopyAction)
        self._aim(None, False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        self._drag_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        self._drag_over(event)
        margin = 2 * self.autoScrollMargin()
        if event.isAccepted() and not margin < event.position().y() < self.viewport().height() - margin:
            self.startAutoScroll()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        self._aim(None, False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.stopAutoScroll()
        self._aim(None, False)
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return
        event.accept()
        self.dropped.emit(paths_in(event.mimeData()), self._rows.row(self.indexAt(event.position().toPoint())))

    def _drag_over(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            index = self.indexAt(event.position().toPoint())
            self._aim(index.row() if index.isValid() else None, True)
        else:
            event.ignore()  # files from outside are for the window

    def _aim(self, target: int | None, dragging: bool) -> None:
        if (target, dragging) != (self._target, self._dragging):
            self._target, self._dragging = target, dragging
            self.viewport().update()

    def _is_target(self, index: Index) -> bool:
        return self._dragging and self._target == index.row()

    # ---- pictures

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._look.start()

    def visible_rows(self) -> range:
        """Numbers of the rows in view."""
        count = self._rows.rowCount()
        if not count:
            return range(0)
        height = self.viewport().height()
        first, last = self.indexAt(QPoint(4, 1)), self.indexAt(QPoint(4, height - 1))
        top = first.row() if first.isValid() else 0
        return range(top, (last.row() if last.isValid() else count - 1) + 1)

    def _want(self) -> None:
        """Ask for what is in view, then for what is below and above it."""
        seen = self.visible_rows()
        if not seen or not self.isVisible():
            return
        below = range(seen.stop, min(self._rows.rowCount(), seen.stop + _PAGES * len(seen)))
        above = range(seen.start - 1, max(-1, seen.start - 1 - len(seen)), -1)
        wanted, sets = [], []
        for number in (*seen, *below, *above):
            index = self._rows.index(number)
            row = self._rows.row(index)
            if row is None:
                continue
            wanted += [row.entries[t.frame] for t in self._tiles(index, row)]
            if row.kind == Kind.SET:
                sets.append((row.content, row.entries))
        self._thumbnails.want(wanted)
        if self._fused is not None:
            self._fused.want(sets)

    def showEvent(self, event: object) -> None:  # noqa: N802
        super().showEvent(event)  # type: ignore[arg-type]
        self._look.start()

    def _repaint(self, paths: list[Path]) -> None:
        for number in {self._rows.row_of(p) for p in paths}:
            if number is not None:
                self.update(self._rows.index(number))

    def _keep(self) -> None:
        self._kept = self.verticalScrollBar().value(), self.current, self.currentIndex().row()

    def _put_back(self) -> None:
        """Where the view was, on the row that is now what the current one was, or else in its place."""
        value, row, place = self._kept
        self._frame, number = None, None
        if row is not None:
            number = self._rows.row_of(row.entries[0].path) if row.entries else self._rows.heading(row.kind)
            if number is None and self._rows.filter is not None:
                number = min(place, self._rows.rowCount() - 1)
        if number is not None and number >= 0:
            self._go_to(self._rows.index(number))
        self.doItemsLayout()
        self.verticalScrollBar().setValue(value)
        self._look.start()
        self.chosen_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        count = self._rows.rowCount()
        text = ""
        if not count and self._rows.filter is not None:
            text = self.tr("No set is like that.")
        elif not count:
            text = self.tr("Drop a folder or a memory card:\nits brackets are found and listed here.")
        elif self._dragging and self._target is None:
            text = self.tr("A set of its own")
        if not text:
            return
        end = self.visualRect(self._rows.index(count - 1)).bottom() + 1 if count else 0
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        area = self.viewport().rect().adjusted(12, max(0, end), -12, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
        painter.end()
