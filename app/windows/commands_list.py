"""All that can be done, read from the menu bar: for the palette and for the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar
from shiboken6 import isValid


@dataclass(frozen=True, eq=False)
class Entry:
    """One command.

    Attributes:
        action: what does it.
        text: as in the menu, without marks.
        menus: titles of the menus it is in, the outermost first.
        keys: every shortcut, as people write them.
    """

    action: QAction
    text: str
    menus: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def able(self) -> bool:
        """Whether it can be done now: not when its action is gone, as a recent shoot's may be at any time."""
        return isValid(self.action) and self.action.isEnabled()

    @property
    def path(self) -> str:
        """``Edit ▸ Colour``."""
        return " ▸ ".join(self.menus)

    @property
    def why_not(self) -> str:
        """What is missing for it; empty where it can be done, or where nobody knows."""
        if self.able:
            return ""
        return _missing(str(self.action.data() or "") if isValid(self.action) else "")


def plain(text: str) -> str:
    """A menu's text without what marks its letter, its dots and its hint at a key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").split("  (")[0].rstrip("…").strip()


def entries(bar: QMenuBar) -> list[Entry]:
    """In the order of the menus, those of submenus where they are."""
    found: list[Entry] = []
    for action in bar.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            found += _of(menu, (plain(menu.title()),))
    return found


def _of(menu: QMenu, path: tuple[str, ...]) -> Iterator[Entry]:
    for action in menu.actions():
        inner = action.menu()
        if action.isSeparator() or not action.text():
            continue
        if isinstance(inner, QMenu):
            yield from _of(inner, (*path, plain(inner.title())))
        else:
            native = QKeySequence.SequenceFormat.NativeText
            keys = tuple(key.toString(native) for key in action.shortcuts() if not key.isEmpty())
            yield Entry(action, plain(action.text()), path, keys)


def _missing(needs: str) -> str:
    if needs == "picture":
        return _tr("Open a bracket first")
    if needs == "prediction":
        return _tr("Needs a fused picture")
    if needs in ("shoot", "next_set", "previous_set", "merge", "split", "own", "divide", "ignore", "restore"):
        return _tr("Choose in the shoot panel first")
    if needs in ("found", "nudges"):
        return _tr("There is nothing to remove")
    return _tr("Not possible now")


def score(query: str, entry: Entry) -> float | None:
    """How well a command fits what was typed; None where it does not.

    Each word must be found: at the beginning of a word of the text, best; inside it; in the menus or the tip; or with
    its letters in order but not together, the first at the beginning.
    """
    around = f"{entry.path} {entry.action.statusTip()} {_also(entry.action.objectName())}".casefold()
    text = entry.text.casefold()
    total = 0.0
    for word in query.casefold().split():
        found = _word(word, text, around)
        if found is None:
            return None
        total += found
    return total - 0.002 * len(text)


def _also(name: str) -> str:
    """Other words that people look for a command by."""
    return {
        "preferences": _tr("settings options english german language dark light theme size of texts memory gpu colour"),
        "export": _tr("save as write jpeg tiff png picture"),
        "export_sets": _tr("batch save jpeg tiff png"),
        "export_all": _tr("batch save everything jpeg tiff png"),
        "open": _tr("load import brackets hdr raw"),
        "shortcuts": _tr("keys keyboard help manual"),
        "auto": _tr("automatic enhance"),
        "export_lut": _tr("cube clf 3dl hald save"),
        "paste_settings": _tr("apply look preset"),
        "snapshot": _tr("version virtual copy"),
        "reset": _tr("revert original"),
        "weights": _tr("mask overlay"),
    }.get(name, "")


def _word(word: str, text: str, around: str) -> float | None:
    at = text.find(word)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        return 3.0 + begins + (at == 0)
    if any(part.startswith(word) for part in around.split()):
        return 2.0
    letters = iter(text)
    if len(word) > 1 and text.startswith(word[0]) and all(letter in letters for letter in word):
        # Together with the beginnings of words it is an abbreviation, else a slip.
        starts = "".join(part[0] for part in text.split())
        return 1.5 if starts.startswith(word) else 1.0
    return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("palette", text)
