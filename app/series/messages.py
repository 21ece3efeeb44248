"""What travels between the series' window and its worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.shoot.messages import Content

if TYPE_CHECKING:
    from mefcore.grouping import Entry
    from mefcore.recipe import Recipe
    from mefcore.series import Member, Tone

Way = Literal["one", "calm"]


@dataclass(frozen=True)
class OneOf:
    """One set of the series: its files, and its recipe as it is now."""

    content: Content
    entries: tuple[Entry, ...]
    recipe: Recipe
    name: str


@dataclass(frozen=True)
class GatherRequest:
    """Ask the network about every set of a series; ``hero`` is the index of the one on screen, if it is among them."""

    sets: tuple[OneOf, ...]
    hero: int | None


@dataclass(frozen=True, eq=False)
class Gathered:
    """What the network says of them, and the tone of each picture as it is.

    Attributes:
        left_out: names of sets that cannot be read, and why.
    """

    request: GatherRequest
    sets: tuple[OneOf, ...]
    members: tuple[Member, ...]
    tones: tuple[Tone, ...]
    hero: int | None
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Options:
    """What is to become of a series.

    Attributes:
        way: ``one`` look for all, that of the hero; or looks that change ``calm``.
        edits: of the hero's, the look's parameters.
        lut, weights: of the hero's, or averaged along the series.
        radius: of averaging, in sets.
        even: also bring the brightness of neighbours together.
    """

    way: Way = "one"
    edits: bool = True
    lut: bool = True
    weights: bool = False
    radius: float = 3.0
    even: bool = True


@dataclass(frozen=True, eq=False)
class PlanRequest:
    gathered: Gathered
    options: Options


@dataclass(frozen=True, eq=False)
class Planned:
    """Recipes for every set, and the tones that they would give."""

    request: PlanRequest
    recipes: tuple[Recipe, ...]
    tones: tuple[Tone, ...]
