"""From the frames of a bracket to frames that can be blended: lined up, and with moving things in one place.

The stages align → deghost, each a function of what it reads.  They change frames, never the method: the picture is
still ``LUT(sum_k w_k I_k)``, of frames that agree with one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mefcore.bracket import Bracket, Frame
from mefcore.errors import RecipeError
from mefcore.io.formats import RAW
from mefcore.io.reading import Reading
from mefcore.job import SILENT, Job
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    import numpy as np

    from mefcore.align import Alignment
    from mefcore.deghost import Deghosted


@dataclass(frozen=True, eq=False)
class Prepared:
    """Frames ready to be blended, and what was done to them.

    Attributes:
        source: the bracket as it was read.
        bracket: the frames to blend, in the same order; smaller than ``source`` where borders were cropped.
        alignment: how the frames lie to one another; None where nobody looked.
        aligned: their pixels before anything was deghosted.
        ghosts: what moved; None where nobody looked.
        recipe: what was asked for.
    """

    source: Bracket
    bracket: Bracket
    alignment: Alignment | None
    aligned: tuple[np.ndarray, ...]
    ghosts: Deghosted | None
    recipe: Recipe

    @property
    def was_aligned(self) -> bool:
        """Whether a frame was warped."""
        return self.alignment is not None and bool(self.alignment.moving([n - 1 for n in self.recipe.unaligned]))

    @property
    def was_deghosted(self) -> bool:
        """Whether anything in a frame was replaced."""
        return self.ghosts is not None and self.ghosts.moved

    @property
    def changed(self) -> bool:
        """Whether the frames are no longer those of the files, so that no other program can blend these."""
        return self.was_aligned or self.was_deghosted


def prepare(bracket: Bracket, recipe: Recipe, *, known: Prepared | None = None, job: Job = SILENT) -> Prepared:
    """Align and deghost as the recipe asks.

    Args:
        bracket: as it was read.
        recipe: see the parameters of the stages ``align`` and ``deghost``.
        known: what was prepared of the same bracket before; what has not changed since is taken from it.
        job: progress and cancel.

    Raises:
        RecipeError: the recipe names a frame that the bracket does not have.
        Cancelled: ``job`` was cancelled.
    """
    check_frames(recipe, len(bracket))
    if known is not None and known.source is not bracket:
        known = None
    reference = recipe.reference - 1 if recipe.reference else bracket.reference
    alignment, aligned = _align(bracket, reference, recipe, known, job.part(0.0, 0.6))
    ghosts = None
    if recipe.deghost != "off" and not recovered(bracket, recipe):
        from mefcore.deghost import deghost

        ghosts = deghost(aligned, reference, strength=recipe.deghost_strength, job=job.part(0.6, 1.0, "Deghost"))
    pixels = aligned if ghosts is None else ghosts.frames
    frames = tuple(
        f if p is f.pixels else Frame(f.path, p, f.metadata) for f, p in zip(bracket.frames, pixels, strict=True)
    )
    chosen = recipe.reference - 1 if recipe.reference else bracket.chosen
    same = chosen == bracket.chosen and all(a is b for a, b in zip(frames, bracket.frames, strict=True))
    made = bracket if same else replace(bracket, frames=frames, chosen=reference)
    return Prepared(bracket, made, alignment, aligned, ghosts, recipe)


def reading_of(recipe: Recipe) -> Reading:
    """How the recipe wants frames to be read."""
    return Reading(white_balance=recipe.white_balance, highlights=recipe.raw_highlights)


def recovered(bracket: Bracket, recipe: Recipe) -> bool:
    """Whether highlights of RAW frames were made up, each frame's from its own: then nobody can tell from their light
    what moved, and nothing is deghosted."""
    return recipe.raw_highlights != "clip" and any(f.path.suffix.lower() in RAW for f in bracket.frames)


def check_frames(recipe: Recipe, count: int) -> None:
    """Raises :class:`~mefcore.errors.RecipeError` where a recipe names a frame that a bracket of ``count`` lacks."""
    if recipe.reference > count:
        raise RecipeError(
            f"frame {recipe.reference} cannot be the reference: the bracket has {count}",
            hint=f"choose 1 to {count}, or 0 for automatic",
        )
    if max(recipe.unaligned, default=0) > count:
        raise RecipeError(
            f"frame {max(recipe.unaligned)} cannot be left as it is: the bracket has {count}",
            hint=f"choose 1 to {count}",
        )


def _align(
    bracket: Bracket, reference: int, recipe: Recipe, known: Prepared | None, job: Job
) -> tuple[Alignment | None, tuple[np.ndarray, ...]]:
    if recipe.align == "off":
        return None, bracket.pixels
    if known is not None and known.alignment is not None and known.alignment.reference == reference:
        if known.recipe.key("align") == recipe.key("align"):
            return known.alignment, known.aligned
        alignment = known.alignment
    else:
        from mefcore.align import find

        alignment = find(bracket.pixels, reference, job=job.part(0.0, 0.6, "Align"))
    return alignment, _warped(bracket.pixels, alignment, recipe, job.part(0.6, 1.0, "Align"))


def _warped(frames: Sequence[np.ndarray], alignment: Alignment, recipe: Recipe, job: Job) -> tuple[np.ndarray, ...]:
    from mefcore.align import aligned

    off = frozenset(number - 1 for number in recipe.unaligned)
    return tuple(aligned(frames, alignment, area=recipe.border, off=off, job=job))
