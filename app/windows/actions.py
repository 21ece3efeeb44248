"""The menu bar and its actions, made from the commands' declarations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.session import EditSession
from app.shoot.commands import History
from app.windows.menus import Command, Menu, menus, tr

Handlers = dict[str, Callable[..., object]]


def build(window: QMainWindow, handlers: Handlers, more: Sequence[Mapping[str, Menu]] = ()) -> dict[str, QAction]:
    """Fill the menu bar, with ``more`` that features bring; returns the actions by name.

    A handler is looked up when its command is given: features add theirs after the actions are there.
    """
    made: dict[str, QAction] = {}
    for name, title, commands in menus(more):
        menu = QMenu(title, window.menuBar())
        menu.setObjectName(f"menu-{name}")
        window.menuBar().addMenu(menu)
        for command in commands:
            if command is None:
                menu.addSeparator()
                continue
            action = _action(window, command, handlers)
            menu.addAction(action)
            window.addAction(action)
            made[command.name] = action
    made["quit"].setMenuRole(QAction.MenuRole.QuitRole)
    made["about"].setMenuRole(QAction.MenuRole.AboutRole)
    return made


def _action(window: QMainWindow, command: Command, handlers: Handlers) -> QAction:
    action = QAction(command.text, window)
    action.setObjectName(command.name)
    action.setShortcuts([QKeySequence(k) for k in command.keys])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setCheckable(command.checkable)
    action.setData(command.needs)
    if command.button:
        action.setIconText(command.button)
    # Without a key in it the tool tip of a button says only what the button says.
    told = command.tip or command.text.replace("&", "").rstrip("…")
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{told}  ({key})" if key else told)
    action.setStatusTip(command.tip)
    if command.checkable:
        action.triggered.connect(lambda on, name=command.name: handlers[name](on))
    else:
        action.triggered.connect(lambda _=False, name=command.name: handlers[name]())
    return action


Able = Mapping[str, bool]
"""What commands need, by name, and whether it is there."""


def able(session: EditSession) -> dict[str, bool]:
    """What the session has of what commands need."""
    return {
        "picture": session.bracket is not None,
        "prediction": session.prediction is not None,
        "found": session.recipe.found is not None,
        "nudges": bool(session.recipe.nudges),
    }


def enable(actions: dict[str, QAction], have: Able) -> None:
    """Enable what can be done now; but not undo and redo, which follow the history."""
    for name, action in actions.items():
        if name not in ("undo", "redo"):
            action.setEnabled(have.get(action.data(), True))


def name_steps(actions: dict[str, QAction], history: History) -> None:
    """Say what undo and redo would do, if they can."""
    actions["undo"].setText(f"{tr('&Undo')} {history.undo_text}".strip())
    actions["undo"].setEnabled(history.can_undo)
    actions["redo"].setText(f"{tr('&Redo')} {history.redo_text}".strip())
    actions["redo"].setEnabled(history.can_redo)
