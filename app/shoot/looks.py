"""What a person made of every set of the shoot: its look, its stars, and whether it is no good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.shoot.messages import Content

if TYPE_CHECKING:
    from mefcore.recipe import Recipe

MAX_STARS = 5


@dataclass(frozen=True)
class SetLook:
    """Of one set.

    Attributes:
        recipe: None for that with which every bracket is opened.
        rating: stars, 0…5.
        rejected: marked as no good.
    """

    recipe: Recipe | None = None
    rating: int = 0
    rejected: bool = False

    @property
    def edited(self) -> bool:
        """Whether its look was changed."""
        return self.recipe is not None


_NOTHING = SetLook()


class Looks(QObject):
    """The one place where these are while the window is open; sets are known by their files.

    Signals:
        changed: the contents of the sets that have another look, rating or mark now.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[Content, SetLook] = {}

    def of(self, content: Content) -> SetLook:
        return self._known.get(content, _NOTHING)

    def recipe(self, content: Content) -> Recipe | None:
        """The recipe, where there is one of its own."""
        return self.of(content).recipe

    def set_recipe(self, content: Content, recipe: Recipe | None) -> None:
        known = self.of(content)
        self.put({content: SetLook(recipe, known.rating, known.rejected)})

    def put(self, looks: Mapping[Content, SetLook]) -> None:
        """Take these for those of the same sets; all others stay."""
        changed = [content for content, look in looks.items() if self.of(content) != look]
        for content in changed:
            if looks[content] == _NOTHING:
                del self._known[content]
            else:
                self._known[content] = looks[content]
        if changed:
            self.changed.emit(changed)

    def inherit(self, before: Iterable[Content], after: Iterable[Content]) -> None:
        """Sets that are made of RAW files now have the looks of those made of their JPEGs, and the other way round."""
        by_names = {_names(content): self._known[content] for content in before if content in self._known}
        heirs = {}
        for content in after if by_names else ():
            look = by_names.get(_names(content))
            if look is not None and content not in self._known:
                heirs[content] = look
        self.put(heirs)


def _names(content: Content) -> frozenset[tuple[Path, str]]:
    return frozenset((path.parent, path.stem.casefold()) for path in content)
