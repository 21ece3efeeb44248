"""Where the parts of the window stand.

The places are made before what stands in them: a widget that changes its parent is styled anew with all that is in it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget


class Arrangement:
    """The shelf holds all: the shoot's panel on the left of the rest, which is a column and the sidebar beside it.

    Attributes:
        shelf, splitter, column: parents for what is to stand in them.
    """

    def __init__(self, window: QMainWindow) -> None:
        self.shelf = QSplitter(Qt.Orientation.Horizontal, window)
        window.setCentralWidget(self.shelf)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self.shelf)
        self.column = QWidget(self.splitter)
        for splitter in (self.shelf, self.splitter):
            splitter.setHandleWidth(3)

    def fill_column(self, *widgets: QWidget) -> None:
        """From top to bottom; the first takes all the room there is."""
        layout = QVBoxLayout(self.column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for i, widget in enumerate(widgets):
            layout.addWidget(widget, int(i == 0))

    def put(self, sidebar: QWidget, panel: QWidget) -> None:
        """``sidebar`` at the right of the column, and ``panel`` at the left of both."""
        for i, widget in enumerate((self.column, sidebar)):
            self.splitter.insertWidget(i, widget)
            self.splitter.setStretchFactor(i, int(i == 0))
            self.splitter.setCollapsible(i, False)
        self.splitter.setSizes([960, 316])
        for i, widget in enumerate((panel, self.splitter)):
            self.shelf.insertWidget(i, widget)
            self.shelf.setStretchFactor(i, i)
        self.shelf.setChildrenCollapsible(False)
