"""Neutral greys: the picture is the only colour on screen.  Text has a contrast of at least 4.5:1."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

_ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
ARROW = (_ICONS / "arrow.svg").as_posix()

WINDOW = "#3b3b3b"
BASE = "#2f2f2f"
BUTTON = "#4a4a4a"
TEXT = "#ececec"
SECONDARY = "#bcbcbc"
DISABLED = "#8a8a8a"
HIGHLIGHT = "#6e6e6e"
LINE = "#2a2a2a"

_SHEET = f"""
* {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: #262626; color: {TEXT}; border: 1px solid #5a5a5a; padding: 4px; }}
QMenuBar {{ background: {WINDOW}; border-bottom: 1px solid {LINE}; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: #5c5c5c; }}
QMenu {{ background: #333333; border: 1px solid #555555; padding: 4px 0; }}
QMenu::item {{ padding: 5px 26px 5px 22px; }}
QMenu::item:disabled {{ color: {DISABLED}; background: transparent; }}
QMenu::separator {{ height: 1px; background: #4c4c4c; margin: 4px 0; }}
QStatusBar {{ background: {WINDOW}; border-top: 1px solid {LINE}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {LINE}; }}
QSplitter::handle:hover {{ background: #777777; }}
QLabel[role="secondary"] {{ color: {SECONDARY}; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="value"] {{ color: {TEXT}; }}
QFrame[role="line"] {{ background: #4d4d4d; border: none; }}
QPushButton, #viewbar QToolButton, #notice QToolButton {{
    background: {BUTTON}; border: 1px solid #5e5e5e; border-radius: 4px; padding: 4px 12px; color: {TEXT};
}}
#viewbar QToolButton, #notice QToolButton {{ padding: 4px 9px; }}
QPushButton:hover, #viewbar QToolButton:hover, #notice QToolButton:hover {{ background: #565656; }}
QPushButton:pressed, #viewbar QToolButton:pressed, #viewbar QToolButton:checked {{
    background: #6a6a6a; border-color: #8c8c8c;
}}
QPushButton:focus, #viewbar QToolButton:focus, #notice QToolButton:focus, QComboBox:focus {{
    border: 1px solid #f0f0f0;
}}
QPushButton:disabled, #viewbar QToolButton:disabled {{ color: {DISABLED}; background: #404040; border-color: #4a4a4a; }}
QPushButton[role="primary"] {{ background: #dcdcdc; color: #1e1e1e; border-color: #dcdcdc; padding: 7px 18px; }}
QPushButton[role="primary"]:hover {{ background: #f2f2f2; }}
QPushButton[role="primary"]:focus {{ border: 2px solid #ffffff; background: #eeeeee; }}
QPushButton[role="plain"] {{ padding: 7px 18px; }}
QComboBox {{ background: {BUTTON}; border: 1px solid #5e5e5e; border-radius: 4px; padding: 4px 8px; min-height: 18px; }}
QComboBox:hover {{ background: #565656; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{ARROW}"); width: 10px; height: 10px; }}
QComboBox::down-arrow:disabled {{ image: none; }}
QComboBox:disabled {{ color: {DISABLED}; background: #404040; border-color: #474747; }}
QComboBox QAbstractItemView {{ background: #333333; border: 1px solid #5a5a5a; selection-background-color: #5c5c5c; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; }}
QScrollBar::handle {{ background: #5c5c5c; border-radius: 4px; min-width: 24px; min-height: 24px; margin: 1px; }}
QScrollBar::handle:hover {{ background: #7c7c7c; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{
    background: {LINE}; border: none; border-radius: 3px; max-height: 8px; min-height: 8px; text-align: center;
}}
QProgressBar::chunk {{ background: #d0d0d0; border-radius: 3px; }}
#notice {{ background: #262626; border: 1px solid #6a6a6a; border-radius: 6px; }}
#notice[kind="error"] {{ border: 1px solid #b9b9b9; border-left: 4px solid #d9a441; }}
#notice QLabel {{ background: transparent; }}
#tip {{
    background: rgba(24, 24, 24, 225); color: {TEXT}; border: 1px solid #6a6a6a; border-radius: 4px; padding: 4px 8px;
}}
QPushButton#remove {{
    background: transparent; border: none; color: {SECONDARY}; padding: 0; margin: 0; text-decoration: underline;
}}
QPushButton#remove:hover, QPushButton#remove:focus {{ color: #ffffff; }}
#viewbar {{ background: {WINDOW}; border-top: 1px solid {LINE}; border-bottom: 1px solid {LINE}; }}
#look, #filmstrip, QScrollArea {{ background: {WINDOW}; }}
"""


def apply_theme(app: QApplication) -> None:
    """Fusion in neutral greys, at the system's font and scale."""
    app.setStyle("Fusion")
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, WINDOW),
        (role.WindowText, TEXT),
        (role.Base, BASE),
        (role.AlternateBase, "#353535"),
        (role.Text, TEXT),
        (role.Button, BUTTON),
        (role.ButtonText, TEXT),
        (role.BrightText, "#ffffff"),
        (role.ToolTipBase, "#262626"),
        (role.ToolTipText, TEXT),
        (role.PlaceholderText, "#a8a8a8"),
        (role.Highlight, HIGHLIGHT),
        (role.HighlightedText, "#ffffff"),
        (role.Link, "#e0e0e0"),
        (role.LinkVisited, "#c8c8c8"),
        (role.Accent, "#c8c8c8"),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(DISABLED))
    app.setPalette(palette)
    app.setStyleSheet(_SHEET)
