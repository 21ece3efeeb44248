"""The one place that writes what is being edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.commands import SwapRecipe
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from app.models.messages import Loaded
    from mefcore.bracket import Bracket
    from mefcore.pipeline import Prediction


class EditSession(QObject):
    """The bracket, what the network said about it, and the recipe; everyone else reads and listens.

    Signals:
        opened: another bracket is being edited.
        predicted: the network answered for it.
        recipe_changed: ``(before, after)``.
    """

    opened = Signal()
    predicted = Signal()
    recipe_changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._loaded: Loaded | None = None
        self._prediction: Prediction | None = None
        self._recipe = Recipe()

    @property
    def loaded(self) -> Loaded | None:
        return self._loaded

    @property
    def bracket(self) -> Bracket | None:
        return None if self._loaded is None else self._loaded.bracket

    @property
    def prediction(self) -> Prediction | None:
        return self._prediction

    @property
    def recipe(self) -> Recipe:
        return self._recipe

    def open(self, loaded: Loaded) -> None:
        """Edit another bracket, from the default recipe and with no history."""
        self._loaded = loaded
        self._prediction = None
        before, self._recipe = self._recipe, Recipe()
        self.undo_stack.clear()
        if before != self._recipe:
            self.recipe_changed.emit(before, self._recipe)
        self.opened.emit()

    def predict(self, loaded: Loaded, prediction: Prediction) -> bool:
        """Take the network's answer about ``loaded``; False when another bracket has been opened since."""
        if loaded is not self._loaded:
            return False
        self._prediction = prediction
        self.predicted.emit()
        return True

    def edit(self, gesture: int = 0, **changes: Any) -> None:
        """Change parameters as an undo step; steps of one ``gesture`` (not 0) merge.

        Raises:
            RecipeError: unknown parameter or value out of range.
        """
        after = self._recipe.with_(**changes)
        if after != self._recipe:
            self.undo_stack.push(SwapRecipe(self, self._recipe, after, gesture))

    def reset(self) -> None:
        """Back to the default recipe, as an undo step."""
        if self._recipe != Recipe():
            self.undo_stack.push(SwapRecipe(self, self._recipe, Recipe(), text=self.tr("Reset look")))

    def swap_recipe(self, recipe: Recipe) -> None:
        """For :class:`~app.commands.SwapRecipe` only: everyone else edits."""
        before, self._recipe = self._recipe, recipe
        self.recipe_changed.emit(before, recipe)
