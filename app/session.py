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
        replaced: the frames of the bracket were prepared anew, and the network answered for them.
        recipe_changed: ``(before, after)``.
    """

    opened = Signal()
    predicted = Signal()
    replaced = Signal()
    recipe_changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._loaded: Loaded | None = None
        self._prediction: Prediction | None = None
        self._start = self._recipe = Recipe()

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

    @property
    def start(self) -> Recipe:
        """The recipe the bracket was opened with, to which resetting goes back."""
        return self._start

    @property
    def can_be_local(self) -> bool:
        """Whether the network has local weights for this bracket."""
        return self._prediction is not None and self._prediction.local is not None

    def open(self, loaded: Loaded, start: Recipe | None = None) -> None:
        """Edit another bracket, from ``start`` (by default the default recipe) and with no history."""
        self._loaded = loaded
        self._prediction = None
        self._start = start or Recipe()
        self._begin_with(self._start)
        self.opened.emit()

    def predict(self, loaded: Loaded, prediction: Prediction) -> bool:
        """Take the network's answer about ``loaded``; False when another bracket has been opened since."""
        if loaded is not self._loaded:
            return False
        self._prediction = prediction
        if prediction.local is None and self._start.local > 0:
            self._start = self._start.with_(local=0.0)
            self._begin_with(self._recipe.with_(local=0.0))
        self.predicted.emit()
        return True

    def replace(self, loaded: Loaded, prediction: Prediction) -> None:
        """Go on editing the same bracket with frames that were prepared anew."""
        self._loaded, self._prediction = loaded, prediction
        self.replaced.emit()

    def edit(self, gesture: int = 0, text: str = "", **changes: Any) -> None:
        """Change parameters as an undo step called ``text``; steps of one ``gesture`` (not 0) merge.

        Raises:
            RecipeError: unknown parameter or value out of range.
        """
        after = self._recipe.with_(**changes)
        if after != self._recipe:
            self.undo_stack.push(SwapRecipe(self, self._recipe, after, gesture, text))

    def reset(self) -> None:
        """Back to what the bracket was opened with, as an undo step."""
        if self._recipe != self._start:
            self.undo_stack.push(SwapRecipe(self, self._recipe, self._start, text=self.tr("Reset look")))

    def _begin_with(self, recipe: Recipe) -> None:
        before, self._recipe = self._recipe, recipe
        self.undo_stack.clear()
        if before != recipe:
            self.recipe_changed.emit(before, recipe)

    def swap_recipe(self, recipe: Recipe) -> None:
        """For :class:`~app.commands.SwapRecipe`, and for a look that comes back with its bracket; others edit."""
        before, self._recipe = self._recipe, recipe
        self.recipe_changed.emit(before, recipe)
