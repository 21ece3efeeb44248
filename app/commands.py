"""Undo: every step swaps one immutable recipe for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from app.panels import words
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from app.session import EditSession

_SWAP = 1


class SwapRecipe(QUndoCommand):
    """One undo step.  Steps of one gesture (a drag, a run of key presses) merge into one.

    Args:
        gesture: number of the gesture; 0 never merges.
        text: what undo is told to take back; by default what changed.
    """

    def __init__(self, session: EditSession, before: Recipe, after: Recipe, gesture: int = 0, text: str = "") -> None:
        super().__init__(text or words.change(before, after))
        self._given = text
        self._session = session
        self._before = before
        self._after = after
        self._gesture = gesture

    @property
    def before(self) -> Recipe:
        return self._before

    @property
    def after(self) -> Recipe:
        return self._after

    def redo(self) -> None:
        self._session.swap_recipe(self._after)

    def undo(self) -> None:
        self._session.swap_recipe(self._before)

    def id(self) -> int:
        return _SWAP if self._gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(other, SwapRecipe) or other._gesture != self._gesture:
            return False
        self._after = other._after
        self._given = other._given
        self.setText(self._given or words.change(self._before, self._after))
        # A drag that comes back to where it began is no step at all.
        self.setObsolete(self._before == self._after)
        # Qt deletes the other now, but PySide keeps its Python half for good: let go of the recipes it holds.
        vars(other).clear()
        return True
