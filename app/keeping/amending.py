"""What becomes of a set that is not open."""

from __future__ import annotations

import msgspec

from app.panels import words
from mefcore.sidecar import State, Step


def amended(base: State, new: State, *, look: bool = True) -> State:
    """``base`` with the look, rating and mark of ``new``; another look is an undo step.

    Args:
        look: False to leave the look as it is; with True both have a recipe.
    """
    if look and base.recipe is not None and new.recipe is not None and new.recipe != base.recipe:
        step = Step(base.recipe, new.recipe, words.change(base.recipe, new.recipe))
        done = (*base.steps[: base.at], step)
        base = msgspec.structs.replace(base, recipe=new.recipe, steps=done, at=len(done))
    return msgspec.structs.replace(base, rating=new.rating, rejected=new.rejected)
