"""Where the parts of the window stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget


def beside(column: tuple[QWidget, ...], panel: QWidget, parent: QWidget) -> QSplitter:
    """A column, the first of which takes all the room there is, and a panel to the right of it."""
    left = QWidget(parent)
    layout = QVBoxLayout(left)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for i, widget in enumerate(column):
        layout.addWidget(widget, int(i == 0))
    splitter = QSplitter(Qt.Orientation.Horizontal, parent)
    for i, widget in enumerate((left, panel)):
        splitter.addWidget(widget)
        splitter.setStretchFactor(i, int(i == 0))
        splitter.setCollapsible(i, False)
    splitter.setHandleWidth(3)
    splitter.setSizes([960, 316])
    return splitter
