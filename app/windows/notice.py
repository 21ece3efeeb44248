"""A calm card over the picture: an error with a way out, or the good news that a file is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.problems import spoken
from mefcore.errors import MefError
from mefcore.names import printable

NEWS_MS = 12_000
"""How long good news stays; an error stays until it is dismissed.  Neither outlives the bracket it is about."""


def sentence(error: MefError) -> str:
    """What to tell: the file's name, what is wrong with it, and the way out."""
    told = spoken(error.message)
    message = told[:1].upper() + told[1:]
    if error.path:
        name = Path(error.path).name
        message = f"{name} {told}" if _reads_on(error.message) else f"{name}: {told}"
    text = message.rstrip(".") + "."
    if error.hint:
        hint = spoken(error.hint).rstrip(".")
        text += f" {hint[:1].upper()}{hint[1:]}."
    return printable(text)


def _reads_on(message: str) -> bool:
    """Whether the message continues a sentence that begins with the file's name."""
    return message.split(" ", 1)[0] in ("is", "has", "holds", "cannot", "may", "does", "was", "could")


class Notice(QFrame):
    """Sits at the bottom of its parent, in the middle, above everything there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton(self)
        self.action.clicked.connect(self._act)
        self.action.hide()
        self.dismiss = QToolButton(self)
        self.dismiss.setText("×")
        self.dismiss.setAccessibleName(self.tr("Dismiss"))
        self.dismiss.setToolTip(self.tr("Dismiss (Esc)"))
        self.dismiss.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 9, 9)
        row.setSpacing(10)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.dismiss)
        self._callback: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def kind(self) -> str:
        """``error``, ``news``, or empty while hidden."""
        return "" if self.isHidden() else str(self.property("kind"))

    def show_error(
        self, error: MefError, action: str = "", callback: Callable[[], None] | None = None, *, more: str = ""
    ) -> None:
        """What went wrong, and perhaps ``more`` sentences."""
        self._show("error", f"{sentence(error)} {more}".strip(), error.path or "", action, callback)

    def show_news(
        self, text: str, action: str = "", callback: Callable[[], None] | None = None, *, stay: bool = False
    ) -> None:
        """Good news, or none; it goes by itself unless it is to ``stay``."""
        self._show("news", text, "", action, callback)
        if not stay:
            self._timer.start()

    def _show(self, kind: str, text: str, detail: str, action: str, callback: Callable[[], None] | None) -> None:
        self._timer.stop()
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.text.setText(text)
        self.text.setToolTip(detail)
        self.setAccessibleName(text)
        self.action.setVisible(bool(action))
        self.action.setText(action)
        self._callback = callback
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._place()

    def _act(self) -> None:
        self.hide()
        if self._callback is not None:
            self._callback()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        extra = 14 + 9 + 10 + self.dismiss.sizeHint().width()
        if not self.action.isHidden():
            extra += 10 + self.action.sizeHint().width()
        metrics, text = self.text.fontMetrics(), self.text.text()
        width = min(metrics.horizontalAdvance(text) + extra + 8, max(240, parent.width() - 48), 760)
        lines = metrics.boundingRect(0, 0, width - extra, 10_000, Qt.TextFlag.TextWordWrap, text).height()
        self.setFixedSize(width, max(lines, self.dismiss.sizeHint().height()) + 20)
        self.move((parent.width() - width) // 2, parent.height() - self.height() - 16)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        focus, parent = QApplication.focusWidget(), self.parentWidget()
        if focus is not None and self.isAncestorOf(focus) and parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
