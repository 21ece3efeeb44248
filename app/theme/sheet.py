"""The style sheet and the palette, made from a theme's colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QPalette

from app.theme.colours import Colours

_ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


def is_dark(c: Colours) -> bool:
    return QColor(c.window).lightness() < 128


def sheet(c: Colours) -> str:
    """Of the whole program."""
    arrow = (_ICONS / ("arrow.svg" if is_dark(c) else "arrow-dark.svg")).as_posix()
    check = (_ICONS / ("check.svg" if is_dark(c) else "check-dark.svg")).as_posix()
    return f"""
* {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: {c.tip}; color: {c.text}; border: 1px solid {c.edge}; padding: 4px; }}
QMenuBar {{ background: {c.window}; border-bottom: 1px solid {c.line}; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {c.chosen}; }}
QMenu {{ background: {c.menu}; border: 1px solid {c.edge}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 26px 5px 22px; }}
QMenu::item:disabled {{ color: {c.disabled}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {c.rule}; margin: 4px 0; }}
QStatusBar {{ background: {c.window}; border-top: 1px solid {c.line}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:hover {{ background: {c.scroll_hover}; }}
QLabel[role="secondary"] {{ color: {c.secondary}; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="value"] {{ color: {c.text}; }}
QFrame[role="line"] {{ background: {c.rule}; border: none; }}
QPushButton, #viewbar QToolButton, #notice QToolButton {{
    background: {c.button}; border: 1px solid {c.edge}; border-radius: 4px; padding: 4px 12px; color: {c.text};
}}
#viewbar QToolButton, #notice QToolButton {{ padding: 4px 9px; }}
QPushButton:hover, #viewbar QToolButton:hover, #notice QToolButton:hover {{ background: {c.button_hover}; }}
QPushButton:pressed, QPushButton:checked, #viewbar QToolButton:pressed, #viewbar QToolButton:checked {{
    background: {c.button_down}; border-color: {c.scroll_hover};
}}
QPushButton:focus, #viewbar QToolButton:focus, #notice QToolButton:focus, QComboBox:focus {{
    border: 1px solid {c.focus};
}}
QPushButton[role="primary"] {{
    background: {c.primary}; color: {c.primary_text}; border-color: {c.primary}; padding: 7px 18px;
}}
QPushButton[role="primary"]:hover {{ background: {c.primary_hover}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.focus}; background: {c.primary_hover}; }}
QPushButton:disabled, QPushButton[role="primary"]:disabled, #viewbar QToolButton:disabled {{
    color: {c.disabled}; background: {c.button_off}; border-color: {c.rule};
}}
QPushButton[role="small"] {{ padding: 2px 7px; }}
QPushButton[role="square"] {{ padding: 0; }}
QPushButton[role="plain"] {{ padding: 7px 18px; }}
QComboBox {{
    background: {c.button}; border: 1px solid {c.edge}; border-radius: 4px; padding: 4px 8px; min-height: 18px;
}}
QComboBox:hover {{ background: {c.button_hover}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 10px; height: 10px; }}
QComboBox::down-arrow:disabled {{ image: none; }}
QComboBox:disabled {{ color: {c.disabled}; background: {c.button_off}; border-color: {c.rule}; }}
QComboBox QAbstractItemView {{
    background: {c.menu}; border: 1px solid {c.edge}; selection-background-color: {c.chosen}; selection-color: {c.text};
}}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {c.edge}; border-radius: 3px; background: {c.button};
}}
QCheckBox::indicator:hover {{ background: {c.button_hover}; }}
QCheckBox::indicator:focus {{ border: 1px solid {c.focus}; }}
QCheckBox::indicator:checked {{ image: url("{check}"); }}
QCheckBox::indicator:disabled {{ background: {c.button_off}; border-color: {c.rule}; }}
QRadioButton::indicator {{
    width: 14px; height: 14px; border: 1px solid {c.edge}; border-radius: 8px; background: {c.button};
}}
QRadioButton::indicator:hover {{ background: {c.button_hover}; }}
QRadioButton::indicator:focus {{ border: 1px solid {c.focus}; }}
QRadioButton::indicator:checked {{
    background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
        stop: 0 {c.text}, stop: 0.5 {c.text}, stop: 0.6 {c.button}, stop: 1 {c.button});
}}
QRadioButton::indicator:disabled {{ background: {c.button_off}; border-color: {c.rule}; }}
QLineEdit {{ border: 1px solid {c.edge}; border-radius: 4px; background: {c.base}; padding: 4px 6px; }}
QLineEdit:focus {{ border: 1px solid {c.focus}; }}
QLineEdit:disabled {{ color: {c.disabled}; background: {c.button_off}; border-color: {c.rule}; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; background: transparent; padding: 0; }}
QListView QLineEdit {{ padding: 0 2px; }}
#shortcuts QTreeView {{ border: 1px solid {c.edge}; border-radius: 4px; outline: 0; }}
#shortcuts QTreeView::item {{ padding: 3px 0; }}
#shortcuts QTreeView::item:selected {{ background: {c.chosen}; color: {c.text}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; }}
QScrollBar::handle {{ background: {c.scroll}; border-radius: 4px; min-width: 24px; min-height: 24px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {c.scroll_hover}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{
    background: {c.track}; border: none; border-radius: 3px; max-height: 8px; min-height: 8px; text-align: center;
}}
QProgressBar::chunk {{ background: {c.fill}; border-radius: 3px; }}
#notice, #hint {{ background: {c.menu}; border: 1px solid {c.edge}; border-radius: 6px; }}
#notice[kind="error"] {{ border: 1px solid {c.secondary}; border-left: 4px solid {c.signal}; }}
#notice QLabel, #hint QLabel {{ background: transparent; }}
#tip {{
    background: {c.tip}; color: {c.text}; border: 1px solid {c.edge}; border-radius: 4px; padding: 4px 8px;
}}
QPushButton#remove {{
    background: transparent; border: none; color: {c.secondary}; padding: 0; margin: 0; text-decoration: underline;
}}
QPushButton#remove:hover, QPushButton#remove:focus {{ color: {c.strong}; }}
#palette {{ background: {c.menu}; border: 1px solid {c.edge}; }}
#palette QLineEdit {{ padding: 7px 9px; }}
#palette QListView, #palette QTreeView {{ background: {c.menu}; border: none; outline: 0; }}
#viewbar {{ background: {c.window}; border-top: 1px solid {c.line}; border-bottom: 1px solid {c.line}; }}
#look, #filmstrip, QScrollArea {{ background: {c.window}; }}
"""


def palette(c: Colours) -> QPalette:
    """For what the sheet does not name, and for painters that ask for it."""
    made = QPalette()
    role, dark = QPalette.ColorRole, is_dark(c)
    for which, colour in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.base),
        (role.AlternateBase, c.hover),
        (role.Text, c.text),
        (role.Button, c.button),
        (role.ButtonText, c.text),
        (role.BrightText, "#ffffff" if dark else "#000000"),
        (role.ToolTipBase, c.tip),
        (role.ToolTipText, c.text),
        (role.PlaceholderText, c.secondary),
        (role.Highlight, c.highlight),
        (role.HighlightedText, c.highlighted),
        (role.Link, c.text),
        (role.LinkVisited, c.secondary),
        (role.Accent, c.fill),
        # Fusion shades frames and grooves with these; left to themselves they would be those of the other theme.
        (role.Light, "#666666" if dark else "#ffffff"),
        (role.Midlight, "#525252" if dark else "#e6e6e6"),
        (role.Mid, "#2d2d2d" if dark else "#a8a8a8"),
        (role.Dark, "#242424" if dark else "#9a9a9a"),
        (role.Shadow, "#141414" if dark else "#6e6e6e"),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.disabled))
    return made
