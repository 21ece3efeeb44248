"""The menu of colour spaces that pictures are exported in."""

from __future__ import annotations

from functools import partial
from typing import get_args

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from app.windows.exporting import Exporter
from mefcore.choices import Space

NAMES: dict[Space, str] = {
    "srgb": "sRGB",
    "display-p3": "Display P3",
    "adobe-rgb": "Adobe RGB (1998)",
    "prophoto": "ProPhoto RGB",
}


def add_menu(window: QMainWindow, before: QAction, exporter: Exporter) -> QMenu:
    """A submenu above an action of the menu bar, with one choice; it is remembered."""
    menu = next(m for m in window.menuBar().findChildren(QMenu) if before in m.actions())
    title = QCoreApplication.translate("menu", "E&xport colour space")
    spaces = QMenu(title, menu)
    spaces.setObjectName("spaces")
    group = QActionGroup(spaces)
    for space in get_args(Space):
        action = spaces.addAction(NAMES[space])
        action.setObjectName(f"space-{space}")
        action.setCheckable(True)
        action.setChecked(space == exporter.space)
        action.triggered.connect(partial(exporter.set_space, space))
        group.addAction(action)
    menu.insertMenu(before, spaces)
    return spaces
