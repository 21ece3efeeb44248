"""Files dropped anywhere on the window, which lights up while they are over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app import theme


def is_picture(path: Path) -> bool:
    """Whether a file's name says that it is one that Luxcube reads."""
    from mefcore.io.formats import READABLE

    return path.suffix.lower() in READABLE and path.is_file()


class DropFrame(QWidget):
    """A frame around the whole window, there only during a drag.

    Signals:
        dropped: the files and folders, a list of paths, and whether Shift was held to add them to what is there.
    """

    dropped = Signal(list, bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._hint = ""
        # What is under the frame stays the target of the drag.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self.hide()
        elif isinstance(event, QDropEvent) and kind in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            self._take(event, kind == QEvent.Type.Drop)
            return True
        return False

    def _take(self, event: QDropEvent, fallen: bool) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths or event.source() is not None:  # a set on its way from the list: it is open already
            event.ignore()
            return
        # Whatever is proposed: after a move, a file manager may delete the frames.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if fallen:
            self.hide()
            self.dropped.emit(paths, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            self.setGeometry(self.window().rect())
            self.raise_()
            self.show()

    def set_hint(self, hint: str) -> None:
        """What to say during a drag."""
        self._hint = hint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("strong"), 3))
        painter.drawRect(QRectF(self.rect()).adjusted(4, 4, -4, -4))
        if self._hint:
            text = painter.fontMetrics().boundingRect(self._hint).adjusted(-14, -8, 14, 8)
            text.moveCenter(self.rect().center())
            painter.setPen(QPen(theme.colour("edge"), 1))
            painter.setBrush(theme.colour("tip"))
            painter.drawRoundedRect(text, 5, 5)
            painter.setPen(theme.colour("text"))
            painter.drawText(text, Qt.AlignmentFlag.AlignCenter, self._hint)
        painter.end()
