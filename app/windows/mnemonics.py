"""The underlined letters of a menu: each entry has one of its own, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

_MARKED = re.compile(r"&(\w)")


def apply(actions: Sequence[QAction]) -> None:
    """To the entries of a menu, and of the menus in it."""
    shown = [action for action in actions if not action.isSeparator()]
    for action, text in zip(shown, unique([a.text() for a in shown]), strict=True):
        if text != action.text():
            action.setText(text)
        menu = action.menu()
        if isinstance(menu, QMenu):
            apply(menu.actions())


def unique(texts: Sequence[str]) -> list[str]:
    """The same texts, in which no two have the same marked letter.

    Who comes first keeps its letter; another gets the beginning of one of its words, or else any letter that is free.
    Where all are taken it has none.
    """
    taken: set[str] = set()
    kept: dict[int, str] = {}
    for i, text in enumerate(texts):
        letter = _letter(text)
        if letter and letter not in taken:
            taken.add(letter)
            kept[i] = text
    return [kept[i] if i in kept else _marked(text, taken) for i, text in enumerate(texts)]


def _letter(text: str) -> str:
    found = _MARKED.search(text.replace("&&", ""))
    return found.group(1).lower() if found else ""


def _marked(text: str, taken: set[str]) -> str:
    bare = _MARKED.sub(r"\1", text)
    name = bare.split("  (")[0]
    places = [m.start() for m in re.finditer(r"\b\w", name)] + [m.start() for m in re.finditer(r"\w", name)]
    for at in places:
        letter = name[at].lower()
        if letter.isalnum() and letter not in taken:
            taken.add(letter)
            return f"{bare[:at]}&{bare[at:]}"
    return bare
