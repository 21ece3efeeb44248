"""Three ways to look at a LUT, in the page and in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.instruments.lutcloud import CloudView
from app.instruments.lutgreys import GreysView
from app.instruments.lutmessages import LutFacts
from app.instruments.lutslice import SliceView

MODES = ("cloud", "greys", "slice")


class LutViewer(QWidget):
    """Signals:
    mode_changed: one of :data:`MODES`, chosen by the person.
    enlarge_requested.
    lines_changed: whether nodes have lines from where they were, chosen by the person.
    """

    mode_changed = Signal(str)
    lines_changed = Signal(bool)
    enlarge_requested = Signal()

    def __init__(self, parent: QWidget | None = None, large: bool = False) -> None:
        super().__init__(parent)
        self.cloud, self.greys, self.slice = CloudView(self), GreysView(self), SliceView(self)
        self.stack = QStackedWidget(self)
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        texts = (
            (self.tr("Cloud"), self.tr("The nodes of the lattice in the colour cube")),
            (self.tr("Greys"), self.tr("What becomes of greys, channel by channel")),
            (self.tr("Slice"), self.tr("One plane of the cube, before and after")),
        )
        for i, (view, (text, tip)) in enumerate(zip((self.cloud, self.greys, self.slice), texts, strict=True)):
            self.stack.addWidget(view)
            button = self._button(text, tip)
            self._group.addButton(button, i)
            row.addWidget(button)
        self._group.button(0).setChecked(True)
        row.addStretch(1)
        self.lines = self._button(self.tr("Lines"), self.tr("Lines from where nodes were to where the LUT moves them"))
        row.addWidget(self.lines)
        self.enlarge = QPushButton("⤢", self)
        self.enlarge.setProperty("role", "small")
        self.enlarge.setToolTip(self.tr("In a window of its own"))
        self.enlarge.setAccessibleName(self.tr("Enlarge"))
        self.enlarge.setVisible(not large)
        row.addWidget(self.enlarge)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * (12 if large else 0,)))
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        if not large:
            self.stack.setFixedHeight(232)
        self._group.idClicked.connect(self._choose)
        self.lines.toggled.connect(self.cloud.set_lines)
        self.lines.clicked.connect(self.lines_changed)
        self.enlarge.clicked.connect(self.enlarge_requested)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """From left to right."""
        modes = (self._group.button(i) for i in range(len(MODES)))
        return (*(b for b in modes if isinstance(b, QPushButton)), self.lines, self.enlarge)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "small")
        button.setCheckable(True)
        button.setToolTip(tip)
        return button

    @property
    def mode(self) -> str:
        """One of :data:`MODES`."""
        return MODES[self.stack.currentIndex()]

    def set_mode(self, mode: str) -> None:
        self._group.button(MODES.index(mode)).setChecked(True)
        self.stack.setCurrentIndex(MODES.index(mode))
        self.lines.setEnabled(mode == "cloud")

    def set_coverage(self, on: bool) -> None:
        """Whether nodes that the picture does not use are faint."""
        self.cloud.set_coverage(on)

    def show_facts(self, facts: LutFacts | None) -> None:
        self.cloud.show_cloud(None if facts is None else facts.cloud)
        self.greys.show_ramp(None if facts is None else facts.ramp)
        self.slice.show_lut(None if facts is None else facts.request.lut)

    def _choose(self, index: int) -> None:
        self.set_mode(MODES[index])
        self.mode_changed.emit(MODES[index])


class LutWindow(QWidget):
    """The viewer, as large as one likes; the editor goes on beside it.

    Signals: closed.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(self.tr("LUT"))
        self.viewer = LutViewer(self, large=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.viewer)
        self.resize(640, 690)

    def event(self, event: QEvent) -> bool:
        # The editor's shortcuts work here as well; Escape is this window's.
        overriding = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overriding and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.closed.emit()
        super().closeEvent(event)
