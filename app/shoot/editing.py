"""Looks, stars and marks of several sets at once, as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand

from app.session import EditSession
from app.shoot.looks import MAX_STARS, SetLook
from app.shoot.messages import Content
from app.shoot.shoot import Shoot

if TYPE_CHECKING:
    from mefcore.recipe import Recipe, Section


class SwapLooks(QUndoCommand):
    """One step: swaps one thing that is known of some sets.  Of the others, steps that are not here may change more."""

    def __init__(
        self,
        editor: SetEditor,
        what: str,
        before: Mapping[Content, SetLook],
        after: Mapping[Content, SetLook],
        text: str,
    ) -> None:
        super().__init__(text)
        self._editor = editor
        self._what = what
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._editor.swap(self._what, self._after)

    def undo(self) -> None:
        self._editor.swap(self._what, self._before)


class SetEditor(QObject):
    """The set on screen is edited in the session, all others in :class:`~app.shoot.looks.Looks`, which also follows the
    session; nobody else need know the difference.

    Args:
        start: the recipe with which a bracket is opened that has none of its own.
    """

    def __init__(
        self, session: EditSession, shoot: Shoot, start: Callable[[], Recipe], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._shoot = shoot
        self._start = start
        session.recipe_changed.connect(self._follow)

    @property
    def open(self) -> Content:
        """The set on screen, if it is one of this shoot."""
        return self._shoot.open if self._shoot.open and self._shoot.open == self._edited() else frozenset()

    def recipe_of(self, content: Content) -> Recipe:
        """What a set's picture is made with now."""
        if content and content == self.open:
            return self._session.recipe
        return self._shoot.looks.recipe(content) or self._start()

    def paste(self, recipe: Recipe, contents: Iterable[Content], sections: Sequence[Section]) -> int:
        """Give sets these settings; returns how many look different now."""
        pasted = {c: self.recipe_of(c).pasted(recipe, sections, len(c)) for c in contents}
        return self.give(pasted, self.tr("Paste settings"), self.tr("Paste settings to {0} sets"))

    def give(self, recipes: Mapping[Content, Recipe], one: str, many: str = "") -> int:
        """Give each set a recipe of its own, as one step; returns how many look different now.

        Args:
            one, many: what the step is called if one set looks different, and if {0} do; without ``many`` always
                ``one``.
        """
        after = {
            content: replace(self._shoot.looks.of(content), recipe=recipe)
            for content, recipe in recipes.items()
            if recipe != self.recipe_of(content)
        }
        self._push("recipe", after, many.format(len(after)) if many and len(after) != 1 else one)
        return len(after)

    def reset(self, contents: Iterable[Content]) -> None:
        """Back to the look with which brackets are opened."""
        after = {}
        for content in contents:
            look = self._shoot.looks.of(content)
            if look.edited:
                after[content] = replace(look, recipe=None)
        text = self.tr("Reset set") if len(after) == 1 else self.tr("Reset {0} sets").format(len(after))
        self._push("recipe", after, text)

    def rate(self, contents: Iterable[Content], stars: int) -> None:
        """As many stars; where all have as many already, none."""
        chosen = tuple(contents)
        looks = {content: self._shoot.looks.of(content) for content in chosen}
        stars = max(0, min(stars, MAX_STARS))
        if looks and all(look.rating == stars for look in looks.values()):
            stars = 0
        text = self.tr("Rate {0}").format("★" * stars) if stars else self.tr("Take the stars away")
        after = {c: replace(look, rating=stars) for c, look in looks.items() if look.rating != stars}
        self._push("rating", after, text)

    def reject(self, contents: Iterable[Content], rejected: bool) -> None:
        """Mark as no good, or take the mark away."""
        looks = {content: self._shoot.looks.of(content) for content in contents}
        after = {c: replace(look, rejected=rejected) for c, look in looks.items() if look.rejected != rejected}
        one = self.tr("Reject set") if rejected else self.tr("Unflag set")
        many = self.tr("Reject {0} sets") if rejected else self.tr("Unflag {0} sets")
        self._push("rejected", after, one if len(after) == 1 else many.format(len(after)))

    def swap(self, what: str, looks: Mapping[Content, SetLook]) -> None:
        """For :class:`SwapLooks` only: take one attribute of these."""
        known = self._shoot.looks
        looks = {one: replace(known.of(one), **{what: getattr(look, what)}) for one, look in looks.items()}
        now = looks.get(self.open) if self.open and what == "recipe" else None
        if now is not None:
            # First: how the others begin may follow from how this one was left.
            recipe = now.recipe or self._session.start
            if recipe != self._session.recipe:
                self._session.swap_recipe(recipe)
        self._shoot.looks.put(looks)

    def _push(self, what: str, after: Mapping[Content, SetLook], text: str) -> None:
        if after:
            before = {content: self._shoot.looks.of(content) for content in after}
            self._shoot.undo_stack.push(SwapLooks(self, what, before, after, text))

    def _edited(self) -> Content:
        bracket = self._session.bracket
        return frozenset() if bracket is None else frozenset(frame.path for frame in bracket.frames)

    def _follow(self) -> None:
        content = self.open
        if content:
            recipe = self._session.recipe
            self._shoot.looks.set_recipe(content, None if recipe == self._session.start else recipe)
