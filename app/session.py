"""The one place that writes what is being edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.commands import SwapRecipe
from app.panels import words
from mefcore.recipe import Recipe
from mefcore.sidecar import MAX_STEPS, State, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.messages import Loaded
    from mefcore.bracket import Bracket
    from mefcore.pipeline import Prediction
    from mefcore.snapshot import Snapshot


class EditSession(QObject):
    """The bracket, what the network said about it, and the recipe; everyone else reads and listens.

    Signals:
        leaving: another bracket is about to take the place of this one.
        opened: another bracket is being edited.
        predicted: the network answered for it.
        replaced: the frames of the bracket were prepared anew, and the network answered for them.
        recipe_changed: ``(before, after)``.
        snapshots_changed: there are others, or they have other names.
    """

    leaving = Signal()
    opened = Signal()
    predicted = Signal()
    replaced = Signal()
    recipe_changed = Signal(object, object)
    snapshots_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._loaded: Loaded | None = None
        self._prediction: Prediction | None = None
        self._start = self._recipe = self._first = Recipe()
        self._snapshots: tuple[Snapshot, ...] = ()
        self._rebuilding = False

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
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Looks of this bracket under a name, the oldest first."""
        return self._snapshots

    @property
    def state(self) -> State:
        """All that is to be kept of the bracket, but for what the shoot knows of it."""
        steps, done = self._history()
        return State(recipe=self._recipe, snapshots=self._snapshots, steps=steps, at=done)

    @property
    def can_be_local(self) -> bool:
        """Whether the network has local weights for this bracket."""
        return self._prediction is not None and self._prediction.local is not None

    def open(self, loaded: Loaded, start: Recipe | None = None, state: State | None = None) -> None:
        """Edit another bracket, as it was left in ``state``, or from ``start`` with no history.

        Args:
            start: what resetting goes back to; by default the default recipe.
        """
        self.leaving.emit()
        self._loaded = loaded
        self._prediction = None
        self._start = start or Recipe()
        self._begin_with(self._start if state is None else state.recipe or self._start)
        if state is not None:
            self._rebuild(state.steps, state.at)
        self.set_snapshots(() if state is None else state.snapshots)
        self.opened.emit()

    def predict(self, loaded: Loaded, prediction: Prediction) -> bool:
        """Take the network's answer about ``loaded``; False when another bracket has been opened since."""
        if loaded is not self._loaded:
            return False
        self._prediction = prediction
        if prediction.local is None and self._start.local > 0:
            self._start = self._start.with_(local=0.0)
            steps, done = self._history()
            self._begin_with(self._recipe.with_(local=0.0))
            self._rebuild(
                [Step(s.before.with_(local=0.0), s.after.with_(local=0.0), s.text) for s in steps],
                done,
            )
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

    def adopt(self, recipe: Recipe, text: str) -> None:
        """Another look as a whole, as an undo step."""
        if self._recipe != recipe:
            self.undo_stack.push(SwapRecipe(self, self._recipe, recipe, text=text))

    def set_snapshots(self, snapshots: tuple[Snapshot, ...]) -> None:
        """Keep these looks with the bracket, instead of those there are; no undo step."""
        if snapshots != self._snapshots:
            self._snapshots = snapshots
            self.snapshots_changed.emit()

    def _begin_with(self, recipe: Recipe) -> None:
        before, self._recipe = self._recipe, recipe
        self._first = recipe
        self.undo_stack.clear()
        if before != recipe:
            self.recipe_changed.emit(before, recipe)

    def _history(self) -> tuple[tuple[Step, ...], int]:
        """The steps around the present, as far as they are of the recipe, and how many of them are done.

        What :meth:`swap_recipe` did, as when settings are pasted to many sets, is no step of this stack: it becomes one
        here, so that each step begins where the one before it ended.
        """
        stack = self.undo_stack
        now = stack.index()
        first, last = max(0, now - MAX_STEPS), min(stack.count(), now + MAX_STEPS)
        commands = [(n, stack.command(n)) for n in range(first, last)]
        steps = [(n, Step(c.before, c.after, c.text())) for n, c in commands if isinstance(c, SwapRecipe)]
        done = [step for n, step in steps if n < now]
        begin = done[0].before if first and done else self._first
        whole = _joined([*done, Step(self._recipe, self._recipe, "")], begin)
        return (*whole, *_joined([step for n, step in steps if n >= now], self._recipe)), len(whole)

    def _rebuild(self, steps: Sequence[Step], done: int) -> None:
        """Make the undo stack of a history, of which ``done`` steps are in the recipe already."""
        self._rebuilding = True
        try:
            self.undo_stack.clear()
            if steps:
                self._first = steps[0].before
            for step in steps:
                self.undo_stack.push(SwapRecipe(self, step.before, step.after, text=step.text))
            self.undo_stack.setIndex(done)
        finally:
            self._rebuilding = False

    def swap_recipe(self, recipe: Recipe) -> None:
        """For :class:`~app.commands.SwapRecipe`, and for a look that comes back with its bracket; others edit."""
        if self._rebuilding:
            return
        before, self._recipe = self._recipe, recipe
        self.recipe_changed.emit(before, recipe)


def _joined(steps: Sequence[Step], begin: Recipe) -> tuple[Step, ...]:
    """Steps with one more wherever the next does not begin where the last one ended; those that change nothing go."""
    joined: list[Step] = []
    for step in steps:
        end = joined[-1].after if joined else begin
        if step.before != end:
            joined.append(Step(end, step.before, words.change(end, step.before)))
        if step.after != step.before:
            joined.append(step)
    return tuple(joined)
